import assert from "node:assert/strict";
import { test } from "node:test";
import { createMessage, MessageType } from "./messages.ts";
import { ReadQueue } from "./read-queue.ts";

const read = (index: number) => ({ request: createMessage(MessageType.MsgReadIndex, 0n), index });

test("context() is the newest position in eight bytes, little-endian, while reads wait", () => {
  const queue = new ReadQueue();
  assert.equal(queue.context(), null);
  for (let i = 0; i < 0x102; i++) queue.push(read(i));
  assert.deepEqual([...queue.context()!], [2, 1, 0, 0, 0, 0, 0, 0]);
  assert.equal(queue.positionOf(queue.context()!), 0x102);
});

test("positionOf() takes nothing that the queue cannot have sent", () => {
  const queue = new ReadQueue();
  queue.push(read(1));
  assert.equal(queue.positionOf(new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0])), 0);
  assert.equal(queue.positionOf(new Uint8Array([1, 0, 0, 0, 0, 0, 0, 1])), 0);
  assert.equal(queue.positionOf(new Uint8Array([1])), 0);
  assert.equal(queue.positionOf(new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0])), 1);
});

test("confirm() answers each read once, oldest first, with the index of its arrival", () => {
  const queue = new ReadQueue();
  for (const index of [5, 6, 7]) queue.push(read(index));
  const confirmed = (position: number): number[] =>
    queue.confirm(position).map(({ index }) => index);
  assert.deepEqual(confirmed(2), [5, 6]);
  assert.deepEqual(confirmed(2), []);
  assert.deepEqual(confirmed(1), []);
  queue.push(read(8));
  assert.equal(queue.position, 4);
  assert.deepEqual(confirmed(Number.POSITIVE_INFINITY), [7, 8]);
  assert.equal(queue.context(), null);
  queue.push(read(9));
  queue.reset();
  assert.equal(queue.position, 0);
});
