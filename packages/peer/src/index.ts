/** etcd's peer protocol: raft's messages and snapshots, and what members ask of each other. */

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
export {
  type PeerReceiver,
  type PeerTransport,
  type SnapshotBody,
  SnapshotRefused,
  type SnapshotSink,
} from "./transport-port.ts";
