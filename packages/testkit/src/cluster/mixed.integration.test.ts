/**
 * Go etcd 3.4 and Kvorum in one cluster, under load: each member leads in turn, members come and
 * go, are killed and restarted, and get a snapshot from the other side. At the end every member has
 * the same hash, and the history keeps every promise. Issue 3, "Mixed clusters".
 */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { etcdserverpb } from "@kvorum/proto";
import { writeBulk } from "./bulk-writes.ts";
import { type Cluster, until, withCluster } from "./cluster.ts";
import type { ClusterLoad } from "./cluster-load.ts";
import type { ClusterMember } from "./cluster-member.ts";
import {
  clusterPrograms,
  kindsUnderTest,
  type ProgramKind,
  skipWithoutPrograms,
} from "./cluster-programs.ts";
import { runRecorded } from "./recorded-run.ts";

/** More than the 5,000 entries that both servers keep behind a snapshot of their log. */
const MISSED_ENTRIES = 6000;
const FLAGS: readonly string[] = ["--snapshot-count", "300"];

const mixtures: readonly { readonly wanted: readonly ProgramKind[]; joiner: ProgramKind }[] = [
  { wanted: ["go", "go", "kvorum"], joiner: "kvorum" },
  { wanted: ["kvorum", "kvorum", "go"], joiner: "go" },
];

for (const { wanted, joiner } of mixtures) {
  const kinds = kindsUnderTest(wanted);
  const skip = skipWithoutPrograms(kinds);
  const label = wanted.join(", ");

  test(
    `a cluster of ${label} keeps every promise, each member leading in turn`,
    {
      skip,
    },
    (t) =>
      run(t, kinds, async (cluster, load) => {
        for (const member of [...cluster.members]) {
          await cluster.moveLeader(member);
          await load.answered(150, 15_000);
          const [follower] = (await cluster.followers()).slice(-1);
          await follower!.kill();
          await load.answered(40, 15_000);
          follower!.launch();
          await follower!.serving();
          await load.answered(40, 15_000);
          await member.kill();
          await cluster.leader();
          await load.answered(60, 15_000);
          member.launch();
          await member.serving();
        }
      }),
  );

  test(`a ${joiner} member joins and leaves a cluster of ${label} under load`, { skip }, (t) =>
    run(t, kinds, async (cluster, load) => {
      await load.answered(60, 15_000);
      const [program] = clusterPrograms(kindsUnderTest([joiner]));
      const joined = await cluster.addMember(program!);
      await joined.serving();
      load.addMember(joined);
      await load.answered(100, 15_000);
      await cluster.moveLeader(joined);
      await load.answered(60, 15_000);
      // The leader itself is removed: it has to end, and the others to go on.
      await load.removeMember(joined);
      await cluster.removeMember(joined);
      const exit = await endOf(joined);
      assert.equal(exit.code, 0, `${joined.label}, removed, ended with ${JSON.stringify(exit)}`);
      await cluster.leader();
      await load.answered(60, 15_000);
    }),
  );

  test(
    `a member of ${label} that missed too much gets a snapshot from the other side`,
    {
      skip,
    },
    (t) =>
      run(t, kinds, async (cluster, load) => {
        for (const { sender, receiver } of directions(cluster, wanted)) {
          await load.answered(60, 15_000);
          await cluster.moveLeader(sender);
          await receiver.kill();
          await writeBulk(load, { via: sender, count: MISSED_ENTRIES });
          assert.equal(await cluster.findLeader(), sender, "the leader changed meanwhile");
          receiver.launch();
          await receiver.serving();
          await load.answered(60, 15_000);
          assert.ok(
            tookSnapshot(receiver),
            `${receiver.label} got no snapshot:\n${receiver.output.slice(-2000)}`,
          );
        }
      }),
  );
}

function run(
  t: TestContext,
  kinds: readonly ProgramKind[],
  body: (cluster: Cluster, load: ClusterLoad) => Promise<void>,
): Promise<void> {
  const seed = 31;
  t.diagnostic(`seed ${seed}`);
  return withCluster({ programs: clusterPrograms(kinds), flags: FLAGS }, async (cluster) => {
    const result = await runRecorded(cluster, { seed }, (load) => body(cluster, load));
    t.diagnostic(JSON.stringify(result));
    await sameMembers(cluster);
  });
}

/** Every member lists the same members. */
async function sameMembers(cluster: Cluster): Promise<void> {
  const lists = await Promise.all(cluster.up.map((member) => cluster.memberList(member)));
  const text = (members: readonly etcdserverpb.Member[]): string =>
    members
      .map(({ ID, name, peerURLs, clientURLs }) => `${ID} ${name} ${peerURLs} ${clientURLs}`)
      .sort()
      .join("\n");
  for (const list of lists) assert.equal(text(list), text(lists[0]!));
  assert.equal(lists[0]!.length, cluster.present.length);
}

/** One pair each way between different kinds; by the mixture as named, also when all play Go. */
function directions(
  cluster: Cluster,
  kinds: readonly ProgramKind[],
): { sender: ClusterMember; receiver: ClusterMember }[] {
  const go = cluster.members[kinds.indexOf("go")]!;
  const kvorum = cluster.members[kinds.indexOf("kvorum")]!;
  return [
    { sender: go, receiver: kvorum },
    { sender: kvorum, receiver: go },
  ];
}

/** Whether the member's log tells of a snapshot taken in since its last start. */
function tookSnapshot(member: ClusterMember): boolean {
  return /applied snapshot|restored snapshot/.test(member.output);
}

async function endOf(member: ClusterMember): Promise<{ code: number | null }> {
  await until(async () => member.pid === null, {
    limitMs: 20_000,
    what: `the end of ${member.label}, which was removed`,
  });
  return member.exited;
}
