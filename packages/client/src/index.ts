/** The client library: one Client for a cluster, its methods, watches and leases. */
export {
  CallFailure,
  type CallMetadata,
  type Channel,
  type ChannelStream,
  type Connect,
} from "./channel.ts";
export {
  type CallOptions,
  Client,
  type ClientOptions,
  type ClientStream,
  type Credentials,
  type FailedAttempt,
  type StreamOptions,
} from "./client.ts";
export { campaign, type Leadership, type ObservedLeader, observeLeaders } from "./election.ts";
export { addressText, type Endpoint, EndpointError, parseEndpoint, usesTls } from "./endpoint.ts";
export { ClientError, type ClientErrorCode, statusText } from "./errors.ts";
export { type ConnectorOptions, grpcConnector, type TlsOptions } from "./grpc-connector.ts";
export { type KeepAliveResponse, keepAlive, keepAliveOnce } from "./keep-alive.ts";
export { LeaseSession } from "./lease-session.ts";
export {
  DEFAULT_DIAL_TIMEOUT_MS,
  DEFAULT_MAX_REQUEST_BYTES,
  DEFAULT_MAX_RESPONSE_BYTES,
  MIN_KEEPALIVE_TIME_MS,
} from "./limits.ts";
export { acquireLock, type HeldLock } from "./lock.ts";
export { auth, cluster, kv, lease, type Method, maintenance, watchMethod } from "./methods.ts";
export { type Watch, WatchConnection, type WatchRequest, type WatchResponse } from "./watch.ts";
