/**
 * Every RPC of the v3 API that the client calls: its path, codecs and whether it may be repeated.
 * "read" calls are sent again while a server is unavailable; "write" calls only when the first
 * attempt certainly never arrived (the v3 API specification, section 10.4).
 */

import { type Init, etcdserverpb as pb } from "@kvorum/proto";

export interface Method<Request, Response> {
  readonly path: string;
  readonly encode: (request: Init<Request>) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => Response;
  readonly kind: "read" | "write";
}

function method<Request, Response>(
  kind: "read" | "write",
  path: string,
  encode: (request: Init<Request>) => Uint8Array,
  decode: (bytes: Uint8Array) => Response,
): Method<Request, Response> {
  return { path: `/etcdserverpb.${path}`, encode, decode, kind };
}

export const kv = {
  range: method("read", "KV/Range", pb.encodeRangeRequest, pb.decodeRangeResponse),
  rangeStream: method(
    "read",
    "KV/RangeStream",
    pb.encodeRangeRequest,
    pb.decodeRangeStreamResponse,
  ),
  put: method("write", "KV/Put", pb.encodePutRequest, pb.decodePutResponse),
  deleteRange: method(
    "write",
    "KV/DeleteRange",
    pb.encodeDeleteRangeRequest,
    pb.decodeDeleteRangeResponse,
  ),
  txn: method("write", "KV/Txn", pb.encodeTxnRequest, pb.decodeTxnResponse),
  compact: method("write", "KV/Compact", pb.encodeCompactionRequest, pb.decodeCompactionResponse),
} as const;

export const watchMethod: Method<pb.WatchRequest, pb.WatchResponse> = method(
  "read",
  "Watch/Watch",
  pb.encodeWatchRequest,
  pb.decodeWatchResponse,
);

export const lease = {
  grant: method(
    "write",
    "Lease/LeaseGrant",
    pb.encodeLeaseGrantRequest,
    pb.decodeLeaseGrantResponse,
  ),
  revoke: method(
    "write",
    "Lease/LeaseRevoke",
    pb.encodeLeaseRevokeRequest,
    pb.decodeLeaseRevokeResponse,
  ),
  keepAlive: method(
    "read",
    "Lease/LeaseKeepAlive",
    pb.encodeLeaseKeepAliveRequest,
    pb.decodeLeaseKeepAliveResponse,
  ),
  timeToLive: method(
    "read",
    "Lease/LeaseTimeToLive",
    pb.encodeLeaseTimeToLiveRequest,
    pb.decodeLeaseTimeToLiveResponse,
  ),
  leases: method(
    "read",
    "Lease/LeaseLeases",
    pb.encodeLeaseLeasesRequest,
    pb.decodeLeaseLeasesResponse,
  ),
} as const;

export const cluster = {
  memberAdd: method(
    "write",
    "Cluster/MemberAdd",
    pb.encodeMemberAddRequest,
    pb.decodeMemberAddResponse,
  ),
  memberRemove: method(
    "write",
    "Cluster/MemberRemove",
    pb.encodeMemberRemoveRequest,
    pb.decodeMemberRemoveResponse,
  ),
  memberUpdate: method(
    "write",
    "Cluster/MemberUpdate",
    pb.encodeMemberUpdateRequest,
    pb.decodeMemberUpdateResponse,
  ),
  memberList: method(
    "read",
    "Cluster/MemberList",
    pb.encodeMemberListRequest,
    pb.decodeMemberListResponse,
  ),
  memberPromote: method(
    "write",
    "Cluster/MemberPromote",
    pb.encodeMemberPromoteRequest,
    pb.decodeMemberPromoteResponse,
  ),
} as const;

export const maintenance = {
  alarm: method("write", "Maintenance/Alarm", pb.encodeAlarmRequest, pb.decodeAlarmResponse),
  status: method("read", "Maintenance/Status", pb.encodeStatusRequest, pb.decodeStatusResponse),
  defragment: method(
    "write",
    "Maintenance/Defragment",
    pb.encodeDefragmentRequest,
    pb.decodeDefragmentResponse,
  ),
  hashKv: method("read", "Maintenance/HashKV", pb.encodeHashKVRequest, pb.decodeHashKVResponse),
  snapshot: method(
    "read",
    "Maintenance/Snapshot",
    pb.encodeSnapshotRequest,
    pb.decodeSnapshotResponse,
  ),
  moveLeader: method(
    "write",
    "Maintenance/MoveLeader",
    pb.encodeMoveLeaderRequest,
    pb.decodeMoveLeaderResponse,
  ),
  downgrade: method(
    "write",
    "Maintenance/Downgrade",
    pb.encodeDowngradeRequest,
    pb.decodeDowngradeResponse,
  ),
} as const;

export const auth = {
  enable: method(
    "write",
    "Auth/AuthEnable",
    pb.encodeAuthEnableRequest,
    pb.decodeAuthEnableResponse,
  ),
  disable: method(
    "write",
    "Auth/AuthDisable",
    pb.encodeAuthDisableRequest,
    pb.decodeAuthDisableResponse,
  ),
  status: method(
    "read",
    "Auth/AuthStatus",
    pb.encodeAuthStatusRequest,
    pb.decodeAuthStatusResponse,
  ),
  authenticate: method(
    "read",
    "Auth/Authenticate",
    pb.encodeAuthenticateRequest,
    pb.decodeAuthenticateResponse,
  ),
  userAdd: method(
    "write",
    "Auth/UserAdd",
    pb.encodeAuthUserAddRequest,
    pb.decodeAuthUserAddResponse,
  ),
  userGet: method(
    "read",
    "Auth/UserGet",
    pb.encodeAuthUserGetRequest,
    pb.decodeAuthUserGetResponse,
  ),
  userList: method(
    "read",
    "Auth/UserList",
    pb.encodeAuthUserListRequest,
    pb.decodeAuthUserListResponse,
  ),
  userDelete: method(
    "write",
    "Auth/UserDelete",
    pb.encodeAuthUserDeleteRequest,
    pb.decodeAuthUserDeleteResponse,
  ),
  userChangePassword: method(
    "write",
    "Auth/UserChangePassword",
    pb.encodeAuthUserChangePasswordRequest,
    pb.decodeAuthUserChangePasswordResponse,
  ),
  userGrantRole: method(
    "write",
    "Auth/UserGrantRole",
    pb.encodeAuthUserGrantRoleRequest,
    pb.decodeAuthUserGrantRoleResponse,
  ),
  userRevokeRole: method(
    "write",
    "Auth/UserRevokeRole",
    pb.encodeAuthUserRevokeRoleRequest,
    pb.decodeAuthUserRevokeRoleResponse,
  ),
  roleAdd: method(
    "write",
    "Auth/RoleAdd",
    pb.encodeAuthRoleAddRequest,
    pb.decodeAuthRoleAddResponse,
  ),
  roleGet: method(
    "read",
    "Auth/RoleGet",
    pb.encodeAuthRoleGetRequest,
    pb.decodeAuthRoleGetResponse,
  ),
  roleList: method(
    "read",
    "Auth/RoleList",
    pb.encodeAuthRoleListRequest,
    pb.decodeAuthRoleListResponse,
  ),
  roleDelete: method(
    "write",
    "Auth/RoleDelete",
    pb.encodeAuthRoleDeleteRequest,
    pb.decodeAuthRoleDeleteResponse,
  ),
  roleGrantPermission: method(
    "write",
    "Auth/RoleGrantPermission",
    pb.encodeAuthRoleGrantPermissionRequest,
    pb.decodeAuthRoleGrantPermissionResponse,
  ),
  roleRevokePermission: method(
    "write",
    "Auth/RoleRevokePermission",
    pb.encodeAuthRoleRevokePermissionRequest,
    pb.decodeAuthRoleRevokePermissionResponse,
  ),
} as const;
