import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorCode, errorTable, GrpcStatus } from "@kvorum/proto";
import { errorFromStatus } from "./errors.ts";

test("errorFromStatus() knows every error of the table by its text", () => {
  for (const code of Object.keys(errorTable) as ErrorCode[]) {
    const { status, text, outcome } = errorTable[code];
    const error = errorFromStatus({ status, description: text, isSent: true });
    assert.equal(error.code, code);
    assert.equal(error.outcome, outcome);
    assert.equal(error.status, status);
  }
});

test("errorFromStatus() prints etcd's errors plainly and others with their status", () => {
  const message = (status: number, description: string) =>
    errorFromStatus({ status, description, isSent: true }).message;
  assert.equal(
    message(GrpcStatus.NotFound, "etcdserver: requested lease not found"),
    "etcdserver: requested lease not found",
  );
  assert.equal(
    message(
      GrpcStatus.Unknown,
      "etcdserver: re-configuration failed due to not enough started members",
    ),
    "etcdserver: re-configuration failed due to not enough started members",
  );
  assert.equal(
    message(GrpcStatus.Unknown, "election: no leader"),
    "rpc error: code = Unknown desc = election: no leader",
  );
  assert.equal(
    message(GrpcStatus.Unavailable, "connection lost"),
    "rpc error: code = Unavailable desc = connection lost",
  );
});

test("errorFromStatus() says that an unsent operation did not happen", () => {
  const { status, text } = errorTable.Timeout;
  assert.equal(
    errorFromStatus({ status, description: text, isSent: false }).outcome,
    "did not happen",
  );
  assert.equal(
    errorFromStatus({ status: 14, description: "x", isSent: true }).outcome,
    "may have happened",
  );
});
