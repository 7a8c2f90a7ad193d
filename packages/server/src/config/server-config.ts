/**
 * What a member is started with: the settings by meaning instead of by flag, with units in the
 * names, and with those zeros resolved that stand for another default. Server flags, section 2.
 *
 * This is the one place where flag names become property names. Strings that need the network or
 * the disk to be judged (initial cluster, token options, retention) stay as they were written;
 * start-checks.ts judges them.
 */

import { type FeatureGates, resolveGates } from "./feature-gates.ts";
import { DEFAULT_NAME, type Settings } from "./flags.ts";
import type { ServerUrl } from "./server-url.ts";

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly clientCertFile: string;
  readonly clientKeyFile: string;
  readonly trustedCaFile: string;
  readonly crlFile: string;
  readonly clientCertAuth: boolean;
  readonly autoTls: boolean;
  readonly allowedCommonNames: readonly string[];
  readonly allowedHostnames: readonly string[];
  readonly skipClientSanVerification: boolean;
}

export interface DiscoverySettings {
  readonly token: string;
  readonly endpoints: readonly string[];
  readonly srvDomain: string;
  readonly srvName: string;
}

export interface ServerConfig {
  readonly name: string;
  /** Never empty: `<name>.etcd` unless given. */
  readonly dataDir: string;
  /** Empty: inside the data directory. */
  readonly walDir: string;
  readonly snapshotCount: number;
  readonly snapshotCatchupEntries: number;
  readonly heartbeatIntervalMs: number;
  readonly electionTimeoutMs: number;
  /** Heartbeats in an election timeout. */
  readonly electionTicks: number;
  readonly initialElectionTickAdvance: boolean;
  readonly listenPeerUrls: readonly ServerUrl[];
  readonly listenClientUrls: readonly ServerUrl[];
  /** Not empty: the client URLs speak only gRPC. */
  readonly listenClientHttpUrls: readonly ServerUrl[];
  readonly listenMetricsUrls: readonly ServerUrl[];
  /** 0: all. */
  readonly maxSnapshots: number;
  /** 0: all. */
  readonly maxWals: number;
  /** As set: 0 and negative keep their meaning; what counts is effectiveQuotaBytes. */
  readonly quotaBackendBytes: number;
  /** 0: no quota. */
  readonly effectiveQuotaBytes: number;
  readonly backendBatchIntervalMs: number;
  readonly backendBatchLimit: number;
  readonly maxTxnOps: number;
  readonly maxRequestBytes: number;
  readonly maxConcurrentStreams: number;
  readonly grpcKeepaliveMinTimeMs: number;
  readonly grpcKeepaliveIntervalMs: number;
  readonly grpcKeepaliveTimeoutMs: number;
  readonly socketReusePort: boolean;
  readonly socketReuseAddress: boolean;
  readonly enableGrpcGateway: boolean;
  readonly raftReadTimeoutMs: number;
  readonly raftWriteTimeoutMs: number;
  readonly featureGates: FeatureGates;

  readonly initialAdvertisePeerUrls: readonly ServerUrl[];
  /** `name=url,...`; parse with parseInitialCluster. */
  readonly initialCluster: string;
  readonly initialClusterState: "new" | "existing";
  readonly initialClusterToken: string;
  readonly advertiseClientUrls: readonly ServerUrl[];
  readonly discovery: DiscoverySettings;
  readonly strictReconfigCheck: boolean;
  readonly preVote: boolean;
  readonly autoCompactionMode: "periodic" | "revision";
  /** As written; parse with parseCompactionRetention. */
  readonly autoCompactionRetention: string;

  readonly clientTls: TlsFiles;
  readonly peerTls: TlsFiles;
  readonly selfSignedCertValidityYears: number;
  readonly cipherSuites: readonly string[];
  readonly tlsMinVersion: "TLS1.2" | "TLS1.3";
  /** Null: the highest there is. */
  readonly tlsMaxVersion: "TLS1.2" | "TLS1.3" | null;
  /** Origins, or `*`. */
  readonly corsOrigins: readonly string[];
  readonly hostWhitelist: readonly string[];

  readonly authToken: string;
  /** 4 to 31. */
  readonly bcryptCost: number;
  readonly authTokenTtlSeconds: number;

  readonly logLevel: string;
  readonly enablePprof: boolean;
  /** --metrics=extensive. */
  readonly extensiveMetrics: boolean;
  readonly warningUnaryRequestDurationMs: number;
  readonly warningApplyDurationMs: number;

  readonly corruptCheckTimeMs: number;
  readonly compactHashCheckTimeMs: number;
  readonly compactionBatchLimit: number;
  readonly compactionSleepIntervalMs: number;
  readonly watchProgressNotifyIntervalMs: number;
  readonly downgradeCheckTimeMs: number;
  readonly bootstrapDefragThresholdMegabytes: number;
  readonly maxLearners: number;
  readonly forceNewCluster: boolean;
  readonly unsafeNoFsync: boolean;
}

const DEFAULT_QUOTA_BYTES = 2 * 1024 * 1024 * 1024;
const MIN_RAFT_TIMEOUT_MS = 5000;
const DEFAULT_BCRYPT_COST = 10;
const MIN_PROGRESS_INTERVAL_MS = 100;

function orDefault(value: number, initial: number): number {
  return value === 0 ? initial : value;
}

/** @param settings - after checkSettings has found nothing to refuse. */
export function toServerConfig(settings: Settings): ServerConfig {
  const quota = settings["quota-backend-bytes"];
  const progress = settings["watch-progress-notify-interval"];
  const bcryptCost = settings["bcrypt-cost"];
  return {
    name: settings.name,
    dataDir: settings["data-dir"] === "" ? defaultDataDir(settings.name) : settings["data-dir"],
    walDir: settings["wal-dir"],
    snapshotCount: orDefault(settings["snapshot-count"], 10_000),
    snapshotCatchupEntries: orDefault(settings["snapshot-catchup-entries"], 5000),
    heartbeatIntervalMs: settings["heartbeat-interval"],
    electionTimeoutMs: settings["election-timeout"],
    electionTicks: Math.floor(settings["election-timeout"] / settings["heartbeat-interval"]),
    initialElectionTickAdvance: settings["initial-election-tick-advance"],
    listenPeerUrls: settings["listen-peer-urls"],
    listenClientUrls: settings["listen-client-urls"],
    listenClientHttpUrls: settings["listen-client-http-urls"],
    listenMetricsUrls: settings["listen-metrics-urls"],
    maxSnapshots: settings["max-snapshots"],
    maxWals: settings["max-wals"],
    quotaBackendBytes: quota,
    effectiveQuotaBytes: quota === 0 ? DEFAULT_QUOTA_BYTES : Math.max(quota, 0),
    backendBatchIntervalMs: orDefault(settings["backend-batch-interval"], 100),
    backendBatchLimit: orDefault(settings["backend-batch-limit"], 10_000),
    maxTxnOps: settings["max-txn-ops"],
    maxRequestBytes: settings["max-request-bytes"],
    maxConcurrentStreams: settings["max-concurrent-streams"],
    grpcKeepaliveMinTimeMs: settings["grpc-keepalive-min-time"],
    grpcKeepaliveIntervalMs: settings["grpc-keepalive-interval"],
    grpcKeepaliveTimeoutMs: settings["grpc-keepalive-timeout"],
    socketReusePort: settings["socket-reuse-port"],
    socketReuseAddress: settings["socket-reuse-address"],
    enableGrpcGateway: settings["enable-grpc-gateway"],
    raftReadTimeoutMs: Math.max(settings["raft-read-timeout"], MIN_RAFT_TIMEOUT_MS),
    raftWriteTimeoutMs: Math.max(settings["raft-write-timeout"], MIN_RAFT_TIMEOUT_MS),
    featureGates: resolveGates(settings["feature-gates"]),
    initialAdvertisePeerUrls: settings["initial-advertise-peer-urls"],
    initialCluster: settings["initial-cluster"],
    initialClusterState: settings["initial-cluster-state"],
    initialClusterToken: settings["initial-cluster-token"],
    advertiseClientUrls: settings["advertise-client-urls"],
    discovery: {
      token: settings["discovery-token"],
      endpoints: settings["discovery-endpoints"],
      srvDomain: settings["discovery-srv"],
      srvName: settings["discovery-srv-name"],
    },
    strictReconfigCheck: settings["strict-reconfig-check"],
    preVote: settings["pre-vote"],
    autoCompactionMode: settings["auto-compaction-mode"] === "revision" ? "revision" : "periodic",
    autoCompactionRetention: settings["auto-compaction-retention"],
    clientTls: {
      certFile: settings["cert-file"],
      keyFile: settings["key-file"],
      clientCertFile: settings["client-cert-file"],
      clientKeyFile: settings["client-key-file"],
      trustedCaFile: settings["trusted-ca-file"],
      crlFile: settings["client-crl-file"],
      clientCertAuth: settings["client-cert-auth"],
      autoTls: settings["auto-tls"],
      allowedCommonNames: settings["client-cert-allowed-cn"],
      allowedHostnames: settings["client-cert-allowed-hostname"],
      skipClientSanVerification: settings["client-skip-client-san-verification"],
    },
    peerTls: {
      certFile: settings["peer-cert-file"],
      keyFile: settings["peer-key-file"],
      clientCertFile: settings["peer-client-cert-file"],
      clientKeyFile: settings["peer-client-key-file"],
      trustedCaFile: settings["peer-trusted-ca-file"],
      crlFile: settings["peer-crl-file"],
      clientCertAuth: settings["peer-client-cert-auth"],
      autoTls: settings["peer-auto-tls"],
      allowedCommonNames: settings["peer-cert-allowed-cn"],
      allowedHostnames: settings["peer-cert-allowed-hostname"],
      skipClientSanVerification: settings["peer-skip-client-san-verification"],
    },
    selfSignedCertValidityYears: settings["self-signed-cert-validity"],
    cipherSuites: settings["cipher-suites"],
    tlsMinVersion: settings["tls-min-version"] === "TLS1.3" ? "TLS1.3" : "TLS1.2",
    tlsMaxVersion:
      settings["tls-max-version"] === ""
        ? null
        : settings["tls-max-version"] === "TLS1.2"
          ? "TLS1.2"
          : "TLS1.3",
    corsOrigins: settings.cors,
    hostWhitelist: settings["host-whitelist"],
    authToken: settings["auth-token"],
    bcryptCost: bcryptCost >= 4 && bcryptCost <= 31 ? bcryptCost : DEFAULT_BCRYPT_COST,
    authTokenTtlSeconds: settings["auth-token-ttl"],
    logLevel: settings["log-level"],
    enablePprof: settings["enable-pprof"] || settings["log-level"] === "debug",
    extensiveMetrics: settings.metrics === "extensive",
    warningUnaryRequestDurationMs: settings["warning-unary-request-duration"],
    warningApplyDurationMs: settings["warning-apply-duration"],
    corruptCheckTimeMs: settings["corrupt-check-time"],
    compactHashCheckTimeMs: settings["compact-hash-check-time"],
    compactionBatchLimit: orDefault(settings["compaction-batch-limit"], 1000),
    compactionSleepIntervalMs: orDefault(settings["compaction-sleep-interval"], 10),
    watchProgressNotifyIntervalMs:
      progress === 0 ? 600_000 : Math.max(progress, MIN_PROGRESS_INTERVAL_MS),
    downgradeCheckTimeMs: settings["downgrade-check-time"],
    bootstrapDefragThresholdMegabytes: settings["bootstrap-defrag-threshold-megabytes"],
    maxLearners: settings["max-learners"],
    forceNewCluster: settings["force-new-cluster"],
    unsafeNoFsync: settings["unsafe-no-fsync"],
  };
}

export function defaultDataDir(name: string): string {
  return `${name}.etcd`;
}

/** The initial cluster of a member that stands alone: its name with each of its peer URLs. */
export function initialClusterOf(name: string, peerUrls: readonly ServerUrl[]): string {
  const shown = name === "" ? DEFAULT_NAME : name;
  return peerUrls.map((url) => `${shown}=${url.text}`).join(",");
}
