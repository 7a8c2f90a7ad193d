/**
 * Many clients on every member of a cluster, each with one request in flight, that do what the
 * workloads of `history` say; every request, answer and watch response goes into one history.
 *
 * A client stays with its member: it waits while the member is down and goes on when it is back.
 * The load must not use up the machine, or faults would never meet a member that keeps up: a client
 * rests between two requests.
 */

import { SeededRandom } from "@kvorum/base";
import type { Operation } from "../history/history.ts";
import type { HistoryRecorder } from "../history/history-recorder.ts";
import { WorkloadClient, type WorkloadProfile } from "../history/workload.ts";
import type { RawClient } from "../raw/client.ts";
import { pause } from "./cluster.ts";
import type { ClusterMember } from "./cluster-member.ts";
import { MemberLog } from "./member-log.ts";
import { performCall } from "./recorded-call.ts";
import { RecordedWatch } from "./recorded-watch.ts";

export interface ClusterLoadOptions {
  readonly recorder: HistoryRecorder;
  readonly seed: number;
  /** One client on each member for each entry. */
  readonly profiles: readonly WorkloadProfile[];
  /** Between two requests of a client. */
  readonly restMs: number;
  /** Clients give up after this; default 10 s, longer than any member takes to refuse. */
  readonly timeoutMs?: number;
  readonly leaseTtlSeconds?: number;
  readonly maxWatches?: number;
}

const RETRY_MS = 25;
const MIN_MEASURED_REQUESTS = 50;

/** Requests that ended, by outcome. */
export interface LoadCounts {
  done: number;
  refused: number;
  unknown: number;
}

export class ClusterLoad {
  readonly recorder: HistoryRecorder;
  readonly counts: LoadCounts = { done: 0, refused: 0, unknown: 0 };
  /** How often each error was met, with its text. */
  readonly errors = new Map<string, number>();
  readonly #options: ClusterLoadOptions;
  readonly #clients: LoadClient[] = [];
  readonly #logs = new Map<ClusterMember, MemberLog>();
  #nextClient = 0;
  #bestPerSecond = 0;
  #stopping = false;

  constructor(members: readonly ClusterMember[], options: ClusterLoadOptions) {
    this.#options = options;
    this.recorder = options.recorder;
    for (const member of members) this.addMember(member);
  }

  /** A member that joined gets clients too. */
  addMember(member: ClusterMember): void {
    const log = new MemberLog({
      recorder: this.recorder,
      member,
      clientNumber: this.#nextClient++,
      prevKv: this.#logs.size % 2 === 0,
    });
    this.#logs.set(member, log);
    for (const profile of this.#options.profiles) {
      const number = this.#nextClient++;
      const workload = new WorkloadClient({
        profile,
        random: new SeededRandom(this.#options.seed * 1000 + number),
        client: number,
        // Reads of lists expect lists: profiles that write other values get keys of their own.
        prefix: profile === "listAppend" ? "append/" : profile === "locks" ? "locks/" : "hot/",
        ...(this.#options.leaseTtlSeconds === undefined
          ? {}
          : { leaseTtlSeconds: this.#options.leaseTtlSeconds }),
        ...(this.#options.maxWatches === undefined ? {} : { maxWatches: this.#options.maxWatches }),
      });
      this.#clients.push(
        new LoadClient({ load: this, options: this.#options, member, number, workload }),
      );
    }
  }

  /** A member that left: its clients stop; what they saw stays in the history. */
  async removeMember(member: ClusterMember): Promise<void> {
    const log = this.#logs.get(member);
    this.#logs.delete(member);
    await Promise.all(
      this.#clients.filter((client) => client.member === member).map((client) => client.stop()),
    );
    await log?.stop();
  }

  /** A number for a client that is not of this load but writes into the same history. */
  takeClientNumber(): number {
    return this.#nextClient++;
  }

  /**
   * Waits for `count` more requests to be answered; the rate of the load is measured here.
   * @throws Error after the limit
   */
  async answered(count: number, limitMs: number): Promise<void> {
    const before = this.counts.done;
    const wanted = before + count;
    const startedAtMs = performance.now();
    const deadlineMs = startedAtMs + limitMs;
    while (this.counts.done < wanted) {
      if (performance.now() > deadlineMs) {
        throw new Error(
          `only ${this.counts.done + count - wanted} of ${count} requests answered in ${limitMs} ms; ` +
            `errors: ${this.errorsText()}`,
        );
      }
      await pause(10);
    }
    const done = this.counts.done - before;
    if (done < MIN_MEASURED_REQUESTS) return;
    const perSecond = (1000 * done) / (performance.now() - startedAtMs);
    this.#bestPerSecond = Math.max(this.#bestPerSecond, perSecond);
  }

  /** Answered requests a second in the best of the waits of `answered`: what the load can do. */
  get bestPerSecond(): number {
    return this.#bestPerSecond;
  }

  /** No more requests; resolves when all that were sent have ended. Watches go on. */
  async stopRequests(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#clients.map((client) => client.stopRequests()));
  }

  /**
   * Waits until every member's log and every watch has this revision, then ends all watches.
   * @returns how many watches must have everything up to it
   */
  async stopWatches(revision: number, limitMs: number): Promise<number> {
    try {
      await Promise.all([...this.#logs.values()].map((log) => log.reached(revision, limitMs)));
      const complete = await Promise.all(
        this.#clients.map((client) => client.completeWatches(revision, limitMs)),
      );
      return complete.reduce((sum, count) => sum + count, 0);
    } finally {
      await Promise.all(this.#clients.map((client) => client.stop()));
      await Promise.all([...this.#logs.values()].map((log) => log.stop()));
    }
  }

  /** @internal */
  get isStopping(): boolean {
    return this.#stopping;
  }

  /** @internal Counts an operation that ended. */
  count(operation: Operation): void {
    if (operation.outcome === "done") this.counts.done++;
    else if (operation.outcome === "refused") this.counts.refused++;
    else this.counts.unknown++;
    if (operation.outcome !== "done") {
      const text = operation.reason.replace(/\d{3,}/g, "N");
      this.errors.set(text, (this.errors.get(text) ?? 0) + 1);
    }
  }

  errorsText(): string {
    return [...this.errors]
      .sort((a, b) => b[1] - a[1])
      .map(([text, count]) => `${count} x ${text}`)
      .join("; ");
  }
}

class LoadClient {
  readonly member: ClusterMember;
  readonly #load: ClusterLoad;
  readonly #options: ClusterLoadOptions;
  readonly #number: number;
  readonly #workload: WorkloadClient;
  readonly #watches: RecordedWatch[] = [];
  readonly #loop: Promise<void>;
  #client: RawClient | null = null;
  #isRunning = true;

  constructor(options: {
    readonly load: ClusterLoad;
    readonly options: ClusterLoadOptions;
    readonly member: ClusterMember;
    readonly number: number;
    readonly workload: WorkloadClient;
  }) {
    this.#load = options.load;
    this.#options = options.options;
    this.member = options.member;
    this.#number = options.number;
    this.#workload = options.workload;
    this.#loop = this.#run();
  }

  async stopRequests(): Promise<void> {
    this.#isRunning = false;
    await this.#loop;
    this.#client?.close();
  }

  /** @returns how many of its watches are known to have everything up to the revision. */
  async completeWatches(revision: number, limitMs: number): Promise<number> {
    const complete = await Promise.all(
      this.#watches.map((watch) => watch.complete(revision, limitMs)),
    );
    return complete.filter((isComplete) => isComplete).length;
  }

  async stop(): Promise<void> {
    await this.stopRequests();
    await Promise.all(this.#watches.splice(0).map((watch) => watch.stop()));
  }

  async #run(): Promise<void> {
    while (this.#isRunning && !this.#load.isStopping) {
      const client = await this.#connected();
      if (client === null) await pause(RETRY_MS);
      else await this.#step(client);
    }
  }

  async #connected(): Promise<RawClient | null> {
    if (this.#client?.connection.isOpen === true) return this.#client;
    this.#client?.close();
    this.#client = null;
    if (this.member.pid === null) return null;
    try {
      this.#client = await this.member.connect();
    } catch {
      return null; // It is down or starts; the loop tries again.
    }
    return this.#client;
  }

  async #step(client: RawClient): Promise<void> {
    const step = this.#workload.next();
    switch (step.kind) {
      case "call": {
        const operation = await performCall(step.call, {
          recorder: this.#options.recorder,
          client,
          clientNumber: this.#number,
          member: this.member,
          timeoutMs: this.#options.timeoutMs ?? 10_000,
        });
        this.#workload.ended(operation);
        this.#load.count(operation);
        if (operation.outcome !== "done") await pause(RETRY_MS);
        break;
      }
      case "watch":
        this.#watches.push(
          new RecordedWatch({
            recorder: this.#options.recorder,
            member: this.member,
            clientNumber: this.#number,
            request: step.request,
          }),
        );
        break;
      case "unwatch":
        await this.#watches.shift()?.stop();
        break;
      case "progress":
        for (const watch of this.#watches) watch.requestProgress();
        break;
    }
    await pause(this.#options.restMs);
  }
}
