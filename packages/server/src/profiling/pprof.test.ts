import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { TimerHandle, Timers } from "@kvorum/base";
import { Reader } from "@kvorum/proto";
import type { HttpExchange } from "../http/exchange.ts";
import { encodePprof } from "./cpu-profile.ts";
import { createPprof } from "./pprof.ts";

/** Top-level fields of a message: its values by field number, in order. */
function fields(bytes: Uint8Array): ReadonlyMap<number, readonly (number | Uint8Array)[]> {
  const found = new Map<number, (number | Uint8Array)[]>();
  const reader = new Reader(bytes);
  while (reader.position < bytes.length) {
    const tag = reader.tag();
    const value = (tag & 7) === 2 ? reader.bytes() : reader.int64();
    const list = found.get(tag >>> 3) ?? [];
    list.push(value);
    found.set(tag >>> 3, list);
  }
  return found;
}

function text(value: number | Uint8Array | undefined): string {
  assert.ok(value instanceof Uint8Array);
  return Buffer.from(value).toString();
}

const frame = (functionName: string, lineNumber: number) => ({
  functionName,
  lineNumber,
  columnNumber: 0,
  scriptId: "1",
  url: "file:///a.js",
});

test("encodePprof() writes stacks leaf first, with counts and nanoseconds", () => {
  const profile = fields(
    encodePprof({
      nodes: [
        { id: 1, callFrame: frame("(root)", -1), children: [2, 4] },
        { id: 2, callFrame: frame("outer", 9), children: [3] },
        { id: 3, callFrame: frame("", 19) },
        { id: 4, callFrame: frame("(idle)", -1) },
      ],
      startTime: 0,
      endTime: 5000,
      samples: [3, 3, 2, 1, 4],
      timeDeltas: [1000, 2000, 500, 100, 9000],
    }),
  );
  const strings = profile.get(6)!.map(text);
  assert.equal(strings[0], "");
  assert.ok(strings.includes("outer") && strings.includes("(anonymous)"));
  const samples = profile.get(2)!.map((bytes) => {
    const sample = fields(bytes as Uint8Array);
    return [1, 2].map((number) => {
      const packed = sample.get(number)![0] as Uint8Array;
      const reader = new Reader(packed);
      const values: number[] = [];
      while (reader.position < packed.length) values.push(reader.int64());
      return values;
    });
  });
  assert.deepEqual(samples, [
    [
      [3, 2],
      [2, 3_000_000],
    ],
    [[2], [1, 500_000]],
  ]);
  assert.equal(profile.get(10)![0], 5_000_000);
});

class RecordingExchange {
  readonly headers = new Map<string, string>();
  status = 0;
  body: string | Uint8Array = "";
  readonly answered: Promise<void>;
  #resolve: () => void = () => {};

  constructor() {
    this.answered = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  setHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }
  respond(status: number, body: string | Uint8Array): void {
    this.status = status;
    this.body = body;
    this.#resolve();
  }
  onGone(): void {}
}

test("the profile ends after its seconds, one at a time; unknown profiles are 404", async () => {
  const delays: number[] = [];
  let finish = (): void => {};
  const timers: Timers = {
    after(delayMs, callback): TimerHandle {
      delays.push(delayMs);
      finish = callback;
      return { cancel(): void {} };
    },
    soon: (): TimerHandle => ({ cancel(): void {} }),
  };
  const handler = createPprof({ commandLine: ["etcd", "--name=a"], timers });
  const get = (path: string, query = ""): RecordingExchange => {
    const exchange = new RecordingExchange();
    handler(exchange as unknown as HttpExchange, `/debug/pprof/${path}`, query);
    return exchange;
  };
  assert.equal(get("").status, 200);
  assert.equal(get("cmdline").body, "etcd\0--name=a");
  assert.equal(get("heap").status, 404);
  const running = get("profile", "seconds=2");
  const second = get("profile");
  assert.equal(second.status, 500);
  while (delays.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(delays, [2000]);
  finish();
  await running.answered;
  assert.equal(running.status, 200);
  const profile = fields(gunzipSync(running.body as Uint8Array));
  assert.ok((profile.get(6)?.length ?? 0) > 4);
});
