/**
 * A plain request on an HTTP/2 connection as an HttpExchange: how the client router serves those
 * who came by ALPN. The body is complete when the request gets here.
 */

import type { HttpCall } from "@kvorum/http2";
import type { BodyReader, HttpExchange } from "./exchange.ts";

export class Http2Exchange implements HttpExchange {
  readonly isConversation = false;
  readonly isSecure: boolean;
  readonly #call: HttpCall;
  readonly #headers: (readonly [string, string])[] = [];
  #hasBegun = false;
  #reader: BodyReader | null = null;
  #isPaused = false;
  #isDelivered = false;

  constructor(call: HttpCall) {
    this.#call = call;
    this.isSecure = call.scheme === "https";
  }

  get method(): string {
    return this.#call.method;
  }

  get target(): string {
    return this.#call.path;
  }

  get headers(): readonly (readonly [string, string])[] {
    return [["host", this.#call.authority], ...this.#call.headers];
  }

  get remoteAddress(): string {
    return this.#call.peer.address;
  }

  get tlsCommonName(): string | null {
    return this.#call.peer.tlsCommonName;
  }

  /** Not known above HTTP/2's own flow control: whether writing goes on is told by write(). */
  get bufferedBytes(): number {
    return this.#call.isOpen ? 1 : 0;
  }

  header(name: string): string | undefined {
    return name === "host" ? this.#call.authority : this.#call.header(name);
  }

  setHeader(name: string, value: string): void {
    const key = name.toLowerCase();
    // HTTP/2 has no headers about the connection.
    if (this.#hasBegun || key === "connection" || key === "transfer-encoding") return;
    this.#headers.push([key, value]);
  }

  respond(status: number, body: string | Uint8Array): void {
    const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
    const isSized = this.#headers.some(([name]) => name === "content-length");
    if (!isSized) this.#headers.push(["content-length", String(bytes.length)]);
    this.#hasBegun = true;
    this.#call.respond(status, this.#headers, bytes);
  }

  begin(status: number): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#call.writeHead(status, this.#headers);
  }

  write(text: string): boolean {
    return this.#call.isOpen ? this.#call.write(Buffer.from(text, "utf8")) : true;
  }

  onDrain(callback: () => void): void {
    this.#call.onDrain(callback);
  }

  end(): void {
    this.#call.end();
  }

  /** The stream alone: others on the connection are not concerned. */
  destroy(): void {
    this.#call.end();
  }

  onGone(callback: () => void): void {
    this.#call.onCancel(() => callback());
  }

  readBody(reader: BodyReader): void {
    this.#reader = reader;
    this.#deliver();
  }

  pauseBody(): void {
    this.#isPaused = true;
  }

  resumeBody(): void {
    this.#isPaused = false;
    if (this.#reader !== null) this.#deliver();
  }

  #deliver(): void {
    if (this.#isDelivered || this.#isPaused || this.#reader === null) return;
    this.#isDelivered = true;
    if (this.#call.body.length > 0) this.#reader.onChunk(this.#call.body);
    this.#reader.onEnd();
  }
}
