/**
 * The server: takes over accepted sockets, ties each to a connection, flushes outputs once a turn,
 * drives the timers, and holds the limits that concern all connections together.
 */

import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { getHeapStatistics } from "node:v8";
import type { Clock, Timers } from "@kvorum/base";
import { uninitialized } from "../core/byte-copy.ts";
import type { Gzip } from "../core/compression.ts";
import { MemoryBudget } from "../core/connection.ts";
import type { HttpHandler } from "../core/http-stream.ts";
import { completeLimits, type Http2Limits } from "../core/limits.ts";
import { Http2Counters, type Http2Observer, type LimitName } from "../core/observer.ts";
import { BufferPool } from "../core/output-buffer.ts";
import { ErrorCode } from "../core/protocol.ts";
import type { GrpcRoutes, Peer } from "../core/routes.ts";
import { ServerConnection } from "../core/server-connection.ts";
import { TimerWheel } from "../core/timer-wheel.ts";
import { type LinkOwner, LinkTick, SocketLink, TICK_MS } from "./socket-link.ts";
import { systemClock, systemTimers } from "./system-ports.ts";
import { zlibGzip } from "./zlib-gzip.ts";

export interface Http2ServerOptions {
  readonly routes: GrpcRoutes;
  readonly limits?: Partial<Http2Limits>;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly observer?: Http2Observer;
  /** Null switches compression off. */
  readonly gzip?: Gzip | null;
  /** Takes requests that are not gRPC; without it they get 415. */
  readonly onHttpRequest?: HttpHandler;
  /** False: requests that are not gRPC are served under TLS only. Default true. */
  readonly servesPlainHttp?: boolean;
}

const READ_BUFFER_BYTES = 65_536;

export class Http2Server {
  readonly counters = new Http2Counters();
  readonly limits: Http2Limits;
  readonly #options: Http2ServerOptions;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #wheel: TimerWheel;
  readonly #memory: MemoryBudget;
  readonly #owner: LinkOwner;
  readonly #links = new Set<SocketLink>();
  /** Connections that did not complete their preface, oldest first. */
  readonly #unfinished = new UnfinishedHandshakes();
  #dirty: SocketLink[] = [];
  #spareDirty: SocketLink[] = [];
  #isFlushScheduled = false;
  #isMemoryCheckScheduled = false;
  #isShutdown = false;
  #onEmpty: (() => void) | null = null;

  constructor(options: Http2ServerOptions) {
    this.#options = options;
    const quarterHeap = Math.floor(getHeapStatistics().heap_size_limit / 4);
    this.limits = completeLimits({ maxTotalMemoryBytes: quarterHeap, ...options.limits });
    this.#clock = options.clock ?? systemClock;
    this.#timers = options.timers ?? systemTimers;
    this.#wheel = new TimerWheel({ clock: this.#clock, timers: this.#timers });
    this.#memory = new MemoryBudget(this.limits.maxTotalMemoryBytes);
    const flushAll = (): void => this.#flushAll();
    this.#owner = {
      clock: this.#clock,
      timers: this.#timers,
      pool: new BufferPool(),
      readBuffer: uninitialized(READ_BUFFER_BYTES),
      closeTimeoutMs: this.limits.closeTimeoutMs,
      flushLater: (link) => {
        this.#dirty.push(link);
        if (this.#isFlushScheduled) return;
        this.#isFlushScheduled = true;
        queueMicrotask(flushAll);
      },
      onLimit: (link, limit) => this.#onLimit(link.address, limit),
      onFailure: ({ address }, error) =>
        this.#options.observer?.connectionFailed?.({ address, error }),
      onMemoryExceeded: () => this.#scheduleMemoryCheck(),
      onEnded: (link) => this.#onEnded(link),
      onClosed: (link) => this.#onClosed(link),
      onReceived: (link) => {
        if (this.#unfinished.size > 0 && link.connection.hasPeerSettings) {
          this.#unfinished.delete(link);
        }
      },
    };
  }

  /** Connections that are not closed yet. */
  get connectionsCount(): number {
    return this.#links.size;
  }

  /** What all connections keep for their peers, in bytes. */
  get memoryBytes(): number {
    return this.#memory.usedBytes;
  }

  /**
   * Takes a connected socket over for good (under TLS: after the handshake). `firstBytes` are what
   * was read from it already, the client preface included; the view is not kept.
   */
  accept(socket: Socket | TLSSocket | Duplex, firstBytes: Uint8Array | null): void {
    const address = (socket as Socket).remoteAddress ?? "";
    const limits = this.limits;
    if (this.#isShutdown || this.#links.size >= limits.maxConnections) {
      if (!this.#isShutdown) this.#onLimit(address, "connections");
      socket.on("error", () => {
        // It is being destroyed; how does not matter.
      });
      socket.destroy();
      return;
    }
    const nowMs = this.#clock.monotonicMs();
    const slowest = this.#unfinished.slowestOver(address, limits, nowMs);
    if (slowest !== null) {
      this.#onLimit(slowest.address, "unfinished_handshakes");
      this.counters.limitsReached++;
      slowest.connection.end(ErrorCode.ENHANCE_YOUR_CALM, "too many unfinished handshakes", true);
    }
    const link = new SocketLink(socket, this.#owner, address);
    const connection = new ServerConnection({
      host: link,
      limits,
      counters: this.counters,
      pool: this.#owner.pool,
      wheel: this.#wheel,
      memory: this.#memory,
      nowMs,
      routes: this.#options.routes,
      peer: peerOf(socket, address),
      gzip: this.#options.gzip === undefined ? zlibGzip : this.#options.gzip,
      observer: this.#options.observer ?? {},
      onHttpRequest: this.#httpHandlerOf(socket),
    });
    this.#links.add(link);
    this.#unfinished.add(link, nowMs);
    this.counters.connectionsOpened++;
    this.#options.observer?.connectionOpened?.({ address });
    link.start(connection, firstBytes);
    this.#wheel.start(new LinkTick(this.#wheel, link), nowMs + TICK_MS);
  }

  /**
   * Asks all clients to leave, lets open calls finish for at most `graceMs`, then closes what is
   * left. Resolves when every connection is closed. Later sockets are refused.
   */
  async shutdown(graceMs: number): Promise<void> {
    this.#isShutdown = true;
    const nowMs = this.#clock.monotonicMs();
    for (const link of [...this.#links]) {
      const connection = link.connection as ServerConnection;
      connection.setNow(nowMs);
      connection.drain();
    }
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      if (this.#links.size === 0) resolve();
    });
    const deadline = this.#timers.after(graceMs, () => {
      for (const link of [...this.#links]) {
        link.connection.end(ErrorCode.NO_ERROR, "shutdown", false);
        link.flush();
        link.destroy();
      }
    });
    await empty;
    deadline.cancel();
    this.#wheel.close();
  }

  #httpHandlerOf(socket: Duplex): HttpHandler | null {
    const { onHttpRequest = null, servesPlainHttp = true } = this.#options;
    return servesPlainHttp || (socket as TLSSocket).encrypted === true ? onHttpRequest : null;
  }

  #flushAll(): void {
    this.#isFlushScheduled = false;
    const dirty = this.#dirty;
    this.#dirty = this.#spareDirty;
    for (let i = 0; i < dirty.length; i++) dirty[i]!.flush();
    dirty.length = 0;
    this.#spareDirty = dirty;
  }

  #onLimit(address: string, limit: LimitName): void {
    this.#options.observer?.limitReached?.({ limit, address });
  }

  #onEnded(link: SocketLink): void {
    this.#unfinished.delete(link);
    this.counters.connectionsClosed++;
    const { endCode, endReason, endIsPeerFault } = link.connection;
    this.#options.observer?.connectionClosed?.({
      address: link.address,
      code: endCode,
      reason: endReason,
      isPeerFault: endIsPeerFault,
    });
  }

  #onClosed(link: SocketLink): void {
    this.#links.delete(link);
    if (this.#links.size === 0) this.#onEmpty?.();
  }

  /** Over the memory of all connections: the largest goes, until the rest fits. */
  #scheduleMemoryCheck(): void {
    if (this.#isMemoryCheckScheduled) return;
    this.#isMemoryCheckScheduled = true;
    this.#timers.soon(() => {
      this.#isMemoryCheckScheduled = false;
      while (this.#memory.usedBytes > this.#memory.limitBytes) {
        let largest: SocketLink | null = null;
        for (const link of this.#links) {
          if (link.connection.isEnded) continue;
          if (largest === null || link.connection.memoryBytes > largest.connection.memoryBytes) {
            largest = link;
          }
        }
        if (largest === null) return;
        this.#onLimit(largest.address, "total_memory");
        this.counters.limitsReached++;
        largest.connection.end(ErrorCode.ENHANCE_YOUR_CALM, "memory of all connections", false);
      }
    });
  }
}

/** A handshake younger than this is not slow, however many there are at once. */
const HANDSHAKE_GRACE_MS = 1_000;

/**
 * Connections between accept and the client's first SETTINGS. A burst of honest clients may open
 * thousands at once, so the limits look only at those that have been unfinished for a while, and
 * the slowest one makes room for the new one.
 */
class UnfinishedHandshakes {
  readonly #sinceMs = new Map<SocketLink, number>();
  readonly #byAddress = new Map<string, Set<SocketLink>>();

  get size(): number {
    return this.#sinceMs.size;
  }

  add(link: SocketLink, nowMs: number): void {
    this.#sinceMs.set(link, nowMs);
    const same = this.#byAddress.get(link.address);
    if (same === undefined) this.#byAddress.set(link.address, new Set([link]));
    else same.add(link);
  }

  delete(link: SocketLink): void {
    if (!this.#sinceMs.delete(link)) return;
    const same = this.#byAddress.get(link.address)!;
    same.delete(link);
    if (same.size === 0) this.#byAddress.delete(link.address);
  }

  /** The oldest one where a limit is reached, unless it is young. */
  slowestOver(address: string, limits: Http2Limits, nowMs: number): SocketLink | null {
    const same = this.#byAddress.get(address);
    let oldest: SocketLink | undefined;
    if (same !== undefined && same.size >= limits.maxUnfinishedHandshakesPerAddress) {
      oldest = first(same);
    } else if (this.#sinceMs.size >= limits.maxUnfinishedHandshakes) {
      oldest = first(this.#sinceMs.keys());
    }
    if (oldest === undefined) return null;
    return nowMs - this.#sinceMs.get(oldest)! >= HANDSHAKE_GRACE_MS ? oldest : null;
  }
}

function first<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}

function peerOf(socket: Duplex, address: string): Peer {
  const { remotePort } = socket as Socket;
  const host = address.includes(":") ? `[${address}]` : address;
  return {
    address: remotePort === undefined ? address : `${host}:${remotePort}`,
    tlsCommonName: commonNameOf(socket as TLSSocket),
  };
}

/** The common name of a client certificate that was verified against our authorities. */
function commonNameOf(socket: TLSSocket): string | null {
  if (socket.authorized !== true || typeof socket.getPeerCertificate !== "function") return null;
  const subject = socket.getPeerCertificate()?.subject as { CN?: string | string[] } | undefined;
  const name = subject?.CN;
  if (name === undefined) return null;
  return Array.isArray(name) ? (name[name.length - 1] ?? null) : name;
}
