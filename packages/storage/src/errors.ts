/**
 * Trouble with the environment below the storage: the disk, the directory, the engine. After
 * `write-failed`, `sync-failed`, `engine-failed` and `commit-stalled` the object that threw
 * refuses everything: what reached the disk is unknown, a second attempt proves nothing (a kernel
 * may drop the dirty page and report success the next time), so the member stops and the log
 * decides at the next start. Damaged bytes are a CorruptionError of `base`, not a StorageError.
 */

export type StorageErrorCode =
  /** The path is not there. */
  | "not-found"
  /** The path is there and must not be. */
  | "exists"
  /** Another process, or another object of this one, holds the lock. */
  | "locked"
  /** The directory cannot be used: permissions, not a directory, read-only. */
  | "unusable"
  /** A read returned an error. */
  | "read-failed"
  /** A write, truncation, rename or creation returned an error. `systemCode` names ENOSPC and the like. */
  | "write-failed"
  /** A data or directory sync returned an error. */
  | "sync-failed"
  /** The key-value engine reported an error. */
  | "engine-failed"
  /** A commit of the key-value engine did not settle in time. */
  | "commit-stalled"
  /** Used after close(), or after one of the errors above. */
  | "closed";

export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: StorageErrorCode;
  /** The file or directory. */
  readonly path: string;
  /** The system's name of the error, such as ENOSPC, or null. */
  readonly systemCode: string | null;

  constructor(
    code: StorageErrorCode,
    options: { action: string; path: string; cause?: unknown; systemCode?: string },
  ) {
    const systemCode = options.systemCode ?? systemCodeOf(options.cause);
    const reason =
      options.cause instanceof Error
        ? `: ${options.cause.message}`
        : systemCode !== null
          ? `: ${systemCode}`
          : "";
    super(
      `cannot ${options.action} ${options.path}${reason}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.code = code;
    this.path = options.path;
    this.systemCode = systemCode;
  }
}

/** The `code` property of a system error, or null. */
export function systemCodeOf(error: unknown): string | null {
  if (error instanceof StorageError) return error.systemCode;
  if (error instanceof Error && "code" in error && typeof error.code === "string")
    return error.code;
  return null;
}
