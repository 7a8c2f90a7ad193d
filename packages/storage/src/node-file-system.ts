/**
 * The FileSystem port over node:fs. Locks come from fs-native-extensions, since Node offers none.
 */

import * as fs from "node:fs";
import { dirname } from "node:path";
import { tryLock, unlock } from "fs-native-extensions";
import { StorageError, type StorageErrorCode, systemCodeOf } from "./errors.ts";
import type { FileStatus, FileSystem, OpenFile } from "./file-system.ts";

function failure(
  code: StorageErrorCode,
  action: string,
  path: string,
  cause: unknown,
): StorageError {
  const systemCode = systemCodeOf(cause);
  if (systemCode === "ENOENT") code = "not-found";
  else if (systemCode === "EEXIST") code = "exists";
  else if (systemCode === "EACCES" || systemCode === "EPERM" || systemCode === "ENOTDIR") {
    code = "unusable";
  }
  return new StorageError(code, { action, path, cause });
}

class NodeFile implements OpenFile {
  path: string;
  #descriptor: number;

  constructor(path: string, descriptor: number) {
    this.path = path;
    this.#descriptor = descriptor;
  }

  renamedTo(path: string): void {
    this.path = path;
  }

  sizeBytes(): number {
    try {
      return fs.fstatSync(this.#descriptor).size;
    } catch (error) {
      throw failure("read-failed", "get the size of", this.path, error);
    }
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = Buffer.allocUnsafeSlow(length);
    let done = 0;
    try {
      while (done < length) {
        const count = fs.readSync(this.#descriptor, bytes, done, length - done, offset + done);
        if (count === 0) break;
        done += count;
      }
    } catch (error) {
      throw failure("read-failed", "read", this.path, error);
    }
    return done === length ? bytes : bytes.subarray(0, done);
  }

  write(offset: number, bytes: Uint8Array, length: number = bytes.length): void {
    let done = 0;
    try {
      while (done < length) {
        done += fs.writeSync(this.#descriptor, bytes, done, length - done, offset + done);
      }
    } catch (error) {
      throw failure("write-failed", "write", this.path, error);
    }
  }

  writeAsync(offset: number, bytes: Uint8Array, callback: (error: Error | null) => void): void {
    const step = (done: number): void => {
      fs.write(
        this.#descriptor,
        bytes,
        done,
        bytes.length - done,
        offset + done,
        (error, count) => {
          if (error !== null) callback(failure("write-failed", "write", this.path, error));
          else if (done + count < bytes.length) step(done + count);
          else callback(null);
        },
      );
    };
    step(0);
  }

  truncate(sizeBytes: number): void {
    try {
      fs.ftruncateSync(this.#descriptor, sizeBytes);
    } catch (error) {
      throw failure("write-failed", "truncate", this.path, error);
    }
  }

  sync(): void {
    try {
      fs.fdatasyncSync(this.#descriptor);
    } catch (error) {
      throw failure("sync-failed", "sync", this.path, error);
    }
  }

  syncAsync(callback: (error: Error | null) => void): void {
    fs.fdatasync(this.#descriptor, (error) => {
      callback(error === null ? null : failure("sync-failed", "sync", this.path, error));
    });
  }

  lock(): boolean {
    try {
      return tryLock(this.#descriptor);
    } catch (error) {
      throw failure("unusable", "lock", this.path, error);
    }
  }

  unlock(): void {
    try {
      unlock(this.#descriptor);
    } catch (error) {
      throw failure("unusable", "unlock", this.path, error);
    }
  }

  close(): void {
    if (this.#descriptor < 0) return;
    const descriptor = this.#descriptor;
    this.#descriptor = -1;
    try {
      fs.closeSync(descriptor);
    } catch (error) {
      throw failure("write-failed", "close", this.path, error);
    }
  }
}

const openFlags = { read: "r", write: "r+", create: "wx+" } as const;

export class NodeFileSystem implements FileSystem {
  open(path: string, mode: "read" | "write" | "create"): OpenFile {
    try {
      return new NodeFile(path, fs.openSync(path, openFlags[mode], 0o600));
    } catch (error) {
      throw failure(
        mode === "read" ? "read-failed" : "write-failed",
        mode === "create" ? "create" : "open",
        path,
        error,
      );
    }
  }

  list(directory: string): readonly string[] {
    try {
      return fs.readdirSync(directory).sort();
    } catch (error) {
      throw failure("read-failed", "list", directory, error);
    }
  }

  status(path: string): FileStatus | null {
    try {
      const stats = fs.statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return null;
      const kind = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other";
      return { kind, sizeBytes: stats.size, mode: stats.mode & 0o7777 };
    } catch (error) {
      throw failure("read-failed", "get the status of", path, error);
    }
  }

  makeDirectory(path: string): void {
    // Level by level: mkdirSync's own recursion never returns where the system answers that a
    // directory cannot be made in one that is there, as below /proc.
    const missing: string[] = [];
    for (let level = path; this.status(level) === null; level = dirname(level)) missing.push(level);
    try {
      for (const level of missing.reverse()) fs.mkdirSync(level, { mode: 0o700 });
    } catch (error) {
      throw failure("write-failed", "create the directory", path, error);
    }
  }

  rename(paths: { from: string; to: string }): void {
    try {
      fs.renameSync(paths.from, paths.to);
    } catch (error) {
      throw failure("write-failed", `rename to ${paths.to}`, paths.from, error);
    }
  }

  remove(path: string): void {
    try {
      fs.rmSync(path, { force: true });
    } catch (error) {
      throw failure("write-failed", "remove", path, error);
    }
  }

  removeTree(path: string): void {
    try {
      fs.rmSync(path, { force: true, recursive: true });
    } catch (error) {
      throw failure("write-failed", "remove the directory", path, error);
    }
  }

  syncDirectory(path: string): void {
    let descriptor: number | null = null;
    try {
      descriptor = fs.openSync(path, "r");
      fs.fsyncSync(descriptor);
    } catch (error) {
      throw failure("sync-failed", "sync the directory", path, error);
    } finally {
      if (descriptor !== null) fs.closeSync(descriptor);
    }
  }

  syncDirectoryAsync(path: string, callback: (error: Error | null) => void): void {
    fs.open(path, "r", (openError, descriptor) => {
      if (openError !== null) {
        callback(failure("sync-failed", "sync the directory", path, openError));
        return;
      }
      fs.fsync(descriptor, (syncError) => {
        fs.close(descriptor, () => {
          callback(
            syncError === null
              ? null
              : failure("sync-failed", "sync the directory", path, syncError),
          );
        });
      });
    });
  }
}
