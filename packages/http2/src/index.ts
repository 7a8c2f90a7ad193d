/** HTTP/2 and gRPC, server and client, as a pure connection in a thin socket shell. */

export { SlabCopier } from "./core/byte-copy.ts";
export type { CallOptions } from "./core/client-call.ts";
export type { Gzip } from "./core/compression.ts";
export { GrpcError } from "./core/grpc-error.ts";
export {
  decodeGrpcMessage,
  encodeGrpcMessage,
  encodeGrpcTimeout,
  GrpcStatus,
  parseGrpcTimeout,
} from "./core/grpc-status.ts";
export type { HttpCall, HttpHandler } from "./core/http-stream.ts";
export { completeLimits, DEFAULT_LIMITS, type Http2Limits } from "./core/limits.ts";
export {
  decodeBinaryMetadata,
  encodeBinaryMetadata,
  type Metadata,
} from "./core/metadata.ts";
export {
  type ConnectionClosedEvent,
  Http2Counters,
  type Http2Observer,
  type LimitName,
} from "./core/observer.ts";
export { ErrorCode } from "./core/protocol.ts";
export {
  type BidiStreamHandler,
  type CallContext,
  type CancelReason,
  GrpcRoutes,
  type Peer,
  type Route,
  type RouteKind,
  type ServerStreamHandler,
  type StreamCall,
  type UnaryCall,
  type UnaryHandler,
} from "./core/routes.ts";
export {
  type ChannelEnd,
  type ChannelOptions,
  ClientStream,
  GrpcChannel,
  type UnaryOptions,
} from "./shell/channel.ts";
export { Http2Server, type Http2ServerOptions } from "./shell/server.ts";
export { MAX_REQUEST_LINE_BYTES, type SniffedProtocol, sniffProtocol } from "./shell/sniff.ts";
export { systemClock, systemTimers } from "./shell/system-ports.ts";
export { zlibGzip } from "./shell/zlib-gzip.ts";
