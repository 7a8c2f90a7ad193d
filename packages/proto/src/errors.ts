/**
 * Every error that a request can come back with: its gRPC status, its exact text (Go clients map
 * errors by text), and whether the operation certainly did not happen or may have happened.
 * Facts: the v3 API specification, section 10. Nothing else in the project spells these texts.
 */

/** gRPC status codes by name. */
export const GrpcStatus = {
  OK: 0,
  Canceled: 1,
  Unknown: 2,
  InvalidArgument: 3,
  DeadlineExceeded: 4,
  NotFound: 5,
  AlreadyExists: 6,
  PermissionDenied: 7,
  ResourceExhausted: 8,
  FailedPrecondition: 9,
  Aborted: 10,
  OutOfRange: 11,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  DataLoss: 15,
  Unauthenticated: 16,
} as const;

const statusNames: readonly string[] = Object.keys(GrpcStatus);

/** The name as Go prints it, such as `PermissionDenied`; `Code(99)` for an unknown number. */
export function grpcStatusName(status: number): string {
  return statusNames[status] ?? `Code(${status})`;
}

interface ErrorEntry {
  readonly status: number;
  readonly text: string;
  /** "may have happened": a retry can apply a mutation twice. */
  readonly outcome: "did not happen" | "may have happened";
}

export const errorTable = {
  EmptyKey: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: key is not provided",
    outcome: "did not happen",
  },
  KeyNotFound: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: key not found",
    outcome: "did not happen",
  },
  ValueProvided: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: value is provided",
    outcome: "did not happen",
  },
  LeaseProvided: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: lease is provided",
    outcome: "did not happen",
  },
  TooManyOps: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: too many operations in txn request",
    outcome: "did not happen",
  },
  DuplicateKey: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: duplicate key given in txn request",
    outcome: "did not happen",
  },
  InvalidClientAPIVersion: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: invalid client api version",
    outcome: "did not happen",
  },
  InvalidSortOption: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: invalid sort option",
    outcome: "did not happen",
  },
  Compacted: {
    status: GrpcStatus.OutOfRange,
    text: "etcdserver: mvcc: required revision has been compacted",
    outcome: "did not happen",
  },
  FutureRev: {
    status: GrpcStatus.OutOfRange,
    text: "etcdserver: mvcc: required revision is a future revision",
    outcome: "did not happen",
  },
  NoSpace: {
    status: GrpcStatus.ResourceExhausted,
    text: "etcdserver: mvcc: database space exceeded",
    outcome: "may have happened",
  },
  LeaseNotFound: {
    status: GrpcStatus.NotFound,
    text: "etcdserver: requested lease not found",
    outcome: "did not happen",
  },
  LeaseExist: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: lease already exists",
    outcome: "did not happen",
  },
  LeaseTTLTooLarge: {
    status: GrpcStatus.OutOfRange,
    text: "etcdserver: too large lease TTL",
    outcome: "did not happen",
  },
  WatchCanceled: {
    status: GrpcStatus.Canceled,
    text: "etcdserver: watch canceled",
    outcome: "did not happen",
  },
  MemberExist: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: member ID already exist",
    outcome: "did not happen",
  },
  PeerURLExist: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: Peer URLs already exists",
    outcome: "did not happen",
  },
  MemberBadURLs: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: given member URLs are invalid",
    outcome: "did not happen",
  },
  MemberNotFound: {
    status: GrpcStatus.NotFound,
    text: "etcdserver: member not found",
    outcome: "did not happen",
  },
  MemberNotLearner: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: can only promote a learner member",
    outcome: "did not happen",
  },
  LearnerNotReady: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: can only promote a learner member which is in sync with leader",
    outcome: "did not happen",
  },
  TooManyLearners: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: too many learner members in cluster",
    outcome: "did not happen",
  },
  ClusterIDMismatch: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: cluster ID mismatch",
    outcome: "did not happen",
  },
  RequestTooLarge: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: request is too large",
    outcome: "did not happen",
  },
  RootUserNotExist: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: root user does not exist",
    outcome: "did not happen",
  },
  RootRoleNotExist: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: root user does not have root role",
    outcome: "did not happen",
  },
  UserAlreadyExist: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: user name already exists",
    outcome: "did not happen",
  },
  UserEmpty: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: user name is empty",
    outcome: "did not happen",
  },
  UserNotFound: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: user name not found",
    outcome: "did not happen",
  },
  RoleAlreadyExist: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: role name already exists",
    outcome: "did not happen",
  },
  RoleNotFound: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: role name not found",
    outcome: "did not happen",
  },
  RoleEmpty: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: role name is empty",
    outcome: "did not happen",
  },
  AuthFailed: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: authentication failed, invalid user ID or password",
    outcome: "did not happen",
  },
  PermissionNotGiven: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: permission not given",
    outcome: "did not happen",
  },
  PermissionDenied: {
    status: GrpcStatus.PermissionDenied,
    text: "etcdserver: permission denied",
    outcome: "did not happen",
  },
  RoleNotGranted: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: role is not granted to the user",
    outcome: "did not happen",
  },
  PermissionNotGranted: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: permission is not granted to the role",
    outcome: "did not happen",
  },
  AuthNotEnabled: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: authentication is not enabled",
    outcome: "did not happen",
  },
  InvalidAuthToken: {
    status: GrpcStatus.Unauthenticated,
    text: "etcdserver: invalid auth token",
    outcome: "did not happen",
  },
  InvalidAuthMgmt: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: invalid auth management",
    outcome: "did not happen",
  },
  AuthOldRevision: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: revision of auth store is old",
    outcome: "did not happen",
  },
  NoLeader: {
    status: GrpcStatus.Unavailable,
    text: "etcdserver: no leader",
    outcome: "did not happen",
  },
  NotLeader: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: not leader",
    outcome: "did not happen",
  },
  LeaderChanged: {
    status: GrpcStatus.Unavailable,
    text: "etcdserver: leader changed",
    outcome: "may have happened",
  },
  NotCapable: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: not capable",
    outcome: "did not happen",
  },
  Stopped: {
    status: GrpcStatus.Unavailable,
    text: "etcdserver: server stopped",
    outcome: "may have happened",
  },
  Timeout: {
    status: GrpcStatus.Unavailable,
    text: "etcdserver: request timed out",
    outcome: "may have happened",
  },
  TimeoutDueToLeaderFail: {
    status: GrpcStatus.Unavailable,
    text: "etcdserver: request timed out, possibly due to previous leader failure",
    outcome: "may have happened",
  },
  TimeoutDueToConnectionLost: {
    status: GrpcStatus.Unavailable,
    text: "etcdserver: request timed out, possibly due to connection lost",
    outcome: "may have happened",
  },
  TimeoutWaitAppliedIndex: {
    status: GrpcStatus.Unavailable,
    text: "etcdserver: request timed out, waiting for the applied index took too long",
    outcome: "may have happened",
  },
  Unhealthy: {
    status: GrpcStatus.Unavailable,
    text: "etcdserver: unhealthy cluster",
    outcome: "did not happen",
  },
  Corrupt: {
    status: GrpcStatus.DataLoss,
    text: "etcdserver: corrupt cluster",
    outcome: "did not happen",
  },
  NotSupportedForLearner: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: rpc not supported for learner",
    outcome: "did not happen",
  },
  BadLeaderTransferee: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: bad leader transferee",
    outcome: "did not happen",
  },
  WrongDowngradeVersionFormat: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: wrong downgrade target version format",
    outcome: "did not happen",
  },
  InvalidDowngradeTargetVersion: {
    status: GrpcStatus.InvalidArgument,
    text: "etcdserver: invalid downgrade target version",
    outcome: "did not happen",
  },
  ClusterVersionUnavailable: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: cluster version not found during downgrade",
    outcome: "did not happen",
  },
  DowngradeInProcess: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: cluster has a downgrade job in progress",
    outcome: "did not happen",
  },
  NoInflightDowngrade: {
    status: GrpcStatus.FailedPrecondition,
    text: "etcdserver: no inflight downgrade job",
    outcome: "did not happen",
  },
  Canceled: {
    status: GrpcStatus.Canceled,
    text: "etcdserver: request canceled",
    outcome: "may have happened",
  },
  DeadlineExceeded: {
    status: GrpcStatus.DeadlineExceeded,
    text: "etcdserver: context deadline exceeded",
    outcome: "may have happened",
  },
  NotEnoughStarted: {
    status: GrpcStatus.Unknown,
    text: "etcdserver: re-configuration failed due to not enough started members",
    outcome: "did not happen",
  },
  TooManyRequests: {
    status: GrpcStatus.Unknown,
    text: "etcdserver: too many requests",
    outcome: "did not happen",
  },
  NotPrimaryLessor: {
    status: GrpcStatus.Unknown,
    text: "not a primary lessor",
    outcome: "did not happen",
  },
  LeaderTransferTimeout: {
    status: GrpcStatus.Unknown,
    text: "etcdserver: request timed out, leader transfer took too long",
    outcome: "may have happened",
  },
  NoPasswordUser: {
    status: GrpcStatus.Unknown,
    text: "auth: authentication failed, password was given for no password user",
    outcome: "did not happen",
  },
  VerifyOnlyKey: {
    status: GrpcStatus.Unknown,
    text: "auth: token signing attempted with verify-only key",
    outcome: "did not happen",
  },
  PasswordTooLong: {
    status: GrpcStatus.Unknown,
    text: "bcrypt: password length exceeds 72 bytes",
    outcome: "did not happen",
  },
  UnknownMethod: {
    status: GrpcStatus.Unknown,
    text: "etcdserver: unknown method",
    outcome: "did not happen",
  },
  ProposalDropped: {
    status: GrpcStatus.Unknown,
    text: "raft proposal dropped",
    outcome: "did not happen",
  },
  RaftStopped: { status: GrpcStatus.Unknown, text: "raft: stopped", outcome: "may have happened" },
  SessionExpired: {
    status: GrpcStatus.Unknown,
    text: "mutex: session is expired",
    outcome: "did not happen",
  },
  ElectionNotLeader: {
    status: GrpcStatus.Unknown,
    text: "election: not leader",
    outcome: "did not happen",
  },
  ElectionNoLeader: {
    status: GrpcStatus.Unknown,
    text: "election: no leader",
    outcome: "did not happen",
  },
  LeaderKeyMissing: {
    status: GrpcStatus.Unknown,
    text: '"leader" field must be provided',
    outcome: "did not happen",
  },
  RangeStreamOrder: {
    status: GrpcStatus.Unimplemented,
    text: "RangeStream does not support custom sort orders",
    outcome: "did not happen",
  },
  RangeStreamFilter: {
    status: GrpcStatus.Unimplemented,
    text: "RangeStream does not support revision filters",
    outcome: "did not happen",
  },
  ContextCanceled: {
    status: GrpcStatus.Canceled,
    text: "context canceled",
    outcome: "may have happened",
  },
  ContextDeadlineExceeded: {
    status: GrpcStatus.DeadlineExceeded,
    text: "context deadline exceeded",
    outcome: "may have happened",
  },
  UnknownService: {
    status: GrpcStatus.NotFound,
    text: "unknown service",
    outcome: "did not happen",
  },
} as const satisfies { readonly [code: string]: ErrorEntry };

export type ErrorCode = keyof typeof errorTable;

/**
 * A request that failed: expected, counted, never logged as an error of the member. Compare
 * `code`, never the message.
 */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: ErrorCode;
  /** gRPC status. */
  readonly status: number;
  readonly outcome: "did not happen" | "may have happened";

  constructor(code: ErrorCode) {
    const entry = errorTable[code];
    super(entry.text);
    this.code = code;
    this.status = entry.status;
    this.outcome = entry.outcome;
  }
}
