import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError } from "@kvorum/base";
import { type RaftConfig, resolveConfig } from "./config.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD } from "./messages.ts";

const base: RaftConfig = {
  id: 1n,
  storage: new MemoryStorage(),
  draw: () => 0,
  electionTicks: 10,
  heartbeatTicks: 1,
};

test("resolveConfig() fills in what an etcd member uses", () => {
  const { maxMessageBytes, maxApplyingBytes, maxUncommittedBytes, maxInflightMessages } =
    resolveConfig(base);
  assert.deepEqual(
    { maxMessageBytes, maxApplyingBytes, maxUncommittedBytes, maxInflightMessages },
    {
      maxMessageBytes: 1_048_576,
      maxApplyingBytes: 1_048_576,
      maxUncommittedBytes: Number.POSITIVE_INFINITY,
      maxInflightMessages: 512,
    },
  );
});

test("resolveConfig() refuses knobs that contradict each other", () => {
  const wrong: readonly Partial<RaftConfig>[] = [
    { id: 0n },
    { id: LOCAL_APPEND_THREAD },
    { id: LOCAL_APPLY_THREAD },
    { id: -1n },
    { id: 2n ** 64n },
    { heartbeatTicks: 0 },
    { electionTicks: 1 },
    { electionTicks: Number.NaN },
    { applied: -1 },
    { maxInflightMessages: 0 },
    { maxInflightBytes: 5, maxMessageBytes: 6 },
    { maxUncommittedBytes: -1 },
    { readOnly: "lease-based" },
  ];
  for (const knobs of wrong) {
    assert.throws(
      () => resolveConfig({ ...base, ...knobs }),
      AssertionError,
      Object.keys(knobs).join(" "),
    );
  }
});
