/**
 * A TCP (or Unix) listener that serves several protocols on one port: plain or under TLS or both,
 * HTTP/2 (gRPC) and HTTP/1.x (gateway, health, metrics). The first bytes of a connection decide;
 * under TLS, what ALPN agreed on, and the first bytes of a client without ALPN. What is nothing of
 * that is dropped without an answer. HTTP surface, section 1; peer protocol, section 11.
 *
 * Every socket has an error handler from accept on. A connection that sends nothing recognisable
 * within the sniff timeout is closed. Connections that arrive before the member is ready wait
 * unread in the listener.
 */

import type { Server as HttpServer } from "node:http";
import net from "node:net";
import type { TLSSocket } from "node:tls";
import { type Http2Server, sniffProtocol } from "@kvorum/http2";
import type { ServerSide } from "../tls/server-side.ts";
import { TlsTerminator } from "../tls/terminator.ts";

/** Time to the first recognisable bytes of a connection, in milliseconds. */
const SNIFF_TIMEOUT_MS = 10_000;

/** The first byte of every TLS connection: a handshake record. */
const TLS_HANDSHAKE_RECORD = 0x16;

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
  /** For connections under TLS; null (the default) where there are none. */
  readonly tls?: ServerSide | null;
  /** Whether connections without TLS are served; by default, where there is no TLS. */
  readonly servesPlain?: boolean;
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
  readonly #tls: ServerSide | null;
  readonly #servesPlain: boolean;
  #servers: ProtocolServers | null = null;
  #terminator: TlsTerminator | null = null;
  readonly #server: net.Server;
  readonly #undecided = new Set<net.Socket>();
  /** Accepted before the member was ready. */
  #held: net.Socket[] | null = [];

  constructor(options: ClientListenerOptions) {
    this.address = options.address;
    this.#tls = options.tls ?? null;
    this.#servesPlain = options.servesPlain ?? this.#tls === null;
    this.#server = net.createServer({ noDelay: true, highWaterMark: 1 << 18 }, (socket) =>
      this.#accept(socket),
    );
    this.#server.maxConnections = options.maxConnections;
  }

  /** Connections under TLS are served. */
  get isSecure(): boolean {
    return this.#tls !== null;
  }

  /** Connections without TLS are served. */
  get isPlain(): boolean {
    return this.#servesPlain;
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
    if (this.#tls !== null) {
      this.#terminator = new TlsTerminator({
        side: this.#tls,
        protocols: [
          ...(servers.http2 === null ? [] : ["h2"]),
          ...(servers.http === null ? [] : ["http/1.1"]),
        ],
        onSecure: (socket) => this.#takeSecure(socket),
      });
    }
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
    this.#terminator?.close();
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
    const terminator = this.#terminator;
    if (!this.#servesPlain && terminator !== null) terminator.accept(socket);
    else if (terminator === null && http === null && http2 !== null) http2.accept(socket, null);
    else this.#sniff(socket, terminator);
  }

  /** A connection after its handshake. */
  #takeSecure(socket: TLSSocket): void {
    const { http, http2 } = this.#servers!;
    if (http2 !== null && (http === null || socket.alpnProtocol === "h2")) {
      http2.accept(socket, null);
    } else if (http !== null && (http2 === null || socket.alpnProtocol === "http/1.1")) {
      http.emit("connection", socket);
    } else {
      this.#sniff(socket, null);
    }
  }

  /** @param terminator - for TLS that begins now; null where that cannot be */
  #sniff(socket: net.Socket, terminator: TlsTerminator | null): void {
    const { http, http2 } = this.#servers!;
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
      if (terminator !== null && seen[0] === TLS_HANDSHAKE_RECORD) {
        done();
        socket.pause();
        socket.unshift(seen);
        terminator.accept(socket);
        return;
      }
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
