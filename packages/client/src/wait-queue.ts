/**
 * The order behind locks and elections: everyone puts a key of his own under a common prefix,
 * attached to his lease, and the key with the smallest create revision has the turn. Waiting means
 * watching the next older key until it is gone, so that each release wakes one waiter only.
 */

import { bytesToLatin1, utf8ToBytes } from "@kvorum/base";
import { errorTable, GrpcStatus, etcdserverpb as pb } from "@kvorum/proto";
import { ClientError, canceledError } from "./errors.ts";
import type { LeaseSession } from "./lease-session.ts";
import { kv } from "./methods.ts";
import { WatchConnection } from "./watch.ts";

export interface Place {
  readonly key: Uint8Array;
  /** Create revision of the key: the place in the order. */
  readonly revision: number;
  /** What the key held when the place was taken. */
  readonly value: Uint8Array;
  /** Of the answer that gave the turn. */
  readonly header: pb.ResponseHeader | null;
}

/** The keys under which those who want `name` queue. */
export function queuePrefix(name: Uint8Array): { key: Uint8Array; rangeEnd: Uint8Array } {
  const key = new Uint8Array(name.length + 1);
  const rangeEnd = new Uint8Array(name.length + 1);
  key.set(name);
  rangeEnd.set(name);
  key[name.length] = SLASH;
  rangeEnd[name.length] = SLASH + 1;
  return { key, rangeEnd };
}

const SLASH = 0x2f;

/** Takes a place, or finds the one that this session has already. */
export async function takePlace(
  session: LeaseSession,
  name: Uint8Array,
  options: { value: Uint8Array; signal: AbortSignal },
): Promise<{ place: Place; hasTurn: boolean }> {
  const prefix = queuePrefix(name);
  const suffix = utf8ToBytes(session.leaseId.toString(16));
  const key = new Uint8Array(prefix.key.length + suffix.length);
  key.set(prefix.key);
  key.set(suffix, prefix.key.length);
  const owner = {
    requestRange: {
      ...prefix,
      limit: 1,
      sortTarget: pb.SortTarget.CREATE,
      sortOrder: pb.SortOrder.ASCEND,
    },
  };
  const response = await session.client.unary(
    kv.txn,
    {
      compare: [
        {
          key,
          target: pb.CompareTarget.CREATE,
          result: pb.CompareResult.EQUAL,
          createRevision: 0n,
        },
      ],
      success: [{ requestPut: { key, value: options.value, lease: session.leaseId } }, owner],
      failure: [{ requestRange: { key } }, owner],
    },
    { signal: options.signal },
  );
  const own = response.responses[0]?.responseRange?.kvs[0];
  const revision = response.succeeded
    ? (response.header?.revision ?? 0)
    : (own?.createRevision ?? 0);
  const first = response.responses[1]?.responseRange?.kvs[0];
  const value = response.succeeded ? options.value : (own?.value ?? new Uint8Array(0));
  return {
    place: { key, revision, value, header: response.header },
    hasTurn: first === undefined || first.createRevision === revision,
  };
}

/** Returns when every older key is gone. @throws ClientError, canceled by `signal` too */
export async function waitForTurn(
  session: LeaseSession,
  name: Uint8Array,
  place: Place,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const older = await session.client.unary(
      kv.range,
      {
        ...queuePrefix(name),
        limit: 1,
        sortTarget: pb.SortTarget.CREATE,
        sortOrder: pb.SortOrder.DESCEND,
        maxCreateRevision: place.revision - 1,
      },
      { signal },
    );
    const next = older.kvs[0];
    if (next === undefined) return;
    await waitForDelete(session, next.key, (older.header?.revision ?? 0) + 1, signal);
  }
}

async function waitForDelete(
  session: LeaseSession,
  key: Uint8Array,
  startRevision: number,
  signal: AbortSignal,
): Promise<void> {
  const connection = new WatchConnection(session.client, { requireLeader: false });
  const onAbort = () => connection.close();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal.aborted) throw canceledError(true);
    for await (const response of connection.watch({ key, startRevision })) {
      if (response.canceled) break;
      if (response.events.some((event) => event.type === 1)) return;
    }
    if (signal.aborted) throw canceledError(true);
    throw lostWatcher(key);
  } finally {
    signal.removeEventListener("abort", onAbort);
    connection.close();
  }
}

function lostWatcher(key: Uint8Array): ClientError {
  return new ClientError({
    code: "Other",
    status: GrpcStatus.Unknown,
    description: "lost watcher waiting for delete",
    message: `lost watcher waiting for delete of ${JSON.stringify(bytesToLatin1(key))}`,
    outcome: "may have happened",
  });
}

/** The lease ran out while its holder waited. */
export function sessionExpired(): ClientError {
  const entry = errorTable.SessionExpired;
  return new ClientError({
    code: "SessionExpired",
    status: entry.status,
    description: entry.text,
    message: entry.text,
    outcome: entry.outcome,
  });
}
