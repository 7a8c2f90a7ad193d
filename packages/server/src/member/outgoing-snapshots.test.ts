import assert from "node:assert/strict";
import { test } from "node:test";
import type { PeerTransport, SnapshotBody } from "@kvorum/peer";
import type { raftpb } from "@kvorum/proto";
import { OutgoingSnapshots } from "./outgoing-snapshots.ts";
import {
  SNAP_DIRECTORY,
  snapshotMessage,
  snapshotSite,
  soonTimers,
} from "./testing/snapshot-site.ts";

function sender() {
  const site = snapshotSite();
  for (let i = 1; i <= 7; i++) site.put(i, "k", `v${i}`);
  const sent: { message: raftpb.Message; body: SnapshotBody }[] = [];
  const dropped: bigint[] = [];
  const now = { ms: 0 };
  const outgoing = new OutgoingSnapshots({
    disk: site.disk,
    clock: { monotonicMs: () => now.ms, wallMs: () => 0 },
    timers: soonTimers,
    transport: () =>
      ({
        sendSnapshot: (message: raftpb.Message, body: SnapshotBody) => sent.push({ message, body }),
      }) as unknown as PeerTransport,
    dropped: (id) => dropped.push(id),
    copies: null,
    checkpointed: () => Promise.resolve(),
    failed: (error) => assert.fail(String(error)),
  });
  return { site, outgoing, sent, dropped, now };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("one export serves all that wait, and its file goes with its last user", async () => {
  const { site, outgoing, sent, dropped } = sender();
  outgoing.add(snapshotMessage(2));
  outgoing.add({ ...snapshotMessage(2), to: 0xcn });
  outgoing.add({ ...snapshotMessage(2), to: 0xcn });
  assert.deepEqual(dropped, [0xcn], "one at a time for each follower");
  await settled();
  assert.deepEqual(
    sent.map(({ message }) => message.to),
    [0xbn, 0xcn],
  );
  for (const { message } of sent) {
    assert.equal(message.snapshot?.metadata?.index, 7, "as applied now, not as raft asked");
    assert.equal(message.snapshot?.metadata?.term, 3);
    assert.ok(message.snapshot?.data?.length);
  }
  sent[0]!.body.close();
  sent[0]!.body.close();
  assert.equal(site.fileSystem.list(SNAP_DIRECTORY).length, 1);
  assert.equal(sent[1]!.body.read(0, 16).length, 16);
  sent[1]!.body.close();
  assert.deepEqual(site.fileSystem.list(SNAP_DIRECTORY), []);
});

test("holdsLog is true from the request until the follower has caught up or time is over", async () => {
  const { outgoing, sent, now } = sender();
  assert.equal(outgoing.holdsLog, false);
  outgoing.add(snapshotMessage(2));
  assert.equal(outgoing.holdsLog, true);
  await settled();
  sent[0]!.body.close();
  outgoing.ended(0xbn);
  now.ms = 29_999;
  assert.equal(outgoing.holdsLog, true);
  now.ms = 30_000;
  assert.equal(outgoing.holdsLog, false);
  outgoing.add(snapshotMessage(2));
  await settled();
  sent[1]!.body.close();
  outgoing.ended(0xbn);
  assert.deepEqual(outgoing.heldFor, [0xbn]);
  outgoing.caughtUp(0xbn);
  assert.equal(outgoing.holdsLog, false);
});

test("stop() drops what waits and removes what was being exported", async () => {
  const { site, outgoing, sent, dropped } = sender();
  outgoing.add(snapshotMessage(2));
  outgoing.stop();
  outgoing.add({ ...snapshotMessage(2), to: 0xcn });
  await settled();
  assert.deepEqual(sent, []);
  assert.deepEqual(dropped, [0xcn]);
  assert.deepEqual(site.fileSystem.list(SNAP_DIRECTORY), []);
});
