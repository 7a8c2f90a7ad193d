/**
 * One log file that is renamed away when it has grown: --enable-log-rotation, with the settings
 * of --log-rotation-config-json. Server flags, sections 2.4 and 7.1.
 *
 * A full file becomes `name-2026-11-20T09-23-23.087.ext` beside it (UTC, or local time when so
 * configured). Old ones are removed by count and age, and compressed to `.gz` in the background.
 * A rotation that fails leaves the current file in use: lines go on being written.
 */

import { closeSync, fstatSync, openSync, readdirSync, renameSync, writeSync } from "node:fs";
import { open, rename, unlink } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Clock } from "@kvorum/base";
import type { LogSink } from "./sinks.ts";

export interface RotationSettings {
  /** Size in MiB at which the file is renamed away; 0 means 100. */
  readonly maxSizeMegabytes: number;
  /** Days to keep old files; 0 keeps them for ever. */
  readonly maxAgeDays: number;
  /** Old files to keep; 0 keeps all. */
  readonly maxBackups: number;
  readonly localTime: boolean;
  readonly compress: boolean;
}

const MEGABYTE = 1024 * 1024;
const DEFAULT_MEGABYTES = 100;
const DAY_MS = 24 * 60 * 60 * 1000;
const stampPattern = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2}\.\d{3})$/;

export class RotatingFile implements LogSink {
  readonly #path: string;
  readonly #settings: RotationSettings;
  readonly #clock: Clock;
  readonly #maxBytes: number;
  #descriptor: number;
  #sizeBytes: number;
  #droppedLines = 0;
  #closed = false;
  /** The chain of background clean-ups; each runs after the one before. */
  #housekeeping: Promise<void> = Promise.resolve();

  /** @throws the system's error when the file cannot be opened. */
  constructor(filePath: string, settings: RotationSettings, clock: Clock) {
    this.#path = filePath;
    this.#settings = settings;
    this.#clock = clock;
    const megabytes = settings.maxSizeMegabytes > 0 ? settings.maxSizeMegabytes : DEFAULT_MEGABYTES;
    this.#maxBytes = megabytes * MEGABYTE;
    this.#descriptor = openSync(filePath, "a", 0o666);
    this.#sizeBytes = fstatSync(this.#descriptor).size;
  }

  get droppedLines(): number {
    return this.#droppedLines;
  }

  write(lines: string): void {
    if (this.#closed) return;
    const bytes = Buffer.from(lines, "utf8");
    if (this.#sizeBytes > 0 && this.#sizeBytes + bytes.length > this.#maxBytes) this.#rotate();
    try {
      let offset = 0;
      while (offset < bytes.length) offset += writeSync(this.#descriptor, bytes, offset);
      this.#sizeBytes += bytes.length;
    } catch {
      this.#droppedLines++;
    }
  }

  flush(): void {
    // Every write has reached the system already.
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
  }

  /** Resolves when removing and compressing of old files has finished. */
  settled(): Promise<void> {
    return this.#housekeeping;
  }

  #rotate(): void {
    let next: number;
    try {
      renameSync(this.#path, this.#backupPath(this.#clock.wallMs()));
      next = openSync(this.#path, "a", 0o666);
    } catch {
      // The open descriptor still takes lines, under whatever name its file has now; the next
      // attempt comes after as many bytes again.
      this.#sizeBytes = 0;
      return;
    }
    closeSync(this.#descriptor);
    this.#descriptor = next;
    this.#sizeBytes = 0;
    this.#housekeeping = this.#housekeeping.then(() => this.#cleanUp());
  }

  #backupPath(wallMs: number): string {
    const { dir, name, ext } = path.parse(this.#path);
    const offsetMs = this.#settings.localTime ? -new Date(wallMs).getTimezoneOffset() * 60_000 : 0;
    const stamp = new Date(Math.floor(wallMs) + offsetMs)
      .toISOString()
      .slice(0, -1)
      .replaceAll(":", "-");
    return path.join(dir, `${name}-${stamp}${ext}`);
  }

  async #cleanUp(): Promise<void> {
    const { dir, name, ext } = path.parse(this.#path);
    const directory = dir === "" ? "." : dir;
    let backups: { readonly file: string; readonly takenMs: number }[];
    try {
      backups = readdirSync(directory)
        .map((file) => ({ file, takenMs: this.#takenMs(file, name, ext) }))
        .filter((backup) => !Number.isNaN(backup.takenMs))
        .sort((a, b) => b.takenMs - a.takenMs);
    } catch {
      return;
    }
    const { maxBackups, maxAgeDays } = this.#settings;
    const oldestMs = maxAgeDays > 0 ? this.#clock.wallMs() - maxAgeDays * DAY_MS : -Infinity;
    for (let i = 0; i < backups.length; i++) {
      const { file, takenMs } = backups[i]!;
      const filePath = path.join(directory, file);
      try {
        if ((maxBackups > 0 && i >= maxBackups) || takenMs < oldestMs) await unlink(filePath);
        else if (this.#settings.compress && !file.endsWith(".gz")) await compressFile(filePath);
      } catch {
        // An old log file that stays is found again by the next clean-up.
      }
    }
  }

  /** The moment in a backup's name, NaN for any other file. */
  #takenMs(file: string, name: string, ext: string): number {
    const plain = file.endsWith(".gz") ? file.slice(0, -3) : file;
    if (!plain.startsWith(`${name}-`) || !plain.endsWith(ext)) return Number.NaN;
    const stamp = plain.slice(name.length + 1, plain.length - ext.length);
    const match = stampPattern.exec(stamp);
    if (match === null) return Number.NaN;
    const time = Date.parse(`${match[1]!}T${match[2]!}:${match[3]!}:${match[4]!}Z`);
    return this.#settings.localTime ? time + new Date(time).getTimezoneOffset() * 60_000 : time;
  }
}

async function compressFile(filePath: string): Promise<void> {
  const unfinished = `${filePath}.gz.unfinished`;
  const source = await open(filePath, "r");
  const target = await open(unfinished, "w", 0o666);
  await pipeline(source.createReadStream(), createGzip(), target.createWriteStream());
  await rename(unfinished, `${filePath}.gz`);
  await unlink(filePath);
}
