/** What this member answers to the others beside raft. Peer protocol, section 8. */

import type { PeerServices } from "@kvorum/peer";
import type { Member } from "./member.ts";

export function peerServices(member: Member): PeerServices {
  const { store } = member;
  return {
    members: () => member.members(),
    versions: () => {
      const { server, cluster, storage } = member.versions;
      return { server, cluster, storage: storage === "" ? null : storage };
    },
    isDowngradeEnabled: async () => {
      await readIndexOf(member);
      return store.members.downgradeTarget !== null;
    },
    hashKv: (revision) =>
      new Promise((resolve, reject) => {
        member.jobs.run(
          store.hashKv(revision),
          ({ hash, compactRevision, hashRevision }) =>
            resolve({ hash, compactRevision, hashRevision, revision: store.revision }),
          reject,
        );
      }),
    promote: (id) => member.promote(id),
    renewLease: async (id) => {
      if (!member.isTicking) await readIndexOf(member);
      return member.leases.renewHere(id);
    },
    timeToLive: (question) => member.leases.timeToLiveHere(question),
  };
}

function readIndexOf(member: Member): Promise<void> {
  return new Promise((resolve, reject) => {
    member.afterReadIndex((error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
