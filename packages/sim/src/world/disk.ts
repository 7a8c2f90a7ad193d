/**
 * The disk of one member, which outlives its processes: files with a page cache underneath that a
 * power loss can empty sector by sector (`SimulatedDisk` of storage), and the store's commits.
 *
 * A process reaches it through a file system of its own that dies with it: a dead process writes
 * nothing more. Syncs take simulated time, on the thread or beside it, and every operation is a
 * crash point before and after.
 */

import type { SeededRandom } from "@kvorum/base";
import { type FileStatus, type FileSystem, type OpenFile, StorageError } from "@kvorum/storage";
import {
  type DiskOperation,
  type InjectedFault,
  SimulatedDisk,
  type SimulatedFileSystem,
} from "@kvorum/storage/testing";
import { type Process, SimulatedCrash } from "./process.ts";

export interface DiskSettings {
  /** Of a sync, in milliseconds of true time. */
  readonly meanSyncMs: number;
  /** One sync in so many takes `slowSyncMs`; 0 for none. */
  readonly slowSyncEvery: number;
  readonly slowSyncMs: number;
  /** From the visible commit of the store to the durable one. */
  readonly meanCommitMs: number;
}

export const calmDisk: DiskSettings = {
  meanSyncMs: 0.5,
  slowSyncEvery: 0,
  slowSyncMs: 0,
  meanCommitMs: 2,
};

/** A fault to come: the next operation of this kind on such a file fails. */
export interface ArmedFault {
  readonly operation: DiskOperation;
  /** A part of the path, such as `.wal`. */
  readonly path: string;
  readonly fault: InjectedFault;
}

/** Such as `before sync .wal`; `null` lets it pass. */
export type CrashPoints = (point: string) => boolean;

/** `power`: what was not synced survives by chance. `exit`: the page cache stays. */
export type CrashKind = "power" | "exit";

export class MemberDisk {
  settings: DiskSettings = calmDisk;
  readonly files: SimulatedDisk;
  readonly armed: ArmedFault[] = [];
  /** Faults that struck. */
  faultsCount = 0;
  /** How often each point was passed. */
  readonly pointsPassed = new Map<string, number>();
  /** True to crash the process there. */
  crashAt: CrashPoints = () => false;
  /** Called when a crash point strikes, before the seam throws. */
  onCrashPoint: (point: string) => void = () => {};
  readonly random: SeededRandom;
  #process: Process | null = null;

  constructor(random: SeededRandom) {
    this.random = random;
    this.files = new SimulatedDisk({
      fault: (operation, path) => this.#fault(operation, path),
      defer: (settle, operation) => this.#defer(settle, operation),
    });
  }

  /** A process starts on this disk. */
  fileSystem(process: Process): FileSystem {
    this.#process = process;
    return new ProcessFileSystem(this, this.files.fileSystem(), process);
  }

  /** The process, already killed, left things like this. */
  crash(kind: CrashKind): void {
    this.#process = null;
    this.armed.length = 0;
    if (kind === "exit") this.files.processExit();
    else {
      // Some disks keep nearly everything, some nearly nothing.
      const kept = this.random.pick([0, 10, 50, 90, 100]);
      this.files.powerLossAtRandom(this.random, { kept, of: 100 });
    }
  }

  syncMs(): number {
    const { meanSyncMs, slowSyncEvery, slowSyncMs } = this.settings;
    if (slowSyncEvery > 0 && this.random.below(slowSyncEvery) === 0) {
      return slowSyncMs * (0.5 + this.random.below(1000) / 1000);
    }
    return meanSyncMs * (0.5 + this.random.below(1000) / 1000);
  }

  commitMs(): number {
    return this.settings.meanCommitMs * (0.2 + (1.6 * this.random.below(1000)) / 1000);
  }

  /** @internal A crash point of this process. */
  point(process: Process, point: string): void {
    process.assertAlive();
    this.pointsPassed.set(point, (this.pointsPassed.get(point) ?? 0) + 1);
    if (!this.crashAt(point)) return;
    this.onCrashPoint(point);
    if (!process.isAlive) throw new SimulatedCrash();
  }

  #fault(operation: DiskOperation, path: string): InjectedFault | null {
    for (let i = 0; i < this.armed.length; i++) {
      const armed = this.armed[i]!;
      if (armed.operation !== operation || !path.includes(armed.path)) continue;
      this.armed.splice(i, 1);
      this.faultsCount++;
      return armed.fault;
    }
    return null;
  }

  #defer(settle: () => void, operation: "write" | "sync"): void {
    const process = this.#process;
    if (process === null) return;
    const delayMs = operation === "sync" ? this.syncMs() : 0.05;
    process.complete(delayMs, () => {
      if (operation === "sync") this.point(process, "before asynchronous sync");
      settle();
    });
  }
}

/** The kind of a file, for the names of crash points. */
function kindOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.startsWith("tmp-")) return name.slice(0, name.lastIndexOf("-"));
  const dot = name.lastIndexOf(".");
  return dot < 0 ? name : name.slice(dot);
}

/** What a process sees of its disk; it knows its process's time. */
export class ProcessFileSystem implements FileSystem {
  readonly #disk: MemberDisk;
  readonly #files: SimulatedFileSystem;
  readonly #process: Process;

  constructor(disk: MemberDisk, files: SimulatedFileSystem, process: Process) {
    this.#disk = disk;
    this.#files = files;
    this.#process = process;
  }

  /** True time as the process sees it, in milliseconds. */
  nowMs(): number {
    return this.#process.nowMs;
  }

  open(path: string, mode: "read" | "write" | "create"): OpenFile {
    this.#process.assertAlive();
    if (mode === "create") this.#point(`before create ${kindOf(path)}`);
    const file = this.#files.open(path, mode);
    return new ProcessFile(this.#disk, file, this.#process);
  }

  list(directory: string): readonly string[] {
    this.#process.assertAlive();
    return this.#files.list(directory);
  }

  status(path: string): FileStatus | null {
    this.#process.assertAlive();
    return this.#files.status(path);
  }

  makeDirectory(path: string): void {
    this.#process.assertAlive();
    this.#files.makeDirectory(path);
  }

  rename(paths: { from: string; to: string }): void {
    const kind = kindOf(paths.to);
    this.#point(`before rename ${kind}`);
    this.#files.rename(paths);
    this.#point(`after rename ${kind}`);
  }

  remove(path: string): void {
    this.#point(`before remove ${kindOf(path)}`);
    this.#files.remove(path);
  }

  removeTree(path: string): void {
    this.#point("before remove tree");
    this.#files.removeTree(path);
  }

  syncDirectory(path: string): void {
    const kind = kindOf(path);
    this.#point(`before sync directory ${kind}`);
    this.#process.spend(this.#disk.syncMs());
    this.#files.syncDirectory(path);
    this.#point(`after sync directory ${kind}`);
  }

  syncDirectoryAsync(path: string, callback: (error: Error | null) => void): void {
    this.#point(`before sync directory ${kindOf(path)}`);
    this.#files.syncDirectoryAsync(path, callback);
  }

  #point(point: string): void {
    this.#disk.point(this.#process, point);
  }
}

export class ProcessFile implements OpenFile {
  readonly #disk: MemberDisk;
  readonly #file: OpenFile;
  readonly #process: Process;

  constructor(disk: MemberDisk, file: OpenFile, process: Process) {
    this.#disk = disk;
    this.#file = file;
    this.#process = process;
  }

  get path(): string {
    return this.#file.path;
  }

  renamedTo(path: string): void {
    this.#file.renamedTo(path);
  }

  sizeBytes(): number {
    this.#process.assertAlive();
    return this.#file.sizeBytes();
  }

  read(offset: number, length: number): Uint8Array {
    this.#process.assertAlive();
    return this.#file.read(offset, length);
  }

  write(offset: number, bytes: Uint8Array, length?: number): void {
    const kind = kindOf(this.path);
    this.#point(`before write ${kind}`);
    this.#file.write(offset, bytes, length);
    this.#point(`after write ${kind}`);
  }

  writeAsync(offset: number, bytes: Uint8Array, callback: (error: Error | null) => void): void {
    this.#point(`before write ${kindOf(this.path)}`);
    this.#file.writeAsync(offset, bytes, callback);
  }

  truncate(sizeBytes: number): void {
    this.#point(`before truncate ${kindOf(this.path)}`);
    this.#file.truncate(sizeBytes);
  }

  sync(): void {
    const kind = kindOf(this.path);
    this.#point(`before sync ${kind}`);
    this.#process.spend(this.#disk.syncMs());
    this.#file.sync();
    this.#point(`after sync ${kind}`);
  }

  syncAsync(callback: (error: Error | null) => void): void {
    const kind = kindOf(this.path);
    this.#point(`before sync ${kind}`);
    this.#file.syncAsync((error) => {
      this.#point(`after sync ${kind}`);
      callback(error);
    });
  }

  /** Syncs some time from now, and nobody waits for it: for planted bugs. */
  syncLater(delayMs: number): void {
    this.#process.complete(delayMs, () => {
      try {
        this.#file.syncAsync(() => {});
      } catch (error) {
        // Closed by now: nobody will ever know.
        if (!(error instanceof StorageError)) throw error;
      }
    });
  }

  lock(): boolean {
    this.#process.assertAlive();
    return this.#file.lock();
  }

  unlock(): void {
    if (this.#process.isAlive) this.#file.unlock();
  }

  close(): void {
    // The crash has closed the files of a dead process.
    if (this.#process.isAlive) this.#file.close();
  }

  #point(point: string): void {
    this.#disk.point(this.#process, point);
  }
}
