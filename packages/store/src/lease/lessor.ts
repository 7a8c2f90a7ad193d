/**
 * Leases: which exist, which keys hang on them, and, on the leader alone, when they end.
 *
 * Existence, granted TTL and remaining TTL (checkpoints) are replicated: they change only through
 * `apply` and live in bucket `lease`. Times are not: a member that is not the primary lets no
 * lease end; one that becomes primary restarts them all. A lease never ends before its TTL has
 * passed on the monotonic clock since it was granted or renewed, nor does this class end one: it
 * names those whose time is over, and the log revokes them.
 *
 * Which key hangs on which lease is told by `mvcc`, at run time and when it rebuilds its index;
 * nothing of that is stored here. A lease with one key holds the key's string itself.
 *
 * Time comes in as `nowMs` (monotonic). Rows of typed arrays, not objects, so a million leases are
 * about 60 MB and a handful of objects. Specification: the v3 API, section 5; apply, 5.4.
 * Limits: lease-limits.ts.
 */

import { assert, CorruptionError, EMPTY_BYTES } from "@kvorum/base";
import { DecodeError, type etcdserverpb, leasepb, RequestError } from "@kvorum/proto";
import type { Backend } from "../backend-port.ts";
import type { LeaseCommands } from "../seams.ts";
import { DueHeap } from "./due-heap.ts";
import {
  CHECKPOINT_INTERVAL_MS,
  CHECKPOINTS_PER_ENTRY,
  EXPIRED_PER_PICK_UP,
  EXPIRED_RETRY_MS,
  MAX_TTL_SECONDS,
  SPREAD_ENDS_PER_SECOND,
  SPREAD_MIN_LEASES,
} from "./lease-limits.ts";
import { LeaseTable } from "./lease-table.ts";
import { spreadEnds } from "./spread.ts";

/**
 * What a keep-alive comes to. A number: renewed, with that many seconds (the full granted TTL).
 * "expired": its time is over and the revoke is on its way; ask `whenSettled`. "not primary": ask
 * the leader.
 */
export type RenewOutcome = number | "unknown" | "expired" | "not primary";

export interface TimeToLive {
  readonly grantedTtlSeconds: number;
  /** Whole seconds left, rounded down; 0 in the last second and while the revoke is pending. */
  readonly remainingSeconds: number;
}

/** Figures under etcd's lease metrics. */
export interface LeaseCounters {
  readonly leasesCount: number;
  readonly grantedTotal: number;
  readonly revokedTotal: number;
  readonly renewedTotal: number;
  /** Handed out as expired for the first time. */
  readonly expiredTotal: number;
  /** Granted TTLs in seconds: count for upper bounds 1, 2, 4 ... 2^23, and beyond; not cumulative. */
  readonly ttlBuckets: readonly number[];
  readonly ttlSumSeconds: number;
}

export interface LessorOptions {
  readonly backend: Backend;
  /** Lowest TTL; shorter ones are raised to it, stored ones too. */
  readonly minTtlSeconds: number;
  /** Plan checkpoints of long leases while primary. Off by default, as in etcd. */
  readonly hasCheckpoints?: boolean;
  /** Any 32-bit number, different for each start: keeps chosen ids from colliding. */
  readonly hashSeed?: number;
}

const TTL_BUCKETS = 25;
const INITIAL_ROWS = 64;
const NO_KEYS: readonly string[] = [];

export class Lessor implements LeaseCommands {
  #backend: Backend;
  readonly #minTtlSeconds: number;
  readonly #hasCheckpoints: boolean;
  readonly #hashSeed: number;
  #isPrimary = false;

  #table: LeaseTable;
  // By row of the table.
  #ttlSeconds = new Float64Array(INITIAL_ROWS);
  #remainingSeconds = new Float64Array(INITIAL_ROWS);
  /** Infinity while not primary. */
  #endMs = new Float64Array(INITIAL_ROWS);
  /** Nothing, the one key, or a set of several. */
  #keys: (string | Set<string> | undefined)[] = [];

  /** When to hand out a lease as expired: its end, or the next try. Empty while not primary. */
  readonly #ends = new DueHeap(INITIAL_ROWS);
  readonly #checkpoints = new DueHeap(INITIAL_ROWS);
  readonly #settled = new Map<bigint, (() => void)[]>();

  #grantedTotal = 0;
  #revokedTotal = 0;
  #renewedTotal = 0;
  #expiredTotal = 0;
  #ttlSumSeconds = 0;
  readonly #ttlBuckets: number[] = new Array<number>(TTL_BUCKETS).fill(0);

  /** @throws CorruptionError where a stored lease cannot be read. */
  constructor(options: LessorOptions) {
    assert(options.minTtlSeconds >= 1, "the lowest TTL is below one second");
    this.#backend = options.backend;
    this.#minTtlSeconds = options.minTtlSeconds;
    this.#hasCheckpoints = options.hasCheckpoints ?? false;
    this.#hashSeed = options.hashSeed ?? 0;
    this.#table = new LeaseTable(this.#hashSeed);
    this.#restore();
  }

  get isPrimary(): boolean {
    return this.#isPrimary;
  }

  get counters(): LeaseCounters {
    return {
      leasesCount: this.#table.size,
      grantedTotal: this.#grantedTotal,
      revokedTotal: this.#revokedTotal,
      renewedTotal: this.#renewedTotal,
      expiredTotal: this.#expiredTotal,
      ttlBuckets: this.#ttlBuckets,
      ttlSumSeconds: this.#ttlSumSeconds,
    };
  }

  /**
   * Starts over from what a backend holds, as after a snapshot was installed: no keys attached,
   * not primary.
   */
  reload(backend: Backend): void {
    this.#backend = backend;
    this.demote();
    this.#table = new LeaseTable(this.#hashSeed);
    this.#keys = [];
    this.#restore();
  }

  // Through the log --------------------------------------------------------------------------

  exists(id: bigint): boolean {
    return this.#table.find(id) >= 0;
  }

  grant(request: { id: bigint; ttlSeconds: number; nowMs: number }): number {
    const { id, nowMs } = request;
    if (BigInt.asIntN(64, id) === 0n) throw new RequestError("LeaseNotFound");
    if (request.ttlSeconds > MAX_TTL_SECONDS) throw new RequestError("LeaseTTLTooLarge");
    if (this.exists(id)) throw new RequestError("LeaseExist");
    const ttlSeconds = Math.max(request.ttlSeconds, this.#minTtlSeconds);
    const row = this.#add(id, { ttlSeconds, remainingSeconds: 0 });
    this.#store(row);
    if (this.#isPrimary) this.#start(row, { ttlSeconds, nowMs });
    this.#grantedTotal++;
    this.#ttlSumSeconds += ttlSeconds;
    const bucket = Math.ceil(Math.log2(ttlSeconds));
    this.#ttlBuckets[Math.min(Math.max(bucket, 0), TTL_BUCKETS - 1)]!++;
    return ttlSeconds;
  }

  keysOf(id: bigint): readonly string[] {
    const row = this.#table.find(id);
    if (row < 0) throw new RequestError("LeaseNotFound");
    const keys = this.#keys[row];
    if (keys === undefined) return NO_KEYS;
    // Default order of strings is by code unit, which for latin1 is byte order.
    return typeof keys === "string" ? [keys] : [...keys].sort();
  }

  remove(id: bigint): void {
    const row = this.#table.find(id);
    assert(row >= 0, `lease ${id} to remove is not there`);
    this.#backend.delete("lease", leaseKey(id));
    this.#ends.remove(row);
    this.#checkpoints.remove(row);
    this.#keys[row] = undefined;
    this.#table.remove(row);
    this.#revokedTotal++;
    this.#settle(id);
  }

  attach(id: bigint, key: string): void {
    const row = this.#table.find(id);
    assert(row >= 0, `lease ${id} to attach a key to is not there`);
    const keys = this.#keys[row];
    if (keys === undefined) this.#keys[row] = key;
    else if (typeof keys !== "string") keys.add(key);
    else if (keys !== key) this.#keys[row] = new Set([keys, key]);
  }

  detach(id: bigint, key: string): void {
    const row = this.#table.find(id);
    if (row < 0) return;
    const keys = this.#keys[row];
    if (keys === undefined) return;
    if (typeof keys === "string") {
      if (keys === key) this.#keys[row] = undefined;
      return;
    }
    keys.delete(key);
    if (keys.size === 0) this.#keys[row] = undefined;
  }

  checkpoint(
    checkpoints: readonly etcdserverpb.LeaseCheckpoint[],
    options: { isPersistent: boolean; nowMs: number },
  ): void {
    for (const { ID, remainingTTL } of checkpoints) {
      const row = this.#table.find(ID);
      if (row < 0) continue;
      this.#remainingSeconds[row] = remainingTTL;
      if (options.isPersistent) this.#store(row);
      if (this.#isPrimary) this.#planCheckpoint(row, options.nowMs);
    }
  }

  // On the primary ---------------------------------------------------------------------------

  /**
   * The member leads: every lease starts again with what remained at its last checkpoint, else
   * with its TTL, plus `extendMs` (one election timeout). Where many leases would end together
   * they are spread; none ends earlier for it.
   */
  promote(options: { nowMs: number; extendMs: number }): void {
    this.#isPrimary = true;
    this.#ends.clear();
    this.#checkpoints.clear();
    const rows = new Int32Array(this.#table.size);
    const ttls = new Float64Array(this.#table.size);
    let count = 0;
    for (let row = 0; row < this.#table.rowsEnd; row++) {
      if (!this.#table.isLive(row)) continue;
      rows[count] = row;
      ttls[count++] = this.#remainingSeconds[row]! || this.#ttlSeconds[row]!;
    }
    if (count >= SPREAD_MIN_LEASES) spreadEnds(ttls, SPREAD_ENDS_PER_SECOND);
    const startMs = options.nowMs + options.extendMs;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      this.#setEnd(row, startMs + ttls[i]! * 1000);
      this.#planCheckpoint(row, options.nowMs);
    }
  }

  /** The member no longer leads: no lease ends here. Whoever waits for a revoke is called. */
  demote(): void {
    this.#isPrimary = false;
    this.#ends.clear();
    this.#checkpoints.clear();
    this.#endMs.fill(Number.POSITIVE_INFINITY);
    for (const id of [...this.#settled.keys()]) this.#settle(id);
  }

  /**
   * Restarts the lease with its full TTL. Not replicated. Where `hasCheckpoint` is true before,
   * a checkpoint of 0 must go through the log too, or the next leader would shorten the lease.
   */
  renew(id: bigint, nowMs: number): RenewOutcome {
    if (!this.#isPrimary) return "not primary";
    const row = this.#table.find(id);
    if (row < 0) return "unknown";
    if (this.#endMs[row]! <= nowMs) return "expired";
    const ttlSeconds = this.#ttlSeconds[row]!;
    this.#start(row, { ttlSeconds, nowMs });
    this.#renewedTotal++;
    return ttlSeconds;
  }

  /** A checkpoint holds less than the full TTL for this lease. */
  hasCheckpoint(id: bigint): boolean {
    const row = this.#table.find(id);
    return row >= 0 && this.#remainingSeconds[row]! > 0;
  }

  /** Null where the lease is unknown. On other members than the primary all of it remains. */
  timeToLive(id: bigint, nowMs: number): TimeToLive | null {
    const row = this.#table.find(id);
    if (row < 0) return null;
    const grantedTtlSeconds = this.#ttlSeconds[row]!;
    const leftMs = this.#endMs[row]! - nowMs;
    const remainingSeconds =
      leftMs === Number.POSITIVE_INFINITY
        ? this.#remainingSeconds[row]! || grantedTtlSeconds
        : Math.max(0, Math.floor(leftMs / 1000));
    return { grantedTtlSeconds, remainingSeconds };
  }

  /** All ids: on the primary those that end first come first, elsewhere ascending. */
  list(): bigint[] {
    const rows = new Int32Array(this.#table.size);
    let count = 0;
    for (let row = 0; row < this.#table.rowsEnd; row++) {
      if (this.#table.isLive(row)) rows[count++] = row;
    }
    if (this.#isPrimary) {
      const endMs = this.#endMs;
      rows.sort((a, b) => endMs[a]! - endMs[b]! || a - b);
      return Array.from(rows, (row) => this.#table.id(row));
    }
    const ids = new BigInt64Array(count);
    for (let i = 0; i < count; i++) ids[i] = this.#table.id(rows[i]!);
    return Array.from(ids.sort());
  }

  /**
   * Leases whose time is over, up to a limit, for the log to revoke. One that is still there after
   * the request timeout is handed out again. Empty on other members than the primary.
   */
  takeExpired(nowMs: number): bigint[] {
    const expired: bigint[] = [];
    while (expired.length < EXPIRED_PER_PICK_UP && this.#ends.firstDueMs <= nowMs) {
      const row = this.#ends.firstRow;
      const isFirstTime = this.#ends.firstDueMs === this.#endMs[row];
      if (isFirstTime) this.#expiredTotal++;
      expired.push(this.#table.id(row));
      this.#ends.set(row, nowMs + EXPIRED_RETRY_MS);
    }
    return expired;
  }

  /** When `takeExpired` will have something; Infinity where no lease ends. */
  get nextExpiryMs(): number {
    return this.#ends.firstDueMs;
  }

  /**
   * Remaining times to write into the log now, at most one entry's worth. Each lease comes up
   * every five minutes while more than that remains.
   */
  takeCheckpoints(nowMs: number): etcdserverpb.LeaseCheckpoint[] {
    const due: etcdserverpb.LeaseCheckpoint[] = [];
    while (due.length < CHECKPOINTS_PER_ENTRY && this.#checkpoints.firstDueMs <= nowMs) {
      const row = this.#checkpoints.firstRow;
      const leftMs = this.#endMs[row]! - nowMs;
      if (leftMs <= CHECKPOINT_INTERVAL_MS) {
        this.#checkpoints.remove(row);
        continue;
      }
      this.#checkpoints.set(row, nowMs + CHECKPOINT_INTERVAL_MS);
      // Rounded up: a lease must not end early for a checkpoint.
      const remainingTTL = Math.ceil(leftMs / 1000);
      if (remainingTTL < this.#ttlSeconds[row]!)
        due.push({ ID: this.#table.id(row), remainingTTL });
    }
    return due;
  }

  /**
   * Calls back once, when the lease is gone or this member is no longer primary; at once where
   * that is so already. For keep-alives of a lease whose revoke is on its way.
   */
  whenSettled(id: bigint, callback: () => void): void {
    if (!this.#isPrimary || !this.exists(id)) {
      callback();
      return;
    }
    const callbacks = this.#settled.get(id);
    if (callbacks === undefined) this.#settled.set(id, [callback]);
    else callbacks.push(callback);
  }

  // ------------------------------------------------------------------------------------------

  #restore(): void {
    this.#backend.scan("lease", { start: EMPTY_BYTES, end: null }, (key, value) => {
      const lease = decodeRecord(key, value);
      const ttlSeconds = Math.max(lease.TTL, this.#minTtlSeconds);
      this.#add(lease.ID, { ttlSeconds, remainingSeconds: lease.RemainingTTL });
      return true;
    });
  }

  #add(id: bigint, times: { ttlSeconds: number; remainingSeconds: number }): number {
    const row = this.#table.add(id);
    if (row >= this.#endMs.length) this.#grow();
    this.#ttlSeconds[row] = times.ttlSeconds;
    this.#remainingSeconds[row] = times.remainingSeconds;
    this.#endMs[row] = Number.POSITIVE_INFINITY;
    this.#keys[row] = undefined;
    return row;
  }

  #grow(): void {
    const rows = this.#table.capacity;
    this.#ttlSeconds = grown(this.#ttlSeconds, rows);
    this.#remainingSeconds = grown(this.#remainingSeconds, rows);
    this.#endMs = grown(this.#endMs, rows);
  }

  #start(row: number, options: { ttlSeconds: number; nowMs: number }): void {
    this.#setEnd(row, options.nowMs + options.ttlSeconds * 1000);
    this.#planCheckpoint(row, options.nowMs);
  }

  #setEnd(row: number, endMs: number): void {
    this.#endMs[row] = endMs;
    this.#ends.set(row, endMs);
  }

  #planCheckpoint(row: number, nowMs: number): void {
    if (!this.#hasCheckpoints) return;
    if (this.#endMs[row]! - nowMs > CHECKPOINT_INTERVAL_MS) {
      this.#checkpoints.set(row, nowMs + CHECKPOINT_INTERVAL_MS);
    } else this.#checkpoints.remove(row);
  }

  #store(row: number): void {
    const id = this.#table.id(row);
    const record = leasepb.encodeLease({
      ID: id,
      TTL: this.#ttlSeconds[row]!,
      RemainingTTL: this.#remainingSeconds[row]!,
    });
    this.#backend.put("lease", leaseKey(id), record);
  }

  #settle(id: bigint): void {
    const callbacks = this.#settled.get(id);
    if (callbacks === undefined) return;
    this.#settled.delete(id);
    for (const callback of callbacks) callback();
  }
}

function grown(array: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(length);
  result.set(array);
  return result;
}

/** Key in bucket `lease`: the id, 8 bytes, big-endian. */
function leaseKey(id: bigint): Uint8Array {
  const key = new Uint8Array(8);
  new DataView(key.buffer).setBigInt64(0, BigInt.asIntN(64, id));
  return key;
}

function decodeRecord(key: Uint8Array, value: Uint8Array): leasepb.Lease {
  const corrupt = (what: string) =>
    new CorruptionError(`lease record ${what}`, { file: "bucket lease", offset: -1 });
  if (key.length !== 8) throw corrupt(`with a key of ${key.length} bytes`);
  const id = new DataView(key.buffer, key.byteOffset, 8).getBigInt64(0);
  try {
    const lease = leasepb.decodeLease(value);
    if (BigInt.asIntN(64, lease.ID) !== id) throw corrupt(`of ${lease.ID} under the key of ${id}`);
    return lease;
  } catch (error) {
    if (error instanceof DecodeError) throw corrupt(`of ${id}: ${error.message}`);
    throw error;
  }
}
