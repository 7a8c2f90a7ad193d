/**
 * From an encoded protobuf message to JSON text, as etcd's gateway prints it: proto names, fields
 * in declaration order, zero values left out, 64-bit integers as strings, enums by name, bytes as
 * padded base64, no blanks. HTTP surface, section 6.
 */

import { assert } from "@kvorum/base";
import type { FieldDescriptor, MessageDescriptor } from "@kvorum/proto";

/** The message as JSON text, on one line. */
export function protoToJson(descriptor: MessageDescriptor, bytes: Uint8Array): string {
  return messageToJson(descriptor, descriptor.decode(bytes));
}

/** The same with `<`, `>`, `&` and line separators escaped, as in lines of a stream. */
export function escapeForStream(json: string): string {
  return needsEscape.test(json) ? json.replace(allEscaped, escapeChar) : json;
}

const needsEscape = /[<>&\u2028\u2029]/;
const allEscaped = /[<>&\u2028\u2029]/g;

function escapeChar(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function messageToJson(descriptor: MessageDescriptor, message: object): string {
  const values = message as { readonly [local: string]: unknown };
  let text = "{";
  for (const field of descriptor.fields) {
    const member = memberToJson(field, values[field.local]);
    if (member === "") continue;
    if (text.length > 1) text += ",";
    text += member;
  }
  return `${text}}`;
}

/** One member of a decoded message's object, such as `"count":"3"`; empty for an absent field. */
export function fieldToJson(field: FieldDescriptor, message: object): string {
  return memberToJson(field, (message as { readonly [local: string]: unknown })[field.local]);
}

function memberToJson(field: FieldDescriptor, value: unknown): string {
  if (isAbsent(field, value)) return "";
  const json = field.repeated
    ? listToJson(field, value as readonly unknown[])
    : valueToJson(field, value);
  return `"${field.name}":${json}`;
}

function isAbsent(field: FieldDescriptor, value: unknown): boolean {
  if (value === undefined || value === null) return true;
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
      return value === 0 || value === 0n;
  }
}

function listToJson(field: FieldDescriptor, list: readonly unknown[]): string {
  let text = "[";
  for (let i = 0; i < list.length; i++) {
    if (i > 0) text += ",";
    text += valueToJson(field, list[i]);
  }
  return `${text}]`;
}

function valueToJson(field: FieldDescriptor, value: unknown): string {
  switch (field.type) {
    case "message":
      assert(field.message !== null, `message field ${field.name} has no descriptor`);
      return messageToJson(field.message(), value as object);
    case "bytes": {
      const bytes = value as Uint8Array;
      return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64")}"`;
    }
    case "string":
      return JSON.stringify(value);
    case "enum":
      return enumToJson(field, value as number);
    case "int64":
    case "uint64":
      return `"${String(value)}"`;
    case "bool":
    case "int32":
    case "uint32":
      return String(value);
  }
}

function enumToJson(field: FieldDescriptor, value: number): string {
  const values = field.values!;
  for (const name in values) {
    if (values[name] === value) return `"${name}"`;
  }
  return String(value);
}
