/**
 * Fills an empty MvccStore from what the backend holds (disk format specification, 6.3): the key
 * index, the current and the compacted revision, and which keys belong to leases.
 */

import { FINISHED_COMPACT_REVISION, SCHEDULED_COMPACT_REVISION } from "./compactor.ts";
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

/** @throws CorruptionError where a record cannot be read. */
export function restoreMvcc(mvcc: MvccStore): StoredCompactions {
  const finishedRevision = metaRevision(mvcc, FINISHED_COMPACT_REVISION);
  const scheduledRevision = metaRevision(mvcc, SCHEDULED_COMPACT_REVISION);
  const lastMain = scanRecords(mvcc, 0);
  mvcc.setRevisions({
    current: Math.max(1, lastMain, finishedRevision, scheduledRevision),
    compacted: Math.max(finishedRevision, scheduledRevision),
  });
  attachLeases(mvcc);
  return { finishedRevision, scheduledRevision };
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
