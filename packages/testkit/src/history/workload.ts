/**
 * What a client does next, from a seed: requests over about ten hot keys in six profiles. How a
 * step is carried out is not known here, so the simulator and the harness of real processes run the
 * same workloads.
 *
 * A client has at most one request in flight. The executor calls `next`, performs the step, and
 * reports each operation that ended (with any outcome) through `ended`; the client learns leases,
 * revisions and pages from it. Values are unique in a run as long as client numbers are, so that
 * the author of an effect is found even when its request was never answered.
 */

import { bytesToLatin1, EMPTY_BYTES, latin1ToBytes, type Random } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import type { Call, Operation } from "./history.ts";

export const workloadProfiles = [
  "plain",
  "transactions",
  "listWatch",
  "compaction",
  "locks",
  "listAppend",
] as const;

/**
 * `plain`: puts, deletes, reads of every kind. `transactions`: with leases and deletes.
 * `listWatch`: pages at one revision, watch from there, guarded updates. `compaction`: compacts
 * while it reads and watches the past. `locks`: a lock key on a lease, and writes that its create
 * revision guards. `listAppend`: compare-and-swap appends to lists, for the cycle checker.
 */
export type WorkloadProfile = (typeof workloadProfiles)[number];

export type WorkloadStep =
  | { readonly kind: "call"; readonly call: Call }
  /** Open one more watch of this client. The executor resumes it when its stream breaks. */
  | { readonly kind: "watch"; readonly request: etcdserverpb.WatchCreateRequest }
  /** Cancel this client's oldest watch. */
  | { readonly kind: "unwatch" }
  /** Ask for progress on the streams of this client's watches. */
  | { readonly kind: "progress" };

export interface WorkloadOptions {
  readonly profile: WorkloadProfile;
  readonly random: Random;
  /** Unique in the run. */
  readonly client: number;
  /** Clients with the same prefix share their keys; latin1. Default `hot/`. */
  readonly prefix?: string;
  /** Default 10. */
  readonly keysCount?: number;
  /** Default 3. */
  readonly leaseTtlSeconds?: number;
  /** Default 2; 0 for none. */
  readonly maxWatches?: number;
}

export const defaultWorkloadPrefix = "hot/";
/** The lists of the profile `listAppend` lie apart: a deleted list would have no history. */
export const listKeyPrefix = "list/";

const EQUAL = 0;
const GREATER = 1;
const LESS = 2;
const NOT_EQUAL = 3;
const VERSION = 0;
const CREATE = 1;
const MOD = 2;
const VALUE = 3;
const LEASE = 4;
const PAGE_KEYS = 3;
const FILLER = "abcdefghijklmnopqrstuvwxyz".repeat(40);

/** The exclusive end of the keys that begin with a prefix whose last char is below 0xff. */
export function prefixEnd(prefix: string): Uint8Array {
  const end = latin1ToBytes(prefix);
  end[end.length - 1]!++;
  return end;
}

export class WorkloadClient {
  readonly profile: WorkloadProfile;
  readonly #random: Random;
  readonly #client: number;
  readonly #prefix: string;
  readonly #keysCount: number;
  readonly #leaseTtlSeconds: number;
  readonly #maxWatches: number;
  #writesCount = 0;
  #leasesCount = 0;
  #watchesCount = 0;
  /** Leases that this client may still hold. */
  readonly #leases: bigint[] = [];
  /** The highest revision that an answer named. */
  #revision = 1;
  #compactRevision = 0;
  /** Pages still to be read: from this key, at this revision. */
  #page: { key: Uint8Array; revision: number } | null = null;
  #watchFrom: number | null = null;
  /** Mod revisions as this client last saw them; 0 for absent. */
  readonly #seen = new Map<string, number>();
  readonly #lists = new Map<string, { text: string; modRevision: number }>();
  #lock: { name: string; lease: bigint; createRevision: number; writesLeft: number } | null = null;
  #lockAttempt: { name: string; lease: bigint; isGranted: boolean } | null = null;

  constructor(options: WorkloadOptions) {
    this.profile = options.profile;
    this.#random = options.random;
    this.#client = options.client;
    this.#prefix = options.prefix ?? defaultWorkloadPrefix;
    this.#keysCount = options.keysCount ?? 10;
    this.#leaseTtlSeconds = options.leaseTtlSeconds ?? 3;
    this.#maxWatches = options.maxWatches ?? 2;
  }

  /** What to do now. */
  next(): WorkloadStep {
    if (this.#watchesCount > 0 && this.#chance(1, 40)) {
      if (this.#chance(1, 3)) {
        this.#watchesCount--;
        return { kind: "unwatch" };
      }
      return { kind: "progress" };
    }
    if (this.#watchesCount < this.#maxWatches && this.#chance(1, 30)) return this.#watch(null);
    switch (this.profile) {
      case "plain":
        return step(this.#plain());
      case "transactions":
        return step(this.#transactions());
      case "listWatch":
        return this.#listWatch();
      case "compaction":
        return step(this.#compaction());
      case "locks":
        return step(this.#locks());
      case "listAppend":
        return step(this.#listAppend());
    }
  }

  /** An operation of this client ended. */
  ended(operation: Operation): void {
    const revision = operation.answer?.header?.revision ?? 0;
    if (revision > this.#revision) this.#revision = revision;
    switch (operation.method) {
      case "Range":
        this.#rangeEnded(operation.request, operation.answer);
        break;
      case "LeaseGrant":
        this.#grantEnded(operation.request.ID, operation.answer, operation.outcome);
        break;
      case "LeaseRevoke":
        if (operation.outcome !== "unknown") this.#forgetLease(operation.request.ID);
        break;
      case "LeaseKeepAlive":
        if (operation.answer?.TTL === 0) this.#forgetLease(operation.request.ID);
        break;
      case "Txn":
        this.#txnEnded(operation.request, operation.answer);
        break;
      case "Compact":
        if (operation.outcome === "done" && operation.request.revision > this.#compactRevision) {
          this.#compactRevision = operation.request.revision;
        }
        break;
      case "Put":
      case "DeleteRange":
      case "LeaseTimeToLive":
        break;
    }
  }

  // -- profiles

  #plain(): Call {
    const roll = this.#random.below(100);
    if (roll < 45) return this.#put();
    if (roll < 55) return this.#delete();
    return this.#read();
  }

  #transactions(): Call {
    const roll = this.#random.below(100);
    if (roll < 55) return this.#txn();
    if (roll < 65) return this.#read();
    if (roll < 72) return this.#put();
    if (roll < 77) return this.#delete();
    if (roll < 84 || this.#leases.length === 0) return this.#grant();
    const lease = this.#pick(this.#leases);
    if (roll < 93) return { method: "LeaseKeepAlive", request: { ID: lease } };
    if (roll < 96) return { method: "LeaseTimeToLive", request: { ID: lease, keys: true } };
    return { method: "LeaseRevoke", request: { ID: lease } };
  }

  #listWatch(): WorkloadStep {
    if (this.#page !== null) {
      const { key, revision } = this.#page;
      return step(range({ key, rangeEnd: prefixEnd(this.#prefix), limit: PAGE_KEYS, revision }));
    }
    if (this.#watchFrom !== null) {
      const from = this.#watchFrom;
      this.#watchFrom = null;
      if (this.#watchesCount < this.#maxWatches) return this.#watch(from);
    }
    const roll = this.#random.below(100);
    if (roll < 20) {
      return step(
        range({
          key: latin1ToBytes(this.#prefix),
          rangeEnd: prefixEnd(this.#prefix),
          limit: PAGE_KEYS,
        }),
      );
    }
    if (roll < 30) return step(this.#read());
    // Create, update or delete an object as last seen, and read it when it is another by now.
    const name = this.#key();
    const key = latin1ToBytes(name);
    const seen = this.#seen.get(name) ?? 0;
    const change =
      seen !== 0 && roll < 45
        ? requestOp({ delete: { key } })
        : requestOp({ put: { key, value: this.#value() } });
    return step(
      txn({
        compare: [compare(key, EQUAL, MOD, BigInt(seen))],
        success: [change],
        failure: [requestOp({ range: { key } })],
      }),
    );
  }

  #compaction(): Call {
    const roll = this.#random.below(100);
    if (roll < 6 && this.#revision > 2) {
      const revision = Math.max(1, this.#revision - this.#random.below(30));
      return {
        method: "Compact",
        request: { revision, physical: this.#chance(1, 4) },
      };
    }
    if (roll < 45) return this.#put();
    if (roll < 55) return this.#delete();
    if (roll < 62) return this.#txn();
    if (roll < 80) return this.#pastRead();
    return this.#read();
  }

  #locks(): Call {
    const lock = this.#lock;
    if (lock !== null) {
      const key = latin1ToBytes(lock.name);
      const roll = this.#random.below(100);
      if (roll < 20) return { method: "LeaseKeepAlive", request: { ID: lock.lease } };
      if (lock.writesLeft-- > 0) {
        return txn({
          compare: [compare(key, EQUAL, CREATE, BigInt(lock.createRevision))],
          success: [requestOp({ put: { key: latin1ToBytes(this.#key()), value: this.#value() } })],
          failure: [requestOp({ range: { key } })],
        });
      }
      // Given back by delete, by revoke, or by nobody: then the lease has to end it.
      this.#lock = null;
      if (roll < 50) {
        return txn({
          compare: [compare(key, EQUAL, CREATE, BigInt(lock.createRevision))],
          success: [requestOp({ delete: { key } })],
        });
      }
      if (roll < 80) return { method: "LeaseRevoke", request: { ID: lock.lease } };
    }
    const attempt = this.#lockAttempt;
    if (attempt === null || (attempt.isGranted && this.#chance(1, 30))) {
      const lease = this.#newLease();
      const name = `${this.#prefix}lock/${this.#random.below(2)}`;
      this.#lockAttempt = { name, lease, isGranted: false };
      return { method: "LeaseGrant", request: { ID: lease, TTL: this.#leaseTtlSeconds } };
    }
    if (!attempt.isGranted) {
      return { method: "LeaseGrant", request: { ID: attempt.lease, TTL: this.#leaseTtlSeconds } };
    }
    const key = latin1ToBytes(attempt.name);
    if (this.#chance(1, 5)) return { method: "LeaseKeepAlive", request: { ID: attempt.lease } };
    return txn({
      compare: [compare(key, EQUAL, CREATE, 0n)],
      success: [requestOp({ put: { key, value: this.#value(), lease: attempt.lease } })],
      failure: [requestOp({ range: { key } })],
    });
  }

  #listAppend(): Call {
    const names = [this.#listKey()];
    if (this.#chance(1, 3)) {
      const other = this.#listKey();
      if (other !== names[0]) names.push(other);
    }
    const unread = names.find((name) => !this.#lists.has(name));
    if (unread !== undefined || this.#chance(1, 4)) {
      return range({ key: latin1ToBytes(unread ?? names[0]!) });
    }
    const compares: etcdserverpb.Compare[] = [];
    const success: etcdserverpb.RequestOp[] = [];
    const failure: etcdserverpb.RequestOp[] = [];
    for (const name of names) {
      const key = latin1ToBytes(name);
      const { text, modRevision } = this.#lists.get(name)!;
      compares.push(compare(key, EQUAL, MOD, BigInt(modRevision)));
      // Some only read, so that anti-dependencies arise.
      if (names.length > 1 && this.#chance(1, 3)) success.push(requestOp({ range: { key } }));
      else {
        const item = `${this.#client}.${this.#writesCount++}`;
        const value = latin1ToBytes(text === "" ? item : `${text},${item}`);
        success.push(requestOp({ put: { key, value } }));
      }
      failure.push(requestOp({ range: { key } }));
      this.#lists.delete(name);
    }
    return txn({ compare: compares, success, failure });
  }

  // -- single requests

  #put(): Call {
    const key = latin1ToBytes(this.#key());
    const roll = this.#random.below(20);
    const request = { ...etcdserverpb.createPutRequest(), key };
    request.prevKv = this.#chance(1, 4);
    if (roll === 0) request.ignoreValue = true;
    else request.value = this.#value();
    if (roll === 1) request.ignoreLease = true;
    else if (roll < 5 && this.#leases.length > 0) request.lease = this.#pick(this.#leases);
    return { method: "Put", request };
  }

  #delete(): Call {
    const request = { ...etcdserverpb.createDeleteRangeRequest(), ...this.#interval(1, 4) };
    request.prevKv = this.#chance(1, 2);
    return { method: "DeleteRange", request };
  }

  /** A read of the present; one in ten of the past. */
  #read(): Call {
    if (this.#chance(1, 10)) return this.#pastRead();
    return { method: "Range", request: this.#rangeRequest() };
  }

  #pastRead(): Call {
    const request = this.#rangeRequest();
    const oldest = Math.max(1, this.#compactRevision - 2, this.#revision - 60);
    request.revision = oldest + this.#random.below(this.#revision - oldest + 1);
    return { method: "Range", request };
  }

  #rangeRequest(): etcdserverpb.RangeRequest {
    const random = this.#random;
    const request = { ...etcdserverpb.createRangeRequest(), ...this.#interval(1, 2) };
    request.serializable = this.#chance(1, 4);
    if (this.#chance(1, 2)) return request;
    if (this.#chance(1, 2)) request.limit = 1 + random.below(6);
    if (this.#chance(1, 3)) {
      request.sortTarget = random.below(5);
      request.sortOrder = random.below(3);
    }
    const form = random.below(6);
    request.keysOnly = form === 0;
    request.countOnly = form === 1;
    const bound = (): number => Math.max(1, this.#revision - random.below(40));
    if (this.#chance(1, 8)) request.minModRevision = bound();
    if (this.#chance(1, 8)) request.maxModRevision = bound();
    if (this.#chance(1, 8)) request.minCreateRevision = bound();
    if (this.#chance(1, 8)) request.maxCreateRevision = bound();
    return request;
  }

  #txn(): Call {
    const compares: etcdserverpb.Compare[] = [];
    for (let i = this.#random.below(3); i > 0; i--) compares.push(this.#compare());
    return txn({
      compare: compares,
      success: this.#requestOps(new Set(), 0),
      failure: this.#requestOps(new Set(), 0),
    });
  }

  #compare(): etcdserverpb.Compare {
    const name = this.#key();
    const key = latin1ToBytes(name);
    const result = this.#pick([EQUAL, EQUAL, GREATER, LESS, NOT_EQUAL]);
    const seen = BigInt(this.#seen.get(name) ?? this.#random.below(this.#revision + 1));
    switch (this.#random.below(5)) {
      case VERSION:
        return compare(key, result, VERSION, BigInt(this.#random.below(4)));
      case CREATE:
        return compare(key, result, CREATE, this.#chance(1, 3) ? 0n : seen);
      case VALUE:
        return {
          ...etcdserverpb.createCompare(),
          key,
          result,
          target: VALUE,
          value: latin1ToBytes(`${this.#random.below(8)}.`),
        };
      case LEASE:
        return compare(key, result, LEASE, this.#leases[0] ?? 0n);
      default:
        return compare(key, result, MOD, seen);
    }
  }

  /** One to three operations; no two of them clash, in whatever order they come. */
  #requestOps(taken: Set<string>, depth: number): etcdserverpb.RequestOp[] {
    const ops: etcdserverpb.RequestOp[] = [];
    for (let i = 1 + this.#random.below(3); i > 0; i--) {
      const name = this.#key();
      const key = latin1ToBytes(name);
      const roll = this.#random.below(10);
      if (roll < 3) {
        ops.push(requestOp({ range: this.#interval(1, 2) }));
      } else if (roll === 9 && depth === 0) {
        const success = this.#requestOps(taken, 1);
        const failure = this.#requestOps(taken, 1);
        ops.push(
          requestOp({
            txn: { compare: [this.#compare()], success, failure },
          }),
        );
      } else if (!taken.has(name)) {
        taken.add(name);
        if (roll < 5) ops.push(requestOp({ delete: { key, prevKv: this.#chance(1, 2) } }));
        else {
          const lease =
            this.#leases.length > 0 && this.#chance(1, 2) ? this.#pick(this.#leases) : 0n;
          ops.push(
            requestOp({
              put: { key, value: this.#value(), lease, prevKv: this.#chance(1, 4) },
            }),
          );
        }
      }
    }
    return ops;
  }

  #grant(): Call {
    return {
      method: "LeaseGrant",
      request: { ID: this.#newLease(), TTL: this.#leaseTtlSeconds },
    };
  }

  #watch(startRevision: number | null): WorkloadStep {
    this.#watchesCount++;
    const random = this.#random;
    const request = { ...etcdserverpb.createWatchCreateRequest(), ...this.#interval(3, 4) };
    const roll = random.below(4);
    if (startRevision !== null) request.startRevision = startRevision;
    else if (roll === 0) request.startRevision = Math.max(1, this.#revision - random.below(30));
    else if (roll === 1) request.startRevision = this.#revision + 1 + random.below(10);
    request.progressNotify = this.#chance(1, 2);
    request.prevKv = this.#chance(1, 2);
    request.fragment = this.#chance(1, 4);
    if (this.#chance(1, 8)) request.filters = [random.below(2)];
    return { kind: "watch", request };
  }

  // -- what answers teach

  #rangeEnded(request: etcdserverpb.RangeRequest, answer: etcdserverpb.RangeResponse | null): void {
    const isPage = this.profile === "listWatch" && request.limit === PAGE_KEYS;
    if (answer === null) {
      if (isPage) this.#page = null;
      return;
    }
    if (!request.countOnly) this.#sawKeys(request, answer);
    if (!isPage || request.rangeEnd.length === 0) return;
    const revision = request.revision === 0 ? answer.header!.revision : request.revision;
    const last = answer.kvs.at(-1);
    if (answer.more && last !== undefined && isPlainPage(request)) {
      const key = new Uint8Array(last.key.length + 1);
      key.set(last.key);
      this.#page = { key, revision };
    } else {
      this.#page = null;
      this.#watchFrom = revision + 1;
    }
  }

  #sawKeys(request: etcdserverpb.RangeRequest, answer: etcdserverpb.RangeResponse): void {
    if (request.rangeEnd.length === 0 && answer.count === 0) {
      this.#sawKey(bytesToLatin1(request.key), "", 0);
    }
    for (const { key, value, modRevision } of answer.kvs) {
      this.#sawKey(bytesToLatin1(key), request.keysOnly ? null : bytesToLatin1(value), modRevision);
    }
  }

  #sawKey(name: string, text: string | null, modRevision: number): void {
    if (this.profile === "listAppend") {
      if (text !== null) this.#lists.set(name, { text, modRevision });
    } else this.#seen.set(name, modRevision);
  }

  #txnEnded(request: etcdserverpb.TxnRequest, answer: etcdserverpb.TxnResponse | null): void {
    if (answer === null) return;
    const ops = answer.succeeded ? request.success : request.failure;
    const revision = answer.header!.revision;
    for (const [i, { responseRange, responsePut }] of answer.responses.entries()) {
      const op = ops[i];
      if (responseRange !== null && op?.requestRange) this.#sawKeys(op.requestRange, responseRange);
      if (responsePut !== null && op?.requestPut) {
        const { key, value } = op.requestPut;
        this.#sawKey(bytesToLatin1(key), bytesToLatin1(value), revision);
      }
    }
    const attempt = this.#lockAttempt;
    const put = request.success[0]?.requestPut;
    if (attempt === null || !answer.succeeded || put?.lease !== attempt.lease) return;
    this.#lockAttempt = null;
    this.#lock = {
      name: attempt.name,
      lease: attempt.lease,
      createRevision: revision,
      writesLeft: 1 + this.#random.below(6),
    };
  }

  #grantEnded(
    asked: bigint,
    answer: etcdserverpb.LeaseGrantResponse | null,
    outcome: Operation["outcome"],
  ): void {
    const attempt = this.#lockAttempt;
    if (attempt?.lease === asked) {
      if (outcome === "done") attempt.isGranted = true;
      else this.#lockAttempt = null;
    } else if (outcome !== "refused") {
      // Of an unanswered grant the lease may exist: using it shows which.
      this.#leases.push(answer?.ID ?? asked);
      if (this.#leases.length > 4) this.#leases.shift();
    }
  }

  #forgetLease(lease: bigint): void {
    const place = this.#leases.indexOf(lease);
    if (place >= 0) this.#leases.splice(place, 1);
    if (this.#lockAttempt?.lease === lease) this.#lockAttempt = null;
  }

  // -- draws

  #key(): string {
    return `${this.#prefix}${this.#random.below(this.#keysCount)}`;
  }

  #listKey(): string {
    return `${listKeyPrefix}${this.#prefix}${this.#random.below(3)}`;
  }

  #value(): Uint8Array {
    const filler = this.#chance(1, 20) ? this.#random.below(FILLER.length) : 0;
    return latin1ToBytes(`${this.#client}.${this.#writesCount++} ${FILLER.slice(0, filler)}`);
  }

  #newLease(): bigint {
    return (BigInt(this.#client + 1) << 32n) + BigInt(++this.#leasesCount);
  }

  /** One key; with the given chance several. */
  #interval(numerator: number, denominator: number): { key: Uint8Array; rangeEnd: Uint8Array } {
    if (!this.#chance(numerator, denominator)) {
      return { key: latin1ToBytes(this.#key()), rangeEnd: EMPTY_BYTES };
    }
    if (this.#chance(1, 2)) {
      return { key: latin1ToBytes(this.#prefix), rangeEnd: prefixEnd(this.#prefix) };
    }
    const [a, b] = [this.#key(), this.#key()];
    return a < b
      ? { key: latin1ToBytes(a), rangeEnd: latin1ToBytes(b) }
      : { key: latin1ToBytes(b), rangeEnd: prefixEnd(a) };
  }

  #chance(numerator: number, denominator: number): boolean {
    return this.#random.below(denominator) < numerator;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.below(list.length)]!;
  }
}

function step(call: Call): WorkloadStep {
  return { kind: "call", call };
}

function range(request: Partial<etcdserverpb.RangeRequest>): Call {
  return { method: "Range", request: { ...etcdserverpb.createRangeRequest(), ...request } };
}

function txn(request: Partial<etcdserverpb.TxnRequest>): Call {
  return { method: "Txn", request: { ...etcdserverpb.createTxnRequest(), ...request } };
}

function compare(
  key: Uint8Array,
  result: number,
  target: number,
  operand: bigint,
): etcdserverpb.Compare {
  const message = { ...etcdserverpb.createCompare(), key, result, target };
  if (target === VERSION) message.version = operand;
  else if (target === CREATE) message.createRevision = operand;
  else if (target === MOD) message.modRevision = operand;
  else message.lease = operand;
  return message;
}

function requestOp(op: {
  range?: Partial<etcdserverpb.RangeRequest>;
  put?: Partial<etcdserverpb.PutRequest>;
  delete?: Partial<etcdserverpb.DeleteRangeRequest>;
  txn?: etcdserverpb.TxnRequest;
}): etcdserverpb.RequestOp {
  const message = etcdserverpb.createRequestOp();
  if (op.range) message.requestRange = { ...etcdserverpb.createRangeRequest(), ...op.range };
  if (op.put) message.requestPut = { ...etcdserverpb.createPutRequest(), ...op.put };
  if (op.delete) {
    message.requestDeleteRange = { ...etcdserverpb.createDeleteRangeRequest(), ...op.delete };
  }
  if (op.txn) message.requestTxn = op.txn;
  return message;
}

/** Whether the next page follows from the last key: no other order, nothing filtered out. */
function isPlainPage(request: etcdserverpb.RangeRequest): boolean {
  return (
    request.sortOrder === 0 &&
    request.sortTarget === 0 &&
    request.minModRevision === 0 &&
    request.maxModRevision === 0 &&
    request.minCreateRevision === 0 &&
    request.maxCreateRevision === 0
  );
}
