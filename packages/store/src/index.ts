/** The store: MVCC, leases, watches, membership, alarms, and apply, which drives them all. */

export type { Answer, ApplyOutcome, CompactionRequested } from "./answer.ts";
export type { ApplyContext, CommittedEntry } from "./apply/applier.ts";
export {
  decodeConfState,
  encodeConfState,
  type StoredConfState,
} from "./apply/conf-state-json.ts";
export type { Caller } from "./apply/entry-parser.ts";
export { EntryParser, RequestField } from "./apply/entry-parser.ts";
export { PutAdmission } from "./apply/put-admission.ts";
export { LEASE_GRANT_COST_BYTES as leaseGrantCost, putCost, txnCost } from "./apply/quota.ts";
export {
  decodeV2Request,
  type V2Attributes,
  type V2Command,
  type V2Request,
} from "./apply/v2-request.ts";
export type { Auth } from "./auth/auth.ts";
export { AuthField } from "./auth/auth-requests.ts";
export type { PasswordHasher } from "./auth/password-port.ts";
export { type SimpleTokens, tokenIndex } from "./auth/simple-tokens.ts";
export type { AppliedMarker, Backend, BucketName } from "./backend-port.ts";
export {
  EXPIRED_PER_PICK_UP,
  EXPIRED_RETRY_MS,
  MAX_TTL_SECONDS,
} from "./lease/lease-limits.ts";
export { type LeaseCounters, Lessor, type RenewOutcome, type TimeToLive } from "./lease/lessor.ts";
export {
  duplicateUrl,
  formatInitialCluster,
  parseInitialCluster,
  parseMemberUrl,
  parseMemberUrls,
  UrlError,
} from "./membership/cluster-urls.ts";
export { deriveClusterId, deriveMemberId, type Sha1 } from "./membership/member-id.ts";
export {
  attributesText,
  type ConfChangeContext,
  decodeConfChangeContext,
  decodeMember,
  encodeConfChangeContext,
  encodeMember,
  type Member,
  memberIdText,
  parseMemberId,
  raftAttributesText,
} from "./membership/member-json.ts";
export { DEFAULT_MAX_LEARNERS, Members, readMembership } from "./membership/members.ts";
export {
  checkAddMember,
  checkPromoteMember,
  checkRemoveMember,
  type ReconfigurationView,
} from "./membership/reconfiguration.ts";
export {
  decodeSnapshotTree,
  encodeSnapshotTree,
  type MembershipState,
  type SnapshotTree,
} from "./membership/snapshot-tree.ts";
export type { StoredHash } from "./mvcc/kv-hash.ts";
export type { MvccCounters } from "./mvcc/mvcc-store.ts";
export { checkRange } from "./mvcc/range.ts";
export type { RangeChunk, RangeStream } from "./mvcc/range-stream.ts";
export {
  checkDeleteRange,
  checkPut,
  checkTxn,
  isReadOnlyTxn,
  isSerializableTxn,
} from "./mvcc/txn-check.ts";
export type { HistoryEvent, HistoryReader, RevisionEvents, RevisionSink } from "./seams.ts";
export { type InstalledSnapshot, Store, type StoreOptions } from "./store.ts";
export { type EventParts, encodeEventField, fragmentEvents } from "./watch/event-encoding.ts";
export {
  type CatchUpState,
  type WatchCounters,
  WatchHub,
  type WatchOptions,
} from "./watch/watch-hub.ts";
export { DUPLICATE_WATCH_ID, watchRefusal } from "./watch/watch-request.ts";
export type { WatchBatch, Watcher, WatchSink } from "./watch/watcher.ts";
