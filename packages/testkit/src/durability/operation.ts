/**
 * Writes that can be recognised in the store: every value begins with the number of its operation,
 * so that a revision found after a crash tells which request made it.
 */

import { bytesToLatin1, latin1ToBytes, type SeededRandom } from "@kvorum/base";
import { etcdserverpb, type Init, type mvccpb } from "@kvorum/proto";

/** What one operation does to one key. */
export type Effect =
  | {
      readonly kind: "put";
      readonly key: string;
      readonly value: Uint8Array;
      readonly lease: bigint;
    }
  | { readonly kind: "delete"; readonly key: string };

/**
 * What is known of an operation: not answered (it may have happened, at most once), acknowledged
 * at a revision, or answered with "compare failed" (it surely did not happen).
 */
export type Outcome = "unknown" | "acknowledged" | "refused";

export interface Operation {
  readonly id: number;
  readonly method: string;
  readonly request: Uint8Array;
  /** In the order in which they appear as events of the revision. */
  readonly effects: readonly Effect[];
  /** The highest revision that had been acknowledged when this was sent. */
  readonly sentAfterRevision: number;
  outcome: Outcome;
  /** Revision of the acknowledgement, or of the place where it was found; 0 if neither. */
  revision: number;
}

const KEYS = 48;
const FILLER = "abcdefghijklmnopqrstuvwxyz".repeat(800);

/** A random write; `id` must be new. */
export function makeOperation(
  random: SeededRandom,
  options: { id: number; sentAfterRevision: number; lease: bigint },
): Operation {
  const { id } = options;
  const value = (part: number): Uint8Array => {
    const length = random.chance(1, 40) ? 18_000 : random.below(120);
    return latin1ToBytes(`${id}:${part} ${FILLER.slice(0, length)}`);
  };
  const put = (key: string, part: number): Effect & { kind: "put" } => ({
    kind: "put",
    key,
    value: value(part),
    lease: random.chance(1, 6) ? options.lease : 0n,
  });
  const key = (): string => `key/${random.below(KEYS)}`;
  const roll = random.below(10);
  let effects: Effect[];
  let compare: Init<etcdserverpb.Compare>[] = [];
  if (roll < 5) effects = [put(key(), 0)];
  else if (roll < 7) {
    // Two keys in one revision: found together or not at all.
    effects = [put(`left/${random.below(8)}`, 0), put(`right/${random.below(8)}`, 1)];
  } else if (roll < 9) {
    effects = [{ kind: "delete", key: key() }, put(`mark/${random.below(8)}`, 0)];
  } else {
    const guarded = key();
    effects = [put(guarded, 0)];
    compare = [{ key: latin1ToBytes(guarded), target: 0, version: BigInt(random.below(4)) }];
  }
  const single = effects.length === 1 && compare.length === 0 ? effects[0] : undefined;
  return {
    id,
    method: single === undefined ? "KV/Txn" : "KV/Put",
    request:
      single?.kind === "put"
        ? etcdserverpb.encodePutRequest(putRequest(single))
        : etcdserverpb.encodeTxnRequest({ compare, success: effects.map(requestOp) }),
    effects,
    sentAfterRevision: options.sentAfterRevision,
    outcome: "unknown",
    revision: 0,
  };
}

/** The number of the operation that wrote these events, or null for a foreign revision. */
export function operationOf(events: readonly mvccpb.Event[]): number | null {
  for (const event of events) {
    const match = /^(\d+):\d+ /.exec(
      bytesToLatin1((event.kv?.value ?? new Uint8Array()).subarray(0, 20)),
    );
    if (match !== null) return Number(match[1]);
  }
  return null;
}

function putRequest(effect: Effect & { kind: "put" }): Init<etcdserverpb.PutRequest> {
  return { key: latin1ToBytes(effect.key), value: effect.value, lease: effect.lease };
}

function requestOp(effect: Effect): Init<etcdserverpb.RequestOp> {
  return effect.kind === "put"
    ? { requestPut: putRequest(effect) }
    : { requestDeleteRange: { key: latin1ToBytes(effect.key) } };
}
