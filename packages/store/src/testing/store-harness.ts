/**
 * A store on a memory backend for tests: requests go in as real log entries, answers come out
 * decoded. Keys and values are texts.
 */

import { bytesToLatin1, crc32c, latin1ToBytes } from "@kvorum/base";
import { etcdserverpb, type Init, type mvccpb, raftpb } from "@kvorum/proto";
import type { ApplyOutcome } from "../answer.ts";
import type { Backend } from "../backend-port.ts";
import { checkRange } from "../mvcc/range.ts";
import { checkTxn } from "../mvcc/txn-check.ts";
import { Store, type StoreOptions } from "../store.ts";
import { MemoryBackend } from "./memory-backend.ts";

export const bytes = latin1ToBytes;
export const text = bytesToLatin1;

type RaftRequest = Init<etcdserverpb.InternalRaftRequest>;

export interface RangeInit extends Omit<Init<etcdserverpb.RangeRequest>, "key" | "rangeEnd"> {
  readonly rangeEnd?: string;
}

/** A key-value pair as text: `key=value@mod`. */
export function show(kv: mvccpb.KeyValue): string {
  return `${text(kv.key)}=${text(kv.value)}@${kv.modRevision}`;
}

export class StoreHarness {
  readonly backend: MemoryBackend;
  store: Store;
  index: number;
  nowMs = 0;
  readonly #options: Partial<StoreOptions>;

  constructor(options: Partial<StoreOptions> = {}, backend: MemoryBackend = new MemoryBackend()) {
    this.backend = backend;
    this.#options = options;
    this.store = this.#open(backend);
    this.index = this.store.appliedIndex;
  }

  #open(backend: Backend): Store {
    return Store.open({
      backend,
      crc32c,
      minLeaseTtlSeconds: 2,
      quotaBackendBytes: 0,
      ...this.#options,
    });
  }

  /** A fresh store on the same backend, as after a restart. */
  reopen(): void {
    this.store = this.#open(this.backend);
    this.index = this.store.appliedIndex;
  }

  /** Applies a request as the next entry. */
  apply(request: RaftRequest): ApplyOutcome {
    const index = this.index + 1;
    const data = etcdserverpb.encodeInternalRaftRequest({
      header: { ID: BigInt(index) + 0x694d_0000_0000_0000n },
      ...request,
    });
    return this.applyData(data);
  }

  applyData(data: Uint8Array | null, type: number = raftpb.EntryType.EntryNormal): ApplyOutcome {
    this.index++;
    return this.store.apply({ index: this.index, term: 2, type, data }, { nowMs: this.nowMs });
  }

  /** Applies and expects success; the body of the answer. */
  #body(request: RaftRequest): Uint8Array {
    const outcome = this.apply(request);
    if (outcome.error !== null) throw outcome.error;
    return outcome.answer!.body;
  }

  put(
    key: string,
    value: string,
    options: Omit<Init<etcdserverpb.PutRequest>, "key" | "value"> = {},
  ): etcdserverpb.PutResponse {
    return etcdserverpb.decodePutResponse(
      this.#body({ put: { key: bytes(key), value: bytes(value), ...options } }),
    );
  }

  delete(key: string, rangeEnd = "", prevKv = false): etcdserverpb.DeleteRangeResponse {
    return etcdserverpb.decodeDeleteRangeResponse(
      this.#body({ deleteRange: { key: bytes(key), rangeEnd: bytes(rangeEnd), prevKv } }),
    );
  }

  txn(request: Init<etcdserverpb.TxnRequest>): etcdserverpb.TxnResponse {
    checkTxn(decodedTxn(request), { maxTxnOps: 128 });
    return etcdserverpb.decodeTxnResponse(this.#body({ txn: request }));
  }

  grant(id: bigint, ttl = 60): etcdserverpb.LeaseGrantResponse {
    return etcdserverpb.decodeLeaseGrantResponse(this.#body({ leaseGrant: { ID: id, TTL: ttl } }));
  }

  revoke(id: bigint): void {
    this.#body({ leaseRevoke: { ID: id } });
  }

  compact(revision: number, options: { isFinished: boolean } = { isFinished: true }): void {
    this.#body({ compaction: { revision } });
    if (options.isFinished) while (this.store.runCompactionSlice());
  }

  range(key: string, options: RangeInit = {}): etcdserverpb.RangeResponse {
    const request = rangeRequest(key, options);
    checkRange(request);
    return etcdserverpb.decodeRangeResponse(this.store.range(request).body);
  }

  /** The pairs of a range, as `show` prints them. */
  list(key: string, options: RangeInit = {}): string[] {
    return this.range(key, options).kvs.map(show);
  }

  hashKv(revision: number): { hash: number; compactRevision: number; hashRevision: number } {
    return finish(this.store.hashKv(revision));
  }
}

export function rangeRequest(key: string, options: RangeInit = {}): etcdserverpb.RangeRequest {
  return etcdserverpb.decodeRangeRequest(
    etcdserverpb.encodeRangeRequest({
      ...options,
      key: bytes(key),
      rangeEnd: bytes(options.rangeEnd ?? ""),
    }),
  );
}

export function decodedTxn(request: Init<etcdserverpb.TxnRequest>): etcdserverpb.TxnRequest {
  return etcdserverpb.decodeTxnRequest(etcdserverpb.encodeTxnRequest(request));
}

/** Runs a sliced job to its end. */
export function finish<Result>(job: Generator<void, Result>): Result {
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

/** A check for `assert.throws`: a RequestError of this code. */
export function failsWith(code: string): (error: unknown) => boolean {
  return (error) => (error as { code?: unknown }).code === code;
}
