import assert from "node:assert/strict";
import { test } from "node:test";
import { HandshakePace } from "./handshake-pace.ts";
import { HANDSHAKES_PER_TURN } from "./limits.ts";

test("HandshakePace starts a few in each turn, in order", () => {
  const turns: (() => void)[] = [];
  const pace = new HandshakePace({
    after: () => assert.fail("no delays"),
    soon: (callback) => {
      turns.push(callback);
      return { cancel: () => {} };
    },
  });
  const nextTurn = (): void => {
    for (const turn of turns.splice(0)) turn();
  };
  const started: number[] = [];
  for (let i = 0; i < 2 * HANDSHAKES_PER_TURN + 1; i++) pace.run(() => started.push(i));
  assert.equal(started.length, HANDSHAKES_PER_TURN);
  nextTurn();
  assert.equal(started.length, 2 * HANDSHAKES_PER_TURN);
  // Behind the one that waits.
  pace.run(() => started.push(-1));
  assert.equal(pace.waitingCount, 2);
  nextTurn();
  assert.deepEqual(started.slice(-2), [2 * HANDSHAKES_PER_TURN, -1]);
  nextTurn();
  pace.run(() => started.push(-2));
  assert.equal(started.at(-1), -2);
  nextTurn();
  nextTurn();
  assert.equal(turns.length, 0);
});
