/**
 * From the TLS flags to what listeners and outgoing peer connections use. Server flags, sections
 * 6.4 and 8.5; peer protocol, section 11.
 *
 * Everything that can be found wrong with files and names at the start is found here, before a
 * port is bound or data is written.
 */

import { Resolver } from "node:dns/promises";
import { join } from "node:path";
import type { ConnectionOptions, SecureVersion } from "node:tls";
import type { Clock, Timers } from "@kvorum/base";
import type { ServerConfig, TlsFiles } from "../config/server-config.ts";
import { isSecureUrl, type ServerUrl } from "../config/server-url.ts";
import type { Logger } from "../logging/logger.ts";
import { chooseCipherSuites } from "./cipher-suites.ts";
import type { NameResolver } from "./client-identity.ts";
import { peerDialing } from "./peer-dialing.ts";
import { selfSignedFiles } from "./self-signed.ts";
import { type ProtocolChoice, ServerSide } from "./server-side.ts";

export interface MemberTls {
  /** For the https and unixs URLs of clients and metrics; null where there are none. */
  readonly client: ServerSide | null;
  /** For the https URLs of peers; null where there are none. */
  readonly peer: ServerSide | null;
  /** Options for one new connection to a peer; throws while certificate files are unusable. */
  readonly dialPeer: () => ConnectionOptions;
}

/** The TLS settings cannot be used. */
export class TlsRefused extends Error {
  override readonly name = "TlsRefused";
  /** The fatal log line that etcd ends with. */
  readonly logMessage: "discovery failed" | "listener failed";

  constructor(logMessage: TlsRefused["logMessage"], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.logMessage = logMessage;
  }
}

export interface TlsPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly resolver?: NameResolver;
}

type TlsConfig = Pick<
  ServerConfig,
  | "dataDir"
  | "listenPeerUrls"
  | "listenClientUrls"
  | "listenClientHttpUrls"
  | "listenMetricsUrls"
  | "clientTls"
  | "peerTls"
  | "selfSignedCertValidityYears"
  | "cipherSuites"
  | "tlsMinVersion"
  | "tlsMaxVersion"
>;

/** @throws TlsRefused */
export async function createTls(
  config: TlsConfig,
  logger: Logger,
  ports: TlsPorts,
): Promise<MemberTls> {
  const protocol = toProtocol(config, logger);
  const resolver = ports.resolver ?? systemResolver();
  const serve = async (
    name: "client" | "peer",
    sided: Sided,
    urls: readonly ServerUrl[],
  ): Promise<ServerSide | null> => {
    const { files } = sided;
    if (hasPair(files)) {
      logger.info(`starting with ${name} TLS`, {
        "tls-info": describe(files),
        "cipher-suites": config.cipherSuites,
      });
    }
    if (!urls.some(isSecureUrl)) return null;
    checkFiles(files);
    return ServerSide.open({ name, files, protocol, logger, resolver, ...ports });
  };
  try {
    const peer = await resolveFiles("peer", config, logger, ports);
    const peerSide = await serve("peer", peer, config.listenPeerUrls);
    // It dials whatever URLs the others have.
    checkFiles(peer.files);
    const dialPeer = peerDialing({ ...peer, protocol });
    return { client: await clientSide(), peer: peerSide, dialPeer };
  } catch (error) {
    throw error instanceof TlsRefused ? error : new TlsRefused("discovery failed", error);
  }

  async function clientSide(): Promise<ServerSide | null> {
    const { listenClientUrls, listenClientHttpUrls, listenMetricsUrls } = config;
    const urls = [...listenClientUrls, ...listenClientHttpUrls, ...listenMetricsUrls];
    try {
      return await serve("client", await resolveFiles("client", config, logger, ports), urls);
    } catch (error) {
      throw new TlsRefused("listener failed", error);
    }
  }
}

interface Sided {
  readonly files: TlsFiles;
  readonly isSelfSigned: boolean;
}

/** The files of one side, its own certificate made where that is asked for. */
async function resolveFiles(
  name: "client" | "peer",
  config: TlsConfig,
  logger: Logger,
  { clock }: TlsPorts,
): Promise<Sided> {
  const files = name === "client" ? config.clientTls : config.peerTls;
  const urls =
    name === "client"
      ? [...config.listenClientUrls, ...config.listenClientHttpUrls]
      : config.listenPeerUrls;
  if (!files.autoTls || hasPair(files)) {
    if (files.autoTls) {
      logger.warn(`ignoring ${name} auto TLS since certs given`, {});
    }
    return { files, isSelfSigned: false };
  }
  const made = await selfSignedFiles({
    directory: join(config.dataDir, "fixtures", name),
    hosts: [...new Set(urls.map((url) => url.hostname).filter((host) => host !== ""))],
    validityYears: config.selfSignedCertValidityYears,
    nowMs: clock.wallMs(),
    logger,
  });
  return {
    files: {
      ...files,
      ...made,
      clientCertFile: made.certFile,
      clientKeyFile: made.keyFile,
    },
    isSelfSigned: true,
  };
}

/** @throws Error with etcd's text */
function checkFiles(files: TlsFiles): void {
  const { certFile, keyFile, clientCertFile, clientKeyFile } = files;
  if ((certFile === "") !== (keyFile === "")) {
    throw new Error(
      `KeyFile and CertFile must both be present[key: ${keyFile}, cert: ${certFile}]`,
    );
  }
  if ((clientCertFile === "") !== (clientKeyFile === "")) {
    throw new Error(
      `ClientKeyFile and ClientCertFile must both be present or both absent: key: ${clientKeyFile}, cert: ${clientCertFile}]`,
    );
  }
  const { allowedCommonNames, allowedHostnames } = files;
  if (allowedCommonNames.length > 0 && allowedHostnames.length > 0) {
    throw new Error(
      `AllowedCNs and AllowedHostnames are mutually exclusive (cns=[${allowedCommonNames.join(" ")}], hostnames=[${allowedHostnames.join(" ")}])`,
    );
  }
}

function hasPair({ certFile, keyFile }: TlsFiles): boolean {
  return certFile !== "" || keyFile !== "";
}

function describe(files: TlsFiles): string {
  return (
    `cert = ${files.certFile}, key = ${files.keyFile}, client-cert=${files.clientCertFile}, ` +
    `client-key=${files.clientKeyFile}, trusted-ca = ${files.trustedCaFile}, ` +
    `client-cert-auth = ${files.clientCertAuth}, crl-file = ${files.crlFile}`
  );
}

const versions = { "TLS1.2": "TLSv1.2", "TLS1.3": "TLSv1.3" } as const satisfies {
  readonly [name: string]: SecureVersion;
};

/** @throws TlsRefused where TLS 1.2 is wanted and none of its suites is left */
function toProtocol(config: TlsConfig, logger: Logger): ProtocolChoice {
  const { ciphers, missing, isTls13Only } = chooseCipherSuites(config.cipherSuites);
  for (const suite of missing) {
    logger.warn("a cipher suite is not available in this build; leaving it out", {
      "cipher-suite": suite,
    });
  }
  const maxVersion = versions[config.tlsMaxVersion ?? "TLS1.3"];
  if (isTls13Only && maxVersion === "TLSv1.2") {
    throw new TlsRefused(
      "discovery failed",
      `no cipher suite for TLS1.2 is available: ${config.cipherSuites.join(",")}`,
    );
  }
  const minVersion = isTls13Only ? "TLSv1.3" : versions[config.tlsMinVersion];
  return { ciphers, minVersion, maxVersion };
}

/** Tries of one server, and how long each waits, in milliseconds. */
const LOOKUP_TRIES = 2;
const LOOKUP_TIMEOUT_MS = 2000;

/** Asks the name servers without Node's thread pool, which log writes need. */
function systemResolver(): NameResolver {
  const resolver = new Resolver({ timeout: LOOKUP_TIMEOUT_MS, tries: LOOKUP_TRIES });
  return {
    reverse: (address) => resolver.reverse(address),
    addresses: async (name) => {
      const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      if (v4.status === "rejected" && v6.status === "rejected") throw v4.reason;
      return [v4, v6].flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    },
  };
}
