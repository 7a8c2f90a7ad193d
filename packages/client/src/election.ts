/**
 * Elections: candidates queue under a name, the oldest one leads until it resigns or loses its
 * lease. Observers see every leader and every new proposal of it.
 */

import { equalBytes } from "@kvorum/base";
import { type mvccpb, etcdserverpb as pb } from "@kvorum/proto";
import type { Client } from "./client.ts";
import type { LeaseSession } from "./lease-session.ts";
import { kv } from "./methods.ts";
import { queuePrefix, takePlace, waitForTurn } from "./wait-queue.ts";
import { WatchConnection } from "./watch.ts";

export interface Leadership {
  readonly key: Uint8Array;
  /** Create revision of the key: tells this leadership from every other. */
  readonly revision: number;
  /** Ends the leadership; does nothing if it ended already. */
  resign(options?: { timeoutMs?: number }): Promise<void>;
}

/**
 * Waits until this session leads. Aborting `signal` withdraws the candidacy.
 *
 * @throws ClientError
 */
export async function campaign(
  session: LeaseSession,
  name: Uint8Array,
  options: { value: Uint8Array; signal?: AbortSignal },
): Promise<Leadership> {
  const signal = options.signal ?? NEVER;
  const { place, hasTurn } = await takePlace(session, name, { value: options.value, signal });
  const { key, revision } = place;
  const compare = [
    {
      key,
      target: pb.CompareTarget.CREATE,
      result: pb.CompareResult.EQUAL,
      createRevision: BigInt(revision),
    },
  ];
  const leadership: Leadership = {
    key,
    revision,
    resign: async (callOptions = {}) => {
      const success = [{ requestDeleteRange: { key } }];
      await session.client.unary(kv.txn, { compare, success }, callOptions);
    },
  };
  try {
    if (!equalBytes(place.value, options.value)) {
      const put = { key, value: options.value, lease: session.leaseId };
      await session.client.unary(kv.txn, { compare, success: [{ requestPut: put }] }, { signal });
    }
    if (!hasTurn) await waitForTurn(session, name, place, signal);
    return leadership;
  } catch (error) {
    await leadership.resign({ timeoutMs: WITHDRAW_MS });
    throw error;
  }
}

const NEVER = new AbortController().signal;
/** The candidacy ends anyway with the lease. */
const WITHDRAW_MS = 5000;

export interface ObservedLeader {
  readonly header: pb.ResponseHeader | null;
  readonly kv: mvccpb.KeyValue;
}

/**
 * The current leader, then every change of leader or proposal. Returns when the watch ends; leave
 * the loop to stop.
 *
 * @throws ClientError
 */
export async function* observeLeaders(
  client: Client,
  name: Uint8Array,
): AsyncGenerator<ObservedLeader, void, void> {
  const prefix = queuePrefix(name);
  for (;;) {
    const current = await client.unary(kv.range, {
      ...prefix,
      limit: 1,
      sortTarget: pb.SortTarget.CREATE,
      sortOrder: pb.SortOrder.ASCEND,
    });
    let leader: ObservedLeader | null = null;
    const first = current.kvs[0];
    const nextRevision = (current.header?.revision ?? 0) + 1;
    if (first !== undefined) leader = { header: current.header, kv: first };
    else leader = await firstPut(client, { ...prefix, startRevision: nextRevision });
    if (leader === null) return;
    yield leader;
    const connection = new WatchConnection(client, { requireLeader: true });
    try {
      const startRevision = Math.max(nextRevision, leader.kv.modRevision + 1);
      let isDeleted = false;
      for await (const response of connection.watch({ key: leader.kv.key, startRevision })) {
        if (response.canceled) return;
        for (const event of response.events) {
          if (event.type === 1) {
            isDeleted = true;
            break;
          }
          if (event.kv !== null) yield { header: response.header, kv: event.kv };
        }
        if (isDeleted) break;
      }
      if (!isDeleted) return;
    } finally {
      connection.close();
    }
  }
}

async function firstPut(
  client: Client,
  request: { key: Uint8Array; rangeEnd: Uint8Array; startRevision: number },
): Promise<ObservedLeader | null> {
  const connection = new WatchConnection(client, { requireLeader: true });
  try {
    for await (const response of connection.watch(request)) {
      if (response.canceled) return null;
      for (const event of response.events) {
        if (event.type === 0 && event.kv !== null) {
          return { header: response.header, kv: event.kv };
        }
      }
    }
    return null;
  } finally {
    connection.close();
  }
}
