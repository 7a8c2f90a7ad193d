import assert from "node:assert/strict";
import { test } from "node:test";
import { checkWatchEnvironment, watchArguments } from "./watch-arguments.ts";

const none = { key: "", rangeEnd: "" };

test("watchArguments() splits key, end and program", () => {
  assert.deepEqual(watchArguments(["k"], null, none), { key: "k", rangeEnd: null, command: null });
  assert.deepEqual(watchArguments(["a", "b", "c"], null, none), {
    key: "a",
    rangeEnd: "b",
    command: null,
  });
  assert.deepEqual(watchArguments(["k", "sh", "-c", "x"], 1, none), {
    key: "k",
    rangeEnd: null,
    command: ["sh", "-c", "x"],
  });
});

test("watchArguments() takes the key from the environment", () => {
  const environment = { key: "k", rangeEnd: "z" };
  assert.deepEqual(watchArguments(["echo"], 0, environment), {
    key: "k",
    rangeEnd: "z",
    command: ["echo"],
  });
});

test("watchArguments() refuses with the reference's words", () => {
  const refused = (words: string[], dashAt: number | null, environment: typeof none) => {
    try {
      watchArguments(words, dashAt, environment);
    } catch (error) {
      return (error as Error).message;
    }
    return "accepted";
  };
  assert.equal(refused([], null, none), "bad number of arguments");
  assert.equal(
    refused(["k"], 1, none),
    "bad number of arguments (found separator --, but no commands)",
  );
  assert.equal(
    refused(["k"], null, { key: "e", rangeEnd: "" }),
    "bad number of arguments (found conflicting environment key)",
  );
});

test("checkWatchEnvironment() refuses an end without a key", () => {
  assert.throws(() => checkWatchEnvironment({ key: "", rangeEnd: "wz" }), {
    message: 'ETCDCTL_WATCH_KEY is empty but got ETCDCTL_WATCH_RANGE_END="wz"',
    exitCode: 128,
  });
});
