/**
 * The key space as the v3 API describes it (sections 3.1 to 3.8), written for clearness and apart
 * from production code: one state, the present one. Requests are evaluated against it and change
 * it; `undo` takes the changes since `mark` back, so that the effect of a request that may not have
 * happened can be looked at.
 *
 * Keys are latin1 strings, whose order is the order of bytes. Not here: authorization, quota,
 * time. Leases are known by the keys that hang on them.
 */

import { bytesToLatin1, compareBytes, EMPTY_BYTES, latin1ToBytes } from "@kvorum/base";
import { etcdserverpb, type mvccpb } from "@kvorum/proto";
import type { Call } from "./history.ts";

type KeyValue = mvccpb.KeyValue;

export const PUT = 0;
export const DELETE = 1;

/** One event of a revision. */
export interface LoggedEvent {
  readonly type: number;
  /** The key as latin1. */
  readonly name: string;
  /** Of a deletion only the key and the deleting revision. */
  readonly kv: KeyValue;
  /** The key one revision earlier; null when it was absent. */
  readonly previous: KeyValue | null;
}

/** What a request does and answers; header fields other than the revision are zero. */
export interface Evaluation {
  /** Null when the request had to fail. */
  readonly answer: object | null;
  readonly failure: string;
  readonly events: readonly LoggedEvent[];
}

export interface ModelOptions {
  /** As servers before 3.7: ranges with keys_only keep the lease. Default false. */
  readonly keysOnlyKeepsLease?: boolean;
}

/** The state that a history begins with, when that is not a fresh store. */
export interface InitialState {
  readonly revision: number;
  readonly kvs: readonly KeyValue[];
}

const NO_EVENTS: readonly LoggedEvent[] = [];

export class ReferenceModel {
  revision: number;
  readonly #keysOnlyKeepsLease: boolean;
  readonly #kvs = new Map<string, KeyValue>();
  /** The names in #kvs, sorted. */
  readonly #names: string[] = [];
  readonly #namesByLease = new Map<bigint, Set<string>>();
  /** Pairs of name and what it was before, since the mark. */
  readonly #changed: string[] = [];
  readonly #before: (KeyValue | undefined)[] = [];

  constructor(options: ModelOptions = {}, initial: InitialState = { revision: 1, kvs: [] }) {
    this.#keysOnlyKeepsLease = options.keysOnlyKeepsLease ?? false;
    this.revision = initial.revision;
    for (const kv of initial.kvs) this.#set(bytesToLatin1(kv.key), kv);
    this.mark();
  }

  get(name: string): KeyValue | undefined {
    return this.#kvs.get(name);
  }

  /** The keys of a lease in order. */
  namesOf(lease: bigint): string[] {
    return [...(this.#namesByLease.get(lease) ?? [])].sort(byOrder);
  }

  /** Leases that have keys. */
  leases(): bigint[] {
    return [...this.#namesByLease.keys()];
  }

  /** Live keys of a range in order. */
  namesIn(key: Uint8Array, rangeEnd: Uint8Array): string[] {
    const name = bytesToLatin1(key);
    if (rangeEnd.length === 0) return this.#kvs.has(name) ? [name] : [];
    const [from, to] = this.#interval(name, rangeEnd);
    return this.#names.slice(from, to);
  }

  /** Changes from here on can be undone. */
  mark(): void {
    this.#changed.length = 0;
    this.#before.length = 0;
  }

  undo(): void {
    for (let i = this.#changed.length - 1; i >= 0; i--) {
      this.#store(this.#changed[i]!, this.#before[i]);
    }
    this.mark();
  }

  /** Takes over what is known to have happened. */
  adopt(events: readonly LoggedEvent[]): void {
    for (const { type, name, kv } of events) this.#set(name, type === DELETE ? undefined : kv);
  }

  /** Sets or deletes one key, whatever the rules say. */
  correct(name: string, kv: KeyValue | undefined): void {
    this.#set(name, kv);
  }

  /**
   * Carries a mutation out as the next revision, or a read at the present one. Ranges of the past
   * inside a transaction get their answer from `given`, the answer to be judged; with
   * `trustsBranch` the branch of a transaction comes from there too.
   */
  evaluate(call: Call, given: object | null, trustsBranch = false): Evaluation {
    const revision = this.revision + 1;
    switch (call.method) {
      case "Range":
        return answered(this.range(call.request, this.revision), NO_EVENTS);
      case "Put": {
        const events: LoggedEvent[] = [];
        const answer = this.#put(call.request, revision, events);
        return answer === null ? failed("key not found") : answered(answer, events);
      }
      case "DeleteRange": {
        const events: LoggedEvent[] = [];
        const answer = this.#deleteRange(call.request, revision, events);
        return answered(answer, events);
      }
      case "Txn":
        return this.#txn(call.request, given as etcdserverpb.TxnResponse | null, trustsBranch);
      case "LeaseRevoke": {
        const events = this.endLease(call.request.ID);
        return answered({ header: header(events.length > 0 ? revision : this.revision) }, events);
      }
      case "Compact":
      case "LeaseGrant":
      case "LeaseKeepAlive":
      case "LeaseTimeToLive":
        return answered({ header: header(this.revision) }, NO_EVENTS);
    }
  }

  /** The deletions of a lease's end. */
  endLease(lease: bigint): readonly LoggedEvent[] {
    const names = this.#namesByLease.get(lease);
    if (names === undefined) return NO_EVENTS;
    const events: LoggedEvent[] = [];
    for (const name of this.namesOf(lease)) this.#delete(name, this.revision + 1, events);
    return events;
  }

  range(request: etcdserverpb.RangeRequest, headerRevision: number): etcdserverpb.RangeResponse {
    const answer = etcdserverpb.createRangeResponse();
    answer.header = header(headerRevision);
    const name = bytesToLatin1(request.key);
    if (request.rangeEnd.length === 0) {
      const kv = this.#kvs.get(name);
      if (kv === undefined) return answer;
      answer.count = 1;
      answer.kvs.push(kv);
    } else {
      const [from, to] = this.#interval(name, request.rangeEnd);
      answer.count = to - from;
      if (request.countOnly) return answer;
      // Sorting by another field sees only what the limit let through.
      let end = to;
      if (request.limit > 0 && !isFiltered(request) && !isSorted(request)) {
        end = Math.min(to, from + request.limit + 1);
      }
      for (let i = from; i < end; i++) answer.kvs.push(this.#kvs.get(this.#names[i]!)!);
    }
    if (request.countOnly) {
      answer.kvs = [];
      return answer;
    }
    if (isFiltered(request)) answer.kvs = answer.kvs.filter((kv) => isWanted(kv, request));
    sortKvs(answer.kvs, request);
    if (request.limit > 0 && answer.kvs.length > request.limit) {
      answer.kvs.length = request.limit;
      answer.more = true;
    }
    if (request.keysOnly) {
      const keepsLease = this.#keysOnlyKeepsLease || request.sortTarget === 4;
      answer.kvs = answer.kvs.map((kv) => ({
        ...kv,
        value: EMPTY_BYTES,
        lease: keepsLease ? kv.lease : 0n,
      }));
    }
    return answer;
  }

  #put(
    request: etcdserverpb.PutRequest,
    revision: number,
    events: LoggedEvent[],
  ): etcdserverpb.PutResponse | null {
    const name = bytesToLatin1(request.key);
    const before = this.#kvs.get(name);
    if (before === undefined && (request.ignoreValue || request.ignoreLease)) return null;
    const kv: KeyValue = {
      key: request.key,
      createRevision: before?.createRevision ?? revision,
      modRevision: revision,
      version: (before?.version ?? 0) + 1,
      value: request.ignoreValue ? before!.value : request.value,
      lease: request.ignoreLease ? before!.lease : request.lease,
    };
    events.push({ type: PUT, name, kv, previous: this.#earlier(name, before, revision, events) });
    this.#set(name, kv);
    return { header: header(revision), prevKv: request.prevKv ? (before ?? null) : null };
  }

  #deleteRange(
    request: etcdserverpb.DeleteRangeRequest,
    revision: number,
    events: LoggedEvent[],
  ): etcdserverpb.DeleteRangeResponse {
    const answer = etcdserverpb.createDeleteRangeResponse();
    for (const name of this.namesIn(request.key, request.rangeEnd)) {
      if (request.prevKv) answer.prevKvs.push(this.#kvs.get(name)!);
      this.#delete(name, revision, events);
      answer.deleted++;
    }
    answer.header = header(events.length > 0 ? revision : revision - 1);
    return answer;
  }

  #delete(name: string, revision: number, events: LoggedEvent[]): void {
    const before = this.#kvs.get(name)!;
    const kv: KeyValue = {
      key: before.key,
      createRevision: 0,
      modRevision: revision,
      version: 0,
      value: EMPTY_BYTES,
      lease: 0n,
    };
    const previous = this.#earlier(name, before, revision, events);
    events.push({ type: DELETE, name, kv, previous });
    this.#set(name, undefined);
  }

  /** What the key was one revision earlier: not what the same transaction just made of it. */
  #earlier(
    name: string,
    before: KeyValue | undefined,
    revision: number,
    events: readonly LoggedEvent[],
  ): KeyValue | null {
    if (events.length > 0 && (before === undefined || before.modRevision === revision)) {
      for (const event of events) if (event.name === name) return event.previous;
    }
    return before ?? null;
  }

  #txn(
    request: etcdserverpb.TxnRequest,
    given: etcdserverpb.TxnResponse | null,
    trustsBranch: boolean,
  ): Evaluation {
    // All comparisons come before the first write, those of nested transactions too.
    const plan = this.#plan(request, trustsBranch ? given : null);
    const failure = this.#txnFailure(request, plan);
    if (failure !== "") return failed(failure);
    const events: LoggedEvent[] = [];
    const answer = this.#runTxn(request, plan, given, events);
    answer.header = header(events.length > 0 ? this.revision + 1 : this.revision);
    return answered(answer, events);
  }

  #plan(request: etcdserverpb.TxnRequest, trusted: etcdserverpb.TxnResponse | null): TxnPlan {
    const succeeded =
      trusted?.succeeded ?? request.compare.every((compare) => this.#holds(compare));
    const nested: (TxnPlan | null)[] = [];
    for (const [i, { requestTxn }] of (succeeded ? request.success : request.failure).entries()) {
      const inner = trusted?.responses[i]?.responseTxn ?? null;
      nested.push(requestTxn === null ? null : this.#plan(requestTxn, inner));
    }
    return { succeeded, nested };
  }

  /** Why the transaction must fail as a whole; empty when it must not. */
  #txnFailure(request: etcdserverpb.TxnRequest, plan: TxnPlan): string {
    const ops = plan.succeeded ? request.success : request.failure;
    for (const [i, op] of ops.entries()) {
      const range = op.requestRange;
      if (range !== null && range.revision > this.revision) return "future revision";
      const put = op.requestPut;
      if (put !== null && (put.ignoreValue || put.ignoreLease)) {
        if (!this.#kvs.has(bytesToLatin1(put.key))) return "key not found";
      }
      const nested = plan.nested[i];
      if (nested) {
        const failure = this.#txnFailure(op.requestTxn!, nested);
        if (failure !== "") return failure;
      }
    }
    return "";
  }

  #runTxn(
    request: etcdserverpb.TxnRequest,
    plan: TxnPlan,
    given: etcdserverpb.TxnResponse | null,
    events: LoggedEvent[],
  ): etcdserverpb.TxnResponse {
    const answer = etcdserverpb.createTxnResponse();
    answer.succeeded = plan.succeeded;
    const revision = this.revision + 1;
    const ops = plan.succeeded ? request.success : request.failure;
    for (const [i, op] of ops.entries()) {
      const response = etcdserverpb.createResponseOp();
      const givenOp = given?.responses[i] ?? null;
      if (op.requestRange !== null) {
        const now = events.length > 0 ? revision : this.revision;
        const request = op.requestRange;
        if (request.revision > 0 && givenOp?.responseRange) {
          response.responseRange = { ...givenOp.responseRange, header: header(now) };
        } else response.responseRange = this.range(request, now);
      } else if (op.requestPut !== null) {
        response.responsePut = this.#put(op.requestPut, revision, events);
      } else if (op.requestDeleteRange !== null) {
        response.responseDeleteRange = this.#deleteRange(op.requestDeleteRange, revision, events);
      } else if (op.requestTxn !== null) {
        response.responseTxn = this.#runTxn(
          op.requestTxn,
          plan.nested[i]!,
          givenOp?.responseTxn ?? null,
          events,
        );
        response.responseTxn.header = header(0);
      }
      answer.responses.push(response);
    }
    return answer;
  }

  #holds(compare: etcdserverpb.Compare): boolean {
    const names = this.namesIn(compare.key, compare.rangeEnd);
    if (names.length === 0) return holdsFor(compare, undefined);
    return names.every((name) => holdsFor(compare, this.#kvs.get(name)));
  }

  /** Places of the first name of the range and of the first one behind it. */
  #interval(start: string, rangeEnd: Uint8Array): [number, number] {
    const from = this.#place(start);
    if (rangeEnd.length === 1 && rangeEnd[0] === 0) return [from, this.#names.length];
    return [from, Math.max(from, this.#place(bytesToLatin1(rangeEnd)))];
  }

  /** Place of the first name that is not smaller. */
  #place(name: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#names[middle]! < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #set(name: string, kv: KeyValue | undefined): void {
    this.#changed.push(name);
    this.#before.push(this.#kvs.get(name));
    this.#store(name, kv);
  }

  #store(name: string, kv: KeyValue | undefined): void {
    const before = this.#kvs.get(name);
    if (before !== undefined && before.lease !== 0n) {
      const names = this.#namesByLease.get(before.lease)!;
      names.delete(name);
      if (names.size === 0) this.#namesByLease.delete(before.lease);
    }
    if (kv === undefined) {
      if (before === undefined) return;
      this.#kvs.delete(name);
      this.#names.splice(this.#place(name), 1);
      return;
    }
    if (before === undefined) this.#names.splice(this.#place(name), 0, name);
    this.#kvs.set(name, kv);
    if (kv.lease !== 0n) {
      const names = this.#namesByLease.get(kv.lease);
      if (names === undefined) this.#namesByLease.set(kv.lease, new Set([name]));
      else names.add(name);
    }
  }
}

/** Which branch is taken, for a transaction and those inside its branch. */
interface TxnPlan {
  readonly succeeded: boolean;
  /** One for each operation of the branch; null for what is no transaction. */
  readonly nested: readonly (TxnPlan | null)[];
}

/** An event as a log or a watch tells it. */
export function loggedEvent(event: mvccpb.Event, previous: KeyValue | null): LoggedEvent {
  const kv = event.kv!;
  return { type: event.type, name: bytesToLatin1(kv.key), kv, previous };
}

/** Whether a name lies in a range of the API; an empty key means the zero byte, as for watches. */
export function isInRange(name: string, key: Uint8Array, rangeEnd: Uint8Array): boolean {
  const start = key.length === 0 ? "\0" : bytesToLatin1(key);
  if (rangeEnd.length === 0) return name === start;
  if (name < start) return false;
  return (rangeEnd.length === 1 && rangeEnd[0] === 0) || name < bytesToLatin1(rangeEnd);
}

/** The key of a name. */
export function keyOf(name: string): Uint8Array {
  return latin1ToBytes(name);
}

function byOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function header(revision: number): etcdserverpb.ResponseHeader {
  return { clusterId: 0n, memberId: 0n, revision, raftTerm: 0 };
}

function answered(answer: object, events: readonly LoggedEvent[]): Evaluation {
  return { answer, failure: "", events };
}

function failed(failure: string): Evaluation {
  return { answer: null, failure, events: NO_EVENTS };
}

function isFiltered(request: etcdserverpb.RangeRequest): boolean {
  return (
    request.minModRevision !== 0 ||
    request.maxModRevision !== 0 ||
    request.minCreateRevision !== 0 ||
    request.maxCreateRevision !== 0
  );
}

/** An order in which everything is fetched before the limit counts. */
function isSorted(request: etcdserverpb.RangeRequest): boolean {
  if (request.sortOrder === 0) return false;
  return !(request.sortTarget === 0 && request.sortOrder === 1);
}

function isWanted(kv: KeyValue, request: etcdserverpb.RangeRequest): boolean {
  return (
    (request.maxModRevision === 0 || kv.modRevision <= request.maxModRevision) &&
    (request.minModRevision === 0 || kv.modRevision >= request.minModRevision) &&
    (request.maxCreateRevision === 0 || kv.createRevision <= request.maxCreateRevision) &&
    (request.minCreateRevision === 0 || kv.createRevision >= request.minCreateRevision)
  );
}

function sortKvs(kvs: KeyValue[], request: etcdserverpb.RangeRequest): void {
  const { sortOrder, sortTarget } = request;
  if (sortTarget === 0) {
    if (sortOrder === 2) kvs.reverse();
    return;
  }
  const sign = sortOrder === 2 ? -1 : 1;
  kvs.sort((a, b) => {
    switch (sortTarget) {
      case 1:
        return sign * (a.version - b.version);
      case 2:
        return sign * (a.createRevision - b.createRevision);
      case 3:
        return sign * (a.modRevision - b.modRevision);
      default:
        return sign * compareBytes(a.value, b.value);
    }
  });
}

function holdsFor(compare: etcdserverpb.Compare, kv: KeyValue | undefined): boolean {
  let order: number;
  switch (compare.target) {
    case 0:
      order = orderOf(BigInt(kv?.version ?? 0), compare.version ?? 0n);
      break;
    case 1:
      order = orderOf(BigInt(kv?.createRevision ?? 0), compare.createRevision ?? 0n);
      break;
    case 2:
      order = orderOf(BigInt(kv?.modRevision ?? 0), compare.modRevision ?? 0n);
      break;
    case 3:
      if (kv === undefined) return false;
      order = compareBytes(kv.value, compare.value ?? EMPTY_BYTES);
      break;
    case 4:
      order = orderOf(kv?.lease ?? 0n, compare.lease ?? 0n);
      break;
    default:
      order = 0;
  }
  switch (compare.result) {
    case 0:
      return order === 0;
    case 1:
      return order > 0;
    case 2:
      return order < 0;
    case 3:
      return order !== 0;
    default:
      return true;
  }
}

function orderOf(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
