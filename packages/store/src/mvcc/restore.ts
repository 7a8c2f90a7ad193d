/**
 * Fills an empty MvccStore from what the backend holds (disk format specification, 6.3): the key
 * index, the current and the compacted revision, and which keys belong to leases.
 */

import type { Crc32c } from "@kvorum/base";
import { FINISHED_COMPACT_REVISION, SCHEDULED_COMPACT_REVISION } from "./compactor.ts";
import { loadIndexCheckpoint } from "./index-checkpoint.ts";
import type { MvccStore } from "./mvcc-store.ts";
import { RecordReader } from "./record.ts";
import {
  checkRevisionKey,
  encodeRevisionKey,
  isTombstoneKey,
  mainOf,
  subOf,
} from "./revision-key.ts";

/** Compactions that the backend knows of. */
export interface StoredCompactions {
  /** The last one whose background deletion was completed; -1 if none. */
  readonly finishedRevision: number;
  /** The last one that was asked for; above the finished one where the deletion must go on. */
  readonly scheduledRevision: number;
}

/** What `restoreMvcc` found. */
export interface RestoredMvcc extends StoredCompactions {
  /** Revision of the index checkpoint that was used; 0 if none was. */
  readonly checkpointRevision: number;
}

/** @throws CorruptionError where a record cannot be read. */
export function restoreMvcc(
  mvcc: MvccStore,
  options: { crc32c: Crc32c; hashSeed: number },
): RestoredMvcc {
  const finishedRevision = metaRevision(mvcc, FINISHED_COMPACT_REVISION);
  const scheduledRevision = metaRevision(mvcc, SCHEDULED_COMPACT_REVISION);
  const compacted = Math.max(finishedRevision, scheduledRevision);
  const loaded = loadIndexCheckpoint(mvcc.backend, { ...options, compactRevision: compacted });
  const checkpointRevision = loaded?.revision ?? 0;
  if (loaded !== null) mvcc.index = loaded.index;
  const lastMain = scanRecords(mvcc, loaded === null ? 0 : checkpointRevision + 1);
  mvcc.setRevisions({
    current: Math.max(1, lastMain, checkpointRevision, compacted),
    compacted,
  });
  attachLeases(mvcc);
  return { finishedRevision, scheduledRevision, checkpointRevision };
}

function metaRevision(mvcc: MvccStore, key: Uint8Array): number {
  const value = mvcc.backend.get("meta", key);
  if (value === undefined) return -1;
  checkRevisionKey(value);
  return mainOf(value);
}

/** Adds every revision from `fromMain` on to the index; returns the last main revision, or 0. */
function scanRecords(mvcc: MvccStore, fromMain: number): number {
  const { index, backend } = mvcc;
  const record = new RecordReader();
  let lastMain = 0;
  const start = fromMain === 0 ? new Uint8Array(0) : encodeRevisionKey(fromMain, 0);
  backend.scan("key", { start, end: null }, (key, value) => {
    checkRevisionKey(key);
    const main = mainOf(key);
    lastMain = main;
    record.read(value);
    const id = index.findOrAdd(value, record.keyStart, record.keyEnd);
    // A checkpoint may know more than its revision promises.
    const known = index.modRevision(id);
    if (known > main || (known === main && index.modSub(id) >= subOf(key))) return true;
    if (isTombstoneKey(key)) index.set(id, main, subOf(key), 0, 0, 0, 0);
    else if (record.keyEnd === record.keyStart) {
      // Left by a revision bump. etcd counts it as a key with an empty name, which no range can
      // reach but HashKV sees.
      index.set(id, main, subOf(key), main, 1, 0, 0);
    } else {
      index.set(
        id,
        main,
        subOf(key),
        record.createRevision,
        record.version,
        record.leaseLow,
        record.leaseHigh,
      );
    }
    return true;
  });
  return lastMain;
}

/** Keys whose lease no longer exists stay as they are, as in etcd. */
function attachLeases(mvcc: MvccStore): void {
  const { index, leases } = mvcc;
  const cursor = index.cursor({ start: new Uint8Array(0), end: null });
  for (let id = cursor.next(); id >= 0; id = cursor.next()) {
    if ((index.leaseLow(id) | index.leaseHigh(id)) === 0) continue;
    const lease = index.lease(id);
    if (leases.exists(lease)) leases.attach(lease, index.key(id));
  }
}
