import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, CorruptionError, EMPTY_BYTES, utf8ToBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { MemoryBackend } from "../testing/memory-backend.ts";
import { Alarms } from "./alarms.ts";

const { NONE, NOSPACE, CORRUPT } = etcdserverpb.AlarmType;

function stored(backend: MemoryBackend): string[] {
  const keys: string[] = [];
  backend.scan("alarm", { start: EMPTY_BYTES, end: null }, (key, value) => {
    assert.equal(value.length, 0);
    keys.push(bytesToHex(key));
    return true;
  });
  return keys;
}

test("activate() raises an alarm, and answers the same when it is raised already", () => {
  const backend = new MemoryBackend();
  const alarms = new Alarms({ backend });
  const alarm = { memberID: 7n, alarm: NOSPACE };
  assert.deepEqual(alarms.activate(alarm), [alarm]);
  assert.deepEqual(alarms.activate(alarm), [alarm]);
  assert.deepEqual(alarms.list(NONE), [alarm]);
  assert.equal(alarms.hasNoSpace, true);
  assert.equal(alarms.hasCorrupt, false);
  assert.deepEqual(stored(backend), ["08071001"]);
});

test("activate() of NONE changes nothing and answers nothing", () => {
  const backend = new MemoryBackend();
  const alarms = new Alarms({ backend });
  assert.deepEqual(alarms.activate({ memberID: 7n, alarm: NONE }), []);
  assert.deepEqual(alarms.list(NONE), []);
  assert.deepEqual(stored(backend), []);
});

test("deactivate() takes exactly one; member 0 is no wildcard (77)", () => {
  const backend = new MemoryBackend();
  const alarms = new Alarms({ backend });
  alarms.activate({ memberID: 7n, alarm: NOSPACE });
  alarms.activate({ memberID: 8n, alarm: NOSPACE });
  assert.deepEqual(alarms.deactivate({ memberID: 0n, alarm: NOSPACE }), []);
  assert.deepEqual(alarms.deactivate({ memberID: 7n, alarm: CORRUPT }), []);
  const gone = { memberID: 7n, alarm: NOSPACE };
  assert.deepEqual(alarms.deactivate(gone), [gone]);
  assert.deepEqual(alarms.deactivate(gone), []);
  assert.equal(alarms.hasNoSpace, true);
  alarms.deactivate({ memberID: 8n, alarm: NOSPACE });
  assert.equal(alarms.hasNoSpace, false);
  assert.deepEqual(stored(backend), []);
});

test("list() gives all or one type, in a fixed order, whatever order they were raised in", () => {
  const alarms = new Alarms({ backend: new MemoryBackend() });
  const big = (1n << 64n) - 1n;
  alarms.activate({ memberID: big, alarm: CORRUPT });
  alarms.activate({ memberID: 2n, alarm: NOSPACE });
  alarms.activate({ memberID: 1n, alarm: CORRUPT });
  alarms.activate({ memberID: 1n, alarm: NOSPACE });
  const texts = (alarm: number) => alarms.list(alarm).map((a) => `${a.alarm}:${a.memberID}`);
  assert.deepEqual(texts(NONE), ["1:1", "1:2", "2:1", `2:${big}`]);
  assert.deepEqual(texts(CORRUPT), ["2:1", `2:${big}`]);
  assert.deepEqual(texts(99), []);
});

test("alarms survive a restart and are replaced by reload()", () => {
  const backend = new MemoryBackend();
  new Alarms({ backend }).activate({ memberID: 7n, alarm: CORRUPT });
  const alarms = new Alarms({ backend });
  assert.equal(alarms.hasCorrupt, true);
  assert.deepEqual(alarms.list(NONE), [{ memberID: 7n, alarm: CORRUPT }]);
  alarms.reload(new MemoryBackend());
  assert.equal(alarms.hasCorrupt, false);
  assert.deepEqual(alarms.list(NONE), []);
});

test("a stored alarm that cannot be read is corruption", () => {
  const backend = new MemoryBackend();
  backend.put("alarm", utf8ToBytes("\x08"), EMPTY_BYTES);
  assert.throws(() => new Alarms({ backend }), CorruptionError);
});
