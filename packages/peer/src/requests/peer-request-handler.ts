/**
 * The answering side: what other members ask of this one over HTTP. Peer protocol, section 8.
 *
 *   GET  /members               the membership
 *   POST /members/promote/{id}  makes a voter of a learner; the id in decimal
 *   GET  /members/hashkv        a hash of the keys; the request has a body
 *   GET  /version, /downgrade/enabled
 *   POST /leases, /leases/internal
 *
 * Statuses and texts are etcd's. Raft's own paths and everything else belong to others.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { bytesToUtf8 } from "@kvorum/base";
import { DecodeError, etcdserverpb, leasepb, RequestError } from "@kvorum/proto";
import type { PeerServices } from "../requests-port.ts";
import { readBoundedBody } from "./bounded-body.ts";
import { goJsonString, parseUint64 } from "./exact-json.ts";
import { KVORUM_HEADER } from "./kvorum-header.ts";
import { MAX_HASH_REQUEST_BYTES, MAX_LEASE_REQUEST_BYTES } from "./limits.ts";
import { encodeMemberList } from "./member-list.ts";
import {
  hashVerdicts,
  promoteVerdicts,
  renewVerdicts,
  timeToLiveVerdicts,
  type VerdictTable,
  verdictOf,
} from "./verdicts.ts";

export interface PeerRequestHandlerOptions {
  readonly services: PeerServices;
  readonly clusterId: bigint;
  /** A service failed with something that is no RequestError: a bug. The asker gets a 500. */
  readonly onFailure: (path: string, error: unknown) => void;
}

const PROMOTE_PREFIX = "/members/promote/";

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

export class PeerRequestHandler {
  readonly #options: PeerRequestHandlerOptions;
  readonly #clusterIdText: string;

  constructor(options: PeerRequestHandlerOptions) {
    this.#options = options;
    this.#clusterIdText = options.clusterId.toString(16);
  }

  /** Answers, now or later, and returns true; false for a path that is not among the above. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const exchange: Exchange = { request, response };
    const url = request.url ?? "";
    const query = url.indexOf("?");
    const path = query < 0 ? url : url.slice(0, query);
    switch (path) {
      case "/members":
        if (allows(exchange, "GET")) this.#members(exchange);
        return true;
      case "/members/hashkv":
        if (allows(exchange, "GET")) this.#hashKv(exchange);
        return true;
      case "/version":
        if (allows(exchange, "GET")) this.#version(exchange);
        return true;
      case "/downgrade/enabled":
        if (allows(exchange, "GET")) this.#downgrade(exchange);
        return true;
      case "/leases":
        if (allowsPost(exchange)) this.#renewLease(exchange);
        return true;
      case "/leases/internal":
        if (allowsPost(exchange)) this.#timeToLive(exchange);
        return true;
      default:
        if (!path.startsWith(PROMOTE_PREFIX)) return false;
        if (allows(exchange, "POST")) this.#promote(exchange, path.slice(PROMOTE_PREFIX.length));
        return true;
    }
  }

  #members({ response }: Exchange): void {
    this.#nameCluster(response);
    respond(response, 200, "application/json", encodeMemberList(this.#options.services.members()));
  }

  #version({ response }: Exchange): void {
    const { server, cluster, storage } = this.#options.services.versions();
    const body =
      `{"etcdserver":${goJsonString(server)},"etcdcluster":${goJsonString(cluster ?? "not_decided")},` +
      `"storage":${goJsonString(storage ?? "unknown")}}`;
    response.setHeader(KVORUM_HEADER, "1");
    respond(response, 200, "application/json", body);
  }

  #downgrade(exchange: Exchange): void {
    const { response } = exchange;
    this.#nameCluster(response);
    this.#settle(exchange, this.#options.services.isDowngradeEnabled(), {
      answer: (isEnabled) => respond(response, 200, "text/plain", String(isEnabled)),
      refuse: (error) => refuse(response, 500, `failed linearized read: ${error.message}`),
    });
  }

  #promote(exchange: Exchange, idText: string): void {
    const { response } = exchange;
    this.#nameCluster(response);
    const id = parseUint64(idText);
    if (id === null) {
      refuse(response, 404, `member ${idText} not found in cluster`);
      return;
    }
    this.#settle(exchange, this.#options.services.promote(id), {
      answer: (members) => respond(response, 200, "application/json", encodeMemberList(members)),
      refuse: (error) => {
        const verdict = verdictOf(promoteVerdicts, error);
        if (verdict !== undefined) refuse(response, verdict.status, verdict.text);
        else refuseInternally(response);
      },
    });
  }

  #hashKv(exchange: Exchange): void {
    const { request, response } = exchange;
    this.#nameCluster(response);
    const asked = request.headers["x-etcd-cluster-id"];
    if (asked !== undefined && asked !== this.#clusterIdText) {
      refuse(response, 412, "cluster ID mismatch");
      return;
    }
    this.#withBody(exchange, MAX_HASH_REQUEST_BYTES, (body) => {
      const revision = readRevision(body);
      if (revision === null) {
        refuse(response, 400, "error unmarshalling request");
        return;
      }
      this.#settle(exchange, this.#options.services.hashKv(revision), {
        answer: (hash) => {
          const fields = [
            `"header":${hash.revision === 0 ? "{}" : `{"revision":${hash.revision}}`}`,
          ];
          if (hash.hash !== 0) fields.push(`"hash":${hash.hash}`);
          if (hash.compactRevision !== 0) fields.push(`"compact_revision":${hash.compactRevision}`);
          if (hash.hashRevision !== 0) fields.push(`"hash_revision":${hash.hashRevision}`);
          respond(response, 200, "application/json", `{${fields.join(",")}}`);
        },
        refuse: (error) => refuseBy(hashVerdicts, response, error, 400),
      });
    });
  }

  #renewLease(exchange: Exchange): void {
    const { response } = exchange;
    this.#withBody(exchange, MAX_LEASE_REQUEST_BYTES, (body) => {
      const id = decoded(() => etcdserverpb.decodeLeaseKeepAliveRequest(body).ID);
      if (id === null) {
        refuse(response, 400, "error unmarshalling request");
        return;
      }
      this.#settle(exchange, this.#options.services.renewLease(id), {
        answer: (ttl) =>
          respond(
            response,
            200,
            "application/protobuf",
            etcdserverpb.encodeLeaseKeepAliveResponse({ ID: id, TTL: ttl }),
          ),
        refuse: (error) => refuseBy(renewVerdicts, response, error, 400),
      });
    });
  }

  #timeToLive(exchange: Exchange): void {
    const { response } = exchange;
    this.#withBody(exchange, MAX_LEASE_REQUEST_BYTES, (body) => {
      const asked = decoded(() => leasepb.decodeLeaseInternalRequest(body).LeaseTimeToLiveRequest);
      if (asked === null) {
        refuse(response, 400, "error unmarshalling request");
        return;
      }
      const { ID: id, keys } = asked;
      this.#settle(exchange, this.#options.services.timeToLive({ id, keys }), {
        answer: (lease) =>
          respond(
            response,
            200,
            "application/protobuf",
            leasepb.encodeLeaseInternalResponse({
              LeaseTimeToLiveResponse: {
                header: {},
                ID: lease.id,
                TTL: lease.ttl,
                grantedTTL: lease.grantedTtl,
                keys: lease.keys,
              },
            }),
          ),
        refuse: (error) => refuseBy(timeToLiveVerdicts, response, error, 500),
      });
    });
  }

  #nameCluster(response: ServerResponse): void {
    response.setHeader("X-Etcd-Cluster-ID", this.#clusterIdText);
  }

  #withBody(
    { request, response }: Exchange,
    maxBytes: number,
    read: (body: Uint8Array) => void,
  ): void {
    readBoundedBody(request, maxBytes, {
      complete: read,
      tooLong: () => {
        // What is left of the body is never read, so the connection can carry nothing more.
        response.setHeader("Connection", "close");
        response.once("finish", () => request.destroy());
        refuse(response, 413, "http: request body too large");
      },
      broken: () => {
        // There is nobody left to answer.
        response.destroy();
      },
    });
  }

  #settle<T>(
    { request, response }: Exchange,
    outcome: Promise<T>,
    ways: { answer: (value: T) => void; refuse: (error: RequestError) => void },
  ): void {
    outcome
      .then(ways.answer, (error: unknown) => {
        if (error instanceof RequestError) ways.refuse(error);
        else throw error;
      })
      .catch((error: unknown) => {
        if (!response.headersSent) refuseInternally(response);
        this.#options.onFailure(request.url ?? "", error);
      });
  }
}

/** Whether the method is right; if not, says so. */
function allows({ request, response }: Exchange, method: "GET" | "POST"): boolean {
  if (request.method === method) return true;
  response.setHeader("Allow", method);
  refuse(response, 405, "Method Not Allowed");
  return false;
}

/** The lease paths do not say which method they allow. */
function allowsPost({ request, response }: Exchange): boolean {
  if (request.method === "POST") return true;
  refuse(response, 405, "Method Not Allowed");
  return false;
}

function respond(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
): void {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(status, { "Content-Type": contentType, "Content-Length": bytes.length });
  response.end(bytes);
}

/** A plain text as Go's http.Error writes it. */
function refuse(response: ServerResponse, status: number, text: string): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
  respond(response, status, "text/plain; charset=utf-8", `${text}\n`);
}

function refuseInternally(response: ServerResponse): void {
  respond(response, 500, "application/json", '{"message":"Internal Server Error"}');
}

function refuseBy(
  table: VerdictTable,
  response: ServerResponse,
  error: RequestError,
  otherStatus: number,
): void {
  const verdict = verdictOf(table, error);
  refuse(response, verdict?.status ?? otherStatus, verdict?.text ?? error.message);
}

/** Null for bytes that are no such message. */
function decoded<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/** The revision of `{"revision":N}`, 0 where it is left out; null for anything else. */
function readRevision(body: Uint8Array): number | null {
  let value: unknown;
  try {
    value = JSON.parse(bytesToUtf8(body));
  } catch {
    return null;
  }
  if (value === null) return 0;
  if (typeof value !== "object" || Array.isArray(value)) return null;
  const revision = (value as { revision?: unknown }).revision ?? 0;
  const isInt64 = Number.isInteger(revision) && Math.abs(revision as number) < 2 ** 63;
  return isInt64 ? (revision as number) : null;
}
