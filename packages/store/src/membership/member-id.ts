/**
 * Ids that members derive from configuration alone, so that all of them agree without talking.
 * Specification: apply, section 8. SHA-1 comes in as a port; it is a name, not a defence.
 */

import { assert, compareBytes, concatBytes, utf8ToBytes } from "@kvorum/base";

/** The 20-byte digest. */
export type Sha1 = (bytes: Uint8Array) => Uint8Array;

/**
 * The id of a member: of one named at bootstrap from its peer URLs and the cluster token; of one
 * added later from its peer URLs and the second of the request, with no token.
 */
export function deriveMemberId(
  origin: { readonly peerUrls: readonly string[] } & (
    | { readonly clusterToken: string }
    | { readonly addedUnixSeconds: number }
  ),
  sha1: Sha1,
): bigint {
  const urls = origin.peerUrls.map(utf8ToBytes).sort(compareBytes);
  const tail =
    "clusterToken" in origin ? origin.clusterToken : String(Math.floor(origin.addedUnixSeconds));
  return firstEightBytes(sha1(concatBytes([...urls, utf8ToBytes(tail)])));
}

/** The id of a cluster from the ids of the members that it is bootstrapped with. */
export function deriveClusterId(memberIds: readonly bigint[], sha1: Sha1): bigint {
  const ascending = [...memberIds].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return firstEightBytes(sha1(concatBytes(ascending.map(bigEndian))));
}

function bigEndian(id: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, id);
  return bytes;
}

function firstEightBytes(digest: Uint8Array): bigint {
  assert(digest.length === 20, `SHA-1 digest of ${digest.length} bytes`);
  return new DataView(digest.buffer, digest.byteOffset, 20).getBigUint64(0);
}
