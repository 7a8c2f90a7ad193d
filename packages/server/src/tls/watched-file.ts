/**
 * Files that are read again whenever they have changed, found by a look at their metadata: cheap
 * enough for every handshake. Peer protocol, section 11 ("re-read for every handshake").
 *
 * A file that cannot be read is an error each time, not its last good content: whoever removes a
 * certificate wants it out of use.
 */

import { closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { goErrorText } from "../logging/system-error.ts";
import { MAX_FILE_BYTES } from "./limits.ts";

/** A TLS file that is missing, unreadable, too large or not what it should be. */
export class TlsFileError extends Error {
  override readonly name = "TlsFileError";
}

export class WatchedFile {
  readonly path: string;
  #signature = "";
  #bytes: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.path = path;
  }

  /**
   * The content as of now; the same object as before as long as the file has not changed.
   * @throws TlsFileError in Go's words, such as `open x: no such file or directory`
   */
  read(): Buffer {
    try {
      const signature = signatureOf(statSync(this.path, { bigint: true }));
      if (signature !== this.#signature) {
        const { bytes, signature: opened } = readWhole(this.path);
        this.#bytes = bytes;
        this.#signature = opened;
      }
      return this.#bytes;
    } catch (error) {
      this.#signature = "";
      if (error instanceof TlsFileError) throw error;
      throw new TlsFileError(goErrorText(error).replace(/^stat /, "open "), { cause: error });
    }
  }
}

function readWhole(path: string): { bytes: Buffer; signature: string } {
  const descriptor = openSync(path, "r");
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    if (stats.size > MAX_FILE_BYTES) {
      throw new TlsFileError(`read ${path}: more than ${MAX_FILE_BYTES} bytes`);
    }
    return { bytes: readFileSync(descriptor), signature: signatureOf(stats) };
  } finally {
    closeSync(descriptor);
  }
}

interface FileMarks {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

function signatureOf({ dev, ino, size, mtimeNs, ctimeNs }: FileMarks): string {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}
