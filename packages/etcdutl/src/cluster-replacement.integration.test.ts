/** The members of a cluster change their program one by one, while it is written to. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToLatin1 } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import { type Cluster, type ClusterMember, type ServerCommand, withCluster } from "@kvorum/testkit";
import { bytes, DataOwner, go, goFlags, kvorum, skipWithoutBoth } from "./testing/data-owner.ts";

test("members of a Go cluster are replaced one by one under load, and go back one by one", {
  skip: skipWithoutBoth,
  timeout: 240_000,
}, async () => {
  await withCluster({ programs: [go!, go!, go!], flags: goFlags }, async (cluster) => {
    const load = new Load(cluster.members);
    await load.settled(50);
    for (const member of cluster.members) {
      await replace(cluster, member, kvorum!, load);
      if (member === cluster.members[1]) {
        // While a Go member is left the cluster's version is its own, and others may go back.
        await cluster.agreement();
        await load.settled(20);
        await replace(cluster, member, go!, load);
        await replace(cluster, member, kvorum!, load);
      }
    }
    await load.settled(50);
    await load.end();
    const { hash, revision } = await cluster.agreement();
    const before = await Promise.all(cluster.members.map((one) => new DataOwner(one).state()));
    // All are ours now: the cluster's version has risen, so all go back together.
    await Promise.all(cluster.members.map((member) => member.kill()));
    for (const member of cluster.members) new DataOwner(member).handBack("--target-version", "3.4");
    for (const member of cluster.members) {
      member.command = go!;
      member.launch();
    }
    await cluster.allServing();
    assert.deepEqual(await cluster.agreement(), { ...(await cluster.agreement()), hash, revision });
    assert.deepEqual(
      await Promise.all(cluster.members.map((one) => new DataOwner(one).state())),
      before,
    );
    await new DataOwner(cluster.members[0]!).put("after", "all");
  });
});

async function replace(
  cluster: Cluster,
  member: ClusterMember,
  command: ServerCommand,
  load: Load,
): Promise<void> {
  const owner = new DataOwner(member);
  await load.without(member, async () => {
    await member.kill();
    if (!command.isKvorum) owner.handBack();
    await owner.restartAs(command);
  });
  await cluster.allServing();
  await load.settled(20);
}

/** One writer after another on each member that runs. Counts what was acknowledged. */
class Load {
  readonly #members: readonly ClusterMember[];
  readonly #acknowledged = new Map<string, string>();
  #resting: ClusterMember | null = null;
  #hasEnded = false;
  readonly #writers: readonly Promise<void>[];

  constructor(members: readonly ClusterMember[]) {
    this.#members = members;
    this.#writers = members.map((member, i) => this.#write(member, i));
  }

  /** Resolves when this many more writes were acknowledged. */
  async settled(count: number): Promise<void> {
    const target = this.#acknowledged.size + count;
    const deadlineMs = performance.now() + 30_000;
    while (this.#acknowledged.size < target) {
      assert.ok(performance.now() < deadlineMs, "the cluster takes no writes");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Its member is not written to meanwhile. */
  async without(member: ClusterMember, body: () => Promise<void>): Promise<void> {
    this.#resting = member;
    await body();
    this.#resting = null;
  }

  /** Stops writing; every acknowledged write must be there, on every member. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await Promise.all(this.#writers);
    for (const member of this.#members) {
      const { kvs } = await new DataOwner(member).ask<etcdserverpb.RangeResponse>("KV/Range", {
        key: bytes("load-"),
        rangeEnd: bytes("load."),
      });
      const found = new Map(kvs.map((kv) => [bytesToLatin1(kv.key), bytesToLatin1(kv.value)]));
      for (const [key, value] of this.#acknowledged) assert.equal(found.get(key), value);
    }
  }

  async #write(member: ClusterMember, writer: number): Promise<void> {
    const owner = new DataOwner(member);
    for (let i = 0; !this.#hasEnded; i++) {
      if (this.#resting === member || !member.isUp) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      const key = `load-${writer}-${i}`;
      try {
        await owner.put(key, `value ${i}`);
        this.#acknowledged.set(key, `value ${i}`);
      } catch {
        // Not acknowledged: a member or the leader was just killed. The next one tells.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}
