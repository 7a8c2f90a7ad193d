/**
 * A TCP (or Unix) listener that serves several protocols on one port: the first bytes of a
 * connection decide between HTTP/2 (gRPC) and HTTP/1.x (gateway, health, metrics). What is
 * neither is dropped without an answer. HTTP surface, section 1.
 *
 * Every socket has an error handler from accept on. A connection that sends nothing recognisable
 * within the sniff timeout is closed. Connections that arrive before the member is ready wait
 * unread in the listener.
 */

import type { Server as HttpServer } from "node:http";
import net from "node:net";
import { type Http2Server, sniffProtocol } from "@kvorum/http2";

/** Time to the first recognisable bytes of a connection, in milliseconds. */
const SNIFF_TIMEOUT_MS = 10_000;

export interface ListenAddress {
  /** As it was configured, for logs. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** A Unix socket's path instead of host and port. */
  readonly path: string | null;
}

export interface ClientListenerOptions {
  readonly address: ListenAddress;
  /** Connections beyond this are closed at accept. */
  readonly maxConnections: number;
}

/** Who takes a connection once its protocol is known. */
export interface ProtocolServers {
  /** Null on a listener that serves HTTP only. */
  readonly http2: Http2Server | null;
  /** Null on a listener that serves gRPC only. */
  readonly http: HttpServer | null;
}

export class ClientListener {
  readonly address: ListenAddress;
  #servers: ProtocolServers | null = null;
  readonly #server: net.Server;
  readonly #undecided = new Set<net.Socket>();
  /** Accepted before the member was ready. */
  #held: net.Socket[] | null = [];

  constructor(options: ClientListenerOptions) {
    this.address = options.address;
    this.#server = net.createServer({ noDelay: true, highWaterMark: 1 << 18 }, (socket) =>
      this.#accept(socket),
    );
    this.#server.maxConnections = options.maxConnections;
  }

  /** Resolves when the port is bound. @throws the system's error, such as EADDRINUSE. */
  listen(): Promise<void> {
    const { host, port, path } = this.address;
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      const target = path === null ? { host, port, backlog: 4096 } : { path };
      this.#server.listen(target, () => {
        this.#server.off("error", reject);
        this.#server.on("error", () => {
          // An accept that fails (out of handles) concerns that connection only.
        });
        resolve();
      });
    });
  }

  /** From now on connections are served, the ones that came since `listen` first. */
  serve(servers: ProtocolServers): void {
    this.#servers = servers;
    const held = this.#held ?? [];
    this.#held = null;
    for (const socket of held) if (!socket.destroyed) this.#take(socket);
  }

  /** The bound address, for a port that the system chose. */
  get port(): number {
    const address = this.#server.address();
    return address !== null && typeof address === "object" ? address.port : 0;
  }

  /** Stops accepting; connections that were handed on are their servers' business. */
  close(): Promise<void> {
    for (const socket of [...this.#undecided, ...(this.#held ?? [])]) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      // Node waits for every connection; ours belong to the protocol servers by now.
      resolve();
    });
  }

  #accept(socket: net.Socket): void {
    socket.on("error", ignoreError);
    if (this.#held === null) this.#take(socket);
    else this.#held.push(socket);
  }

  #take(socket: net.Socket): void {
    const { http2, http } = this.#servers!;
    if (http === null && http2 !== null) {
      http2.accept(socket, null);
      return;
    }
    this.#undecided.add(socket);
    let seen: Buffer | null = null;
    const timer = setTimeout(() => socket.destroy(), SNIFF_TIMEOUT_MS);
    const done = (): void => {
      clearTimeout(timer);
      this.#undecided.delete(socket);
      socket.off("data", onData);
      socket.off("close", done);
    };
    const onData = (chunk: Buffer): void => {
      seen = seen === null ? chunk : Buffer.concat([seen, chunk]);
      const protocol = sniffProtocol(seen);
      if (protocol === "more") return;
      done();
      if (protocol === "http2" && http2 !== null) {
        http2.accept(socket, seen);
      } else if (protocol === "http1" && http !== null) {
        socket.pause();
        socket.unshift(seen);
        http.emit("connection", socket);
        socket.resume();
      } else {
        socket.destroy();
      }
    };
    socket.on("data", onData);
    socket.on("close", done);
  }
}

function ignoreError(): void {
  // The close event that follows says all that matters.
}
