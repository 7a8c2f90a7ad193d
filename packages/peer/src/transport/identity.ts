/**
 * Who speaks to whom, and whether they can: ids in text, versions, the headers of every request to
 * a raft path, and the gate that both sides apply. Peer protocol, section 2.
 */

/** Lower-case hexadecimal without leading zeros, as in headers, paths, log lines and metrics. */
export function idText(id: bigint): string {
  return id.toString(16);
}

/** The id in a header or path, or null. */
export function parseId(text: string): bigint | null {
  if (!/^[0-9a-fA-F]{1,64}$/.test(text)) return null;
  const id = BigInt(`0x${text}`);
  return id < 1n << 64n ? id : null;
}

export interface MajorMinor {
  readonly major: number;
  readonly minor: number;
}

/** Null for a text that is no `major.minor.patch`, with or without a suffix. */
export function parseVersion(text: string): MajorMinor | null {
  const parts = /^([0-9]{1,9})\.([0-9]{1,9})\.[0-9]{1,9}(?:[-+][0-9A-Za-z.+-]*)?$/.exec(text);
  return parts === null ? null : { major: Number(parts[1]), minor: Number(parts[2]) };
}

/** Negative, zero or positive. */
export function compareVersions(a: MajorMinor, b: MajorMinor): number {
  return a.major === b.major ? a.minor - b.minor : a.major - b.major;
}

/** What members of releases before the header send. */
const UNNAMED_VERSION = "2.0.0";

export const INCOMPATIBLE_VERSION = "incompatible version";
export const CLUSTER_ID_MISMATCH = "cluster ID mismatch";

export interface Identity {
  readonly localId: bigint;
  readonly localText: string;
  readonly clusterText: string;
  readonly serverVersion: string;
  readonly minClusterVersion: string;
}

/** Why the sender of these headers may not speak to this member, or null. */
export function gateVerdict(
  identity: Identity,
  header: (lowerCaseName: string) => string | undefined,
): typeof INCOMPATIBLE_VERSION | typeof CLUSTER_ID_MISMATCH | null {
  const theirs = parseVersion(header("x-server-version") ?? UNNAMED_VERSION);
  const theirMin = parseVersion(header("x-min-cluster-version") ?? UNNAMED_VERSION);
  const ours = parseVersion(identity.serverVersion)!;
  const ourMin = parseVersion(identity.minClusterVersion)!;
  if (
    theirs === null ||
    theirMin === null ||
    compareVersions(theirs, ourMin) < 0 ||
    compareVersions(theirMin, ours) > 0
  ) {
    return INCOMPATIBLE_VERSION;
  }
  return header("x-etcd-cluster-id") === identity.clusterText ? null : CLUSTER_ID_MISMATCH;
}

/** The oldest release that has both streams. */
const FIRST_STREAM_VERSION: MajorMinor = { major: 2, minor: 1 };

/** Whether a member of this version, as its answer's header says, speaks the streams. */
export function speaksStreams(version: string | undefined): boolean {
  const theirs = parseVersion(version ?? UNNAMED_VERSION);
  return theirs !== null && compareVersions(theirs, FIRST_STREAM_VERSION) >= 0;
}

/** Which databases beside bbolt a member takes. Go members know neither this nor the next. */
export const ACCEPTED_SNAPSHOT_HEADER = "X-Kvorum-Accept-Snapshot";
/** The format of the database in a POST of a snapshot; without it bbolt. */
export const SNAPSHOT_HEADER = "X-Kvorum-Snapshot";

/** Header lines of every request to a raft path, each with its CR LF. */
export function requestHeaders(
  identity: Identity,
  peerUrls: readonly string[],
  snapshotFormat: string | null,
): string {
  const accepted =
    snapshotFormat === null ? "" : `${ACCEPTED_SNAPSHOT_HEADER}: ${snapshotFormat}\r\n`;
  return (
    accepted +
    `X-Server-From: ${identity.localText}\r\n` +
    `X-Server-Version: ${identity.serverVersion}\r\n` +
    `X-Min-Cluster-Version: ${identity.minClusterVersion}\r\n` +
    `X-Etcd-Cluster-ID: ${identity.clusterText}\r\n` +
    `X-PeerURLs: ${peerUrls.join(",")}\r\n`
  );
}
