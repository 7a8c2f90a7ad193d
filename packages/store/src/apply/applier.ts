/**
 * From a committed log entry to its result: the one function in which replicas must agree (apply
 * specification, sections 1 to 5).
 *
 * Order of layers for a request: corrupt alarm, no-space alarm, auth, quota, store. An entry that
 * the backend already contains (index not above the stored consistent index) is a replay: it
 * changes nothing but, for the three membership setters, memory. After every live entry the marker
 * (index, term) goes into the batch that holds its changes, whether it wrote, failed or was empty.
 *
 * Errors of requests are results. Anything else that goes wrong (an entry that cannot be decoded,
 * damage in the store) is thrown, and the member must stop: its state may be half changed.
 */

import { assert, EMPTY_BYTES, latin1ToBytes } from "@kvorum/base";
import { etcdserverpb, membershippb, RequestError, raftpb } from "@kvorum/proto";
import type { Answer, ApplyOutcome, CompactionRequested } from "../answer.ts";
import type { Backend } from "../backend-port.ts";
import type { Compactor } from "../mvcc/compactor.ts";
import { type MvccStore, PutFields } from "../mvcc/mvcc-store.ts";
import type { RangeReader } from "../mvcc/range.ts";
import type { TxnRunner } from "../mvcc/txn.ts";
import type { AlarmCommands, LeaseCommands, MembershipCommands } from "../seams.ts";
import type { AuthLayer } from "./auth-port.ts";
import { EntryParser, parsePut, RequestField } from "./entry-parser.ts";
import { LEASE_GRANT_COST_BYTES, putCostOf, type Quota, txnCost } from "./quota.ts";
import { decodeV2Request } from "./v2-request.ts";

/** One committed entry, as raft hands it over. */
export interface CommittedEntry {
  readonly index: number;
  readonly term: number;
  /** raftpb.EntryType. */
  readonly type: number;
  readonly data: Uint8Array | null;
}

/** What applying may know of the world besides the entry. */
export interface ApplyContext {
  /** Monotonic; only timers of leases and tokens depend on it. */
  readonly nowMs: number;
}

/** The parts of the store that entries change. */
export interface ApplierParts {
  readonly backend: Backend;
  readonly mvcc: MvccStore;
  readonly ranges: RangeReader;
  readonly txns: TxnRunner;
  readonly compactor: Compactor;
  readonly leases: LeaseCommands;
  readonly alarms: AlarmCommands;
  readonly members: MembershipCommands;
  readonly quota: Quota;
  readonly auth: AuthLayer;
  /** Write checkpoints of leases to disk even below cluster version 3.6. */
  readonly persistsLeaseCheckpoints: boolean;
}

/** PutResponse.prev_kv; LeaseGrantResponse; AlarmResponse. */
const PUT_PREVIOUS = 0x12;
const ALARMS = 0x12;

const REPLAYED: ApplyOutcome = {
  requestId: 0n,
  answer: null,
  error: null,
  confChange: null,
  raiseNoSpace: false,
  compaction: null,
  isReplay: true,
};

const EMPTY_ENTRY: ApplyOutcome = { ...REPLAYED, isReplay: false };

export class Applier {
  readonly #parts: ApplierParts;
  readonly #mvcc: MvccStore;
  readonly #parser: EntryParser = new EntryParser();
  readonly #put: PutFields = new PutFields();
  #consistentIndex: number;
  #consistentTerm: number;
  #appliedIndex = 0;
  /** The last request went over the quota although it was carried out. */
  #isOverQuota = false;
  #compaction: CompactionRequested | null = null;

  constructor(parts: ApplierParts, marker: { index: number; term: number }) {
    this.#parts = parts;
    this.#mvcc = parts.mvcc;
    this.#consistentIndex = marker.index;
    this.#consistentTerm = marker.term;
    this.#appliedIndex = marker.index;
  }

  /** Index of the last entry whose effects the state holds. */
  get consistentIndex(): number {
    return this.#consistentIndex;
  }

  /** Its term. */
  get consistentTerm(): number {
    return this.#consistentTerm;
  }

  apply(entry: CommittedEntry, context: ApplyContext): ApplyOutcome {
    if (entry.index <= this.#consistentIndex) return this.#replay(entry);
    assert(
      entry.index === this.#appliedIndex + 1 || this.#appliedIndex === 0,
      `entry ${entry.index} follows ${this.#appliedIndex} in the log`,
    );
    const outcome = this.#applyLive(entry, context);
    this.#consistentIndex = entry.index;
    this.#consistentTerm = entry.term;
    this.#appliedIndex = entry.index;
    this.#parts.backend.setApplied({ index: entry.index, term: entry.term, confState: null });
    return outcome;
  }

  #applyLive(entry: CommittedEntry, context: ApplyContext): ApplyOutcome {
    if (entry.type === raftpb.EntryType.EntryConfChange) return this.#applyConfChange(entry);
    assert(
      entry.type === raftpb.EntryType.EntryNormal,
      `entry ${entry.index} has type ${entry.type}, which no etcd applies`,
    );
    if (entry.data === null || entry.data.length === 0) return EMPTY_ENTRY;
    const parser = this.#parser;
    parser.parse(entry.data);
    if (parser.isV2) return this.#applyV2(entry.data, true);
    const requestId = parser.requestId;
    assert(requestId !== 0n, `entry ${entry.index} has no request id`);
    this.#isOverQuota = false;
    this.#compaction = null;
    let answer: Answer | null = null;
    let error: RequestError | null = null;
    try {
      answer = this.#dispatch(entry, context);
      if (this.#isOverQuota) {
        answer = null;
        error = new RequestError("NoSpace");
      }
    } catch (thrown) {
      if (!(thrown instanceof RequestError)) throw thrown;
      assert(this.#mvcc.changesCount === 0, `a request failed after it had changed keys`);
      this.#mvcc.abandonWrite();
      error = thrown;
    }
    return {
      requestId,
      answer,
      error,
      confChange: null,
      raiseNoSpace: this.#isOverQuota,
      compaction: this.#compaction,
      isReplay: false,
    };
  }

  #dispatch(entry: CommittedEntry, context: ApplyContext): Answer {
    const parser = this.#parser;
    switch (parser.field) {
      case RequestField.PUT:
        return this.#applyPut();
      case RequestField.TXN:
        return this.#applyTxn(etcdserverpb.decodeTxnRequest(parser.body));
      case RequestField.DELETE_RANGE:
        return this.#applyDelete(etcdserverpb.decodeDeleteRangeRequest(parser.body));
      case RequestField.RANGE:
        return this.#applyRange(etcdserverpb.decodeRangeRequest(parser.body));
      case RequestField.COMPACTION:
        return this.#applyCompaction(etcdserverpb.decodeCompactionRequest(parser.body));
      case RequestField.LEASE_GRANT:
        return this.#applyGrant(etcdserverpb.decodeLeaseGrantRequest(parser.body), context);
      case RequestField.LEASE_REVOKE:
        return this.#applyRevoke(etcdserverpb.decodeLeaseRevokeRequest(parser.body));
      case RequestField.LEASE_CHECKPOINT:
        return this.#applyCheckpoint(
          etcdserverpb.decodeLeaseCheckpointRequest(parser.body),
          context,
        );
      case RequestField.ALARM:
        return this.#applyAlarm(etcdserverpb.decodeAlarmRequest(parser.body));
      case RequestField.CLUSTER_VERSION_SET:
      case RequestField.CLUSTER_MEMBER_ATTR_SET:
      case RequestField.DOWNGRADE_INFO_SET:
        this.#applySetter(parser.field, parser.body, true);
        return this.#answer(EMPTY_BYTES);
      case RequestField.DOWNGRADE_VERSION_TEST:
        return this.#answer(EMPTY_BYTES);
      default:
        return this.#applyAuth(entry, context);
    }
  }

  // Keys -------------------------------------------------------------------------------------

  #applyPut(): Answer {
    const { alarms, auth, quota } = this.#parts;
    const parser = this.#parser;
    const put = this.#put;
    const mvcc = this.#mvcc;
    parsePut(parser.bytes, parser.bodyStart, parser.bodyEnd, put);
    if (alarms.hasCorrupt) throw new RequestError("Corrupt");
    if (alarms.hasNoSpace) throw new RequestError("NoSpace");
    if (auth.isEnabled) auth.checkPut(parser.caller, put);
    mvcc.checkPut(put);
    this.#isOverQuota = !quota.allows(
      putCostOf({
        keyBytes: put.keyEnd - put.keyStart,
        valueBytes: put.valueEnd - put.valueStart,
      }),
    );
    mvcc.beginWrite();
    mvcc.put(put, PUT_PREVIOUS);
    const revision = mvcc.endWrite();
    return { revision, body: put.wantsPrevious ? mvcc.writer.finish() : EMPTY_BYTES };
  }

  #applyTxn(request: etcdserverpb.TxnRequest): Answer {
    const { alarms, auth, quota, txns } = this.#parts;
    const cost = txnCost(request);
    if (alarms.hasCorrupt) throw new RequestError("Corrupt");
    if (cost > 0 && alarms.hasNoSpace) throw new RequestError("NoSpace");
    if (auth.isEnabled) auth.checkTxn(this.#parser.caller, request);
    const fits = quota.allows(cost);
    this.#mvcc.beginWrite();
    const body = txns.run(request);
    this.#isOverQuota = !fits;
    return { revision: this.#mvcc.endWrite(), body };
  }

  #applyDelete(request: etcdserverpb.DeleteRangeRequest): Answer {
    const { alarms, auth, txns } = this.#parts;
    if (alarms.hasCorrupt) throw new RequestError("Corrupt");
    if (auth.isEnabled) auth.checkDeleteRange(this.#parser.caller, request);
    this.#mvcc.beginWrite();
    const body = txns.delete(request);
    return { revision: this.#mvcc.endWrite(), body };
  }

  #applyRange(request: etcdserverpb.RangeRequest): Answer {
    const { alarms, auth, ranges } = this.#parts;
    if (alarms.hasCorrupt) throw new RequestError("Corrupt");
    if (auth.isEnabled) auth.checkRange(this.#parser.caller, request);
    return this.#answer(ranges.read(request));
  }

  #applyCompaction(request: etcdserverpb.CompactionRequest): Answer {
    const { alarms, compactor } = this.#parts;
    if (alarms.hasCorrupt) throw new RequestError("Corrupt");
    // Set even where the compaction fails: a physical one then waits for those before it.
    this.#compaction = { revision: request.revision, isPhysical: request.physical };
    compactor.schedule(request.revision);
    return this.#answer(EMPTY_BYTES);
  }

  // Leases -----------------------------------------------------------------------------------

  #applyGrant(request: etcdserverpb.LeaseGrantRequest, context: ApplyContext): Answer {
    const { alarms, leases, quota } = this.#parts;
    if (alarms.hasCorrupt) throw new RequestError("Corrupt");
    if (alarms.hasNoSpace) throw new RequestError("NoSpace");
    const fits = quota.allows(LEASE_GRANT_COST_BYTES);
    const ttlSeconds = leases.grant({
      id: request.ID,
      ttlSeconds: request.TTL,
      nowMs: context.nowMs,
    });
    this.#isOverQuota = !fits;
    return this.#answer(etcdserverpb.encodeLeaseGrantResponse({ ID: request.ID, TTL: ttlSeconds }));
  }

  /** The keys go in one revision, in key order; then the lease itself, in the same batch. */
  #applyRevoke(request: etcdserverpb.LeaseRevokeRequest): Answer {
    const { alarms, auth, leases } = this.#parts;
    const mvcc = this.#mvcc;
    if (alarms.hasCorrupt) throw new RequestError("Corrupt");
    if (auth.isEnabled) auth.checkLeaseRevoke(this.#parser.caller, request.ID);
    const keys = leases.keysOf(request.ID);
    mvcc.beginWrite();
    for (const key of keys) {
      const bytes = latin1ToBytes(key);
      mvcc.deleteKey(bytes, 0, bytes.length, 0);
    }
    mvcc.endWrite();
    leases.remove(request.ID);
    return this.#answer(EMPTY_BYTES);
  }

  #applyCheckpoint(request: etcdserverpb.LeaseCheckpointRequest, context: ApplyContext): Answer {
    const { leases, members, persistsLeaseCheckpoints } = this.#parts;
    leases.checkpoint(request.checkpoints, {
      isPersistent: persistsLeaseCheckpoints || isAtLeast36(members.clusterVersion),
      nowMs: context.nowMs,
    });
    return this.#answer(EMPTY_BYTES);
  }

  // Alarms, membership, auth -------------------------------------------------------------------

  #applyAlarm(request: etcdserverpb.AlarmRequest): Answer {
    const { alarms } = this.#parts;
    const member = { memberID: request.memberID, alarm: request.alarm };
    let listed: readonly etcdserverpb.AlarmMember[];
    switch (request.action) {
      case etcdserverpb.AlarmAction.GET:
        listed = alarms.list(request.alarm);
        break;
      case etcdserverpb.AlarmAction.ACTIVATE:
        listed = alarms.activate(member);
        break;
      case etcdserverpb.AlarmAction.DEACTIVATE:
        listed = alarms.deactivate(member);
        break;
      default:
        listed = [];
    }
    const { writer } = this.#mvcc;
    for (const alarm of listed) writer.field(ALARMS, etcdserverpb.encodeAlarmMember(alarm));
    return this.#answer(writer.finish());
  }

  #applySetter(field: number, body: Uint8Array, isPersistent: boolean): void {
    const { members } = this.#parts;
    switch (field) {
      case RequestField.CLUSTER_VERSION_SET: {
        const { ver } = membershippb.decodeClusterVersionSetRequest(body);
        members.setClusterVersion(ver, { isPersistent });
        break;
      }
      case RequestField.CLUSTER_MEMBER_ATTR_SET: {
        const request = membershippb.decodeClusterMemberAttrSetRequest(body);
        members.setAttributes(
          {
            id: request.memberID,
            name: request.memberAttributes?.name ?? "",
            clientUrls: request.memberAttributes?.clientUrls ?? [],
          },
          { isPersistent },
        );
        break;
      }
      case RequestField.DOWNGRADE_INFO_SET: {
        const { enabled, ver } = membershippb.decodeDowngradeInfoSetRequest(body);
        members.setDowngrade({ isEnabled: enabled, targetVersion: ver }, { isPersistent });
        break;
      }
    }
  }

  #applyAuth(entry: CommittedEntry, { nowMs }: ApplyContext): Answer {
    const { auth } = this.#parts;
    const { field, body, caller } = this.#parser;
    assert(
      field >= RequestField.AUTH_ENABLE && field <= RequestField.AUTH_ROLE_REVOKE_PERMISSION,
      `entry ${entry.index} carries request ${field}, which this version does not know`,
    );
    return this.#answer(auth.apply(field, body, caller, { index: entry.index, nowMs }));
  }

  #applyV2(data: Uint8Array, isPersistent: boolean): ApplyOutcome {
    const { id, command } = decodeV2Request(data);
    const { members } = this.#parts;
    if (command.kind === "version") members.setClusterVersion(command.version, { isPersistent });
    else if (command.kind === "attributes") {
      members.setAttributes({ id: command.memberId, ...command.value }, { isPersistent });
    }
    if (!isPersistent) return REPLAYED;
    return { ...EMPTY_ENTRY, requestId: id, answer: this.#answer(EMPTY_BYTES) };
  }

  #applyConfChange(entry: CommittedEntry): ApplyOutcome {
    const { members } = this.#parts;
    const change = raftpb.decodeConfChange(entry.data ?? EMPTY_BYTES);
    const error = members.checkConfChange(change);
    if (error === null) members.applyConfChange(change, { isPersistent: true });
    return {
      ...EMPTY_ENTRY,
      requestId: change.id,
      error,
      confChange: error === null ? change : { ...change, nodeId: 0n },
    };
  }

  // Replay -----------------------------------------------------------------------------------

  /**
   * The state already holds this entry. Changes of membership are in it too (the members bucket
   * and meta/confState move in the same transaction as the index), so raft must not see them again.
   */
  #replay(entry: CommittedEntry): ApplyOutcome {
    const { data } = entry;
    if (entry.type !== raftpb.EntryType.EntryNormal || data === null || data.length === 0) {
      return REPLAYED;
    }
    const parser = this.#parser;
    parser.parse(data);
    if (parser.isV2) return this.#applyV2(data, false);
    this.#applySetter(parser.field, parser.body, false);
    return REPLAYED;
  }

  #answer(body: Uint8Array): Answer {
    return { revision: this.#mvcc.revision, body };
  }
}

function isAtLeast36(version: string | null): boolean {
  if (version === null) return false;
  const [major, minor] = version.split(".").map(Number);
  return major! > 3 || (major === 3 && minor! >= 6);
}
