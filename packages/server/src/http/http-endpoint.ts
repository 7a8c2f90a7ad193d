/**
 * One HTTP/1.1 server without a listener of its own: connections come from whoever accepted and
 * sniffed them. HTTP surface, sections 1, 10 and 11.
 *
 * Upgrades: a WebSocket request goes to the upgrade handler; any other upgrade (h2c, say) is
 * ignored, that is, the request is answered over HTTP/1.1 as if it had not asked. An error in a
 * handler answers 500 where it still can, and never ends the process.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpHandler } from "./frontends.ts";
import {
  HEADERS_TIMEOUT_MS,
  MAX_HEADER_BYTES,
  MAX_HEADER_FIELDS,
  MAX_QUEUED_OUTPUT_BYTES,
} from "./limits.ts";
import { NodeExchange } from "./node-exchange.ts";
import { plainError } from "./plain-answer.ts";

/** Takes a WebSocket handshake over, or gives false to have it answered as a plain request. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

export interface HttpEndpointOptions {
  readonly handler: HttpHandler;
  readonly upgrade: UpgradeHandler | null;
  /** Sees each request first, as Node has it; true: it answers. For bodies that are no text. */
  readonly direct?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** A handler threw: a bug, to be logged. */
  readonly handlerFailed: (error: unknown) => void;
}

export class HttpEndpoint {
  /** Hand sockets to it with `server.emit("connection", socket)`. */
  readonly server: Server;
  readonly #options: HttpEndpointOptions;
  readonly #sockets = new Set<Duplex>();
  #onEmpty: (() => void) | null = null;
  #isClosing = false;

  constructor(options: HttpEndpointOptions) {
    this.#options = options;
    this.server = createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      // A watch's body may stay open as long as the watch; stalled bodies are the gateway's care.
      requestTimeout: 0,
      keepAliveTimeout: 0,
      noDelay: true,
    });
    this.server.maxHeadersCount = MAX_HEADER_FIELDS;
    this.server.timeout = 0;
    this.server.on("connection", (socket: Duplex) => this.#track(socket));
    this.server.on("request", (request, response) => {
      if (options.direct?.(request, response) === true) return;
      const exchange = new NodeExchange(request, response, MAX_QUEUED_OUTPUT_BYTES);
      response.once("finish", () => {
        if (this.#isClosing) request.socket.destroySoon();
      });
      try {
        options.handler(exchange);
      } catch (error) {
        options.handlerFailed(error);
        plainError(exchange, 500, "500 Internal Server Error");
      }
    });
    this.server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    // Node starts to enforce the header timeout only when it listens itself.
    this.server.emit("listening");
  }

  get connectionsCount(): number {
    return this.#sockets.size;
  }

  /**
   * Lets requests that are being answered finish, for at most `graceMs`, then cuts them. Resolves
   * when the last connection is gone. `after` is the timer to use.
   */
  close(
    graceMs: number,
    after: (delayMs: number, callback: () => void) => { cancel(): void },
  ): Promise<void> {
    this.#isClosing = true;
    this.server.closeIdleConnections();
    // Stops the header timer; there is no listener to close.
    this.server.close();
    if (this.#sockets.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = after(graceMs, () => {
        for (const socket of this.#sockets) socket.destroy();
      });
      this.#onEmpty = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  #track(socket: Duplex): void {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#onEmpty?.();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const isWebSocket = /^websocket$/i.test(request.headers.upgrade ?? "");
    try {
      if (isWebSocket && this.#options.upgrade?.(request, socket, head) === true) return;
    } catch (error) {
      this.#options.handlerFailed(error);
      socket.destroy();
      return;
    }
    // Node has let go of the parser: read the request again, without its wish to upgrade.
    socket.pause();
    socket.unshift(Buffer.concat([withoutUpgrade(request), head]));
    this.server.emit("connection", socket);
    socket.resume();
  }
}

/** The head of the request as it was sent, less the headers that ask for another protocol. */
function withoutUpgrade(request: IncomingMessage): Buffer {
  const { rawHeaders } = request;
  let text = `${request.method ?? ""} ${request.url ?? ""} HTTP/${request.httpVersion}\r\n`;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (name === "upgrade" || name === "connection" || name === "http2-settings") continue;
    text += `${rawHeaders[i]!}: ${rawHeaders[i + 1]!}\r\n`;
  }
  return Buffer.from(`${text}\r\n`, "latin1");
}
