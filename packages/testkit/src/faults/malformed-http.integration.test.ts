/**
 * The HTTP side of a member under bad input: the JSON gateway, its streams and WebSockets, odd
 * request targets, and the peer and metrics ports. Promise P14 again, beside an honest client.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { MemberProcess } from "../process/member-process.ts";
import { freePorts } from "../process/ports.ts";
import { kvorumServer } from "../process/server-command.ts";
import { gatewayJson, randomMessage } from "./any-message.ts";
import { Attacker, PREFACE } from "./attacker.ts";
import { HonestClient } from "./honest-client.ts";
import { residentMib, settlesWithin } from "./process-memory.ts";

const SEED = 8_080;
const GROWTH_LIMIT_MIB = 64;
const WARM_UP_ROUNDS = 40;
const DAMAGED_PER_PATH = 25;

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : false;

let member: MemberProcess;
let honest: HonestClient;
let metricsPort = 0;
let baseMib = 0;

before(async () => {
  if (command === null) return;
  [metricsPort] = (await freePorts(1)) as [number];
  member = await MemberProcess.start({
    command,
    flags: ["--listen-metrics-urls", `http://127.0.0.1:${metricsPort}`],
  });
  honest = await HonestClient.start(member.clientPort);
  await honest.verify(WARM_UP_ROUNDS);
  baseMib = residentMib(member.pid!);
});

after(async () => {
  if (command === null) return;
  await honest.stop();
  await member.dispose();
});

async function unharmed(): Promise<void> {
  assert.notEqual(member.pid, null, `the member ended:\n${member.output.slice(-3000)}`);
  await honest.verify();
  const bad = member.output
    .split("\n")
    .filter((line) => /"level":"(error|fatal|panic)"/.test(line));
  assert.deepEqual(bad, []);
}

/** One request on a connection of its own; what came back until the server closed it. */
async function exchange(text: string | Uint8Array, port = member.clientPort): Promise<string> {
  using attacker = await Attacker.connect(port);
  attacker.send(Buffer.from(text as string, "latin1"));
  await attacker.closed(10_000);
  return attacker.received.toString("latin1");
}

function request(target: string, body: string, headers = ""): string {
  return (
    `POST ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}` +
    `Content-Length: ${Buffer.byteLength(body, "latin1")}\r\n\r\n${body}`
  );
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);

test("odd targets get an answer of the router's", { skip }, async () => {
  const targets: readonly (readonly [target: string, status: number])[] = [
    ["/health?serializable=%zz&exclude=%", 200],
    ["/health?exclude=NOSPACE&exclude=&exclude=nonsense", 200],
    ["/livez?verbose&verbose=%ff&exclude=%00", 200],
    ["/livez/serializable_read/", 404],
    ["/readyz/../readyz", 301],
    ["//health", 301],
    ["/%68ealth", 200],
    ["/health%00", 404],
    // No byte above 127 stands for itself in a target.
    ["/health\u00ff", 400],
    ["/v3/kv/range/", 404],
    ["/v3/kv/%72ange", 200],
    ["/v3", 301],
    ["/v3/__proto__", 404],
    ["/v3/constructor/prototype", 404],
    ["/metrics?x[]=1", 200],
    ["/debug/vars?a=b", 200],
    ["*", 400],
  ];
  const wrong: string[] = [];
  for (const [target, status] of targets) {
    const answer = await exchange(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    const got = statusOf(answer);
    // A GET of a gateway path is Not Implemented, as it is of any of its methods.
    const allowed = target.startsWith("/v3/kv/%") ? [404, 501] : [status];
    if (!allowed.includes(got)) wrong.push(`${target}: ${got}`);
  }
  assert.deepEqual(wrong, []);
  await unharmed();
});

test("damaged JSON to every gateway path gets a known status", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const paths: readonly (readonly [path: string, method: string])[] = [
    ["/v3/kv/range", "Range"],
    ["/v3/kv/put", "Put"],
    ["/v3/kv/txn", "Txn"],
    ["/v3/lease/grant", "LeaseGrant"],
    ["/v3/lease/timetolive", "LeaseTimeToLive"],
    ["/v3/maintenance/hashkv", "HashKV"],
    ["/v3/maintenance/status", "Status"],
    ["/v3/cluster/member/list", "MemberList"],
  ];
  const statuses = new Map<number, number>();
  for (const [path, name] of paths) {
    const method = etcdserverpb.methods.find((candidate) => candidate.method === name)!;
    for (let i = 0; i < DAMAGED_PER_PATH; i++) {
      const json = JSON.stringify(
        gatewayJson(method.request, randomMessage(method.request, random)),
      );
      // Deletions would take the honest client's keys away.
      const body = damagedText(json, random);
      if (/delete/.test(body)) continue;
      const answer = await exchange(request(path, body));
      const status = statusOf(answer);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      assert.ok([200, 400, 404, 429].includes(status), `${path} ${body}: ${answer.slice(0, 300)}`);
    }
  }
  t.diagnostic(JSON.stringify(Object.fromEntries(statuses)));
  await unharmed();
});

function damagedText(text: string, random: SeededRandom): string {
  let result = text;
  for (let i = random.below(3); i >= 0; i--) {
    const at = random.below(result.length + 1);
    const insert = random.pick([
      '"',
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "\\",
      "\0",
      "\xff",
      "1e999",
      "null",
    ]);
    result = random.chance(1, 2)
      ? result.slice(0, at) + insert + result.slice(at)
      : result.slice(0, at) + result.slice(at + 1 + random.below(4));
  }
  return result;
}

test("streams of the gateway end on bad JSON, and on a value without end", { skip }, async () => {
  const create = '{"create_request":{"key":"aG9uZXN0LzE="}}';
  const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
  const head = "POST /v3/watch HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const body of ["nonsense", "[]", "null", '{"create_request":1}', "}{"]) {
    using attacker = await Attacker.connect(member.clientPort);
    attacker.send(Buffer.from(head + chunk(body)));
    assert.ok(await attacker.until(() => attacker.received.length > 0, 5_000), body);
    assert.equal(statusOf(attacker.received.toString("latin1")), 400, body);
  }
  {
    using attacker = await Attacker.connect(member.clientPort);
    attacker.send(Buffer.from(head + chunk(create)));
    const text = (): string => attacker.received.toString("latin1");
    assert.ok(await attacker.until(() => /"created":true/.test(text()), 5_000), text());
    attacker.send(Buffer.from(chunk("nonsense")));
    // The stream ends with an error, or goes on as if the client had said its last word.
    await honest.verify(2);
  }
  // A string that never ends: refused at the limit, long before memory is. A client that goes on
  // sending meanwhile may lose the answer to the end of the connection.
  using attacker = await Attacker.connect(member.clientPort);
  attacker.send(Buffer.from(`${head}${chunk('{"create_request":{"key":"')}`));
  const filler = Buffer.from(chunk("A".repeat(1 << 20)));
  const isOver = (): boolean => attacker.isClosed || attacker.received.length > 0;
  for (let i = 0; i < 40 && !isOver(); i++) {
    attacker.send(filler);
    await attacker.until(() => attacker.socket.writableLength === 0 || isOver(), 50);
  }
  assert.ok(await attacker.closed(5_000), "no end of it");
  assert.ok([0, 429].includes(statusOf(attacker.received.toString("latin1"))));
  await unharmed();
});

const HANDSHAKE =
  "GET /v3/watch HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/** A WebSocket frame of a client; what is not told is as it should be. */
function wsFrame(options: {
  opcode: number;
  payload?: string;
  fin?: boolean;
  reserved?: number;
  masked?: boolean;
  length?: bigint;
}): Buffer {
  const { opcode, payload = "", fin = true, reserved = 0, masked = true } = options;
  const bytes = Buffer.from(payload, "latin1");
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const head: number[] = [first];
  const mask = masked ? 0x80 : 0;
  if (options.length !== undefined) {
    head.push(mask | 127);
    for (let shift = 56n; shift >= 0n; shift -= 8n) {
      head.push(Number((options.length >> shift) & 0xffn));
    }
  } else if (bytes.length < 126) head.push(mask | bytes.length);
  else head.push(mask | 126, bytes.length >> 8, bytes.length & 255);
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([Buffer.from(head), Buffer.alloc(masked ? 4 : 0), bytes]);
}

test("malformed WebSocket frames end their connection", { skip }, async () => {
  const create = wsFrame({ opcode: 1, payload: '{"create_request":{"key":"aG9uZXN0LzE="}}' });
  const cases: readonly (readonly [name: string, bytes: Buffer])[] = [
    ["not masked", wsFrame({ opcode: 1, payload: "{}", masked: false })],
    ["a reserved bit", wsFrame({ opcode: 1, payload: "{}", reserved: 4 })],
    ["a reserved opcode", wsFrame({ opcode: 3, payload: "{}" })],
    ["a reserved control opcode", wsFrame({ opcode: 11 })],
    ["a fragmented ping", wsFrame({ opcode: 9, fin: false })],
    ["a ping of 126 bytes", wsFrame({ opcode: 9, payload: "x".repeat(126) })],
    ["a continuation of nothing", wsFrame({ opcode: 0, payload: "{}" })],
    [
      "a message inside a message",
      Buffer.concat([
        wsFrame({ opcode: 1, payload: "{", fin: false }),
        wsFrame({ opcode: 1, payload: "{}" }),
      ]),
    ],
    ["a length of 2^63", wsFrame({ opcode: 1, length: 2n ** 63n })],
    ["a length of 2^40", wsFrame({ opcode: 1, length: 2n ** 40n })],
    ["a close of one byte", wsFrame({ opcode: 8, payload: "x" })],
    ["a good close", wsFrame({ opcode: 8, payload: "\x03\xe8" })],
  ];
  const wrong: string[] = [];
  for (const [name, bytes] of cases) {
    for (const first of [Buffer.alloc(0), create]) {
      using attacker = await Attacker.connect(member.clientPort);
      attacker.send(Buffer.from(HANDSHAKE));
      const isOpen = await attacker.until(() => attacker.received.includes("\r\n\r\n"), 5_000);
      assert.ok(isOpen && statusOf(attacker.received.toString("latin1")) === 101, name);
      attacker.send(first, bytes);
      if (!(await attacker.closed(5_000))) wrong.push(name);
    }
  }
  assert.deepEqual(wrong, []);
  await unharmed();
});

test("handshakes that are none are refused", { skip }, async () => {
  for (const [from, to] of [
    ["Sec-WebSocket-Version: 13\r\n", ""],
    ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 99"],
    ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""],
    ["Connection: Upgrade", "Connection: close"],
    ["GET ", "POST "],
    ["/v3/watch", "/nowhere"],
  ] as const) {
    const text = HANDSHAKE.replace(from, to);
    using attacker = await Attacker.connect(member.clientPort);
    attacker.send(Buffer.from(text));
    assert.ok(await attacker.until(() => attacker.received.length > 0, 5_000), text);
    const status = statusOf(attacker.received.toString("latin1"));
    assert.ok(status >= 400 && status <= 501, `${to}: ${status}`);
  }
  await unharmed();
});

test("the peer and metrics ports take the same garbage", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const { argv } = member;
  const peerUrl = new URL(argv[argv.indexOf("--listen-peer-urls") + 1]!);
  for (const port of [Number(peerUrl.port), metricsPort]) {
    for (let i = 0; i < 60; i++) {
      using attacker = await Attacker.connect(port);
      attacker.send(random.bytes(1 + random.below(400)));
      attacker.socket.end();
      await attacker.closed(2_000);
    }
    // No gRPC here, whatever the preface says.
    using attacker = await Attacker.connect(port);
    attacker.send(PREFACE);
    assert.ok(await attacker.closed(5_000));
    const paths = [
      "/raft",
      "/raft/snapshot",
      "/raft/stream/message/1",
      "/members",
      "/leases",
      "/v3/kv/put",
      "/nowhere",
    ];
    for (const path of paths) {
      const answer = await exchange(request(path, "\x00\xff".repeat(500)), port);
      const status = statusOf(answer);
      assert.ok(
        status >= 200 && status <= 501 && status !== 500,
        `${path}: ${answer.slice(0, 200)}`,
      );
    }
    assert.equal(statusOf(await exchange(request("/v3/kv/put", '{"key":"YQ=="}'), port)), 404);
  }
  await unharmed();
});

test("the member holds no more memory than before", { skip }, async (t) => {
  await unharmed();
  const nowMib = await settlesWithin({
    ...{ pid: member.pid!, baseMib, growthMib: GROWTH_LIMIT_MIB, limitMs: 20_000 },
  });
  t.diagnostic(`resident ${baseMib.toFixed(0)} MiB before, ${nowMib.toFixed(0)} MiB after`);
});
