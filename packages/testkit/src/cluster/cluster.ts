/**
 * A cluster of member processes: all of one program or a mixture, on loopback ports or in network
 * namespaces, with what an operator does to it (add, remove, promote, update, move the leader) and
 * the questions that decide whether its members agree.
 *
 * Everything is asked through client ports. Operations that etcd may refuse for a while (a young
 * leader, a fellow not long enough connected) are repeated up to a limit, as an operator would;
 * any other refusal is thrown.
 */

import { readFileSync } from "node:fs";
import { assert, SeededRandom } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import { freePorts } from "../process/ports.ts";
import { StartError } from "../process/server-child.ts";
import type { ServerCommand } from "../process/server-command.ts";
import type { RawClient } from "../raw/client.ts";
import { ClusterMember, type Founding, type MemberPlace } from "./cluster-member.ts";
import type { NamespaceNetwork } from "./network-namespaces.ts";
import { TcpRelay } from "./tcp-relay.ts";

export interface ClusterOptions {
  /** One for each founding member: m1, m2, ... */
  readonly programs: readonly ServerCommand[];
  /** Flags of every member. */
  readonly flags?: readonly string[];
  /** Null: loopback. Must have room for members that are added later; the caller disposes it. */
  readonly network?: NamespaceNetwork | null;
  /** Seed of relays in front of every peer port, on loopback only; null for none. */
  readonly relaySeed?: number | null;
  readonly parentDirectory?: string | null;
}

/** What all members were found to agree on. */
export interface Agreement {
  readonly revision: number;
  readonly hash: number;
  readonly compactRevision: number;
}

const CLIENT_PORT = 2379;
const PEER_PORT = 2380;
const POLL_MS = 30;
const START_LIMIT_MS = 40_000;
/** etcd refuses changes of membership until all fellows are connected for 5 s. */
const CHANGE_LIMIT_MS = 40_000;
/** Refusals that pass by themselves. */
const PASSING_REFUSAL =
  /unhealthy cluster|not enough started members|no leader|leader changed|timed out|is not ready|in sync with leader|connection|no reply/;
const HASH_LIMIT_MS = 30_000;
const LOG_TAIL_CHARACTERS = 3500;

export class Cluster {
  /** In the order of their making; removed ones stay in it, marked. */
  readonly members: ClusterMember[] = [];
  /** In front of the members with the same place in `members`; empty without relays. */
  readonly relays: TcpRelay[] = [];
  readonly network: NamespaceNetwork | null;
  readonly #relaySeed: number | null;
  readonly #flags: readonly string[];
  readonly #parentDirectory: string | null;

  private constructor(options: ClusterOptions) {
    this.network = options.network ?? null;
    this.#relaySeed = options.relaySeed ?? null;
    this.#flags = options.flags ?? [];
    this.#parentDirectory = options.parentDirectory ?? null;
  }

  /** A running cluster, every member of which serves. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    for (let attempt = 0; ; attempt++) {
      const cluster = new Cluster(options);
      try {
        for (const command of options.programs) await cluster.prepareMember(command);
        const initialCluster = cluster.members.map(namedUrl).join(",");
        for (const member of cluster.members) {
          member.founding = { initialCluster, state: "new" };
          member.launch();
        }
        await cluster.allServing();
        return cluster;
      } catch (error) {
        const logs = cluster.logs();
        await cluster.dispose();
        // Someone else may have taken a port between its choice and the bind.
        const portTaken =
          error instanceof StartError && /address already in use/i.test(error.output);
        if (portTaken && attempt < 3) continue;
        throw new Error(`${messageOf(error)}\n${logs}`, { cause: error });
      }
    }
  }

  /** Members that belong to the cluster, whether they run or not. */
  get present(): ClusterMember[] {
    return this.members.filter((member) => !member.isRemoved);
  }

  /** Members that may answer. */
  get up(): ClusterMember[] {
    return this.present.filter((member) => member.isUp);
  }

  /** Every member that runs serves, and its id is known. @throws StartError */
  async allServing(limitMs = START_LIMIT_MS): Promise<void> {
    await Promise.all(
      this.up.map(async (member) => {
        await member.serving(limitMs);
        await member.status();
      }),
    );
  }

  /**
   * The member that most of those that answer hold to be the leader, in the newest term of which
   * anyone knows; null when there is none at the moment.
   */
  async findLeader(): Promise<ClusterMember | null> {
    const answers = await Promise.allSettled(this.up.map((member) => member.status(1000)));
    const votes = new Map<bigint, number>();
    let term = 0;
    for (const answer of answers) {
      if (answer.status === "rejected") continue;
      const status = answer.value;
      if (status.raftTerm < term) continue;
      if (status.raftTerm > term) votes.clear();
      term = status.raftTerm;
      if (status.leader !== 0n) votes.set(status.leader, (votes.get(status.leader) ?? 0) + 1);
    }
    const winner = [...votes].sort((a, b) => b[1] - a[1])[0];
    if (winner === undefined) return null;
    return this.members.find((member) => member.id === winner[0] && member.isUp) ?? null;
  }

  /** Waits for a leader. @throws Error after the limit */
  async leader(limitMs = 15_000): Promise<ClusterMember> {
    let found: ClusterMember | null = null;
    await until(
      async () => {
        found = await this.findLeader();
        return found !== null;
      },
      { limitMs, what: "a leader" },
    );
    return found!;
  }

  async followers(): Promise<ClusterMember[]> {
    const leader = await this.leader();
    return this.up.filter((member) => member !== leader);
  }

  /** Leadership goes to this member; resolves when it holds it. */
  async moveLeader(target: ClusterMember, limitMs = CHANGE_LIMIT_MS): Promise<void> {
    await until(
      async () => {
        const leader = await this.leader();
        if (leader === target) return true;
        await this.#passing(leader, "Maintenance/MoveLeader", { targetID: target.id });
        return (await this.findLeader()) === target;
      },
      { limitMs, what: `${target.label} as leader` },
    );
  }

  /**
   * Adds a member through the API and starts it with empty data; resolves when it runs. It may not
   * serve yet: a learner never does, a voter when it has caught up.
   */
  async addMember(
    command: ServerCommand,
    options: { readonly isLearner?: boolean; readonly flags?: readonly string[] } = {},
  ): Promise<ClusterMember> {
    const member = await this.prepareMember(command);
    if (options.flags !== undefined) member.flags = options.flags;
    const reply = await this.#change<etcdserverpb.MemberAddResponse>("Cluster/MemberAdd", {
      peerURLs: [member.peerUrl],
      isLearner: options.isLearner ?? false,
    });
    assert(reply.member !== null, "MemberAdd answered without the member");
    member.id = reply.member.ID;
    member.founding = this.#joining(reply.members, member);
    member.launch();
    return member;
  }

  /** A member that is not started and of which the cluster knows nothing yet. */
  async prepareMember(command: ServerCommand): Promise<ClusterMember> {
    const index = this.members.length;
    const member = new ClusterMember({
      name: `m${index + 1}`,
      command,
      place: await this.#relayed(await this.place(index)),
      flags: this.#flags,
      founding: { initialCluster: "", state: "new" },
      parentDirectory: this.#parentDirectory,
    });
    this.members.push(member);
    return member;
  }

  /** Resolves when the cluster has taken the removal; the process should end by itself soon. */
  async removeMember(member: ClusterMember): Promise<void> {
    assert(member.id !== 0n, `${member.label} has no id yet`);
    const via = this.up.find((one) => one !== member) ?? null;
    await this.#change("Cluster/MemberRemove", { ID: member.id }, via);
    member.isRemoved = true;
  }

  /** Repeats until the learner has caught up. */
  async promoteMember(member: ClusterMember): Promise<void> {
    // Followers of etcd 3.4 pass it on to the leader themselves; asked directly, it cannot get lost.
    await this.#change("Cluster/MemberPromote", { ID: member.id }, await this.leader());
  }

  async updateMember(member: ClusterMember, peerUrl: string): Promise<void> {
    await this.#change("Cluster/MemberUpdate", { ID: member.id, peerURLs: [peerUrl] });
  }

  /** The members as the cluster has them, asked of one member. */
  async memberList(via: ClusterMember): Promise<readonly etcdserverpb.Member[]> {
    const client = await via.control();
    const reply = await client.invoke<etcdserverpb.MemberListResponse>("Cluster/MemberList", {});
    return reply.members;
  }

  /**
   * Waits until all running members are at one revision with one hash.
   * @throws Error that names every member's state when they do not get there.
   */
  async agreement(limitMs = 20_000): Promise<Agreement> {
    const deadlineMs = performance.now() + limitMs;
    let last = "";
    for (;;) {
      try {
        const states = await hashesOf(this.up);
        const [first] = states;
        assert(first !== undefined, "no member runs");
        last = states.map((one, i) => `${this.up[i]?.label}: ${JSON.stringify(one)}`).join("\n  ");
        if (states.every((one) => JSON.stringify(one) === JSON.stringify(first))) return first;
      } catch (error) {
        last = messageOf(error);
      }
      if (performance.now() > deadlineMs) {
        throw new Error(`the members do not agree after ${limitMs} ms:\n  ${last}`);
      }
      await pause(POLL_MS);
    }
  }

  /** The last lines of every member, for a failure. */
  logs(): string {
    return this.members
      .map((member) => {
        const text = readFileSync(member.logPath, { encoding: "utf8", flag: "a+" });
        return `--- ${member.label}${member.isRemoved ? ", removed" : ""}, log ${member.logPath}\n${text.slice(-LOG_TAIL_CHARACTERS)}`;
      })
      .join("\n");
  }

  async dispose(options: { readonly keepFiles: boolean } = { keepFiles: false }): Promise<void> {
    await Promise.all(this.members.map((member) => member.dispose(options)));
    await Promise.all(this.relays.map((relay) => relay.close()));
  }

  /** A fresh place for the member with this number: new ports, or its namespace. */
  async place(index: number): Promise<MemberPlace> {
    if (this.network === null) {
      const [clientPort, peerPort] = await freePorts(2);
      return {
        host: "127.0.0.1",
        clientPort: clientPort!,
        peerPort: peerPort!,
        launcher: [],
        advertisedPeerUrl: null,
      };
    }
    return {
      host: this.network.address(index),
      clientPort: CLIENT_PORT,
      peerPort: PEER_PORT,
      launcher: this.network.launcher(index),
      advertisedPeerUrl: null,
    };
  }

  async #relayed(place: MemberPlace): Promise<MemberPlace> {
    if (this.#relaySeed === null) return place;
    const relay = await TcpRelay.listen({
      host: place.host,
      port: place.peerPort,
      random: new SeededRandom(this.#relaySeed + this.relays.length),
    });
    this.relays.push(relay);
    return { ...place, advertisedPeerUrl: relay.url };
  }

  /** What a member is told that joins the cluster that has these members. */
  #joining(members: readonly etcdserverpb.Member[], joiner: ClusterMember): Founding {
    const pairs = members.flatMap((one) => {
      const name = one.ID === joiner.id ? joiner.name : one.name;
      return one.peerURLs.map((url) => `${name}=${url}`);
    });
    return { initialCluster: pairs.join(","), state: "existing" };
  }

  /** A change of membership, repeated while it is refused for a passing reason. */
  async #change<T>(method: string, request: object, via: ClusterMember | null = null): Promise<T> {
    const deadlineMs = performance.now() + CHANGE_LIMIT_MS;
    for (let attempt = 0; ; attempt++) {
      const member = via ?? this.up[attempt % this.up.length]!;
      try {
        const client = await member.control();
        return await client.invoke<T>(method, request, { timeoutMs: 10_000 });
      } catch (error) {
        const text = messageOf(error);
        // Done by an attempt whose answer was lost.
        if (attempt > 0 && /member not found/.test(text) && method === "Cluster/MemberRemove") {
          return {} as T;
        }
        if (!PASSING_REFUSAL.test(text) || performance.now() > deadlineMs) {
          throw new Error(`${method} through ${member.label}: ${text}`, { cause: error });
        }
        await pause(200);
      }
    }
  }

  async #passing(member: ClusterMember, method: string, request: object): Promise<void> {
    try {
      const client = await member.control();
      await client.invoke(method, request, { timeoutMs: 10_000 });
    } catch (error) {
      if (!PASSING_REFUSAL.test(messageOf(error)) && !/not leader/.test(messageOf(error))) {
        throw error;
      }
    }
  }
}

/**
 * Runs a body with a cluster and takes it down afterwards. A failure carries the end of every
 * member's log; with KVORUM_KEEP_FAILED set, their files stay.
 */
export async function withCluster<T>(
  options: ClusterOptions,
  body: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const cluster = await Cluster.start(options);
  let failed = true;
  try {
    const result = await body(cluster);
    failed = false;
    return result;
  } catch (error) {
    throw new Error(`${messageOf(error)}\n${cluster.logs()}`, { cause: error });
  } finally {
    const keepFiles = failed && (process.env["KVORUM_KEEP_FAILED"] ?? "") !== "";
    await cluster.dispose({ keepFiles });
  }
}

/** Polls until the condition holds. @throws Error that names what did not come. */
export async function until(
  condition: () => Promise<boolean>,
  options: { readonly limitMs: number; readonly what: string },
): Promise<void> {
  const deadlineMs = performance.now() + options.limitMs;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) {
      throw new Error(`${options.what}: not in ${options.limitMs} ms`);
    }
    await pause(POLL_MS);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function namedUrl(member: ClusterMember): string {
  return `${member.name}=${member.peerUrl}`;
}

/** @throws Error while the members are at different revisions: a hash of all keys is not cheap. */
async function hashesOf(members: readonly ClusterMember[]): Promise<Agreement[]> {
  const states = await Promise.all(members.map((member) => member.status()));
  const revisions = states.map((status) => status.header?.revision ?? 0);
  if (new Set(revisions).size > 1) throw new Error(`revisions ${revisions.join(", ")}`);
  return Promise.all(members.map(hashOf));
}

async function hashOf(member: ClusterMember): Promise<Agreement> {
  const client: RawClient = await member.control();
  const reply = await client.invoke<etcdserverpb.HashKVResponse>(
    "Maintenance/HashKV",
    {},
    { timeoutMs: HASH_LIMIT_MS },
  );
  return {
    revision: reply.header?.revision ?? 0,
    hash: reply.hash,
    compactRevision: reply.compactRevision,
  };
}
