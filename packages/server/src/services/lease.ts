/** The Lease service. v3 API, section 5. */

import { latin1ToBytes } from "@kvorum/base";
import type { GrpcRoutes } from "@kvorum/http2";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import { leaseGrantCost } from "@kvorum/store";
import { RequestField } from "../member/log-entry.ts";
import type { LeaderMonitor } from "./leader-monitor.ts";
import type { ServedMember } from "./served-member.ts";
import { failStream, gateError, streamGate, unary } from "./unary.ts";

const service = "/etcdserverpb.Lease";

export interface LeaseServiceOptions {
  /** Monotonic now. */
  readonly nowMs: () => number;
  readonly leaderMonitor: LeaderMonitor;
}

export function registerLease(
  routes: GrpcRoutes,
  member: ServedMember,
  options: LeaseServiceOptions,
): void {
  const { store, headers } = member;

  unary(
    routes,
    member,
    `${service}/LeaseGrant`,
    etcdserverpb.decodeLeaseGrantRequest,
    (request, call, bytes) => {
      if (!member.admitWrite(leaseGrantCost)) throw new RequestError("NoSpace");
      // The id is decided here, before the log, so that all members grant the same one.
      const entry = request.ID === 0n ? withLeaseId(bytes, member.nextLeaseId()) : bytes;
      member.proposeCall(RequestField.leaseGrant, entry, call, member.callers.known(call));
    },
  );

  unary(
    routes,
    member,
    `${service}/LeaseRevoke`,
    etcdserverpb.decodeLeaseRevokeRequest,
    (_request, call, bytes) =>
      member.proposeCall(RequestField.leaseRevoke, bytes, call, member.callers.known(call)),
  );

  routes.bidiStream(`${service}/LeaseKeepAlive`, (call) => {
    const refusal = gateError(member, call, streamGate);
    if (refusal !== null) {
      call.fail(refusal.status, refusal.message);
      return;
    }
    // One answer for each request, in order: while one waits, no further request is read.
    options.leaderMonitor.guard(call, () => {});
    let isWaiting = false;
    let isHalfClosed = false;
    const answer = (ID: bigint, TTL: number, header: Uint8Array): void => {
      const body = etcdserverpb.encodeLeaseKeepAliveResponse({ ID, TTL });
      if (!call.sendJoined(header, body)) call.pauseReading();
    };
    const renew = (bytes: Uint8Array): void => {
      try {
        const { ID } = etcdserverpb.decodeLeaseKeepAliveRequest(bytes);
        const caller = member.callers.known(call);
        if (caller !== null) store.auth.checkLeaseKeys(caller, ID, "write");
        // The revision is sampled before the renewal.
        const header = headers.field(store.revision, member.appliedTerm);
        const hasCheckpoint = store.lessor.hasCheckpoint(ID);
        const outcome = store.lessor.renew(ID, options.nowMs());
        // The log remembers a shorter time; the next leader must not start from it.
        if (hasCheckpoint && typeof outcome === "number") member.forgetCheckpoint(ID);
        if (typeof outcome === "number") {
          answer(ID, outcome, header);
        } else if (outcome === "unknown") {
          answer(ID, 0, header);
        } else if (outcome === "expired") {
          isWaiting = true;
          call.pauseReading();
          store.lessor.whenSettled(ID, () => {
            isWaiting = false;
            answer(ID, 0, header);
            if (isHalfClosed) call.end();
            else call.resumeReading();
          });
        } else {
          throw new RequestError(member.hasLeader ? "NotPrimaryLessor" : "NoLeader");
        }
      } catch (error) {
        failStream(call, error);
      }
    };
    call.onMessage((bytes) => {
      if (!member.callers.isEarly(call)) {
        renew(bytes);
        return;
      }
      const kept = bytes.slice();
      isWaiting = true;
      call.pauseReading();
      member.afterReadIndex((error) => {
        isWaiting = false;
        if (!call.isOpen) return;
        if (error !== null) {
          failStream(call, error);
          return;
        }
        renew(kept);
        if (isWaiting || !call.isOpen) return;
        if (isHalfClosed) call.end();
        else call.resumeReading();
      });
    });
    call.onDrain(() => {
      if (!isWaiting) call.resumeReading();
    });
    call.onHalfClose(() => {
      isHalfClosed = true;
      if (!isWaiting) call.end();
    });
  });

  unary(
    routes,
    member,
    `${service}/LeaseTimeToLive`,
    etcdserverpb.decodeLeaseTimeToLiveRequest,
    (request, call) => {
      const caller = member.callers.known(call);
      if (caller !== null && request.keys) store.auth.checkLeaseKeys(caller, request.ID, "read");
      const found = store.lessor.timeToLive(request.ID, options.nowMs());
      const header = headers.field(store.revision, member.appliedTerm);
      const body = etcdserverpb.encodeLeaseTimeToLiveResponse(
        found === null
          ? { ID: request.ID, TTL: -1 }
          : {
              ID: request.ID,
              TTL: found.remainingSeconds,
              grantedTTL: found.grantedTtlSeconds,
              keys: request.keys ? store.lessor.keysOf(request.ID).map(latin1ToBytes) : [],
            },
      );
      call.respondJoined(header, body);
    },
  );

  unary(
    routes,
    member,
    `${service}/LeaseLeases`,
    etcdserverpb.decodeLeaseLeasesRequest,
    (_request, call) => {
      const caller = member.callers.known(call);
      if (caller !== null) {
        for (const id of store.lessor.list()) store.auth.checkLeaseKeys(caller, id, "read");
      }
      const leases = store.lessor.list().map((ID) => ({ ID }));
      const body = etcdserverpb.encodeLeaseLeasesResponse({ leases });
      call.respondJoined(headers.field(store.revision, member.appliedTerm), body);
    },
  );
}

/**
 * The client's own bytes with a field behind them, which counts as the last one of its number. Not
 * encoded anew: a TTL beyond 2^53 has no exact number, and apply has to refuse it.
 */
function withLeaseId(request: Uint8Array, ID: bigint): Uint8Array {
  const field = etcdserverpb.encodeLeaseGrantRequest({ ID });
  const bytes = new Uint8Array(request.length + field.length);
  bytes.set(request);
  bytes.set(field, request.length);
  return bytes;
}
