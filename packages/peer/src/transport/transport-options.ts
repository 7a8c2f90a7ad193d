/**
 * What `HttpTransport` is built from: the member's identity, the doors to time, and the ports for
 * TLS, log lines and metrics. All ports are structural, so that neither the logger nor the metrics
 * of the server need this package.
 */

import type { ConnectionOptions } from "node:tls";
import type { Clock, Timers } from "@kvorum/base";
import type { TransportLimits } from "../limits.ts";
import type { PeerReceiver } from "../transport-port.ts";

/**
 * TLS options for one new outgoing connection; asked anew for each, so that certificates may be
 * read again. The transport adds host, port, server name; it offers no ALPN unless these do, as
 * Go members do. A throw fails that one attempt.
 */
export type PeerTlsOptions = () => ConnectionOptions;

export type PeerLogFields = {
  readonly [name: string]: string | number | boolean | readonly string[] | null;
};

/** A constant message and its fields; Go's texts and field names where they exist. */
export interface PeerLogger {
  debug(message: string, fields: PeerLogFields): void;
  info(message: string, fields: PeerLogFields): void;
  warn(message: string, fields: PeerLogFields): void;
  error(message: string, fields: PeerLogFields): void;
}

/**
 * What happens, for metrics: `etcd_network_*`. Called at most once for each peer, channel and turn
 * of the event loop, never for each message. Must not throw.
 */
export interface PeerObserver {
  /** `etcd_network_active_peers`; each change to false also counts as a disconnection. */
  activeChanged(id: bigint, isActive: boolean): void;
  sentBytes(id: bigint, bytes: number): void;
  /** Id 0 for the link heartbeats of message streams, as etcd counts them. */
  receivedBytes(id: bigint, bytes: number): void;
  /** Messages that were dropped or lost on the way. */
  sendFailed(id: bigint, messagesCount: number): void;
  /**
   * `from` is a member id in hexadecimal for streams, host:port for POSTs, `other` once there have
   * been many of those.
   */
  receiveFailed(from: string): void;
  /** Smoothed over the probes so far. Twice for each peer and interval: two kinds of connection. */
  roundTrip(id: bigint, seconds: number): void;
  snapshotSendStarted(id: bigint): void;
  snapshotSendEnded(id: bigint, outcome: "success" | "failure", seconds: number): void;
  /**
   * `from` is a member id in hexadecimal, or `UNKNOWN_SNAPSHOT_SENDER` where the request cannot be
   * read or the sender is not known. Each start has one end, each end a start.
   */
  snapshotReceiveStarted(from: string): void;
  snapshotReceiveEnded(from: string, outcome: "success" | "failure", seconds: number): void;
}

export interface HttpTransportOptions {
  readonly localId: bigint;
  readonly clusterId: bigint;
  /** The own advertised peer URLs: peers that do not know this member yet answer there. */
  readonly peerUrls: readonly string[];
  /** Full semver, such as "3.7.1". */
  readonly serverVersion: string;
  /** The lowest cluster version that this server can live in; "3.0.0" unless given. */
  readonly minClusterVersion?: string;
  /** A format of databases that this member takes beside bbolt; null: none. */
  readonly snapshotFormat?: string | null;
  readonly receiver: PeerReceiver;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Part of the dial timeout. */
  readonly electionTimeoutMs: number;
  /** For https and unixs URLs; null where there are none: dialling such a URL then fails. */
  readonly tls: PeerTlsOptions | null;
  readonly logger: PeerLogger;
  readonly observer?: PeerObserver | null;
  readonly limits?: Partial<TransportLimits>;
}
