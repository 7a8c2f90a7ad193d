/**
 * A cluster of simulated members: where they run, their lives one after the other, and what can
 * happen to them. What they must not do is collected in `violations`; the run decides what to do
 * about it.
 */

import { SeededRandom } from "@kvorum/base";
import type { Founding, Member, MemberSettings } from "@kvorum/server/member";
import { newFounding } from "@kvorum/server/member";
import { StorageError } from "@kvorum/storage";
import { type CrashKind, MemberDisk } from "../world/disk.ts";
import { StoredContent } from "../world/engine.ts";
import type { Host, Network } from "../world/network.ts";
import { Process } from "../world/process.ts";
import type { Scheduler } from "../world/scheduler.ts";
import type { Trace } from "../world/trace.ts";
import { ClientConnection, type WireOptions } from "./calls.ts";
import { MemberLife } from "./member-life.ts";

export const CLUSTER_TOKEN = "simulated";
/** The wall clock at the start of a run: 2026-01-01. */
const WALL_START_MS = 1_767_225_600_000;

export interface ClockSettings {
  /** Milliseconds of the monotonic clock in one of true time. */
  readonly rate: number;
  readonly monotonicStartMs: number;
}

export interface ClusterOptions {
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly trace: Trace;
  readonly random: SeededRandom;
  readonly settings: Omit<MemberSettings, "name" | "advertisePeerUrls" | "advertiseClientUrls">;
  readonly clientWire: WireOptions;
  readonly progressNotifyIntervalMs: number;
  readonly clockOf: () => ClockSettings;
  readonly timerDelayMs: () => number;
  readonly log: ((member: string, line: string) => void) | null;
  /** A life has begun, its disk is open. */
  readonly opened: (member: SimulatedMember, life: MemberLife) => void;
}

/** A member over all its lives. */
export class SimulatedMember {
  readonly name: string;
  readonly host: Host;
  readonly disk: MemberDisk;
  readonly content: StoredContent;
  readonly founding: Founding;
  readonly clock: ClockSettings;
  life: MemberLife | null = null;
  /** CPU time of an event; a slow member has more. */
  eventCostMs = 0;
  wallOffsetMs = 0;
  /** Not null: the wall clock stands still. */
  wallFrozenAtMs: number | null = null;
  /** The cluster has removed it; it does not come back. */
  isRemoved = false;
  /** It does not come back before the end of the faults. */
  isHeldDown = false;
  livesCount = 0;
  readonly connections = new Set<ClientConnection>();

  constructor(options: {
    name: string;
    host: Host;
    disk: MemberDisk;
    founding: Founding;
    clock: ClockSettings;
  }) {
    this.name = options.name;
    this.host = options.host;
    this.disk = options.disk;
    this.content = new StoredContent(options.disk);
    this.founding = options.founding;
    this.clock = options.clock;
  }

  get id(): bigint {
    return this.founding.memberId;
  }

  /** The running member whose disk is open; null where there is none. */
  get member(): Member | null {
    return this.life?.process.isAlive === true ? this.life.member : null;
  }

  get isUp(): boolean {
    return this.life !== null;
  }
}

export class SimulatedCluster {
  readonly members: SimulatedMember[] = [];
  readonly violations: string[] = [];
  readonly counts = { starts: 0, crashes: 0, crashPoints: 0, stops: 0, failures: 0, removals: 0 };
  readonly crashPointsHit = new Map<string, number>();
  readonly #options: ClusterOptions;
  /** Members that are ending in good order. */
  readonly #stopping = new Set<SimulatedMember>();

  constructor(options: ClusterOptions) {
    this.#options = options;
  }

  get scheduler(): Scheduler {
    return this.#options.scheduler;
  }

  /** Makes the founders of a cluster; they are started one by one. */
  found(count: number): void {
    const names = Array.from({ length: count }, (_, i) => `n${i + 1}`);
    const hosts = names.map((name) => this.#options.network.addHost(name));
    const initialCluster = hosts.map(({ name, url }) => `${name}=${url}`).join(",");
    for (const host of hosts) {
      const founding = newFounding({
        name: host.name,
        initialCluster,
        initialClusterToken: CLUSTER_TOKEN,
      });
      this.#add(host, founding);
    }
  }

  /** A place for a member that is going to be added. */
  addHost(): Host {
    return this.#options.network.addHost(`n${this.#options.network.hosts.length + 1}`);
  }

  /** A member that the cluster has been told of, ready to be started. */
  join(host: Host, founding: Founding): SimulatedMember {
    return this.#add(host, founding);
  }

  #add(host: Host, founding: Founding): SimulatedMember {
    const { random, clockOf } = this.#options;
    const member = new SimulatedMember({
      ...{ name: host.name, host, founding },
      disk: new MemberDisk(new SeededRandom(random.below(2 ** 32))),
      clock: clockOf(),
    });
    this.members.push(member);
    return member;
  }

  find(name: string): SimulatedMember | null {
    return this.members.find((member) => member.name === name) ?? null;
  }

  /** The running member that leads in the highest term. */
  leader(): SimulatedMember | null {
    let leader: SimulatedMember | null = null;
    let term = -1;
    for (const member of this.members) {
      const node = member.member === null ? null : member.life!.node;
      if (node === null || node.role !== "leader" || node.term <= term) continue;
      leader = member;
      term = node.term;
    }
    return leader;
  }

  /** Members that run and serve. */
  serving(): SimulatedMember[] {
    return this.members.filter(({ life }) => life?.isServing === true);
  }

  // Lives ------------------------------------------------------------------------------------

  start(member: SimulatedMember): void {
    if (member.isUp || member.isRemoved) return;
    const { scheduler, network, random, settings, log, timerDelayMs } = this.#options;
    this.counts.starts++;
    member.livesCount++;
    this.#note(`${member.name} starts`);
    const life: { current: MemberLife | null } = { current: null };
    const process = new Process({
      scheduler,
      clockRate: member.clock.rate,
      // A machine that was up before: the monotonic clock goes on over lives of the process.
      monotonicStartMs: member.clock.monotonicStartMs + scheduler.nowMs * member.clock.rate,
      wallMs: (nowMs) => (member.wallFrozenAtMs ?? nowMs) + WALL_START_MS + member.wallOffsetMs,
      timerDelayMs,
      uncaught: (error) => this.#failed(member, life.current!, error),
    });
    process.eventCostMs = member.eventCostMs;
    life.current = new MemberLife({
      ...{ host: member.host, network, process, disk: member.disk, content: member.content },
      settings: {
        ...settings,
        name: member.name,
        advertisePeerUrls: [member.host.url],
        advertiseClientUrls: [`http://${member.name}:2379`],
      },
      founding: member.founding,
      random: new SeededRandom(random.below(2 ** 32)),
      progressNotifyIntervalMs: this.#options.progressNotifyIntervalMs,
      log: log === null ? null : (line) => log(member.name, line),
      failed: (error) => this.#failed(member, life.current!, error),
      removed: () => this.#left(member, life.current!),
      opened: (opened) => this.#options.opened(member, opened),
      published: () => this.#note(`${member.name} serves`),
    });
    member.disk.onCrashPoint = (point) => {
      this.counts.crashPoints++;
      this.crashPointsHit.set(point, (this.crashPointsHit.get(point) ?? 0) + 1);
      this.crash(member, member.disk.random.chance(2, 3) ? "power" : "exit", point);
    };
    member.life = life.current;
    scheduler.after(0, () => process.deliver(() => life.current!.start()));
  }

  crash(member: SimulatedMember, kind: CrashKind, why = "crash"): void {
    const { life } = member;
    if (life === null) return;
    this.counts.crashes++;
    this.#note(`${member.name} ${kind === "power" ? "loses power" : "is killed"}: ${why}`);
    this.#end(member, life);
    member.disk.crash(kind);
    member.content.crash(kind);
  }

  /** Ends the member in good order; calls back when it has ended. */
  stop(member: SimulatedMember, done: () => void = () => {}): void {
    const { life } = member;
    if (life === null || this.#stopping.has(member)) return;
    this.counts.stops++;
    this.#note(`${member.name} stops`);
    this.#stopping.add(member);
    life.process.deliver(() => {
      // Listeners and connections end before the member does.
      for (const connection of member.connections) connection.closeByServer();
      life.stop().then(
        () => {
          this.#stopping.delete(member);
          if (member.life !== life) return;
          this.#checkLeaks(member, life);
          this.#end(member, life);
          member.disk.crash("exit");
          this.#note(`${member.name} has stopped`);
          done();
        },
        (error: unknown) => {
          this.#stopping.delete(member);
          this.#failed(member, life, error);
        },
      );
    });
  }

  /** Nothing of it is left: another machine, or an empty disk. */
  retire(member: SimulatedMember): void {
    member.isRemoved = true;
    if (member.life !== null) this.crash(member, "exit", "retired");
  }

  pause(member: SimulatedMember): void {
    this.#note(`${member.name} is paused`);
    member.life?.process.pause();
  }

  resume(member: SimulatedMember): void {
    if (member.life === null || !member.life.process.isPaused) return;
    this.#note(`${member.name} goes on`);
    member.life.process.resume();
  }

  /** They do not hear each other. */
  isCut(a: SimulatedMember, b: SimulatedMember): boolean {
    const { network } = this.#options;
    return network.isCut(a.name, b.name) || network.isCut(b.name, a.name);
  }

  /** CPU time of each of its events, from now on. */
  slow(member: SimulatedMember, eventCostMs: number): void {
    member.eventCostMs = eventCostMs;
    if (member.life !== null) member.life.process.eventCostMs = eventCostMs;
    this.#note(`${member.name} takes ${eventCostMs} ms for an event`);
  }

  connect(member: SimulatedMember): ClientConnection | null {
    const { life } = member;
    if (life === null || !life.isServing) return null;
    const connection = new ClientConnection(life, this.#options.clientWire);
    member.connections.add(connection);
    return connection;
  }

  #end(member: SimulatedMember, life: MemberLife): void {
    life.process.kill();
    this.#stopping.delete(member);
    member.life = null;
    if (member.host.station?.process === life.process) member.host.station = null;
    for (const connection of member.connections) connection.broken("connection reset");
    member.connections.clear();
  }

  /** The member could not go on: its process ends. Whether it had a reason is judged here. */
  #failed(member: SimulatedMember, life: MemberLife, error: unknown): void {
    if (member.life !== life || !life.process.isAlive) return;
    this.counts.failures++;
    const isInjected = member.disk.faultsCount > 0 && isStorageError(error);
    this.#note(`${member.name} fails: ${text(error)}`);
    if (isInjected) member.disk.faultsCount = 0;
    else this.violations.push(`${member.name} failed without a fault: ${stackOf(error)}`);
    this.#end(member, life);
    member.disk.crash("exit");
    member.content.crash("exit");
  }

  /** The member says that it has been removed: production stops it then. */
  #left(member: SimulatedMember, life: MemberLife): void {
    if (member.life !== life) return;
    this.counts.removals++;
    this.#note(`${member.name} leaves`);
    if (!this.#isRemovedSomewhere(member)) {
      this.violations.push(`${member.name} left the cluster, but nobody has removed it`);
    }
    member.isRemoved = true;
    this.stop(member);
  }

  #isRemovedSomewhere(member: SimulatedMember): boolean {
    return this.members.some((other) => other.member?.store.members.isRemoved(member.id) === true);
  }

  #checkLeaks(member: SimulatedMember, life: MemberLife): void {
    // The resolve function of a promise is an export giving way: nobody waits for its end.
    const timers = life.process.armedTimers().filter((text) => !text.includes("[native code]"));
    if (timers.length > 0) {
      this.violations.push(
        `${member.name} left timers behind when it stopped: ${timers.join("; ")}`,
      );
    }
    const bodies = life.transport?.openBodiesCount ?? 0;
    if (bodies > 0) this.violations.push(`${member.name} left ${bodies} snapshots open`);
  }

  #note(line: string): void {
    this.#options.trace.note(this.scheduler.nowMs, line);
  }
}

/** The disk's error, or one that it caused. */
function isStorageError(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof StorageError) return true;
  }
  return false;
}

function text(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
