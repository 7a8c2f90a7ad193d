/**
 * Runs one load plan in this process. A reply that is not OK, a stream that ends, a lost
 * connection, or a reply that is too small to be right fails the whole run: a wrong answer is
 * never counted as speed.
 */

import { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { type CallSink, type CallTemplate, RawConnection } from "@kvorum/testkit";
import { LatencyHistogram } from "./latency-histogram.ts";
import type { LoadPlan, LoadResult, PrefillPlan, UnaryPlan, WatchPlan } from "./load-plan.ts";
import { keyOf, prefillTxn, RequestBody } from "./request-bodies.ts";
import { type WatchEvents, type WatchSummary, walkWatchResponse } from "./watch-events.ts";

/** A run that got an answer that it must not get. */
export class LoadError extends Error {
  override readonly name = "LoadError";
}

const READ_BUFFER_BYTES = 256 * 1024;
/** Replies are awaited this long after the end of the measured time. */
const DRAIN_LIMIT_MS = 30_000;
const CONNECT_BATCH = 50;

/** @throws LoadError on the first reply that is not OK. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  switch (plan.kind) {
    case "unary":
      return runUnary(plan);
    case "prefill":
      return runPrefill(plan);
    case "watch":
      return runWatch(plan);
  }
}

async function connectAll(
  plan: { port: number; indexing?: boolean },
  count: number,
): Promise<RawConnection[]> {
  const readBuffer = new Uint8Array(READ_BUFFER_BYTES);
  const connections: RawConnection[] = [];
  try {
    while (connections.length < count) {
      const batch = Math.min(CONNECT_BATCH, count - connections.length);
      const opening = Array.from({ length: batch }, () =>
        RawConnection.connect({ port: plan.port, readBuffer, indexing: plan.indexing ?? true }),
      );
      const settled = await Promise.allSettled(opening);
      for (const outcome of settled) {
        if (outcome.status === "fulfilled") connections.push(outcome.value);
      }
      const failed = settled.find((outcome) => outcome.status === "rejected");
      if (failed !== undefined) throw new LoadError(`connect: ${String(failed.reason)}`);
    }
    return connections;
  } catch (error) {
    closeAll(connections);
    throw error;
  }
}

function closeAll(connections: readonly RawConnection[]): void {
  for (const connection of connections) connection.destroy();
}

/** What all streams of a closed loop share. */
class LoopState {
  readonly histogram = new LatencyHistogram();
  readonly minReplyBytes: number;
  measuring = false;
  running = true;
  replyBytes = 0;
  active = 0;
  error: LoadError | null = null;
  onIdle: (() => void) | null = null;

  constructor(minReplyBytes: number) {
    this.minReplyBytes = minReplyBytes;
  }

  fail(message: string): void {
    this.error ??= new LoadError(message);
    this.running = false;
  }
}

/** One stream of a closed loop: sends the next request as soon as the reply is complete. */
class LoopSlot implements CallSink {
  readonly #state: LoopState;
  readonly #connection: RawConnection;
  readonly #template: CallTemplate;
  readonly #random: SeededRandom;
  readonly #body: RequestBody;
  readonly #keysCount: number;
  #sentAtMs = 0;
  #gotBytes = -1;

  constructor(options: {
    state: LoopState;
    connection: RawConnection;
    template: CallTemplate;
    random: SeededRandom;
    body: RequestBody;
    keysCount: number;
  }) {
    this.#state = options.state;
    this.#connection = options.connection;
    this.#template = options.template;
    this.#random = options.random;
    this.#body = options.body;
    this.#keysCount = options.keysCount;
  }

  send(nowMs: number): void {
    const body = this.#body;
    body.setKey(this.#random.below(this.#keysCount));
    body.setValueMark(this.#random.nextUint32());
    this.#sentAtMs = nowMs;
    this.#gotBytes = -1;
    this.#connection.unary(this.#template, body.bytes, this);
  }

  message(_bytes: Uint8Array, start: number, end: number): void {
    this.#gotBytes = end - start;
  }

  ended(status: number, message: string): void {
    const state = this.#state;
    const nowMs = performance.now();
    if (status !== 0) state.fail(`grpc-status ${status}: ${message}`);
    else if (this.#gotBytes < state.minReplyBytes) {
      state.fail(`reply of ${this.#gotBytes} bytes, expected at least ${state.minReplyBytes}`);
    }
    if (state.measuring) {
      state.histogram.record((nowMs - this.#sentAtMs) * 1000);
      state.replyBytes += this.#gotBytes;
    }
    if (state.running) this.send(nowMs);
    else if (--state.active === 0) state.onIdle?.();
  }
}

async function runUnary(plan: UnaryPlan): Promise<LoadResult> {
  const random = new SeededRandom(plan.seed);
  const pathOf = plan.operation === "put" ? "/etcdserverpb.KV/Put" : "/etcdserverpb.KV/Range";
  const keysCount =
    plan.operation === "page" ? Math.max(1, plan.keysCount - plan.pageKeys) : plan.keysCount;
  const replyKeys =
    plan.operation === "put"
      ? 0
      : plan.operation === "page"
        ? Math.min(plan.pageKeys, plan.keysCount)
        : 1;
  const state = new LoopState(Math.max(1, replyKeys * (plan.valueBytes + plan.keyBytes)));
  const connections = await connectAll(plan, plan.connections);
  try {
    const slots: LoopSlot[] = [];
    for (const connection of connections) {
      const template = connection.template(pathOf);
      const body = RequestBody.of(plan.operation, plan, {
        valueBytes: plan.valueBytes,
        pageKeys: plan.pageKeys,
        random,
      });
      for (let i = 0; i < plan.streams; i++) {
        slots.push(new LoopSlot({ state, connection, template, random, body, keysCount }));
      }
    }
    state.active = slots.length;
    const startMs = performance.now();
    for (const slot of slots) slot.send(startMs);
    await delay(plan.warmUpMs);
    state.measuring = true;
    const cpuBefore = process.cpuUsage();
    const measureStartMs = performance.now();
    await untilFailedOr(plan.durationMs, state);
    state.measuring = false;
    const elapsedMs = performance.now() - measureStartMs;
    const cpu = process.cpuUsage(cpuBefore);
    state.running = false;
    await drained(state);
    if (state.error !== null) throw state.error;
    return result(state.histogram, {
      count: state.histogram.count,
      elapsedMs,
      replyBytes: state.replyBytes,
      cpu,
    });
  } finally {
    closeAll(connections);
  }
}

/** Waits for the measured time in steps, so that a failed run ends early. */
async function untilFailedOr(durationMs: number, state: LoopState): Promise<void> {
  const endMs = performance.now() + durationMs;
  for (;;) {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0 || state.error !== null) return;
    await delay(Math.min(leftMs, 100));
  }
}

function drained(state: LoopState): Promise<void> {
  if (state.active === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      state.fail(`${state.active} calls without a reply in ${DRAIN_LIMIT_MS} ms`);
      resolve();
    }, DRAIN_LIMIT_MS);
    state.onIdle = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

async function runPrefill(plan: PrefillPlan): Promise<LoadResult> {
  const random = new SeededRandom(plan.seed);
  const connections = await connectAll(plan, plan.connections);
  const histogram = new LatencyHistogram();
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  let next = 0;
  let replyBytes = 0;
  try {
    const worker = async (connection: RawConnection, template: CallTemplate): Promise<void> => {
      while (next < plan.keysCount) {
        const count = Math.min(plan.txnPuts, plan.keysCount - next);
        const body = prefillTxn(plan, {
          first: next,
          count,
          valueBytes: plan.valueBytes,
          random,
        });
        next += count;
        const sentAtMs = performance.now();
        replyBytes += await one(connection, template, body);
        histogram.record((performance.now() - sentAtMs) * 1000);
      }
    };
    await Promise.all(
      connections.flatMap((connection) => {
        const template = connection.template("/etcdserverpb.KV/Txn");
        return Array.from({ length: plan.streams }, () => worker(connection, template));
      }),
    );
    return result(histogram, {
      count: plan.keysCount,
      elapsedMs: performance.now() - startMs,
      replyBytes,
      cpu: process.cpuUsage(cpuBefore),
    });
  } finally {
    closeAll(connections);
  }
}

/** One call. @returns the size of its reply. @throws LoadError unless OK. */
function one(connection: RawConnection, template: CallTemplate, body: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytesCount = 0;
    connection.unary(template, body, {
      message: (_bytes, start, end) => {
        bytesCount = end - start;
      },
      ended: (status, message) => {
        if (status === 0) resolve(bytesCount);
        else reject(new LoadError(`grpc-status ${status}: ${message}`));
      },
    });
  });
}

/** Counts the events of one watch stream and times them by the number in their keys. */
class WatchSlot implements CallSink, WatchEvents {
  readonly #state: WatchState;
  readonly #summary: WatchSummary = { created: false, canceled: false };

  constructor(state: WatchState) {
    this.#state = state;
  }

  message(bytes: Uint8Array, start: number, end: number): void {
    const state = this.#state;
    state.nowMs = performance.now();
    state.replyBytes += end - start;
    walkWatchResponse(bytes, start, end, this, this.#summary);
    if (this.#summary.canceled) state.fail("a watcher was canceled");
    if (this.#summary.created) state.created++;
    state.check();
  }

  event(bytes: Uint8Array, _start: number, end: number): void {
    const state = this.#state;
    let number = 0;
    for (let at = end - 9; at < end; at++) number = number * 10 + bytes[at]! - 48;
    const sentAtMs = state.sentAtMs[number];
    if (sentAtMs === undefined || sentAtMs === 0) {
      state.fail(`event for put ${number}, which was not sent`);
      return;
    }
    state.events++;
    state.histogram.record((state.nowMs - sentAtMs) * 1000);
  }

  ended(status: number, message: string): void {
    this.#state.fail(`watch stream ended with ${status}: ${message}`);
  }
}

class WatchState {
  readonly histogram = new LatencyHistogram();
  readonly sentAtMs: Float64Array;
  readonly expectedCreated: number;
  readonly expectedEvents: number;
  nowMs = 0;
  replyBytes = 0;
  created = 0;
  events = 0;
  closing = false;
  error: LoadError | null = null;
  onProgress: (() => void) | null = null;

  constructor(plan: WatchPlan) {
    this.sentAtMs = new Float64Array(plan.puts);
    this.expectedCreated = plan.connections * plan.streamsPerConnection * plan.watchersPerStream;
    this.expectedEvents = this.expectedCreated * plan.puts;
  }

  fail(message: string): void {
    if (this.closing) return;
    this.error ??= new LoadError(message);
    this.onProgress?.();
  }

  check(): void {
    if (this.created === this.expectedCreated && this.events === 0) this.onProgress?.();
    else if (this.events >= this.expectedEvents) this.onProgress?.();
  }

  /** Resolves when `condition` holds. @throws LoadError on failure or when the time runs out. */
  async until(condition: () => boolean, what: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            new LoadError(`${what} not reached: ${this.created} watchers, ${this.events} events`),
          ),
        60_000,
      );
      this.onProgress = () => {
        if (this.error === null && !condition()) return;
        clearTimeout(timer);
        this.onProgress = null;
        if (this.error !== null) reject(this.error);
        else resolve();
      };
      this.onProgress();
    });
  }
}

async function runWatch(plan: WatchPlan): Promise<LoadResult> {
  const state = new WatchState(plan);
  const random = new SeededRandom(plan.seed);
  const connections = await connectAll(plan, plan.connections + 1);
  try {
    const create = etcdserverpb.encodeWatchRequest({
      createRequest: {
        key: Buffer.from(plan.keyPrefix, "latin1"),
        rangeEnd: prefixEnd(plan.keyPrefix),
      },
    });
    for (const connection of connections.slice(1)) {
      const template = connection.template("/etcdserverpb.Watch/Watch");
      for (let i = 0; i < plan.streamsPerConnection; i++) {
        const streamId = connection.open(template, new WatchSlot(state));
        for (let k = 0; k < plan.watchersPerStream; k++) {
          connection.send(streamId, create, { endStream: false });
        }
      }
    }
    await state.until(() => state.created === state.expectedCreated, "all watchers created");

    const putter = connections[0]!;
    const template = putter.template("/etcdserverpb.KV/Put");
    const value = random.bytes(plan.valueBytes);
    const cpuBefore = process.cpuUsage();
    const startMs = performance.now();
    let next = 0;
    const writer = async (): Promise<void> => {
      while (next < plan.puts && state.error === null) {
        const number = next++;
        const body = etcdserverpb.encodePutRequest({ key: keyOf(plan, number), value });
        state.sentAtMs[number] = performance.now();
        await one(putter, template, body);
      }
    };
    await Promise.all([
      ...Array.from({ length: plan.putStreams }, writer),
      state.until(() => state.events >= state.expectedEvents, "all events"),
    ]);
    const elapsedMs = performance.now() - startMs;
    if (state.events !== state.expectedEvents) {
      throw new LoadError(`${state.events} events, expected ${state.expectedEvents}`);
    }
    return result(state.histogram, {
      count: state.events,
      elapsedMs,
      replyBytes: state.replyBytes,
      cpu: process.cpuUsage(cpuBefore),
    });
  } finally {
    state.closing = true;
    closeAll(connections);
  }
}

function prefixEnd(prefix: string): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(prefix, "latin1"));
  bytes[bytes.length - 1] = bytes[bytes.length - 1]! + 1;
  return bytes;
}

function result(
  histogram: LatencyHistogram,
  totals: { count: number; elapsedMs: number; replyBytes: number; cpu: NodeJS.CpuUsage },
): LoadResult {
  return {
    count: totals.count,
    elapsedMs: totals.elapsedMs,
    perSecond: (totals.count * 1000) / totals.elapsedMs,
    p50Us: histogram.percentileUs(0.5),
    p99Us: histogram.percentileUs(0.99),
    p999Us: histogram.percentileUs(0.999),
    maxUs: histogram.maxUs,
    meanUs: histogram.meanUs,
    replyBytes: totals.replyBytes,
    clientCpuUs: (totals.cpu.user + totals.cpu.system) / Math.max(1, totals.count),
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
