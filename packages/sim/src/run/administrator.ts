/**
 * The operator of a simulated cluster: adds, promotes, removes and replaces members, starts those
 * that the cluster has been told of, defragments and moves the leadership, through the same
 * services as everybody else.
 */

import type { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import type { SimulatedCluster, SimulatedMember } from "../cluster/cluster.ts";
import type { Host } from "../world/network.ts";
import type { Scheduler } from "../world/scheduler.ts";
import type { Trace } from "../world/trace.ts";

const CLUSTER = "/etcdserverpb.Cluster";
const MAINTENANCE = "/etcdserverpb.Maintenance";
const MAX_MEMBERS = 6;
/** Between two looks for members that the cluster knows and that do not run. */
const LOOK_MS = 100;

export class Administrator {
  readonly #cluster: SimulatedCluster;
  readonly #scheduler: Scheduler;
  readonly #trace: Trace;
  readonly #random: SeededRandom;
  /** Places that the cluster has been told of or may have been. */
  readonly #prepared: Host[] = [];
  readonly counts = { added: 0, promoted: 0, removed: 0, refused: 0 };
  /** Breaks the watch streams of clients. */
  moveWatches: () => void = () => {};

  constructor(options: {
    cluster: SimulatedCluster;
    scheduler: Scheduler;
    trace: Trace;
    random: SeededRandom;
  }) {
    this.#cluster = options.cluster;
    this.#scheduler = options.scheduler;
    this.#trace = options.trace;
    this.#random = options.random;
    this.#look();
  }

  addMember({ isLearner }: { isLearner: boolean }): void {
    const present = this.#cluster.members.filter(({ isRemoved }) => !isRemoved).length;
    if (present + this.#prepared.length >= MAX_MEMBERS) return;
    const host = this.#cluster.addHost();
    this.#prepared.push(host);
    const request = etcdserverpb.encodeMemberAddRequest({ peerURLs: [host.url], isLearner });
    this.#call(`${CLUSTER}/MemberAdd`, request, (answer) => {
      if (answer !== null) this.counts.added++;
    });
  }

  promoteLearners(): void {
    for (const id of this.#ids((member) => member.isLearner)) {
      const request = etcdserverpb.encodeMemberPromoteRequest({ ID: id });
      this.#call(`${CLUSTER}/MemberPromote`, request, (answer) => {
        if (answer !== null) this.counts.promoted++;
      });
    }
  }

  /** Removes one, and puts another in its place when that is done. */
  replaceMember(random: SeededRandom): void {
    this.#remove(random, () => this.addMember({ isLearner: random.chance(1, 2) }));
  }

  removeMember(random: SeededRandom): void {
    this.#remove(random, () => {});
  }

  defragment(member: SimulatedMember): void {
    const request = etcdserverpb.encodeDefragmentRequest({});
    this.#callAt(member, `${MAINTENANCE}/Defragment`, request, () => {});
  }

  moveLeader(random: SeededRandom): void {
    const leader = this.#cluster.leader();
    if (leader === null) return;
    const voters = this.#ids((member) => !member.isLearner).filter((id) => id !== leader.id);
    if (voters.length === 0) return;
    const request = etcdserverpb.encodeMoveLeaderRequest({ targetID: random.pick(voters) });
    this.#callAt(leader, `${MAINTENANCE}/MoveLeader`, request, () => {});
  }

  #remove(random: SeededRandom, done: () => void): void {
    const voters = this.#ids((member) => !member.isLearner);
    if (voters.length < 3) return;
    const id = random.pick(voters);
    const request = etcdserverpb.encodeMemberRemoveRequest({ ID: id });
    this.#call(`${CLUSTER}/MemberRemove`, request, (answer) => {
      if (answer === null) return;
      this.counts.removed++;
      done();
    });
  }

  /** Members as the furthest of the running ones knows them. */
  known(): readonly { readonly id: bigint; readonly isLearner: boolean; readonly name: string }[] {
    return this.#furthest()?.member?.store.members.list ?? [];
  }

  #furthest(): SimulatedMember | null {
    let best: SimulatedMember | null = null;
    for (const one of this.#cluster.members) {
      if (one.member === null || one.isRemoved) continue;
      if (best === null || one.member.store.appliedIndex > best.member!.store.appliedIndex)
        best = one;
    }
    return best;
  }

  #ids(test: (member: { readonly isLearner: boolean }) => boolean): bigint[] {
    return this.known()
      .filter(test)
      .map(({ id }) => id);
  }

  /** Starts prepared places that the cluster knows, and clears away members that it removed. */
  #look(): void {
    this.#scheduler.after(LOOK_MS, () => {
      this.#look();
      const furthest = this.#furthest();
      if (furthest === null) return;
      const { members } = furthest.member!.store;
      for (const host of [...this.#prepared]) {
        const own = members.list.find(({ peerUrls }) => peerUrls.includes(host.url));
        if (own === undefined) continue;
        this.#prepared.splice(this.#prepared.indexOf(host), 1);
        const joined = this.#cluster.join(host, {
          kind: "join",
          memberId: own.id,
          clusterId: furthest.member!.clusterId,
          members: members.list.map(({ id, name, peerUrls }) => ({ id, name, peerUrls })),
        });
        this.#note(`${joined.name} joins as ${own.id.toString(16)}`);
        this.#cluster.start(joined);
      }
      for (const member of this.#cluster.members) {
        if (member.isRemoved || !members.isRemoved(member.id)) continue;
        if (member.isUp) this.#refuseStreams(member, furthest);
        else {
          this.#note(`${member.name} is not started again: it was removed`);
          member.isRemoved = true;
        }
      }
    });
  }

  /** A removed member dials the others for their streams, and is told that it is gone. */
  #refuseStreams(member: SimulatedMember, by: SimulatedMember): void {
    const { station } = member.host;
    if (station === null || this.#cluster.isCut(member, by)) return;
    station.process.deliver(() => station.receiver.removedFromCluster());
  }

  #call(path: string, request: Uint8Array, done: (answer: Uint8Array | null) => void): void {
    const serving = this.#cluster.serving();
    if (serving.length === 0) done(null);
    else this.#callAt(this.#random.pick(serving), path, request, done);
  }

  #callAt(
    member: SimulatedMember,
    path: string,
    request: Uint8Array,
    done: (answer: Uint8Array | null) => void,
  ): void {
    const connection = this.#cluster.connect(member);
    if (connection === null) {
      done(null);
      return;
    }
    const name = path.slice(path.lastIndexOf("/") + 1);
    const failed = (text: string): void => {
      this.counts.refused++;
      this.#note(`${name} at ${member.name}: ${text}`);
      done(null);
    };
    connection.unary(
      path,
      request,
      { timeoutMs: 5000 },
      {
        answered: (message) => {
          this.#note(`${name} at ${member.name}: done`);
          done(message);
        },
        failed: ({ message }) => failed(message),
        lost: failed,
      },
    );
  }

  #note(line: string): void {
    this.#trace.note(this.#scheduler.nowMs, line);
  }
}
