/**
 * HTTP/1.1 connections to peer URLs for short requests, kept open between them. Peer protocol,
 * sections 11 and 13.
 *
 * A Go member closes a connection that was idle for about 5 s, and the close can cross a request
 * on its way: such a request is sent once more on a new connection, if twice does no harm.
 * No ALPN is offered: Go members name h2 there and yet serve HTTP/1.1.
 */

import {
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type RequestOptions,
  request as requestHttp,
} from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { PeerRequestError } from "../requests-port.ts";
import { readBoundedBody } from "./bounded-body.ts";
import {
  MAX_ANSWER_BYTES,
  MAX_CONNECTIONS_PER_ADDRESS,
  MAX_IDLE_CONNECTIONS_PER_ADDRESS,
} from "./limits.ts";

/** TLS options of one new connection; asked for each, so that files are read anew. May throw. */
export type TlsForConnection = () => ConnectionOptions;

export interface Question {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent even with a GET. */
  readonly body: Uint8Array | null;
  /** Twice does no more than once, so that a broken connection may be tried again. */
  readonly isRepeatable: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** Where a URL leads. */
interface Target {
  readonly isSecure: boolean;
  readonly address: { readonly host: string; readonly port: string } | { socketPath: string };
}

interface AgentPair {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** A kept connection turned out to be closed. */
class StaleConnection extends Error {}

export class PeerConnections {
  readonly #kept: AgentPair;
  readonly #fresh: AgentPair;

  /** @param tls - null: only plain URLs can be asked with success. */
  constructor(tls: TlsForConnection | null) {
    const keep = {
      keepAlive: true,
      maxSockets: MAX_CONNECTIONS_PER_ADDRESS,
      maxFreeSockets: MAX_IDLE_CONNECTIONS_PER_ADDRESS,
    };
    this.#kept = { http: new HttpAgent(keep), https: new SecureAgent(keep, tls) };
    this.#fresh = { http: new HttpAgent(), https: new SecureAgent({}, tls) };
  }

  /**
   * Asks at one URL. Rejects with PeerRequestError where no whole answer comes; with the reason of
   * the signal, a text, where that ended it.
   */
  async ask(url: string, question: Question, signal: AbortSignal): Promise<HttpAnswer> {
    const failure = (error: unknown): PeerRequestError =>
      new PeerRequestError(
        `${question.method} ${url}${question.path}: ${error instanceof Error ? error.message : String(error)}`,
      );
    const target = targetOf(url);
    if (target === null) throw failure("no peer URL");
    try {
      if (!question.isRepeatable) return await send(target, question, this.#fresh, signal);
      try {
        return await send(target, question, this.#kept, signal);
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
        return await send(target, question, this.#fresh, signal);
      }
    } catch (error) {
      throw failure(signal.aborted ? signal.reason : error);
    }
  }

  /** Cuts every connection. */
  close(): void {
    for (const { http, https } of [this.#kept, this.#fresh]) {
      http.destroy();
      https.destroy();
    }
  }
}

function send(
  { isSecure, address }: Target,
  question: Question,
  agents: AgentPair,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { method, path, headers, body } = question;
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      ...address,
      method,
      path,
      headers: body === null ? headers : { ...headers, "Content-Length": body.length },
      agent: isSecure ? agents.https : agents.http,
      signal,
    };
    const request = isSecure ? requestHttps(options) : requestHttp(options);
    let hasHead = false;
    request.on("error", (error: Error & { code?: string }) => {
      const isBroken = error.code === "ECONNRESET" || error.code === "EPIPE";
      reject(isBroken && request.reusedSocket && !hasHead ? new StaleConnection() : error);
    });
    request.on("response", (response) => {
      hasHead = true;
      readBoundedBody(response, MAX_ANSWER_BYTES, {
        complete: (bytes) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes }),
        tooLong: () => {
          reject(new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`));
          request.destroy();
        },
        broken: reject,
      });
    });
    request.end(body ?? undefined);
  });
}

/** Null for what is no peer URL. */
function targetOf(text: string): Target | null {
  // A Unix socket's path is all that follows the slashes, as in the listen flags.
  const unix = /^(unixs?):\/\/(.+)$/i.exec(text);
  if (unix !== null) {
    return { isSecure: unix[1]!.length === 5, address: { socketPath: unix[2]! } };
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const isSecure = url.protocol === "https:";
  if ((!isSecure && url.protocol !== "http:") || url.hostname === "") return null;
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  return { isSecure, address: { host, port: url.port || (isSecure ? "443" : "80") } };
}

/** Makes each connection with TLS options of its own. */
class SecureAgent extends HttpsAgent {
  readonly #tls: TlsForConnection;

  constructor(options: ConstructorParameters<typeof HttpsAgent>[0], tls: TlsForConnection | null) {
    // A resumed session would outlive the certificates that it was made with.
    super({ ...options, maxCachedSessions: 0 });
    this.#tls = tls ?? (() => ({}));
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    let own: ConnectionOptions;
    try {
      own = this.#tls();
    } catch (error) {
      callback?.(error as Error, undefined as never);
      return undefined;
    }
    const { ALPNProtocols: _, ...connection } = { ...(options as ConnectionOptions), ...own };
    return connectTls(connection);
  }
}
