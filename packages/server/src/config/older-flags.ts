/**
 * Flags of etcd before 3.7, which 3.7 itself no longer knows. They are accepted, so that start
 * scripts of every generation work: most map to today's name with one warning; those whose
 * function cannot be given are refused in unsupported.ts when they ask for it. Server flags,
 * sections 2.5 (ignored for ever) and 3.
 */

import type { FeatureGate } from "./feature-gates.ts";
import type { FlagKind } from "./flag-kinds.ts";
import type { FlagName } from "./flags.ts";

export type OlderFlag =
  /** Another spelling of `flag`; `convert` turns the old value's text into the new one's. */
  | { readonly means: "flag"; readonly flag: FlagName; readonly convert?: (text: string) => string }
  /** Switches a feature gate. */
  | { readonly means: "gate"; readonly gate: FeatureGate }
  /** A boolean that sets the log level to debug. */
  | { readonly means: "debug" }
  /** A boolean without effect, not even a warning. */
  | { readonly means: "nothing" }
  /** Warned about, then without effect. */
  | { readonly means: "no longer"; readonly kind: FlagKind }
  /** Kept as text for the check of what is not supported. `off` is the value that asks for nothing. */
  | { readonly means: "kept"; readonly kind: FlagKind; readonly off: string };

const renamedExperiments: readonly FlagName[] = [
  "corrupt-check-time",
  "compact-hash-check-time",
  "compaction-batch-limit",
  "compaction-sleep-interval",
  "watch-progress-notify-interval",
  "downgrade-check-time",
  "warning-apply-duration",
  "warning-unary-request-duration",
  "memory-mlock",
  "bootstrap-defrag-threshold-megabytes",
  "max-learners",
  "snapshot-catchup-entries",
  "peer-skip-client-san-verification",
  "enable-distributed-tracing",
  "distributed-tracing-address",
  "distributed-tracing-service-name",
  "distributed-tracing-instance-id",
  "distributed-tracing-sampling-rate",
  "backend-bbolt-freelist-type",
];

const gates: { readonly [flag: string]: FeatureGate } = {
  "experimental-initial-corrupt-check": "InitialCorruptCheck",
  "experimental-compact-hash-check-enabled": "CompactHashCheck",
  "experimental-enable-lease-checkpoint": "LeaseCheckpoint",
  "experimental-enable-lease-checkpoint-persist": "LeaseCheckpointPersist",
  "experimental-stop-grpc-service-on-defrag": "StopGRPCServiceOnDefrag",
  "experimental-txn-mode-write-with-shared-buffer": "TxnModeWriteWithSharedBuffer",
};

/** Accepted as booleans for ever, without effect. */
const ancient: readonly string[] = [
  "cluster-active-size",
  "cluster-remove-delay",
  "cluster-sync-interval",
  "config",
  "force",
  "max-result-buffer",
  "max-retry-attempts",
  "peer-heartbeat-interval",
  "peer-election-timeout",
  "retry-interval",
  "snapshot",
  "v",
  "vv",
  "test.coverprofile",
  "test.outputdir",
];

const asUrl = (address: string): string => `http://${address}`;

export const olderFlags: ReadonlyMap<string, OlderFlag> = new Map<string, OlderFlag>([
  ...ancient.map((name): [string, OlderFlag] => [name, { means: "nothing" }]),
  ...renamedExperiments.map((flag): [string, OlderFlag] => [
    `experimental-${flag}`,
    { means: "flag", flag },
  ]),
  ...Object.entries(gates).map(([name, gate]): [string, OlderFlag] => [
    name,
    { means: "gate", gate },
  ]),
  ["debug", { means: "debug" }],
  ["log-output", { means: "flag", flag: "log-outputs" }],
  ["log-package-levels", { means: "no longer", kind: "text" }],
  ["next-cluster-version-compatible", { means: "no longer", kind: "boolean" }],
  ["experimental-v3demo", { means: "no longer", kind: "boolean" }],
  ["experimental-gRPC-addr", { means: "no longer", kind: "text" }],
  ["experimental-auto-compaction-retention", { means: "no longer", kind: "int" }],
  ["proxy-failure-wait", { means: "no longer", kind: "uint" }],
  ["proxy-refresh-interval", { means: "no longer", kind: "uint" }],
  ["proxy-dial-timeout", { means: "no longer", kind: "uint" }],
  ["proxy-write-timeout", { means: "no longer", kind: "uint" }],
  ["proxy-read-timeout", { means: "no longer", kind: "uint" }],
  ["addr", { means: "flag", flag: "advertise-client-urls", convert: asUrl }],
  ["bind-addr", { means: "flag", flag: "listen-client-urls", convert: asUrl }],
  ["peer-addr", { means: "flag", flag: "initial-advertise-peer-urls", convert: asUrl }],
  ["peer-bind-addr", { means: "flag", flag: "listen-peer-urls", convert: asUrl }],
  ["enable-v2", { means: "kept", kind: "boolean", off: "false" }],
  ["proxy", { means: "kept", kind: "text", off: "off" }],
  ["discovery", { means: "kept", kind: "text", off: "" }],
  ["discovery-proxy", { means: "kept", kind: "text", off: "" }],
  ["experimental-enable-v2v3", { means: "kept", kind: "text", off: "" }],
  ["ca-file", { means: "kept", kind: "text", off: "" }],
  ["peer-ca-file", { means: "kept", kind: "text", off: "" }],
  ["peers", { means: "kept", kind: "text", off: "" }],
  ["peers-file", { means: "kept", kind: "text", off: "" }],
]);

/** The kind whose syntax an older flag's value must have. */
export function olderFlagKind(flag: OlderFlag, kindOf: (name: FlagName) => FlagKind): FlagKind {
  switch (flag.means) {
    case "flag":
      return flag.convert === undefined ? kindOf(flag.flag) : "text";
    case "gate":
    case "debug":
    case "nothing":
      return "boolean";
    case "no longer":
    case "kept":
      return flag.kind;
  }
}
