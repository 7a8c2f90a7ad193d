import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import { encodeFields } from "./fields.ts";
import { formatTime, Logger, type LogLevel, parseLogLevel } from "./logger.ts";
import { LogOutputError, openLogOutputs } from "./outputs.ts";
import { RotatingFile } from "./rotating-file.ts";
import { DescriptorSink, type LogSink } from "./sinks.ts";
import { goErrorText } from "./system-error.ts";

const WALL_MS = Date.UTC(2026, 10, 20, 9, 23, 23, 87);
const fixedClock: Clock = { monotonicMs: () => 0, wallMs: () => WALL_MS + 0.95 };
const noTimers: Timers = {
  after: (): TimerHandle => ({ cancel(): void {} }),
  soon: (): TimerHandle => ({ cancel(): void {} }),
};

class CollectingSink implements LogSink {
  lines: string[] = [];
  write(lines: string): void {
    this.lines.push(lines);
  }
  flush(): void {}
  close(): void {}
}

function collect(
  level: LogLevel,
  format: "json" | "console" = "json",
): { readonly log: Logger; readonly sink: CollectingSink } {
  const sink = new CollectingSink();
  const log = Logger.create({
    level,
    format,
    sinks: [sink],
    clock: fixedClock,
    utcOffsetMinutes: () => 0,
  });
  return { log, sink };
}

function temporaryDirectory(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), "kvorum-log-"));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

test("info() writes zap's keys in zap's order", () => {
  const { log, sink } = collect("info");
  log.info("ready to serve client requests", { address: "127.0.0.1:2379", count: 2 });
  const line = sink.lines[0]!;
  assert.match(
    line,
    /^\{"level":"info","ts":"2026-11-20T09:23:23\.087950Z","caller":"logging\/logging\.test\.[jt]s:\d+","msg":"ready to serve client requests","address":"127\.0\.0\.1:2379","count":2\}\n$/,
  );
});

test("named() adds the logger key and error() a stacktrace at the end", () => {
  const { log, sink } = collect("info");
  log
    .named("raft")
    .with({ "local-member-id": "8e9e05c52164694d" })
    .error("boom", {
      error: new Error("disk gone"),
    });
  const parsed = JSON.parse(sink.lines[0]!) as Record<string, unknown>;
  assert.deepEqual(Object.keys(parsed), [
    "level",
    "ts",
    "logger",
    "caller",
    "msg",
    "local-member-id",
    "error",
    "stacktrace",
  ]);
  assert.equal(parsed["error"], "disk gone");
  assert.match(String(parsed["stacktrace"]), /logging\.test/);
});

test("the console format is tab-separated with spaced JSON fields", () => {
  const { log, sink } = collect("info", "console");
  log.named("raft").warn("slow", { took: "900ms", list: [1, 2n, { a: true }] });
  assert.match(
    sink.lines[0]!,
    /^2026-11-20T09:23:23\.087950Z\twarn\traft\tlogging\/logging\.test\.[jt]s:\d+\tslow\t\{"took": "900ms", "list": \[1, 2, \{"a": true\}\]\}\n$/,
  );
});

test("levels filter, and a change reaches loggers made before it", () => {
  const { log, sink } = collect("warn");
  const child = log.with({ a: 1 });
  child.info("hidden");
  child.debug("hidden");
  assert.equal(child.isEnabled("info"), false);
  log.level = "debug";
  child.debug("shown");
  assert.equal(child.level, "debug");
  assert.equal(sink.lines.length, 1);
  log.level = "fatal";
  child.error("hidden");
  child.fatal("last");
  assert.equal(sink.lines.length, 2);
  assert.match(sink.lines[1]!, /"level":"fatal"/);
});

test("parseLogLevel() knows etcd's words only", () => {
  for (const word of ["debug", "info", "warn", "error", "panic", "fatal"]) {
    assert.equal(parseLogLevel(word), word);
  }
  assert.equal(parseLogLevel("bogus"), null);
  assert.equal(parseLogLevel("INFO"), null);
});

test("identical lines beyond 100 a second are thinned to one in a hundred", () => {
  let wallMs = 5_000;
  const sink = new CollectingSink();
  const log = Logger.create({
    level: "info",
    format: "json",
    sinks: [sink],
    clock: { monotonicMs: () => 0, wallMs: () => wallMs },
  });
  for (let i = 0; i < 350; i++) log.info("same");
  assert.equal(sink.lines.length, 102);
  log.info("other");
  log.warn("same");
  assert.equal(sink.lines.length, 104);
  wallMs += 1000;
  log.info("same");
  assert.equal(sink.lines.length, 105);
});

test("formatTime() prints offsets without a colon", () => {
  assert.equal(formatTime(WALL_MS, 120), "2026-11-20T11:23:23.087000+0200");
  assert.equal(formatTime(WALL_MS, -210), "2026-11-20T05:53:23.087000-0330");
});

test("encodeFields() bounds depth, width, bytes and strings, and prints odd values", () => {
  let deep: { [name: string]: unknown } = {};
  for (let i = 0; i < 100; i++) deep = { deep };
  const text = encodeFields(
    {
      deep: deep as never,
      list: new Array(5000).fill(0),
      bytes: new Uint8Array(1000).fill(255),
      text: "x".repeat(100_000),
      id: 18446744073709551615n,
      not: Number.NaN,
      none: null,
      absent: undefined,
    },
    "json",
  );
  const parsed = JSON.parse(`{${text}}`) as Record<string, unknown>;
  assert.equal((parsed["list"] as unknown[]).length, 1001);
  assert.equal(String(parsed["bytes"]).length, 515);
  assert.equal(String(parsed["text"]).length, 65_539);
  assert.match(text, /"id":18446744073709551615,"not":"NaN","none":null$/);
});

test("DescriptorSink holds lines back while the output is busy and keeps their order", () => {
  let busy = true;
  let written = "";
  const pending: (() => void)[] = [];
  const sink = new DescriptorSink({
    descriptor: 9,
    owned: false,
    timers: {
      after(_delayMs, callback): TimerHandle {
        pending.push(callback);
        return { cancel(): void {} };
      },
      soon: (): TimerHandle => ({ cancel(): void {} }),
    },
    writeBytes(_descriptor, bytes, offset): number {
      if (busy) throw Object.assign(new Error("busy"), { code: "EAGAIN" });
      const part = bytes.subarray(offset, offset + 3);
      written += Buffer.from(part).toString();
      return part.length;
    },
  });
  sink.write("first\n");
  sink.write("second\n");
  assert.equal(pending.length, 1);
  busy = false;
  pending[0]!();
  assert.equal(written, "first\nsecond\n");
  sink.write("third\n");
  assert.equal(written, "first\nsecond\nthird\n");
  busy = true;
  for (let i = 0; i < 3000; i++) sink.write("y".repeat(1024));
  assert.ok(sink.droppedLines > 1900 && sink.droppedLines < 3000);
});

test("DescriptorSink counts lines that a broken output refuses and goes on", () => {
  const sink = new DescriptorSink({
    descriptor: 9,
    owned: false,
    timers: noTimers,
    writeBytes(): number {
      throw Object.assign(new Error("gone"), { code: "EPIPE" });
    },
  });
  sink.write("a\n");
  sink.write("b\n");
  sink.flush();
  assert.equal(sink.droppedLines, 2);
});

test("openLogOutputs() appends to files, honours /dev/null and refuses what it cannot open", () => {
  const { directory, remove } = temporaryDirectory();
  try {
    const file = path.join(directory, "a.log");
    const options = { rotation: null, clock: fixedClock, timers: noTimers };
    for (const line of ["one\n", "two\n"]) {
      const [sink] = openLogOutputs({ ...options, outputs: [file] });
      sink!.write(line);
      sink!.close();
    }
    assert.equal(readFileSync(file, "utf8"), "one\ntwo\n");
    assert.equal(statSync(file).mode & 0o111, 0);
    assert.equal(openLogOutputs({ ...options, outputs: [file, "/dev/null"] }).length, 1);
    assert.throws(
      () => openLogOutputs({ ...options, outputs: [path.join(directory, "no", "b.log")] }),
      (error: unknown) =>
        error instanceof LogOutputError && /^open .*no such file or directory$/.test(error.message),
    );
    assert.throws(
      () => openLogOutputs({ ...options, outputs: ["systemd/journal"] }),
      /^LogOutputError: can't find journal \(/,
    );
  } finally {
    remove();
  }
});

test("RotatingFile renames at its size, keeps the newest backups and compresses them", async () => {
  const { directory, remove } = temporaryDirectory();
  try {
    let wallMs = WALL_MS;
    const file = path.join(directory, "etcd.log");
    const sink = new RotatingFile(
      file,
      { maxSizeMegabytes: 1, maxAgeDays: 0, maxBackups: 2, localTime: false, compress: true },
      { monotonicMs: () => 0, wallMs: () => wallMs },
    );
    const megabyte = `${"z".repeat(1024 * 1024 - 1)}\n`;
    for (let i = 0; i < 5; i++) {
      sink.write(megabyte);
      wallMs += 1;
    }
    sink.write("last\n");
    await sink.settled();
    sink.close();
    assert.equal(readFileSync(file, "utf8"), "last\n");
    const backups = readdirSync(directory).filter((name) => name !== "etcd.log");
    assert.deepEqual(backups.sort(), [
      "etcd-2026-11-20T09-23-23.091.log.gz",
      "etcd-2026-11-20T09-23-23.092.log.gz",
    ]);
    const unpacked = gunzipSync(readFileSync(path.join(directory, backups[1]!)));
    assert.equal(unpacked.toString(), megabyte);
  } finally {
    remove();
  }
});

test("goErrorText() speaks as Go does", () => {
  assert.throws(
    () => readFileSync("nosuch.yml"),
    (error: unknown) => goErrorText(error) === "open nosuch.yml: no such file or directory",
  );
  const busy = Object.assign(new Error("listen EADDRINUSE"), {
    errno: -98,
    syscall: "listen",
    address: "127.0.0.1",
    port: 2379,
  });
  assert.equal(goErrorText(busy), "listen tcp 127.0.0.1:2379: bind: address already in use");
  assert.throws(
    () => readFileSync("."),
    (error: unknown) => goErrorText(error) === "read: is a directory",
  );
});
