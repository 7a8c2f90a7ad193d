/** What the member keeps on disk: the log, snapshot files, and the key-value backends. */
export type {
  AppliedMarker,
  Backend,
  BackendView,
  ScanRange,
  Visit,
} from "./backend/backend-port.ts";
export {
  type BucketName,
  bucketNames,
  isRevisionKey,
  readUint64,
  revisionKey,
  uint64Bytes,
} from "./backend/buckets.ts";
export { type BackendEngine, lmdbEngine, type StoreCopies } from "./backend/engine.ts";
export { LMDB_FILE, LmdbBackend, type LmdbBackendOptions } from "./backend/lmdb-backend.ts";
export { MemoryBackend } from "./backend/memory-backend.ts";
export { metaKeys } from "./backend/meta-keys.ts";
export { scrub } from "./backend/scrub.ts";
export {
  type Amendment,
  type BuiltStore,
  buildInMemory,
  buildStore,
  databaseChecksums,
  differingBuckets,
  exportBbolt,
  exportedBuckets,
  type ImportOptions,
  type ImportResult,
  importBbolt,
} from "./bbolt/exchange.ts";
export { BboltReader, type Bucket as BboltBucket } from "./bbolt/reader.ts";
export { finishTakeOver, type TakeOverOptions, takeOverDatabase } from "./bbolt/take-over.ts";
export { type BboltSummary, validateBbolt } from "./bbolt/validator.ts";
export { BboltWriter } from "./bbolt/writer.ts";
export { fastCrc32c } from "./checksum.ts";
export { BBOLT_FILE, type DataDirectory, LOCK_FILE, openDataDirectory } from "./data-directory.ts";
export { StorageError, type StorageErrorCode, systemCodeOf } from "./errors.ts";
export type { FileStatus, FileSystem, OpenFile } from "./file-system.ts";
export { NodeFileSystem } from "./node-file-system.ts";
export {
  decodeSnapshotFile,
  readSnapshotFile,
  SnapshotFiles,
  type SnapshotName,
  type StartSnapshot,
} from "./snapshot/snapshot-files.ts";
export { LockedLog, readWalSnapshots } from "./wal/locked-log.ts";
export type { LogContents, SnapshotMarker, SnapshotRecords } from "./wal/log-reader.ts";
export type { Repair } from "./wal/repair.ts";
export {
  type OpenedWal,
  purgeSegments,
  Wal,
  type WalBatch,
  type WalOptions,
} from "./wal/wal.ts";
