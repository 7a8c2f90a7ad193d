/**
 * The connections of one client: at most one to each endpoint, opened on first need, taken in
 * turn, opened again with growing pauses when they fail. A caller that asks for a channel waits
 * until any endpoint is connected; its deadline or signal ends the wait. Nothing is attempted
 * while nobody waits, so an idle client with a dead server costs nothing.
 */

import type { Random, TimerHandle, Timers } from "@kvorum/base";
import type { Channel, Connect } from "./channel.ts";
import type { Endpoint } from "./endpoint.ts";
import {
  BACKOFF_JITTER,
  CONNECT_BACKOFF_CAP_MS,
  CONNECT_BACKOFF_FACTOR,
  CONNECT_BACKOFF_FIRST_MS,
} from "./limits.ts";

/** Why no channel was handed out. */
export type PickFailure = "deadline" | "canceled" | "closed";

export interface PickedChannel {
  readonly channel: Channel;
  readonly endpoint: Endpoint;
}

interface Slot {
  readonly endpoint: Endpoint;
  state: "idle" | "connecting" | "ready" | "pausing";
  channel: Channel | null;
  failures: number;
  timer: TimerHandle | null;
}

interface Waiter {
  settle(result: PickedChannel | PickFailure): void;
}

const JITTER_STEPS = 1 << 16;

export class EndpointPool {
  readonly #slots: Slot[];
  readonly #connect: Connect;
  readonly #timers: Timers;
  readonly #random: Random;
  readonly #waiters = new Set<Waiter>();
  #next = 0;
  #isClosed = false;
  /** The latest connection failure, as gRPC words it; "" before the first. */
  lastFailure = "";

  constructor(options: {
    endpoints: readonly Endpoint[];
    connect: Connect;
    timers: Timers;
    random: Random;
  }) {
    this.#connect = options.connect;
    this.#timers = options.timers;
    this.#random = options.random;
    this.#slots = options.endpoints.map((endpoint) => ({
      endpoint,
      state: "idle",
      channel: null,
      failures: 0,
      timer: null,
    }));
  }

  /** A connected channel, the next in turn. Settles with a PickFailure instead of rejecting. */
  pick(options: {
    timeoutMs: number | null;
    signal: AbortSignal | null;
  }): Promise<PickedChannel | PickFailure> {
    if (this.#isClosed) return Promise.resolve("closed");
    const ready = this.#takeReady();
    if (ready !== null) return Promise.resolve(ready);
    const { timeoutMs, signal } = options;
    if (signal?.aborted) return Promise.resolve("canceled");
    return new Promise((resolve) => {
      let timer: TimerHandle | null = null;
      const onAbort = () => waiter.settle("canceled");
      const waiter: Waiter = {
        settle: (result) => {
          if (!this.#waiters.delete(waiter)) return;
          timer?.cancel();
          signal?.removeEventListener("abort", onAbort);
          resolve(result);
        },
      };
      this.#waiters.add(waiter);
      if (timeoutMs !== null) {
        timer = this.#timers.after(Math.max(0, timeoutMs), () => waiter.settle("deadline"));
      }
      signal?.addEventListener("abort", onAbort, { once: true });
      for (const slot of this.#slots) if (slot.state === "idle") this.#open(slot);
    });
  }

  /** Ends all connections; waiting callers get "closed". */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const slot of this.#slots) {
      slot.timer?.cancel();
      slot.channel?.close();
    }
    for (const waiter of [...this.#waiters]) waiter.settle("closed");
  }

  #takeReady(): PickedChannel | null {
    const slots = this.#slots;
    for (let step = 0; step < slots.length; step++) {
      const slot = slots[(this.#next + step) % slots.length]!;
      if (slot.state === "ready" && slot.channel!.isOpen) {
        this.#next = (this.#next + step + 1) % slots.length;
        return { channel: slot.channel!, endpoint: slot.endpoint };
      }
    }
    return null;
  }

  #open(slot: Slot): void {
    slot.state = "connecting";
    this.#connect(slot.endpoint).then(
      (channel) => this.#opened(slot, channel),
      (error: unknown) => this.#failed(slot, error),
    );
  }

  #opened(slot: Slot, channel: Channel): void {
    if (this.#isClosed) {
      channel.close();
      return;
    }
    slot.state = "ready";
    slot.channel = channel;
    slot.failures = 0;
    void channel.closed.then(() => this.#lost(slot, channel));
    for (const waiter of [...this.#waiters]) {
      const picked = this.#takeReady();
      if (picked === null) break;
      waiter.settle(picked);
    }
  }

  #lost(slot: Slot, channel: Channel): void {
    if (slot.channel !== channel || this.#isClosed) return;
    slot.channel = null;
    slot.state = "idle";
    if (this.#waiters.size > 0) this.#open(slot);
  }

  #failed(slot: Slot, error: unknown): void {
    this.lastFailure = error instanceof Error ? error.message : String(error);
    if (this.#isClosed) return;
    const pauseMs = Math.min(
      CONNECT_BACKOFF_CAP_MS,
      CONNECT_BACKOFF_FIRST_MS * CONNECT_BACKOFF_FACTOR ** slot.failures,
    );
    const jitter = (this.#random.below(JITTER_STEPS) / JITTER_STEPS) * BACKOFF_JITTER;
    slot.failures++;
    slot.state = "pausing";
    slot.timer = this.#timers.after(pauseMs * (1 + jitter), () => {
      slot.timer = null;
      slot.state = "idle";
      if (this.#waiters.size > 0) this.#open(slot);
    });
  }
}
