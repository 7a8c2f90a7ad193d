/**
 * Calls from clients to a member, without sockets: the handlers of the member's routes get the
 * same call objects as from HTTP/2, requests and answers cross the simulated wire as bytes, and a
 * call dies with its process. Flow control of streams is a bound on the bytes that the client has
 * not taken yet.
 */

import type { TimerHandle } from "@kvorum/base";
import type { CancelReason, Peer, Route, StreamCall, UnaryCall } from "@kvorum/http2";
import { GrpcStatus } from "@kvorum/proto";
import type { Process } from "../world/process.ts";
import type { Scheduler } from "../world/scheduler.ts";

/** What the server side of a call runs on. */
export interface ServingLife {
  readonly process: Process;
  readonly find: (path: string) => Route | undefined;
  /** Whether calls get through to it at all. */
  readonly isServing: boolean;
}

export interface CallFailure {
  readonly status: number;
  readonly message: string;
}

export interface UnaryReceiver {
  answered(message: Uint8Array): void;
  failed(error: CallFailure): void;
  /** The connection is gone; the request may have got through or not. */
  lost(reason: string): void;
}

export interface StreamReceiver {
  message(message: Uint8Array): void;
  /** The server ended it, or the connection is gone (`status` null). */
  ended(end: { readonly status: number | null; readonly message: string }): void;
}

export interface WireOptions {
  readonly scheduler: Scheduler;
  readonly delayMs: () => number;
  /** Bytes of a stream that may be under way to a client. */
  readonly streamWindowBytes: number;
}

const PEER: Peer = { address: "simulated:1", tlsCommonName: null };

/** One connection of one client to one life of a member. In order, in both directions. */
export class ClientConnection {
  readonly #life: ServingLife;
  readonly #wire: WireOptions;
  #lastThereMs = 0;
  #lastBackMs = 0;
  readonly #open = new Set<{ lost(reason: string): void; readonly server: () => ServerCall }>();

  constructor(life: ServingLife, wire: WireOptions) {
    this.#life = life;
    this.#wire = wire;
  }

  get life(): ServingLife {
    return this.#life;
  }

  /** The process has died: its kernel tells the client. */
  broken(reason: string): void {
    const open = [...this.#open];
    this.#open.clear();
    for (const call of open) this.#back(() => call.lost(reason), true);
  }

  /** The server closes the connection; on its thread. */
  closeByServer(): void {
    const open = [...this.#open];
    this.#open.clear();
    for (const call of open) {
      call.server().cancel("closed");
      this.#back(() => call.lost("connection closed"), true);
    }
  }

  /** Returns a function that cancels the call: nothing is received after that. */
  unary(
    path: string,
    request: Uint8Array,
    options: { readonly timeoutMs: number | null },
    receiver: UnaryReceiver,
  ): () => void {
    let isOpen = true;
    const entry = {
      lost: (reason: string) => once(() => receiver.lost(reason)),
      server: () => server,
    };
    const once = (action: () => void): void => {
      if (!isOpen) return;
      isOpen = false;
      this.#open.delete(entry);
      action();
    };
    this.#open.add(entry);
    const server = new ServerUnary(this.#life.process, path, options.timeoutMs, {
      answered: (message) => this.#back(() => once(() => receiver.answered(message))),
      failed: (error) => this.#back(() => once(() => receiver.failed(error))),
    });
    this.#there(() => {
      if (!server.isOpen) return;
      const route = this.#life.find(path);
      if (route?.unaryHandler == null) {
        server.fail(GrpcStatus.Unimplemented, `unknown method ${path}`);
        return;
      }
      server.begin();
      // The view is valid only during the call: later use must show.
      const view = request.slice();
      route.unaryHandler(view, server);
      view.fill(0xee);
    });
    return () =>
      once(() => {
        this.#there(() => server.cancel("canceled"));
      });
  }

  stream(path: string, receiver: StreamReceiver): ClientStream {
    let isOpen = true;
    const entry = {
      lost: (reason: string) => end({ status: null, message: reason }),
      server: () => server,
    };
    const end = (how: { readonly status: number | null; readonly message: string }): void => {
      if (!isOpen) return;
      isOpen = false;
      this.#open.delete(entry);
      receiver.ended(how);
    };
    this.#open.add(entry);
    const server = new ServerStream(this.#life.process, path, this.#wire.streamWindowBytes, {
      message: (message) =>
        this.#back(() => {
          this.#there(() => server.taken(message.length));
          if (isOpen) receiver.message(message);
        }),
      ended: (how) => this.#back(() => end(how)),
    });
    this.#there(() => {
      if (!server.isOpen) return;
      const route = this.#life.find(path);
      if (route?.bidiStreamHandler == null) {
        server.fail(GrpcStatus.Unimplemented, `unknown method ${path}`);
      } else route.bidiStreamHandler(server);
    });
    return {
      send: (message) => {
        if (isOpen) this.#there(() => server.receive(message));
      },
      halfClose: () => {
        if (isOpen) this.#there(() => server.halfClose());
      },
      cancel: () => {
        if (!isOpen) return;
        isOpen = false;
        this.#open.delete(entry);
        this.#there(() => server.cancel("canceled"));
      },
    };
  }

  #there(action: () => void): void {
    const { scheduler, delayMs } = this.#wire;
    this.#lastThereMs = Math.max(this.#lastThereMs, scheduler.nowMs + delayMs());
    scheduler.at(this.#lastThereMs, () => this.#life.process.deliver(action));
  }

  /** @param isAlways - also when the process has died meanwhile. */
  #back(action: () => void, isAlways = false): void {
    const { scheduler, delayMs } = this.#wire;
    const { process } = this.#life;
    if (!process.isAlive && !isAlways) return;
    this.#lastBackMs = Math.max(this.#lastBackMs, process.nowMs + delayMs());
    scheduler.at(this.#lastBackMs, action);
  }
}

export interface ClientStream {
  send(message: Uint8Array): void;
  halfClose(): void;
  cancel(): void;
}

abstract class ServerCall {
  readonly path: string;
  readonly deadlineMs: number | null;
  readonly peer = PEER;
  isOpen = true;
  protected readonly process: Process;
  #onCancel: ((reason: CancelReason) => void) | null = null;

  constructor(process: Process, path: string, deadlineMs: number | null) {
    this.process = process;
    this.path = path;
    this.deadlineMs = deadlineMs;
  }

  metadata(_name: string): string | undefined {
    return undefined;
  }

  onCancel(callback: (reason: CancelReason) => void): void {
    this.#onCancel = callback;
  }

  cancel(reason: CancelReason): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.closed();
    this.#onCancel?.(reason);
  }

  /** Answers of a dead process reach nobody. */
  protected close(): boolean {
    if (!this.isOpen || !this.process.isAlive) return false;
    this.isOpen = false;
    this.closed();
    return true;
  }

  protected closed(): void {}
}

class ServerUnary extends ServerCall implements UnaryCall {
  readonly #client: {
    answered(message: Uint8Array): void;
    failed(error: CallFailure): void;
  };

  constructor(
    process: Process,
    path: string,
    timeoutMs: number | null,
    client: { answered(message: Uint8Array): void; failed(error: CallFailure): void },
  ) {
    super(process, path, timeoutMs);
    this.#client = client;
  }

  #timer: TimerHandle | null = null;

  begin(): void {
    if (this.deadlineMs === null) return;
    this.#timer = this.process.complete(this.deadlineMs, () => this.cancel("deadline"));
  }

  protected override closed(): void {
    this.#timer?.cancel();
  }

  respond(message: Uint8Array): void {
    if (this.close()) this.#client.answered(message.slice());
  }

  respondJoined(head: Uint8Array, body: Uint8Array): void {
    if (this.close()) this.#client.answered(joined(head, body));
  }

  fail(status: number, message: string): void {
    if (this.close()) this.#client.failed({ status, message });
  }
}

export class ServerStream extends ServerCall implements StreamCall {
  readonly #windowBytes: number;
  readonly #client: {
    message(message: Uint8Array): void;
    ended(end: { readonly status: number | null; readonly message: string }): void;
  };
  bufferedBytes = 0;
  #isBlocked = false;
  #isReading = true;
  readonly #unread: Uint8Array[] = [];
  #onMessage: (message: Uint8Array) => void = () => {};
  #onHalfClose: () => void = () => {};
  #onDrain: () => void = () => {};

  constructor(
    process: Process,
    path: string,
    windowBytes: number,
    client: {
      message(message: Uint8Array): void;
      ended(end: { readonly status: number | null; readonly message: string }): void;
    },
  ) {
    super(process, path, null);
    this.#windowBytes = windowBytes;
    this.#client = client;
  }

  onMessage(callback: (message: Uint8Array) => void): void {
    this.#onMessage = callback;
  }
  onHalfClose(callback: () => void): void {
    this.#onHalfClose = callback;
  }
  onDrain(callback: () => void): void {
    this.#onDrain = callback;
  }

  send(message: Uint8Array): boolean {
    return this.sendJoined(message, new Uint8Array(0));
  }

  sendJoined(head: Uint8Array, body: Uint8Array): boolean {
    if (!this.isOpen || !this.process.isAlive) return true;
    const message = joined(head, body);
    this.bufferedBytes += message.length;
    this.#client.message(message);
    if (this.bufferedBytes <= this.#windowBytes) return true;
    this.#isBlocked = true;
    return false;
  }

  pauseReading(): void {
    this.#isReading = false;
  }

  resumeReading(): void {
    this.#isReading = true;
    while (this.#isReading && this.isOpen) {
      const message = this.#unread.shift();
      if (message === undefined) return;
      this.#handOver(message);
    }
  }

  end(): void {
    if (this.close()) this.#client.ended({ status: GrpcStatus.OK, message: "" });
  }

  fail(status: number, message: string): void {
    if (this.close()) this.#client.ended({ status, message });
  }

  /** From the client. */
  receive(message: Uint8Array): void {
    if (!this.isOpen) return;
    if (this.#isReading && this.#unread.length === 0) this.#handOver(message);
    else this.#unread.push(message);
  }

  halfClose(): void {
    if (this.isOpen) this.#onHalfClose();
  }

  /** The client has taken that much. */
  taken(bytes: number): void {
    this.bufferedBytes -= bytes;
    if (!this.isOpen || !this.#isBlocked || this.bufferedBytes > this.#windowBytes / 2) return;
    this.#isBlocked = false;
    this.#onDrain();
  }

  #handOver(message: Uint8Array): void {
    const view = message.slice();
    this.#onMessage(view);
    view.fill(0xee);
  }
}

function joined(head: Uint8Array, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}
