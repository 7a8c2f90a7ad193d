/** Call metadata: header fields of a gRPC call that are not part of the protocol itself. */

import { plainView } from "./byte-copy.ts";

/**
 * Names in lower case, values as latin1 strings in their wire form: the values of names that end
 * in `-bin` are base64 (see `decodeBinaryMetadata`). Order and repetitions are kept.
 */
export type Metadata = readonly (readonly [name: string, value: string])[];

/** The bytes of a `-bin` value, padded or not. Null when it is not base64. */
export function decodeBinaryMetadata(value: string): Uint8Array | null {
  const unpadded = value.replace(/={1,2}$/, "");
  if (!/^[A-Za-z0-9+/]*$/.test(unpadded) || unpadded.length % 4 === 1) return null;
  return plainView(Buffer.from(unpadded, "base64"));
}

/** The wire form of a `-bin` value: base64 without padding. */
export function encodeBinaryMetadata(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("base64")
    .replace(/=+$/, "");
}
