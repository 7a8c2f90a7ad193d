/**
 * The store of one member: everything that replicas must agree on, in one object that the server
 * drives. It wires the folders of this package together and is their only way out.
 *
 * `apply` changes it, one committed entry at a time; everything else reads. Nothing here sees a
 * clock, a timer or a file: time comes with calls, bytes go to the backend. Calls must not nest:
 * never call the store from a sink of the watch hub.
 */

import { assert, bytesToUtf8, type Crc32c, utf8ToBytes } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import { Alarms } from "./alarm/alarms.ts";
import type { Answer, ApplyOutcome } from "./answer.ts";
import { Applier, type ApplyContext, type CommittedEntry } from "./apply/applier.ts";
import { decodeConfState, encodeConfState, type StoredConfState } from "./apply/conf-state-json.ts";
import { Quota } from "./apply/quota.ts";
import { Auth } from "./auth/auth.ts";
import { DEFAULT_TOKEN_TTL_MS } from "./auth/limits.ts";
import type { PasswordHasher } from "./auth/password-port.ts";
import type { Backend } from "./backend-port.ts";
import { Lessor } from "./lease/lessor.ts";
import { Members } from "./membership/members.ts";
import type { MembershipState } from "./membership/snapshot-tree.ts";
import { Compactor } from "./mvcc/compactor.ts";
import { hashDatabase } from "./mvcc/database-hash.ts";
import { writeIndexCheckpoint } from "./mvcc/index-checkpoint.ts";
import { hashKv, type StoredHash } from "./mvcc/kv-hash.ts";
import { MvccCounters, MvccStore } from "./mvcc/mvcc-store.ts";
import { RangeReader } from "./mvcc/range.ts";
import { RangeStream, type RangeStreamParts } from "./mvcc/range-stream.ts";
import { restoreMvcc } from "./mvcc/restore.ts";
import { decodeUint64 } from "./mvcc/revision-key.ts";
import { TxnRunner } from "./mvcc/txn.ts";
import type { HistoryReader } from "./seams.ts";
import { WatchHub } from "./watch/watch-hub.ts";

export interface StoreOptions {
  readonly backend: Backend;
  readonly crc32c: Crc32c;
  /** Lowest lease TTL in seconds; shorter ones are raised to it. */
  readonly minLeaseTtlSeconds: number;
  /** Bytes; 0: etcd's default of 2 GiB, negative: no quota. */
  readonly quotaBackendBytes: number;
  /** Learners allowed at once; 1 by default. */
  readonly maxLearners?: number;
  /** Plan checkpoints of long leases. Off by default. */
  readonly hasLeaseCheckpoints?: boolean;
  /** Write checkpoints of leases to disk below cluster version 3.6 too. Off by default. */
  readonly persistsLeaseCheckpoints?: boolean;
  /** Needed where members of etcd 3.4 may have put passwords into the log in clear text. */
  readonly passwordHasher?: PasswordHasher;
  /** Milliseconds that a simple token lives without use; 300,000 by default. */
  readonly tokenTtlMs?: number;
  /** Any 32-bit number, different for each start: keeps chosen keys from colliding. */
  readonly hashSeed?: number;
}

/** What a snapshot's record says of the database that came with it. */
export interface InstalledSnapshot {
  readonly index: number;
  readonly term: number;
  readonly confState: StoredConfState;
  /** Null: as the database has it. */
  readonly membership: MembershipState | null;
}

const CONSISTENT_INDEX = utf8ToBytes("consistent_index");
const TERM = utf8ToBytes("term");
const CONF_STATE = utf8ToBytes("confState");

export class Store {
  readonly lessor: Lessor;
  readonly alarms: Alarms;
  readonly members: Members;
  readonly auth: Auth;
  readonly watchHub: WatchHub;
  readonly counters: MvccCounters = new MvccCounters();
  readonly #options: StoreOptions;
  #backend: Backend;
  #mvcc: MvccStore;
  #ranges: RangeReader;
  #txns: TxnRunner;
  #compactor: Compactor;
  #quota: Quota;
  #applier: Applier;
  #confState: StoredConfState | null = null;
  readonly #current: RangeStreamParts;
  #checkpointRevision = 0;
  /** Number of the last checkpoint begun. */
  #checkpointsBegun = 0;

  /** Restores everything from the backend. @throws CorruptionError on damage. */
  static open(options: StoreOptions): Store {
    return new Store(options);
  }

  private constructor(options: StoreOptions) {
    const { backend } = options;
    this.#options = options;
    this.#backend = backend;
    this.alarms = new Alarms({ backend });
    this.members = new Members({
      backend,
      ...(options.maxLearners === undefined ? {} : { maxLearners: options.maxLearners }),
    });
    this.lessor = new Lessor({
      backend,
      minTtlSeconds: options.minLeaseTtlSeconds,
      hasCheckpoints: options.hasLeaseCheckpoints ?? false,
    });
    this.auth = new Auth({
      backend,
      leases: this.lessor,
      passwordHasher: options.passwordHasher ?? null,
      tokenTtlMs: options.tokenTtlMs ?? DEFAULT_TOKEN_TTL_MS,
      clusterVersion: () => this.members.clusterVersion,
    });
    const parts = this.#restore(backend);
    this.#mvcc = parts.mvcc;
    this.#ranges = parts.ranges;
    this.#txns = parts.txns;
    this.#compactor = parts.compactor;
    this.#quota = parts.quota;
    this.#applier = parts.applier;
    const mvcc = (): MvccStore => this.#mvcc;
    const ranges = (): RangeReader => this.#ranges;
    this.#current = {
      get mvcc() {
        return mvcc();
      },
      get ranges() {
        return ranges();
      },
    };
    this.watchHub = new WatchHub({ history: this.#mvcc });
    this.#mvcc.sink = this.watchHub;
  }

  /**
   * Starts over on another backend, as after a snapshot of the leader was installed. Watchers stay
   * and catch up from where they are; leases are not primary afterwards.
   *
   * `at` is what the snapshot's own record says, and counts where it says more than the database:
   * releases before 3.5 keep neither term nor configuration in theirs.
   */
  reload(backend: Backend, at?: InstalledSnapshot): void {
    this.#mvcc.sink = null;
    this.#checkpointsBegun++;
    this.#backend = backend;
    this.alarms.reload(backend);
    this.members.reload(backend);
    this.lessor.reload(backend);
    this.auth.reload(backend);
    const parts = this.#restore(backend, at);
    this.#mvcc = parts.mvcc;
    this.#ranges = parts.ranges;
    this.#txns = parts.txns;
    this.#compactor = parts.compactor;
    this.#quota = parts.quota;
    this.#applier = parts.applier;
    if (at !== undefined) {
      if (at.membership !== null) this.members.replace(at.membership);
      this.setConfState(at.confState);
    }
    this.watchHub.resynchronise(this.#mvcc);
    this.#mvcc.sink = this.watchHub;
  }

  // State ------------------------------------------------------------------------------------

  get backend(): Backend {
    return this.#backend;
  }

  /** Revision of the last change; 1 for an empty store. */
  get revision(): number {
    return this.#mvcc.revision;
  }

  /** Last compaction; -1 if never. */
  get compactRevision(): number {
    return this.#mvcc.compactRevision;
  }

  /** Index of the last entry that the state holds; 0 for a new store. */
  get appliedIndex(): number {
    return this.#applier.consistentIndex;
  }

  /** Its term. */
  get appliedTerm(): number {
    return this.#applier.consistentTerm;
  }

  /** Raft's configuration as of `appliedIndex`; null where the backend holds none. */
  get confState(): StoredConfState | null {
    return this.#confState;
  }

  /** The changes of the past, for whoever catches up. */
  get history(): HistoryReader {
    return this.#mvcc;
  }

  /** Keys that exist now. */
  get keysCount(): number {
    return this.#mvcc.index.liveCount;
  }

  /** Bytes; Infinity where there is no quota. */
  get quotaBytes(): number {
    return this.#quota.limitBytes;
  }

  // Log --------------------------------------------------------------------------------------

  /**
   * Applies one committed entry. Entries come in index order; those at or below `appliedIndex` are
   * replays without effect. Whatever is thrown stops the member: the state may be half changed.
   */
  apply(entry: CommittedEntry, context: ApplyContext): ApplyOutcome {
    return this.#applier.apply(entry, context);
  }

  /** Stores raft's configuration after a conf change, in the batch that holds the change. */
  setConfState(confState: StoredConfState): void {
    this.#confState = { voters: confState.voters, learners: confState.learners };
    this.#backend.setApplied({
      index: this.#applier.consistentIndex,
      term: this.#applier.consistentTerm,
      confState: encodeConfState(this.#confState),
    });
  }

  // Reads ------------------------------------------------------------------------------------

  /** `checkRange`, and the auth's, must have passed. @throws RequestError FutureRev, Compacted. */
  range(request: etcdserverpb.RangeRequest): Answer {
    return { revision: this.#mvcc.revision, body: this.#ranges.read(request) };
  }

  /**
   * A transaction of ranges alone (`isReadOnlyTxn`), for which `checkTxn` must have passed.
   * @throws RequestError FutureRev, Compacted.
   */
  txnReadOnly(request: etcdserverpb.TxnRequest): Answer {
    const { counters } = this;
    const operationsBefore = counters.operationsTotal;
    const body = this.#txns.run(request);
    if (counters.operationsTotal > operationsBefore + 1) counters.txnsTotal++;
    return { revision: this.#mvcc.revision, body };
  }

  /**
   * A range in chunks, all of one revision; `checkRange` must have passed. Keeps the request.
   * @throws RequestError RangeStreamOrder, RangeStreamFilter.
   */
  rangeStream(
    request: etcdserverpb.RangeRequest,
    options: { maxRequestBytes: number },
  ): RangeStream {
    return new RangeStream(this.#current, request, options);
  }

  /**
   * HashKV at a revision, 0 for the current one, in slices: run the generator to its end, doing
   * other work at each yield. @throws RequestError Compacted, FutureRev, while it runs.
   */
  hashKv(revision: number): Generator<void, StoredHash> {
    const parts = { mvcc: this.#mvcc, compactor: this.#compactor, crc32c: this.#options.crc32c };
    return hashKv(parts, revision);
  }

  /** Hash of the whole database, in slices like `hashKv`. */
  hash(): Generator<void, number> {
    return hashDatabase(this.#backend, this.#options.crc32c);
  }

  /** Hashes left by the last compactions, newest first. */
  get compactionHashes(): readonly StoredHash[] {
    return this.#compactor.storedHashes;
  }

  // Background -------------------------------------------------------------------------------

  /** A compaction still has revisions to delete. */
  get isCompactionDue(): boolean {
    return this.#compactor.isDue;
  }

  /** The last compaction whose deletion is complete; physical compactions wait for it. */
  get finishedCompactRevision(): number {
    return this.#compactor.finishedRevision;
  }

  /**
   * Visits at most 1000 revisions for the compaction that is due and deletes what does not
   * survive. The server runs it between other work, pausing and committing as it sees fit.
   * Returns whether more is due. Never inside apply.
   */
  runCompactionSlice(): boolean {
    return this.#compactor.runSlice();
  }

  /** Revision of the last complete index checkpoint; 0 if there is none. */
  get checkpointRevision(): number {
    return this.#checkpointRevision;
  }

  /**
   * Writes the key index into the backend, in slices of a page, so that the next open need not
   * read every record: worth its cost before a close, and when many revisions have come since
   * `checkpointRevision`. Never inside apply. Abandoning it half-way does no harm; a later call
   * ends an earlier one at its next step, and so does `reload`.
   */
  *writeIndexCheckpoint(): Generator<void, void> {
    const number = ++this.#checkpointsBegun;
    const job = writeIndexCheckpoint(this.#mvcc, this.#options.crc32c);
    for (let step = job.next(); ; step = job.next()) {
      if (step.done === true) {
        this.#checkpointRevision = step.value;
        return;
      }
      yield;
      if (number !== this.#checkpointsBegun) return;
    }
  }

  /** Does a write of this cost (`putCost`, `txnCost`) fit into the quota now? */
  fitsQuota(costBytes: number): boolean {
    return this.#quota.allows(costBytes);
  }

  #restore(backend: Backend, at?: InstalledSnapshot) {
    const confState = backend.get("meta", CONF_STATE);
    this.#confState = confState === undefined ? null : decodeConfState(confState);
    const options = this.#options;
    const { crc32c } = options;
    const hashSeed = options.hashSeed ?? 0;
    const mvcc = new MvccStore({
      backend,
      leases: this.lessor,
      hashSeed,
      counters: this.counters,
    });
    const { checkpointRevision, ...compactions } = restoreMvcc(mvcc, { crc32c, hashSeed });
    this.#checkpointRevision = checkpointRevision;
    const ranges = new RangeReader(mvcc);
    const txns = new TxnRunner(mvcc, ranges);
    const compactor = new Compactor(mvcc, { crc32c, ...compactions });
    const quota = new Quota(backend, options.quotaBackendBytes);
    const applier = new Applier(
      {
        backend,
        mvcc,
        ranges,
        txns,
        compactor,
        quota,
        leases: this.lessor,
        alarms: this.alarms,
        members: this.members,
        auth: this.auth,
        persistsLeaseCheckpoints: options.persistsLeaseCheckpoints ?? false,
      },
      at ?? { index: metaCounter(backend, CONSISTENT_INDEX), term: metaCounter(backend, TERM) },
    );
    return { mvcc, ranges, txns, compactor, quota, applier };
  }
}

function metaCounter(backend: Backend, key: Uint8Array): number {
  const value = backend.get("meta", key);
  if (value === undefined) return 0;
  assert(value.length === 8, `meta/${bytesToUtf8(key)} is no 64-bit counter`);
  return decodeUint64(value);
}
