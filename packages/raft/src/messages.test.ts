import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import {
  countWithin,
  createEntry,
  entriesSizeBytes,
  entrySizeBytes,
  isGatedType,
  isLocalType,
  isResponseType,
  MessageType,
} from "./messages.ts";

test("entrySizeBytes() is what the encoder writes, at every size of its counters", () => {
  const random = new SeededRandom(1);
  for (let bits = 0; bits <= 52; bits++) {
    for (const offset of [-1, 0, 1]) {
      const entry = createEntry(random.below(3), null);
      entry.Index = Math.max(0, 2 ** bits + offset);
      entry.Term = random.below(2 ** 32);
      if (bits % 2 === 0) entry.Data = new Uint8Array(random.below(70_000));
      assert.equal(entrySizeBytes(entry), raftpb.encodeEntry(entry).length);
    }
  }
});

test("countWithin() takes one entry whatever its size, then as many as fit", () => {
  const entries = [100, 10, 10].map((length) => createEntry(0, new Uint8Array(length)));
  assert.equal(countWithin([], 0), 0);
  assert.equal(countWithin(entries, 0), 1);
  const two = entriesSizeBytes(entries.slice(0, 2));
  assert.equal(countWithin(entries, two), 2);
  assert.equal(countWithin(entries, two - 1), 1);
  assert.equal(countWithin(entries, Number.POSITIVE_INFINITY), 3);
});

test("message types are local, answers or promises as the protocol has them", () => {
  const named = (test: (type: number) => boolean): string[] =>
    Object.entries(MessageType)
      .filter(([, type]) => test(type))
      .map(([name]) => name.slice(3));
  assert.deepEqual(named(isLocalType), [
    "Hup",
    "Beat",
    "Unreachable",
    "SnapStatus",
    "CheckQuorum",
    "StorageAppend",
    "StorageAppendResp",
    "StorageApply",
    "StorageApplyResp",
  ]);
  assert.deepEqual(named(isResponseType), [
    "AppResp",
    "VoteResp",
    "HeartbeatResp",
    "Unreachable",
    "ReadIndexResp",
    "PreVoteResp",
    "StorageAppendResp",
    "StorageApplyResp",
  ]);
  assert.deepEqual(named(isGatedType), ["AppResp", "VoteResp", "PreVoteResp"]);
  assert.equal(isLocalType(99), false);
  assert.equal(isResponseType(-1), false);
});
