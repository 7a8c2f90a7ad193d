import assert from "node:assert/strict";
import test from "node:test";
import { errorTable, etcdserverpb } from "@kvorum/proto";
import { errorCodeOf, HistoryRecorder } from "./history-recorder.ts";
import { resumeRevision } from "./watch-checker.ts";

const where = { client: 1, member: "m1", nowMs: 5 };
const put = { method: "Put", request: etcdserverpb.createPutRequest() } as const;

test("HistoryRecorder gives each operation one outcome, decided by the error table", () => {
  const recorder = new HistoryRecorder();
  const done = recorder.call(put, where);
  const refused = recorder.callAny(put, where);
  const timedOut = recorder.callAny(put, where);
  const foreign = recorder.callAny(put, where);
  recorder.call(put, where);
  recorder.failed(refused, { status: 14, message: errorTable.NoLeader.text }, 6);
  recorder.failed(timedOut, { status: 14, message: errorTable.Timeout.text }, 7);
  recorder.failed(foreign, { status: 14, message: "connection refused" }, 8);
  recorder.done(done, etcdserverpb.createPutResponse(), 9);
  const { operations } = recorder.finish(10);
  assert.deepEqual(
    operations.map(({ outcome, errorCode }) => [outcome, errorCode]),
    [
      ["done", null],
      ["refused", "NoLeader"],
      ["unknown", "Timeout"],
      ["unknown", null],
      ["unknown", null],
    ],
  );
  assert.throws(() => recorder.unknown(refused, "again", 11), /operation 1 ended twice/);
  const order = operations.map(({ calledAt, endedAt }) => [calledAt, endedAt]);
  assert.deepEqual(order, [
    [0, 8],
    [1, 5],
    [2, 6],
    [3, 7],
    [4, 9],
  ]);
});

test("errorCodeOf() needs status and text to be those of the table", () => {
  const { status, text } = errorTable.Compacted;
  assert.equal(errorCodeOf({ status, message: text }), "Compacted");
  assert.equal(errorCodeOf({ status: 14, message: text }), null);
});

test("HistoryRecorder keeps the segments of a watch, which resumes behind what it saw", () => {
  const recorder = new HistoryRecorder();
  const request = { ...etcdserverpb.createWatchCreateRequest(), startRevision: 3 };
  const watch = recorder.watch(request, where);
  assert.equal(resumeRevision(watch), 3);
  const header = { clusterId: 1n, memberId: 1n, revision: 9, raftTerm: 1 };
  const response = { ...etcdserverpb.createWatchResponse(), header };
  recorder.watchResponse(watch, { ...response, created: true }, 1);
  assert.equal(resumeRevision(watch), 3);
  recorder.watchResponse(watch, response, 2);
  assert.equal(resumeRevision(watch), 10);
  assert.throws(() => recorder.resumeWatch(watch, request, where), /still open/);
  recorder.watchEnded(watch, "connection lost");
  assert.throws(() => recorder.watchResponse(watch, response, 3), /after the end/);
  recorder.resumeWatch(watch, { ...request, startRevision: 10 }, where);
  assert.equal(watch.segments.length, 2);
  assert.deepEqual(
    watch.segments.map(({ endReason }) => endReason),
    ["connection lost", null],
  );
});
