import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { example } from "./testing/readme-example.ts";
import { RecordingReceiver, realClock, realTimers } from "./testing/test-member.ts";
import type { HttpTransportOptions } from "./transport/transport-options.ts";

const packageRoot = new URL("../", import.meta.url);

test("the README's example is the one that runs here", async () => {
  const readme = readFileSync(new URL("README.md", packageRoot), "utf8");
  const source = readFileSync(new URL("src/testing/readme-example.ts", packageRoot), "utf8");
  assert.ok(readme.includes(source.trim()), "copy testing/readme-example.ts into the README");
  assert.ok(readme.split("\n").length <= 100);

  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const options = (localId: bigint, receiver: RecordingReceiver): HttpTransportOptions => ({
    localId,
    clusterId: 7n,
    peerUrls: [],
    serverVersion: "3.7.1",
    receiver,
    clock: realClock,
    timers: realTimers,
    electionTimeoutMs: 1000,
    tls: null,
    logger: silent,
  });
  const [candidate, voter] = [new RecordingReceiver(), new RecordingReceiver()];
  const heard = voter.notes.until(
    () => "it was heard",
    () => voter.messages.length === 1,
  );
  await example(options(1n, candidate), options(2n, voter), heard);
  assert.equal(voter.messages[0]!.from, 1n);
});
