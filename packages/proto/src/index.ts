/**
 * Messages and codecs of the protocols that etcd speaks, one namespace for each protobuf package,
 * and the table of errors that cross the wire.
 */

export { type ErrorCode, errorTable, GrpcStatus, grpcStatusName, RequestError } from "./errors.ts";
export * as authpb from "./gen/authpb.ts";
export * as etcdserverpb from "./gen/etcdserverpb.ts";
export * as leasepb from "./gen/leasepb.ts";
export * as membershippb from "./gen/membershippb.ts";
export * as mvccpb from "./gen/mvccpb.ts";
export * as raftpb from "./gen/raftpb.ts";
export * as snappb from "./gen/snappb.ts";
export * as v3electionpb from "./gen/v3electionpb.ts";
export * as v3lockpb from "./gen/v3lockpb.ts";
export * as walpb from "./gen/walpb.ts";
export {
  bigintSize,
  DecodeError,
  type FieldDescriptor,
  type Init,
  int64Size,
  lengthDelimited,
  MAX_MESSAGE_DEPTH,
  type MessageDescriptor,
  type MethodDescriptor,
  Reader,
  utf8Length,
  varintSize,
  Writer,
} from "./wire.ts";
