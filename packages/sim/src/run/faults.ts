/**
 * What the faults of a plan do to a cluster. Each draws its details from a seed of its own, and
 * ends by itself or with the first phase.
 */

import { SeededRandom } from "@kvorum/base";
import type { SimulatedCluster, SimulatedMember } from "../cluster/cluster.ts";
import type { Network } from "../world/network.ts";
import type { Scheduler } from "../world/scheduler.ts";
import type { Trace } from "../world/trace.ts";
import type { Administrator } from "./administrator.ts";
import type { FaultClass, Plan, PlannedFault } from "./plan.ts";

const YEARS_MS = 365 * 24 * 3_600_000;

export interface FaultsOptions {
  readonly plan: Plan;
  readonly cluster: SimulatedCluster;
  readonly network: Network;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly administrator: Administrator;
}

export class Faults {
  readonly counts: { [kind in FaultClass]?: number } = {};
  readonly #options: FaultsOptions;
  #hasEnded = false;

  constructor(options: FaultsOptions) {
    this.#options = options;
    const { plan, scheduler } = options;
    for (const fault of plan.faults) scheduler.at(fault.atMs, () => this.#strike(fault));
  }

  /** No fault strikes, and none goes on by its own means, from now on. */
  end(): void {
    this.#hasEnded = true;
    for (const member of this.#options.cluster.members) {
      member.disk.crashAt = () => false;
      member.disk.armed.length = 0;
      member.content.commitFault = null;
    }
  }

  #strike(fault: PlannedFault): void {
    if (this.#hasEnded) return;
    this.counts[fault.kind] = (this.counts[fault.kind] ?? 0) + 1;
    const random = new SeededRandom(fault.seed);
    switch (fault.kind) {
      case "partition":
        this.#partition(random);
        break;
      case "crash":
        this.#crash(random);
        break;
      case "crashPoint":
        this.#armCrashPoint(random);
        break;
      case "pause":
        this.#pause(random);
        break;
      case "clock":
        this.#clock(random);
        break;
      case "disk":
        this.#disk(random);
        break;
      case "membership":
        this.#membership(random);
        break;
      case "maintenance":
        this.#maintenance(random);
        break;
    }
  }

  /** Some member that runs; the leader more often than by chance. */
  #victim(random: SeededRandom): SimulatedMember | null {
    const { cluster } = this.#options;
    const leader = cluster.leader();
    if (leader !== null && random.chance(2, 5)) return leader;
    const running = cluster.members.filter(({ isUp }) => isUp);
    return running.length === 0 ? null : random.pick(running);
  }

  // Network ----------------------------------------------------------------------------------

  #partition(random: SeededRandom): void {
    const { network, cluster } = this.#options;
    const victim = this.#victim(random);
    if (victim === null) return;
    const names = cluster.members.filter(({ isRemoved }) => !isRemoved).map(({ name }) => name);
    const others = names.filter((name) => name !== victim.name);
    if (others.length === 0) return;
    const cuts: [string, string][] = [];
    const both = (a: string, b: string): void => {
      cuts.push([a, b], [b, a]);
    };
    const form = random.below(7);
    if (form === 0) for (const other of others) both(victim.name, other);
    else if (form === 1) for (const other of others) cuts.push([victim.name, other]);
    else if (form === 2) for (const other of others) cuts.push([other, victim.name]);
    else if (form === 3) {
      // Two halves.
      const left = new Set(names.filter(() => random.chance(1, 2)));
      for (const a of names) for (const b of names) if (left.has(a) && !left.has(b)) both(a, b);
    } else if (form === 4) {
      // Majorities in a ring: everyone sees its neighbours only.
      for (let i = 0; i < names.length; i++) {
        for (let j = i + 2; j < names.length; j++) {
          if (i === 0 && j === names.length - 1) continue;
          both(names[i]!, names[j]!);
        }
      }
      if (names.length === 3) both(names[0]!, names[1]!);
    } else if (form === 5) {
      const durationMs = 50 + random.below(2000);
      for (const other of others) network.clog(victim.name, other, durationMs);
      this.#note(`${victim.name} is clogged for ${durationMs} ms`);
      return;
    } else {
      const other = random.pick(others);
      network.breakStreams(victim.name, other);
      both(victim.name, other);
    }
    for (const [from, to] of cuts) network.cut(from, to);
    const durationMs = 50 + random.below(random.pick([200, 1500, 4000]));
    this.#note(`cut ${cuts.map((pair) => pair.join(">")).join(" ")} for ${durationMs} ms`);
    this.#after(durationMs, () => {
      for (const [from, to] of cuts) network.heal(from, to);
      this.#note("healed");
    });
  }

  // Processes --------------------------------------------------------------------------------

  #crash(random: SeededRandom): void {
    const { cluster } = this.#options;
    const kind = random.chance(2, 3) ? "power" : "exit";
    const isAll = random.chance(1, 8);
    const victims = isAll ? cluster.members.filter(({ isUp }) => isUp) : [this.#victim(random)];
    for (const victim of victims) {
      if (victim === null) continue;
      if (random.chance(1, 6)) cluster.stop(victim);
      else cluster.crash(victim, kind);
      this.#restartLater(victim, random);
    }
  }

  #restartLater(member: SimulatedMember, random: SeededRandom): void {
    member.isHeldDown = true;
    const downMs = random.pick([1, 50, 300, 1500]) + random.below(200);
    this.#after(downMs, () => {
      member.isHeldDown = false;
      this.#options.cluster.start(member);
    });
  }

  #armCrashPoint(random: SeededRandom): void {
    const victim = this.#victim(random);
    if (victim === null) return;
    const { disk } = victim;
    // A point that has been passed before, after some more passes.
    const known = [...disk.pointsPassed.keys()].sort();
    const pointToHit = known.length > 0 && random.chance(3, 4) ? random.pick(known) : null;
    let passesLeft = pointToHit === null ? random.below(120) : random.below(6);
    disk.crashAt = (point) => {
      if (pointToHit !== null && point !== pointToHit) return false;
      if (passesLeft-- > 0) return false;
      disk.crashAt = () => false;
      return true;
    };
  }

  #pause(random: SeededRandom): void {
    const { cluster } = this.#options;
    const victim = this.#victim(random);
    if (victim === null) return;
    if (random.chance(1, 4)) {
      cluster.slow(victim, random.pick([0.2, 1, 3]));
      this.#after(100 + random.below(2000), () => cluster.slow(victim, 0));
      return;
    }
    cluster.pause(victim);
    this.#after(100 + random.below(random.pick([500, 3000, 6000])), () => cluster.resume(victim));
  }

  // Clocks and disks -------------------------------------------------------------------------

  #clock(random: SeededRandom): void {
    const victim = this.#victim(random);
    if (victim === null) return;
    const nowMs = this.#options.scheduler.nowMs;
    const form = random.below(3);
    if (form === 0) victim.wallOffsetMs += (random.below(20) - 10) * YEARS_MS;
    else if (form === 1) victim.wallOffsetMs += random.below(20_000) - 10_000;
    else victim.wallFrozenAtMs = victim.wallFrozenAtMs === null ? nowMs : null;
    this.#note(`${victim.name}'s wall clock: ${victim.wallOffsetMs} ms, ${victim.wallFrozenAtMs}`);
  }

  #disk(random: SeededRandom): void {
    const victim = this.#victim(random);
    if (victim === null) return;
    const { disk } = victim;
    const path = random.pick([".wal", ".wal", ".snap", ".tmp", "tmp-receive", "/"]);
    const form = random.below(6);
    if (form === 0) {
      const before = disk.settings;
      disk.settings = { ...before, meanSyncMs: random.pick([20, 100, 400]) };
      this.#note(`${victim.name}'s disk is slow`);
      this.#after(200 + random.below(2000), () => {
        disk.settings = before;
      });
      return;
    }
    if (form === 1) {
      const keepsData = random.chance(1, 2);
      disk.armed.push({ operation: "sync", path, fault: { systemCode: "EIO", keepsData } });
    } else if (form === 2) {
      disk.armed.push({ operation: "write", path, fault: { systemCode: "ENOSPC" } });
    } else if (form === 3) {
      const operation = random.pick(["rename", "create", "syncDirectory"] as const);
      disk.armed.push({ operation, path, fault: { systemCode: "EIO" } });
    } else if (form === 4) {
      disk.armed.push({ operation: "read", path, fault: { systemCode: "EIO" } });
    } else {
      victim.content.commitFault = "engine-failed";
      disk.faultsCount++;
    }
    this.#note(`${victim.name}'s disk will fail: ${form} ${path}`);
  }

  // Operators --------------------------------------------------------------------------------

  #membership(random: SeededRandom): void {
    const { administrator } = this.#options;
    const form = random.below(5);
    if (form === 0) administrator.addMember({ isLearner: true });
    else if (form === 1) administrator.promoteLearners();
    else if (form === 2) administrator.replaceMember(random);
    else if (form === 3) administrator.addMember({ isLearner: false });
    else administrator.removeMember(random);
  }

  #maintenance(random: SeededRandom): void {
    const { administrator, cluster } = this.#options;
    const victim = this.#victim(random);
    if (victim === null) return;
    const form = random.below(4);
    if (form === 0) administrator.defragment(victim);
    else if (form === 1) administrator.moveLeader(random);
    else if (form === 2) {
      cluster.stop(victim);
      this.#restartLater(victim, random);
    } else administrator.moveWatches();
  }

  #after(delayMs: number, action: () => void): void {
    this.#options.scheduler.after(delayMs, () => {
      if (!this.#hasEnded) action();
    });
  }

  #note(line: string): void {
    this.#options.trace.note(this.#options.scheduler.nowMs, line);
  }
}
