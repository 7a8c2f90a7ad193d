/**
 * One step of a comparison: something that is sent to both servers. Steps carry the encoded
 * request, so a recorded list can be replayed, shortened and printed without its generator.
 */

import { bytesToHex } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { etcdMethod } from "../raw/client.ts";

export type Step =
  /** A unary call; `name` as in `KV/Put`. */
  | { readonly kind: "call"; readonly name: string; readonly request: Uint8Array }
  /** A unary call whose bytes are no message of its type: only the status code is compared. */
  | { readonly kind: "malformed"; readonly name: string; readonly request: Uint8Array }
  /** A call to a path that no server has. */
  | { readonly kind: "unknown-path"; readonly path: string }
  /** One message on watch stream `stream`, opened when first used. */
  | { readonly kind: "watch"; readonly stream: number; readonly request: Uint8Array }
  /** One message on the lease keep-alive stream. */
  | { readonly kind: "keep-alive"; readonly request: Uint8Array };

/** One line that says what the step sends; enough to repeat it by hand. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case "call": {
      const method = etcdMethod(step.name);
      return `${step.name} ${plainJson(method.request.decode(step.request))}`;
    }
    case "malformed":
      return `${step.name} with the bytes ${bytesToHex(step.request)}`;
    case "unknown-path":
      return `call of ${step.path}`;
    case "watch":
      return `watch stream ${step.stream}: ${plainJson(etcdserverpb.decodeWatchRequest(step.request))}`;
    case "keep-alive":
      return `keep-alive ${plainJson(etcdserverpb.decodeLeaseKeepAliveRequest(step.request))}`;
  }
}

/** Fields that are not zero, bytes as quoted latin1 text, long values cut. */
export function plainJson(message: unknown): string {
  return JSON.stringify(message, (_name, value: unknown) => {
    if (value instanceof Uint8Array) {
      const text = Buffer.from(value.subarray(0, 60)).toString("latin1");
      return value.length > 60 ? `${text}… (${value.length} bytes)` : text;
    }
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).filter(([, field]) => !isZero(field)));
    }
    return value;
  });
}

function isZero(value: unknown): boolean {
  return (
    value === null ||
    value === 0 ||
    value === 0n ||
    value === false ||
    value === "" ||
    (value instanceof Uint8Array && value.length === 0) ||
    (Array.isArray(value) && value.length === 0)
  );
}
