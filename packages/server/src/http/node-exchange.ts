/** A request of Node's HTTP/1.1 server as an HttpExchange. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { TLSSocket } from "node:tls";
import type { BodyReader, HttpExchange } from "./exchange.ts";

export class NodeExchange implements HttpExchange {
  readonly isConversation = false;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #maxQueuedBytes: number;
  #isOver = false;

  /** @param maxQueuedBytes - unsent output above which write() gives false */
  constructor(request: IncomingMessage, response: ServerResponse, maxQueuedBytes: number) {
    this.#request = request;
    this.#response = response;
    this.#maxQueuedBytes = maxQueuedBytes;
    // Go's server names the connection's fate only when it closes, or to an HTTP/1.0 client.
    const keepsAlive = !/close/i.test(request.headers.connection ?? "");
    if (request.httpVersion === "1.1" && keepsAlive) response.removeHeader("Connection");
  }

  get method(): string {
    return this.#request.method ?? "";
  }

  get target(): string {
    return this.#request.url ?? "";
  }

  get headers(): readonly (readonly [string, string])[] {
    const raw = this.#request.rawHeaders;
    const headers: (readonly [string, string])[] = [];
    for (let i = 0; i + 1 < raw.length; i += 2) headers.push([raw[i]!.toLowerCase(), raw[i + 1]!]);
    return headers;
  }

  get remoteAddress(): string {
    return this.#request.socket.remoteAddress ?? "";
  }

  get isSecure(): boolean {
    return this.#request.socket instanceof TLSSocket;
  }

  get tlsCommonName(): string | null {
    return peerCommonName(this.#request);
  }

  get bufferedBytes(): number {
    return this.#response.writableLength;
  }

  header(name: string): string | undefined {
    const value = this.#request.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  setHeader(name: string, value: string): void {
    if (!this.#response.headersSent) this.#response.setHeader(name, value);
  }

  respond(status: number, body: string | Uint8Array, options?: { isChunked?: boolean }): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const response = this.#response;
    const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
    if (options?.isChunked === true) response.setHeader("Transfer-Encoding", "chunked");
    else if (!response.hasHeader("Content-Length")) {
      response.setHeader("Content-Length", bytes.length);
    }
    this.#closeAfterUnreadBody();
    response.statusCode = status;
    response.end(bytes);
  }

  begin(status: number): void {
    if (this.#isOver || this.#response.headersSent) return;
    this.#response.statusCode = status;
    this.#response.flushHeaders();
  }

  write(text: string): boolean {
    if (this.#isOver) return true;
    this.#response.write(text, "utf8");
    return this.#response.writableLength <= this.#maxQueuedBytes;
  }

  onDrain(callback: () => void): void {
    this.#response.on("drain", callback);
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#response.end();
  }

  destroy(): void {
    this.#request.socket.destroy();
  }

  onGone(callback: () => void): void {
    this.#response.once("close", () => {
      if (!this.#response.writableFinished) {
        this.#isOver = true;
        callback();
      }
    });
  }

  readBody(reader: BodyReader): void {
    this.#request.on("data", (chunk: Buffer) => reader.onChunk(chunk));
    this.#request.on("end", () => reader.onEnd());
  }

  pauseBody(): void {
    this.#request.pause();
  }

  resumeBody(): void {
    this.#request.resume();
  }

  /**
   * An answer that comes before a long body has come ends the connection. Closing it at once would
   * make the system reset it, and the client could lose the answer: so our side ends, and what the
   * client still sends is dropped, up to a bound.
   */
  #closeAfterUnreadBody(): void {
    const request = this.#request;
    const announces =
      request.headers["transfer-encoding"] !== undefined ||
      Number(request.headers["content-length"] ?? 0) > MAX_DRAINED_BYTES;
    if (request.complete || !announces) return;
    this.#response.setHeader("Connection", "close");
    const { socket } = request;
    // Node calls this when an answer that closes the connection is out.
    socket.destroySoon = () => {
      let droppedBytes = 0;
      request.on("data", (chunk: Buffer) => {
        droppedBytes += chunk.length;
        if (droppedBytes > MAX_DRAINED_BYTES) socket.destroy();
      });
      request.on("end", () => socket.destroy());
      request.resume();
      socket.setTimeout(LINGER_MS, () => socket.destroy());
      socket.end();
    };
  }
}

/** Silence of the client after which a connection that we have ended is dropped. */
const LINGER_MS = 1000;

/** A body of up to this size is read to its end, so that the connection stays of use. */
const MAX_DRAINED_BYTES = 256 * 1024;

export function peerCommonName(request: IncomingMessage): string | null {
  const { socket } = request;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const names: unknown = socket.getPeerCertificate().subject?.CN;
  // The last one counts, as in Go.
  const name: unknown = Array.isArray(names) ? names.at(-1) : names;
  return typeof name === "string" && name !== "" ? name : null;
}
