/**
 * The checks that etcd makes on its settings before it starts anything, in its order and with its
 * texts. Server flags, section 6.3.
 *
 * The first failing check wins. Warnings come up between the checks, so they are given to a sink
 * as they arise; etcd runs the whole twice, and so logs them twice.
 */

import { gateRefusal, resolveGates } from "./feature-gates.ts";
import { DEFAULT_NAME, type Settings } from "./flags.ts";
import { formatGoDuration, goQuote } from "./go-values.ts";
import { bindRefusal, emptyHostRefusal, joinUrls } from "./server-url.ts";

export type WarningSink = (message: string, fields: { readonly [name: string]: string }) => void;

/** The refusal that is announced by a line of its own as well. */
export const ADVERTISE_REQUIRED =
  "--advertise-client-urls is required when --listen-client-urls is set explicitly";

const MAX_ELECTION_MS = 50_000;
const MAX_SAMPLES_PER_MILLION = 1_000_000;

export interface Checked {
  readonly settings: Settings;
  /** The default of --advertise-client-urls was dropped, because only the listen URLs were set. */
  readonly advertiseDropped: boolean;
}

/** Why the settings are refused, or null. */
export function checkSettings(checked: Checked, warn: WarningSink): string | null {
  const { settings } = checked;
  return (
    checkListeners(settings, warn) ??
    checkAdvertised(checked) ??
    checkBootstrapChoice(settings) ??
    checkTicks(settings) ??
    (checked.advertiseDropped ? ADVERTISE_REQUIRED : null) ??
    checkFeatures(settings, warn) ??
    checkTls(settings, warn)
  );
}

function checkListeners(settings: Settings, warn: WarningSink): string | null {
  const refusal =
    bindRefusal(settings["listen-peer-urls"]) ??
    bindRefusal(settings["listen-client-urls"]) ??
    bindRefusal(settings["listen-client-http-urls"]);
  if (refusal !== null) return refusal;
  if (settings["listen-client-http-urls"].length === 0) {
    warn(
      "Running http and grpc server on single port. This is not recommended for production.",
      {},
    );
  }
  return bindRefusal(settings["listen-metrics-urls"]);
}

function checkAdvertised({ settings, advertiseDropped }: Checked): string | null {
  const peerUrls = settings["initial-advertise-peer-urls"];
  const peerRefusal = emptyHostRefusal(peerUrls);
  if (peerRefusal !== null) {
    return `--initial-advertise-peer-urls ${goQuote(joinUrls(peerUrls))} must be "host:port" (${peerRefusal})`;
  }
  const clientUrls = settings["advertise-client-urls"];
  const clientRefusal = advertiseDropped ? null : emptyHostRefusal(clientUrls);
  if (clientRefusal !== null) {
    return (
      `--advertise-client-urls ${goQuote(joinUrls(clientUrls))} must be in the format "host:port", ` +
      `"unix:/path/to/socket" or "unixs:/path/to/socket" (${clientRefusal})`
    );
  }
  return null;
}

function checkBootstrapChoice(settings: Settings): string | null {
  const state: string = settings["initial-cluster-state"];
  if (state !== "new" && state !== "existing") return `unexpected clusterState ${goQuote(state)}`;
  const endpoints = settings["discovery-endpoints"];
  const choices =
    Number(settings["initial-cluster"] !== "") +
    Number(settings["discovery-srv"] !== "") +
    Number(endpoints.length > 0);
  if (choices > 1) {
    return (
      "multiple discovery or bootstrap flags are set. " +
      'Choose one of "initial-cluster", "discovery-endpoints" or "discovery-srv"'
    );
  }
  if ((settings["discovery-token"] !== "") !== endpoints.length > 0) {
    return "both --discovery-token and --discovery-endpoints must be set";
  }
  return endpoints.includes("") ? "--discovery-endpoints must not contain empty endpoints" : null;
}

function checkTicks(settings: Settings): string | null {
  const heartbeat = settings["heartbeat-interval"];
  const election = settings["election-timeout"];
  if (heartbeat === 0) return "--heartbeat-interval must be >0 (set to 0ms)";
  if (election === 0) return "--election-timeout must be >0 (set to 0ms)";
  if (5 * heartbeat > election) {
    return `--election-timeout[${election}ms] should be at least as 5 times as --heartbeat-interval[${heartbeat}ms]`;
  }
  return election > MAX_ELECTION_MS
    ? `--election-timeout[${election}ms] is too long, and should be set less than ${MAX_ELECTION_MS}ms`
    : null;
}

function checkFeatures(settings: Settings, warn: WarningSink): string | null {
  const mode = settings["auto-compaction-mode"];
  if (mode === "") return "undefined auto-compaction-mode";
  if (mode !== "periodic" && mode !== "revision") {
    return `unknown auto-compaction-mode ${goQuote(mode)}`;
  }
  if (settings["enable-distributed-tracing"]) {
    const rate = settings["distributed-tracing-sampling-rate"];
    const reason =
      rate < 0
        ? "tracing sampling rate must be positive"
        : rate > MAX_SAMPLES_PER_MILLION
          ? `tracing sampling rate must be less than ${MAX_SAMPLES_PER_MILLION}`
          : null;
    if (reason !== null) return `distributed tracing configurition is not valid: (${reason})`;
  }
  const gates = resolveGates(settings["feature-gates"]);
  if (gates.LeaseCheckpoint && !gates.LeaseCheckpointPersist) {
    warn(
      "Detected that checkpointing is enabled without persistence. Consider enabling feature gate LeaseCheckpointPersist",
      {},
    );
  }
  const refusal = gateRefusal(gates);
  if (refusal !== null) return refusal;
  const hashCheck = settings["compact-hash-check-time"];
  return hashCheck <= 0
    ? `--compact-hash-check-time must be >0 (set to ${formatGoDuration(hashCheck)})`
    : null;
}

function checkTls(settings: Settings, warn: WarningSink): string | null {
  if (settings.name === DEFAULT_NAME) {
    warn(
      "it isn't recommended to use default name, please set a value for --name. " +
        "Note that etcd might run into issue when multiple members have the same default name",
      { name: settings.name },
    );
  }
  const min = settings["tls-min-version"];
  const max = settings["tls-max-version"];
  for (const version of [min, max]) {
    if (version !== "" && version !== "TLS1.2" && version !== "TLS1.3") {
      return `unexpected TLS version ${goQuote(version)} (must be one of: TLS1.2, TLS1.3)`;
    }
  }
  if (min === "TLS1.3" && max === "TLS1.2") {
    return `min version (${min}) is greater than max version (${max})`;
  }
  return min === "TLS1.3" && settings["cipher-suites"].length > 0
    ? "cipher suites cannot be configured when only TLS1.3 is enabled"
    : null;
}
