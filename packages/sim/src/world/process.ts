/**
 * One life of a member: its clocks, its timers and its thread. Everything that reaches the member
 * comes through `deliver`, so that nothing reaches it while it is paused, busy or dead, and what
 * waited comes in order afterwards.
 *
 * The thread is busy while it waits for a synchronous sync or works (`spend`): its clock goes on
 * within the event, and the next one waits until the work is done.
 *
 * A crash may strike within an event, at a seam: the process is dead from there on and the seam
 * throws a SimulatedCrash. Whatever the member does while the error climbs meets only dead seams.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import type { Scheduler } from "./scheduler.ts";

/** A turn of the event loop: who polls in turns makes time go on. */
const SOON_MS = 0.02;

/** Thrown by the seams of a process that is dead. */
export class SimulatedCrash extends Error {
  override readonly name = "SimulatedCrash";

  constructor() {
    super("the process is dead");
  }
}

export interface ProcessOptions {
  readonly scheduler: Scheduler;
  /** Milliseconds of this member's monotonic clock in one of true time. */
  readonly clockRate: number;
  readonly monotonicStartMs: number;
  /** The member's wall clock as of true time; may jump. */
  readonly wallMs: (nowMs: number) => number;
  /** By how much a timer comes late. */
  readonly timerDelayMs: () => number;
  /** The member threw into its event loop: production would end there too. */
  readonly uncaught: (error: unknown) => void;
}

export class Process implements Clock, Timers {
  readonly #options: ProcessOptions;
  readonly #startedMs: number;
  /** CPU time of each event in milliseconds. */
  eventCostMs = 0;
  #isAlive = true;
  #isPaused = false;
  #busyUntilMs = 0;
  #held: (() => void)[] = [];
  #pump: TimerHandle | null = null;
  readonly #armed = new Set<() => void>();
  readonly #sources = new WeakMap<() => void, () => void>();

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#startedMs = options.scheduler.nowMs;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** The member's callbacks that wait for their time, as source text: what a life leaves behind. */
  armedTimers(): string[] {
    return [...this.#armed].map((run) => String(this.#sources.get(run)).slice(0, 200));
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** True time as this thread sees it: ahead of the world while it works. */
  get nowMs(): number {
    return Math.max(this.#options.scheduler.nowMs, this.#busyUntilMs);
  }

  monotonicMs(): number {
    const { clockRate, monotonicStartMs } = this.#options;
    return monotonicStartMs + (this.nowMs - this.#startedMs) * clockRate;
  }

  /** The same for an earlier moment of true time. */
  monotonicAt(trueMs: number): number {
    const { clockRate, monotonicStartMs } = this.#options;
    return monotonicStartMs + (trueMs - this.#startedMs) * clockRate;
  }

  wallMs(): number {
    return this.#options.wallMs(this.nowMs);
  }

  after(delayMs: number, callback: () => void): TimerHandle {
    const { clockRate, timerDelayMs } = this.#options;
    return this.#arm(Math.max(0, delayMs) / clockRate + timerDelayMs(), callback);
  }

  soon(callback: () => void): TimerHandle {
    return this.#arm(SOON_MS, callback);
  }

  /** In true time, exactly: for what the world does for this process, such as a disk. */
  complete(delayMs: number, callback: () => void): TimerHandle {
    return this.#arm(delayMs, callback, false);
  }

  #arm(delayMs: number, callback: () => void, isOwn = true): TimerHandle {
    let isOpen = true;
    const run = (): void => {
      if (!isOpen) return;
      isOpen = false;
      this.#armed.delete(run);
      callback();
    };
    if (isOwn) this.#armed.add(run);
    this.#sources.set(run, callback);
    const event = this.#options.scheduler.at(this.nowMs + delayMs, () => this.deliver(run));
    return {
      cancel: () => {
        if (!isOpen) return;
        isOpen = false;
        this.#armed.delete(run);
        event.cancel();
      },
    };
  }

  /** Runs an input of the member on its thread as soon as that is free; never if it is dead. */
  deliver(action: () => void): void {
    if (!this.#isAlive) return;
    const { scheduler } = this.#options;
    if (this.#isPaused || this.#held.length > 0 || this.#busyUntilMs > scheduler.nowMs) {
      this.#held.push(action);
      this.#armPump();
    } else this.#run(action);
  }

  /** The thread works or waits for that long. */
  spend(costMs: number): void {
    this.#busyUntilMs = this.nowMs + costMs;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#armPump();
  }

  kill(): void {
    this.#isAlive = false;
    this.#held = [];
    this.#pump?.cancel();
  }

  /** For seams: a dead process reaches nothing any more. */
  assertAlive(): void {
    if (!this.#isAlive) throw new SimulatedCrash();
  }

  #armPump(): void {
    if (this.#isPaused || this.#held.length === 0 || this.#pump !== null) return;
    this.#pump = this.#options.scheduler.at(this.#busyUntilMs, () => {
      this.#pump = null;
      if (!this.#isAlive || this.#isPaused) return;
      if (this.#busyUntilMs <= this.#options.scheduler.nowMs) {
        const action = this.#held.shift();
        if (action !== undefined) this.#run(action);
      }
      this.#armPump();
    });
  }

  #run(action: () => void): void {
    const { uncaught } = this.#options;
    if (this.eventCostMs > 0) this.spend(this.eventCostMs);
    try {
      action();
    } catch (error) {
      if (!(error instanceof SimulatedCrash)) uncaught(error);
    }
  }
}
