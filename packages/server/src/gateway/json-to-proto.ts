/**
 * From JSON text to the protobuf message that it stands for: the proto3 JSON mapping with the
 * choices of etcd's gateway. HTTP surface, section 5.
 *
 * The text is taken straight to protobuf bytes, without objects in between: 64-bit integers stay
 * exact, and unknown fields, at any depth and in any number, cost their bytes only. Fields are
 * written in the order of the text; zero values are left out where absent means the same.
 * A value whose syntax JsonScanner has approved is expected; mistakes of meaning carry the texts
 * of Go's mapper, with line and column (both from 1).
 */

import { isUtf8 } from "node:buffer";
import { assert, bytesToLatin1 } from "@kvorum/base";
import { type FieldDescriptor, MAX_MESSAGE_DEPTH, type MessageDescriptor } from "@kvorum/proto";
import { decodeBase64 } from "./base64.ts";
import { ProtoBuilder } from "./proto-builder.ts";

/** JSON that is not the message that it should be. */
export class JsonMappingError extends Error {
  override readonly name = "JsonMappingError";
}

/** A raw value is shown up to here in an error. */
const MAX_SHOWN_BYTES = 256;
/** No field name is longer, so longer keys need not be read. */
const MAX_NAME_BYTES = 64;

interface FieldPlan {
  readonly field: FieldDescriptor;
  readonly position: number;
}

interface MessagePlan {
  /** By proto name and by JSON name. */
  readonly fields: ReadonlyMap<string, FieldPlan>;
  /** 1 for each byte that such a name begins with: most unknown keys need not be read. */
  readonly firstBytes: Uint8Array;
  readonly fieldsCount: number;
}

const plans = new WeakMap<MessageDescriptor, MessagePlan>();

function planOf(descriptor: MessageDescriptor): MessagePlan {
  const known = plans.get(descriptor);
  if (known !== undefined) return known;
  const fields = new Map<string, FieldPlan>();
  descriptor.fields.forEach((field, position) => {
    fields.set(field.name, { field, position });
    fields.set(field.local, { field, position });
  });
  const firstBytes = new Uint8Array(256);
  for (const name of fields.keys()) firstBytes[name.charCodeAt(0)] = 1;
  const plan = { fields, firstBytes, fieldsCount: descriptor.fields.length };
  plans.set(descriptor, plan);
  return plan;
}

/**
 * The encoded message.
 * @param text - one JSON value, its syntax checked, blanks around it allowed
 * @throws JsonMappingError
 */
export function jsonToProto(descriptor: MessageDescriptor, text: Uint8Array): Uint8Array {
  const decoder = new Decoder(text);
  decoder.message(descriptor);
  return decoder.output.bytes;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

class Decoder {
  readonly output = new ProtoBuilder();
  readonly #text: Buffer;
  #position = 0;
  #depth = 0;
  /** Of the string token that was read last. */
  #hasEscapes = false;

  constructor(text: Uint8Array) {
    this.#text = Buffer.from(text.buffer, text.byteOffset, text.length);
  }

  /** Reads an object and writes its fields. */
  message(descriptor: MessageDescriptor): void {
    const start = this.#skipBlanks();
    if (this.#text[start] !== OPEN_OBJECT) throw this.#unexpectedToken();
    if (++this.#depth > MAX_MESSAGE_DEPTH) {
      throw this.#mistake(start, "exceeded max recursion depth");
    }
    const plan = planOf(descriptor);
    const seen = new Uint8Array(plan.fieldsCount);
    let oneofs: string[] | null = null;
    this.#position++;
    for (;;) {
      const keyStart = this.#skipBlanks();
      const byte = this.#text[keyStart]!;
      if (byte === CLOSE_OBJECT) break;
      if (byte === COMMA) {
        this.#position++;
        continue;
      }
      const known = plan.fields.get(this.#key(plan.firstBytes));
      this.#skipBlanks();
      this.#position++;
      const valueStart = this.#skipBlanks();
      if (known === undefined) {
        this.#skipValue();
        continue;
      }
      const { field, position } = known;
      if (seen[position] === 1) {
        throw this.#mistake(keyStart, `duplicate field ${this.#tokenAt(keyStart)}`);
      }
      seen[position] = 1;
      // A null leaves the field as it is, but counts as its one appearance.
      if (this.#text[valueStart] === 0x6e) {
        this.#skipValue();
        continue;
      }
      if (field.oneof !== null) {
        oneofs ??= [];
        if (oneofs.includes(field.oneof)) {
          throw this.#mistake(
            keyStart,
            `error parsing ${this.#tokenAt(keyStart)}, oneof ${descriptor.name}.${field.oneof} is already set`,
          );
        }
        oneofs.push(field.oneof);
      }
      if (field.repeated) this.#list(field);
      else this.#single(field, field.presence);
    }
    this.#position++;
    this.#depth--;
  }

  #list(field: FieldDescriptor): void {
    const start = this.#skipBlanks();
    if (this.#text[start] !== OPEN_ARRAY) throw this.#unexpectedToken();
    this.#position++;
    const isPacked = field.type !== "message" && field.type !== "bytes" && field.type !== "string";
    let mark = -1;
    for (;;) {
      const byte = this.#text[this.#skipBlanks()]!;
      if (byte === CLOSE_ARRAY) break;
      if (byte === COMMA) {
        this.#position++;
        continue;
      }
      if (!isPacked) {
        this.#single(field, true);
        continue;
      }
      if (mark < 0) {
        this.output.tag(field.number, 2);
        mark = this.output.openLength();
      }
      const value = this.#number(field);
      if (value !== null) this.output.bigint(value);
    }
    if (mark >= 0) this.output.closeLength(mark);
    this.#position++;
  }

  /** One value with its tag. @param isShown - written even when it is zero */
  #single(field: FieldDescriptor, isShown: boolean): void {
    switch (field.type) {
      case "message": {
        if (this.#text[this.#skipBlanks()] !== OPEN_OBJECT) throw this.#unexpectedToken();
        this.output.tag(field.number, 2);
        const mark = this.output.openLength();
        assert(field.message !== null, `message field ${field.name} has no descriptor`);
        this.message(field.message());
        this.output.closeLength(mark);
        break;
      }
      case "bytes":
        this.#delimited(field, this.#bytes(field), isShown);
        break;
      case "string":
        this.#delimited(field, this.#string(field), isShown);
        break;
      default: {
        const value = this.#number(field);
        if (value === null || (value === 0n && !isShown)) break;
        this.output.tag(field.number, 0);
        this.output.bigint(value);
      }
    }
  }

  #delimited(field: FieldDescriptor, value: Uint8Array, isShown: boolean): void {
    if (value.length === 0 && !isShown) return;
    this.output.tag(field.number, 2);
    this.output.lengthDelimited(value);
  }

  /** A boolean, integer or enum; null for an enum name that is not known, which is left out. */
  #number(field: FieldDescriptor): bigint | null {
    const start = this.#skipBlanks();
    const first = this.#text[start]!;
    const end = this.#skipValue();
    if (field.type === "bool") {
      if (first === 0x74) return 1n;
      if (first === 0x66) return 0n;
      throw this.#invalidValue(field, start);
    }
    const isText = first === QUOTE;
    if (field.type === "enum") {
      if (isText) {
        const name = this.#decodeString(start, end);
        if (name === null) throw this.#badString(start);
        const values = field.values!;
        return Object.hasOwn(values, name) ? BigInt(values[name]!) : null;
      }
      const value = isNumberStart(first) ? parseInteger(this.#slice(start, end)) : null;
      if (value === null || value !== BigInt.asIntN(32, value)) {
        throw this.#invalidValue(field, start);
      }
      return value;
    }
    let digits: string | null = null;
    if (isText) digits = this.#decodeString(start, end);
    else if (isNumberStart(first)) digits = this.#slice(start, end);
    const value = digits === null ? null : parseInteger(digits);
    if (value === null || !isInRange(value, field.type)) throw this.#invalidValue(field, start);
    return value;
  }

  #bytes(field: FieldDescriptor): Uint8Array {
    const start = this.#skipBlanks();
    if (this.#text[start] !== QUOTE) throw this.#invalidValue(field, start);
    const end = this.#skipValue();
    let text: Uint8Array = this.#text.subarray(start + 1, end - 1);
    if (this.#hasEscapes) {
      const plain = this.#decodeString(start, end);
      if (plain === null) throw this.#badString(start);
      text = Buffer.from(plain, "utf8");
    }
    const bytes = decodeBase64(text);
    if (bytes === null) throw this.#invalidValue(field, start);
    return bytes;
  }

  #string(field: FieldDescriptor): Uint8Array {
    const start = this.#skipBlanks();
    if (this.#text[start] !== QUOTE) throw this.#invalidValue(field, start);
    const end = this.#skipValue();
    if (!this.#hasEscapes) {
      const bytes = this.#text.subarray(start + 1, end - 1);
      if (!isUtf8(bytes)) throw this.#badString(start);
      return bytes;
    }
    const plain = this.#decodeString(start, end);
    if (plain === null) throw this.#badString(start);
    return Buffer.from(plain, "utf8");
  }

  /** The key at the position, without its quotes; empty for one that no field can have. */
  #key(firstBytes: Uint8Array): string {
    const start = this.#position;
    const end = this.#skipValue();
    if (!this.#hasEscapes) {
      if (firstBytes[this.#text[start + 1]!] === 0) return "";
      return end - start - 2 > MAX_NAME_BYTES ? "" : bytesToLatin1(this.#text, start + 1, end - 1);
    }
    return end - start > 6 * MAX_NAME_BYTES ? "" : (this.#decodeString(start, end) ?? "");
  }

  /** The text of a string token; null for bad UTF-8 or half a surrogate pair. */
  #decodeString(start: number, end: number): string | null {
    const raw = this.#text.subarray(start, end);
    if (!isUtf8(raw)) return null;
    const text = JSON.parse(raw.toString("utf8")) as string;
    return /\p{Surrogate}/u.test(text) ? null : text;
  }

  #slice(start: number, end: number): string {
    return bytesToLatin1(this.#text, start, end);
  }

  /** Steps over blanks and says where it stands then. */
  #skipBlanks(): number {
    const text = this.#text;
    let position = this.#position;
    for (;;) {
      const byte = text[position];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      position++;
    }
    this.#position = position;
    return position;
  }

  /** Steps over the value at the position, whatever it is, and says where it ended. */
  #skipValue(): number {
    const text = this.#text;
    let position = this.#position;
    this.#hasEscapes = false;
    const first = text[position]!;
    if (first === QUOTE) {
      position = this.#skipString(position);
    } else if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
      let depth = 0;
      do {
        const byte = text[position]!;
        if (byte === QUOTE) {
          position = this.#skipString(position);
          continue;
        }
        if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
        else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth--;
        position++;
      } while (depth > 0);
    } else {
      while (position < text.length && isScalarByte(text[position]!)) position++;
    }
    this.#position = position;
    return position;
  }

  /** The offset behind the closing quote of the string that begins at `start`. */
  #skipString(start: number): number {
    const text = this.#text;
    let position = start + 1;
    for (;;) {
      const byte = text[position]!;
      if (byte === QUOTE) return position + 1;
      if (byte === BACKSLASH) {
        this.#hasEscapes = true;
        position++;
      }
      position++;
    }
  }

  #invalidValue(field: FieldDescriptor, start: number): JsonMappingError {
    const shown = this.#tokenAt(start);
    return this.#mistake(start, `invalid value for ${field.type} field ${field.local}: ${shown}`);
  }

  #badString(start: number): JsonMappingError {
    return new JsonMappingError(
      `proto: syntax error (${this.#place(start)}): invalid UTF-8 in string`,
    );
  }

  #unexpectedToken(): JsonMappingError {
    const start = this.#position;
    return new JsonMappingError(
      `proto: syntax error (${this.#place(start)}): unexpected token ${this.#tokenAt(start)}`,
    );
  }

  #mistake(start: number, message: string): JsonMappingError {
    return new JsonMappingError(`proto: (${this.#place(start)}): ${message}`);
  }

  /** The raw token at an offset, cut to a length that an error can carry. */
  #tokenAt(start: number): string {
    const first = this.#text[start]!;
    if (first === OPEN_OBJECT) return "{";
    if (first === OPEN_ARRAY) return "[";
    this.#position = start;
    const end = this.#skipValue();
    if (end - start <= MAX_SHOWN_BYTES) return this.#text.toString("utf8", start, end);
    return `${this.#text.toString("utf8", start, start + MAX_SHOWN_BYTES)}...`;
  }

  #place(start: number): string {
    let line = 1;
    let lineStart = 0;
    for (let i = 0; i < start; i++) {
      if (this.#text[i] === 0x0a) {
        line++;
        lineStart = i + 1;
      }
    }
    const column = [...this.#text.toString("utf8", lineStart, start)].length + 1;
    return `line ${line}:${column}`;
  }
}

function isScalarByte(byte: number): boolean {
  return byte > 0x20 && byte !== COMMA && byte !== CLOSE_OBJECT && byte !== CLOSE_ARRAY;
}

function isNumberStart(byte: number): boolean {
  return byte === 0x2d || (byte >= 0x30 && byte <= 0x39);
}

const numberPattern = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;
/** Decimal digits of the largest 64-bit integer. */
const MAX_DIGITS = 20;

/** The integer that a JSON number is, in any of its forms; null when it is none. */
export function parseInteger(text: string): bigint | null {
  const match = numberPattern.exec(text);
  if (match === null) return null;
  const whole = match[2]!;
  const digits = `${whole}${match[3] ?? ""}`;
  const significant = trimZeros(digits);
  if (significant.length === 0) return 0n;
  const exponentText = match[4] ?? "0";
  // An exponent of many digits moves the point out of all range, or away from the integers.
  const exponent = exponentText.length > 12 ? Number.NaN : Number(exponentText);
  const zeros = whole.length + exponent - significant.end;
  if (!(zeros >= 0) || significant.length + zeros > MAX_DIGITS) return null;
  const value = BigInt(digits.slice(significant.start, significant.end) + "0".repeat(zeros));
  return match[1] === "-" ? -value : value;
}

/** Where the digits other than leading and trailing zeros are. */
function trimZeros(digits: string): { start: number; end: number; length: number } {
  let start = 0;
  let end = digits.length;
  while (start < end && digits.charCodeAt(start) === 0x30) start++;
  while (end > start && digits.charCodeAt(end - 1) === 0x30) end--;
  return { start, end, length: end - start };
}

function isInRange(value: bigint, type: FieldDescriptor["type"]): boolean {
  switch (type) {
    case "int32":
      return value === BigInt.asIntN(32, value);
    case "uint32":
      return value === BigInt.asUintN(32, value);
    case "int64":
      return value === BigInt.asIntN(64, value);
    default:
      return value === BigInt.asUintN(64, value);
  }
}
