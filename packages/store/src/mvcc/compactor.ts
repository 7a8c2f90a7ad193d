/**
 * Compaction (v3 API specification, 3.8; apply specification, 5.5 and 6.2). `schedule` moves the
 * compact revision at once and persists the intent; what no longer counts is deleted in the
 * background, in slices that the server runs between other work, and resumed after a restart.
 *
 * A slice visits records of bucket `key` up to the compact revision in order, asks the index which
 * survive, deletes the others and drops their keys' dead revisions from the index. While at it, it
 * hashes what it visits, for the compaction hashes that HashKV answers with.
 *
 * One departure from etcd, which loses data there: where one transaction deletes a key and puts it
 * again, a compaction at exactly that revision keeps the put.
 */

import { type Crc32c, utf8ToBytes } from "@kvorum/base";
import { RequestError } from "@kvorum/proto";
import { KvHash, type StoredHash } from "./kv-hash.ts";
import { COMPACTION_SLICE_REVISIONS, STORED_COMPACTION_HASHES } from "./limits.ts";
import type { MvccStore } from "./mvcc-store.ts";
import { RecordReader } from "./record.ts";
import {
  checkRevisionKey,
  encodeRevisionKey,
  isTombstoneKey,
  mainOf,
  subOf,
} from "./revision-key.ts";

export const SCHEDULED_COMPACT_REVISION: Uint8Array = utf8ToBytes("scheduledCompactRev");
export const FINISHED_COMPACT_REVISION: Uint8Array = utf8ToBytes("finishedCompactRev");

interface Job {
  readonly revision: number;
  /** Null where the hash would not be what other members compute. */
  readonly hash: KvHash | null;
  /** The compaction keeps something at or below its revision. */
  readonly hasSurvivors: boolean;
  readonly previousRevision: number;
  /** Where the next slice begins. */
  nextMain: number;
  nextSub: number;
}

export class Compactor {
  readonly #mvcc: MvccStore;
  readonly #crc32c: Crc32c;
  readonly #record: RecordReader = new RecordReader();
  #scheduledRevision: number;
  #finishedRevision: number;
  #job: Job | null = null;
  /** Asked for while a job ran; a later one replaces an earlier one, whose work it includes. */
  #nextRevision: number | null = null;
  readonly #hashes: StoredHash[] = [];

  constructor(
    mvcc: MvccStore,
    options: { crc32c: Crc32c; scheduledRevision: number; finishedRevision: number },
  ) {
    this.#mvcc = mvcc;
    this.#crc32c = options.crc32c;
    this.#scheduledRevision = options.scheduledRevision;
    this.#finishedRevision = options.finishedRevision;
    if (options.scheduledRevision > options.finishedRevision) {
      this.#job = this.#newJob(options.scheduledRevision, { isHashed: false });
    }
  }

  /** The background deletion up to this revision is done; -1 if there was none. */
  get finishedRevision(): number {
    return this.#finishedRevision;
  }

  /** `runSlice` has work to do. */
  get isDue(): boolean {
    return this.#job !== null;
  }

  /** The hash that a compaction at `revision` left, if it is one of the last ten. */
  storedHash(revision: number): StoredHash | undefined {
    return this.#hashes.find((hash) => hash.hashRevision === revision);
  }

  /** Newest first. */
  get storedHashes(): readonly StoredHash[] {
    return this.#hashes;
  }

  /** Compacts at `revision` from now on. @throws RequestError Compacted, FutureRev. */
  schedule(revision: number): void {
    const mvcc = this.#mvcc;
    if (revision <= mvcc.compactRevision) throw new RequestError("Compacted");
    if (revision > mvcc.revision) throw new RequestError("FutureRev");
    const isHashed = this.#scheduledRevision === this.#finishedRevision;
    mvcc.setRevisions({ current: mvcc.revision, compacted: revision });
    mvcc.backend.put("meta", SCHEDULED_COMPACT_REVISION, encodeRevisionKey(revision, 0));
    this.#scheduledRevision = revision;
    if (this.#job === null) this.#job = this.#newJob(revision, { isHashed });
    else this.#nextRevision = revision;
  }

  /**
   * Deletes what one slice of the log of revisions holds too much: at most
   * COMPACTION_SLICE_REVISIONS records. Not inside apply. Returns `isDue`.
   */
  runSlice(): boolean {
    const job = this.#job;
    if (job === null) return false;
    const { backend } = this.#mvcc;
    const doomed: Uint8Array[] = [];
    let visited = 0;
    backend.scan(
      "key",
      {
        start: encodeRevisionKey(job.nextMain, job.nextSub),
        end: encodeRevisionKey(job.revision + 1, 0),
      },
      (key, value) => {
        if (visited === COMPACTION_SLICE_REVISIONS) {
          job.nextMain = mainOf(key);
          job.nextSub = subOf(key);
          visited++;
          return false;
        }
        visited++;
        if (!this.#survives(job, key, value)) doomed.push(key.slice());
        return true;
      },
    );
    for (const key of doomed) backend.delete("key", key);
    this.#mvcc.counters.compactedRevisionsTotal += doomed.length;
    if (visited <= COMPACTION_SLICE_REVISIONS) this.#finish(job);
    return this.#job !== null;
  }

  #survives(job: Job, key: Uint8Array, value: Uint8Array): boolean {
    checkRevisionKey(key);
    const { index } = this.#mvcc;
    const record = this.#record;
    record.read(value);
    const id = index.find(value, record.keyStart, record.keyEnd);
    const main = mainOf(key);
    const survives = id >= 0 && index.survives(id, main, subOf(key), job.revision);
    job.hash?.feed(key, value, {
      main,
      isTombstone: isTombstoneKey(key),
      counts: survives || !job.hasSurvivors,
    });
    if (!survives && id >= 0) index.prune(id, job.revision);
    return survives;
  }

  #finish(job: Job): void {
    this.#mvcc.backend.put("meta", FINISHED_COMPACT_REVISION, encodeRevisionKey(job.revision, 0));
    this.#finishedRevision = job.revision;
    if (job.hash !== null) {
      this.#hashes.unshift({
        hash: job.hash.value,
        hashRevision: job.revision,
        compactRevision: job.previousRevision,
      });
      this.#hashes.length = Math.min(this.#hashes.length, STORED_COMPACTION_HASHES);
    }
    this.#job = null;
    if (this.#nextRevision !== null) {
      // It was asked for while this one was unfinished, so its hash does not count.
      this.#job = this.#newJob(this.#nextRevision, { isHashed: false });
      this.#nextRevision = null;
    }
  }

  #newJob(revision: number, options: { isHashed: boolean }): Job {
    const previousRevision = this.#finishedRevision;
    const hash = options.isHashed ? new KvHash(this.#crc32c, previousRevision) : null;
    const hasSurvivors = options.isHashed && this.#hasSurvivors(revision);
    return { revision, hash, hasSurvivors, previousRevision, nextMain: 0, nextSub: 0 };
  }

  /** Does a compaction at `revision` keep anything at or below it? */
  #hasSurvivors(revision: number): boolean {
    const { backend, index } = this.#mvcc;
    if (index.hasLiveKeyAt(revision)) return true;
    let hasTombstone = false;
    for (let sub = 0; !hasTombstone; sub++) {
      if (backend.getRevision(revision, sub) === undefined) return false;
      hasTombstone = backend.get("key", encodeRevisionKey(revision, sub, true)) !== undefined;
    }
    return true;
  }
}
