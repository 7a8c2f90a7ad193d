/**
 * A whole server: a member, its services, its listeners, and the order in which they start and
 * stop. `main.ts` runs one as a process; a test or a program may run one inside itself.
 *
 * Start: ports are bound first, so that a port in use is found before anything is written; then
 * the member opens its disk and publishes itself; then connections, which waited, are served.
 * Stop: nothing new is accepted, requests may finish, watches are cut, then the member ends.
 */

import { lookup } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Clock, SeededRandom, type TimerHandle, type Timers } from "@kvorum/base";
import { Http2Server, type HttpCall, systemClock, systemTimers } from "@kvorum/http2";
import { HttpPeerRequests, HttpTransport, PeerRequestHandler } from "@kvorum/peer";
import { lmdbEngine, NodeFileSystem, Wal } from "@kvorum/storage";
import { memberIdText } from "@kvorum/store";
import { bcryptAlgorithm, bcryptHasher, Passwords } from "./auth/passwords.ts";
import { signedTokenOptions, TokenOptionsError } from "./auth/signed-token-options.ts";
import { noTokens, SignedTokens, type TokenAuthority } from "./auth/signed-tokens.ts";
import { randomTokenPrefix } from "./auth/token-prefix.ts";
import { decideFounding, newFounding } from "./cluster/founding.ts";
import { dataDirectoryRefusal } from "./config/data-directory-kind.ts";
import { type FeatureGate, featureGates } from "./config/feature-gates.ts";
import { parseInitialCluster } from "./config/initial-cluster.ts";
import type { ServerConfig } from "./config/server-config.ts";
import type { ServerUrl } from "./config/server-url.ts";
import { parseCompactionRetention } from "./config/start-checks.ts";
import { Http2Exchange } from "./http/http2-exchange.ts";
import { createHttpEdges, type HttpEdges, type HttpEdgesOptions } from "./http-edges.ts";
import type { ClientListener } from "./listeners/client-listener.ts";
import { createListeners, type Listeners } from "./listeners/listeners.ts";
import type { Logger } from "./logging/logger.ts";
import type { AutoCompactionPolicy } from "./member/auto-compaction.ts";
import { Member, MemberRemoved } from "./member/member.ts";
import { type Founding, type MemberSettings, SERVER_VERSION } from "./member/member-options.ts";
import { peerServices } from "./member/peer-services.ts";
import { memberProbe } from "./member/probe.ts";
import { createServerMetrics, type ServerMetrics } from "./metrics/families.ts";
import { GrpcMetrics } from "./metrics/grpc-metrics.ts";
import { peerMetrics } from "./metrics/peer-metrics.ts";
import { linuxFiles, readProcessFacts, registerProcessMetrics } from "./metrics/process-metrics.ts";
import { MetricsRegistry } from "./metrics/registry.ts";
import { wireMetrics } from "./metrics/wiring.ts";
import { createServices, type Services } from "./services/index.ts";
import { createTls, type MemberTls, TlsRefused } from "./tls/create-tls.ts";

/** A request may be that much larger on the wire than the log entry it becomes. */
const GRPC_OVERHEAD_BYTES = 512 * 1024;
/** What --max-concurrent-streams can at most announce. */
const MAX_ANNOUNCED_STREAMS = 10_000;
/** In force for --grpc-keepalive-min-time=0, as in grpc-go. */
const LIBRARY_PING_MIN_INTERVAL_MS = 300_000;
/** File descriptors that are not for client connections: files, peers, listeners. */
const RESERVED_DESCRIPTORS = 150;

/** The start was refused; why has been logged. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A handler threw something that is no request error: a bug, after which nothing is certain. */
class HandlerError extends Error {
  override readonly name = "HandlerError";

  constructor(path: string, cause: unknown) {
    super(`handler of ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

export interface RunningServer {
  readonly member: Member;
  /** Ports of --listen-client-urls as bound, in their order; 0 for a Unix socket. */
  readonly clientPorts: readonly number[];
  /**
   * Resolves with the error that ended the member, a MemberRemoved where the cluster has removed
   * it; never on a stop that was asked for.
   */
  readonly failure: Promise<unknown>;
  /** Ends everything in order; resolves when all is on disk and every socket is closed. */
  stop(): Promise<void>;
}

interface Ports {
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * Opens the member and serves it; resolves when clients are served.
 * @throws StartRefused (logged); what opening the disk or binding a port fails with.
 */
export async function startServer(
  config: ServerConfig,
  logger: Logger,
  ports: Ports = { clock: systemClock, timers: systemTimers },
): Promise<RunningServer> {
  const refusal = dataDirectoryRefusal(resolve(config.dataDir), logger);
  if (refusal !== null) {
    logger.fatal(refusal.text, { "data-dir": config.dataDir });
    throw new StartRefused(refusal.text, refusal.exitCode);
  }
  const tls = await openTls(config, logger, ports);
  const tokens = openTokens(config, logger, ports);
  logSettings(config, logger);
  const founding = await foundingOf(config, logger, ports, tls);
  const listeners = createListeners(config, tls, maxClientConnections());
  try {
    for (const listener of listeners.all) await listener.listen();
    return await serve(config, logger, ports, { listeners, tls, tokens, founding });
  } catch (error) {
    await Promise.all(listeners.all.map((listener) => listener.close()));
    throw error;
  }
}

// Parts --------------------------------------------------------------------------------------

/** @throws StartRefused, logged as etcd logs it */
async function openTls(config: ServerConfig, logger: Logger, ports: Ports): Promise<MemberTls> {
  try {
    return await createTls(config, logger, ports);
  } catch (error) {
    if (!(error instanceof TlsRefused)) throw error;
    const { logMessage, message } = error;
    if (logMessage === "listener failed") {
      logger.error("setting up serving from embedded etcd failed.", { error: message });
    }
    logger.fatal(logMessage, { error: message });
    throw new StartRefused(message);
  }
}

/** @throws StartRefused, logged */
function openTokens(config: ServerConfig, logger: Logger, { clock }: Ports): TokenAuthority | null {
  if (config.authToken === "") return noTokens;
  try {
    const options = signedTokenOptions(config.authToken, readFileSync);
    return options === null ? null : new SignedTokens({ ...options, wallMs: () => clock.wallMs() });
  } catch (error) {
    if (!(error instanceof TokenOptionsError)) throw error;
    logger.error("problem loading JWT options", { error: String(error.cause) });
    logger.fatal("discovery failed", { error: error.message });
    throw new StartRefused(error.message);
  }
}

/** What is there before the member. */
interface Foundation {
  readonly listeners: Listeners;
  readonly tls: MemberTls;
  /** Null: tokens come from the log. */
  readonly tokens: TokenAuthority | null;
  /** Null: the log says it. */
  readonly founding: Founding | null;
}

async function serve(
  config: ServerConfig,
  logger: Logger,
  ports: Ports,
  { listeners, tls, tokens, founding }: Foundation,
): Promise<RunningServer> {
  const registry = new MetricsRegistry();
  const metrics = createServerMetrics(registry);
  const grpc = new GrpcMetrics(registry, { extensive: config.extensiveMetrics });
  registerProcessMetrics(registry);
  const ended = failureReport();
  const opened = await openMember(config, logger, ports, {
    ...{ metrics, founding, tls, tokens, report: ended.report },
  });
  const { member, transport } = opened;
  let hasStopped: Promise<void> | null = null;
  try {
    const services = createServices(member, {
      timers: ports.timers,
      nowMs: () => ports.clock.monotonicMs(),
      electionTimeoutMs: config.electionTimeoutMs,
      progressNotifyIntervalMs: config.watchProgressNotifyIntervalMs,
      jitter: Math.random,
      passwords: new Passwords(bcryptAlgorithm({ cost: config.bcryptCost })),
      tokenPrefix: randomTokenPrefix,
      tokens,
      runSliced: (job, done, failed) => member.jobs.run(job, done, failed),
    });
    const http2 = createHttp2(config, logger, ports, services, member, {
      grpc,
      // Over HTTP/2 by ALPN; a port for gRPC alone serves nothing else.
      onHttpRequest:
        config.listenClientHttpUrls.length > 0
          ? null
          : (call) => edges.clientHandler(new Http2Exchange(call)),
    });
    const requests = new PeerRequestHandler({
      services: peerServices(member),
      clusterId: member.clusterId,
      onFailure: (path, error) => member.fail(new HandlerError(path, error)),
    });
    const edges = createEdges(config, logger, ports, services, member, {
      ...{ registry, metrics, grpc },
      peer: (request, response) =>
        transport.handle(request, response) || requests.handle(request, response),
    });
    wireMetrics({
      registry,
      metrics,
      grpc,
      member,
      routes: services.routes,
      http2,
      gateway: edges.gateway,
      watchStreams: services.watchStreams,
      featureGates: Object.entries(featureGates).map(([name, { stage }]) => ({
        name,
        stage,
        isEnabled: config.featureGates[name as FeatureGate],
      })),
    });
    // A quorum may need this member before it can serve anybody.
    routePeers(logger, listeners, edges);
    if (config.featureGates.InitialCorruptCheck && founding === null) {
      const difference = await member.checkBeforeServing();
      if (difference !== null) {
        logger.fatal("checkInitialHashKV failed", { error: difference });
        throw new StartRefused(difference);
      }
    }
    await member.start();
    routeClients(logger, listeners, http2, edges);
    const stop = (): Promise<void> => {
      hasStopped ??= stopAll({
        ...{ config, logger, listeners, http2, edges, member, services },
        timers: ports.timers,
        closePeerRequests: opened.closePeerRequests,
      });
      return hasStopped;
    };
    return {
      member,
      clientPorts: listeners.clientPorts(),
      failure: ended.failure,
      stop,
    };
  } catch (error) {
    opened.closePeerRequests();
    await member.stop();
    throw error;
  }
}

function failureReport(): { failure: Promise<unknown>; report: (error: unknown) => void } {
  let report: (error: unknown) => void = () => {};
  const failure = new Promise<unknown>((resolveFailure) => {
    report = resolveFailure;
  });
  return { failure, report };
}

interface OpenedMember {
  readonly member: Member;
  readonly transport: HttpTransport;
  readonly closePeerRequests: () => void;
}

async function openMember(
  config: ServerConfig,
  logger: Logger,
  ports: Ports,
  {
    metrics,
    founding,
    tls,
    tokens,
    report,
  }: Omit<Foundation, "listeners"> & {
    readonly metrics: ServerMetrics;
    readonly report: (error: unknown) => void;
  },
): Promise<OpenedMember> {
  const seeds = crypto.getRandomValues(new Uint32Array(2));
  const fileSystem = new NodeFileSystem();
  const engine = lmdbEngine({ fileSystem, timers: ports.timers });
  const opened: { transport: HttpTransport | null; member: Member | null } = {
    transport: null,
    member: null,
  };
  const peerRequests = new HttpPeerRequests({
    timers: ports.timers,
    clusterId: () => opened.member?.clusterId ?? null,
    tls: tls.dialPeer,
  });
  const member = await Member.open(
    toMemberSettings(config),
    {
      dataDir: resolve(config.dataDir),
      walDir: config.walDir === "" ? null : resolve(config.walDir),
    },
    {
      ...ports,
      random: new SeededRandom(seeds[0]!),
      logger,
      metrics,
      hashSeed: seeds[1]!,
      passwordHasher: bcryptHasher({ cost: config.bcryptCost }),
      tokens,
      fileSystem,
      engine,
      openTransport: ({ memberId, clusterId }, receiver) => {
        opened.transport = new HttpTransport({
          ...ports,
          localId: memberId,
          clusterId,
          peerUrls: config.initialAdvertisePeerUrls.map((url) => url.text),
          serverVersion: SERVER_VERSION,
          snapshotFormat: engine.copies?.format ?? null,
          receiver,
          electionTimeoutMs: config.electionTimeoutMs,
          tls: tls.dialPeer,
          logger: logger.named("rafthttp"),
          observer: peerMetrics(metrics, memberId),
        });
        return opened.transport;
      },
      peerRequests,
    },
    founding,
    { failed: report, removed: () => report(new MemberRemoved()) },
  );
  opened.member = member;
  return {
    member,
    transport: opened.transport!,
    closePeerRequests: () => peerRequests.close(),
  };
}

function createHttp2(
  config: ServerConfig,
  logger: Logger,
  ports: Ports,
  services: Services,
  member: Member,
  { grpc, onHttpRequest }: { grpc: GrpcMetrics; onHttpRequest: ((call: HttpCall) => void) | null },
): Http2Server {
  return new Http2Server({
    routes: services.routes,
    ...ports,
    ...(onHttpRequest === null ? {} : { onHttpRequest }),
    servesPlainHttp: false,
    limits: {
      maxConnections: maxClientConnections(),
      maxReceiveMessageBytes: config.maxRequestBytes + GRPC_OVERHEAD_BYTES,
      maxConcurrentStreams: Math.min(config.maxConcurrentStreams, MAX_ANNOUNCED_STREAMS),
      pingMinIntervalMs: config.grpcKeepaliveMinTimeMs || LIBRARY_PING_MIN_INTERVAL_MS,
      ...(config.grpcKeepaliveIntervalMs > 0
        ? { keepaliveIntervalMs: config.grpcKeepaliveIntervalMs }
        : {}),
      ...(config.grpcKeepaliveTimeoutMs > 0
        ? { keepaliveTimeoutMs: config.grpcKeepaliveTimeoutMs }
        : {}),
    },
    observer: {
      limitReached: ({ limit, address }) =>
        logger.warn("a client connection met a limit", { limit, "remote-address": address }),
      handlerFailed: ({ path, error }) => member.fail(new HandlerError(path, error)),
      ...(config.extensiveMetrics
        ? { callEnded: ({ path, durationMs }) => grpc.observe(path, durationMs) }
        : {}),
    },
  });
}

function createEdges(
  config: ServerConfig,
  logger: Logger,
  ports: Ports,
  services: Services,
  member: Member,
  {
    registry,
    metrics,
    grpc,
    peer,
  }: Pick<HttpEdgesOptions, "registry" | "metrics" | "peer"> & { grpc: GrpcMetrics },
): HttpEdges {
  return createHttpEdges({
    config,
    probe: memberProbe(member),
    routes: services.routes,
    registry,
    metrics,
    process: {
      commandLine: process.argv.slice(1),
      fileDescriptorLimit: descriptorLimit,
      memoryUsage: () => process.memoryUsage(),
    },
    ...ports,
    log: logger,
    pprof: null,
    peer,
    handlerFailed: (path, error) => member.fail(new HandlerError(path, error)),
    ...(config.extensiveMetrics
      ? { callEnded: (path, _status, durationMs) => grpc.observe(path, durationMs) }
      : {}),
  });
}

/** Connections that waited are served now, each kind of listener by its own protocols. */
function routePeers(logger: Logger, listeners: Listeners, edges: HttpEdges): void {
  for (const listener of listeners.peer) {
    listener.serve({ http2: null, http: edges.peer.server });
    logger.info("serving peer traffic", { address: listener.address.url });
  }
  for (const listener of listeners.metrics) {
    listener.serve({ http2: null, http: edges.metrics.server });
    logger.info("serving metrics", { address: listener.address.url });
  }
}

function routeClients(
  logger: Logger,
  listeners: Listeners,
  http2: Http2Server,
  edges: HttpEdges,
): void {
  const isSplit = listeners.clientHttp.length > 0;
  const client = (listener: ClientListener, traffic: "grpc+http" | "grpc" | "http"): void => {
    listener.serve({
      http2: traffic === "http" ? null : http2,
      http: traffic === "grpc" ? null : edges.client.server,
    });
    const address = listener.address.path ?? `${listener.address.host}:${listener.port}`;
    if (listener.isPlain) {
      logger.info("serving client traffic insecurely; this is strongly discouraged!", {
        traffic,
        address,
      });
    }
    if (listener.isSecure) logger.info("serving client traffic securely", { traffic, address });
  };
  logger.info("ready to serve client requests");
  for (const listener of listeners.client) client(listener, isSplit ? "grpc" : "grpc+http");
  for (const listener of listeners.clientHttp) client(listener, "http");
}

async function stopAll(running: {
  config: ServerConfig;
  logger: Logger;
  listeners: Listeners;
  http2: Http2Server;
  edges: HttpEdges;
  member: Member;
  timers: Timers;
  services: Services;
  closePeerRequests: () => void;
}): Promise<void> {
  const { config, logger, timers, listeners, http2, edges, member, closePeerRequests } = running;
  const names = {
    name: config.name,
    "data-dir": config.dataDir,
    "advertise-peer-urls": config.initialAdvertisePeerUrls.map((url) => url.text),
    "advertise-client-urls": config.advertiseClientUrls.map((url) => url.text),
  };
  logger.info("closing etcd server", names);
  const clientFacing = listeners.all.filter((listener) => !listeners.peer.includes(listener));
  await Promise.all(clientFacing.map((listener) => listener.close()));
  const graceMs = member.requestTimeoutMs;
  await handOver(member, logger, timers);
  const after = (delayMs: number, callback: () => void): TimerHandle =>
    timers.after(delayMs, callback);
  await Promise.all([
    http2.shutdown(graceMs),
    edges.client.close(graceMs, after),
    edges.metrics.close(graceMs, after),
  ]);
  await Promise.all(listeners.peer.map((listener) => listener.close()));
  closePeerRequests();
  running.services.stop();
  await member.stop();
  // Streams of other members would hold it open; they know by now that this one is gone.
  await edges.peer.close(0, after);
  logger.info("closed etcd server", names);
}

/** A leader that stops lets another voter lead first, so that nobody waits for an election. */
async function handOver(member: Member, logger: Logger, timers: Timers): Promise<void> {
  const local = { "local-member-id": memberIdText(member.id) };
  if (!member.isLeader) {
    logger.info("skipped leadership transfer; local server is not leader", local);
    return;
  }
  if (member.votersCount <= 1) {
    logger.info("skipped leadership transfer for single voting member cluster", local);
    return;
  }
  const target = member.transferTarget;
  if (target === null) {
    logger.warn("leadership transfer failed", { ...local, error: "no connected voter" });
    return;
  }
  const names = { ...local, "transferee-member-id": memberIdText(target) };
  logger.info("leadership transfer starting", names);
  const isDone = await new Promise<boolean>((done) => {
    const giveUp = member.transferLeadership(target, () => {
      timer.cancel();
      done(true);
    });
    const timer = timers.after(member.requestTimeoutMs, () => {
      giveUp();
      done(false);
    });
  });
  if (isDone) logger.info("leadership transfer finished", names);
  else logger.warn("leadership transfer failed", { ...names, error: "it took too long" });
}

// Settings -----------------------------------------------------------------------------------

/** Who the member is where it has no data; null where its log says so. */
async function foundingOf(
  config: ServerConfig,
  logger: Logger,
  ports: Ports,
  { dialPeer }: MemberTls,
): Promise<Founding | null> {
  if (hasWal(config)) {
    // A crash may have come between the making of the log and its first entry.
    const isListed = parseInitialCluster(config.initialCluster).has(config.name);
    return config.initialClusterState === "new" && isListed ? newFounding(config) : null;
  }
  const requests = new HttpPeerRequests({
    timers: ports.timers,
    clusterId: () => null,
    tls: dialPeer,
  });
  try {
    const founding = await decideFounding(config, {
      requests,
      resolveHost,
      log: logger,
    });
    if (founding === null) throw new StartRefused("the initial cluster does not fit");
    return founding;
  } finally {
    requests.close();
  }
}

function hasWal(config: ServerConfig): boolean {
  const directory =
    config.walDir === "" ? resolve(config.dataDir, "member", "wal") : resolve(config.walDir);
  return Wal.exists({ fileSystem: new NodeFileSystem(), directory });
}

async function resolveHost(hostname: string): Promise<string> {
  return (await lookup(hostname)).address;
}

function descriptorLimit(): number {
  return readProcessFacts(linuxFiles).maxFiles;
}

function maxClientConnections(): number {
  const limit = descriptorLimit();
  return Number.isFinite(limit) ? Math.max(1, limit - RESERVED_DESCRIPTORS) : 65_535;
}

function toMemberSettings(config: ServerConfig): MemberSettings {
  return {
    name: config.name,
    advertisePeerUrls: config.initialAdvertisePeerUrls.map((url) => url.text),
    advertiseClientUrls: config.advertiseClientUrls.map((url) => url.text),
    heartbeatIntervalMs: config.heartbeatIntervalMs,
    electionTimeoutMs: config.electionTimeoutMs,
    preVote: config.preVote,
    corruptCheckMs: config.corruptCheckTimeMs,
    compactHashCheckMs: config.featureGates.CompactHashCheck ? config.compactHashCheckTimeMs : 0,
    fastLeaseKeepAlive: config.featureGates.FastLeaseKeepAlive,
    downgradeCheckMs: config.downgradeCheckTimeMs,
    forceNewCluster: config.forceNewCluster,
    initialElectionTickAdvance: config.initialElectionTickAdvance,
    strictReconfigCheck: config.strictReconfigCheck,
    snapshotCount: config.snapshotCount,
    snapshotCatchUpEntries: config.snapshotCatchupEntries,
    maxRequestBytes: config.maxRequestBytes,
    maxTxnOps: config.maxTxnOps,
    quotaBackendBytes: config.quotaBackendBytes,
    maxLearners: config.maxLearners,
    backendBatchIntervalMs: config.backendBatchIntervalMs,
    backendBatchLimit: config.backendBatchLimit,
    compactionBatchLimit: config.compactionBatchLimit,
    compactionSleepIntervalMs: config.compactionSleepIntervalMs,
    autoCompaction: toAutoCompaction(config),
    maxWalFiles: config.maxWals,
    maxSnapshotFiles: config.maxSnapshots,
    warningApplyDurationMs: config.warningApplyDurationMs,
    authTokenTtlMs: config.authTokenTtlSeconds * 1000,
    trustsClientCertificates: config.clientTls.clientCertAuth,
    unsafeNoFsync: config.unsafeNoFsync,
  };
}

function toAutoCompaction(config: ServerConfig): AutoCompactionPolicy | null {
  const retention = parseCompactionRetention(
    config.autoCompactionMode,
    config.autoCompactionRetention,
  );
  if (retention === null) return null;
  return retention.mode === "periodic"
    ? { mode: "periodic", windowMs: retention.periodMs }
    : { mode: "revision", keepRevisions: retention.revisionsCount };
}

function logSettings(config: ServerConfig, logger: Logger): void {
  const texts = (urls: readonly ServerUrl[]): string[] => urls.map((url) => url.text);
  logger.info("starting an etcd server", {
    "etcd-version": SERVER_VERSION,
    "node-version": process.version,
    "go-os": process.platform,
    "max-cpu-set": 1,
    name: config.name,
    "data-dir": config.dataDir,
    "wal-dir": config.walDir,
    "member-initialized": hasWal(config),
    "heartbeat-interval": `${config.heartbeatIntervalMs}ms`,
    "election-timeout": `${config.electionTimeoutMs}ms`,
    "initial-election-tick-advance": config.initialElectionTickAdvance,
    "snapshot-count": config.snapshotCount,
    "max-wals": config.maxWals,
    "max-snapshots": config.maxSnapshots,
    "snapshot-catchup-entries": config.snapshotCatchupEntries,
    "initial-advertise-peer-urls": texts(config.initialAdvertisePeerUrls),
    "listen-peer-urls": texts(config.listenPeerUrls),
    "advertise-client-urls": texts(config.advertiseClientUrls),
    "listen-client-urls": texts(config.listenClientUrls),
    "listen-metrics-urls": texts(config.listenMetricsUrls),
    cors: [...config.corsOrigins],
    "host-whitelist": [...config.hostWhitelist],
    "initial-cluster": config.initialCluster,
    "initial-cluster-state": config.initialClusterState,
    "initial-cluster-token": config.initialClusterToken,
    "quota-backend-bytes": config.effectiveQuotaBytes,
    "max-request-bytes": config.maxRequestBytes,
    "max-concurrent-streams": config.maxConcurrentStreams,
    "pre-vote": config.preVote,
    "auto-compaction-mode": config.autoCompactionMode,
    "auto-compaction-retention": config.autoCompactionRetention,
  });
}
