/**
 * All flags of the server: name, kind, default, group and meaning, one line each. The command
 * line, the variables, the configuration file, the help text and the typed settings come from
 * this table. Flags of releases before 3.7 are in older-flags.ts; what may not be used yet, and
 * why, is in unsupported.ts. Server flags, section 2.
 *
 * A variable's name is `ETCD_` and the flag's, upper case, `_` for `-`.
 */

import type { FlagKind, KindValues } from "./flag-kinds.ts";
import { parseServerUrls } from "./server-url.ts";

export type FlagGroup =
  | "Member"
  | "Clustering"
  | "Security"
  | "Authentication"
  | "Logging"
  | "Monitoring and tracing"
  | "Features and tuning"
  | "Unsafe"
  | "Configuration";

export interface FlagSpec<K extends FlagKind = FlagKind> {
  readonly kind: K;
  readonly initial: KindValues[K];
  readonly group: FlagGroup;
  readonly help: string;
  /** Logged as a warning when the flag is set; null for flags in good standing. */
  readonly deprecated: string | null;
}

/** Specs of one group; the result type keeps each flag's kind. */
function of<K extends FlagKind>(
  group: FlagGroup,
  kind: K,
  initial: KindValues[K],
  help: string,
  deprecated: string | null = null,
): FlagSpec<K> {
  return { kind, initial, group, help, deprecated };
}

const DEFAULT_PEER_URLS = parseServerUrls("http://localhost:2380");
const DEFAULT_CLIENT_URLS = parseServerUrls("http://localhost:2379");

export const DEFAULT_NAME = "default";
/** What --initial-cluster is unless set; a name of its own rewrites it. */
export const DEFAULT_INITIAL_CLUSTER = "default=http://localhost:2380";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

// biome-ignore format: a table reads best with one flag a line
const table = {
  "name": of("Member", "text", DEFAULT_NAME, "Name of this member."),
  "data-dir": of("Member", "text", "", "Data directory; '<name>.etcd' unless given."),
  "wal-dir": of("Member", "text", "", "Directory for the write-ahead log, if apart from the data."),
  "snapshot-count": of("Member", "uint64", 10_000, "Applied entries between two Raft snapshots."),
  "snapshot-catchup-entries": of("Member", "uint64", 5000, "Log entries kept behind a snapshot for slow followers."),
  "heartbeat-interval": of("Member", "uint", 100, "Milliseconds between heartbeats of the leader."),
  "election-timeout": of("Member", "uint", 1000, "Milliseconds without heartbeat before an election."),
  "initial-election-tick-advance": of("Member", "boolean", true, "Skip most of the first election wait at start."),
  "listen-peer-urls": of("Member", "urls", DEFAULT_PEER_URLS, "URLs to listen on for peers."),
  "listen-client-urls": of("Member", "urls", DEFAULT_CLIENT_URLS, "URLs to listen on for clients, gRPC and HTTP."),
  "listen-client-http-urls": of("Member", "optionalUrls", [], "URLs for HTTP clients only; the client URLs then speak only gRPC."),
  "max-snapshots": of("Member", "uint", 5, "Snapshot files to keep; 0 keeps all.", "--max-snapshots is deprecated in 3.6 and will be decommissioned in 3.8."),
  "max-wals": of("Member", "uint", 5, "Write-ahead log files to keep; 0 keeps all."),
  "memory-mlock": of("Member", "boolean", false, "Lock the process's memory."),
  "quota-backend-bytes": of("Member", "int64", 0, "Database size quota; 0 is 2 GiB, negative is none."),
  "backend-bbolt-freelist-type": of("Member", "text", "map", "Accepted for compatibility; the storage engine has no such list."),
  "backend-batch-interval": of("Member", "duration", 0, "Longest wait before a backend commit; 0 is 100ms."),
  "backend-batch-limit": of("Member", "int", 0, "Most operations in one backend commit; 0 is 10000."),
  "max-txn-ops": of("Member", "uint", 128, "Most operations in one transaction."),
  "max-request-bytes": of("Member", "uint", 1_572_864, "Largest request in bytes."),
  "max-concurrent-streams": of("Member", "uint32", 4_294_967_295, "HTTP/2 streams of one client connection."),
  "grpc-keepalive-min-time": of("Member", "duration", 5 * SECOND_MS, "Shortest time between pings that a client may use."),
  "grpc-keepalive-interval": of("Member", "duration", 2 * HOUR_MS, "Time between the server's pings to an idle client; 0 is none."),
  "grpc-keepalive-timeout": of("Member", "duration", 20 * SECOND_MS, "Wait for a ping's answer before closing; 0 is none."),
  "socket-reuse-port": of("Member", "boolean", false, "Set SO_REUSEPORT on listeners."),
  "socket-reuse-address": of("Member", "boolean", false, "Set SO_REUSEADDR on listeners."),
  "enable-grpc-gateway": of("Member", "boolean", true, "Serve the JSON gateway under /v3/."),
  "raft-read-timeout": of("Member", "duration", 5 * SECOND_MS, "Read timeout of peer connections; at least 5s."),
  "raft-write-timeout": of("Member", "duration", 5 * SECOND_MS, "Write timeout of peer connections; at least 5s."),
  "feature-gates": of("Member", "gates", {}, "Features to switch, as Name=true,Other=false."),

  "initial-advertise-peer-urls": of("Clustering", "urls", DEFAULT_PEER_URLS, "Peer URLs announced to the cluster."),
  "initial-cluster": of("Clustering", "text", DEFAULT_INITIAL_CLUSTER, "Members to bootstrap with, as name=url,name=url."),
  "initial-cluster-state": of("Clustering", "clusterState", "new", "'new' bootstraps, 'existing' joins."),
  "initial-cluster-token": of("Clustering", "text", "etcd-cluster", "Seed of the cluster's and its members' ids."),
  "advertise-client-urls": of("Clustering", "urls", DEFAULT_CLIENT_URLS, "Client URLs announced to the cluster."),
  "discovery-token": of("Clustering", "text", "", "Token of the discovery service."),
  "discovery-endpoints": of("Clustering", "set", [], "Endpoints of the discovery service."),
  "discovery-dial-timeout": of("Clustering", "duration", 2 * SECOND_MS, "Dial timeout for discovery."),
  "discovery-request-timeout": of("Clustering", "duration", 5 * SECOND_MS, "Request timeout for discovery."),
  "discovery-keepalive-time": of("Clustering", "duration", 2 * SECOND_MS, "Keep-alive period for discovery."),
  "discovery-keepalive-timeout": of("Clustering", "duration", 6 * SECOND_MS, "Keep-alive timeout for discovery."),
  "discovery-insecure-transport": of("Clustering", "boolean", true, "Plain connections to the discovery service."),
  "discovery-insecure-skip-tls-verify": of("Clustering", "boolean", false, "Skip certificate checks for discovery."),
  "discovery-cert": of("Clustering", "text", "", "Client certificate for discovery."),
  "discovery-key": of("Clustering", "text", "", "Client key for discovery."),
  "discovery-cacert": of("Clustering", "text", "", "CA for discovery."),
  "discovery-user": of("Clustering", "text", "", "User for discovery, as name[:password]."),
  "discovery-password": of("Clustering", "text", "", "Password for discovery."),
  "discovery-fallback": of("Clustering", "fallback", "exit", "'exit'; 'proxy' is refused since 3.6."),
  "discovery-srv": of("Clustering", "text", "", "DNS domain with the cluster's SRV records."),
  "discovery-srv-name": of("Clustering", "text", "", "Suffix of the SRV service name."),
  "strict-reconfig-check": of("Clustering", "boolean", true, "Refuse membership changes that risk quorum."),
  "pre-vote": of("Clustering", "boolean", true, "Ask before standing for election."),
  "auto-compaction-retention": of("Clustering", "text", "0", "History to keep, a duration or number; 0 is no compaction."),
  "auto-compaction-mode": of("Clustering", "text", "periodic", "'periodic' or 'revision'."),
  "v2-deprecation": of("Clustering", "deprecation", [], "Accepted for compatibility, without effect.", "--v2-deprecation is deprecated and scheduled for removal in v3.8. The default value is enforced, ignoring user input."),

  "cert-file": of("Security", "text", "", "Certificate of the client listeners."),
  "key-file": of("Security", "text", "", "Key of the client listeners."),
  "client-cert-auth": of("Security", "boolean", false, "Demand certificates from clients."),
  "client-cert-file": of("Security", "text", "", "Certificate for own calls to client listeners."),
  "client-key-file": of("Security", "text", "", "Key for own calls to client listeners."),
  "client-crl-file": of("Security", "text", "", "Revocation list for client certificates."),
  "client-cert-allowed-hostname": of("Security", "list", [], "Names accepted in client certificates."),
  "trusted-ca-file": of("Security", "text", "", "CA for client certificates."),
  "auto-tls": of("Security", "boolean", false, "Make a certificate for the client listeners."),
  "peer-cert-file": of("Security", "text", "", "Certificate of the peer listeners."),
  "peer-key-file": of("Security", "text", "", "Key of the peer listeners."),
  "peer-client-cert-auth": of("Security", "boolean", false, "Demand certificates from peers."),
  "peer-client-cert-file": of("Security", "text", "", "Certificate for calls to peers."),
  "peer-client-key-file": of("Security", "text", "", "Key for calls to peers."),
  "peer-trusted-ca-file": of("Security", "text", "", "CA for peer certificates."),
  "peer-cert-allowed-cn": of("Security", "list", [], "Common names accepted from peers."),
  "peer-cert-allowed-hostname": of("Security", "list", [], "Names accepted in peer certificates."),
  "peer-auto-tls": of("Security", "boolean", false, "Make a certificate for the peer listeners."),
  "peer-crl-file": of("Security", "text", "", "Revocation list for peer certificates."),
  "peer-skip-client-san-verification": of("Security", "boolean", false, "Do not check the names in peers' client certificates."),
  "self-signed-cert-validity": of("Security", "uint", 1, "Years that made certificates are valid."),
  "cipher-suites": of("Security", "list", [], "TLS cipher suites, by their Go names."),
  "cors": of("Security", "origins", ["*"], "Origins that may call from a browser, or '*'."),
  "host-whitelist": of("Security", "set", ["*"], "Host headers accepted on plain listeners."),
  "tls-min-version": of("Security", "text", "TLS1.2", "TLS1.2 or TLS1.3."),
  "tls-max-version": of("Security", "text", "", "TLS1.2, TLS1.3, or empty for the highest."),

  "auth-token": of("Authentication", "text", "simple", "'simple', or 'jwt,' and its options."),
  "bcrypt-cost": of("Authentication", "uint", 10, "Cost of password hashes, 4 to 31."),
  "auth-token-ttl": of("Authentication", "uint", 300, "Seconds that a simple token lives without use."),

  "logger": of("Logging", "text", "zap", "Only 'zap'."),
  "log-outputs": of("Logging", "set", ["default"], "'default', 'stderr', 'stdout', or files."),
  "log-level": of("Logging", "text", "info", "debug, info, warn, error, panic or fatal."),
  "log-format": of("Logging", "text", "json", "'json' or 'console'."),
  "enable-log-rotation": of("Logging", "boolean", false, "Rotate the one log file."),
  "log-rotation-config-json": of("Logging", "text", '{"maxsize": 100, "maxage": 0, "maxbackups": 0, "localtime": false, "compress": false}', "Rotation by MB, days and number of old files."),
  "warning-unary-request-duration": of("Logging", "duration", 300, "Requests slower than this are logged."),
  "warning-apply-duration": of("Logging", "duration", 100, "Entries that take longer to apply are logged."),

  "enable-pprof": of("Monitoring and tracing", "boolean", false, "Serve /debug/pprof/ on client URLs."),
  "metrics": of("Monitoring and tracing", "text", "basic", "'extensive' adds gRPC latency histograms."),
  "listen-metrics-urls": of("Monitoring and tracing", "optionalUrls", [], "Further URLs for /metrics and health."),
  "enable-distributed-tracing": of("Monitoring and tracing", "boolean", false, "Send OpenTelemetry traces."),
  "distributed-tracing-address": of("Monitoring and tracing", "text", "localhost:4317", "Address of the trace collector."),
  "distributed-tracing-service-name": of("Monitoring and tracing", "text", "etcd", "Service name in traces."),
  "distributed-tracing-instance-id": of("Monitoring and tracing", "text", "", "Instance id in traces."),
  "distributed-tracing-sampling-rate": of("Monitoring and tracing", "int", 0, "Requests traced, of a million."),

  "corrupt-check-time": of("Features and tuning", "duration", 0, "Time between hash checks among members; 0 is none."),
  "compact-hash-check-time": of("Features and tuning", "duration", MINUTE_MS, "Time between checks of compaction hashes."),
  "compaction-batch-limit": of("Features and tuning", "int", 0, "Revisions in one compaction batch; 0 is 1000."),
  "compaction-sleep-interval": of("Features and tuning", "duration", 0, "Pause between compaction batches; 0 is 10ms."),
  "watch-progress-notify-interval": of("Features and tuning", "duration", 0, "Time between progress notifications; 0 is 10m."),
  "downgrade-check-time": of("Features and tuning", "duration", 5 * SECOND_MS, "Time between checks of a running downgrade."),
  "bootstrap-defrag-threshold-megabytes": of("Features and tuning", "uint", 0, "Defragment at start when as much can be freed; 0 is never."),
  "max-learners": of("Features and tuning", "int", 1, "Most learners in the cluster."),

  "force-new-cluster": of("Unsafe", "boolean", false, "Restart as a cluster of one with the data that is there."),
  "unsafe-no-fsync": of("Unsafe", "boolean", false, "Do not wait for the disk: loses data on a power cut."),

  "config-file": of("Configuration", "text", "", "YAML file; all other flags and variables are then ignored."),
  "version": of("Configuration", "boolean", false, "Print the version and exit."),
};

export type FlagName = keyof typeof table;

/** What only a configuration file can ask for: there is no flag, and no variable. */
export interface FileOnlySettings {
  /** client-transport-security, allowed-cn. */
  readonly "client-cert-allowed-cn": readonly string[];
  /** client-transport-security, skip-client-san-verification. */
  readonly "client-skip-client-san-verification": boolean;
}

const initialFileOnly: FileOnlySettings = {
  "client-cert-allowed-cn": [],
  "client-skip-client-san-verification": false,
};

/** A flag, or what takes the place of one in a file. */
export type SettingName = FlagName | keyof FileOnlySettings;

/** The value of each flag, by the flag's own name, and of what only a file can set. */
export type Settings = FileOnlySettings & {
  readonly [N in FlagName]: (typeof table)[N] extends FlagSpec<infer K> ? KindValues[K] : never;
};

export const serverFlags: { readonly [N in FlagName]: FlagSpec } = table as never;

export const flagNames: readonly FlagName[] = Object.keys(table) as FlagName[];

export function kindOfSetting(name: SettingName): FlagKind {
  if (name === "client-cert-allowed-cn") return "list";
  return name === "client-skip-client-san-verification" ? "boolean" : serverFlags[name].kind;
}

export function isFlagName(name: string): name is FlagName {
  return Object.hasOwn(table, name);
}

/** `ETCD_DATA_DIR` for `data-dir`. */
export function environmentName(flag: string): string {
  return `ETCD_${flag.toUpperCase().replaceAll("-", "_")}`;
}

export function initialSettings(): Settings {
  const settings: { [name: string]: unknown } = { ...initialFileOnly };
  for (const name of flagNames) settings[name] = table[name].initial;
  return settings as unknown as Settings;
}

/** Flags whose value is a secret: never shown in logs. */
export const secretFlags: ReadonlySet<string> = new Set<FlagName>([
  "discovery-password",
  "discovery-user",
]);
