/** A cluster of three is lost but for one member, which goes on alone. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { etcdserverpb } from "@kvorum/proto";
import { type ClusterMember, type ServerCommand, withCluster } from "@kvorum/testkit";
import { DataOwner, go, kvorum, skipWithoutBoth } from "./testing/data-owner.ts";

for (const founder of ["kvorum", "go"] as const) {
  test(
    `--force-new-cluster keeps one member of three of ${founder}, with all data and ids`,
    {
      skip: kvorum === null ? "packages/server is not built" : founder === "go" && skipWithoutBoth,
      timeout: 120_000,
    },
    () => forceNewCluster(founder === "go" ? go! : kvorum!),
  );
}

async function forceNewCluster(program: ServerCommand): Promise<void> {
  await withCluster({ programs: [program, program, program] }, async (cluster) => {
    const [member, ...others] = cluster.members as [ClusterMember, ...ClusterMember[]];
    const owner = new DataOwner(member);
    const owners = cluster.members.map((one) => new DataOwner(one));
    for (let i = 0; i < 60; i++) await owners[i % 3]!.put(`key-${i}`, `value ${i}`);
    await cluster.agreement();
    const before = await owner.state();
    await Promise.all(cluster.members.map((one) => one.kill()));
    for (const other of others) other.isRemoved = true;
    member.flags = ["--force-new-cluster"];
    await owner.restartAs(kvorum!);
    const after = await owner.state();
    const own = before.members.filter(({ ID }) => ID === member.id);
    assert.deepEqual(after, { ...before, members: own });
    await owner.put("alone", "it goes on");
    await member.kill();
    member.flags = [];
    member.launch();
    await member.serving();
    await owner.put("alone", "after a restart");
    const joined = await cluster.addMember(kvorum!);
    await joined.serving();
    await cluster.agreement();
    const { members } = await new DataOwner(joined).ask<etcdserverpb.MemberListResponse>(
      "Cluster/MemberList",
    );
    assert.deepEqual(members.map(({ ID }) => ID).sort(), [member.id, joined.id].sort());
  });
}
