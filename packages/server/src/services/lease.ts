/** The Lease service. v3 API, section 5. */

import { EMPTY_BYTES } from "@kvorum/base";
import type { GrpcRoutes } from "@kvorum/http2";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import { type Caller, leaseGrantCost } from "@kvorum/store";
import { RequestField } from "../member/log-entry.ts";
import type { LeaderMonitor } from "./leader-monitor.ts";
import { isLeaseNotFound, LeaseKeepAlives } from "./lease-keep-alives.ts";
import type { ServedMember } from "./served-member.ts";
import { failCall, gateError, streamGate, unary } from "./unary.ts";

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
  const checkKeys = (caller: Caller, keys: readonly Uint8Array[]): void => {
    for (const key of keys) store.auth.checkRange(caller, { key, rangeEnd: EMPTY_BYTES });
  };

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
    options.leaderMonitor.guard(call, () => {});
    new LeaseKeepAlives(member, call, options.nowMs);
  });

  unary(
    routes,
    member,
    `${service}/LeaseTimeToLive`,
    etcdserverpb.decodeLeaseTimeToLiveRequest,
    (request, call) => {
      const caller = member.callers.known(call);
      if (caller !== null && request.keys) store.auth.checkLeaseKeys(caller, request.ID, "read");
      const { ID, keys } = request;
      const respond = (
        answer: Parameters<typeof etcdserverpb.encodeLeaseTimeToLiveResponse>[0],
      ) => {
        const header = headers.field(store.revision, member.appliedTerm);
        call.respondJoined(header, etcdserverpb.encodeLeaseTimeToLiveResponse(answer));
      };
      member.leases
        .timeToLive({ id: ID, keys }, () => call.isOpen)
        .then(
          (lease) => {
            // The leader may know of keys that are not attached here yet; nor may what the caller
            // was granted have changed meanwhile.
            if (caller !== null && keys) checkKeys(caller, lease.keys);
            respond({ ID, TTL: lease.ttl, grantedTTL: lease.grantedTtl, keys: lease.keys });
          },
          (error: unknown) => {
            if (!isLeaseNotFound(error)) throw error;
            respond({ ID, TTL: -1 });
          },
        )
        .catch((error: unknown) => failCall(call, error));
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
