/** The gzip port on node:zlib, synchronous: messages are at most a few MiB. */

import { constants, gunzipSync, gzipSync } from "node:zlib";
import type { Gzip } from "../core/compression.ts";

export const zlibGzip: Gzip = {
  inflate(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
    try {
      return gunzipSync(bytes, { maxOutputLength: Math.max(1, maxBytes) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return null;
      throw error;
    }
  },
  deflate(bytes: Uint8Array): Uint8Array {
    return gzipSync(bytes, { level: constants.Z_DEFAULT_COMPRESSION });
  },
};
