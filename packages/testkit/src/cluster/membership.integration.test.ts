/**
 * The life of members as operators live it, with Debian's etcdctl: add, learn, promote, move to
 * another address, remove, replace; and what a cluster must refuse. Issue 3, "Bootstrap and life".
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { findProgram, skipWithout } from "../process/programs.ts";
import { type Cluster, until, withCluster } from "./cluster.ts";
import type { ClusterMember } from "./cluster-member.ts";
import { clusterPrograms, kindsUnderTest, skipWithoutPrograms } from "./cluster-programs.ts";

const kinds = kindsUnderTest(["kvorum", "kvorum", "kvorum"]);
const skip = skipWithoutPrograms(kinds) || skipWithout("etcdctl");
const COMMAND_LIMIT_MS = 20_000;
/** A member that joined may count as unconnected for 5 s, and changes are refused so long. */
const SETTLE_LIMIT_MS = 30_000;
/** What a change is refused with while members have not found each other. */
const UNSETTLED = /unhealthy cluster|not enough started members|in sync with leader|is not ready/;

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs etcdctl to its end; never rejects for its exit code. */
function etcdctl(
  endpoints: ClusterMember | readonly ClusterMember[],
  ...args: readonly string[]
): Promise<Output> {
  const members = Array.isArray(endpoints) ? endpoints : [endpoints as ClusterMember];
  const urls = members.map((member: ClusterMember) => member.clientUrl).join(",");
  return new Promise((resolve) => {
    execFile(
      findProgram("etcdctl")!,
      ["--endpoints", urls, "--command-timeout", "10s", ...args],
      {
        env: { PATH: process.env["PATH"] ?? "", ETCDCTL_API: "3" },
        timeout: COMMAND_LIMIT_MS,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

/** Runs etcdctl, which must succeed. @returns its standard output */
async function ok(
  endpoints: ClusterMember | readonly ClusterMember[],
  ...args: readonly string[]
): Promise<string> {
  const { code, stdout, stderr } = await etcdctl(endpoints, ...args);
  assert.equal(code, 0, `etcdctl ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** As ok(), repeated while the cluster says that it has not settled. */
async function settled(via: ClusterMember, ...args: readonly string[]): Promise<string> {
  let output: Output | null = null;
  await until(
    async () => {
      output = await etcdctl(via, ...args);
      return !UNSETTLED.test(output.stderr);
    },
    { limitMs: SETTLE_LIMIT_MS, what: `etcdctl ${args.join(" ")}` },
  );
  assert.equal(output!.code, 0, `etcdctl ${args.join(" ")}: ${output!.stderr}`);
  return output!.stdout;
}

const hex = (id: bigint): string => id.toString(16);

/** Takes what `member add` printed for the joiner's environment. */
function adopt(joiner: ClusterMember, printed: string): void {
  const id = /^Member +([0-9a-f]+) added to cluster/m.exec(printed);
  const initialCluster = /^ETCD_INITIAL_CLUSTER="([^"]*)"$/m.exec(printed);
  assert.ok(id !== null && initialCluster !== null, printed);
  assert.match(printed, /^ETCD_INITIAL_CLUSTER_STATE="existing"$/m);
  joiner.id = BigInt(`0x${id[1]}`);
  joiner.founding = { initialCluster: initialCluster[1]!, state: "existing" };
}

async function addThroughCtl(
  cluster: Cluster,
  via: ClusterMember,
  ...flags: readonly string[]
): Promise<ClusterMember> {
  const joiner = await cluster.prepareMember(clusterPrograms(kinds)[0]!);
  const peerUrls = `--peer-urls=${joiner.peerUrl}`;
  adopt(joiner, await settled(via, "member", "add", joiner.name, peerUrls, ...flags));
  return joiner;
}

async function endedByItself(member: ClusterMember): Promise<void> {
  await until(async () => member.pid === null, {
    limitMs: 20_000,
    what: `the end of ${member.label}, which was removed`,
  });
}

async function withMembers(body: (cluster: Cluster) => Promise<void>): Promise<void> {
  await withCluster({ programs: clusterPrograms(kinds) }, body);
}

test("a learner is added, learns, is promoted and leads", { skip }, () =>
  withMembers(async (cluster) => {
    const [first] = cluster.members;
    await ok(first!, "put", "before", "1");
    const learner = await addThroughCtl(cluster, first!, "--learner");
    assert.match(
      await ok(first!, "member", "list"),
      new RegExp(`^${hex(learner.id)}, unstarted, , ${learner.peerUrl}, , true$`, "m"),
    );
    learner.launch();
    await learner.listening();
    await until(
      async () => {
        const { stdout } = await etcdctl(learner, "get", "before", "--consistency=s");
        return stdout === "before\n1\n";
      },
      { limitMs: SETTLE_LIMIT_MS, what: "the learner's copy" },
    );
    for (const refused of [
      ["get", "before"],
      ["put", "x", "1"],
    ]) {
      const { code, stderr } = await etcdctl(learner, ...refused);
      assert.notEqual(code, 0);
      assert.match(stderr, /etcdserver: rpc not supported for learner/);
    }
    await settled(first!, "member", "promote", hex(learner.id));
    await learner.serving();
    assert.match(
      await ok(learner, "member", "list"),
      new RegExp(`^${hex(learner.id)}, started, ${learner.name}, .*, false$`, "m"),
    );
    const again = await etcdctl(first!, "member", "promote", hex(learner.id));
    assert.match(again.stderr, /etcdserver: can only promote a learner member/);
    await cluster.moveLeader(learner);
    await ok(learner, "put", "after", "2");
    const health = await etcdctl(first!, "endpoint", "health", "--cluster");
    const said = health.stdout + health.stderr;
    assert.equal(said.match(/ is healthy/g)?.length ?? 0, 4, said);
    await cluster.agreement();
  }),
);

test("a removed member ends by itself, and its place is taken by a new one", { skip }, () =>
  withMembers(async (cluster) => {
    const leader = await cluster.leader();
    const leaving = cluster.members.find((member) => member !== leader)!;
    await ok(leader, "put", "k", "v");
    const printed = await settled(leader, "member", "remove", hex(leaving.id));
    assert.match(printed, new RegExp(`^Member +${hex(leaving.id)} removed from cluster`));
    leaving.isRemoved = true;
    await endedByItself(leaving);

    const unknown = await etcdctl(leader, "member", "remove", hex(leaving.id));
    assert.match(unknown.stderr, /etcdserver: member not found/);

    // Started again on its old data it learns that it is no member any more.
    leaving.launch();
    await endedByItself(leaving);
    assert.equal(await ok(leader, "get", "k"), "k\nv\n");

    const successor = await addThroughCtl(cluster, leader);
    successor.launch();
    await successor.serving();
    assert.equal(await ok(successor, "get", "k"), "k\nv\n");
    await cluster.agreement();
  }),
);

test("the leader is removed while it leads, and the others go on", { skip }, () =>
  withMembers(async (cluster) => {
    const leader = await cluster.leader();
    const [other] = await cluster.followers();
    await settled(other!, "member", "remove", hex(leader.id));
    leader.isRemoved = true;
    await endedByItself(leader);
    await cluster.leader();
    await ok(other!, "put", "k", "v");
    await cluster.agreement();
  }),
);

test("a member moves to another address with its data", { skip }, () =>
  withMembers(async (cluster) => {
    const leader = await cluster.leader();
    const moving = cluster.members.find((member) => member !== leader)!;
    await ok(leader, "put", "k", "1");
    const place = await cluster.place(0);
    const peerUrl = `http://${place.host}:${place.peerPort}`;
    await settled(leader, "member", "update", hex(moving.id), `--peer-urls=${peerUrl}`);
    await moving.stop();
    await ok(leader, "put", "k", "2");
    moving.place = place;
    moving.launch();
    await moving.serving();
    assert.equal(await ok(moving, "get", "k"), "k\n2\n");
    const list = await ok(moving, "member", "list");
    assert.match(
      list,
      new RegExp(
        `^${hex(moving.id)}, started, ${moving.name}, ${peerUrl}, ${moving.clientUrl}, `,
        "m",
      ),
    );
    // It must be found by the others too, not only find them.
    await cluster.moveLeader(moving);
    await ok(moving, "put", "k", "3");
    await cluster.agreement();
  }),
);

test("a member that lost its disk is replaced under its old name", { skip }, () =>
  withMembers(async (cluster) => {
    const leader = await cluster.leader();
    const lost = cluster.members.find((member) => member !== leader)!;
    await ok(leader, "put", "k", "v");
    await lost.wipe();
    await settled(leader, "member", "remove", hex(lost.id));
    const peerUrls = `--peer-urls=${lost.peerUrl}`;
    adopt(lost, await settled(leader, "member", "add", lost.name, peerUrls));
    lost.launch();
    await lost.serving();
    assert.equal(await ok(lost, "get", "k"), "k\nv\n");
    await cluster.agreement();
  }),
);

test("changes that would cost the quorum are refused", { skip }, () =>
  withMembers(async (cluster) => {
    const leader = await cluster.leader();
    const [down, up] = await cluster.followers();
    await down!.kill();
    const removal = await etcdctl(leader, "member", "remove", hex(up!.id));
    assert.match(
      removal.stderr,
      /etcdserver: (re-configuration failed due to not enough started members|unhealthy cluster)/,
    );
    const addition = await etcdctl(leader, "member", "add", "m9", "--peer-urls=http://127.0.0.1:1");
    assert.match(addition.stderr, /etcdserver: (unhealthy cluster|re-configuration failed)/);
    const twice = await etcdctl(leader, "member", "add", "m9", `--peer-urls=${up!.peerUrl}`);
    assert.match(
      twice.stderr,
      /etcdserver: (Peer URLs already exists|unhealthy cluster|re-configuration failed)/,
    );
    // The one that is down may go: that brings the quorum nearer.
    await settled(leader, "member", "remove", hex(down!.id));
    down!.isRemoved = true;
    await ok(leader, "put", "k", "v");
    await cluster.agreement();
  }),
);

test("etcdctl asks all members at once", { skip }, () =>
  withMembers(async (cluster) => {
    const leader = await cluster.leader();
    await ok(cluster.members, "put", "k", "v");
    const text = await ok(cluster.members, "endpoint", "status", "-w", "json");
    const states = JSON.parse(text) as { Status: { leader: unknown; raftTerm: number } }[];
    assert.equal(states.length, 3);
    for (const { Status } of states) {
      assert.equal(String(Status.leader), String(states[0]!.Status.leader));
      assert.equal(Status.raftTerm, states[0]!.Status.raftTerm);
    }
    const target = cluster.members.find((member) => member !== leader)!;
    const moved = await ok(cluster.members, "move-leader", hex(target.id));
    assert.match(
      moved,
      new RegExp(`^Leadership transferred from ${hex(leader.id)} to ${hex(target.id)}`),
    );
    assert.equal(await cluster.leader(), target);
    const hashes = await ok(cluster.members, "endpoint", "hashkv", "-w", "json");
    const values = (JSON.parse(hashes) as { HashKV: { hash: number } }[]).map(
      (one) => one.HashKV.hash,
    );
    assert.deepEqual(new Set(values).size, 1, hashes);
  }),
);
