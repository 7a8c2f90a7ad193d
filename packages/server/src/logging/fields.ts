/**
 * The fields of a log line and how they become text, in both of etcd's formats: JSON without
 * blanks, and the console form, which is JSON with a blank after each colon and comma.
 *
 * Bytes print as lower-case hexadecimal, 64-bit identifiers as bare digits, errors as their
 * message. Nesting and lists are cut (see limits below), so that no value can make a line grow
 * without bound. Secrets are the caller's duty: nothing here knows which field is one.
 */

/** A field's value. `undefined` leaves the field out. */
export type LogValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Error
  | Uint8Array
  | readonly LogValue[]
  | { readonly [name: string]: LogValue };

export interface LogFields {
  readonly [name: string]: LogValue;
}

/** Deeper values print as the string "...". */
const MAX_DEPTH = 6;
/** Longer lists and objects are cut after this many entries, with a last entry "...". */
const MAX_ENTRIES = 1000;
/** Longer byte strings are cut; the hexadecimal then ends in "...". */
const MAX_BYTES = 256;
/** Longer strings are cut, with "..." at the end; measured in UTF-16 units. */
const MAX_STRING_LENGTH = 64 * 1024;

export type LogFormat = "json" | "console";

/** `"name":value` for each field, joined; the empty string for no fields. */
export function encodeFields(fields: LogFields, format: LogFormat): string {
  const colon = format === "json" ? ":" : ": ";
  const comma = format === "json" ? "," : ", ";
  let text = "";
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    text += `${text === "" ? "" : comma}${quote(name)}${colon}${encodeValue(value, format, 0)}`;
  }
  return text;
}

/** A JSON string; lone surrogates become escapes, as JSON.stringify does. */
export function quote(text: string): string {
  return JSON.stringify(
    text.length > MAX_STRING_LENGTH ? `${text.slice(0, MAX_STRING_LENGTH)}...` : text,
  );
}

function encodeValue(value: LogValue, format: LogFormat, depth: number): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case "bigint":
    case "boolean":
      return String(value);
    case "undefined":
      return "null";
    default:
      return value === null ? "null" : encodeObject(value, format, depth);
  }
}

function encodeObject(
  value: Error | Uint8Array | readonly LogValue[] | { readonly [name: string]: LogValue },
  format: LogFormat,
  depth: number,
): string {
  if (value instanceof Error) return quote(value.message);
  if (value instanceof Uint8Array) return quote(hexadecimal(value));
  if (depth === MAX_DEPTH) return '"..."';
  const comma = format === "json" ? "," : ", ";
  if (isList(value)) {
    let text = "";
    for (let i = 0; i < value.length; i++) {
      if (i > 0) text += comma;
      if (i === MAX_ENTRIES) {
        text += '"..."';
        break;
      }
      text += encodeValue(value[i], format, depth + 1);
    }
    return `[${text}]`;
  }
  const colon = format === "json" ? ":" : ": ";
  let text = "";
  let entriesCount = 0;
  for (const name in value) {
    const entry = value[name];
    if (entry === undefined) continue;
    if (text !== "") text += comma;
    if (++entriesCount > MAX_ENTRIES) {
      text += `"..."${colon}"..."`;
      break;
    }
    text += `${quote(name)}${colon}${encodeValue(entry, format, depth + 1)}`;
  }
  return `{${text}}`;
}

function isList(value: object): value is readonly LogValue[] {
  return Array.isArray(value);
}

function hexadecimal(bytes: Uint8Array): string {
  const shown = bytes.length > MAX_BYTES ? bytes.subarray(0, MAX_BYTES) : bytes;
  const text = Buffer.from(shown.buffer, shown.byteOffset, shown.length).toString("hex");
  return shown === bytes ? text : `${text}...`;
}
