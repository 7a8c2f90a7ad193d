/** The harness of tests and measurements; only tests, `sim` and `bench` import it. */
export { type Agreement, Cluster, type ClusterOptions, withCluster } from "./cluster/cluster.ts";
export { ClusterMember, type MemberPlace } from "./cluster/cluster-member.ts";
export { clusterProgram, type ProgramKind } from "./cluster/cluster-programs.ts";
export { NamespaceNetwork } from "./cluster/network-namespaces.ts";
export { checkAgreement } from "./history/agreement-checker.ts";
export {
  type CheckOptions,
  type CheckReport,
  checkHistory,
  violationsText,
} from "./history/check-history.ts";
export type {
  Call,
  CommittedLog,
  CommittedRevision,
  History,
  MemberHash,
  Messages,
  Method,
  Operation,
  OperationOf,
  Outcome,
  Watch,
  WatchReceipt,
  WatchSegment,
} from "./history/history.ts";
export { HistoryFormError, HistoryReader, historyLines } from "./history/history-file.ts";
export { errorCodeOf, HistoryRecorder } from "./history/history-recorder.ts";
export { checkLeases, type LeaseCheckOptions } from "./history/lease-checker.ts";
export { checkLocks } from "./history/lock-checker.ts";
export {
  checkRegisters,
  type RegisterCheckOptions,
  type RegisterOperation,
  registerOperations,
} from "./history/register-checker.ts";
export {
  checkRevisionOrder,
  type LeaseEnd,
  type RevisionOrderOptions,
  type RevisionOrderReport,
} from "./history/revision-order-checker.ts";
export {
  checkTransactionCycles,
  type ListTransaction,
  listTransactions,
} from "./history/transaction-cycle-checker.ts";
export type { PromiseId, Violation, ViolationKind } from "./history/violation.ts";
export {
  checkWatches,
  resumeRevision,
  type WatchCheckOptions,
} from "./history/watch-checker.ts";
export {
  defaultWorkloadPrefix,
  listKeyPrefix,
  prefixEnd,
  WorkloadClient,
  type WorkloadOptions,
  type WorkloadProfile,
  type WorkloadStep,
  workloadProfiles,
} from "./history/workload.ts";
export {
  type ExitState,
  isHealthy,
  type MemberOptions,
  MemberProcess,
  StartError,
} from "./process/member-process.ts";
export { freePorts } from "./process/ports.ts";
export { findProgram, skipWithout } from "./process/programs.ts";
export {
  kvorumServer,
  referenceServer,
  type ServerCommand,
  serverUnderTest,
} from "./process/server-command.ts";
export {
  readSharedJsonLines,
  repositoryRoot,
  sharedPath,
  skipWithoutShared,
} from "./process/shared-files.ts";
export { TemporaryDirectory } from "./process/temporary-directory.ts";
export {
  type CallOptions,
  etcdMethod,
  RawClient,
  type RawReply,
  RawStream,
} from "./raw/client.ts";
export {
  type CallSink,
  CallTemplate,
  type ConnectOptions,
  RawConnection,
} from "./raw/connection.ts";
export { type HeaderField, HpackDecoder, HpackEncoder, type ResponseHeaders } from "./raw/hpack.ts";
