/**
 * gRPC calls that no client should make, on a real member under light honest load: broken framing,
 * broken messages for every method, wrong content types, paths, timeouts and metadata. Each gets
 * the status and text of grpc-go; the member and honest clients are unharmed (promise P14).
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { SeededRandom } from "@kvorum/base";
import { etcdserverpb, type MethodDescriptor, v3electionpb, v3lockpb } from "@kvorum/proto";
import { MemberProcess } from "../process/member-process.ts";
import { kvorumServer } from "../process/server-command.ts";
import { RawClient } from "../raw/client.ts";
import type { HeaderField } from "../raw/hpack.ts";
import { damaged, encodeAny, lengthField, randomMessage, varint } from "./any-message.ts";
import {
  Attacker,
  Flag,
  FrameType,
  frame,
  grpcFields,
  grpcMessage,
  headerBlock,
} from "./attacker.ts";
import { HonestClient } from "./honest-client.ts";
import { residentMib, settlesWithin } from "./process-memory.ts";

const SEED = 271_828;
const GROWTH_LIMIT_MIB = 64;
const WARM_UP_ROUNDS = 40;
const FRAME_BYTES = 16_384;
const DAMAGED_PER_METHOD = 60;

const RANGE = "/etcdserverpb.KV/Range";
const INTERNAL = 13;
const UNIMPLEMENTED = 12;

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

async function unharmed(): Promise<void> {
  assert.notEqual(member.pid, null, `the member ended:\n${member.output.slice(-3000)}`);
  await honest.verify();
  const bad = member.output
    .split("\n")
    .filter((line) => /"level":"(error|fatal|panic)"/.test(line));
  assert.deepEqual(bad, []);
}

interface Call {
  readonly name: string;
  readonly fields?: readonly HeaderField[];
  /** Default a good Range. */
  readonly data?: Uint8Array;
  /** Default true: the client ends its side. */
  readonly ends?: boolean;
  readonly http?: string;
  readonly status: number;
  readonly text: RegExp;
}

const good = grpcMessage(Buffer.from("0a0161", "hex"));
const bad = grpcMessage(Buffer.from([0xff]));
const path = (value: string): readonly HeaderField[] => [[":path", value]];

const calls: readonly Call[] = [
  {
    name: "a length of 4 GiB",
    data: grpcMessage(Buffer.from("0a0161", "hex"), { length: 0xffff_ffff }),
    ends: false,
    status: 8,
    text: /^grpc: received message larger than max \(4294967295 vs\. 2097152\)$/,
  },
  {
    name: "the compressed flag without an encoding",
    data: grpcMessage(Buffer.from("0a0161", "hex"), { flag: 1 }),
    status: INTERNAL,
    text: /^grpc: compressed flag set with identity or empty encoding$/,
  },
  {
    name: "an unknown flag",
    data: grpcMessage(Buffer.from("0a0161", "hex"), { flag: 255 }),
    status: INTERNAL,
    text: /^grpc: received unexpected payload format 255$/,
  },
  {
    name: "half a message",
    data: grpcMessage(Buffer.from("0a0161", "hex"), { length: 10 }),
    status: INTERNAL,
    text: /^unexpected EOF$/,
  },
  { name: "half a prefix", data: Buffer.alloc(2), status: INTERNAL, text: /^unexpected EOF$/ },
  {
    name: "no message",
    data: Buffer.alloc(0),
    status: INTERNAL,
    text: /^cardinality violation: received no request message/,
  },
  {
    name: "two messages",
    data: Buffer.concat([good, good]),
    status: INTERNAL,
    text: /^cardinality violation: received multiple request messages/,
  },
  {
    name: "a malformed message",
    data: bad,
    status: INTERNAL,
    text: /^grpc: error unmarshalling request: proto: /,
  },
  ...["/etcdserverpb.Watch/Watch", "/etcdserverpb.Lease/LeaseKeepAlive"].flatMap(
    (value): Call[] => [
      {
        name: `a malformed message to ${value}`,
        fields: path(value),
        data: bad,
        ends: false,
        status: INTERNAL,
        text: /^grpc: failed to unmarshal the received message: proto: /,
      },
      {
        name: `half a message to ${value}`,
        fields: path(value),
        data: grpcMessage(Buffer.from("0a00", "hex"), { length: 10 }),
        status: INTERNAL,
        text: /^unexpected EOF$/,
      },
      {
        name: `the compressed flag to ${value}`,
        fields: path(value),
        data: grpcMessage(Buffer.from("0a00", "hex"), { flag: 1 }),
        ends: false,
        status: INTERNAL,
        text: /^grpc: compressed flag set with identity or empty encoding$/,
      },
    ],
  ),
  ...["application/json", "application/grpcx", "text/plain", ""].map(
    (value): Call => ({
      name: `content-type "${value}"`,
      fields: [["content-type", value]],
      http: "415",
      status: 3,
      text: /^invalid gRPC request content-type "/,
    }),
  ),
  {
    name: "content-type application/grpc+proto",
    fields: [["content-type", "application/grpc+proto"]],
    status: 0,
    text: /^$/,
  },
  {
    name: "another method than POST",
    fields: [[":method", "GET"]],
    http: "405",
    status: INTERNAL,
    text: /:method "GET" which should be POST$/,
  },
  ...["/", "/a", "a/b"].map(
    (value): Call => ({
      name: `path ${value}`,
      fields: path(value),
      status: UNIMPLEMENTED,
      text: /^malformed method name: "/,
    }),
  ),
  {
    name: "an unknown service",
    fields: path("/no.Such/Thing"),
    status: UNIMPLEMENTED,
    text: /^unknown service no\.Such$/,
  },
  {
    name: "an unknown method",
    fields: path("/etcdserverpb.KV/Nope"),
    status: UNIMPLEMENTED,
    text: /^unknown method Nope for service etcdserverpb\.KV$/,
  },
  {
    name: "a query in the path",
    fields: path(`${RANGE}?a=b`),
    status: UNIMPLEMENTED,
    text: /^unknown method Range\?a=b for service/,
  },
  ...["", "1", "S", "1X", "xS", "-1S", "1.5S", "123456789S"].map(
    (value): Call => ({
      name: `grpc-timeout "${value}"`,
      fields: [["grpc-timeout", value]],
      http: "400",
      status: INTERNAL,
      text: /^malformed grpc-timeout: /,
    }),
  ),
  { name: "the longest timeout", fields: [["grpc-timeout", "99999999H"]], status: 0, text: /^$/ },
  {
    name: "a timeout of nothing",
    fields: [["grpc-timeout", "0n"]],
    status: 4,
    text: /^context deadline exceeded$/,
  },
  {
    name: "binary metadata that is no base64",
    fields: [["x-bin", "!!!"]],
    http: "400",
    status: INTERNAL,
    text: /^malformed binary metadata "!!!" in header "x-bin": illegal base64 data/,
  },
  {
    name: "a client version that is no UTF-8",
    fields: [["client-api-version", "\xff\xfe"]],
    status: 3,
    text: /^etcdserver: invalid client api version$/,
  },
  {
    name: "a hasleader that means nothing",
    fields: [["hasleader", "yes"]],
    status: 0,
    text: /^$/,
  },
  {
    name: "a token that nobody gave",
    fields: [["token", "x".repeat(5000)]],
    status: 0,
    text: /^$/,
  },
  {
    name: "more metadata than fits",
    fields: Array.from({ length: 8 }, (_, i): HeaderField => [`x${i}`, "y".repeat(9_000)]),
    http: "431",
    status: 8,
    text: /^header list larger than max$/,
  },
  {
    name: "more fields than are allowed",
    fields: Array.from({ length: 140 }, (_, i): HeaderField => [`x${i}`, "y"]),
    http: "431",
    status: 8,
    text: /^header list larger than max$/,
  },
  {
    name: "an unknown encoding",
    fields: [["grpc-encoding", "snappy"]],
    status: UNIMPLEMENTED,
    text: /^grpc: Decompressor is not installed for grpc-encoding "snappy"$/,
  },
  {
    name: "gzip that is none",
    fields: [["grpc-encoding", "gzip"]],
    data: grpcMessage(Buffer.from("0a0161", "hex"), { flag: 1 }),
    status: INTERNAL,
    text: /^grpc: failed to decompress the received message/,
  },
  {
    name: "a gzip bomb",
    fields: [["grpc-encoding", "gzip"]],
    data: grpcMessage(gzipSync(Buffer.alloc(64 << 20)), { flag: 1 }),
    status: 8,
    text: /^grpc: received message after decompression larger than max 2097152$/,
  },
  {
    name: "a message over the limit",
    data: grpcMessage(Buffer.alloc(2_200_000)),
    ends: false,
    status: 8,
    text: /^grpc: received message larger than max \(2200000 vs\. 2097152\)$/,
  },
  {
    name: "a request over the log's limit",
    fields: path("/etcdserverpb.KV/Put"),
    data: grpcMessage(
      Buffer.concat([lengthField(1, Buffer.from("a")), lengthField(2, Buffer.alloc(1_600_000))]),
    ),
    status: 3,
    text: /^etcdserver: request is too large$/,
  },
];

test("a broken call gets grpc-go's status and text", { skip }, async (t) => {
  const wrong: string[] = [];
  for (const call of calls) {
    using attacker = await Attacker.http2(member.clientPort);
    open(attacker, 1, grpcFields(RANGE, call.fields));
    await sendData(attacker, 1, call.data ?? good, call.ends ?? true);
    const outcome = await attacker.outcome(1);
    const got = outcome ?? { httpStatus: "", grpcStatus: -1, grpcMessage: "nothing" };
    const isRight =
      got.httpStatus === (call.http ?? "200") &&
      got.grpcStatus === call.status &&
      call.text.test(got.grpcMessage);
    if (!isRight) {
      wrong.push(`${call.name}: ${got.httpStatus} ${got.grpcStatus} "${got.grpcMessage}"`);
    }
    const verdict = await attacker.verdict();
    if (verdict !== "alive" && verdict !== "reset:0") wrong.push(`${call.name}: ${verdict}`);
  }
  t.diagnostic(`${calls.length} calls`);
  assert.deepEqual(wrong, []);
  await unharmed();
});

// Messages ----------------------------------------------------------------------------------

const UNARY_TEXT = "grpc: error unmarshalling request: proto: ";
const STREAM_TEXT = "grpc: failed to unmarshal the received message: proto: ";

interface Method {
  readonly path: string;
  readonly isUnary: boolean;
  readonly decode: (bytes: Uint8Array) => object;
  /** Null where messages have no descriptor here. */
  readonly descriptor: MethodDescriptor | null;
}

const health = (method: string, isUnary: boolean): Method => ({
  path: `/grpc.health.v1.Health/${method}`,
  isUnary,
  // Any message decodes the same way as far as its syntax is concerned.
  decode: etcdserverpb.decodeStatusRequest,
  descriptor: null,
});

const methods: readonly Method[] = [
  ...[...etcdserverpb.methods, ...v3lockpb.methods, ...v3electionpb.methods].map(
    (descriptor): Method => ({
      path: descriptor.path,
      isUnary: !descriptor.clientStreaming && !descriptor.serverStreaming,
      decode: descriptor.request.decode,
      descriptor,
    }),
  ),
  ...[health("Check", true), health("List", true), health("Watch", false)],
];

/** Malformed for every type: no decoder may accept one of these. */
const neverMessages: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ["a tag and nothing", Buffer.from([0x08])],
  ["a varint without end", Buffer.concat([Buffer.from([0x08]), Buffer.alloc(9, 0xff)])],
  ["a varint of 11 bytes", Buffer.concat([Buffer.from([0x08]), Buffer.alloc(11, 0x80)])],
  [
    "a varint over 64 bits",
    Buffer.concat([Buffer.from([0x08]), Buffer.alloc(9, 0xff), Buffer.from([0x02])]),
  ],
  ["a length beyond the end", Buffer.from([0xfa, 0x3f, 0x05, 0x61])],
  ["a length of 2^64-1", Buffer.concat([Buffer.from([0xfa, 0x3f]), varint(2n ** 64n - 1n)])],
  ["a length of 2^31", Buffer.concat([Buffer.from([0xfa, 0x3f]), varint(2n ** 31n)])],
  ["field number 0", Buffer.from([0x00, 0x01])],
  ["wire type 6", Buffer.from([0xfe, 0x3f, 0x01])],
  ["wire type 7", Buffer.from([0xff, 0x3f, 0x01])],
  ["a group without end", Buffer.from([0xfb, 0x3f, 0x08, 0x01])],
  ["an end without group", Buffer.from([0xfc, 0x3f])],
  ["a group with another's end", Buffer.from([0xfb, 0x3f, 0xf4, 0x3f])],
  ["a fixed64 cut short", Buffer.from([0xf9, 0x3f, 1, 2, 3])],
  ["a fixed32 cut short", Buffer.from([0xfd, 0x3f, 1, 2])],
  [
    "20,000 nested groups",
    Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from([0xfb, 0x3f]))),
  ],
];

test("a malformed message to any method gets Internal, and nothing is done", {
  skip,
}, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  using client = await RawClient.connect({ port: member.clientPort });
  const absent: string[] = [];
  const wrong: string[] = [];
  let sent = 0;
  for (const method of methods) {
    if (await isAbsent(client, method)) {
      absent.push(method.path);
      continue;
    }
    const texts = [...neverMessages, ...damagedMessages(method, random)];
    for (const [name, bytes] of texts) {
      const { status, message } = await client.call(method.path, bytes, { timeoutMs: 5_000 });
      const text = method.isUnary ? UNARY_TEXT : STREAM_TEXT;
      if (status !== INTERNAL || !message.startsWith(text)) {
        wrong.push(`${method.path}, ${name}: ${status} "${message}"`);
      }
      sent++;
    }
  }
  if (absent.length > 0) t.diagnostic(`not registered: ${absent.join(", ")}`);
  t.diagnostic(`${sent} messages to ${methods.length - absent.length} methods`);
  assert.deepEqual(wrong, []);
  assert.ok(sent > 500);
  await unharmed();
});

/** Methods that this build does not serve are no subject here. */
async function isAbsent(client: RawClient, method: Method): Promise<boolean> {
  const { status, message } = await client.call(method.path, Buffer.from([0xff]), {
    timeoutMs: 5_000,
  });
  return status === UNIMPLEMENTED && /^unknown (method|service) /.test(message);
}

/** Damaged encodings that are no message any more: those that still are one could do something. */
function damagedMessages(
  { descriptor, decode }: Method,
  random: SeededRandom,
): (readonly [string, Buffer])[] {
  const found: (readonly [string, Buffer])[] = [];
  if (descriptor === null) return found;
  for (let i = 0; i < DAMAGED_PER_METHOD; i++) {
    const message = encodeAny(descriptor.request, randomMessage(descriptor.request, random));
    const bytes = damaged(message, random);
    try {
      decode(bytes);
    } catch {
      found.push([bytes.toString("hex").slice(0, 200), bytes]);
    }
  }
  return found;
}

test("half messages on thousands of streams cost a bounded amount of memory", {
  skip,
}, async (t) => {
  const attackers: Attacker[] = [];
  const block = headerBlock(grpcFields("/etcdserverpb.KV/Put"));
  // Each stream promises 1 MiB and begins with 4 KiB of it.
  const begun = frame(FrameType.DATA, 0, 0, grpcMessage(Buffer.alloc(4096), { length: 1 << 20 }));
  for (let i = 0; i < 6; i++) {
    const attacker = await Attacker.http2(member.clientPort);
    attackers.push(attacker);
    for (let stream = 0; stream < 1_500; stream++) {
      const id = 2 * stream + 1;
      const data = Buffer.from(begun);
      data.writeUInt32BE(id, 5);
      attacker.send(frame(FrameType.HEADERS, Flag.END_HEADERS, id, block), data);
    }
    await attacker.verdict();
    await honest.verify(1);
  }
  const heldMib = residentMib(member.pid!);
  t.diagnostic(`resident ${baseMib.toFixed(0)} MiB before, ${heldMib.toFixed(0)} MiB under attack`);
  // 8 MiB of buffers for each connection, and what Node adds to them.
  assert.ok(heldMib < baseMib + 6 * 8 * 2 + GROWTH_LIMIT_MIB);
  for (const attacker of attackers) attacker.destroy();
  await unharmed();
});

test("the member holds no more memory than before", { skip }, async (t) => {
  await unharmed();
  const nowMib = await settlesWithin({
    ...{ pid: member.pid!, baseMib, growthMib: GROWTH_LIMIT_MIB, limitMs: 20_000 },
  });
  t.diagnostic(`resident ${baseMib.toFixed(0)} MiB before, ${nowMib.toFixed(0)} MiB after`);
});

/** HEADERS, and CONTINUATION where one frame is not enough. */
function open(attacker: Attacker, id: number, fields: readonly HeaderField[]): void {
  const block = headerBlock(fields);
  for (let at = 0; at < block.length; at += FRAME_BYTES) {
    const end = Math.min(at + FRAME_BYTES, block.length);
    const type = at === 0 ? FrameType.HEADERS : FrameType.CONTINUATION;
    const flags = end === block.length ? Flag.END_HEADERS : 0;
    attacker.send(frame(type, flags, id, block.subarray(at, end)));
  }
}

/** The bytes as DATA, as far and as fast as the server's windows allow. */
async function sendData(
  attacker: Attacker,
  id: number,
  bytes: Uint8Array,
  ends: boolean,
): Promise<void> {
  const isOver = (): boolean =>
    attacker.frames.some(
      ({ type, flags, streamId }) =>
        streamId === id &&
        (type === FrameType.RST_STREAM ||
          (type === FrameType.HEADERS && (flags & Flag.END_STREAM) !== 0)),
    );
  let at = 0;
  do {
    const end = Math.min(at + FRAME_BYTES, bytes.length);
    const flags = ends && end === bytes.length ? Flag.END_STREAM : 0;
    const isGranted = (): boolean => end <= Math.min(granted(attacker, 0), granted(attacker, id));
    await attacker.until(() => isGranted() || isOver());
    if (isOver()) return;
    attacker.send(frame(FrameType.DATA, flags, id, bytes.subarray(at, end)));
    at = end;
  } while (at < bytes.length);
}

/** Bytes that the server let us send so far, on the connection (0) or on a stream. */
function granted(attacker: Attacker, id: number): number {
  let bytes = 65_535;
  for (const { type, streamId, payload } of attacker.frames) {
    if (type === FrameType.WINDOW_UPDATE && streamId === id) bytes += payload.readUInt32BE(0);
  }
  return bytes;
}
