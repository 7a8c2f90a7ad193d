/** The Maintenance service of one member. v3 API, section 7. */

import { createHash } from "node:crypto";
import type { GrpcRoutes, StreamCall, UnaryCall } from "@kvorum/http2";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import { RequestField } from "../member/log-entry.ts";
import type { ServedMember } from "./served-member.ts";
import {
  failCall,
  failStream,
  gateError,
  learnerGate,
  learnerStreamGate,
  onceKnownStream,
  unary,
} from "./unary.ts";

const service = "/etcdserverpb.Maintenance";

/** Bytes of the database in each message of a snapshot, as etcd cuts it. */
const SNAPSHOT_BLOB_BYTES = 32_768;

/** Runs a generator in slices between which the member goes on; see member/slices.ts. */
export type RunSliced = <Result>(
  job: Generator<void, Result>,
  done: (result: Result) => void,
  failed: (error: unknown) => void,
) => void;

export function registerMaintenance(
  routes: GrpcRoutes,
  member: ServedMember,
  runSliced: RunSliced,
): void {
  const { store, headers } = member;
  const header = (): Uint8Array => headers.field(store.revision, member.appliedTerm);

  unary(
    routes,
    member,
    `${service}/Status`,
    etcdserverpb.decodeStatusRequest,
    (_request, call) => {
      member.callers.known(call);
      const { leaderId, committedIndex, term, isLearner } = member.status();
      const errors: string[] = [];
      if (leaderId === 0n) errors.push(new RequestError("NoLeader").message);
      for (const { memberID, alarm } of store.alarms.list(0)) {
        errors.push(`memberID:${memberID} alarm:${alarmName(alarm)} `);
      }
      const targetVersion = store.members.downgradeTarget;
      call.respondJoined(
        header(),
        etcdserverpb.encodeStatusResponse({
          version: member.versions.server,
          dbSize: store.backend.sizeBytes,
          dbSizeInUse: store.backend.sizeInUseBytes,
          leader: leaderId,
          raftIndex: committedIndex,
          raftTerm: term,
          raftAppliedIndex: store.appliedIndex,
          errors,
          isLearner,
          storageVersion: member.versions.storage,
          dbSizeQuota: member.quotaBackendBytes,
          downgradeInfo: targetVersion === null ? {} : { enabled: true, targetVersion },
        }),
      );
    },
    learnerGate,
  );

  unary(
    routes,
    member,
    `${service}/Alarm`,
    etcdserverpb.decodeAlarmRequest,
    (request, call, bytes) => {
      const { callers } = member;
      const isReading = request.action === etcdserverpb.AlarmAction.GET;
      const caller = isReading ? callers.known(call) : callers.admin(call);
      member.proposeCall(RequestField.alarm, bytes, call, caller);
    },
  );

  unary(
    routes,
    member,
    `${service}/Hash`,
    etcdserverpb.decodeHashRequest,
    (_request, call: UnaryCall) => {
      member.callers.admin(call);
      runSliced(
        store.hash(),
        (hash) => call.respondJoined(header(), etcdserverpb.encodeHashResponse({ hash })),
        (error) => failCall(call, error),
      );
    },
  );

  unary(
    routes,
    member,
    `${service}/HashKV`,
    etcdserverpb.decodeHashKVRequest,
    (request, call: UnaryCall) => {
      member.callers.admin(call);
      runSliced(
        store.hashKv(request.revision),
        ({ hash, compactRevision, hashRevision }) =>
          call.respondJoined(
            header(),
            etcdserverpb.encodeHashKVResponse({
              hash,
              compactRevision,
              hashRevision,
            }),
          ),
        (error) => failCall(call, error),
      );
    },
  );

  unary(
    routes,
    member,
    `${service}/MoveLeader`,
    etcdserverpb.decodeMoveLeaderRequest,
    (request, call: UnaryCall) => {
      member.callers.admin(call);
      const { leaderId } = member.status();
      if (leaderId !== member.id) throw new RequestError("NotLeader");
      const target = store.members.get(request.targetID);
      if (target === undefined || target.isLearner) throw new RequestError("BadLeaderTransferee");
      const answer = (): void => call.respond(etcdserverpb.encodeMoveLeaderResponse({}));
      if (target.id === member.id) answer();
      else call.onCancel(member.transferLeadership(target.id, answer));
    },
  );

  routes.serverStream(`${service}/Snapshot`, (bytes, call) => {
    try {
      const refusal = gateError(member, call, learnerStreamGate);
      if (refusal !== null) throw refusal;
      etcdserverpb.decodeSnapshotRequest(bytes);
      onceKnownStream(member, call, bytes, () => {
        member.callers.admin(call);
        sendDatabase(member, call).catch((error: unknown) => failStream(call, error));
      });
    } catch (error) {
      failStream(call, error);
    }
  });

  unary(
    routes,
    member,
    `${service}/Defragment`,
    etcdserverpb.decodeDefragmentRequest,
    (_request, call) => {
      member.callers.admin(call);
      member.defragment().then(
        () => call.respond(new Uint8Array(0)),
        (error: unknown) => failCall(call, error),
      );
    },
  );
}

/** The database in blobs, then its SHA-256 as a blob of its own. */
async function sendDatabase(member: ServedMember, call: StreamCall): Promise<void> {
  const database = await member.exportDatabase();
  let isGone = false;
  const hasRoom = (): Promise<void> =>
    new Promise((resolve) => {
      call.onDrain(resolve);
      call.onCancel(() => {
        isGone = true;
        resolve();
      });
    });
  try {
    const digest = createHash("sha256");
    const version = member.versions.storage;
    for (let offset = 0; offset < database.sizeBytes && call.isOpen; ) {
      const length = Math.min(SNAPSHOT_BLOB_BYTES, database.sizeBytes - offset);
      const blob = database.read(offset, length);
      offset += length;
      digest.update(blob);
      const remainingBytes = database.sizeBytes - offset;
      const message = etcdserverpb.encodeSnapshotResponse({ remainingBytes, blob, version });
      if (!call.send(message)) await hasRoom();
      if (isGone) return;
    }
    const blob = digest.digest();
    call.send(etcdserverpb.encodeSnapshotResponse({ remainingBytes: 0, blob, version }));
    call.end();
  } finally {
    database.close();
  }
}

function alarmName(alarm: number): string {
  for (const [name, value] of Object.entries(etcdserverpb.AlarmType)) {
    if (value === alarm) return name;
  }
  return String(alarm);
}
