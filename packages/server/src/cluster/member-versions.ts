/** Asks the members for their versions. Peer protocol, section 8.2; apply specification, 7. */

import { PeerRequestError, type PeerRequests, type PeerVersions } from "@kvorum/peer";
import { memberIdText } from "@kvorum/store";
import type { Logger } from "../logging/logger.ts";

/** By member id; null for one that could not be reached. */
export type KnownVersions = ReadonlyMap<bigint, PeerVersions | null>;

export interface AskedMember {
  readonly id: bigint;
  readonly peerUrls: readonly string[];
}

export interface MemberVersionsPorts {
  readonly requests: Pick<PeerRequests, "versions">;
  readonly log: Logger;
  /** For each member. */
  readonly timeoutMs: number;
}

/**
 * One member after the other, as etcd does: a silent one costs its timeout. Rejects only by a bug.
 */
export async function askVersions(
  members: readonly AskedMember[],
  { requests, log, timeoutMs }: MemberVersionsPorts,
): Promise<KnownVersions> {
  const known = new Map<bigint, PeerVersions | null>();
  for (const { id, peerUrls } of members) {
    try {
      known.set(id, await requests.versions(peerUrls, { timeoutMs }));
    } catch (error) {
      if (!(error instanceof PeerRequestError)) throw error;
      log.warn("failed to get version", {
        "remote-member-id": memberIdText(id),
        error: error.message,
      });
      known.set(id, null);
    }
  }
  return known;
}
