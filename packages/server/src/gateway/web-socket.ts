/**
 * WebSockets below /v3/: a connection stands for one POST whose body is the frames that come in,
 * each line of the answer going out as a text frame. HTTP surface, section 10.
 *
 * Credentials come in the `Bearer, <token>` subprotocol or the `token` cookie, for browsers cannot
 * set headers; the Authorization header itself is not taken. Unary and server-streaming calls run
 * with the first value, as etcd 3.4 did it; later releases never answer them. When the call is
 * over the connection is closed, with a close frame.
 */

import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { Duplex } from "node:stream";
import type * as ws from "ws";
import type { WebSocket, WebSocketServer } from "ws";
import type { BodyReader, HttpExchange } from "../http/exchange.ts";

export interface WebSocketOptions {
  /** One incoming message, in bytes; above: closed with 1009. */
  readonly maxMessageBytes: number;
  readonly maxQueuedOutputBytes: number;
}

export class GatewayWebSockets {
  #server: WebSocketServer | null = null;
  readonly #options: WebSocketOptions;

  constructor(options: WebSocketOptions) {
    this.#options = options;
  }

  /** Completes the handshake, then calls back with the request that the connection stands for. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    run: (exchange: HttpExchange) => void,
  ): void {
    this.#server ??= createServer(this.#options);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      run(new WebSocketExchange(webSocket, request, this.#options.maxQueuedOutputBytes));
    });
  }
}

/** The library is loaded with the first WebSocket: most members never see one. */
function createServer({ maxMessageBytes }: WebSocketOptions): WebSocketServer {
  const library = createRequire(import.meta.url)("ws") as typeof ws;
  return new library.WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (protocols) => (protocols.has("Bearer") ? "Bearer" : false),
  });
}

const NEWLINE: Uint8Array = Buffer.from("\n");

class WebSocketExchange implements HttpExchange {
  readonly method = "POST";
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly remoteAddress: string;
  readonly isSecure = false;
  readonly tlsCommonName = null;
  readonly isConversation = true;
  readonly #webSocket: WebSocket;
  readonly #maxQueuedBytes: number;
  #isOver = false;
  #isGone = false;
  #onDrain: (() => void) | null = null;
  #isFull = false;
  #onGone: (() => void) | null = null;

  constructor(webSocket: WebSocket, request: IncomingMessage, maxQueuedBytes: number) {
    this.#webSocket = webSocket;
    this.#maxQueuedBytes = maxQueuedBytes;
    this.target = request.url ?? "";
    this.remoteAddress = request.socket.remoteAddress ?? "";
    this.headers = innerHeaders(request);
    webSocket.binaryType = "nodebuffer";
    webSocket.on("error", () => {
      // A close event follows, which says all that matters here.
    });
    webSocket.on("close", () => {
      this.#isGone = true;
      if (!this.#isOver) this.#onGone?.();
      this.#isOver = true;
    });
  }

  get bufferedBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  header(name: string): string | undefined {
    return this.headers.find(([one]) => one === name)?.[1];
  }

  setHeader(): void {
    // Headers and status of the inner answer have no place on a WebSocket.
  }

  begin(): void {
    // Nothing to send before the first line.
  }

  respond(_status: number, body: string | Uint8Array): void {
    this.write(typeof body === "string" ? body : Buffer.from(body).toString("utf8"));
    this.end();
  }

  write(text: string): boolean {
    if (this.#isOver) return true;
    for (const line of text.split("\n")) {
      if (line !== "") this.#webSocket.send(line, { binary: false }, () => this.#sent());
    }
    this.#isFull = this.#webSocket.bufferedAmount > this.#maxQueuedBytes;
    return !this.#isFull;
  }

  onDrain(callback: () => void): void {
    this.#onDrain = callback;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#webSocket.close(1000);
  }

  destroy(): void {
    this.#webSocket.terminate();
  }

  onGone(callback: () => void): void {
    this.#onGone = callback;
  }

  readBody(reader: BodyReader): void {
    this.#webSocket.on("message", (data: Buffer) => {
      reader.onChunk(data);
      // The newline ends a bare number, as it does in etcd.
      reader.onChunk(NEWLINE);
    });
  }

  pauseBody(): void {
    if (!this.#isGone) this.#webSocket.pause();
  }

  resumeBody(): void {
    if (!this.#isGone) this.#webSocket.resume();
  }

  #sent(): void {
    if (!this.#isFull || this.#webSocket.bufferedAmount > this.#maxQueuedBytes / 2) return;
    this.#isFull = false;
    this.#onDrain?.();
  }
}

/** What of the handshake's headers the inner request keeps, and the credentials it finds there. */
function innerHeaders(request: IncomingMessage): readonly (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = [];
  for (const name of ["origin", "referer"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.push([name, value]);
  }
  const token =
    cookieValue(request.headers.cookie ?? "", "token") ??
    /Bearer,(.*)$/s.exec(request.headers["sec-websocket-protocol"] ?? "")?.[1]?.trim();
  if (token !== undefined && token !== "") headers.push(["authorization", `Bearer ${token}`]);
  return headers;
}

function cookieValue(cookies: string, name: string): string | undefined {
  for (const part of cookies.split(";")) {
    const equals = part.indexOf("=");
    if (equals < 0 || part.slice(0, equals).trim() !== name) continue;
    const value = part.slice(equals + 1).trim();
    return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  }
  return undefined;
}
