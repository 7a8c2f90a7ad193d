/**
 * Bytes that no client should send, on the client port of a real member under light honest load:
 * noise, broken prefaces, HTTP/1 garbage, malformed HTTP/2 frames of every type. Promise P14: the
 * process lives, honest clients get right answers, memory is given back. reliability.md, parts 8-10.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { MemberProcess } from "../process/member-process.ts";
import { kvorumServer } from "../process/server-command.ts";
import { Attacker, Flag, FrameType, frame, grpcFields, headerBlock, PREFACE } from "./attacker.ts";
import { HonestClient } from "./honest-client.ts";
import { residentMib, settlesWithin } from "./process-memory.ts";

const SEED = 31_337;
const GROWTH_LIMIT_MIB = 64;
const WARM_UP_ROUNDS = 40;

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : false;

let member: MemberProcess;
let honest: HonestClient;
let baseMib = 0;

before(async () => {
  if (command === null) return;
  member = await MemberProcess.start({ command });
  honest = await HonestClient.start(member.clientPort);
  await honest.verify(WARM_UP_ROUNDS);
  baseMib = residentMib(member.pid!);
});

after(async () => {
  if (command === null) return;
  await honest.stop();
  await member.dispose();
});

/** Every test ends with this: the process is there and serves others as before. */
async function unharmed(): Promise<void> {
  assert.notEqual(member.pid, null, `the member ended:\n${member.output.slice(-3000)}`);
  await honest.verify();
  const fatal = member.output.split("\n").filter((line) => /"level":"(fatal|panic)"/.test(line));
  assert.deepEqual(fatal, []);
}

test("random bytes of any length are dropped", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  for (let round = 0; round < 20; round++) {
    const attackers = await Promise.all(
      Array.from({ length: 20 }, () => Attacker.connect(member.clientPort)),
    );
    for (const attacker of attackers) {
      for (let part = random.below(3); part >= 0; part--) {
        attacker.send(random.bytes(random.below(random.chance(1, 10) ? 60_000 : 200)));
      }
      if (random.chance(1, 2)) attacker.socket.end();
    }
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    for (const attacker of attackers) attacker.destroy();
  }
  // Noise that cannot begin a request is answered by the end of the connection, not by silence.
  using attacker = await Attacker.connect(member.clientPort);
  attacker.send(Buffer.from("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "latin1"));
  attacker.send(new Uint8Array(5000).fill(0xff));
  assert.ok(await attacker.closed());
  assert.equal(attacker.received.length, 0);
  await unharmed();
});

test("every cut of the preface, and every byte of it changed", { skip }, async () => {
  for (let length = 0; length <= PREFACE.length; length++) {
    using attacker = await Attacker.connect(member.clientPort);
    attacker.send(PREFACE.subarray(0, length));
    attacker.socket.end();
    assert.ok(await attacker.closed(), `cut at ${length}`);
  }
  for (let at = 0; at < PREFACE.length; at++) {
    using attacker = await Attacker.connect(member.clientPort);
    const bytes = Buffer.from(PREFACE);
    bytes[at]! ^= 0x20;
    attacker.send(bytes, frame(FrameType.SETTINGS, 0, 0), new Uint8Array(4096).fill(0x61));
    assert.ok(await attacker.closed(), `byte ${at} changed`);
  }
  await unharmed();
});

test("HTTP/1 garbage is refused, and each connection ends", { skip }, async () => {
  const long = "a".repeat(5000);
  // What comes back begins so; an empty text is a connection that ends without an answer.
  const cases: readonly (readonly [name: string, request: string, answer: RegExp])[] = [
    ["no version", "GET /health\r\n\r\n", /^$/],
    ["HTTP/3", "GET /health HTTP/3.0\r\n\r\n", /^$|^HTTP\/1\.1 (400|505) /],
    ["a request line over 4096 bytes", `GET /${long} HTTP/1.1\r\nHost: a\r\n\r\n`, /^$/],
    ["a long method", `${long} / HTTP/1.1\r\n\r\n`, /^$/],
    ["an unknown method", "BREW /health HTTP/1.1\r\nHost: a\r\n\r\n", /^HTTP\/1\.1 4\d\d /],
    ["a bare line feed", "\n\n\n\n", /^$|^HTTP\/1\.1 400 /],
    ["a header without colon", "GET / HTTP/1.1\r\nnonsense\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a header with a blank name", "GET / HTTP/1.1\r\n : x\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a zero byte", "GET / HTTP/1.1\r\nA: \0\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "two content-lengths",
      "POST /v3/kv/range HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "a negative content-length",
      "POST /v3/kv/range HTTP/1.1\r\nContent-Length: -1\r\n\r\n{}",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "content-length and chunks",
      "POST /v3/kv/range HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "a chunk that is no number",
      "POST /v3/kv/range HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "an unknown transfer-encoding",
      "POST /v3/kv/range HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: frob\r\n\r\n{}",
      /^HTTP\/1\.1 (400|501) /,
    ],
    [
      "headers of 2 MiB",
      `GET / HTTP/1.1\r\n${`X: ${long}\r\n`.repeat(420)}\r\n`,
      /^HTTP\/1\.1 431 /,
    ],
    [
      "a bad upgrade",
      "GET /v3/watch HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      /^HTTP\/1\.1 4\d\d /,
    ],
  ];
  for (const [name, request, answer] of cases) {
    using attacker = await Attacker.connect(member.clientPort);
    attacker.send(Buffer.from(request, "latin1"));
    const begins = (): string => attacker.received.toString("latin1");
    const hasAnswer = await attacker.until(() => attacker.received.length > 0, 5_000);
    assert.match(begins(), answer, `${name}: ${hasAnswer ? begins().slice(0, 60) : "nothing"}`);
    attacker.socket.end();
    assert.ok(await attacker.closed(), `${name}: the connection stays open`);
  }
  await unharmed();
});

test("connections that never get to the point cost others nothing", { skip }, async () => {
  const beginnings = [
    "",
    "G",
    "POST /v3/kv/put HTTP/1.1\r\nHost: a\r\n",
    "POST /v3/kv/put HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{",
    PREFACE.subarray(0, 10).toString("latin1"),
    PREFACE.toString("latin1"),
  ];
  const attackers: Attacker[] = [];
  for (let i = 0; i < 300; i++) {
    const attacker = await Attacker.connect(member.clientPort);
    attacker.send(Buffer.from(beginnings[i % beginnings.length]!, "latin1"));
    attackers.push(attacker);
  }
  // One byte more now and then, as a slow reader of the news would do it.
  for (let round = 0; round < 5; round++) {
    for (const attacker of attackers) attacker.send(Buffer.from("x"));
    await honest.verify(2);
  }
  for (const attacker of attackers) attacker.destroy();
  await unharmed();
});

// HTTP/2 ------------------------------------------------------------------------------------

const PROTOCOL_ERROR = "goaway:1";
const FLOW_CONTROL_ERROR = "goaway:3";
const FRAME_SIZE_ERROR = "goaway:6";
const COMPRESSION_ERROR = "goaway:9";

const range = headerBlock(grpcFields("/etcdserverpb.KV/Range"));
const headers = (id: number, flags: number = Flag.END_HEADERS, block = range): Buffer =>
  frame(FrameType.HEADERS, flags, id, block);
const setting = (id: number, value: number): Buffer => {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt16BE(id, 0);
  bytes.writeUInt32BE(value, 2);
  return bytes;
};
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const { DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PING, GOAWAY } = FrameType;
const { PUSH_PROMISE, WINDOW_UPDATE, CONTINUATION } = FrameType;

/** Verdicts that RFC 9113 allows. A stream error may be treated as one of the connection. */
const malformedFrames: readonly (readonly [name: string, bytes: Buffer, verdict: RegExp])[] = [
  ["DATA on stream 0", frame(DATA, 0, 0, "x"), goes(PROTOCOL_ERROR)],
  ["DATA on an idle stream", frame(DATA, 0, 5, "x"), goes(PROTOCOL_ERROR)],
  [
    "DATA with padding as long as itself",
    Buffer.concat([headers(1), frame(DATA, Flag.PADDED, 1, "\x01")]),
    goes(PROTOCOL_ERROR),
  ],
  [
    "DATA padded, without a pad length",
    Buffer.concat([headers(1), frame(DATA, Flag.PADDED, 1)]),
    goes(FRAME_SIZE_ERROR, PROTOCOL_ERROR),
  ],
  [
    "DATA after END_STREAM",
    Buffer.concat([headers(1, 5), frame(DATA, 0, 1, "x")]),
    goes("goaway:5", "reset:5"),
  ],
  ["a frame over 16384 bytes", frame(DATA, 0, 1, Buffer.alloc(16_385)), goes(FRAME_SIZE_ERROR)],
  ["a frame that says 16 MiB", frame(HEADERS, 4, 1, "", 0xff_ffff), goes(FRAME_SIZE_ERROR)],
  ["HEADERS on stream 0", headers(0), goes(PROTOCOL_ERROR)],
  ["HEADERS on an even stream", headers(2), goes(PROTOCOL_ERROR)],
  [
    "HEADERS on a lower stream",
    Buffer.concat([headers(5), headers(3)]),
    goes(PROTOCOL_ERROR, "goaway:5"),
  ],
  [
    "HEADERS with padding over its length",
    frame(HEADERS, 4 | Flag.PADDED, 1, Buffer.concat([Buffer.from([255]), range])),
    goes(PROTOCOL_ERROR),
  ],
  [
    "HEADERS too short for its priority",
    frame(HEADERS, 4 | Flag.PRIORITY, 1, "abc"),
    goes(FRAME_SIZE_ERROR, PROTOCOL_ERROR),
  ],
  [
    "HEADERS that depend on themselves",
    frame(HEADERS, 4 | Flag.PRIORITY, 1, Buffer.concat([uint32(1), Buffer.from([0]), range])),
    goes("alive", "reset:1", PROTOCOL_ERROR),
  ],
  ["HPACK index 0", headers(1, 4, Buffer.from([0x80])), goes(COMPRESSION_ERROR)],
  [
    "HPACK index beyond the tables",
    headers(1, 4, Buffer.from([0xff, 0xff, 0x03])),
    goes(COMPRESSION_ERROR),
  ],
  ["HPACK integer without end", headers(1, 4, Buffer.alloc(20, 0xff)), goes(COMPRESSION_ERROR)],
  [
    "HPACK string over the block",
    headers(1, 4, Buffer.from([0x00, 0x7f, 0x61])),
    goes(COMPRESSION_ERROR),
  ],
  [
    "HPACK table size over ours",
    headers(1, 4, Buffer.from([0x3f, 0xff, 0xff, 0x7f])),
    goes(COMPRESSION_ERROR),
  ],
  [
    "bad Huffman padding",
    headers(1, 4, Buffer.from([0x00, 0x81, 0x00, 0x81, 0x00])),
    goes(COMPRESSION_ERROR),
  ],
  [
    "an upper-case field",
    headers(1, 5, headerBlock(grpcFields("/a/b", [["X-A", "b"]]))),
    goes("reset:1", PROTOCOL_ERROR),
  ],
  [
    "a connection-specific field",
    headers(1, 5, headerBlock(grpcFields("/a/b", [["connection", "x"]]))),
    goes("reset:1", PROTOCOL_ERROR),
  ],
  [
    "no :path",
    headers(
      1,
      5,
      headerBlock([
        [":method", "POST"],
        [":scheme", "http"],
      ]),
    ),
    goes("reset:1", PROTOCOL_ERROR),
  ],
  [
    "a pseudo-header after a field",
    headers(1, 5, headerBlock([["a", "b"], ...grpcFields("/a/b")])),
    goes("reset:1", PROTOCOL_ERROR),
  ],
  [
    "an unknown pseudo-header",
    headers(1, 5, headerBlock([[":x", "b"], ...grpcFields("/a/b")])),
    goes("reset:1", PROTOCOL_ERROR),
  ],
  [
    "a line feed in a value",
    headers(1, 5, headerBlock(grpcFields("/a/b", [["x", "a\nb"]]))),
    goes("reset:1", PROTOCOL_ERROR),
  ],
  [
    "a field list of 1 MiB",
    Buffer.concat([
      headers(1, 0, headerBlock([["a", "b".repeat(10_000)]])),
      ...Array.from({ length: 100 }, () =>
        frame(CONTINUATION, 0, 1, headerBlock([["a", "b".repeat(10_000)]])),
      ),
    ]),
    goes("goaway:11", "closed"),
  ],
  ["CONTINUATION by itself", frame(CONTINUATION, 4, 1, range), goes(PROTOCOL_ERROR)],
  [
    "CONTINUATION of another stream",
    Buffer.concat([headers(1, 0), frame(CONTINUATION, 4, 3)]),
    goes(PROTOCOL_ERROR),
  ],
  [
    "a frame inside a header block",
    Buffer.concat([headers(1, 0), frame(PING, 0, 0, "12345678")]),
    goes(PROTOCOL_ERROR),
  ],
  [
    "PRIORITY of 4 bytes",
    Buffer.concat([headers(1), frame(PRIORITY, 0, 1, "1234")]),
    goes("reset:6", FRAME_SIZE_ERROR),
  ],
  ["PRIORITY on stream 0", frame(PRIORITY, 0, 0, "12345"), goes(PROTOCOL_ERROR)],
  ["RST_STREAM on stream 0", frame(RST_STREAM, 0, 0, uint32(8)), goes(PROTOCOL_ERROR)],
  ["RST_STREAM on an idle stream", frame(RST_STREAM, 0, 9, uint32(8)), goes(PROTOCOL_ERROR)],
  [
    "RST_STREAM of 3 bytes",
    Buffer.concat([headers(1), frame(RST_STREAM, 0, 1, "123")]),
    goes(FRAME_SIZE_ERROR),
  ],
  ["SETTINGS on a stream", frame(SETTINGS, 0, 1), goes(PROTOCOL_ERROR)],
  ["SETTINGS of 5 bytes", frame(SETTINGS, 0, 0, "12345"), goes(FRAME_SIZE_ERROR)],
  [
    "SETTINGS ACK with payload",
    frame(SETTINGS, Flag.ACK, 0, setting(1, 1)),
    goes(FRAME_SIZE_ERROR),
  ],
  ["ENABLE_PUSH of 2", frame(SETTINGS, 0, 0, setting(2, 2)), goes(PROTOCOL_ERROR)],
  [
    "an initial window over 2^31-1",
    frame(SETTINGS, 0, 0, setting(4, 0x8000_0000)),
    goes(FLOW_CONTROL_ERROR),
  ],
  ["MAX_FRAME_SIZE of 0", frame(SETTINGS, 0, 0, setting(5, 0)), goes(PROTOCOL_ERROR)],
  ["MAX_FRAME_SIZE of 2^24", frame(SETTINGS, 0, 0, setting(5, 0x100_0000)), goes(PROTOCOL_ERROR)],
  [
    "a thousand settings",
    frame(SETTINGS, 0, 0, Buffer.concat(Array.from({ length: 1000 }, () => setting(99, 1)))),
    goes("goaway:11"),
  ],
  ["an unknown setting", frame(SETTINGS, 0, 0, setting(0x7777, 1)), goes("alive")],
  [
    "PUSH_PROMISE of a client",
    frame(PUSH_PROMISE, 4, 1, Buffer.concat([uint32(2), range])),
    goes(PROTOCOL_ERROR),
  ],
  ["PING of 7 bytes", frame(PING, 0, 0, "1234567"), goes(FRAME_SIZE_ERROR)],
  ["PING on a stream", frame(PING, 0, 1, "12345678"), goes(PROTOCOL_ERROR)],
  ["GOAWAY on a stream", frame(GOAWAY, 0, 1, "12345678"), goes(PROTOCOL_ERROR)],
  ["GOAWAY of 7 bytes", frame(GOAWAY, 0, 0, "1234567"), goes(FRAME_SIZE_ERROR)],
  ["WINDOW_UPDATE of 0", frame(WINDOW_UPDATE, 0, 0, uint32(0)), goes(PROTOCOL_ERROR)],
  [
    "WINDOW_UPDATE of 0 on a stream",
    Buffer.concat([headers(1), frame(WINDOW_UPDATE, 0, 1, uint32(0))]),
    goes("reset:1", PROTOCOL_ERROR),
  ],
  [
    "WINDOW_UPDATE over 2^31-1",
    Buffer.concat(Array.from({ length: 2 }, () => frame(WINDOW_UPDATE, 0, 0, uint32(0x7fff_ffff)))),
    goes(FLOW_CONTROL_ERROR),
  ],
  [
    "WINDOW_UPDATE over 2^31-1 on a stream",
    Buffer.concat([
      headers(1),
      ...Array.from({ length: 2 }, () => frame(WINDOW_UPDATE, 0, 1, uint32(0x7fff_ffff))),
    ]),
    goes("reset:3", FLOW_CONTROL_ERROR),
  ],
  ["WINDOW_UPDATE of 3 bytes", frame(WINDOW_UPDATE, 0, 0, "123"), goes(FRAME_SIZE_ERROR)],
  ["WINDOW_UPDATE on an idle stream", frame(WINDOW_UPDATE, 0, 7, uint32(1)), goes(PROTOCOL_ERROR)],
  ["a frame of an unknown type", frame(0xfa, 0xff, 0, "anything"), goes("alive")],
  [
    "an unknown type inside a header block",
    Buffer.concat([headers(1, 0), frame(0xfa, 0, 1)]),
    goes(PROTOCOL_ERROR),
  ],
];

/** One of these verdicts, exactly. */
function goes(...verdicts: readonly string[]): RegExp {
  return new RegExp(`^(${verdicts.join("|")})$`);
}

test("a malformed HTTP/2 frame gets RFC 9113's error, and only its connection ends", {
  skip,
}, async () => {
  const wrong: string[] = [];
  for (const [name, bytes, wanted] of malformedFrames) {
    using attacker = await Attacker.http2(member.clientPort);
    attacker.send(bytes);
    const verdict = await attacker.verdict();
    if (!wanted.test(verdict)) wrong.push(`${name}: ${verdict}, not ${wanted.source}`);
    if (verdict.startsWith("goaway") && !(await attacker.closed(3_000))) {
      wrong.push(`${name}: the connection stays open after ${verdict}`);
    }
  }
  assert.deepEqual(wrong, []);
  await unharmed();
});

test("floods of legal frames end their connection", { skip }, async () => {
  const many = (count: number, bytes: Buffer): Buffer =>
    Buffer.concat(Array.from({ length: count }, () => bytes));
  const floods: readonly (readonly [name: string, bytes: () => Buffer])[] = [
    ["PING", () => many(5_000, frame(PING, 0, 0, "12345678"))],
    ["SETTINGS", () => many(500, frame(SETTINGS, 0, 0))],
    ["empty DATA", () => Buffer.concat([headers(1), many(500, frame(DATA, 0, 1))])],
    ["PRIORITY", () => many(5_000, frame(PRIORITY, 0, 1, "\0\0\0\x03a"))],
    ["WINDOW_UPDATE", () => many(5_000, frame(WINDOW_UPDATE, 0, 0, uint32(1)))],
    ["unknown types", () => many(5_000, frame(0xee, 0, 0))],
    [
      "requests that are reset",
      () =>
        Buffer.concat(
          Array.from({ length: 3_000 }, (_, i) =>
            Buffer.concat([headers(2 * i + 1), frame(RST_STREAM, 0, 2 * i + 1, uint32(8))]),
          ),
        ),
    ],
    ["CONTINUATION", () => Buffer.concat([headers(1, 0), many(1_000, frame(CONTINUATION, 0, 1))])],
  ];
  for (const [name, bytes] of floods) {
    using attacker = await Attacker.http2(member.clientPort);
    attacker.send(bytes());
    assert.match(await attacker.verdict(), /^goaway:(1|11)$|^closed$/, name);
    assert.ok(await attacker.closed(3_000), `${name}: the connection stays open`);
  }
  await unharmed();
});

test("mutated HTTP/2 conversations of many kinds", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED + 1}`);
  const random = new SeededRandom(SEED + 1);
  const put = Buffer.from("0000000006" + "0a0161120162", "hex");
  const plain: readonly Buffer[] = [
    frame(SETTINGS, 0, 0, setting(4, 70_000)),
    headers(1),
    frame(DATA, Flag.END_STREAM, 1, put),
    headers(3, 4, headerBlock(grpcFields("/etcdserverpb.Watch/Watch"))),
    frame(DATA, 0, 3, put),
    frame(PRIORITY, 0, 3, "\0\0\0\x01a"),
    frame(WINDOW_UPDATE, 0, 3, uint32(1000)),
    headers(5, 0, range.subarray(0, 20)),
    frame(CONTINUATION, Flag.END_HEADERS, 5, range.subarray(20)),
    frame(RST_STREAM, 0, 5, uint32(8)),
    frame(PING, 0, 0, "12345678"),
    frame(GOAWAY, 0, 0, Buffer.concat([uint32(0), uint32(0)])),
  ];
  for (let round = 0; round < 400; round++) {
    const attackers = await Promise.all(
      Array.from({ length: 5 }, () => Attacker.connect(member.clientPort)),
    );
    for (const attacker of attackers) {
      attacker.send(PREFACE, frame(SETTINGS, 0, 0));
      attacker.send(mutated(plain, random));
      if (random.chance(1, 2)) attacker.socket.end();
    }
    await Promise.race([
      ...attackers.map((attacker) => attacker.until(() => attacker.received.length > 30, 100)),
    ]);
    for (const attacker of attackers) attacker.destroy();
    assert.notEqual(member.pid, null, `round ${round}:\n${member.output.slice(-3000)}`);
  }
  await unharmed();
});

/** The frames with some left out, doubled, moved, cut or changed in a byte. */
function mutated(frames: readonly Buffer[], random: SeededRandom): Buffer {
  const parts: Buffer[] = [];
  for (const part of frames) {
    if (random.chance(1, 8)) continue;
    const bytes = Buffer.from(part);
    if (random.chance(1, 3)) {
      for (let i = random.below(4); i >= 0; i--) {
        bytes[random.below(bytes.length)] = random.below(256);
      }
    }
    parts.push(random.chance(1, 10) ? bytes.subarray(0, random.below(bytes.length)) : bytes);
    if (random.chance(1, 10)) parts.push(bytes);
  }
  if (random.chance(1, 4)) parts.reverse();
  return Buffer.concat(parts);
}

test("the member holds no more memory than before, and honest answers stayed quick", {
  skip,
}, async (t) => {
  await unharmed();
  const nowMib = await settlesWithin({
    ...{ pid: member.pid!, baseMib, growthMib: GROWTH_LIMIT_MIB },
  });
  t.diagnostic(`resident ${baseMib.toFixed(0)} MiB before, ${nowMib.toFixed(0)} MiB after`);
  const latenciesMs = honest.takeLatencies();
  const median = latenciesMs[Math.floor(latenciesMs.length / 2)]!;
  t.diagnostic(`${latenciesMs.length} honest rounds, median ${median.toFixed(1)} ms`);
  assert.ok(median < 250, `an honest round of three answers took ${median} ms`);
});
