/**
 * One outgoing connection to a peer: dialled within a deadline, its answers read, closed once.
 *
 * The owner gets `opened`, then heads, bodies and ends of answers, and in the end exactly one
 * `closed` with the reason, unless it closed the connection itself: then nothing more.
 */

import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { TimerHandle } from "@kvorum/base";
import { AnswerReader, type AnswerSink } from "./http-answer.ts";
import type { TransportContext } from "./transport-context.ts";
import type { PeerUrl } from "./url-rotation.ts";

export interface ConnectionOwner extends AnswerSink {
  opened(): void;
  /** All of one socket chunk was handed on. */
  chunkRead(): void;
  closed(reason: string): void;
}

export class ClientConnection {
  readonly url: PeerUrl;
  /** When the last byte came. */
  lastReadMs: number;
  readonly #context: TransportContext;
  readonly #owner: ConnectionOwner;
  readonly #reader: AnswerReader;
  #socket: Socket | null = null;
  #dialTimer: TimerHandle | null = null;
  #isClosed = false;

  /** Dials; the first call to the owner comes later than the constructor's return. */
  constructor(context: TransportContext, url: PeerUrl, owner: ConnectionOwner) {
    this.#context = context;
    this.url = url;
    this.#owner = owner;
    this.#reader = new AnswerReader(owner, context.limits.answerBytes);
    this.lastReadMs = context.clock.monotonicMs();
    let socket: Socket;
    try {
      socket = this.#dial();
    } catch (error) {
      // Certificates that cannot be read, say: as any other failure to connect.
      context.timers.soon(() => this.#lost(reasonOf(error)));
      return;
    }
    this.#socket = socket;
    context.track(socket);
    socket.setNoDelay(true);
    socket.once(url.isTls ? "secureConnect" : "connect", () => this.#opened());
    socket.on("data", (chunk: Buffer) => this.#received(chunk));
    socket.on("error", (error: Error) => this.#lost(reasonOf(error)));
    socket.on("end", () => this.#ended());
    socket.on("close", () => this.#ended());
    this.#dialTimer = context.timers.after(context.dialTimeoutMs, () => this.#lost("dial timeout"));
  }

  /** For writing, once opened. */
  get socket(): Socket {
    return this.#socket!;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** No byte of an answer has come since the last one ended. */
  get isIdle(): boolean {
    return this.#reader.isIdle;
  }

  /** The owner is done with it; it hears nothing more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reader.stop();
    this.#dialTimer?.cancel();
    this.#socket?.destroy();
  }

  /** Closes with a reason that the owner hears. */
  fail(reason: string): void {
    this.#lost(reason);
  }

  #dial(): Socket {
    const { target, isTls } = this.url;
    if (!isTls) {
      return "socketPath" in target
        ? connectTcp({ path: target.socketPath })
        : connectTcp({ host: target.host, port: target.port, noDelay: true });
    }
    if (this.#context.tls === null) throw new Error("no TLS is configured for peers");
    const options = this.#context.tls();
    if ("socketPath" in target) return connectTls({ ...options, path: target.socketPath });
    const { host, port } = target;
    const servername = isIP(host) === 0 ? { servername: host } : {};
    return connectTls({ ...servername, ...options, host, port });
  }

  #opened(): void {
    if (this.#isClosed) return;
    this.#dialTimer?.cancel();
    this.lastReadMs = this.#context.clock.monotonicMs();
    this.#owner.opened();
  }

  #received(chunk: Buffer): void {
    if (this.#isClosed) return;
    this.lastReadMs = this.#context.clock.monotonicMs();
    let failure: string | null = null;
    try {
      this.#reader.feed(chunk);
    } catch (error) {
      failure = reasonOf(error);
    }
    // What came before the bad bytes still counts.
    this.#owner.chunkRead();
    if (failure !== null) this.#lost(failure);
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.#reader.finish();
    this.#lost("EOF");
  }

  #lost(reason: string): void {
    if (this.#isClosed) return;
    this.close();
    this.#owner.closed(reason);
  }
}

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's AggregateError of several addresses has an empty message of its own.
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(reasonOf).join("; ");
  }
  return error.message;
}
