/**
 * Requests that the ordinary encoders refuse to make: any 64-bit number in any integer field,
 * random contents, damaged encodings; as protobuf bytes and as the gateway's JSON. Written apart
 * from proto's codecs, so that a mistake there cannot hide here.
 */

import type { SeededRandom } from "@kvorum/base";
import type { FieldDescriptor, MessageDescriptor } from "@kvorum/proto";

/** Field values by the .proto file's names. Integers and enums are bigint, or number if small. */
export type AnyValue = bigint | number | boolean | string | Uint8Array | AnyMessage | AnyList;
export interface AnyMessage {
  readonly [field: string]: AnyValue;
}
export type AnyList = readonly AnyValue[];

const VARINT = 0;
const BYTES = 2;

/** The bytes of a message; also zero values are written. */
export function encodeAny(descriptor: MessageDescriptor, message: AnyMessage): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(message)) {
    const field = fieldOf(descriptor, name);
    const values = field.repeated ? (value as AnyList) : [value];
    for (const item of values) parts.push(encodeField(field, item));
  }
  return Buffer.concat(parts);
}

/** The same message as a JSON value for the gateway. */
export function gatewayJson(descriptor: MessageDescriptor, message: AnyMessage): object {
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message)) {
    const field = fieldOf(descriptor, name);
    json[name] = field.repeated
      ? (value as AnyList).map((item) => jsonOf(field, item))
      : jsonOf(field, value);
  }
  return json;
}

export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** A field with a length in front, for messages that have no descriptor. */
export function lengthField(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([
    varint(BigInt((number << 3) | BYTES)),
    varint(BigInt(bytes.length)),
    bytes,
  ]);
}

function fieldOf(descriptor: MessageDescriptor, name: string): FieldDescriptor {
  const field = descriptor.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`${descriptor.name} has no field ${name}`);
  return field;
}

function encodeField(field: FieldDescriptor, value: AnyValue): Buffer {
  switch (field.type) {
    case "message":
      return lengthField(field.number, encodeAny(field.message!(), value as AnyMessage));
    case "bytes":
      return lengthField(field.number, toBytes(value));
    case "string":
      return lengthField(field.number, Buffer.from(value as string, "utf8"));
    default:
      return Buffer.concat([
        varint(BigInt((field.number << 3) | VARINT)),
        varint(BigInt(value as bigint | number | boolean)),
      ]);
  }
}

function jsonOf(field: FieldDescriptor, value: AnyValue): unknown {
  switch (field.type) {
    case "message":
      return gatewayJson(field.message!(), value as AnyMessage);
    case "bytes":
      return Buffer.from(toBytes(value)).toString("base64");
    case "int64":
    case "uint64":
      return String(value);
    case "int32":
    case "uint32":
    case "enum":
      return Number(value);
    default:
      return value;
  }
}

/** Text stands for its bytes. */
function toBytes(value: AnyValue): Uint8Array {
  return typeof value === "string" ? Buffer.from(value, "latin1") : (value as Uint8Array);
}

// Chance --------------------------------------------------------------------------------------

const INT64_CORNERS: readonly bigint[] = [
  0n,
  1n,
  2n,
  -1n,
  -2n,
  127n,
  128n,
  255n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 53n),
  -(2n ** 63n),
];

const BYTES_CORNERS: readonly string[] = [
  "",
  "\0",
  "a",
  "b",
  "b\0",
  "z",
  "\xff",
  "\xff\xff",
  "\0\0",
];

/** A message of this type with random fields, corner values preferred. */
export function randomMessage(
  descriptor: MessageDescriptor,
  random: SeededRandom,
  depth = 0,
): AnyMessage {
  const message: Record<string, AnyValue> = {};
  for (const field of descriptor.fields) {
    if (random.chance(2, 5)) continue;
    const isDeep = field.type === "message" && depth > 4;
    if (isDeep) continue;
    if (!field.repeated) message[field.name] = randomValue(field, random, depth);
    else {
      const count = random.below(4);
      message[field.name] = Array.from({ length: count }, () => randomValue(field, random, depth));
    }
  }
  return message;
}

function randomValue(field: FieldDescriptor, random: SeededRandom, depth: number): AnyValue {
  switch (field.type) {
    case "message":
      return randomMessage(field.message!(), random, depth + 1);
    case "bytes":
      return random.chance(9, 10)
        ? random.pick(BYTES_CORNERS)
        : random.bytes(random.below(random.chance(1, 5) ? 3000 : 20));
    case "string":
      return random.pick(["", "a", "b", "root", "http://127.0.0.1:1", "ünï", "x".repeat(300)]);
    case "bool":
      return random.chance(1, 2);
    case "enum":
      return random.chance(3, 4) ? BigInt(random.below(6)) : random.pick(INT64_CORNERS);
    default:
      return random.chance(1, 2) ? BigInt(random.below(20)) : random.pick(INT64_CORNERS);
  }
}

/** The bytes with some changed, cut, doubled or put in. */
export function damaged(bytes: Uint8Array, random: SeededRandom): Buffer {
  let result = Buffer.from(bytes);
  for (let i = random.below(3); i >= 0; i--) {
    const at = random.below(result.length + 1);
    switch (random.below(4)) {
      case 0:
        if (at < result.length) result[at] = random.below(256);
        break;
      case 1:
        result = result.subarray(0, at);
        break;
      case 2:
        result = Buffer.concat([result.subarray(0, at), result.subarray(random.below(at + 1))]);
        break;
      default:
        result = Buffer.concat([
          result.subarray(0, at),
          random.bytes(1 + random.below(4)),
          result.subarray(at),
        ]);
    }
  }
  return result;
}
