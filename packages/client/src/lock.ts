/**
 * A lock that belongs to a lease: it is held until it is given back or the lease is lost. What it
 * protects must check the lock's revision, since the holder may learn late that it lost the lease.
 */

import type { LeaseSession } from "./lease-session.ts";
import { kv } from "./methods.ts";
import { type Place, sessionExpired, takePlace, waitForTurn } from "./wait-queue.ts";

export interface HeldLock {
  readonly key: Uint8Array;
  /** Revision of the answer that gave the lock. */
  readonly revision: number;
  /** Gives the lock back; resolves when the next in line may have it. */
  unlock(options?: { timeoutMs?: number }): Promise<void>;
}

/**
 * Waits for the lock. Aborting `signal` gives up the place in the line.
 *
 * @throws ClientError; SessionExpired when the lease was lost meanwhile.
 */
export async function acquireLock(
  session: LeaseSession,
  name: Uint8Array,
  options: { signal?: AbortSignal } = {},
): Promise<HeldLock> {
  const signal = options.signal ?? NEVER;
  const { place, hasTurn } = await takePlace(session, name, { value: new Uint8Array(0), signal });
  if (hasTurn) return held(session, place, place.header?.revision ?? 0);
  try {
    await waitForTurn(session, name, place, signal);
    const own = await session.client.unary(kv.range, { key: place.key }, { signal });
    if (own.kvs.length === 0) throw sessionExpired();
    return held(session, place, own.header?.revision ?? 0);
  } catch (error) {
    await session.client.unary(kv.deleteRange, { key: place.key }, { timeoutMs: GIVE_UP_MS });
    throw error;
  }
}

const NEVER = new AbortController().signal;
/** The place is taken from the line anyway when the lease ends. */
const GIVE_UP_MS = 5000;

function held(session: LeaseSession, place: Place, revision: number): HeldLock {
  return {
    key: place.key,
    revision,
    unlock: async (options = {}) => {
      await session.client.unary(kv.deleteRange, { key: place.key }, options);
    },
  };
}
