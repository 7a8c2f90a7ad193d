import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, SeededRandom } from "@kvorum/base";
import {
  authpb,
  DecodeError,
  etcdserverpb,
  type FieldDescriptor,
  leasepb,
  type MessageDescriptor,
  membershippb,
  mvccpb,
  raftpb,
  snappb,
  v3electionpb,
  v3lockpb,
  walpb,
} from "./index.ts";

const hex = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));

const everyMessage: readonly MessageDescriptor[] = [
  ...[authpb, etcdserverpb, leasepb, membershippb, mvccpb],
  ...[raftpb, snappb, v3electionpb, v3lockpb, walpb],
].flatMap((namespace) => Object.values(namespace.messageTypes));

function randomValue(field: FieldDescriptor, random: SeededRandom, depth: number): unknown {
  switch (field.type) {
    case "message":
      return randomMessage(field.message!(), random, depth + 1);
    case "bytes":
      return random.bytes(random.below(5));
    case "string":
      return random.pick(["", "a", "grüße", "\u{1f600}x", "long ".repeat(40)]);
    case "bool":
      return random.chance(1, 2);
    case "uint32":
      return random.below(0x1_0000_0000);
    case "enum":
    case "int32":
      return random.below(5);
    case "int64":
      if (field.bigint) return BigInt.asIntN(64, randomBits(random));
      return random.chance(1, 3) ? -1 - random.below(1000) : randomCounter(random);
    case "uint64":
      return field.bigint ? randomBits(random) : randomCounter(random);
  }
}

const randomBits = (random: SeededRandom): bigint =>
  random.chance(1, 4)
    ? BigInt(random.below(200))
    : (BigInt(random.below(0x1_0000_0000)) << 32n) | BigInt(random.below(0x1_0000_0000));
const randomCounter = (random: SeededRandom): number =>
  random.chance(1, 2)
    ? random.below(300)
    : random.below(0x20_0000) * 0x1_0000_0000 + random.below(0x1_0000_0000);

function randomMessage(type: MessageDescriptor, random: SeededRandom, depth = 0): object {
  const message = type.create() as Record<string, unknown>;
  const oneofs = new Set<string>();
  for (const field of type.fields) {
    if (depth > 3 && field.type === "message") continue;
    if (field.oneof !== null && oneofs.has(field.oneof)) continue;
    if (random.chance(1, 3)) continue;
    if (field.oneof !== null) oneofs.add(field.oneof);
    message[field.local] = field.repeated
      ? Array.from({ length: random.below(3) }, () => randomValue(field, random, depth))
      : randomValue(field, random, depth);
  }
  return message;
}

test("every message survives encode and decode with random contents", () => {
  const seed = 20260101;
  const random = new SeededRandom(seed);
  for (const type of everyMessage) {
    for (let round = 0; round < 40; round++) {
      const message = randomMessage(type, random);
      assert.deepEqual(type.decode(type.encode(message)), message, `${type.name}, seed ${seed}`);
    }
  }
});

test("decoders throw nothing but DecodeError on damaged bytes", () => {
  const seed = 20260102;
  const random = new SeededRandom(seed);
  for (const type of everyMessage) {
    for (let round = 0; round < 60; round++) {
      const bytes = type.encode(randomMessage(type, random));
      if (bytes.length === 0) continue;
      const damaged = bytes.slice(
        0,
        random.chance(1, 2) ? random.below(bytes.length) : bytes.length,
      );
      if (damaged.length > 0) damaged[random.below(damaged.length)] = random.below(256);
      try {
        type.decode(damaged);
      } catch (error) {
        assert.ok(error instanceof DecodeError, `${type.name}, seed ${seed}: ${String(error)}`);
      }
    }
  }
});

test("proto2 messages write zero scalars and leave absent bytes out", () => {
  assert.equal(bytesToHex(raftpb.encodeEntry({ Term: 2, Index: 2 })), "080010021802");
  assert.equal(bytesToHex(raftpb.encodeHardState({ term: 1, commit: 1 })), "080110001801");
  assert.equal(bytesToHex(walpb.encodeRecord({ type: 4 })), "08041000");
  assert.equal(bytesToHex(walpb.encodeSnapshot({})), "08001000");
  assert.equal(raftpb.decodeEntry(hex("080010021802")).Data, null);
  assert.equal(raftpb.decodeEntry(hex("0800100218022200")).Data?.length, 0);
});

test("ConfState reads its lists packed and unpacked and writes them unpacked", () => {
  assert.deepEqual(raftpb.decodeConfState(hex("0a020102")).voters, [1n, 2n]);
  assert.deepEqual(raftpb.decodeConfState(hex("08010802")).voters, [1n, 2n]);
  assert.equal(bytesToHex(raftpb.encodeConfState({ voters: [1n, 2n] })), "080108022800");
});

test("decodeRangeRequest() keeps a revision beyond 2^53 far above every counter", () => {
  const request = etcdserverpb.decodeRangeRequest(hex("20ffffffffffffffff7f"));
  assert.ok(request.revision > Number.MAX_SAFE_INTEGER);
  assert.equal(etcdserverpb.decodeRangeRequest(hex("20ffffffffffffffffff01")).revision, -1);
});

test("decoders refuse truncation, oversized lengths, field 0 and bad wire types", () => {
  for (const bytes of ["0a", "0a05aa", "00", "0e", "0f", "20ffffffffffffffffffff01", "20ff"]) {
    assert.throws(() => etcdserverpb.decodeRangeRequest(hex(bytes)), DecodeError, bytes);
  }
});

test("decoders skip unknown fields of every wire type", () => {
  const unknown = "f83f01 f93f0000000000000000 fa3f02aaaa fd3f00000000 fb3f 0801 fc3f";
  const request = etcdserverpb.decodeRangeRequest(hex(`${unknown} 0a0161`));
  assert.equal(bytesToHex(request.key), "61");
});

test("the last member of a oneof wins and the earlier one is forgotten", () => {
  const compare = etcdserverpb.decodeCompare(hex("2005 3a0161"));
  assert.equal(compare.version, null);
  assert.equal(bytesToHex(compare.value!), "61");
});

test("decodeTxnRequest() takes 128 nested transactions and refuses deeper nesting than the bound", () => {
  const wrap = (tag: number, body: readonly number[]): number[] => {
    const length: number[] = [];
    let rest = body.length;
    for (; rest > 127; rest >>= 7) length.push((rest & 127) | 128);
    return [tag, ...length, rest, ...body];
  };
  const decodeNested = (transactions: number): void => {
    let nested: number[] = [];
    for (let i = 1; i < transactions; i++) nested = wrap(0x12, wrap(0x22, nested));
    etcdserverpb.decodeTxnRequest(new Uint8Array(nested));
  };
  decodeNested(128);
  assert.throws(() => decodeNested(160), DecodeError);
});

test("strings must be UTF-8", () => {
  assert.throws(() => etcdserverpb.decodeAuthRoleAddRequest(hex("0a01ff")), DecodeError);
});
