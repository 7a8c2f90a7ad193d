/**
 * One seed from beginning to end: faults and clients, then progress of a healed majority (P12),
 * then agreement of all, then every checker on the recorded history. Reliability, parts 3 to 5.
 */

import { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { checkHistory, HistoryRecorder, violationsText, WorkloadClient } from "@kvorum/testkit";
import { AppliedLog } from "../checks/applied-log.ts";
import { RaftInvariants } from "../checks/raft-invariants.ts";
import { SimulatedClient } from "../cluster/client.ts";
import { SimulatedCluster, type SimulatedMember } from "../cluster/cluster.ts";
import { calmDisk } from "../world/disk.ts";
import { calmNetwork, Network } from "../world/network.ts";
import { SimulatedCrash } from "../world/process.ts";
import { Scheduler } from "../world/scheduler.ts";
import { Trace, type TraceReader } from "../world/trace.ts";
import { setWalDefaults } from "../world/wal-settings.ts";
import { Administrator } from "./administrator.ts";
import { Faults } from "./faults.ts";
import type { Plan } from "./plan.ts";

/** Between two looks for members that are down without a reason. */
const SUPERVISION_MS = 150;
/** Of true time in which everybody has to agree in the end. */
const AGREEMENT_MS = 60_000;
/** Watches get that long for what they are still owed. */
const DELIVERY_MS = 1500;
/**
 * Beside ten election timeouts: a member that starts serves when it has published itself, which it
 * tries again only after its request timeout.
 */
const PROGRESS_SLACK_MS = 9000;
const PROBE_TIMEOUT_MS = 1000;
const PROBE_CLIENT = 1000;

export interface RunOptions {
  readonly onTrace?: TraceReader;
  readonly onLog?: (member: string, line: string) => void;
}

export interface RunResult {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly traceHash: string;
  readonly figures: { readonly [name: string]: number };
  readonly faults: { readonly [kind: string]: number | undefined };
  readonly crashPoints: ReadonlyMap<string, number>;
  /** True time that the run covered. */
  readonly simulatedMs: number;
}

export async function runSeed(plan: Plan, options: RunOptions = {}): Promise<RunResult> {
  const rejections: string[] = [];
  const onRejection = (error: unknown): void => {
    if (error instanceof SimulatedCrash) return;
    rejections.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  process.on("unhandledRejection", onRejection);
  const restoreWal = setWalDefaults(plan.segmentBytes);
  try {
    const run = new Run(plan, options);
    const result = await run.whole();
    // Rejections that nobody handles are told after the microtasks.
    await new Promise((resolve) => setImmediate(resolve));
    const unhandled = rejections.map((text) => `a promise was rejected unheard: ${text}`);
    return { ...result, violations: [...result.violations, ...unhandled] };
  } finally {
    restoreWal();
    process.off("unhandledRejection", onRejection);
  }
}

class Run {
  readonly #plan: Plan;
  readonly #scheduler = new Scheduler();
  readonly #trace: Trace;
  readonly #network: Network;
  readonly #cluster: SimulatedCluster;
  readonly #administrator: Administrator;
  readonly #faults: Faults;
  readonly #recorder = new HistoryRecorder();
  readonly #clients: SimulatedClient[] = [];
  readonly #invariants = new RaftInvariants();
  readonly #applied: AppliedLog;
  readonly #violations: string[] = [];
  /** Members that clients may use; all of them in the first phase. */
  #usable: ReadonlySet<SimulatedMember> | null = null;
  /** What a reopened store must be equal to, by name. */
  #expected: Map<string, { readonly revision: number; readonly hash: number }> | null = null;
  #isOver = false;

  constructor(plan: Plan, options: RunOptions) {
    this.#plan = plan;
    const seeds = new SeededRandom(plan.seed + 0x5eed);
    const random = (): SeededRandom => new SeededRandom(seeds.nextUint32());
    const scheduler = this.#scheduler;
    this.#trace = new Trace(options.onTrace ?? null);
    const trace = this.#trace;
    this.#network = new Network({ scheduler, trace, random: random() });
    this.#network.settings = plan.network;
    this.#network.snapshotCutPermille = plan.snapshotCutPermille;
    this.#network.onSend = (message) => this.#invariants.sent(message);
    this.#applied = new AppliedLog((text) => this.#violations.push(text));
    const clock = random();
    const timers = random();
    const wire = random();
    this.#cluster = new SimulatedCluster({
      ...{ scheduler, trace, network: this.#network, random: random() },
      settings: plan.settings,
      clientWire: {
        scheduler,
        delayMs: () => (plan.clientDelayMs * (1 + wire.below(1000))) / 1000,
        streamWindowBytes: plan.streamWindowBytes,
      },
      progressNotifyIntervalMs: plan.progressNotifyIntervalMs,
      clockOf: () => ({
        rate: drawRate(clock, plan.maxClockRate),
        monotonicStartMs: clock.below(1_000_000),
      }),
      timerDelayMs: () =>
        plan.maxTimerDelayMs > 0 && timers.below(1000) === 0
          ? timers.below(plan.maxTimerDelayMs)
          : 0,
      log: options.onLog ?? null,
      opened: (member) => this.#opened(member),
    });
    this.#administrator = new Administrator({
      ...{ cluster: this.#cluster, scheduler, trace },
      random: random(),
    });
    this.#administrator.moveWatches = () => {
      for (const client of this.#clients) client.watches.move();
    };
    this.#faults = new Faults({
      ...{ plan, scheduler, trace, cluster: this.#cluster, network: this.#network },
      administrator: this.#administrator,
    });
    for (let number = 0; number < plan.clientsCount; number++) {
      this.#clients.push(this.#client(number, random()));
    }
  }

  #client(number: number, random: SeededRandom): SimulatedClient {
    const { profiles, meanThinkMs, leaseTtlSeconds } = this.#plan;
    return new SimulatedClient({
      ...{ number, random, meanThinkMs },
      cluster: this.#cluster,
      scheduler: this.#scheduler,
      trace: this.#trace,
      recorder: this.#recorder,
      workload: new WorkloadClient({
        profile: profiles[number % profiles.length]!,
        random: new SeededRandom(random.nextUint32()),
        client: number,
        leaseTtlSeconds,
      }),
      mayUse: (member) => this.#usable === null || this.#usable.has(member),
    });
  }

  async whole(): Promise<RunResult> {
    const plan = this.#plan;
    const cluster = this.#cluster;
    cluster.found(plan.membersCount);
    for (const member of cluster.members) {
      member.disk.settings = plan.disk;
      cluster.start(member);
    }
    this.#supervise();
    for (const client of this.#clients) client.start();
    await this.#simulate(plan.durationMs);
    this.#faults.end();
    if (!this.#isOver) await this.#requireProgress();
    if (!this.#isOver) await this.#requireAgreement();
    if (!this.#isOver) await this.#reopenAll();
    return this.#judge();
  }

  // Phases -----------------------------------------------------------------------------------

  /** A random majority is healed; everybody else stays as they are. */
  async #requireProgress(): Promise<void> {
    const { settings, maxClockRate, faults } = this.#plan;
    const random = new SeededRandom(this.#plan.seed + 77);
    const present = this.#cluster.members.filter(({ isRemoved }) => !isRemoved);
    // Where the membership may be about to change, a majority of which one is not known.
    const isWholeHealed = faults.some(({ kind }) => kind === "membership") || random.chance(1, 3);
    const shuffled = [...present].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    const majority = isWholeHealed
      ? present
      : shuffled.slice(0, Math.floor(present.length / 2) + 1);
    this.#usable = new Set(majority);
    this.#network.settings = calmNetwork;
    this.#network.snapshotCutPermille = 0;
    for (const member of present) {
      if (!majority.includes(member)) {
        member.isHeldDown = true;
        continue;
      }
      this.#heal(member);
      for (const other of majority) this.#network.heal(member.name, other.name);
    }
    this.#note(`healed: ${majority.map(({ name }) => name).join(" ")}`);
    const limitMs = (12 * settings.electionTimeoutMs + PROGRESS_SLACK_MS) * maxClockRate;
    const startedMs = this.#scheduler.nowMs;
    const state = { isDone: false };
    this.#probe(random, 0, state);
    await this.#simulate(startedMs + limitMs, () => state.isDone);
    if (!state.isDone && !this.#isOver) {
      this.#violate(`P12: no write succeeded within ${limitMs} ms of the last fault`);
    }
  }

  #heal(member: SimulatedMember): void {
    member.isHeldDown = false;
    member.disk.settings = calmDisk;
    if (member.eventCostMs > 0) this.#cluster.slow(member, 0);
    this.#cluster.resume(member);
    this.#cluster.start(member);
  }

  #probe(random: SeededRandom, attempt: number, state: { isDone: boolean }): void {
    if (state.isDone || this.#isOver) return;
    const again = (delayMs: number): void => {
      this.#scheduler.after(delayMs, () => this.#probe(random, attempt + 1, state));
    };
    const members = this.#cluster.serving().filter((member) => this.#usable!.has(member));
    const member = members.length === 0 ? null : random.pick(members);
    const connection = member === null ? null : this.#cluster.connect(member);
    if (member === null || connection === null) {
      again(20);
      return;
    }
    const nowMs = (): number => this.#scheduler.nowMs;
    const request = {
      ...etcdserverpb.createPutRequest(),
      key: new TextEncoder().encode("probe"),
      value: new TextEncoder().encode(`${PROBE_CLIENT}.${attempt}`),
    };
    const operation = this.#recorder.call(
      { method: "Put", request },
      { client: PROBE_CLIENT, member: member.name, nowMs: nowMs() },
    );
    const any = operation as unknown as Parameters<HistoryRecorder["failed"]>[0];
    let isOpen = true;
    const end = (how: () => void, delayMs: number | null): void => {
      if (!isOpen) return;
      isOpen = false;
      timer.cancel();
      how();
      if (delayMs !== null) again(delayMs);
    };
    const timer = this.#scheduler.after(PROBE_TIMEOUT_MS, () => {
      end(() => this.#recorder.unknown(any, "probe timed out", nowMs()), 0);
      cancel();
    });
    const cancel = connection.unary(
      "/etcdserverpb.KV/Put",
      etcdserverpb.encodePutRequest(request),
      { timeoutMs: null },
      {
        answered: (message) =>
          end(() => {
            this.#recorder.done(operation, etcdserverpb.decodePutResponse(message), nowMs());
            state.isDone = true;
            this.#note("the probe's write succeeded");
          }, null),
        // A write beyond the quota is refused for good: reading shows progress as well.
        failed: (error) =>
          end(() => {
            this.#recorder.failed(any, error, nowMs());
            if (error.message.includes("database space exceeded")) state.isDone = true;
          }, 20),
        lost: (reason) => end(() => this.#recorder.unknown(any, reason, nowMs()), 20),
      },
    );
  }

  /** Everything is healed; requests end, everybody applies the same, watches get what is theirs. */
  async #requireAgreement(): Promise<void> {
    this.#usable = null;
    this.#network.healAll();
    for (const member of this.#cluster.members) if (!member.isRemoved) this.#heal(member);
    for (const client of this.#clients) client.stop();
    this.#note("everything is healed");
    const startedMs = this.#scheduler.nowMs;
    const areQuiet = (): boolean => this.#clients.every(({ isQuiet }) => isQuiet);
    await this.#until(startedMs + AGREEMENT_MS, () => areQuiet() && this.#isAgreed());
    if (this.#isOver) return;
    if (!this.#isAgreed()) {
      this.#violate(`P12: no agreement within ${AGREEMENT_MS} ms: ${this.#stateText()}`);
      return;
    }
    const revision = this.#present()[0]!.member!.store.revision;
    await this.#simulate(this.#scheduler.nowMs + DELIVERY_MS);
    if (this.#isOver) return;
    await this.#until(this.#scheduler.nowMs + AGREEMENT_MS, () => this.#isAgreed());
    this.#deliveredThrough = revision;
    const expected = new Map<string, { readonly revision: number; readonly hash: number }>();
    for (const { name, member } of this.#present()) {
      const { store } = member!;
      const { hash, compactRevision, hashRevision } = finish(store.hashKv(store.revision));
      this.#recorder.hash({ member: name, revision: hashRevision, compactRevision, hash });
      expected.set(name, { revision: store.revision, hash });
    }
    this.#expected = expected;
  }
  #deliveredThrough: number | null = null;

  /** Ends every member in good order; what it opens afterwards is what it had. */
  async #reopenAll(): Promise<void> {
    const members = this.#present();
    this.#isReopening = true;
    let left = members.length;
    const startedMs = this.#scheduler.nowMs;
    for (const member of members) {
      this.#cluster.stop(member, () => {
        left--;
      });
    }
    await this.#until(startedMs + 20_000, () => left === 0);
    if (this.#isOver) return;
    if (left > 0) {
      this.#violate(`${left} members did not stop`);
      return;
    }
    const reopened = new Set<SimulatedMember>();
    this.#onReopened = (member) => reopened.add(member);
    for (const member of members) this.#cluster.start(member);
    await this.#until(this.#scheduler.nowMs + 20_000, () => reopened.size === members.length);
    if (!this.#isOver && reopened.size < members.length) this.#violate("a member did not reopen");
  }
  #isReopening = false;
  #onReopened: (member: SimulatedMember) => void = () => {};

  #present(): SimulatedMember[] {
    return this.#cluster.members.filter(({ isRemoved }) => !isRemoved);
  }

  #isAgreed(): boolean {
    let index = -1;
    for (const { member, life } of this.#present()) {
      if (member === null || life?.isServing !== true) return false;
      const { appliedIndex } = member.store;
      if (index === -1) index = appliedIndex;
      if (appliedIndex !== index || appliedIndex !== life.node!.core.log.committed) return false;
    }
    return index !== -1 && this.#cluster.leader() !== null;
  }

  #stateText(): string {
    return this.#present()
      .map(({ name, member, life }) =>
        member === null
          ? `${name} down`
          : `${name} ${life!.node!.role} term ${life!.node!.core.term} applied ${member.store.appliedIndex} of ${life!.node!.core.log.committed}${life!.isServing ? "" : ", not serving"}`,
      )
      .join("; ");
  }

  // Machinery --------------------------------------------------------------------------------

  async #until(untilMs: number, test: () => boolean): Promise<void> {
    while (this.#scheduler.nowMs < untilMs && !this.#isOver && !test()) {
      await this.#simulate(Math.min(untilMs, this.#scheduler.nowMs + 25));
    }
  }

  #simulate(untilMs: number, isDone: () => boolean = () => false): Promise<void> {
    return this.#scheduler.run(untilMs, {
      isOver: () => this.#isOver || isDone(),
      afterEach: () => this.#checkStep(),
    });
  }

  #checkStep(): void {
    try {
      for (const { life } of this.#cluster.members) {
        if (life?.node != null && life.process.isAlive) this.#invariants.check(life.node);
      }
    } catch (error) {
      this.#violate(String(error));
    }
    if (this.#cluster.violations.length > 0 || this.#violations.length > 0) this.#isOver = true;
  }

  #opened(member: SimulatedMember): void {
    const { store } = member.member!;
    try {
      this.#invariants.reopened(member.life!.node!);
    } catch (error) {
      this.#violate(String(error));
    }
    this.#applied.follow(member.name, store);
    const expected = this.#expected?.get(member.name);
    if (!this.#isReopening || expected === undefined) return;
    const { hash } = finish(store.hashKv(expected.revision));
    if (store.revision < expected.revision || hash !== expected.hash) {
      this.#violate(`P9: ${member.name} reopened another store than it had closed`);
    }
    this.#onReopened(member);
  }

  /** Members that are down come back, as if something watched over them. */
  #supervise(): void {
    this.#scheduler.after(SUPERVISION_MS, () => {
      this.#supervise();
      if (this.#isReopening) return;
      for (const member of this.#cluster.members) {
        if (!member.isUp && !member.isRemoved && !member.isHeldDown) this.#cluster.start(member);
      }
    });
  }

  #violate(text: string): void {
    this.#violations.push(text);
    this.#isOver = true;
  }

  #note(line: string): void {
    this.#trace.note(this.#scheduler.nowMs, line);
  }

  #judge(): RunResult {
    const plan = this.#plan;
    const violations = [...this.#cluster.violations, ...this.#violations];
    const history = this.#recorder.finish(this.#scheduler.nowMs);
    const log = this.#applied.committed();
    if (log !== null) this.#recorder.committed(log);
    const report = checkHistory(history, {
      fastestServerClock: plan.maxClockRate,
      toleranceMs: 1,
      ...(this.#deliveredThrough === null ? {} : { deliveredThrough: this.#deliveredThrough }),
    });
    if (report.violations.length > 0) {
      violations.push(...violationsText(report.violations).split("\n"));
    }
    const outcomes = { done: 0, refused: 0, unknown: 0 };
    for (const { outcome } of history.operations) {
      if (outcome !== "open") outcomes[outcome]++;
    }
    const { counts } = this.#cluster;
    return {
      seed: plan.seed,
      violations,
      traceHash: this.#trace.hash,
      faults: this.#faults.counts,
      crashPoints: this.#cluster.crashPointsHit,
      simulatedMs: this.#scheduler.nowMs,
      figures: {
        events: this.#scheduler.eventsCount,
        ...outcomes,
        watches: history.watches.length,
        revisions: log?.toRevision ?? 0,
        elections: this.#invariants.elections,
        starts: counts.starts,
        crashes: counts.crashes,
        crashPoints: counts.crashPoints,
        failures: counts.failures,
        messages: this.#network.counts.delivered,
        lost: this.#network.counts.lost,
        snapshots: this.#network.counts.snapshots,
        snapshotsCut: this.#network.counts.snapshotsCut,
        membersAdded: this.#administrator.counts.added,
        membersRemoved: this.#administrator.counts.removed,
        promoted: this.#administrator.counts.promoted,
      },
    };
  }
}

function drawRate(random: SeededRandom, maxRate: number): number {
  if (maxRate === 1) return 1;
  const rate = 1 + ((maxRate - 1) * random.below(1001)) / 1000;
  return random.chance(1, 2) ? rate : 1 / rate;
}

function finish<Result>(generator: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = generator.next();
    if (done === true) return value;
  }
}
