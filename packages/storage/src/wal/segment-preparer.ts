/**
 * Makes the next segment ahead of time: a file `0.tmp` or `1.tmp` in the log directory, filled
 * with real zeros, so that later data syncs allocate no blocks and change no length (a sync into
 * such a file takes about two thirds of the time of one that grows the file).
 *
 * The fill keeps pace with the log (see limits.ts): each call of advance() allows it some more
 * slices, and one slice is on its way at a time. A failure here harms nothing: take() then has
 * nothing to give and the cut makes a file of its own, or reports the trouble.
 */

import { join } from "node:path";
import type { FileSystem, OpenFile } from "../file-system.ts";
import { WAL_FILL_SLICE_BYTES } from "../limits.ts";

/** Slices after which the filled part is synced, to spread the work. */
const SLICES_PER_SYNC = 8;

const zeros = new Uint8Array(WAL_FILL_SLICE_BYTES);

export class SegmentPreparer {
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #segmentBytes: number;
  #number = 0;
  #file: OpenFile | null = null;
  #filledBytes = 0;
  #unsyncedSlices = 0;
  #allowedBytes = 0;
  #isBusy = false;
  #isComplete = false;
  #hasFailed = false;

  constructor(options: { fileSystem: FileSystem; directory: string; segmentBytes: number }) {
    this.#fileSystem = options.fileSystem;
    this.#directory = options.directory;
    this.#segmentBytes = options.segmentBytes;
  }

  /** Lets the next segment become `bytes` long, beginning it if need be. */
  advance(bytes: number): void {
    this.#allowedBytes = bytes;
    if (!this.#isBusy && !this.#isComplete && !this.#hasFailed) this.#step();
  }

  /** The finished segment, locked and at its temporary path, or null when it is not finished. */
  take(): OpenFile | null {
    const file = this.#isComplete ? this.#file : null;
    if (file === null) this.#abandon();
    this.#file = null;
    this.#filledBytes = 0;
    this.#unsyncedSlices = 0;
    this.#allowedBytes = 0;
    this.#isComplete = false;
    this.#hasFailed = false;
    this.#number++;
    return file;
  }

  /** A new file at the next temporary path, for a cut that cannot wait. */
  createNow(): OpenFile {
    const file = this.#create();
    this.#number++;
    return file;
  }

  close(): void {
    this.#abandon();
    this.#file = null;
    this.#hasFailed = true;
  }

  #create(): OpenFile {
    const path = join(this.#directory, `${this.#number % 2}.tmp`);
    this.#fileSystem.remove(path);
    const file = this.#fileSystem.open(path, "create");
    file.lock();
    return file;
  }

  #step(): void {
    if (this.#filledBytes >= this.#segmentBytes && this.#unsyncedSlices === 0) {
      this.#isComplete = true;
      return;
    }
    if (this.#filledBytes >= this.#allowedBytes && this.#filledBytes < this.#segmentBytes) return;
    try {
      this.#file ??= this.#create();
    } catch {
      // Reported by the cut, which tries again.
      this.#hasFailed = true;
      return;
    }
    const file = this.#file;
    this.#isBusy = true;
    const isLastSlice = this.#filledBytes >= this.#segmentBytes;
    if (isLastSlice || this.#unsyncedSlices >= SLICES_PER_SYNC) {
      file.syncAsync((error) => {
        if (!this.#settled(file, error)) return;
        this.#unsyncedSlices = 0;
        this.#step();
      });
      return;
    }
    const slice = Math.min(zeros.length, this.#segmentBytes - this.#filledBytes);
    file.writeAsync(this.#filledBytes, zeros.subarray(0, slice), (error) => {
      if (!this.#settled(file, error)) return;
      this.#filledBytes += slice;
      this.#unsyncedSlices++;
      this.#step();
    });
  }

  /** After an asynchronous step: false when the file was given up meanwhile or has failed. */
  #settled(file: OpenFile, error: Error | null): boolean {
    if (file !== this.#file) {
      file.close();
      return false;
    }
    this.#isBusy = false;
    if (error === null) return true;
    this.#abandon();
    this.#file = null;
    this.#hasFailed = true;
    return false;
  }

  /** Removes the unfinished file; a step on its way closes it when it comes back. */
  #abandon(): void {
    const file = this.#file;
    if (file === null) return;
    if (!this.#isBusy) file.close();
    this.#isBusy = false;
    try {
      this.#fileSystem.remove(file.path);
    } catch {
      // A leftover .tmp file is removed at the next start.
    }
  }
}
