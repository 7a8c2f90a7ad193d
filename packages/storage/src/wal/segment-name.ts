/**
 * Names of log segments: `<sequence %016x>-<index %016x>.wal`, where index is the first raft
 * index that the segment may hold (spec: disk-format 3.1).
 */

import { join } from "node:path";
import { CorruptionError } from "@kvorum/base";
import type { FileSystem } from "../file-system.ts";

export interface SegmentName {
  readonly name: string;
  readonly sequence: number;
  readonly index: number;
}

const pattern = /^([0-9a-f]{16})-([0-9a-f]{16})\.wal$/;

export function hex16(value: number): string {
  return value.toString(16).padStart(16, "0");
}

export function segmentName(position: { sequence: number; index: number }): SegmentName {
  return {
    name: `${hex16(position.sequence)}-${hex16(position.index)}.wal`,
    sequence: position.sequence,
    index: position.index,
  };
}

/** Null for a name that is not a segment's. */
export function parseSegmentName(name: string): SegmentName | null {
  const match = pattern.exec(name);
  if (match === null) return null;
  const sequence = Number.parseInt(match[1]!, 16);
  const index = Number.parseInt(match[2]!, 16);
  if (!Number.isSafeInteger(sequence) || !Number.isSafeInteger(index)) return null;
  return { name, sequence, index };
}

/**
 * The segments of a directory in log order. Other names are ignored, as etcd does.
 * @throws CorruptionError when there is none.
 */
export function listSegments(fileSystem: FileSystem, directory: string): SegmentName[] {
  const segments: SegmentName[] = [];
  for (const name of fileSystem.list(directory)) {
    const segment = parseSegmentName(name);
    if (segment !== null) segments.push(segment);
  }
  if (segments.length === 0) {
    throw new CorruptionError("wal: file not found", { file: directory, offset: -1 });
  }
  return segments;
}

/** The segments needed to read from a snapshot at `index`: the last that begins at or before it. */
export function segmentsFrom(
  segments: readonly SegmentName[],
  options: { directory: string; index: number },
): SegmentName[] {
  let first = -1;
  for (let i = segments.length - 1; i >= 0; i--) {
    if (segments[i]!.index <= options.index) {
      first = i;
      break;
    }
  }
  if (first < 0) {
    throw new CorruptionError(`wal: no segment holds index ${options.index}`, {
      file: options.directory,
      offset: -1,
    });
  }
  const chosen = segments.slice(first);
  checkConsecutive(chosen, options.directory);
  return chosen;
}

/**
 * The newest segments without a hole between them. A purge whose removals reached the disk in part
 * may leave older ones behind a hole; nothing starts from those.
 */
export function newestRun(segments: readonly SegmentName[]): SegmentName[] {
  let first = segments.length - 1;
  while (first > 0 && segments[first - 1]!.sequence === segments[first]!.sequence - 1) first--;
  return segments.slice(first);
}

function checkConsecutive(segments: readonly SegmentName[], directory: string): void {
  for (let i = 1; i < segments.length; i++) {
    if (segments[i]!.sequence !== segments[i - 1]!.sequence + 1) {
      throw new CorruptionError(`wal: segment missing before ${segments[i]!.name}`, {
        file: join(directory, segments[i]!.name),
        offset: -1,
      });
    }
  }
}
