import assert from "node:assert/strict";
import { test } from "node:test";
import type { StreamCall } from "@kvorum/http2";
import { LeaderMonitor } from "./leader-monitor.ts";

/** A stream with its metadata; what it was failed with goes into the log. */
function stream(name: string, hasleader: string | undefined, log: string[]): StreamCall {
  const call = {
    isOpen: true,
    metadata: (key: string) => (key === "hasleader" ? hasleader : undefined),
    fail: (_status: number, message: string) => {
      call.isOpen = false;
      log.push(`${name}: ${message}`);
    },
  };
  return call as unknown as StreamCall;
}

test("guard() ends streams after three looks in a row without a leader, and only those", () => {
  const due: (() => void)[] = [];
  const member = { hasLeader: true };
  const monitor = new LeaderMonitor(member, {
    timers: {
      after: (delayMs, callback) => {
        assert.equal(delayMs, 1000);
        due.push(callback);
        return { cancel: () => due.splice(0) };
      },
      soon: () => assert.fail("nothing is due soon"),
    },
    intervalMs: 1000,
  });
  const log: string[] = [];
  const look = (): void => {
    assert.equal(due.length, 1);
    due.shift()!();
  };
  monitor.guard(stream("careless", undefined, log), () => assert.fail("it did not ask"));
  assert.equal(due.length, 0);
  monitor.guard(stream("careful", "true", log), () => log.push("ended"));
  member.hasLeader = false;
  look();
  look();
  member.hasLeader = true;
  look();
  member.hasLeader = false;
  look();
  look();
  assert.deepEqual(log, []);
  look();
  assert.deepEqual(log, ["careful: etcdserver: no leader", "ended"]);
  assert.equal(due.length, 0, "nobody is left to watch over");
});
