/**
 * Settings that etcd finds wanting only while it starts: each ends the process with the fatal
 * line `discovery failed`, whatever the cause. Server flags, section 6.4.
 *
 * All of these are decided from the settings alone. What also needs the disk or the network (data
 * directory, ports, certificates) is found by whoever opens them.
 */

import type { Logger } from "../logging/logger.ts";
import { isCipherSuite } from "../tls/cipher-suites.ts";
import type { Notice } from "./draft.ts";
import { FlagValueError, goQuote, parseGoDuration } from "./go-values.ts";
import { bootstrapRefusal, parseInitialCluster, type ResolveHost } from "./initial-cluster.ts";
import type { ServerConfig } from "./server-config.ts";
import { isSecureUrl, type ServerUrl } from "./server-url.ts";

/** Why the listeners cannot be set up, or null. */
export function listenersRefusal(config: ServerConfig): string | null {
  const unknownSuite = config.cipherSuites.find((suite) => !isCipherSuite(suite));
  if (unknownSuite !== undefined) return `unexpected TLS cipher suite ${goQuote(unknownSuite)}`;
  const { clientTls, peerTls } = config;
  if (peerTls.certFile === "" && peerTls.keyFile === "" && !peerTls.autoTls) {
    const secure = config.listenPeerUrls.find(isSecureUrl);
    if (secure !== undefined) {
      return `cannot listen on TLS for ${secure.host}: KeyFile and CertFile are not presented`;
    }
  }
  if ((clientTls.autoTls || peerTls.autoTls) && config.selfSignedCertValidityYears === 0) {
    return "selfSignedCertValidity is invalid,it should be greater than 0";
  }
  const noClientTls = clientTls.certFile === "" && clientTls.keyFile === "" && !clientTls.autoTls;
  for (const url of [...config.listenClientUrls, ...config.listenClientHttpUrls]) {
    if (noClientTls && isSecureUrl(url)) {
      return `TLS key/cert (--cert-file, --key-file) must be provided for client url ${url.text} with HTTPS scheme`;
    }
  }
  const both = config.listenClientHttpUrls.find((url) =>
    config.listenClientUrls.some((other) => other.host === url.host && other.path === url.path),
  );
  if (both !== undefined) {
    return `cannot bind both --listen-client-urls and --listen-client-http-urls on the same url ${both.text}`;
  }
  return noClientTls && config.listenMetricsUrls.some(isSecureUrl)
    ? "client TLS key/cert (--cert-file, --key-file) must be provided for metrics secure url"
    : null;
}

/** Warnings about TLS settings that a plain URL leaves without effect. */
export function ignoredTlsWarnings(config: ServerConfig): readonly (readonly [string, string])[] {
  const warnings: (readonly [string, string])[] = [];
  const sides: readonly (readonly [readonly ServerUrl[], ServerConfig["clientTls"], string])[] = [
    [config.listenPeerUrls, config.peerTls, "--peer-client-cert-auth"],
    [config.listenClientUrls, config.clientTls, "--client-cert-auth"],
  ];
  for (const [urls, tls, authFlag] of sides) {
    for (const url of urls) {
      if (isSecureUrl(url)) continue;
      if (tls.certFile !== "" || tls.keyFile !== "" || tls.autoTls) {
        warnings.push([
          "scheme is http or unix while key and cert files are present; ignoring key and cert files",
          url.text,
        ]);
      }
      if (tls.clientCertAuth) {
        warnings.push([
          `scheme is http or unix while ${authFlag} is enabled; ignoring client cert auth for this URL`,
          url.text,
        ]);
      }
    }
  }
  return warnings;
}

/** What --auto-compaction-retention asks for; null: nothing. */
export type CompactionRetention =
  | { readonly mode: "periodic"; readonly periodMs: number }
  | { readonly mode: "revision"; readonly revisionsCount: number };

const HOUR_MS = 3_600_000;

/** @throws FlagValueError with the text of the failed start */
export function parseCompactionRetention(
  mode: "periodic" | "revision",
  text: string,
): CompactionRetention | null {
  let periodMs: number;
  let revisionsCount: number;
  if (/^\+?[0-9]{1,18}$/.test(text)) {
    revisionsCount = Number(text);
    periodMs = revisionsCount * HOUR_MS;
  } else {
    try {
      periodMs = parseGoDuration(text);
    } catch (error) {
      if (!(error instanceof FlagValueError)) throw error;
      throw new FlagValueError(`error parsing CompactionRetention: ${error.message}`);
    }
    // A duration in revision mode counts its nanoseconds, in etcd as here.
    revisionsCount = Math.round(periodMs * 1e6);
  }
  if (mode === "periodic") return periodMs > 0 ? { mode, periodMs } : null;
  return revisionsCount > 0 ? { mode, revisionsCount } : null;
}

/** What ends the start before anything is opened. */
export interface StartRefusal {
  readonly refusal: string;
  /** The lines that etcd logs before the fatal one. */
  readonly before: readonly Notice[];
}

/** The first reason, in etcd's order, why these settings cannot start; or null. */
export function startRefusal(config: ServerConfig): StartRefusal | null {
  const refusal = listenersRefusal(config) ?? retentionRefusal(config);
  return refusal === null ? tokenRefusal(config.authToken) : { refusal, before: [] };
}

function retentionRefusal(config: ServerConfig): string | null {
  try {
    parseCompactionRetention(config.autoCompactionMode, config.autoCompactionRetention);
    return null;
  } catch (error) {
    if (!(error instanceof FlagValueError)) throw error;
    return error.message;
  }
}

const INVALID_OPTIONS = "auth: invalid auth options";

/** Why no token provider can be made, or null. */
function tokenRefusal(authToken: string): StartRefusal | null {
  const [type, ...optionTexts] = authToken.split(",");
  if (type === "" || type === "simple") return null;
  if (type !== "jwt") {
    const fields = { type: type!, error: INVALID_OPTIONS };
    return noProvider(INVALID_OPTIONS, { level: "warn", message: "unknown token type", fields });
  }
  const options = new Map(
    optionTexts.map((text): [string, string] => {
      const equals = text.indexOf("=");
      return equals < 0 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
  if (!/^(RS|PS|ES|HS)(256|384|512)$|^EdDSA$/.test(options.get("sign-method") ?? "")) {
    const fields = { error: "auth: invalid auth signature method" };
    return noProvider(INVALID_OPTIONS, {
      level: "error",
      message: "problem loading JWT options",
      fields,
    });
  }
  return (options.get("pub-key") ?? "") === "" && (options.get("priv-key") ?? "") === ""
    ? noProvider("auth: missing key data")
    : null;
}

function noProvider(refusal: string, ...before: readonly Notice[]): StartRefusal {
  const last: Notice = {
    level: "warn",
    message: "failed to create token provider",
    fields: { error: refusal },
  };
  return { refusal, before: [...before, last] };
}

/**
 * Whether a member without data can bootstrap or join, as far as its settings tell; logs what etcd
 * logs when it cannot. Call it only when there is no write-ahead log yet: with one, the flags do
 * not count. What the other members say about it is asked by cluster/founding.ts.
 */
export async function checkFreshStart(
  config: Pick<
    ServerConfig,
    "name" | "initialAdvertisePeerUrls" | "initialCluster" | "initialClusterState"
  >,
  log: Logger,
  resolveHost: ResolveHost,
): Promise<boolean> {
  let cluster: ReturnType<typeof parseInitialCluster>;
  try {
    cluster = parseInitialCluster(config.initialCluster);
  } catch (error) {
    if (!(error instanceof FlagValueError)) throw error;
    log.fatal("discovery failed", { error: `error setting up initial cluster: ${error.message}` });
    return false;
  }
  const { name, initialClusterState: state, initialAdvertisePeerUrls: peerUrls } = config;
  const refusal = await bootstrapRefusal({ name, state, peerUrls, cluster }, resolveHost);
  if (refusal === null) return true;
  logBootstrapRefusal(log, refusal);
  return false;
}

/** The lines on which a start without data ends. */
export function logBootstrapRefusal(log: Logger, refusal: string): void {
  log.error("bootstrap failed", { error: refusal });
  log.fatal("discovery failed", { error: refusal });
}
