/**
 * The FileSystem port in memory, with a disk underneath that can lose and tear what was not synced
 * (reliability.md part 4, the storage fault model).
 *
 * A SimulatedDisk outlives processes. Each file has what the page cache shows and what is durable;
 * between the two stand the writes since its last successful sync, and for a directory the changes
 * of names. powerLoss() settles each of them, a write sector by sector, by asking the caller; what
 * falls back is what a file of zeros or the older content shows. processExit() keeps the cache and
 * frees the locks.
 *
 * Faults are injected by a hook that sees each operation before it happens. A failed sync drops
 * the unsynced data from the set that later syncs make durable, while reads still see it, which is
 * what Linux does; the hook may ask for it to be kept instead.
 *
 * Asynchronous calls settle through `defer` (a microtask by default), so that the simulator can
 * delay them; a sync makes durable what was written before it was asked for, when it settles.
 */

import { posix } from "node:path";
import { assert, type SeededRandom } from "@kvorum/base";
import { StorageError, type StorageErrorCode } from "../errors.ts";
import type { FileStatus, FileSystem, OpenFile } from "../file-system.ts";
import { SECTOR_BYTES } from "../limits.ts";

export type DiskOperation =
  | "open"
  | "create"
  | "read"
  | "write"
  | "truncate"
  | "sync"
  | "syncDirectory"
  | "rename"
  | "remove"
  | "makeDirectory"
  | "list";

export interface InjectedFault {
  /** Such as EIO or ENOSPC. */
  readonly systemCode: string;
  /** For sync: whether the data reaches the disk although the sync reports an error. */
  readonly keepsData?: boolean;
}

/** Asked before each operation; a fault makes it fail. */
export type FaultHook = (operation: DiskOperation, path: string) => InjectedFault | null;

/** What powerLoss() asks about: one sector of a write, a change of length, a change of names. */
export interface UnsyncedChange {
  /** Counts the unsynced changes of the whole disk in the order in which they were made. */
  readonly order: number;
  readonly kind: "sector" | "length" | "name";
  readonly path: string;
  /** Of the sector, counted from the start of the write; 0 for the other kinds. */
  readonly sector: number;
}

interface Write {
  readonly kind: "write";
  readonly order: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** The length of the file after it, when that made it longer. */
  readonly length: number | null;
  isLost: boolean;
}

interface Truncation {
  readonly kind: "truncation";
  readonly order: number;
  readonly length: number;
  isLost: boolean;
}

interface NameChange {
  readonly order: number;
  readonly names: readonly { readonly name: string; readonly node: Node | null }[];
  isLost: boolean;
}

type Node = FileNode | DirectoryNode;

class FileNode {
  readonly kind = "file";
  path: string;
  cache = new Content();
  durable = new Content();
  unsynced: (Write | Truncation)[] = [];
  lockedBy: object | null = null;

  constructor(path: string) {
    this.path = path;
  }
}

class DirectoryNode {
  readonly kind = "directory";
  path: string;
  cache = new Map<string, Node>();
  durable = new Map<string, Node>();
  unsynced: NameChange[] = [];

  constructor(path: string) {
    this.path = path;
  }
}

/** Bytes of a file: a buffer with room to grow. */
class Content {
  length = 0;
  #bytes = new Uint8Array(0);

  write(offset: number, bytes: Uint8Array): void {
    this.resize(Math.max(this.length, offset + bytes.length));
    this.#bytes.set(bytes, offset);
  }

  /** Writes only what lies below the present length. */
  overwrite(offset: number, bytes: Uint8Array): void {
    const room = this.length - offset;
    if (room > 0) this.#bytes.set(room < bytes.length ? bytes.subarray(0, room) : bytes, offset);
  }

  resize(length: number): void {
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    } else if (length < this.length) this.#bytes.fill(0, length, this.length);
    this.length = length;
  }

  read(offset: number, length: number): Uint8Array {
    return this.#bytes.slice(Math.min(offset, this.length), Math.min(offset + length, this.length));
  }

  copy(): Content {
    const copy = new Content();
    copy.write(0, this.#bytes.subarray(0, this.length));
    return copy;
  }
}

export interface SimulatedDiskOptions {
  readonly fault?: FaultHook;
  readonly defer?: (settle: () => void, operation: "write" | "sync") => void;
}

export class SimulatedDisk {
  fault: FaultHook | null;
  readonly defer: (settle: () => void, operation: "write" | "sync") => void;
  /** Successful and failed calls of each operation. */
  readonly counts = new Map<DiskOperation, number>();
  /** Told of each change after it was made; crash-state enumeration records them. */
  onChange: ((change: RecordedChange) => void) | null = null;
  readonly #root = new DirectoryNode("/");
  #orders = 0;

  constructor(options: SimulatedDiskOptions = {}) {
    this.fault = options.fault ?? null;
    this.defer = options.defer ?? ((settle) => queueMicrotask(settle));
  }

  /** A process on this disk. */
  fileSystem(): SimulatedFileSystem {
    return new SimulatedFileSystem(this);
  }

  /**
   * Cuts the power: every unsynced change is kept or lost as `keeps` says. Asked in the order of
   * the changes. All locks are free afterwards.
   */
  powerLoss(keeps: (change: UnsyncedChange) => boolean): void {
    this.#settle(this.#root, keeps);
    this.processExit();
  }

  /** The same with each change kept by chance. */
  powerLossAtRandom(random: SeededRandom, chance: { kept: number; of: number }): void {
    this.powerLoss(() => random.chance(chance.kept, chance.of));
  }

  /** Ends every process: the cache stays, locks are freed. */
  processExit(): void {
    const free = (node: Node): void => {
      if (node.kind === "file") node.lockedBy = null;
      else for (const child of node.cache.values()) free(child);
    };
    free(this.#root);
  }

  /** The changes that powerLoss() would ask about. */
  unsyncedChanges(): UnsyncedChange[] {
    const changes: UnsyncedChange[] = [];
    const visit = (node: Node): void => {
      for (const change of node.unsynced) if (!change.isLost) changes.push(...parts(node, change));
      if (node.kind === "directory") for (const child of node.cache.values()) visit(child);
    };
    visit(this.#root);
    return changes.sort((a, b) => a.order - b.order || a.sector - b.sector);
  }

  /** Flips bits of the durable and the cached content; beyond the end it does nothing. */
  damage(path: string, at: { offset: number; mask: number }): void {
    const node = this.find(path);
    assert(node !== null && node.kind === "file", `no file ${path}`);
    for (const content of [node.cache, node.durable]) {
      const byte = content.read(at.offset, 1);
      if (byte.length === 1) content.write(at.offset, new Uint8Array([byte[0]! ^ at.mask]));
    }
  }

  /** @internal */
  count(operation: DiskOperation): void {
    this.counts.set(operation, (this.counts.get(operation) ?? 0) + 1);
  }

  /** @internal */
  nextOrder(): number {
    return this.#orders++;
  }

  /** @internal */
  find(path: string): Node | null {
    let node: Node = this.#root;
    for (const part of posix.normalize(path).split("/")) {
      if (part === "") continue;
      if (node.kind !== "directory") return null;
      const next = node.cache.get(part);
      if (next === undefined) return null;
      node = next;
    }
    return node;
  }

  #settle(node: Node, keeps: (change: UnsyncedChange) => boolean): void {
    if (node.kind === "directory") {
      for (const change of node.unsynced) {
        if (change.isLost || !keeps(parts(node, change)[0]!)) continue;
        for (const { name, node: child } of change.names) setName(node.durable, name, child);
      }
      node.unsynced = [];
      node.cache = new Map(node.durable);
      for (const child of node.durable.values()) this.#settle(child, keeps);
      return;
    }
    for (const change of node.unsynced) {
      if (change.isLost) continue;
      if (change.kind === "truncation") {
        if (keeps(parts(node, change)[0]!)) node.durable.resize(change.length);
        continue;
      }
      for (const part of parts(node, change)) {
        if (!keeps(part)) continue;
        if (part.kind === "length") node.durable.resize(change.length!);
        else {
          const { from, to } = sectorRange(change, part.sector);
          node.durable.overwrite(change.offset + from, change.bytes.subarray(from, to));
        }
      }
    }
    node.unsynced = [];
    node.cache = node.durable.copy();
  }
}

/** One change, in a form that can be made again on another disk. */
export type RecordedChange = (
  fileSystem: SimulatedFileSystem,
  files: Map<number, OpenFile>,
) => void;

export class SimulatedFileSystem implements FileSystem {
  readonly #disk: SimulatedDisk;
  #files = 0;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
  }

  open(path: string, mode: "read" | "write" | "create"): OpenFile {
    this.#check(
      mode === "create" ? "create" : "open",
      path,
      mode === "read" ? "read-failed" : "write-failed",
    );
    let node = this.#disk.find(path);
    const number = this.#files++;
    if (mode === "create") {
      if (node !== null) throw failure("exists", "create", path, "EEXIST");
      node = new FileNode(path);
      this.#changeNames(posix.dirname(path), "create", [{ name: posix.basename(path), node }]);
    } else if (node === null) throw failure("not-found", "open", path, "ENOENT");
    if (node.kind !== "file") throw failure("unusable", "open", path, "EISDIR");
    if (mode !== "read") {
      this.#disk.onChange?.((other, files) => files.set(number, other.open(path, mode)));
    }
    return new SimulatedFile(this.#disk, node, { path, number, owner: {} });
  }

  list(directory: string): readonly string[] {
    this.#check("list", directory, "read-failed");
    return [...this.#directory(directory, "list").cache.keys()].sort();
  }

  status(path: string): FileStatus | null {
    const node = this.#disk.find(path);
    if (node === null) return null;
    return node.kind === "file"
      ? { kind: "file", sizeBytes: node.cache.length, mode: 0o600 }
      : { kind: "directory", sizeBytes: 0, mode: 0o700 };
  }

  makeDirectory(path: string): void {
    this.#check("makeDirectory", path, "write-failed");
    let at = "/";
    for (const name of posix.normalize(path).split("/")) {
      if (name === "") continue;
      const next = posix.join(at, name);
      const node = this.#disk.find(next);
      if (node === null) {
        this.#changeNames(at, "create", [{ name, node: new DirectoryNode(next) }]);
      } else if (node.kind !== "directory") throw failure("unusable", "create", next, "ENOTDIR");
      at = next;
    }
    this.#disk.onChange?.((other) => other.makeDirectory(path));
  }

  rename(paths: { from: string; to: string }): void {
    this.#check("rename", paths.from, "write-failed");
    const node = this.#disk.find(paths.from);
    if (node === null) throw failure("not-found", "rename", paths.from, "ENOENT");
    const target = this.#disk.find(paths.to);
    if (
      target !== null &&
      (target.kind !== node.kind || (target.kind === "directory" && target.cache.size > 0))
    ) {
      throw failure("write-failed", "rename", paths.from, "ENOTEMPTY");
    }
    assert(
      posix.dirname(paths.from) === posix.dirname(paths.to),
      "the simulated disk renames within one directory",
    );
    this.#changeNames(posix.dirname(paths.to), "rename", [
      { name: posix.basename(paths.from), node: null },
      { name: posix.basename(paths.to), node },
    ]);
    node.path = paths.to;
    this.#disk.onChange?.((other) => other.rename(paths));
  }

  remove(path: string): void {
    this.#check("remove", path, "write-failed");
    const node = this.#disk.find(path);
    if (node === null) return;
    if (node.kind !== "file") throw failure("unusable", "remove", path, "EISDIR");
    this.#changeNames(posix.dirname(path), "remove", [{ name: posix.basename(path), node: null }]);
    this.#disk.onChange?.((other) => other.remove(path));
  }

  removeTree(path: string): void {
    this.#check("remove", path, "write-failed");
    if (this.#disk.find(path) === null) return;
    this.#changeNames(posix.dirname(path), "remove", [{ name: posix.basename(path), node: null }]);
    this.#disk.onChange?.((other) => other.removeTree(path));
  }

  syncDirectory(path: string): void {
    const node = this.#directory(path, "sync");
    this.#finishDirectorySync(node, path, node.unsynced.length);
    this.#disk.onChange?.((other) => other.syncDirectory(path));
  }

  syncDirectoryAsync(path: string, callback: (error: Error | null) => void): void {
    const node = this.#directory(path, "sync");
    const count = node.unsynced.length;
    this.#disk.defer(() => {
      let error: Error | null = null;
      try {
        this.#finishDirectorySync(node, path, count);
        this.#disk.onChange?.((other) => other.syncDirectory(path));
      } catch (thrown) {
        error = thrown as Error;
      }
      callback(error);
    }, "sync");
  }

  #finishDirectorySync(node: DirectoryNode, path: string, count: number): void {
    const changes = node.unsynced.slice(0, count);
    this.#disk.count("syncDirectory");
    const fault = this.#disk.fault?.("syncDirectory", path) ?? null;
    if (fault !== null && fault.keepsData !== true) {
      for (const change of changes) change.isLost = true;
    } else {
      for (const change of changes) {
        if (change.isLost) continue;
        for (const { name, node: child } of change.names) setName(node.durable, name, child);
      }
      node.unsynced.splice(0, count);
    }
    if (fault !== null) throw failure("sync-failed", "sync", path, fault.systemCode);
  }

  #directory(path: string, action: string): DirectoryNode {
    const node = this.#disk.find(path);
    if (node === null) throw failure("not-found", action, path, "ENOENT");
    if (node.kind !== "directory") throw failure("unusable", action, path, "ENOTDIR");
    return node;
  }

  #changeNames(directory: string, action: string, names: NameChange["names"]): void {
    const node = this.#directory(directory, action);
    for (const { name, node: child } of names) setName(node.cache, name, child);
    node.unsynced.push({ order: this.#disk.nextOrder(), names, isLost: false });
  }

  #check(operation: DiskOperation, path: string, code: StorageErrorCode): void {
    check(this.#disk, operation, path, code);
  }
}

class SimulatedFile implements OpenFile {
  path: string;
  readonly #disk: SimulatedDisk;
  readonly #node: FileNode;
  readonly #number: number;
  readonly #owner: object;
  #isClosed = false;

  constructor(
    disk: SimulatedDisk,
    node: FileNode,
    identity: { path: string; number: number; owner: object },
  ) {
    this.#disk = disk;
    this.#node = node;
    this.path = identity.path;
    this.#number = identity.number;
    this.#owner = identity.owner;
  }

  renamedTo(path: string): void {
    this.path = path;
  }

  sizeBytes(): number {
    this.#assertOpen();
    return this.#node.cache.length;
  }

  read(offset: number, length: number): Uint8Array {
    this.#assertOpen();
    check(this.#disk, "read", this.path, "read-failed");
    return this.#node.cache.read(offset, length);
  }

  write(offset: number, bytes: Uint8Array, length: number = bytes.length): void {
    this.#assertOpen();
    check(this.#disk, "write", this.path, "write-failed");
    const copy = bytes.slice(0, length);
    const before = this.#node.cache.length;
    this.#node.cache.write(offset, copy);
    this.#node.unsynced.push({
      kind: "write",
      order: this.#disk.nextOrder(),
      offset,
      bytes: copy,
      length: this.#node.cache.length > before ? this.#node.cache.length : null,
      isLost: false,
    });
    this.#record((file) => file.write(offset, copy));
  }

  writeAsync(offset: number, bytes: Uint8Array, callback: (error: Error | null) => void): void {
    let error: Error | null = null;
    try {
      this.write(offset, bytes);
    } catch (thrown) {
      error = thrown as Error;
    }
    this.#disk.defer(() => callback(error), "write");
  }

  truncate(sizeBytes: number): void {
    this.#assertOpen();
    check(this.#disk, "truncate", this.path, "write-failed");
    this.#node.cache.resize(sizeBytes);
    this.#node.unsynced.push({
      kind: "truncation",
      order: this.#disk.nextOrder(),
      length: sizeBytes,
      isLost: false,
    });
    this.#record((file) => file.truncate(sizeBytes));
  }

  sync(): void {
    this.#assertOpen();
    this.#finishSync(this.#node.unsynced.length);
  }

  syncAsync(callback: (error: Error | null) => void): void {
    this.#assertOpen();
    const count = this.#node.unsynced.length;
    this.#disk.defer(() => {
      let error: Error | null = null;
      try {
        this.#finishSync(count);
      } catch (thrown) {
        error = thrown as Error;
      }
      callback(error);
    }, "sync");
  }

  lock(): boolean {
    this.#assertOpen();
    if (this.#node.lockedBy !== null && this.#node.lockedBy !== this.#owner) return false;
    this.#node.lockedBy = this.#owner;
    return true;
  }

  unlock(): void {
    if (this.#node.lockedBy === this.#owner) this.#node.lockedBy = null;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.unlock();
    this.#record((file) => file.close());
  }

  #finishSync(count: number): void {
    this.#disk.count("sync");
    const fault = this.#disk.fault?.("sync", this.path) ?? null;
    const node = this.#node;
    const changes = node.unsynced.slice(0, count);
    if (fault !== null && fault.keepsData !== true) {
      for (const change of changes) change.isLost = true;
    } else {
      for (const change of changes) {
        if (change.isLost) continue;
        if (change.kind === "truncation") node.durable.resize(change.length);
        else node.durable.write(change.offset, change.bytes);
      }
      node.unsynced.splice(0, count);
    }
    if (fault !== null) throw failure("sync-failed", "sync", this.path, fault.systemCode);
    this.#record((file) => file.sync());
  }

  #record(change: (file: OpenFile) => void): void {
    const number = this.#number;
    this.#disk.onChange?.((_fileSystem, files) => {
      const file = files.get(number);
      if (file !== undefined) change(file);
    });
  }

  #assertOpen(): void {
    if (this.#isClosed) throw failure("closed", "use", this.path, "EBADF");
  }
}

function check(
  disk: SimulatedDisk,
  operation: DiskOperation,
  path: string,
  code: StorageErrorCode,
): void {
  disk.count(operation);
  const fault = disk.fault?.(operation, path) ?? null;
  if (fault !== null) throw failure(code, operation, path, fault.systemCode);
}

function failure(
  code: StorageErrorCode,
  action: string,
  path: string,
  systemCode: string,
): StorageError {
  return new StorageError(code, { action, path, systemCode });
}

function setName(names: Map<string, Node>, name: string, node: Node | null): void {
  if (node === null) names.delete(name);
  else names.set(name, node);
}

/** The questions that a change gives rise to. */
function parts(node: Node, change: Write | Truncation | NameChange): UnsyncedChange[] {
  const base = { order: change.order, path: node.path, sector: 0 };
  if ("names" in change) return [{ ...base, kind: "name" }];
  if (change.kind === "truncation") return [{ ...base, kind: "length" }];
  const asked: UnsyncedChange[] = [];
  if (change.length !== null) asked.push({ ...base, kind: "length" });
  const first = Math.floor(change.offset / SECTOR_BYTES);
  const last = Math.floor((change.offset + Math.max(0, change.bytes.length - 1)) / SECTOR_BYTES);
  for (let sector = 0; sector <= last - first; sector++) {
    asked.push({ ...base, kind: "sector", sector });
  }
  return asked;
}

/** The part of a write that falls into its n-th sector. */
function sectorRange(write: Write, sector: number): { from: number; to: number } {
  const start = (Math.floor(write.offset / SECTOR_BYTES) + sector) * SECTOR_BYTES;
  return {
    from: Math.max(0, start - write.offset),
    to: Math.min(write.bytes.length, start + SECTOR_BYTES - write.offset),
  };
}
