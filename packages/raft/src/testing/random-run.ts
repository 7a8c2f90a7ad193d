/**
 * One random life of a cluster, all of it from one seed: options, faults, requests. A storm first,
 * then calm weather in which the cluster must come to agree within a bounded number of ticks.
 */

import { AssertionError, SeededRandom } from "@kvorum/base";
import {
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  type Message,
} from "../messages.ts";
import { Cluster, type CrashPoint, type MemberOptions, type SimulatedMember } from "./cluster.ts";
import { isQuorum } from "./cluster-invariants.ts";

/** Messages on their way beyond this are lost, oldest first. */
const MAX_NETWORK = 150;
const MAX_MEMBERS = 6;
/** Ticks after the storm within which everybody must agree. */
const CALM_ROUNDS = 400;
/** Exchanges of messages between two ticks. */
const MAX_SETTLE_ROUNDS = 1000;

const crashPoints: readonly CrashPoint[] = [
  "before-anything",
  "after-early-messages",
  "after-persisting",
];

export interface RunResult {
  readonly counts: Cluster["counts"];
  /** The cluster did not recover, and no correct one could have; see #canAnybodyWin. */
  readonly isStuck: boolean;
}

export function randomRun(seed: number, stepsCount: number): RunResult {
  return new RandomRun(seed).run(stepsCount);
}

class RandomRun {
  readonly #random: SeededRandom;
  readonly #cluster = new Cluster();
  readonly #shared: Omit<MemberOptions, "asyncStorageWrites">;
  /** Pairs that cannot talk, as "from>to". */
  #cut = new Set<string>();
  #serial = 0;
  readonly #dropsPercent: number;

  constructor(seed: number) {
    const random = new SeededRandom(seed);
    this.#random = random;
    this.#dropsPercent = random.pick([0, 5, 20]);
    this.#shared = {
      draw: (bound) => random.below(bound),
      electionTicks: random.pick([3, 5, 10]),
      heartbeatTicks: 1,
      maxMessageBytes: random.pick([0, 40, 1_000_000]),
      maxApplyingBytes: random.pick([1, 60, 1_000_000]),
      maxUncommittedBytes: random.pick([0, 0, 60]),
      maxInflightMessages: random.pick([1, 3, 256]),
      checkQuorum: random.chance(1, 2),
      preVote: random.chance(1, 2),
      disableProposalForwarding: random.chance(1, 4),
      stepDownOnRemoval: random.chance(1, 2),
    };
    const foundersCount = 1 + random.below(5);
    const founders = {
      voters: Array.from({ length: foundersCount }, (_, i) => BigInt(i + 1)),
      learners: [],
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    };
    for (const id of founders.voters) this.#cluster.add(id, this.#options(), founders);
  }

  #options(): MemberOptions {
    return { ...this.#shared, asyncStorageWrites: this.#random.chance(1, 2) };
  }

  run(stepsCount: number): RunResult {
    for (let i = 0; i < stepsCount; i++) {
      this.#step();
      if (i % 16 === 0) this.#cluster.checkAll();
    }
    return { counts: this.#cluster.counts, isStuck: this.#calmDown() };
  }

  #step(): void {
    const cluster = this.#cluster;
    const random = this.#random;
    const member = random.pick(cluster.members);
    const choice = random.below(1000);
    if (!member.isUp) {
      if (choice < 200) cluster.restart(member);
      return;
    }
    if (choice < 400) this.#deliverAny();
    else if (choice < 740) this.#work(member);
    else if (choice < 850) cluster.input(member, (node) => node.tick());
    else if (choice < 910) this.#propose(member);
    else if (choice < 935) cluster.readIndex(member, `read ${++this.#serial}`);
    else if (choice < 950) this.#proposeConfChange(member);
    else if (choice < 970) cluster.takeSnapshot(member, (applied) => applied - random.below(4));
    else if (choice < 974) this.#partition();
    else if (choice < 984) this.#cut.clear();
    else if (choice < 986) this.#crash(member);
    else if (choice < 990) {
      const target = random.pick(cluster.members).id;
      cluster.input(member, (node) => node.transferLeader(target));
    } else if (choice < 993) cluster.input(member, (node) => node.forgetLeader());
    else if (choice < 996) {
      const target = random.pick(cluster.members).id;
      cluster.input(member, (node) => node.reportUnreachable(target));
    } else if (choice < 998) {
      const target = random.pick(cluster.members).id;
      cluster.input(member, (node) => node.reportSnapshot(target, "failure"));
    } else cluster.input(member, (node) => node.campaign());
  }

  #deliverAny(): void {
    const { network } = this.#cluster;
    while (network.length > MAX_NETWORK) network.shift();
    if (network.length === 0) return;
    const random = this.#random;
    // Mostly in order, sometimes not.
    const position = random.chance(3, 4) ? 0 : random.below(network.length);
    const message = network[position]!;
    const isDoubled = random.chance(1, 20);
    if (!isDoubled) network.splice(position, 1);
    if (random.chance(this.#dropsPercent, 100) || this.#isCut(message)) return;
    this.#cluster.deliver(message);
  }

  #isCut(message: Message): boolean {
    return this.#cut.has(`${message.from}>${message.to}`);
  }

  #work(member: SimulatedMember): void {
    const cluster = this.#cluster;
    const random = this.#random;
    const which = random.below(3);
    if (which === 0 && member.appendWork.length > 0) {
      cluster.processAppend(member);
    } else if (which === 1 && member.applyWork.length > 0) {
      cluster.processApply(member);
    } else if (member.node.hasReady()) {
      const crashPoint = random.chance(1, 300) ? random.pick(crashPoints) : "never";
      cluster.handleReady(member, crashPoint);
    }
  }

  #propose(member: SimulatedMember): void {
    const texts: string[] = [];
    for (let i = 0; i <= this.#random.below(3); i++) {
      texts.push(`value ${++this.#serial}`.padEnd(this.#random.below(30), "."));
    }
    this.#cluster.propose(member, texts);
  }

  #proposeConfChange(member: SimulatedMember): void {
    const random = this.#random;
    const kind = random.below(10);
    if (kind < 3) {
      this.#cluster.input(member, (node) =>
        node.proposeConfChange({ ...this.#change(), context: null, id: 0n }),
      );
      return;
    }
    const transition = random.pick([
      ConfChangeTransition.ConfChangeTransitionAuto,
      ConfChangeTransition.ConfChangeTransitionJointImplicit,
      ConfChangeTransition.ConfChangeTransitionJointExplicit,
    ]);
    const changes: ConfChangeSingle[] = [];
    // Sometimes none: that leaves a joint configuration.
    const count = kind < 6 ? 0 : 1 + random.below(3);
    for (let i = 0; i < count; i++) changes.push(this.#change());
    this.#cluster.input(member, (node) =>
      node.proposeConfChange({ transition, changes, context: null }),
    );
  }

  #change(): ConfChangeSingle {
    const random = this.#random;
    const type = random.pick([
      ConfChangeType.ConfChangeAddNode,
      ConfChangeType.ConfChangeAddNode,
      ConfChangeType.ConfChangeAddLearnerNode,
      ConfChangeType.ConfChangeRemoveNode,
    ]);
    const nodeId = BigInt(1 + random.below(MAX_MEMBERS));
    // Whoever may be added must exist.
    if (this.#cluster.find(nodeId) === null) this.#cluster.add(nodeId, this.#options());
    return { type, nodeId };
  }

  #partition(): void {
    const { members } = this.#cluster;
    const side = new Set(members.filter(() => this.#random.chance(1, 2)));
    const isOneWay = this.#random.chance(1, 4);
    for (const a of members) {
      for (const b of members) {
        if (side.has(a) === side.has(b) || (isOneWay && side.has(a))) continue;
        this.#cut.add(`${a.id}>${b.id}`);
      }
    }
  }

  #crash(member: SimulatedMember): void {
    this.#cluster.crash(member);
    if (this.#random.chance(1, 2)) this.#cluster.restart(member);
  }

  /** No more faults: somebody must lead, and everybody must come to hold the same. */
  #calmDown(): boolean {
    const cluster = this.#cluster;
    for (const member of cluster.members) if (!member.isUp) cluster.restart(member);
    for (let round = 0; round < CALM_ROUNDS; round++) {
      this.#settle();
      const leader = cluster.leader();
      // A leader outside its own configuration can propose nothing, and would lead for ever. As
      // etcd does, its process ends.
      if (leader !== null && leader.core.tracker.self === null) {
        cluster.crash(leader);
        continue;
      }
      if (leader !== null && this.#isInAgreement(leader)) {
        cluster.checkAll();
        return false;
      }
      for (const member of cluster.members) {
        if (member.isUp) cluster.input(member, (node) => node.tick());
      }
      if (leader !== null) cluster.propose(leader, [`calm ${round}`]);
    }
    if (this.#canAnybodyWin()) {
      throw new AssertionError("the cluster does not recover after the faults have stopped");
    }
    return true;
  }

  /**
   * A configuration is in force from its application on, not from its place in the log. When the
   * leader that has applied its own removal or demotion stops leading at once, the voters may
   * still need its vote by the old configuration, which it refuses to their shorter logs. Raft as
   * etcd has it cannot help itself out of that.
   */
  #canAnybodyWin(): boolean {
    const members = this.#cluster.members.filter(({ isUp }) => isUp);
    return members.some((candidate) => {
      const { log, tracker } = candidate.core;
      const last = { term: log.lastTerm(), index: log.lastIndex() };
      const voters = members.filter((member) => member.core.log.isUpToDate(last));
      const ids = new Set(voters.map(({ id }) => id));
      return candidate.core.isPromotable() && isQuorum(tracker.configuration, ids);
    });
  }

  /** Everything that can be done without a tick. */
  #settle(): void {
    const cluster = this.#cluster;
    let isBusy = true;
    for (let round = 0; isBusy; round++) {
      if (round > MAX_SETTLE_ROUNDS) throw new AssertionError("the cluster does not come to rest");
      isBusy = false;
      for (const member of cluster.members) {
        if (!member.isUp) continue;
        while (member.node.hasReady() || member.appendWork.length + member.applyWork.length > 0) {
          isBusy = true;
          if (member.node.hasReady()) cluster.handleReady(member);
          cluster.processAppend(member);
          cluster.processApply(member);
        }
      }
      const messages = cluster.network;
      cluster.network = [];
      for (const message of messages) {
        isBusy = true;
        cluster.deliver(message);
      }
    }
  }

  /** All members of the leader's configuration follow it, and have applied all it has. */
  #isInAgreement(leader: SimulatedMember): boolean {
    const { core } = leader;
    if (core.log.applied !== core.log.lastIndex() || !core.hasCommittedInTerm()) return false;
    if (core.tracker.configuration.autoLeave) return false;
    return core.tracker.members.every((progress) => {
      const member = this.#cluster.find(progress.id)!;
      return (
        member.node.term === core.term &&
        member.node.lead === core.id &&
        member.node.appliedIndex === core.log.applied
      );
    });
  }
}
