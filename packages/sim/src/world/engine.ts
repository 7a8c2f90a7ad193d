/**
 * The store's engine in simulated memory. A commit is visible at once and durable some time later,
 * in order; a crash takes whole commits back, from the newest on, never one that was durable. The
 * content of a snapshot takes the store's place some time after it was asked for.
 */

import type {
  AppliedMarker,
  Backend,
  BackendEngine,
  BackendView,
  BucketName,
  BuiltStore,
  FileSystem,
  ScanRange,
  StorageErrorCode,
  Visit,
} from "@kvorum/storage";
import { buildInMemory, MemoryBackend, StorageError } from "@kvorum/storage";
import type { CrashKind, MemberDisk } from "./disk.ts";
import type { Process } from "./process.ts";

/** What of the store is on a member's disk, across its lives. */
export class StoredContent {
  #backend = new MemoryBackend({ durability: "manual" });
  readonly #disk: MemberDisk;
  /** The next commit fails with this; the engine has ended then. */
  commitFault: StorageErrorCode | null = null;

  constructor(disk: MemberDisk) {
    this.#disk = disk;
  }

  /** What is visible now. */
  get backend(): MemoryBackend {
    return this.#backend;
  }

  /** The process is gone: any number of the commits that were not durable survive. */
  crash(_kind: CrashKind): void {
    this.commitFault = null;
    const surviving = this.#disk.random.below(this.#backend.volatileCommits + 1);
    this.#backend = this.#backend.crash({ surviving });
  }

  /** After an end in good order nothing is lost. */
  reopen(): void {
    this.#backend = this.#backend.crash({ surviving: this.#backend.volatileCommits });
  }

  /** Takes a built store in place of the one that is there; no process has it open. */
  install(built: MemoryBackend): void {
    this.#backend = built.crash({ surviving: built.volatileCommits });
  }

  engine(process: Process, fileSystem: FileSystem): BackendEngine {
    return {
      open: ({ onFailure }) => {
        process.assertAlive();
        return new ProcessBackend({ content: this, disk: this.#disk, process, onFailure });
      },
      build: async ({ path, amend }) => {
        const backend = new MemoryBackend({ durability: "manual" });
        const built = await buildInMemory({
          ...{ path, fileSystem, backend },
          timers: process,
          ...(amend === undefined ? {} : { amend }),
        });
        return {
          ...built,
          install: () => {
            this.#disk.point(process, "before install store");
            process.spend(this.#disk.syncMs());
            this.install(backend);
            this.#disk.point(process, "after install store");
          },
        };
      },
    };
  }
}

export class ProcessBackend implements Backend {
  readonly #inner: MemoryBackend;
  readonly #content: StoredContent;
  readonly #disk: MemberDisk;
  readonly #process: Process;
  readonly #onFailure: (error: unknown) => void;
  /** Commits so far, and those of them that are durable, by number. */
  #visible = 0;
  #durable = 0;
  #isSyncing = false;
  #failure: StorageError | null = null;
  #waiting: { readonly commit: number; readonly done: (error: StorageError | null) => void }[] = [];

  constructor(options: {
    content: StoredContent;
    disk: MemberDisk;
    process: Process;
    onFailure: (error: unknown) => void;
  }) {
    this.#content = options.content;
    this.#inner = options.content.backend;
    this.#disk = options.disk;
    this.#process = options.process;
    this.#onFailure = options.onFailure;
  }

  get commitsCount(): number {
    return this.#inner.commitsCount;
  }
  get lastCommitMs(): number {
    return this.#inner.lastCommitMs;
  }
  get pendingOperations(): number {
    return this.#inner.pendingOperations;
  }
  get pendingBytes(): number {
    return this.#inner.pendingBytes;
  }
  get durableAppliedIndex(): number {
    return this.#inner.durableAppliedIndex;
  }
  get sizeBytes(): number {
    return this.#inner.sizeBytes;
  }
  get sizeInUseBytes(): number {
    return this.#inner.sizeInUseBytes;
  }

  get(bucket: BucketName, key: Uint8Array): Uint8Array | undefined {
    return this.#inner.get(bucket, key);
  }
  put(bucket: BucketName, key: Uint8Array, value: Uint8Array): void {
    this.#assertUsable();
    this.#inner.put(bucket, key, value);
  }
  delete(bucket: BucketName, key: Uint8Array): void {
    this.#assertUsable();
    this.#inner.delete(bucket, key);
  }
  scan(bucket: BucketName, range: ScanRange, visit: Visit): void {
    this.#inner.scan(bucket, range, visit);
  }
  getRevision(main: number, sub: number): Uint8Array | undefined {
    return this.#inner.getRevision(main, sub);
  }
  putRevision(main: number, sub: number, tombstone: boolean, value: Uint8Array): void {
    this.#assertUsable();
    this.#inner.putRevision(main, sub, tombstone, value);
  }
  setApplied(marker: AppliedMarker): void {
    this.#assertUsable();
    this.#inner.setApplied(marker);
  }

  commit(): void {
    this.#assertUsable();
    this.#disk.point(this.#process, "before commit");
    const before = this.#inner.volatileCommits;
    this.#inner.commit();
    const added = this.#inner.volatileCommits - before;
    if (added === 0) return;
    this.#visible += added;
    this.#disk.point(this.#process, "after commit");
    this.#sync();
  }

  flush(callback: (error: StorageError | null) => void): void {
    this.commit();
    if (this.#visible === this.#durable) {
      this.#process.complete(0, () => callback(this.#failure));
    } else this.#waiting.push({ commit: this.#visible, done: callback });
  }

  replace(built: BuiltStore, done: (error: StorageError | null) => void): void {
    this.#assertUsable();
    this.#disk.point(this.#process, "before replace store");
    this.#process.complete(this.#disk.commitMs() + this.#disk.syncMs(), () => {
      this.#disk.point(this.#process, "during replace store");
      this.#inner.replace(built, (error) => {
        this.#durable = this.#visible;
        const waiting = this.#waiting.splice(0);
        if (!this.#process.isAlive) return;
        // At once: nobody may see the new content before the store does.
        done(error);
        for (const { done: flushed } of waiting) flushed(null);
      });
    });
  }

  openView(): BackendView {
    this.#assertUsable();
    // A view is of the last commit; the wait for the disk is not what it is about.
    this.#inner.makeDurable();
    this.#durable = this.#visible;
    this.#process.complete(0, () => this.#settle());
    return this.#inner.openView();
  }

  defragment(): Promise<void> {
    this.#assertUsable();
    this.#disk.point(this.#process, "before defragment");
    return new Promise((resolve) => {
      this.#process.complete(10 + this.#disk.syncMs(), () => {
        this.#disk.point(this.#process, "after defragment");
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    if (this.#failure === null) {
      await new Promise<void>((resolve) => this.flush(() => resolve()));
    }
    this.#process.assertAlive();
    await this.#inner.close();
    // Whoever opens the store again, in this life or the next, finds all of it.
    this.#content.reopen();
  }

  /** One batch of commits after the other reaches the disk. */
  #sync(): void {
    if (this.#isSyncing || this.#failure !== null || this.#visible === this.#durable) return;
    this.#isSyncing = true;
    const upTo = this.#visible;
    this.#process.complete(this.#disk.commitMs(), () => {
      this.#isSyncing = false;
      const fault = this.#content.commitFault;
      if (fault !== null) {
        this.#fail(new StorageError(fault, { action: "commit to", path: "the store" }));
        return;
      }
      if (upTo > this.#durable) {
        this.#inner.makeDurable(upTo - this.#durable);
        this.#durable = upTo;
      }
      this.#settle();
      this.#sync();
    });
  }

  #settle(): void {
    const done = this.#waiting.filter(({ commit }) => commit <= this.#durable);
    this.#waiting = this.#waiting.filter(({ commit }) => commit > this.#durable);
    for (const waiting of done) waiting.done(null);
  }

  #fail(error: StorageError): void {
    this.#failure = error;
    const waiting = this.#waiting.splice(0);
    this.#onFailure(error);
    for (const { done } of waiting) done(error);
  }

  #assertUsable(): void {
    this.#process.assertAlive();
    if (this.#failure !== null) {
      throw new StorageError("closed", { action: "use", path: "the store", cause: this.#failure });
    }
  }
}
