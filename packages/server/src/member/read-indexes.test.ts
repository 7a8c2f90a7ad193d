import assert from "node:assert/strict";
import { test } from "node:test";
import type { RawNode } from "@kvorum/raft";
import { READ_INDEX_RETRY_MS, ReadIndexes } from "./read-indexes.ts";

function setUp(): {
  reads: ReadIndexes;
  node: RawNode;
  asked: Uint8Array[];
  log: string[];
  reader: (name: string) => (error: Error | null) => void;
} {
  const asked: Uint8Array[] = [];
  const log: string[] = [];
  let next = 0;
  const reads = new ReadIndexes({ nextContext: () => new Uint8Array([next++]), timeoutMs: 7000 });
  // The only method that ReadIndexes calls.
  const node = { readIndex: (context: Uint8Array) => asked.push(context) } as unknown as RawNode;
  const reader = (name: string) => (error: Error | null) =>
    log.push(`${name} ${error === null ? "ok" : (error as { code?: string }).code}`);
  return { reads, node, asked, log, reader };
}

test("readers of one turn share a round and wait for its index to be applied", () => {
  const { reads, node, asked, log, reader } = setUp();
  reads.add(reader("a"), 0);
  reads.add(reader("b"), 0);
  reads.startRound(node, 0);
  assert.equal(asked.length, 1);
  reads.confirmed({ index: 5, context: asked[0]! });
  reads.release(4);
  assert.deepEqual(log, []);
  reads.release(5);
  assert.deepEqual(log, ["a ok", "b ok"]);
  assert.equal(reads.waitingCount, 0);
});

test("a reader that comes during a round waits for the next one", () => {
  const { reads, node, asked, log, reader } = setUp();
  reads.add(reader("a"), 0);
  reads.startRound(node, 0);
  reads.add(reader("late"), 1);
  reads.startRound(node, 1);
  assert.equal(asked.length, 1);
  reads.confirmed({ index: 3, context: asked[0]! });
  reads.release(3);
  assert.deepEqual(log, ["a ok"]);
  assert.equal(reads.wantsRound, true);
  reads.startRound(node, 2);
  assert.equal(asked.length, 2);
});

test("an unanswered round is asked again, and an answer to any of its contexts counts", () => {
  const { reads, node, asked, log, reader } = setUp();
  reads.add(reader("a"), 0);
  reads.startRound(node, 0);
  reads.tick(node, READ_INDEX_RETRY_MS - 1);
  assert.equal(asked.length, 1);
  reads.tick(node, READ_INDEX_RETRY_MS);
  assert.equal(asked.length, 2);
  reads.confirmed({ index: 1, context: asked[0]! });
  reads.release(1);
  assert.deepEqual(log, ["a ok"]);
});

test("an unknown context is ignored", () => {
  const { reads, node, log, reader } = setUp();
  reads.add(reader("a"), 0);
  reads.startRound(node, 0);
  reads.confirmed({ index: 9, context: new Uint8Array([99]) });
  reads.release(9);
  assert.deepEqual(log, []);
});

test("readers fail with LeaderChanged, Timeout or the error of the end, each once", () => {
  const { reads, node, log, reader } = setUp();
  reads.add(reader("a"), 0);
  reads.startRound(node, 0);
  reads.leaderChanged();
  reads.add(reader("b"), 0);
  reads.startRound(node, 0);
  reads.tick(node, 7001);
  assert.deepEqual(log, ["a LeaderChanged", "b Timeout"]);
  assert.equal(reads.waitingCount, 0);
});
