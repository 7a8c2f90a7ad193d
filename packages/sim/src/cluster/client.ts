/**
 * A client of the simulated cluster: one request at a time from its workload, on whatever member
 * it happens to like, with time-outs, changes of member and watches that it resumes. Everything it
 * does and sees goes into the recorder.
 */

import type { SeededRandom } from "@kvorum/base";
import type { HistoryRecorder, Operation, WorkloadClient } from "@kvorum/testkit";
import type { Scheduler } from "../world/scheduler.ts";
import type { Trace } from "../world/trace.ts";
import type { ClientConnection } from "./calls.ts";
import { ClientWatches } from "./client-watches.ts";
import type { SimulatedCluster, SimulatedMember } from "./cluster.ts";
import { codecs, encodeCall } from "./rpc.ts";

/** Before a client that finds no member looks again. */
const RETRY_MS = 40;

export interface ClientOptions {
  readonly number: number;
  readonly cluster: SimulatedCluster;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly random: SeededRandom;
  readonly recorder: HistoryRecorder;
  readonly workload: WorkloadClient;
  readonly meanThinkMs: number;
  /** Members that this client may use. */
  readonly mayUse: (member: SimulatedMember) => boolean;
}

export class SimulatedClient {
  readonly #options: ClientOptions;
  readonly #watches: ClientWatches;
  #connection: ClientConnection | null = null;
  #member: SimulatedMember | null = null;
  #hasStopped = false;
  #isIdle = true;

  constructor(options: ClientOptions) {
    this.#options = options;
    const { number, scheduler, random, recorder } = options;
    this.#watches = new ClientWatches({
      ...{ number, scheduler, random, recorder },
      pick: () => this.#pickMember(),
      connect: (member) => options.cluster.connect(member),
    });
  }

  start(): void {
    this.#later(this.#thinkMs());
  }

  /** Sends no more requests; watches go on. */
  stop(): void {
    this.#hasStopped = true;
  }

  /** The request in flight, if there was one, has ended. */
  get isQuiet(): boolean {
    return this.#hasStopped && this.#isIdle;
  }

  get watches(): ClientWatches {
    return this.#watches;
  }

  #later(delayMs: number): void {
    this.#options.scheduler.after(delayMs, () => this.#next());
  }

  #thinkMs(): number {
    const { random, meanThinkMs } = this.#options;
    return (meanThinkMs * (1 + random.below(2000))) / 1000;
  }

  #next(): void {
    if (this.#hasStopped) return;
    const { random, workload } = this.#options;
    if (random.below(25) === 0) this.#connection = null;
    const connection = this.#connected();
    if (connection === null) {
      this.#later(RETRY_MS);
      return;
    }
    const step = workload.next();
    switch (step.kind) {
      case "watch":
        this.#watches.add(step.request);
        break;
      case "unwatch":
        this.#watches.cancelOldest();
        break;
      case "progress":
        this.#watches.askProgress();
        break;
      case "call":
        this.#call(step.call, connection);
        return;
    }
    this.#later(this.#thinkMs());
  }

  #connected(): ClientConnection | null {
    const connection = this.#connection;
    if (connection?.life.isServing === true) return connection;
    const member = this.#pickMember();
    if (member === null) return null;
    this.#member = member;
    this.#connection = this.#options.cluster.connect(member);
    return this.#connection;
  }

  #pickMember(): SimulatedMember | null {
    const { cluster, random, mayUse } = this.#options;
    const members = cluster.serving().filter(mayUse);
    return members.length === 0 ? null : random.pick(members);
  }

  #call(call: Parameters<HistoryRecorder["callAny"]>[0], connection: ClientConnection): void {
    const { number, scheduler, random, recorder, workload, trace } = this.#options;
    const member = this.#member!.name;
    const { method } = call;
    const operation = recorder.callAny(call, { client: number, member, nowMs: scheduler.nowMs });
    this.#isIdle = false;
    let cancel: () => void = () => {};
    const outcomeNow = (): Operation["outcome"] => operation.outcome;
    const end = (how: (nowMs: number) => void): void => {
      if (outcomeNow() !== "open") return;
      timer.cancel();
      how(scheduler.nowMs);
      const outcome = outcomeNow();
      this.#isIdle = true;
      trace.note(scheduler.nowMs, `client ${number} ${describe(operation)}`);
      workload.ended(operation);
      // After trouble another member may do better.
      if (outcome !== "done" && random.below(2) === 0) this.#connection = null;
      this.#later(this.#thinkMs());
    };
    const timeoutMs = random.pick([50, 300, 1000, 3000, 8000]);
    const timer = scheduler.after(timeoutMs, () => {
      end((nowMs) => recorder.unknown(operation, "client timed out", nowMs));
      cancel();
    });
    const answered = (message: Uint8Array): void =>
      end((nowMs) => recorder.doneAny(operation, codecs[method].decode(message), nowMs));
    const failed = (error: { status: number; message: string }): void =>
      end((nowMs) => recorder.failed(operation, error, nowMs));
    const lost = (reason: string): void =>
      end((nowMs) => recorder.unknown(operation, reason, nowMs));
    const bytes = encodeCall(method, call.request);
    if (method === "LeaseKeepAlive") {
      const stream = connection.stream(codecs[method].path, {
        message: (message) => {
          answered(message);
          stream.halfClose();
        },
        ended: ({ status, message }) => {
          if (status === null || status === 0) lost(message);
          else failed({ status, message });
        },
      });
      stream.send(bytes);
      cancel = () => stream.cancel();
      return;
    }
    const deadlineMs = random.below(2) === 0 ? timeoutMs : null;
    cancel = connection.unary(
      codecs[method].path,
      bytes,
      { timeoutMs: deadlineMs },
      {
        answered,
        failed,
        lost,
      },
    );
  }
}

function describe(operation: Operation): string {
  const { method, member, outcome, answer, reason } = operation;
  const revision = answer?.header?.revision;
  return `${method} at ${member}: ${outcome}${revision === undefined ? "" : ` @${revision}`}${reason === "" ? "" : ` (${reason})`}`;
}
