/**
 * The v2 Requests that logs of releases up to 3.5 hold (apply specification, section 3): a
 * member's attributes, the cluster version, and what changes nothing: the tick that expires v2 keys
 * and quorum reads, one of which 3.4 makes for each request to /health. Anything else is v2 user data, which this store does not keep: applying past it would lose it silently, so the
 * member stops instead.
 */

import { assert } from "@kvorum/base";
import { Reader } from "@kvorum/proto";

/** What a v2 Request in the log means. */
export type V2Command =
  | { readonly kind: "attributes"; readonly memberId: bigint; readonly value: V2Attributes }
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "nothing" };

export interface V2Attributes {
  readonly name: string;
  readonly clientUrls: readonly string[];
}

export interface V2Request {
  readonly id: bigint;
  readonly command: V2Command;
}

const ATTRIBUTES_PATH = /^\/0\/members\/([0-9a-f]{1,16})\/attributes$/;

/**
 * @throws DecodeError on malformed bytes, AssertionError on v2 user data.
 */
export function decodeV2Request(bytes: Uint8Array): V2Request {
  const reader = new Reader(bytes);
  let id = 0n;
  let method = "";
  let path = "";
  let value = "";
  let isConditional = false;
  while (reader.position < bytes.length) {
    const tag = reader.tag();
    switch (tag) {
      case 0x08:
        id = reader.bigUint64();
        break;
      case 0x12:
        method = reader.string();
        break;
      case 0x1a:
        path = reader.string();
        break;
      case 0x22:
        value = reader.string();
        break;
      case 0x32: // prevValue
        if (reader.string() !== "") isConditional = true;
        break;
      case 0x38: // prevIndex
        if (reader.uint64() !== 0) isConditional = true;
        break;
      case 0x40: // prevExist, written only if it was given
        reader.bool();
        isConditional = true;
        break;
      default:
        reader.skip(tag);
    }
  }
  if (method === "SYNC" || method === "QGET") return { id, command: { kind: "nothing" } };
  if (method === "PUT" && !isConditional) {
    if (path === "/0/version") return { id, command: { kind: "version", version: value } };
    const match = ATTRIBUTES_PATH.exec(path);
    if (match !== null) {
      const memberId = BigInt(`0x${match[1]}`);
      return { id, command: { kind: "attributes", memberId, value: parseAttributes(value) } };
    }
  }
  assert(false, `the log holds v2 user data (${method} ${path}), which is not supported`);
}

function parseAttributes(text: string): V2Attributes {
  const parsed: unknown = JSON.parse(text);
  assert(typeof parsed === "object" && parsed !== null, "v2 member attributes are no object");
  const { name, clientURLs } = parsed as { name?: unknown; clientURLs?: unknown };
  const clientUrls = Array.isArray(clientURLs) ? clientURLs : [];
  assert(
    clientUrls.every((url) => typeof url === "string"),
    "v2 member attributes have a client URL that is no text",
  );
  return { name: typeof name === "string" ? name : "", clientUrls };
}
