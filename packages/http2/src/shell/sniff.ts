/** Tells from its first bytes what a client speaks, where one port serves several protocols. */

import { CLIENT_PREFACE } from "../core/protocol.ts";

/** A longer request line is not worth waiting for. */
export const MAX_REQUEST_LINE_BYTES = 4096;

/**
 * - `http2`: the whole client preface (prior knowledge);
 * - `http1`: a request line that ends in HTTP/1.0 or HTTP/1.1;
 * - `more`: undecided, read on (with a time limit: `prefaceTimeoutMs`);
 * - `other`: neither; close.
 */
export type SniffedProtocol = "http2" | "http1" | "more" | "other";

/** Decides by all bytes so far. Never wants more than MAX_REQUEST_LINE_BYTES. */
export function sniffProtocol(bytes: Uint8Array): SniffedProtocol {
  let same = 0;
  while (
    same < bytes.length &&
    same < CLIENT_PREFACE.length &&
    bytes[same] === CLIENT_PREFACE[same]
  ) {
    same++;
  }
  if (same === CLIENT_PREFACE.length) return "http2";
  if (same === bytes.length) return "more";

  const limit = Math.min(bytes.length, MAX_REQUEST_LINE_BYTES);
  let spaces = 0;
  for (let i = 0; i < limit; i++) {
    const byte = bytes[i]!;
    if (byte === 0x0a) return isRequestLine(bytes, i) ? "http1" : "other";
    if (byte === 0x20) spaces++;
    else if (spaces === 0 && !isTokenByte(byte)) return "other";
    else if (byte < 0x20 && byte !== 0x0d) return "other";
    if (byte === 0x20 && i === 0) return "other";
  }
  return bytes.length >= MAX_REQUEST_LINE_BYTES ? "other" : "more";
}

/** `METHOD target HTTP/1.x` up to `end`, which is the line feed. */
function isRequestLine(bytes: Uint8Array, end: number): boolean {
  if (end > 0 && bytes[end - 1] === 0x0d) end--;
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, end).toString("latin1");
  return /^[^ ]+ [^ ]+ HTTP\/1\.[01]$/.test(line);
}

/** A char of an HTTP method (RFC 9110 section 5.6.2). */
function isTokenByte(byte: number): boolean {
  return (
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    "!#$%&'*+-.^_`|~".includes(String.fromCharCode(byte))
  );
}
