/**
 * Everything that etcd does on request and this program does not do yet, in one place. Asking for
 * it ends the start with a sentence that names the flag: nothing is silently ignored. An entry
 * goes away with the change that brings its function.
 */

import type { Settings } from "./flags.ts";

interface Asked {
  readonly settings: Settings;
  /** Kept flags of older releases: their text by name, only those that were set. */
  readonly older: ReadonlyMap<string, string>;
}

interface Unsupported {
  /** What the user sees before "is not supported". */
  readonly subject: string;
  readonly isAskedFor: (asked: Asked) => boolean;
}

const entries: readonly Unsupported[] = [
  {
    subject: "discovery (--discovery-endpoints, --discovery-token)",
    isAskedFor: ({ settings }) =>
      settings["discovery-token"] !== "" || settings["discovery-endpoints"].length > 0,
  },
  {
    subject: "discovery by DNS (--discovery-srv)",
    isAskedFor: ({ settings }) => settings["discovery-srv"] !== "",
  },
  {
    subject: "tracing (--enable-distributed-tracing)",
    isAskedFor: ({ settings }) => settings["enable-distributed-tracing"],
  },
  {
    subject: "locking memory (--memory-mlock)",
    isAskedFor: ({ settings }) => settings["memory-mlock"],
  },
  {
    subject: "SO_REUSEPORT (--socket-reuse-port)",
    isAskedFor: ({ settings }) => settings["socket-reuse-port"],
  },
  older("enable-v2", "the v2 API (--enable-v2)", (text) => /^(1|t|true)$/i.test(text)),
  older("experimental-enable-v2v3", "the v2 API (--experimental-enable-v2v3)"),
  older("proxy", "the v2 proxy (--proxy)", (text) => text !== "off"),
  older("discovery", "v2 discovery (--discovery)"),
  older("discovery-proxy", "v2 discovery (--discovery-proxy)"),
  older("ca-file", "--ca-file; use --trusted-ca-file and --client-cert-auth: it"),
  older(
    "peer-ca-file",
    "--peer-ca-file; use --peer-trusted-ca-file and --peer-client-cert-auth: it",
  ),
  older("peers", "--peers; use --initial-cluster: it"),
  older("peers-file", "--peers-file; use --initial-cluster: it"),
];

function older(
  flag: string,
  subject: string,
  asks: (text: string) => boolean = (text) => text !== "",
): Unsupported {
  return {
    subject,
    isAskedFor: (asked) => {
      const text = asked.older.get(flag);
      return text !== undefined && asks(text);
    },
  };
}

/** Why the settings cannot be served by this build, or null. */
export function unsupportedRefusal(
  settings: Settings,
  olderTexts: ReadonlyMap<string, string>,
): string | null {
  const asked = { settings, older: olderTexts };
  const found = entries.find((entry) => entry.isAskedFor(asked));
  return found === undefined ? null : `${found.subject} is not supported by this build`;
}
