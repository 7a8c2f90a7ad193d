/**
 * A plain HTTP request on an HTTP/2 connection. gRPC clients never send one; under TLS, where ALPN
 * chose h2, the server's HTTP handlers (health, metrics, gateway) are reached this way. The body is
 * collected first, up to a limit; without a handler the request gets grpc-go's 415.
 */

import { concatBytes } from "@kvorum/base";
import type { HeaderList } from "./hpack-decoder.ts";
import { encodeHeaderBlock } from "./hpack-encoder.ts";
import type { Metadata } from "./metadata.ts";
import { ErrorCode } from "./protocol.ts";
import type { RequestHead } from "./request-head.ts";
import type { CancelReason, Peer } from "./routes.ts";
import type { ServerConnection } from "./server-connection.ts";
import { Http2Stream } from "./stream.ts";

/** One plain HTTP request and the way to answer it. */
export interface HttpCall {
  readonly method: string;
  /** As sent: path and query. */
  readonly path: string;
  readonly authority: string;
  readonly scheme: string;
  readonly headers: Metadata;
  readonly body: Uint8Array;
  readonly peer: Peer;
  readonly isOpen: boolean;
  /** The first value of a header (lower case). */
  header(name: string): string | undefined;
  onCancel(callback: (reason: CancelReason) => void): void;
  /** Answers at once. Names in lower case; no connection-specific ones. */
  respond(status: number, headers: Metadata, body: Uint8Array): void;
  /** Answers in parts: head, any number of writes, end. */
  writeHead(status: number, headers: Metadata): void;
  /** Copied before the return. False: over the output limit, wait for onDrain. */
  write(bytes: Uint8Array): boolean;
  onDrain(callback: () => void): void;
  end(): void;
}

export type HttpHandler = (call: HttpCall) => void;

export class HttpStream extends Http2Stream implements HttpCall {
  declare readonly connection: ServerConnection;
  readonly #head: RequestHead;
  readonly #handler: HttpHandler | null;
  #parts: Uint8Array[] = [];
  #bodyBytes = 0;
  #isTooLarge = false;
  #headSent = false;
  #cancel: ((reason: CancelReason) => void) | null = null;
  #drain: (() => void) | null = null;
  body: Uint8Array = new Uint8Array(0);
  isOpen = true;
  isHandedOn = false;

  constructor(
    connection: ServerConnection,
    id: number,
    head: RequestHead,
    handler: HttpHandler | null,
  ) {
    super(connection, id);
    this.#head = head;
    this.#handler = handler;
  }

  get method(): string {
    return this.#head.method;
  }

  get path(): string {
    return this.#head.path;
  }

  get authority(): string {
    return this.#head.authority;
  }

  get scheme(): string {
    return this.#head.scheme;
  }

  get headers(): Metadata {
    return this.#head.fields.map((field) => [field.name, field.value] as const);
  }

  get peer(): Peer {
    return this.connection.peer;
  }

  header(name: string): string | undefined {
    return this.#head.value(name);
  }

  override onHeaderList(list: HeaderList, endStream: boolean): void {
    if (!endStream || list.fields.some((field) => field.isPseudo || !field.isWellFormed)) {
      this.connection.streamError(this, ErrorCode.PROTOCOL_ERROR, "malformed trailers");
      return;
    }
    this.remoteClosed = true;
    this.onData(this.body, 0, 0, true);
  }

  override onData(buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    const length = end - start;
    const total = (this.#bodyBytes += length);
    const expected = this.#head.contentLength;
    if (expected >= 0 && (endStream ? total !== expected : total > expected)) {
      this.connection.streamError(this, ErrorCode.PROTOCOL_ERROR, "DATA unlike content-length");
      return;
    }
    if (total > this.connection.limits.maxHttpBodyBytes) {
      if (!this.#isTooLarge) {
        this.#isTooLarge = true;
        this.connection.countLimit("http_body");
        this.#dropParts();
        if (this.#handler !== null) this.respond(413, [], new Uint8Array(0));
        else this.#refuse();
      }
      return;
    }
    if (length > 0 && this.#handler !== null) {
      this.#parts.push(buffer.slice(start, end));
      this.connection.chargeInbound(this, length);
    }
    if (endStream && this.isOpen) this.#run();
  }

  #run(): void {
    if (this.#handler === null) {
      this.#refuse();
      return;
    }
    this.body = concatBytes(this.#parts);
    this.#dropParts();
    this.isHandedOn = true;
    try {
      this.#handler(this);
    } catch (error) {
      this.connection.reportHandlerError(this.#head.path, error);
      if (this.#headSent) this.connection.resetStream(this, ErrorCode.INTERNAL_ERROR);
      else this.respond(500, [], new Uint8Array(0));
    }
  }

  #refuse(): void {
    this.isOpen = false;
    this.connection.answerNotGrpc(this, this.#head.contentType);
  }

  #dropParts(): void {
    for (const part of this.#parts) this.connection.chargeInbound(this, -part.length);
    this.#parts = [];
  }

  onCancel(callback: (reason: CancelReason) => void): void {
    this.#cancel = callback;
  }

  respond(status: number, headers: Metadata, body: Uint8Array): void {
    if (!this.isOpen) return;
    this.writeHead(status, headers);
    if (this.method !== "HEAD") this.connection.sending.raw(this, body);
    this.end();
  }

  writeHead(status: number, headers: Metadata): void {
    if (!this.isOpen || this.#headSent) return;
    this.#headSent = true;
    this.connection.writer.headers(
      this.id,
      encodeHeaderBlock([[":status", String(status)], ...headers]),
      false,
    );
  }

  write(bytes: Uint8Array): boolean {
    if (!this.isOpen) return false;
    this.connection.sending.raw(this, bytes);
    return this.connection.sending.hasRoom(this);
  }

  onDrain(callback: () => void): void {
    this.#drain = callback;
  }

  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.connection.sending.finish(this, null);
  }

  override onReset(_code: number): void {
    this.#close("canceled");
  }

  override onAborted(_code: ErrorCode, _reason: string): void {
    this.#close("closed");
  }

  #close(reason: CancelReason): void {
    this.#dropParts();
    if (!this.isOpen) return;
    this.isOpen = false;
    try {
      this.#cancel?.(reason);
    } catch (error) {
      this.connection.reportHandlerError(this.#head.path, error);
    }
  }

  override onRoom(): void {
    if (!this.isOpen) return;
    try {
      this.#drain?.();
    } catch (error) {
      this.connection.reportHandlerError(this.#head.path, error);
    }
  }

  override failForMemory(): void {
    this.#dropParts();
    this.respond(503, [], new Uint8Array(0));
  }

  override failForStall(): void {
    this.#dropParts();
    this.respond(408, [], new Uint8Array(0));
  }

  override get mayIdle(): boolean {
    return false;
  }

  override get isMidMessage(): boolean {
    return false;
  }

  override get isPaused(): boolean {
    return false;
  }
}
