/** etcd's peer protocol: raft's messages and snapshots, and what members ask of each other. */

export { DEFAULT_TRANSPORT_LIMITS, type TransportLimits } from "./limits.ts";
export { HttpPeerRequests, type HttpPeerRequestsOptions } from "./requests/http-peer-requests.ts";
export type { TlsForConnection } from "./requests/peer-connections.ts";
export {
  PeerRequestHandler,
  type PeerRequestHandlerOptions,
} from "./requests/peer-request-handler.ts";
export {
  type PeerHash,
  type PeerLease,
  type PeerMembership,
  PeerRequestError,
  type PeerRequests,
  type PeerServices,
  type PeerVersions,
  type RequestLimits,
} from "./requests-port.ts";
export { HttpTransport } from "./transport/http-transport.ts";
export type {
  HttpTransportOptions,
  PeerLogFields,
  PeerLogger,
  PeerObserver,
  PeerTlsOptions,
} from "./transport/transport-options.ts";
export {
  type PeerReceiver,
  type PeerTransport,
  type SnapshotBody,
  SnapshotRefused,
  type SnapshotSink,
} from "./transport-port.ts";
