/**
 * Linearizability of single registers by search, for histories whose answers carry no revisions
 * (the v2 API, locks, leases). The search is that of Wing and Gong with Lowe's memory: operations
 * are taken one after the other among those that may come next in real time, and a set of taken
 * operations with the register's value is never tried twice. Registers are independent, so each
 * key is searched by itself.
 *
 * The work grows quickly with the number of operations in flight together, hence the bound on
 * steps; a search that reaches it is reported as `undecided`, which is a failure.
 */

import { bytesToLatin1 } from "@kvorum/base";
import type { History, Operation } from "./history.ts";
import { isInRange } from "./reference-model.ts";
import { visitReach } from "./request-reach.ts";
import type { Violation } from "./violation.ts";

export interface RegisterOperation {
  readonly id: number;
  readonly key: string;
  readonly kind: "read" | "write" | "swap";
  /** Read: what was read. Write and swap: what was to be written. Null: absent. */
  readonly value: string | null;
  /** Swap: the value that it asked for. */
  readonly expected: string | null;
  /** Swap: what the answer said; null without an answer. */
  readonly succeeded: boolean | null;
  readonly calledAt: number;
  /** Null when the outcome is unknown: it may take effect at any time later, or never. */
  readonly endedAt: number | null;
}

export interface RegisterCheckOptions {
  /** Null is an absent key; default null. */
  readonly initial?: string | null;
  /** Steps of the search for each key; default 2,000,000. */
  readonly maxSteps?: number;
}

export function checkRegisters(
  operations: readonly RegisterOperation[],
  options: RegisterCheckOptions = {},
): Violation[] {
  const byKey = new Map<string, RegisterOperation[]>();
  for (const operation of operations) {
    const list = byKey.get(operation.key);
    if (list === undefined) byKey.set(operation.key, [operation]);
    else list.push(operation);
  }
  const violations: Violation[] = [];
  for (const [key, list] of byKey) {
    const result = search(list, options);
    if (result === "linearizable") continue;
    const isUndecided = result === "undecided";
    violations.push({
      promise: "P2",
      kind: isUndecided ? "undecided" : "not linearizable",
      text: isUndecided
        ? `register ${key}: no decision for ${list.length} operations within the bound on steps`
        : `register ${key}: no order of its ${list.length} operations explains the answers; at most ${result.taken} could be placed, then operation ${result.stuckAt} fits nowhere`,
      operations: isUndecided ? [] : [result.stuckAt],
      watches: [],
    });
  }
  return violations;
}

interface Failure {
  readonly taken: number;
  readonly stuckAt: number;
}

/** A call or a return in real time, in a doubly linked list. */
interface Moment {
  readonly operation: RegisterOperation;
  readonly index: number;
  readonly isCall: boolean;
  /** Of a call: its return; null for unknown outcomes. */
  end: Moment | null;
  previous: Moment | null;
  next: Moment | null;
}

function search(
  operations: readonly RegisterOperation[],
  options: RegisterCheckOptions,
): "linearizable" | "undecided" | Failure {
  const head = timeline(operations);
  const taken = new TakenSet(operations.length);
  const tried = new Set<string>();
  const path: { moment: Moment; before: string | null }[] = [];
  let value = options.initial ?? null;
  let knownLeft = operations.filter(({ endedAt }) => endedAt !== null).length;
  let stepsLeft = options.maxSteps ?? 2_000_000;
  let furthest: Failure = { taken: -1, stuckAt: -1 };
  let moment = head.next;
  while (knownLeft > 0) {
    if (stepsLeft-- === 0) return "undecided";
    if (moment?.isCall) {
      const after = applied(moment.operation, value);
      if (after !== undefined) {
        taken.add(moment.index);
        const key = `${taken.key()} ${after ?? "\0"}`;
        if (!tried.has(key)) {
          tried.add(key);
          path.push({ moment, before: value });
          value = after;
          if (moment.end !== null) knownLeft--;
          takeOut(moment);
          moment = head.next;
          continue;
        }
        taken.remove(moment.index);
      }
      moment = moment.next;
      continue;
    }
    // A return whose call is not taken (or the end): something earlier was placed wrongly.
    if (moment !== null && path.length > furthest.taken) {
      furthest = { taken: path.length, stuckAt: moment.operation.id };
    }
    const last = path.pop();
    if (last === undefined) return furthest;
    value = last.before;
    taken.remove(last.moment.index);
    if (last.moment.end !== null) knownLeft++;
    putBack(last.moment);
    moment = last.moment.next;
  }
  return "linearizable";
}

/** The value afterwards; undefined when the operation cannot come now. */
function applied(operation: RegisterOperation, value: string | null): string | null | undefined {
  switch (operation.kind) {
    case "read":
      return operation.value === value ? value : undefined;
    case "write":
      return operation.value;
    case "swap": {
      // A comparison with the value of an absent key fails.
      const fits = value !== null && operation.expected === value;
      if (operation.succeeded !== null && operation.succeeded !== fits) return undefined;
      return fits ? operation.value : value;
    }
  }
}

function timeline(operations: readonly RegisterOperation[]): Moment {
  const moments: { at: number; moment: Moment }[] = [];
  for (const [index, operation] of operations.entries()) {
    const make = (isCall: boolean): Moment => ({
      operation,
      index,
      isCall,
      end: null,
      previous: null,
      next: null,
    });
    const call = make(true);
    moments.push({ at: operation.calledAt, moment: call });
    if (operation.endedAt === null) continue;
    call.end = make(false);
    moments.push({ at: operation.endedAt, moment: call.end });
  }
  // At equal times nobody was first, so calls come before returns.
  moments.sort((a, b) => a.at - b.at || (a.moment.isCall ? 0 : 1) - (b.moment.isCall ? 0 : 1));
  const head: Moment = {
    operation: operations[0]!,
    index: -1,
    isCall: false,
    end: null,
    previous: null,
    next: null,
  };
  let last = head;
  for (const { moment } of moments) {
    last.next = moment;
    moment.previous = last;
    last = moment;
  }
  return head;
}

function takeOut(call: Moment): void {
  unlink(call);
  if (call.end !== null) unlink(call.end);
}

/** In the opposite order of takeOut, so that the neighbours are right again. */
function putBack(call: Moment): void {
  if (call.end !== null) relink(call.end);
  relink(call);
}

function unlink(moment: Moment): void {
  if (moment.previous !== null) moment.previous.next = moment.next;
  if (moment.next !== null) moment.next.previous = moment.previous;
}

function relink(moment: Moment): void {
  if (moment.previous !== null) moment.previous.next = moment;
  if (moment.next !== null) moment.next.previous = moment;
}

/** A set of small numbers with a text that is equal for equal sets. */
class TakenSet {
  readonly #words: Uint16Array;

  constructor(size: number) {
    this.#words = new Uint16Array((size >>> 4) + 1);
  }

  add(n: number): void {
    this.#words[n >>> 4]! |= 1 << (n & 15);
  }

  remove(n: number): void {
    this.#words[n >>> 4]! &= ~(1 << (n & 15));
  }

  key(): string {
    return String.fromCharCode(...this.#words);
  }
}

/**
 * What a history did to one key, without its revisions: single puts, deletions, reads, and
 * transactions that compare the key's value and put it. Null when anything else may have written
 * the key (other transactions, ranges, leases).
 */
export function registerOperations(history: History, key: string): RegisterOperation[] | null {
  const operations: RegisterOperation[] = [];
  for (const operation of history.operations) {
    if (operation.outcome === "refused") continue;
    const register = asRegister(operation, key);
    if (register !== null) operations.push(register);
    else if (mayWrite(operation, key)) return null;
  }
  return operations;
}

function asRegister(operation: Operation, key: string): RegisterOperation | null {
  const { id, calledAt } = operation;
  const endedAt = operation.outcome === "done" ? operation.endedAt : null;
  const base = { id, key, calledAt, endedAt, expected: null, succeeded: null };
  const isKey = (bytes: Uint8Array, rangeEnd?: Uint8Array): boolean =>
    bytesToLatin1(bytes) === key && (rangeEnd === undefined || rangeEnd.length === 0);
  switch (operation.method) {
    case "Range": {
      const { request, answer } = operation;
      const isPlain =
        answer !== null &&
        !request.serializable &&
        !request.countOnly &&
        !request.keysOnly &&
        request.revision <= 0 &&
        request.minModRevision + request.maxModRevision === 0 &&
        request.minCreateRevision + request.maxCreateRevision === 0;
      if (!isPlain || !isKey(request.key, request.rangeEnd)) return null;
      const [kv] = answer.kvs;
      return { ...base, kind: "read", value: kv === undefined ? null : bytesToLatin1(kv.value) };
    }
    case "Put": {
      const { request } = operation;
      if (!isKey(request.key) || request.ignoreValue || request.lease !== 0n) return null;
      if (request.ignoreLease) return null;
      return { ...base, kind: "write", value: bytesToLatin1(request.value) };
    }
    case "DeleteRange": {
      const { request } = operation;
      if (!isKey(request.key, request.rangeEnd)) return null;
      return { ...base, kind: "write", value: null };
    }
    case "Txn": {
      const { compare, success, failure } = operation.request;
      const [guard] = compare;
      const put = success[0]?.requestPut;
      const isSwap =
        compare.length === 1 &&
        success.length === 1 &&
        failure.every((op) => op.requestRange !== null) &&
        guard?.target === 3 &&
        guard.result === 0 &&
        isKey(guard.key, guard.rangeEnd) &&
        put &&
        isKey(put.key) &&
        put.lease === 0n &&
        !put.ignoreValue;
      if (!isSwap) return null;
      return {
        ...base,
        kind: "swap",
        value: bytesToLatin1(put.value),
        expected: bytesToLatin1(guard.value ?? new Uint8Array(0)),
        succeeded: operation.answer?.succeeded ?? null,
      };
    }
    default:
      return null;
  }
}

function mayWrite(operation: Operation, key: string): boolean {
  let writes = false;
  visitReach(operation, {
    put: (name) => {
      writes ||= name === key;
    },
    delete: (start, end) => {
      writes ||= isInRange(key, start, end);
    },
    read: () => {},
    revoke: () => {},
  });
  return writes;
}
