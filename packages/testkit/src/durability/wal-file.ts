/**
 * Where the records of a log segment lie, for tests that damage one. Frames of etcd's format
 * (disk-format.md, 3.2): a little-endian length of 56 bits with the padding in its top byte, the
 * record, and padding to a multiple of 8; a zero length ends the segment.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface WalFrame {
  /** Offset of the length field. */
  readonly offset: number;
  /** Offset behind the padding. */
  readonly end: number;
}

export interface WalSegment {
  readonly path: string;
  readonly name: string;
  readonly frames: readonly WalFrame[];
  /** Offset behind the last record. */
  readonly usedBytes: number;
}

const FRAME_HEADER_BYTES = 8;

/** The newest segment below a member's data directory. */
export function newestSegment(dataDirectory: string): WalSegment {
  const directory = join(dataDirectory, "member", "wal");
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(".wal"))
    .sort();
  const name = names.at(-1);
  if (name === undefined) throw new Error(`no segment in ${directory}`);
  const path = join(directory, name);
  const frames = walkFrames(readFileSync(path));
  return { path, name, frames, usedBytes: frames.at(-1)?.end ?? 0 };
}

export function walkFrames(bytes: Uint8Array): WalFrame[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: WalFrame[] = [];
  let offset = 0;
  while (offset + FRAME_HEADER_BYTES <= bytes.length) {
    const low = view.getUint32(offset, true);
    const high = view.getUint32(offset + 4, true);
    if (low === 0 && high === 0) break;
    const top = high >>> 24;
    const sizeBytes = (high & 0xff_ffff) * 2 ** 32 + low;
    const padBytes = top >= 0x80 ? top & 7 : 0;
    const end = offset + FRAME_HEADER_BYTES + sizeBytes + padBytes;
    if (end > bytes.length || end % 8 !== 0) break;
    frames.push({ offset, end });
    offset = end;
  }
  return frames;
}
