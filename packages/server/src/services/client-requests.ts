/**
 * Counts calls by the version that their client says it has, for
 * etcd_server_client_requests_total, and refuses versions that are no text. Clients send the same
 * version with every call, so the last counter found is kept.
 */

import { type ErrorCode, RequestError } from "@kvorum/proto";
import type { Counter, Labelled } from "../metrics/instruments.ts";

const UNKNOWN = "unknown";
const INVALID: ErrorCode = "InvalidClientAPIVersion";

export class ClientRequests {
  readonly #counters: Labelled<Counter>;
  readonly #lastVersions = { unary: "", stream: "" };
  readonly #last: { unary: Counter | null; stream: Counter | null } = { unary: null, stream: null };

  constructor(counters: Labelled<Counter>) {
    this.#counters = counters;
  }

  /** @param version - metadata `client-api-version`, one char a byte. */
  count(type: "unary" | "stream", version: string | undefined): RequestError | null {
    const text = version ?? UNKNOWN;
    const last = this.#last[type];
    if (last !== null && text === this.#lastVersions[type]) {
      last.value++;
      return null;
    }
    if (!isUtf8(text)) return new RequestError(INVALID);
    const counter = this.#counters.child(type, text);
    counter.value++;
    this.#last[type] = counter;
    this.#lastVersions[type] = text;
    return null;
  }
}

function isUtf8(latin1: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is plain ASCII
  if (/^[\x00-\x7f]*$/.test(latin1)) return true;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(latin1, "latin1"));
    return true;
  } catch {
    return false;
  }
}
