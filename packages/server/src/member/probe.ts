/** What the HTTP endpoints (health, version, debug) learn of a member. */

import { etcdserverpb } from "@kvorum/proto";
import { roleNames } from "@kvorum/raft";
import type { AlarmKind, MemberProbe, RaftProgress, RaftStatus } from "../http/member-probe.ts";
import type { Member } from "./member.ts";

const alarmKinds: { readonly [alarm: number]: AlarmKind } = {
  [etcdserverpb.AlarmType.NOSPACE]: "NOSPACE",
  [etcdserverpb.AlarmType.CORRUPT]: "CORRUPT",
};

export function memberProbe(member: Member): MemberProbe {
  const { store } = member;
  // Any key will do; it need not exist.
  const request = {
    ...etcdserverpb.createRangeRequest(),
    key: new Uint8Array([0]),
    limit: 1,
    keysOnly: true,
  };
  return {
    serverVersion: member.versions.server,
    clusterVersion: () => member.versions.cluster,
    storageVersion: () => member.versions.storage || null,
    alarms: () => store.alarms.list(0).map(({ alarm }) => alarmKinds[alarm] ?? "UNKNOWN"),
    hasLeader: () => member.hasLeader,
    isLearner: () => member.isLearner,
    isAuthEnabled: () => store.auth.isEnabled,
    read: (consistency) =>
      new Promise((resolve, reject) => {
        const read = (): void => {
          store.range(request);
          resolve();
        };
        if (consistency === "serializable" || member.canReadNow) {
          read();
          return;
        }
        member.afterReadIndex((error) => {
          if (error === null) read();
          else reject(error);
        });
      }),
    raftStatus: () => raftStatus(member),
  };
}

function raftStatus(member: Member): RaftStatus {
  const { hardState, softState, applied, leadTransferee, progress } = member.raftStatus();
  const progressNames = {
    probe: "StateProbe",
    replicate: "StateReplicate",
    snapshot: "StateSnapshot",
  };
  return {
    id: member.id,
    term: hardState.term,
    vote: hardState.vote,
    commit: hardState.commit,
    lead: softState.lead,
    raftState: roleNames[softState.role] as RaftStatus["raftState"],
    applied,
    leadTransferee,
    progress: new Map(
      progress.map(({ id, match, next, state }) => [
        id,
        { match, next, state: progressNames[state] as RaftProgress["state"] },
      ]),
    ),
  };
}
