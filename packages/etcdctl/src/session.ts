/**
 * One command's way to the cluster: settings from flags and environment, then clients, then
 * output. Settings are checked in etcdctl's order: environment, TLS and login, output format; the
 * first call connects.
 */

import { readFileSync } from "node:fs";
import {
  addressText,
  Client,
  ClientError,
  type Credentials,
  DEFAULT_MAX_REQUEST_BYTES,
  DEFAULT_MAX_RESPONSE_BYTES,
  type Endpoint,
  type FailedAttempt,
  grpcConnector,
  parseEndpoint,
  statusText,
  type TlsOptions,
  usesTls,
} from "@kvorum/client";
import {
  badArguments,
  badFeature,
  type CommandCall,
  CommandError,
  callFailed,
  ExitCode,
  type FlagSet,
  OUTPUT_FORMATS,
  type OutputFormat,
  type Rendering,
  render,
  type Terminal,
} from "@kvorum/command-line";
import { discoverEndpoints } from "./discovery.ts";
import { applyEnvironment, variableName } from "./environment.ts";
import { logLine } from "./log-line.ts";

export interface Session {
  readonly terminal: Terminal;
  readonly flags: FlagSet;
  readonly format: OutputFormat;
  readonly isHex: boolean;
  /** `--endpoints`, or what discovery found. */
  readonly endpoints: readonly string[];
  /** Deadline of short commands. */
  readonly commandTimeoutMs: number;
  /** Null: none were asked for. */
  readonly tls: TlsOptions | null;
  /** A client of the session's endpoints, or of others; logged in. The session closes it. */
  client(options?: { endpoints?: readonly string[]; logger?: string }): Promise<Client>;
  display(rendering: Rendering): void;
  close(): void;
}

export interface SessionOptions {
  /** Variables beyond flags that the command reads itself. */
  readonly knownVariables?: readonly string[];
  /** The command loops over `--endpoints` itself and does without discovery. */
  readonly usesRawEndpoints?: boolean;
}

/** @throws CommandError for settings that cannot be used. */
export async function openSession(
  call: CommandCall,
  options: SessionOptions = {},
): Promise<Session> {
  const { flags, terminal } = call;
  applyEnvironment(call, options.knownVariables);
  if (flags.bool("debug")) showSettings(call);
  const discovered =
    options.usesRawEndpoints === true ? null : await discoverEndpoints(flags, terminal);
  const tls = tlsSettings(flags, discovered?.serverName ?? "");
  const credentials = await readCredentials(terminal, {
    user: flags.string("user"),
    password: flags.string("password"),
    token: flags.string("auth-jwt-token"),
    prompt: "Password: ",
  });
  const format = outputFormat(flags.string("write-out"));
  return new OpenSession({
    terminal,
    flags,
    format,
    endpoints: discovered?.endpoints ?? flags.list("endpoints"),
    tls,
    credentials,
  });
}

/** Runs the body with a session and closes it whatever happens. */
export async function withSession(
  call: CommandCall,
  body: (session: Session) => Promise<number>,
  options: SessionOptions = {},
): Promise<number> {
  const session = await openSession(call, options);
  try {
    return await body(session);
  } finally {
    session.close();
  }
}

class OpenSession implements Session {
  readonly terminal: Terminal;
  readonly flags: FlagSet;
  readonly format: OutputFormat;
  readonly isHex: boolean;
  readonly endpoints: readonly string[];
  readonly commandTimeoutMs: number;
  readonly tls: TlsOptions | null;
  readonly #credentials: Credentials | null;
  readonly #clients: Client[] = [];

  constructor(options: {
    terminal: Terminal;
    flags: FlagSet;
    format: OutputFormat;
    endpoints: readonly string[];
    tls: TlsOptions | null;
    credentials: Credentials | null;
  }) {
    this.terminal = options.terminal;
    this.flags = options.flags;
    this.format = options.format;
    this.endpoints = options.endpoints;
    this.isHex = options.flags.bool("hex");
    this.commandTimeoutMs = options.flags.durationMs("command-timeout");
    this.tls = options.tls;
    this.#credentials = options.credentials;
  }

  async client(options: { endpoints?: readonly string[]; logger?: string } = {}): Promise<Client> {
    return await openClient({
      terminal: this.terminal,
      flags: this.flags,
      endpoints: options.endpoints ?? this.endpoints,
      tls: this.tls,
      credentials: this.#credentials,
      logger: options.logger ?? "etcd-client",
      register: (client) => this.#clients.push(client),
    });
  }

  display(rendering: Rendering): void {
    const bytes = render(this.format, rendering);
    if (bytes.length > 0) this.terminal.writeOut(bytes);
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}

/** A client that is logged in. `register` gets it before anything can fail, to close it. */
export async function openClient(options: {
  terminal: Terminal;
  flags: FlagSet;
  endpoints: readonly string[];
  tls: TlsOptions | null;
  credentials: Credentials | null;
  logger: string;
  register: (client: Client) => void;
}): Promise<Client> {
  const { terminal, flags, logger } = options;
  const dialTimeoutMs = flags.durationMs("dial-timeout");
  const maxRequestBytes = flags.counter("max-request-bytes");
  const maxResponseBytes = flags.counter("max-recv-bytes");
  try {
    const isTls = usesTls(options.endpoints.map(parseEndpoint), options.tls !== null);
    const tls = isTls ? (options.tls ?? {}) : null;
    const client = new Client({
      endpoints: options.endpoints,
      connect: grpcConnector({
        tls,
        dialTimeoutMs,
        keepaliveTimeMs: flags.durationMs("keepalive-time"),
        keepaliveTimeoutMs: flags.durationMs("keepalive-timeout"),
        maxResponseBytes: maxResponseBytes > 0 ? maxResponseBytes : DEFAULT_MAX_RESPONSE_BYTES,
      }),
      credentials: options.credentials,
      maxRequestBytes: maxRequestBytes > 0 ? maxRequestBytes : DEFAULT_MAX_REQUEST_BYTES,
      onFailedAttempt: (failed) =>
        terminal.writeError(
          failedAttemptLine(terminal, { failed, logger, isTls, target: client.endpoints[0]! }),
        ),
    });
    options.register(client);
    await client.logIn({ timeoutMs: dialTimeoutMs });
    return client;
  } catch (error) {
    throw callFailed(error, ExitCode.BadConnection);
  }
}

function failedAttemptLine(
  terminal: Terminal,
  options: { failed: FailedAttempt; logger: string; isTls: boolean; target: Endpoint },
): string {
  const { failed } = options;
  const peer =
    failed.peer === null
      ? "Peer{Addr: <nil>, LocalAddr: <nil>, AuthInfo: <nil>}"
      : `Peer{Addr: '${failed.peer.address}', LocalAddr: '${failed.peer.localAddress}', AuthInfo: '${options.isTls ? "tls" : "insecure"}'}`;
  return logLine(terminal, {
    level: "warn",
    logger: options.logger,
    caller: "client/client.ts",
    message: "retrying of unary invoker failed",
    fields: {
      target: `etcd-endpoints:///${addressText(options.target)}`,
      peer,
      method: failed.path,
      attempt: failed.attempt,
      error: statusText(failed.error.status, failed.error.description),
    },
  });
}

function outputFormat(name: string): OutputFormat {
  const format = OUTPUT_FORMATS.find((candidate) => candidate === name);
  if (format === undefined) throw badFeature("unsupported output format");
  return format;
}

function tlsSettings(flags: FlagSet, serverName: string): TlsOptions | null {
  return readTlsSettings({
    files: (["cert", "key", "cacert"] as const).map((name) => {
      const path = flags.string(name);
      if (flags.isChanged(name) && path === "") {
        throw badArguments(`empty string is passed to --${name} option`);
      }
      return path;
    }) as [string, string, string],
    serverName,
    isPlain: flags.bool("insecure-transport"),
    isVerified: !flags.bool("insecure-skip-tls-verify"),
  });
}

/**
 * The TLS configuration that options ask for; null if they ask for none.
 *
 * @throws CommandError for files that are missing or come without their other half.
 */
export function readTlsSettings(options: {
  /** Certificate, key, bundle of authorities: paths, or "". */
  files: readonly [cert: string, key: string, ca: string];
  serverName: string;
  isPlain: boolean;
  isVerified: boolean;
}): TlsOptions | null {
  const [cert, key, ca] = options.files;
  const hasAny = cert !== "" || key !== "" || ca !== "" || options.serverName !== "";
  if (!hasAny && options.isPlain && options.isVerified) return null;
  if ((cert === "") !== (key === "")) {
    throw badArguments(`KeyFile and CertFile must both be present[key: ${key}, cert: ${cert}]`);
  }
  return {
    ...(cert === "" ? {} : { cert: readPem(cert), key: readPem(key) }),
    ...(ca === "" ? {} : { ca: readPem(ca) }),
    isServerVerified: options.isVerified,
    serverName: options.serverName,
  };
}

function readPem(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw badArguments(`open ${path}: ${errnoText(error)}`);
  }
}

const ERRNO_TEXTS: { readonly [code: string]: string } = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  EEXIST: "file exists",
  ENOSPC: "no space left on device",
  EROFS: "read-only file system",
};

/** A failed system call in the words that Go uses for it. */
export function errnoText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ERRNO_TEXTS[(error as NodeJS.ErrnoException).code ?? ""] ?? error.message;
}

/** Name and password, or a token, as the options give them; asks for a missing password. */
export async function readCredentials(
  terminal: Terminal,
  options: { user: string; password: string; token: string; prompt: string },
): Promise<Credentials | null> {
  const { user, password, token, prompt } = options;
  if (token !== "") return { kind: "token", token };
  if (user === "") return null;
  if (password !== "") return { kind: "password", name: user, password };
  const colon = user.indexOf(":");
  if (colon >= 0) {
    const name = user.slice(0, colon);
    return passwordCredentials(name, user.slice(colon + 1));
  }
  terminal.writeOut(prompt);
  const typed = await terminal.readSecret();
  terminal.writeOut("\n");
  return passwordCredentials(user, typed ?? "");
}

function passwordCredentials(name: string, password: string): Credentials | null {
  return name === "" || password === "" ? null : { kind: "password", name, password };
}

function showSettings(call: CommandCall): void {
  const lines = [...call.inheritedFlags]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => `${variableName(flag)}=${call.flags.text(flag)}\n`);
  call.terminal.writeError(lines.join(""));
}

/**
 * The client URLs of all members, by member id: what `--cluster` means.
 *
 * @throws CommandError
 */
export async function clusterEndpoints(session: Session): Promise<readonly string[]> {
  const { cluster } = await import("@kvorum/client");
  try {
    const client = await session.client();
    const answer = await client.unary(
      cluster.memberList,
      { linearizable: true },
      { timeoutMs: session.commandTimeoutMs },
    );
    return answer.members.flatMap((member) => member.clientURLs);
  } catch (error) {
    if (!(error instanceof ClientError) && !(error instanceof CommandError)) throw error;
    throw new CommandError(
      ExitCode.Error,
      `failed to fetch endpoints from etcd cluster member list: ${error.message}`,
      error,
    );
  }
}
