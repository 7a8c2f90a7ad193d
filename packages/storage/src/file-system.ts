/**
 * The only door to the disk. Everything in this package reaches files through this port, so that
 * tests and the simulator can lose unsynced data, tear writes and inject errors.
 *
 * Durability: bytes written are durable after a later successful sync of the file; names created,
 * renamed or removed are durable after a later successful sync of their directory. Before that,
 * a crash may keep or lose each 512-byte sector and each name on its own.
 *
 * All methods throw StorageError; the asynchronous ones hand it to their callback, which is never
 * called before the method has returned.
 */

export interface FileStatus {
  readonly kind: "file" | "directory" | "other";
  readonly sizeBytes: number;
  /** Permission bits. */
  readonly mode: number;
}

export interface FileSystem {
  /**
   * `read`: must exist. `write`: must exist, read and write. `create`: must not exist, read and
   * write, mode 0600.
   */
  open(path: string, mode: "read" | "write" | "create"): OpenFile;
  /** Names in the directory, in ascending order of UTF-16 units. */
  list(directory: string): readonly string[];
  /** Null when the path is not there. */
  status(path: string): FileStatus | null;
  /** Creates the directory and missing parents with mode 0700; no error when it is there. */
  makeDirectory(path: string): void;
  /** Replaces `to` if it is a file. */
  rename(paths: { from: string; to: string }): void;
  /** Removes a file; no error when it is not there. */
  remove(path: string): void;
  /** Removes a directory with all that is in it; no error when it is not there. */
  removeTree(path: string): void;
  syncDirectory(path: string): void;
  syncDirectoryAsync(path: string, callback: (error: Error | null) => void): void;
}

export interface OpenFile {
  /** As it was opened, or as renamedTo() said last. */
  readonly path: string;
  /** Tells an open file its new name, so that errors name it rightly. */
  renamedTo(path: string): void;
  sizeBytes(): number;
  /** Bytes from `offset`; fewer than `length` only at the end of the file. The caller owns them. */
  read(offset: number, length: number): Uint8Array;
  /** Writes `length` bytes of `bytes` from its start (default: all of it) at `offset`. */
  write(offset: number, bytes: Uint8Array, length?: number): void;
  /** The same through the thread pool. `bytes` must not change until the callback. */
  writeAsync(offset: number, bytes: Uint8Array, callback: (error: Error | null) => void): void;
  /** Cuts or extends with zeros. */
  truncate(sizeBytes: number): void;
  /** Data sync: contents and length. */
  sync(): void;
  syncAsync(callback: (error: Error | null) => void): void;
  /**
   * Takes an exclusive lock over the whole file without waiting: an open-file-description lock,
   * the kind that a Go etcd takes on log segments. False when somebody else has it. The kernel
   * releases it when the file is closed or the process ends in any way.
   */
  lock(): boolean;
  unlock(): void;
  /** Closing twice is harmless. */
  close(): void;
}
