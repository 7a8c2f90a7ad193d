/**
 * JSON as etcdctl prints it: Go's encoder over the protobuf structs. Fields stand in declaration
 * order and are left out when empty; 64-bit integers are bare digits, exact; bytes are base64;
 * enums are numbers; `<`, `>`, `&` and the two line separators are escaped (the etcdctl
 * specification, section 8.3).
 */

import type { FieldDescriptor, MessageDescriptor } from "@kvorum/proto";

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const ESCAPED = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/gu;
const SHORT_ESCAPES: { readonly [character: string]: string } = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

export function jsonString(text: string): string {
  return `"${text.replace(ESCAPED, (character) => {
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) return short;
    const code = character.charCodeAt(0);
    // What is no text at all becomes the replacement character, as in Go.
    return `\\u${(code >= 0xd800 && code < 0xe000 ? 0xfffd : code).toString(16).padStart(4, "0")}`;
  })}"`;
}

export function jsonBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return `"${buffer.toString("base64")}"`;
}

export interface JsonOptions {
  /** Print these fields, 64-bit identifiers, as strings of hexadecimal digits. */
  readonly hexFields?: ReadonlySet<string>;
}

const NO_OPTIONS: JsonOptions = {};

/** One message as a JSON object. */
export function jsonMessage(
  descriptor: MessageDescriptor,
  message: object,
  options: JsonOptions = NO_OPTIONS,
): string {
  const members = jsonMembers(descriptor, message, options);
  return `{${members.join(",")}}`;
}

/** The members of a message's object, for objects that embed one. */
export function jsonMembers(
  descriptor: MessageDescriptor,
  message: object,
  options: JsonOptions = NO_OPTIONS,
): string[] {
  const members: string[] = [];
  const values = message as { readonly [name: string]: unknown };
  for (const field of descriptor.fields) {
    const value = values[field.local];
    if (isEmpty(field, value)) continue;
    const text = field.repeated
      ? `[${(value as readonly unknown[]).map((item) => jsonValue(field, item, options)).join(",")}]`
      : jsonValue(field, value, options);
    const member = `${jsonString(field.name)}:${text}`;
    // Go's struct for a one-of is an object of its own, under the one-of's name.
    members.push(field.oneof === null ? member : `"${goName(field.oneof)}":{${member}}`);
  }
  return members;
}

function jsonValue(field: FieldDescriptor, value: unknown, options: JsonOptions): string {
  switch (field.type) {
    case "message":
      return jsonMessage(field.message!(), value as object, options);
    case "bytes":
      return jsonBytes(value as Uint8Array);
    case "string":
      return jsonString(value as string);
    default:
      if (options.hexFields?.has(field.name)) return `"${(value as bigint).toString(16)}"`;
      return String(value);
  }
}

function isEmpty(field: FieldDescriptor, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (field.repeated) return (value as readonly unknown[]).length === 0;
  if (field.presence) return false;
  switch (field.type) {
    case "bytes":
      return (value as Uint8Array).length === 0;
    case "string":
      return value === "";
    case "bool":
      return value === false;
    default:
      return field.bigint ? value === 0n : value === 0;
  }
}

function goName(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
