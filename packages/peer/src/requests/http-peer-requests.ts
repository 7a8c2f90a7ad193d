/**
 * The asking side: PeerRequests over HTTP, to Go members of 3.4 to 3.7 and to our own. Peer
 * protocol, section 8.
 *
 * The URLs of a member are asked one after the other until one gives a usable answer or a verdict;
 * the timeout is for all of them together. Nothing is tried again later: that is the caller's.
 */

import type { Timers } from "@kvorum/base";
import { bytesToUtf8, EMPTY_BYTES, utf8ToBytes } from "@kvorum/base";
import { DecodeError, etcdserverpb, leasepb, RequestError } from "@kvorum/proto";
import {
  type PeerHash,
  type PeerLease,
  type PeerMembership,
  PeerRequestError,
  type PeerRequests,
  type PeerVersions,
  type RequestLimits,
} from "../requests-port.ts";
import { KVORUM_HEADER } from "./kvorum-header.ts";
import { decodeMemberList } from "./member-list.ts";
import {
  type HttpAnswer,
  PeerConnections,
  type Question,
  type TlsForConnection,
} from "./peer-connections.ts";
import {
  errorOf,
  hashVerdicts,
  promoteVerdicts,
  renewVerdicts,
  timeToLiveVerdicts,
  type VerdictTable,
} from "./verdicts.ts";

export interface HttpPeerRequestsOptions {
  readonly timers: Timers;
  /** Sent with hash requests, so that a member of another cluster refuses; null: not known yet. */
  readonly clusterId: () => bigint | null;
  /** For https URLs; null: node's defaults. */
  readonly tls: TlsForConnection | null;
}

const NO_VERDICTS: VerdictTable = [];
const protobuf = { "Content-Type": "application/protobuf" };

export class HttpPeerRequests implements PeerRequests {
  readonly #options: HttpPeerRequestsOptions;
  readonly #connections: PeerConnections;
  /** One for each request that is not answered. */
  readonly #open = new Set<AbortController>();
  #isClosed = false;

  constructor(options: HttpPeerRequestsOptions) {
    this.#options = options;
    this.#connections = new PeerConnections(options.tls);
  }

  members(urls: readonly string[], limits: RequestLimits): Promise<PeerMembership> {
    return this.#ask(urls, get("/members"), limits, NO_VERDICTS, ({ headers, body }) => {
      const clusterId = parseHexId(headers["x-etcd-cluster-id"]);
      const members = decodeMemberList(bytesToUtf8(body));
      return clusterId === null || members === null ? null : { clusterId, members };
    });
  }

  versions(urls: readonly string[], limits: RequestLimits): Promise<PeerVersions> {
    return this.#ask(urls, get("/version"), limits, NO_VERDICTS, readVersions);
  }

  isDowngradeEnabled(urls: readonly string[], limits: RequestLimits): Promise<boolean> {
    return this.#ask(urls, get("/downgrade/enabled"), limits, NO_VERDICTS, ({ body }) => {
      const text = bytesToUtf8(body).trim();
      return text === "true" ? true : text === "false" ? false : null;
    });
  }

  async promote(
    urls: readonly string[],
    id: bigint,
    limits: RequestLimits,
  ): Promise<readonly etcdserverpb.Member[]> {
    const question: Question = {
      method: "POST",
      path: `/members/promote/${BigInt.asUintN(64, id)}`,
      headers: {},
      body: EMPTY_BYTES,
      isRepeatable: false,
    };
    try {
      return await this.#ask(urls, question, limits, promoteVerdicts, ({ body }) =>
        decodeMemberList(bytesToUtf8(body)),
      );
    } catch (error) {
      if (error instanceof PeerRequestError && error.status === 408) {
        throw new RequestError("Timeout");
      }
      throw error;
    }
  }

  hashKv(urls: readonly string[], revision: number, limits: RequestLimits): Promise<PeerHash> {
    const clusterId = this.#options.clusterId();
    const question: Question = {
      method: "GET",
      path: "/members/hashkv",
      headers: {
        "Content-Type": "application/json",
        ...(clusterId === null ? {} : { "X-Etcd-Cluster-ID": clusterId.toString(16) }),
      },
      body: utf8ToBytes(revision === 0 ? "{}" : `{"revision":${revision}}`),
      isRepeatable: true,
    };
    return this.#ask(urls, question, limits, hashVerdicts, ({ body }) => readHash(body));
  }

  renewLease(urls: readonly string[], id: bigint, limits: RequestLimits): Promise<number> {
    const body = etcdserverpb.encodeLeaseKeepAliveRequest({ ID: id });
    const question = post("/leases", body);
    return this.#ask(urls, question, limits, renewVerdicts, (answer) => {
      const response = etcdserverpb.decodeLeaseKeepAliveResponse(answer.body);
      return response.ID === id ? response.TTL : null;
    });
  }

  timeToLive(
    urls: readonly string[],
    request: { readonly id: bigint; readonly keys: boolean },
    limits: RequestLimits,
  ): Promise<PeerLease> {
    const body = leasepb.encodeLeaseInternalRequest({
      LeaseTimeToLiveRequest: { ID: request.id, keys: request.keys },
    });
    const question = post("/leases/internal", body);
    return this.#ask(urls, question, limits, timeToLiveVerdicts, (answer) => {
      const response = leasepb.decodeLeaseInternalResponse(answer.body).LeaseTimeToLiveResponse;
      if (response === null || response.ID !== request.id) return null;
      const { ID, TTL, grantedTTL, keys } = response;
      return { id: ID, ttl: TTL, grantedTtl: grantedTTL, keys };
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const end of this.#open) end.abort("the connections were closed");
    this.#connections.close();
  }

  /** @param read - null for a body that is no answer; may throw DecodeError. */
  async #ask<T>(
    urls: readonly string[],
    question: Question,
    { timeoutMs }: RequestLimits,
    verdicts: VerdictTable,
    read: (answer: HttpAnswer) => T | null,
  ): Promise<T> {
    const what = `${question.method} ${question.path}`;
    if (this.#isClosed) throw new PeerRequestError(`${what}: the connections were closed`);
    const end = new AbortController();
    this.#open.add(end);
    const timer = this.#options.timers.after(timeoutMs, () => end.abort("no answer in time"));
    let failure = new PeerRequestError(`${what}: the member has no URL`);
    try {
      for (const url of urls) {
        if (end.signal.aborted) break;
        try {
          const answer = await this.#connections.ask(url, question, end.signal);
          return readAnswer(answer, `${question.method} ${url}${question.path}`, verdicts, read);
        } catch (error) {
          if (!(error instanceof PeerRequestError)) throw error;
          failure = error;
        }
      }
      throw failure;
    } finally {
      timer.cancel();
      this.#open.delete(end);
    }
  }
}

function get(path: string): Question {
  return { method: "GET", path, headers: {}, body: null, isRepeatable: true };
}

function post(path: string, body: Uint8Array): Question {
  return { method: "POST", path, headers: protobuf, body, isRepeatable: true };
}

/** Of a refusal's text, what a message repeats. */
const SHOWN_CHARS = 200;

/** @throws RequestError for a verdict, PeerRequestError for anything else that is no answer. */
function readAnswer<T>(
  answer: HttpAnswer,
  what: string,
  verdicts: VerdictTable,
  read: (answer: HttpAnswer) => T | null,
): T {
  const { status, body } = answer;
  if (status !== 200) {
    const text = bytesToUtf8(body.subarray(0, SHOWN_CHARS));
    const verdict = errorOf(verdicts, { status, text });
    if (verdict !== null) throw verdict;
    throw new PeerRequestError(`${what}: status ${status}: ${text.trim()}`, status);
  }
  let value: T | null;
  try {
    value = read(answer);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new PeerRequestError(`${what}: unreadable answer: ${error.message}`, status);
  }
  if (value === null) throw new PeerRequestError(`${what}: unreadable answer`, status);
  return value;
}

function parseHexId(header: string | string[] | undefined): bigint | null {
  return typeof header === "string" && /^[0-9a-f]{1,16}$/i.test(header)
    ? BigInt(`0x${header}`)
    : null;
}

function readVersions({ headers, body }: HttpAnswer): PeerVersions | null {
  const fields = readObject(body);
  if (fields === null) return null;
  const { etcdserver: server, etcdcluster: cluster, storage } = fields;
  if (typeof server !== "string" || server === "") return null;
  return {
    server,
    cluster: isDecided(cluster, "not_decided") ? cluster : null,
    storage: isDecided(storage, "unknown") ? storage : null,
    ...(headers[KVORUM_HEADER.toLowerCase()] === undefined ? {} : { isKvorum: true }),
  };
}

function isDecided(text: unknown, undecided: string): text is string {
  return typeof text === "string" && text !== "" && text !== undecided;
}

function readHash(body: Uint8Array): PeerHash | null {
  const fields = readObject(body);
  if (fields === null) return null;
  const header = fields["header"] ?? {};
  if (typeof header !== "object") return null;
  const revision = (header as Readonly<Record<string, unknown>>)["revision"] ?? 0;
  const hash = fields["hash"] ?? 0;
  const compactRevision = fields["compact_revision"] ?? 0;
  const hashRevision = fields["hash_revision"] ?? 0;
  return isInteger(revision) &&
    isInteger(hash) &&
    isInteger(compactRevision) &&
    isInteger(hashRevision)
    ? { hash, revision, compactRevision, hashRevision }
    : null;
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** For answers without ids; doubles are exact enough for their counters. */
function readObject(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(bytesToUtf8(body));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
