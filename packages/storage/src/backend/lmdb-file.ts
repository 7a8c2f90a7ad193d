/**
 * A look at the head of an LMDB file before the engine maps it: the engine ends the process on a
 * file that is none of its own, and on a page behind the end of the file.
 *
 * ```
 * page 0 and 1, each   18 u16 flags 0x08 | 24 u32 magic | 28 u32 version | 48 u32 page size
 *                     144 u64 last page | 152 u64 transaction id      (little-endian)
 * ```
 */

import { CorruptionError } from "@kvorum/base";
import { readUint16, readUint32, readUint64 } from "../bbolt/page.ts";
import type { FileSystem } from "../file-system.ts";

const META_END = 160;
const MAGIC = 0xbeefc0de;
const VERSION = 2;
const META_FLAG = 0x08;

/**
 * Checks both meta pages and lengthens a file that ends before its last page (the engine may leave
 * a page at the end unwritten; one that is missing for another reason then reads as damage).
 * A file that is not there or empty is new.
 * @throws CorruptionError naming file and offset; StorageError
 */
export function checkLmdbFile(fileSystem: FileSystem, path: string): void {
  if ((fileSystem.status(path)?.sizeBytes ?? 0) === 0) return;
  const file = fileSystem.open(path, "write");
  try {
    const sizeBytes = file.sizeBytes();
    const damage = (what: string, offset: number): CorruptionError =>
      new CorruptionError(`the store is damaged: ${what}`, { file: path, offset });
    const readMeta = (offset: number): Uint8Array => {
      const page = file.read(offset, META_END);
      const isMeta =
        page.length === META_END &&
        (readUint16(page, 18) & META_FLAG) !== 0 &&
        readUint32(page, 24) === MAGIC &&
        (readUint32(page, 28) & 0xffff) === VERSION;
      if (!isMeta) throw damage("not a meta page", offset);
      return page;
    };
    const first = readMeta(0);
    const pageBytes = readUint32(first, 48);
    const isPower = (pageBytes & (pageBytes - 1)) === 0;
    if (!isPower || pageBytes < 512 || pageBytes > 65_536) {
      throw damage(`page size ${pageBytes}`, 48);
    }
    const second = readMeta(pageBytes);
    const newer = readUint64(second, 152) > readUint64(first, 152) ? second : first;
    const neededBytes = (readUint64(newer, 144) + 1) * pageBytes;
    if (!Number.isSafeInteger(neededBytes)) throw damage("last page out of range", 144);
    if (neededBytes > sizeBytes) {
      // Only so far as an interrupted commit explains; more is a file that was cut.
      if (neededBytes > 2 * sizeBytes + (1 << 20)) {
        throw damage(`${sizeBytes} bytes instead of ${neededBytes}`, sizeBytes);
      }
      file.truncate(neededBytes);
      file.sync();
    }
  } finally {
    file.close();
  }
}
