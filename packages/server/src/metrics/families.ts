/**
 * Every metric family of a member, in one table: name, type, meaning, labels, buckets. Names,
 * types, labels and bounds are etcd's and part of its contract with dashboards and alerts, the
 * odd ones (`..._total` that are gauges, capital labels) included. Metrics, sections 2 to 8.
 *
 * gRPC families are in grpc-metrics.ts, those of the process in process-metrics.ts.
 */

import type { MetricFamily } from "./exposition.ts";
import { Counter, Gauge, Histogram, Labelled } from "./instruments.ts";
import type { MetricsRegistry } from "./registry.ts";

interface CounterSpec {
  readonly type: "counter";
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

interface GaugeSpec {
  readonly type: "gauge";
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

interface HistogramSpec {
  readonly type: "histogram";
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly bounds: readonly number[];
}

type FamilySpec = CounterSpec | GaugeSpec | HistogramSpec;

/** `count` bounds: `start`, then each `factor` times the one before. */
function exponential(start: number, factor: number, count: number): readonly number[] {
  const bounds: number[] = [];
  for (let i = 0, bound = start; i < count; i++, bound *= factor) bounds.push(bound);
  return bounds;
}

/** 1 ms to 8.192 s. */
const FINE = exponential(0.001, 2, 14);
/** 0.1 ms to 52.4288 s. */
const APPLY = exponential(0.0001, 2, 20);

function counter(name: string, help: string): CounterSpec & { readonly labels: readonly [] };
function counter<const L extends readonly string[]>(
  name: string,
  help: string,
  ...labels: L
): CounterSpec & { readonly labels: L };
function counter(name: string, help: string, ...labels: readonly string[]): CounterSpec {
  return { type: "counter", name, help, labels };
}

function gauge(name: string, help: string): GaugeSpec & { readonly labels: readonly [] };
function gauge<const L extends readonly string[]>(
  name: string,
  help: string,
  ...labels: L
): GaugeSpec & { readonly labels: L };
function gauge(name: string, help: string, ...labels: readonly string[]): GaugeSpec {
  return { type: "gauge", name, help, labels };
}

function histogram<const L extends readonly string[]>(
  name: string,
  help: string,
  bounds: readonly number[],
  ...labels: L
): HistogramSpec & { readonly labels: L } {
  return { type: "histogram", name, help, labels, bounds };
}

// biome-ignore format: a table reads best with one family a line
export const families = {
  hasLeader: gauge("etcd_server_has_leader", "1 while this member knows a leader."),
  isLeader: gauge("etcd_server_is_leader", "1 on the leader."),
  isLearner: gauge("etcd_server_is_learner", "1 while this member is a learner."),
  leaderChanges: counter("etcd_server_leader_changes_seen_total", "Times that a leader became known."),
  proposalsCommitted: gauge("etcd_server_proposals_committed_total", "Committed Raft index."),
  proposalsApplied: gauge("etcd_server_proposals_applied_total", "Applied Raft index."),
  proposalsPending: gauge("etcd_server_proposals_pending", "Proposals that wait for their result."),
  proposalsFailed: counter("etcd_server_proposals_failed_total", "Proposals refused by Raft or timed out."),
  quotaBackendBytes: gauge("etcd_server_quota_backend_bytes", "Database size quota in bytes."),
  heartbeatSendFailures: counter("etcd_server_heartbeat_send_failures_total", "Heartbeats that the leader sent too late."),
  slowApplies: counter("etcd_server_slow_apply_total", "Requests that took longer to apply than --warning-apply-duration."),
  slowReadIndexes: counter("etcd_server_slow_read_indexes_total", "Read-index answers that came late or not at all."),
  readIndexesFailed: counter("etcd_server_read_indexes_failed_total", "Read-index requests that failed."),
  snapshotApplyInProgress: gauge("etcd_server_snapshot_apply_in_progress_total", "1 while a snapshot of the leader is being applied."),
  learnerPromoteSuccesses: counter("etcd_server_learner_promote_successes", "Learners promoted by this leader."),
  learnerPromoteFailures: counter("etcd_server_learner_promote_failures", "Promotions that failed, by reason.", "Reason"),
  healthSuccesses: counter("etcd_server_health_success", "Answers of /health that were healthy."),
  healthFailures: counter("etcd_server_health_failures", "Answers of /health that were not healthy."),
  healthcheck: gauge("etcd_server_healthcheck", "Last result of each check, 1 is good.", "type", "name"),
  healthchecks: counter("etcd_server_healthchecks_total", "Runs of each check by result.", "type", "name", "status"),
  clientRequests: counter("etcd_server_client_requests_total", "gRPC calls by kind and client version.", "type", "client_api_version"),
  applyDuration: histogram("etcd_server_apply_duration_seconds", "Time to apply an entry.", APPLY, "version", "op", "success"),
  rangeDuration: histogram("etcd_server_range_duration_seconds", "Time of a range in the store.", APPLY, "success"),
  requestDuration: histogram("etcd_server_request_duration_seconds", "Time of a request inside the server, consensus included.", FINE, "type", "success"),
  featureEnabled: gauge("etcd_server_feature_enabled", "1 for a feature gate that is on.", "name", "stage"),
  serverId: gauge("etcd_server_id", "Always 1; the label is this member's id.", "server_id"),
  serverVersion: gauge("etcd_server_version", "Always 1; the label is the server's version.", "server_version"),
  goVersion: gauge("etcd_server_go_version", "Always 1; the label is the runtime's version.", "server_go_version"),
  clusterVersion: gauge("etcd_cluster_version", "1 for the version that the cluster agreed on.", "cluster_version"),
  leaseExpired: counter("etcd_debugging_server_lease_expired_total", "Leases that the leader found expired."),
  alarms: gauge("etcd_debugging_server_alarms", "Active alarms by member and kind.", "server_id", "alarm_type"),
  watchSendStreamDuration: histogram("etcd_debugging_server_watch_send_loop_watch_stream_duration_seconds", "Time to send a batch of watch events.", FINE),
  watchSendPerEventDuration: histogram("etcd_debugging_server_watch_send_loop_watch_stream_duration_per_event_seconds", "The same for each event.", FINE),
  watchSendControlDuration: histogram("etcd_debugging_server_watch_send_loop_control_stream_duration_seconds", "Time to send an answer to create or cancel.", FINE),
  watchSendProgressDuration: histogram("etcd_debugging_server_watch_send_loop_progress_duration_seconds", "Time of a round of progress notifications.", FINE),
  authRevision: gauge("etcd_debugging_auth_revision", "Revision of the auth store."),

  walFsyncDuration: histogram("etcd_disk_wal_fsync_duration_seconds", "Time to sync the write-ahead log.", FINE),
  walWriteDuration: histogram("etcd_disk_wal_write_duration_seconds", "Time to write to the log, without syncing.", FINE),
  walWriteBytes: gauge("etcd_disk_wal_write_bytes_total", "Bytes written to the log."),
  backendCommitDuration: histogram("etcd_disk_backend_commit_duration_seconds", "Time of a commit of the database.", FINE),
  backendSnapshotDuration: histogram("etcd_disk_backend_snapshot_duration_seconds", "Life of a snapshot of the database.", exponential(0.01, 2, 17)),
  backendDefragDuration: histogram("etcd_disk_backend_defrag_duration_seconds", "Time of a defragmentation.", exponential(0.1, 2, 13)),
  defragInflight: gauge("etcd_disk_defrag_inflight", "1 while the database is being defragmented."),
  commitRebalanceDuration: histogram("etcd_debugging_disk_backend_commit_rebalance_duration_seconds", "A phase of etcd's own commits; stays empty here.", FINE),
  commitSpillDuration: histogram("etcd_debugging_disk_backend_commit_spill_duration_seconds", "A phase of etcd's own commits; stays empty here.", FINE),
  commitWriteDuration: histogram("etcd_debugging_disk_backend_commit_write_duration_seconds", "Time to write a commit's pages.", FINE),

  dbTotalSize: gauge("etcd_mvcc_db_total_size_in_bytes", "Allocated size of the database."),
  dbSizeInUse: gauge("etcd_mvcc_db_total_size_in_use_in_bytes", "Size of the database in use."),
  dbOpenReads: gauge("etcd_mvcc_db_open_read_transactions", "Open read transactions of the database."),
  ranges: counter("etcd_mvcc_range_total", "Range operations on the store."),
  puts: counter("etcd_mvcc_put_total", "Put operations applied."),
  deletes: counter("etcd_mvcc_delete_total", "Delete-range operations applied."),
  txns: counter("etcd_mvcc_txn_total", "Store transactions of more than one operation."),
  hashDuration: histogram("etcd_mvcc_hash_duration_seconds", "Time to hash the whole database.", exponential(0.01, 2, 15)),
  hashRevDuration: histogram("etcd_mvcc_hash_rev_duration_seconds", "Time to hash up to a revision.", exponential(0.01, 2, 15)),
  keys: gauge("etcd_debugging_mvcc_keys_total", "Live keys."),
  currentRevision: gauge("etcd_debugging_mvcc_current_revision", "Revision of the store."),
  compactRevision: gauge("etcd_debugging_mvcc_compact_revision", "Last compacted revision, -1 before the first."),
  putSize: gauge("etcd_debugging_mvcc_total_put_size_in_bytes", "Bytes of keys and values of all puts."),
  watchStreams: gauge("etcd_debugging_mvcc_watch_stream_total", "Open watch streams."),
  watchers: gauge("etcd_debugging_mvcc_watcher_total", "Watchers."),
  slowWatchers: gauge("etcd_debugging_mvcc_slow_watcher_total", "Watchers that are behind."),
  events: counter("etcd_debugging_mvcc_events_total", "Events handed to watchers."),
  pendingEvents: gauge("etcd_debugging_mvcc_pending_events_total", "Events that wait for watch streams."),
  indexCompactionPause: histogram("etcd_debugging_mvcc_index_compaction_pause_duration_milliseconds", "Pauses for compaction of the key index.", exponential(0.5, 2, 14)),
  dbCompactionPause: histogram("etcd_debugging_mvcc_db_compaction_pause_duration_milliseconds", "Pauses for compaction of the database.", exponential(1, 2, 13)),
  dbCompactionDuration: histogram("etcd_debugging_mvcc_db_compaction_total_duration_milliseconds", "Time of a whole compaction.", exponential(100, 2, 14)),
  dbCompactionLast: gauge("etcd_debugging_mvcc_db_compaction_last", "Unix time of the last finished compaction, 0 before the first."),
  dbCompactionKeys: counter("etcd_debugging_mvcc_db_compaction_keys_total", "Revisions removed by compaction."),
  leaseGranted: counter("etcd_debugging_lease_granted_total", "Leases granted."),
  leaseRevoked: counter("etcd_debugging_lease_revoked_total", "Leases revoked or expired."),
  leaseRenewed: counter("etcd_debugging_lease_renewed_total", "Renewals seen by this leader."),
  leaseTtl: histogram("etcd_debugging_lease_ttl_total", "Seconds that leases were granted for.", exponential(1, 2, 24)),

  clientReceivedBytes: counter("etcd_network_client_grpc_received_bytes_total", "Message bytes received from clients."),
  clientSentBytes: counter("etcd_network_client_grpc_sent_bytes_total", "Message bytes sent to clients."),
  serverStreamFailures: counter("etcd_network_server_stream_failures_total", "Client streams that broke.", "Type", "API"),
  activePeers: gauge("etcd_network_active_peers", "1 while the connection to a peer is up.", "Local", "Remote"),
  knownPeers: gauge("etcd_network_known_peers", "1 for each member of the configuration.", "Local", "Remote"),
  disconnectedPeers: counter("etcd_network_disconnected_peers_total", "Connections to peers that went down.", "Local", "Remote"),
  peerSentBytes: counter("etcd_network_peer_sent_bytes_total", "Bytes sent to a peer.", "To"),
  peerReceivedBytes: counter("etcd_network_peer_received_bytes_total", "Bytes received from a peer.", "From"),
  peerSentFailures: counter("etcd_network_peer_sent_failures_total", "Messages to a peer that were not sent.", "To"),
  peerReceivedFailures: counter("etcd_network_peer_received_failures_total", "Messages from a peer that failed.", "From"),
  peerRoundTripTime: histogram("etcd_network_peer_round_trip_time_seconds", "Round-trip time to a peer.", exponential(0.0001, 2, 16), "To"),
  snapshotSendSuccesses: counter("etcd_network_snapshot_send_success", "Snapshots sent to a peer.", "To"),
  snapshotSendFailures: counter("etcd_network_snapshot_send_failures", "Snapshots not sent to a peer.", "To"),
  snapshotSendInflights: gauge("etcd_network_snapshot_send_inflights_total", "Snapshots being sent to a peer.", "To"),
  snapshotSendDuration: histogram("etcd_network_snapshot_send_total_duration_seconds", "Time to send a snapshot.", exponential(0.1, 2, 10), "To"),
  snapshotReceiveSuccesses: counter("etcd_network_snapshot_receive_success", "Snapshots received from a peer.", "From"),
  snapshotReceiveFailures: counter("etcd_network_snapshot_receive_failures", "Snapshots from a peer that failed.", "From"),
  snapshotReceiveInflights: gauge("etcd_network_snapshot_receive_inflights_total", "Snapshots being received from a peer.", "From"),
  snapshotReceiveDuration: histogram("etcd_network_snapshot_receive_total_duration_seconds", "Time to receive a snapshot.", exponential(0.1, 2, 10), "From"),

  snapFsyncDuration: histogram("etcd_snap_fsync_duration_seconds", "Time to sync a snapshot file.", FINE),
  snapDbFsyncDuration: histogram("etcd_snap_db_fsync_duration_seconds", "Time to sync a received database.", FINE),
  snapDbSaveDuration: histogram("etcd_snap_db_save_total_duration_seconds", "Time to receive and store a database.", exponential(0.1, 2, 10)),
  snapSaveDuration: histogram("etcd_debugging_snap_save_total_duration_seconds", "Time to save a snapshot file.", FINE),
  snapMarshalDuration: histogram("etcd_debugging_snap_save_marshalling_duration_seconds", "Time to encode a snapshot file.", FINE),

  storeExpires: counter("etcd_debugging_store_expires_total", "Keys of the v2 store that expired."),
  storeWatchRequests: counter("etcd_debugging_store_watch_requests_total", "Watches on the v2 store."),
  storeWatchers: gauge("etcd_debugging_store_watchers", "Watchers of the v2 store."),
  storeReads: counter("etcd_debugging_store_reads_total", "Reads of the v2 store.", "action"),
  storeWrites: counter("etcd_debugging_store_writes_total", "Writes to the v2 store.", "action"),

  proxyWatchersCoalescing: gauge("etcd_grpc_proxy_watchers_coalescing_total", "Watchers that share one of the proxy's; 0 on a member."),
  proxyEventsCoalescing: counter("etcd_grpc_proxy_events_coalescing_total", "Events for such watchers; 0 on a member."),
  proxyCacheKeys: gauge("etcd_grpc_proxy_cache_keys_total", "Ranges that the proxy holds; 0 on a member."),
  proxyCacheHits: gauge("etcd_grpc_proxy_cache_hits_total", "Hits of the proxy's cache; 0 on a member."),
  proxyCacheMisses: gauge("etcd_grpc_proxy_cache_misses_total", "Misses of the proxy's cache; 0 on a member."),
} as const satisfies { readonly [key: string]: FamilySpec };

type Plain<S> = S extends { readonly type: "counter" }
  ? Counter
  : S extends { readonly type: "gauge" }
    ? Gauge
    : Histogram;

type Instrument<S> = S extends { readonly labels: readonly [] } ? Plain<S> : Labelled<Plain<S>>;

/** Each family's instrument, or its set of labelled ones, by the key of the table. */
export type ServerMetrics = {
  readonly [K in keyof typeof families]: Instrument<(typeof families)[K]>;
};

/** Makes all instruments of the table and puts them into the registry. */
export function createServerMetrics(registry: MetricsRegistry): ServerMetrics {
  const metrics: { [key: string]: unknown } = {};
  for (const [key, spec] of Object.entries<FamilySpec>(families)) {
    const { family, instrument } = makeFamily(spec);
    registry.add(family);
    metrics[key] = instrument;
  }
  return metrics as ServerMetrics;
}

function makeFamily(spec: FamilySpec): {
  readonly family: MetricFamily;
  readonly instrument: Counter | Gauge | Histogram | Labelled<Counter | Gauge | Histogram>;
} {
  const { name, help, type, labels } = spec;
  const create = (): Counter | Gauge | Histogram => {
    switch (spec.type) {
      case "counter":
        return new Counter();
      case "gauge":
        return new Gauge();
      case "histogram":
        return new Histogram(spec.bounds);
    }
  };
  if (labels.length === 0) {
    const instrument = create();
    const family: MetricFamily = {
      name,
      help,
      type,
      writeSeries: (output) => output.instrument(name, "", instrument),
    };
    return { family, instrument };
  }
  const labelled = new Labelled(labels, create);
  const family: MetricFamily = {
    name,
    help,
    type,
    writeSeries: (output) => output.labelled(name, labelled as Labelled<Counter>),
  };
  return { family, instrument: labelled };
}
