/**
 * One member: its state on disk, its raft node and the loop between them, and what runs by the
 * clock (ticks, batches of the backend, lease expiry, watchers' catch-up, compaction, snapshots).
 * The gRPC services see it as a ServedMember; listeners and process matters are server.ts'.
 *
 * Life: `open` reads the disk; `start` runs the loop and publishes the member; `stop` ends it in
 * the order written there. A storage error or a broken invariant at any time calls `failed` once:
 * from then on nothing is acknowledged.
 */

import type { TimerHandle } from "@kvorum/base";
import type { UnaryCall } from "@kvorum/http2";
import { etcdserverpb, membershippb, RequestError, raftpb } from "@kvorum/proto";
import {
  allVoters,
  type EventSink,
  eventLevels,
  type RaftEvent,
  RawNode,
  renderEvent,
} from "@kvorum/raft";
import {
  type ApplyOutcome,
  type Caller,
  memberIdText,
  type ReconfigurationView,
  type Store,
} from "@kvorum/store";
import { Callers } from "../auth/callers.ts";
import {
  CorruptionMonitor,
  checkBeforeServing,
  type HashPorts,
} from "../cluster/corruption-monitor.ts";
import { LeaseForwarding } from "../cluster/lease-forwarding.ts";
import { encodeSetter } from "../cluster/membership-form.ts";
import { VersionMonitor } from "../cluster/version-monitor.ts";
import { ClientRequests } from "../services/client-requests.ts";
import type { ServedMember } from "../services/served-member.ts";
import { ApplyTiming } from "./apply-timing.ts";
import { AutoCompaction } from "./auto-compaction.ts";
import { BackendCommits } from "./backend-commits.ts";
import { CallWaiter } from "./call-waiter.ts";
import { CatchUp } from "./catch-up.ts";
import { ClusterVersion } from "./cluster-version.ts";
import { CompactionJobs } from "./compaction-jobs.ts";
import { prepareData } from "./data-preparation.ts";
import { type ExportedDatabase, exportDatabase } from "./database-export.ts";
import { type Disk, openDisk } from "./disk.ts";
import { EffectLoop } from "./effect-loop.ts";
import { IncomingSnapshots } from "./incoming-snapshots.ts";
import { IndexCheckpoints } from "./index-checkpoints.ts";
import { LeadershipTransfer } from "./leadership-transfer.ts";
import { LeaseExpiry } from "./lease-expiry.ts";
import { RequestField, wrapRequest } from "./log-entry.ts";
import {
  DEFAULT_QUOTA_BYTES,
  type Founding,
  type MemberDirectories,
  type MemberSettings,
  type MemberWorld,
  SERVER_VERSION,
} from "./member-options.ts";
import { type ChangeSettled, MembershipChanges } from "./membership-changes.ts";
import { OutgoingSnapshots } from "./outgoing-snapshots.ts";
import { PeerLinks } from "./peer-links.ts";
import { Promotions } from "./promotions.ts";
import { Proposals, type Waiter } from "./proposals.ts";
import { Publication } from "./publication.ts";
import { ReadIndexes } from "./read-indexes.ts";
import { RequestIds } from "./request-ids.ts";
import { RequestTiming } from "./request-timing.ts";
import { ResponseHeaders } from "./response-header.ts";
import { SlicedJobs } from "./sliced-jobs.ts";
import { PURGE_INTERVAL_MS, Snapshots } from "./snapshots.ts";
import { Ticker } from "./ticker.ts";

/** Committed entries that are not applied yet, from which on proposals are refused. */
const MAX_UNAPPLIED_ENTRIES = 5000;
/** Bytes of entries handed out at once; large, because a lone member applies in one go. */
const MAX_APPLYING_BYTES = 64 << 20;
/** Bytes of batches that are not durable in the backend, from which on proposals are refused. */
const MAX_PENDING_BACKEND_BYTES = 512 << 20;
/** Payload bytes of entries that are not committed, beyond which proposals are dropped. */
const MAX_UNCOMMITTED_BYTES = 256 << 20;
/** Unacknowledged bytes for each follower: below what the transport queues before it drops. */
const MAX_INFLIGHT_BYTES = 8 << 20;
/** A member that is connected that long counts as healthy. */
const HEALTHY_AFTER_MS = 5000;
/** After its removal was applied, the member goes on that long: others hear of the commit. */
const REMOVAL_DELAY_MS = 1000;
/** The first election is hastened at most that long after the start. */
const ELECTION_ADVANCE_MS = 5000;
/** For each member, when the leader asks for its version. */
const VERSION_TIMEOUT_MS = 1000;
/** Base of the request timeout; two election timeouts come on top. */
const REQUEST_TIMEOUT_BASE_MS = 5000;

export interface MemberEvents {
  /** The member was removed from the cluster for good and has to end. Called at most once. */
  removed(): void;
  /** The member cannot go on; nothing is acknowledged any more. Called at most once. */
  failed(error: unknown): void;
}

/** The cluster has removed this member for good. */
export class MemberRemoved extends Error {
  override readonly name = "MemberRemoved";

  constructor() {
    super("the member has been permanently removed from the cluster");
  }
}

export class Member implements ServedMember {
  readonly id: bigint;
  readonly clusterId: bigint;
  readonly store: Store;
  readonly headers: ResponseHeaders;
  readonly clientRequests: ClientRequests;
  readonly callers: Callers;
  readonly timing: RequestTiming;
  readonly jobs: SlicedJobs;
  readonly disk: Disk;
  readonly settings: MemberSettings;
  readonly requestTimeoutMs: number;

  readonly #world: MemberWorld;
  readonly #events: MemberEvents;
  readonly #node: RawNode;
  readonly #ids: RequestIds;
  readonly #proposals: Proposals;
  readonly #readIndexes: ReadIndexes;
  readonly #loop: EffectLoop;
  readonly #commits: BackendCommits;
  readonly #catchUp: CatchUp;
  readonly #compactions: CompactionJobs;
  readonly #leaseExpiry: LeaseExpiry;
  readonly #snapshots: Snapshots;
  readonly #checkpoints: IndexCheckpoints;
  readonly #applyTiming: ApplyTiming;
  readonly #autoCompaction: AutoCompaction | null;
  readonly #links: PeerLinks;
  readonly #outgoing: OutgoingSnapshots;
  readonly #incoming: IncomingSnapshots;
  readonly #changes: MembershipChanges;
  readonly #transfer: LeadershipTransfer;
  readonly leases: LeaseForwarding;
  readonly #promotions: Promotions;
  readonly #founding: Founding | null;
  readonly #ticker: Ticker;
  /** When this member last became leader; -Infinity if never. */
  #leadingSinceMs = Number.NEGATIVE_INFINITY;
  /** Until when the first election may be hastened; null when that is settled. */
  #advanceUntilMs: number | null = null;
  #removalTimer: TimerHandle | null = null;
  readonly #publication: Publication;
  readonly #versions: VersionMonitor;
  readonly #corruption: CorruptionMonitor;
  readonly #hashPorts: HashPorts;
  readonly #clusterVersion: ClusterVersion;
  #isLeader = false;
  #isOnlyVoter = false;
  #hasFailed = false;
  #failure: unknown = null;
  /** Where raft's configuration last changed. */
  #confIndex: number;
  #purgeTimer: TimerHandle | null = null;
  #isAlarmProposed = false;
  #observedCommits = 0;
  #publishedWaiters: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] =
    [];

  /**
   * Opens or founds the member in its directories. Rejects with a StorageError, or a
   * CorruptionError that names file and offset.
   * @param founding - who it is when there is no data yet; ignored where there is.
   */
  static async open(
    settings: MemberSettings,
    directories: MemberDirectories,
    world: MemberWorld,
    founding: Founding | null,
    events: MemberEvents,
  ): Promise<Member> {
    await prepareData(settings, directories, world);
    const later: { member: Member | null; error: unknown } = { member: null, error: null };
    const disk = openDisk(settings, directories, world, founding, (error) => {
      later.error = error;
      later.member?.fail(error);
    });
    later.member = new Member(settings, disk, world, founding, events);
    return later.member;
  }

  private constructor(
    settings: MemberSettings,
    disk: Disk,
    world: MemberWorld,
    founding: Founding | null,
    events: MemberEvents,
  ) {
    this.#founding = founding;
    this.settings = settings;
    this.disk = disk;
    this.#world = world;
    this.#events = events;
    this.id = disk.memberId;
    this.clusterId = disk.clusterId;
    this.store = disk.store;
    this.headers = new ResponseHeaders({ clusterId: this.clusterId, memberId: this.id });
    this.timing = new RequestTiming(world.metrics);
    this.callers = new Callers({
      auth: this.store.auth,
      appliedIndex: () => this.store.appliedIndex,
      nowMs: () => world.clock.monotonicMs(),
      tokens: world.tokens ?? null,
      trustsCertificates: settings.trustsClientCertificates ?? false,
    });
    this.clientRequests = new ClientRequests(world.metrics.clientRequests);
    this.requestTimeoutMs = REQUEST_TIMEOUT_BASE_MS + 2 * settings.electionTimeoutMs;
    this.jobs = new SlicedJobs(world);
    this.#applyTiming = new ApplyTiming(world.metrics, { slowMs: settings.warningApplyDurationMs });

    const { clock, timers, random } = world;
    this.#node = new RawNode({
      id: this.id,
      storage: disk.log,
      draw: (bound) => random.below(bound),
      electionTicks: Math.floor(settings.electionTimeoutMs / settings.heartbeatIntervalMs),
      heartbeatTicks: 1,
      maxApplyingBytes: MAX_APPLYING_BYTES,
      maxUncommittedBytes: MAX_UNCOMMITTED_BYTES,
      maxInflightBytes: MAX_INFLIGHT_BYTES,
      checkQuorum: true,
      preVote: settings.preVote,
      asyncStorageWrites: true,
      events: this.#raftEvents(),
    });
    if (disk.founders !== null) this.#node.bootstrap(disk.founders);
    this.#confIndex = disk.snapshot.index;
    this.#noteConfiguration();

    this.#ids = new RequestIds(this.id, clock.wallMs());
    this.#proposals = new Proposals(this.#ids.prefix);
    this.#readIndexes = new ReadIndexes({
      nextContext: () => this.#readContext(),
      timeoutMs: this.requestTimeoutMs,
    });
    this.#links = new PeerLinks({
      localId: this.id,
      node: this.#node,
      store: this.store,
      loop: () => this.#loop,
      incoming: () => this.#incoming,
      outgoing: () => this.#outgoing,
      removed: () => this.#leaveCluster(0),
    });
    this.#loop = new EffectLoop({
      node: this.#node,
      log: disk.log,
      wal: disk.wal,
      store: this.store,
      proposals: this.#proposals,
      readIndexes: this.#readIndexes,
      clock,
      timers,
      hardState: disk.log.hardState(),
      appliedIndex: disk.log.firstIndex() - 1,
      events: {
        applied: (outcome, entry) => this.#onApplied(outcome, entry),
        leaderChanged: (leaderId) => this.#onLeaderChanged(leaderId),
        send: (messages) => this.#links.send(messages),
        saveSnapshot: (snapshot) => {
          this.#incoming.save(snapshot);
          this.#snapshots.superseded(snapshot.metadata!.index);
        },
        replaceStore: (snapshot, done) => this.#incoming.install(snapshot, done),
        batchApplied: (durationMs) => this.#onBatchApplied(durationMs),
        walSynced: (durationMs) => {
          world.metrics.walFsyncDuration.observe(durationMs / 1000);
          this.#snapshots.afterSync();
        },
        failed: (error) => this.fail(error),
      },
    });
    const guarded = (action: () => void): void => this.#guard(action);
    const failed = (error: unknown): void => this.fail(error);
    const { logger } = world;
    this.#publication = new Publication({
      ...{ id: this.id, clusterId: this.clusterId, clock, timers, logger, failed },
      name: settings.name,
      clientUrls: settings.advertiseClientUrls,
      requestTimeoutMs: this.requestTimeoutMs,
      members: this.store.members,
      requests: world.peerRequests,
      hasLeader: () => this.hasLeader,
      propose: (setter, form, waiter) => {
        const low = this.#ids.nextLow();
        const data = encodeSetter(setter, form, { prefix: this.#ids.prefix, low });
        this.#proposeData(low, data, waiter, this.nowMs);
      },
      published: () => {
        for (const waiter of this.#publishedWaiters.splice(0)) waiter.resolve();
      },
    });
    this.#versions = new VersionMonitor(
      {
        ...{ timers, log: logger, failed, requests: world.peerRequests },
        timeoutMs: VERSION_TIMEOUT_MS,
        ownId: this.id,
        ownVersions: () => ({
          server: SERVER_VERSION,
          cluster: this.store.members.clusterVersion,
          storage: this.#clusterVersion.storageVersion,
          isKvorum: true,
        }),
        members: () => this.store.members.list,
        clusterVersion: () => this.store.members.clusterVersion,
        downgradeTarget: () => this.store.members.downgradeTarget,
        isLeader: () => this.#isLeader,
        propose: (version) => this.#publication.proposeVersion(version),
        endDowngrade: () => {
          const request = membershippb.encodeDowngradeInfoSetRequest({ enabled: false });
          this.#proposeQuietly(RequestField.downgradeInfoSet, request);
        },
      },
      { downgradeCheckMs: settings.downgradeCheckMs },
    );
    this.#ticker = new Ticker({
      ...{ clock, timers },
      intervalMs: settings.heartbeatIntervalMs,
      ticked: (times) => this.#onTick(times),
    });
    this.#changes = new MembershipChanges({ ids: this.#ids, loop: this.#loop });
    this.#clusterVersion = new ClusterVersion({
      ...{ id: this.id, clusterId: this.clusterId, logger, failed },
      members: this.store.members,
      backend: disk.backend,
      written: () => this.#commits.touch(),
    });
    this.#hashPorts = {
      ownId: this.id,
      members: () => this.store.members.list,
      hashNow: () =>
        new Promise((resolve, reject) => {
          this.jobs.run(this.store.hashKv(0), resolve, reject);
        }),
      requests: world.peerRequests,
      timeoutMs: this.requestTimeoutMs,
      log: logger,
    };
    this.#corruption = new CorruptionMonitor(
      {
        ...this.#hashPorts,
        ...{ timers, failed },
        isLeader: () => this.#isLeader,
        linearizableRead: () =>
          new Promise((resolve, reject) => {
            this.afterReadIndex((error) => (error === null ? resolve() : reject(error)));
          }),
        storedHashes: () => this.store.compactionHashes,
        raiseAlarm: (memberID) => this.#raiseCorrupt(memberID),
      },
      { periodicMs: settings.corruptCheckMs, compactHashMs: settings.compactHashCheckMs },
    );
    const way = {
      ...{ clock, timers, requestTimeoutMs: this.requestTimeoutMs },
      isLeader: () => this.#isLeader,
      leaderUrls: () => this.store.members.get(this.#loop.leaderId)?.peerUrls ?? null,
      committedIndex: () => this.#loop.committedIndex,
      appliedIndex: () => this.#loop.appliedIndex,
    };
    this.leases = new LeaseForwarding({
      ...way,
      requests: world.peerRequests,
      lessor: () => this.store.lessor,
      forgetCheckpoint: (id) => this.forgetCheckpoint(id),
      isFast: settings.fastLeaseKeepAlive,
    });
    this.#promotions = new Promotions({
      member: this,
      node: this.#node,
      requests: world.peerRequests,
      way,
      metrics: world.metrics,
    });
    this.#transfer = new LeadershipTransfer({ node: this.#node, loop: this.#loop });
    this.#outgoing = new OutgoingSnapshots({
      ...{ disk, clock, timers, failed },
      transport: () => this.#links.transport,
      copies: world.engine.copies ?? null,
      checkpointed: () => this.#checkpoints.refresh(),
      dropped: (id) =>
        this.#loop.run(() => {
          this.#node.reportUnreachable(id);
          this.#node.reportSnapshot(id, "failure");
        }),
    });
    this.#incoming = new IncomingSnapshots({
      ...{ disk, logger, failed, clock, metrics: world.metrics },
      engine: world.engine,
      step: (message) => this.#loop.run(() => this.#node.step(message)),
      replacing: () => {
        world.metrics.snapshotApplyInProgress.set(1);
        this.jobs.abortAll(new RequestError("Stopped"));
      },
      replaced: (snapshot) => this.#onStoreReplaced(snapshot),
    });
    this.#snapshots = new Snapshots({
      disk,
      clock,
      settings,
      logger: world.logger,
      isAlone: () => this.store.members.list.length <= 1,
      holdsLog: () => this.#outgoing.holdsLog,
      confStateAt: (index) => (index < this.#confIndex ? null : this.#confState()),
      recorded: () => this.#loop.schedule(),
      guarded,
      failed,
    });
    this.#checkpoints = new IndexCheckpoints({
      store: this.store,
      jobs: this.jobs,
      failed,
    });
    this.#commits = new BackendCommits({
      backend: disk.backend,
      timers,
      settings,
      guarded,
      committed: () => {
        this.#observeCommits();
        this.#snapshots.check();
        this.#checkpoints.check();
      },
    });
    this.#catchUp = new CatchUp({ hub: this.store.watchHub, timers, guarded });
    this.#compactions = new CompactionJobs({
      store: this.store,
      timers,
      clock,
      settings,
      guarded,
      logger,
      commit: () => this.#commits.commitNow(),
    });
    this.#autoCompaction =
      settings.autoCompaction === null
        ? null
        : new AutoCompaction({
            policy: settings.autoCompaction,
            clock,
            timers,
            leadingRevision: () => (this.#isLeader ? this.store.revision : null),
            compact: (revision) => {
              const request = etcdserverpb.encodeCompactionRequest({ revision });
              this.#proposeQuietly(RequestField.compaction, request);
            },
          });
    this.#leaseExpiry = new LeaseExpiry({
      lessor: this.store.lessor,
      timers,
      clock,
      guarded,
      confirmLeading: (confirmed) => {
        const { term } = this.#loop;
        this.afterReadIndex((error) => {
          if (error === null && this.#isLeader && this.#loop.term === term) confirmed();
        });
      },
      revoke: (ID) => {
        const request = etcdserverpb.encodeLeaseRevokeRequest({ ID });
        const { rootCaller } = this.store.auth;
        const idLow = this.#ids.nextLow();
        // Nobody may stand in the way of a lease's end, so it is root's doing.
        const data = wrapRequest(RequestField.leaseRevoke, request, this.#ids, idLow, rootCaller);
        if (this.#refusal() === null) this.#loop.proposeAsLeader(data);
      },
    });
    const identity = { memberId: this.id, clusterId: this.clusterId };
    this.#links.attach(world.openTransport(identity, this.#links.receiver));
  }

  // Life -------------------------------------------------------------------------------------

  /**
   * Starts the loop; resolves when the member has published itself and can serve clients.
   * Rejects with what ended it before that.
   */
  start(): Promise<void> {
    const known = this.store.members.list;
    this.#links.connect(known.length > 0 ? known : (this.#founding?.members ?? []));
    if (this.settings.initialElectionTickAdvance) {
      this.#advanceUntilMs = this.nowMs + ELECTION_ADVANCE_MS;
    }
    if (this.store.members.isRemoved(this.id)) this.#leaveCluster(0);
    // What is committed is applied first: raft starts no election over pending conf changes.
    this.#loop.run(() => {});
    this.#loop.run(() => {
      // Nobody else can vote, so there is nothing to wait for.
      if (this.#isOnlyVoter) this.#node.campaign();
    });
    this.#ticker.start();
    this.#versions.start();
    this.#corruption.start();
    this.#leaseExpiry.start();
    this.#autoCompaction?.start();
    this.#compactions.wake();
    this.#armPurge();
    return new Promise((resolve, reject) => {
      if (this.#publication.isDone) resolve();
      else if (this.#hasFailed) reject(this.#failure);
      else this.#publishedWaiters.push({ resolve, reject });
    });
  }

  /**
   * Ends the member: no new proposals, what is under way gets its answer or `Stopped`, then the
   * loop, the batch of the backend, and the files, in this order. Safe to call after a failure.
   */
  async stop(): Promise<void> {
    this.#stopTimers();
    this.jobs.close();
    await this.#loop.settle();
    this.#loop.stop();
    this.#failWaiting(new RequestError("Stopped"));
    this.#commits.stop();
    await this.#links.transport.stop();
    await this.disk.close({ isClean: !this.#hasFailed });
  }

  /** Ends the member at once: what it may not acknowledge any more, it fails. */
  fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#loop.stop();
    this.#stopTimers();
    this.#commits.stop();
    this.jobs.close();
    this.#failWaiting(new RequestError("Stopped"));
    this.#failure = error;
    for (const waiter of this.#publishedWaiters.splice(0)) waiter.reject(error);
    this.#events.failed(error);
  }

  #failWaiting(error: RequestError): void {
    this.#proposals.failAll(error);
    this.#readIndexes.failAll(error);
    this.#changes.failAll(error);
  }

  #stopTimers(): void {
    this.#ticker.stop();
    this.#purgeTimer?.cancel();
    this.#removalTimer?.cancel();
    this.leases.stop();
    this.#promotions.stop();
    this.#corruption.stop();
    this.#publication.stop();
    this.#versions.stop();
    this.#outgoing.stop();
    this.#incoming.stop();
    this.#leaseExpiry.stop();
    this.#autoCompaction?.stop();
    this.#catchUp.stop();
    this.#compactions.stop();
    this.#snapshots.stop();
  }

  /** Runs work that comes from a timer; what it throws ends the member. */
  #guard(action: () => void): void {
    if (this.#hasFailed) return;
    try {
      action();
    } catch (error) {
      this.fail(error);
    }
  }

  #armPurge(): void {
    this.#purgeTimer = this.#world.timers.after(PURGE_INTERVAL_MS, () => {
      this.#armPurge();
      this.#guard(() => this.#snapshots.purge());
    });
  }

  #onTick({ nowMs, sinceMs }: { readonly nowMs: number; readonly sinceMs: number }): void {
    const isLate = sinceMs > 2 * this.settings.heartbeatIntervalMs;
    if (this.#isLeader && isLate) this.#onLateHeartbeat(sinceMs);
    this.#loop.run(() => {
      this.#node.tick();
      if (this.#advanceUntilMs !== null) this.#advanceElection(nowMs);
      this.#readIndexes.tick(this.#node, nowMs);
    });
    const expired = this.#proposals.expire(nowMs - this.requestTimeoutMs, (proposedMs) =>
      this.#timeoutError(proposedMs),
    );
    this.#world.metrics.proposalsFailed.add(expired);
    this.#releaseHeldLog();
  }

  /** Only where heartbeats have somebody to go to. */
  #onLateHeartbeat(sinceMs: number): void {
    if (this.#isOnlyVoter) return;
    this.#world.metrics.heartbeatSendFailures.increment();
    this.#world.logger.warn(
      "leader failed to send out heartbeat on time; took too long, leader is overloaded likely " +
        "from slow disk",
      {
        "heartbeat-interval": `${this.settings.heartbeatIntervalMs}ms`,
        "expected-duration": `${2 * this.settings.heartbeatIntervalMs}ms`,
        "exceeded-duration": `${(sinceMs - 2 * this.settings.heartbeatIntervalMs).toFixed(3)}ms`,
      },
    );
  }

  /**
   * Nobody is known to lead and a quorum is connected: an election need not wait much longer. Apply
   * specification, section 9, start-up shortcut.
   */
  #advanceElection(nowMs: number): void {
    if (this.hasLeader || nowMs > this.#advanceUntilMs!) {
      this.#advanceUntilMs = null;
      return;
    }
    if (!this.#isConnectedToQuorumSince(nowMs)) return;
    this.#advanceUntilMs = null;
    const { electionTimeoutMs, heartbeatIntervalMs } = this.settings;
    const ticks = Math.floor(electionTimeoutMs / heartbeatIntervalMs) - 2;
    for (let i = 0; i < ticks; i++) this.#node.tick();
  }

  #isConnectedToQuorumSince(sinceMs: number): boolean {
    const voters = this.store.members.list.filter(({ isLearner }) => !isLearner);
    const connected = voters.filter(({ id }) => this.#links.isActiveSince(id, sinceMs)).length;
    return connected > Math.floor(voters.length / 2);
  }

  /** Why a proposal got no answer in time. v3 API, section 12.3. */
  #timeoutError(proposedMs: number): RequestError {
    const leaderId = this.#loop.leaderId;
    if (leaderId === 0n) return new RequestError("ContextDeadlineExceeded");
    const electedMs = this.#leadingSinceMs;
    const lostMs = electedMs - 2 * this.settings.electionTimeoutMs;
    if (proposedMs > lostMs && proposedMs < electedMs) {
      return new RequestError("TimeoutDueToLeaderFail");
    }
    const isConnected = this.#isLeader
      ? this.#isConnectedToQuorumSince(proposedMs)
      : this.#links.isActiveSince(leaderId, proposedMs);
    return new RequestError(isConnected ? "Timeout" : "TimeoutDueToConnectionLost");
  }

  /** Followers that take entries again after a snapshot need no more than the usual ones. */
  #releaseHeldLog(): void {
    const held = this.#outgoing.heldFor;
    if (held.length === 0) return;
    const { progress } = this.#node.status();
    for (const id of held) {
      const follower = progress.find((one) => one.id === id);
      const isCurrent =
        follower === undefined ||
        (follower.state === "replicate" &&
          follower.match >= this.#loop.appliedIndex - this.settings.snapshotCatchUpEntries);
      if (isCurrent) this.#outgoing.caughtUp(id);
    }
  }

  #leaveCluster(delayMs: number): void {
    if (this.#removalTimer !== null || this.#hasFailed) return;
    this.#removalTimer = this.#world.timers.after(delayMs, () => {
      const removed = new MemberRemoved();
      this.#world.logger.warn(removed.message, { "local-member-id": memberIdText(this.id) });
      for (const waiter of this.#publishedWaiters.splice(0)) waiter.reject(removed);
      this.#events.removed();
    });
  }

  // Requests ---------------------------------------------------------------------------------

  proposeCall(field: number, request: Uint8Array, call: UnaryCall, caller: Caller | null): void {
    const nowMs = this.#world.clock.monotonicMs();
    this.#propose(field, request, new CallWaiter(this, call, field, nowMs), nowMs, caller);
  }

  propose: ServedMember["propose"] = (field, request, settled) => {
    this.#propose(field, request, {
      settled: ({ error, answer }) => {
        if (answer !== null) settled(null, answer);
        else settled(error ?? new RequestError("Stopped"), null);
      },
      failed: (error) => settled(error, null),
    });
  };

  #propose(
    field: number,
    request: Uint8Array,
    waiter: Waiter,
    nowMs: number = this.#world.clock.monotonicMs(),
    caller: Caller | null = null,
  ): void {
    const idLow = this.#ids.nextLow();
    const data = wrapRequest(field, request, this.#ids, idLow, caller);
    this.#proposeData(idLow, data, waiter, nowMs);
  }

  #proposeData(idLow: number, data: Uint8Array, waiter: Waiter, nowMs: number): void {
    const refusal = this.#refusal();
    if (refusal !== null) {
      this.#world.metrics.proposalsFailed.increment();
      waiter.failed(refusal);
      return;
    }
    if (data.length > this.settings.maxRequestBytes) {
      waiter.failed(new RequestError("RequestTooLarge"));
      return;
    }
    this.#proposals.add(idLow, waiter, nowMs);
    this.#loop.propose(idLow, data);
  }

  #refusal(): RequestError | null {
    if (this.#hasFailed || this.#loop.hasStopped) return new RequestError("Stopped");
    // Batches that the disk does not take fast enough would pile up in memory.
    if (this.disk.backend.pendingBytes > MAX_PENDING_BACKEND_BYTES) {
      return new RequestError("TooManyRequests");
    }
    const unapplied = this.#loop.committedIndex - this.#loop.appliedIndex;
    return unapplied > MAX_UNAPPLIED_ENTRIES ? new RequestError("TooManyRequests") : null;
  }

  /** A proposal of the member's own; whoever needs it done proposes again later. */
  #proposeQuietly(
    field: number,
    request: Uint8Array,
    settled: (outcome: ApplyOutcome) => void = () => {},
  ): void {
    this.#propose(field, request, { settled, failed: () => {} });
  }

  /** Monotonic now. */
  get nowMs(): number {
    return this.#world.clock.monotonicMs();
  }

  get canReadNow(): boolean {
    return (
      this.#isLeader &&
      this.#loop.appliedIndex === this.#loop.committedIndex &&
      this.#isOnlyVoter &&
      !this.#hasFailed
    );
  }

  afterReadIndex(callback: (error: RequestError | null) => void): void {
    if (this.#hasFailed || this.#loop.hasStopped) {
      callback(new RequestError("Stopped"));
      return;
    }
    this.#readIndexes.add(callback, this.#world.clock.monotonicMs());
    this.#loop.schedule();
  }

  admitWrite(costBytes: number): boolean {
    if (costBytes === 0 || this.store.fitsQuota(costBytes)) return true;
    this.#raiseNoSpace();
    return false;
  }

  /**
   * Compares the keys with those of the other members, before `start`; resolves with why this one
   * must not serve, or null.
   */
  checkBeforeServing(): Promise<string | null> {
    return checkBeforeServing(this.#hashPorts);
  }

  #raiseCorrupt(memberID: bigint): void {
    const request = etcdserverpb.encodeAlarmRequest({
      action: etcdserverpb.AlarmAction.ACTIVATE,
      memberID,
      alarm: etcdserverpb.AlarmType.CORRUPT,
    });
    this.#proposeQuietly(RequestField.alarm, request);
  }

  #raiseNoSpace(): void {
    if (this.#isAlarmProposed) return;
    this.#isAlarmProposed = true;
    const request = etcdserverpb.encodeAlarmRequest({
      action: etcdserverpb.AlarmAction.ACTIVATE,
      memberID: this.id,
      alarm: etcdserverpb.AlarmType.NOSPACE,
    });
    this.#propose(RequestField.alarm, request, {
      settled: () => {
        this.#isAlarmProposed = false;
      },
      failed: () => {
        this.#isAlarmProposed = false;
      },
    });
  }

  proposeChange(
    change: Pick<raftpb.ConfChange, "type" | "nodeId" | "context">,
    settled: ChangeSettled,
  ): () => void {
    if (this.#hasFailed || this.#loop.hasStopped) {
      settled(new RequestError("Stopped"));
      return () => {};
    }
    const giveUp = this.#changes.propose(change, settled);
    if (giveUp !== null) return giveUp;
    settled(new RequestError("TooManyRequests"));
    return () => {};
  }

  get isReconfigurationStrict(): boolean {
    return this.settings.strictReconfigCheck;
  }

  reconfigurationView(): ReconfigurationView {
    const sinceMs = this.nowMs - HEALTHY_AFTER_MS;
    return {
      members: this.store.members.list,
      localId: this.id,
      isActive: (id) => this.#links.isActiveSince(id, sinceMs),
      isConnected: (id) => this.#links.isActive(id),
    };
  }

  get wallMs(): number {
    return this.#world.clock.wallMs();
  }

  promote(id: bigint): Promise<readonly etcdserverpb.Member[]> {
    return this.#promotions.promote(id);
  }

  transferLeadership(target: bigint, done: () => void): () => void {
    return this.#transfer.start(target, done);
  }

  /** The voter that is connected longest; null where there is none to hand over to. */
  get transferTarget(): bigint | null {
    let target: bigint | null = null;
    let oldestMs = Number.POSITIVE_INFINITY;
    for (const { id, isLearner } of this.store.members.list) {
      if (isLearner || id === this.id) continue;
      const sinceMs = this.#links.transport.activeSinceMs(id);
      if (sinceMs !== null && sinceMs < oldestMs) {
        oldestMs = sinceMs;
        target = id;
      }
    }
    return target;
  }

  get votersCount(): number {
    return this.store.members.list.filter(({ isLearner }) => !isLearner).length;
  }

  exportDatabase(): Promise<ExportedDatabase> {
    return exportDatabase(this.disk, { timers: this.#world.timers });
  }

  wakeCatchUp(): void {
    this.#catchUp.wake();
  }

  forgetCheckpoint(leaseId: bigint): void {
    const request = etcdserverpb.encodeLeaseCheckpointRequest({
      checkpoints: [{ ID: leaseId, remainingTTL: 0 }],
    });
    this.#proposeQuietly(RequestField.leaseCheckpoint, request);
  }

  nextLeaseId(): bigint {
    return this.#ids.nextLeaseId();
  }

  // State ------------------------------------------------------------------------------------

  get isLearner(): boolean {
    return this.#node.isLearner;
  }
  get isTicking(): boolean {
    return this.#ticker.isOnTime;
  }
  get hasLeader(): boolean {
    return this.#loop.leaderId !== 0n;
  }
  get isLeader(): boolean {
    return this.#isLeader;
  }
  get appliedTerm(): number {
    return this.store.appliedTerm;
  }
  get pendingProposalsCount(): number {
    return this.#proposals.count;
  }
  get quotaBackendBytes(): number {
    const configured = this.settings.quotaBackendBytes;
    return configured === 0 ? DEFAULT_QUOTA_BYTES : configured;
  }
  get maxRequestBytes(): number {
    return this.settings.maxRequestBytes;
  }
  get maxTxnOps(): number {
    return this.settings.maxTxnOps;
  }

  get versions(): { server: string; cluster: string | null; storage: string } {
    return {
      server: SERVER_VERSION,
      cluster: this.store.members.clusterVersion,
      storage: this.#clusterVersion.storageVersion ?? "",
    };
  }

  status(): { leaderId: bigint; committedIndex: number; term: number; isLearner: boolean } {
    return {
      leaderId: this.#loop.leaderId,
      committedIndex: this.#loop.committedIndex,
      term: this.#loop.term,
      isLearner: this.isLearner,
    };
  }

  raftStatus(): ReturnType<RawNode["status"]> {
    return this.#node.status();
  }

  members(): readonly etcdserverpb.Member[] {
    return this.store.members.list.map((member) => ({
      ID: member.id,
      name: member.name,
      peerURLs: [...member.peerUrls],
      clientURLs: [...member.clientUrls],
      isLearner: member.isLearner,
    }));
  }

  async defragment(): Promise<void> {
    const { metrics, logger, clock } = this.#world;
    const { backend, directory } = this.disk;
    const before = { size: backend.sizeBytes, inUse: backend.sizeInUseBytes };
    const startMs = clock.monotonicMs();
    metrics.defragInflight.set(1);
    try {
      await backend.defragment();
    } catch (error) {
      // The old file is still in use, and nothing is lost.
      logger.error("failed to defragment", { error: String(error) });
      throw new RequestError("NoSpace");
    } finally {
      metrics.defragInflight.set(0);
    }
    const tookMs = clock.monotonicMs() - startMs;
    metrics.backendDefragDuration.observe(tookMs / 1000);
    logger.info("finished defragmenting directory", {
      path: directory.snapDirectory,
      "current-db-size-bytes-diff": backend.sizeBytes - before.size,
      "current-db-size-bytes": backend.sizeBytes,
      "current-db-size-in-use-bytes-diff": backend.sizeInUseBytes - before.inUse,
      "current-db-size-in-use-bytes": backend.sizeInUseBytes,
      took: `${tookMs.toFixed(3)}ms`,
    });
  }

  // Reactions --------------------------------------------------------------------------------

  #onApplied(outcome: ApplyOutcome, entry: raftpb.Entry): void {
    if (entry.Data !== null && entry.Type === raftpb.EntryType.EntryNormal)
      this.#applyTiming.count(entry.Data, outcome.error === null);
    this.#snapshots.applied(entry.Index, entry.Term);
    if (outcome.raiseNoSpace) this.#raiseNoSpace();
    if (outcome.compaction !== null) this.#compactions.wake();
    if (outcome.confChange !== null) this.#onConfChange(outcome, entry, outcome.confChange);
    const isFirstOfTerm = entry.Type === raftpb.EntryType.EntryNormal && entry.Data === null;
    if (isFirstOfTerm && this.#isLeader && entry.Term === this.#loop.term) this.#onLeading();
  }

  #onConfChange(outcome: ApplyOutcome, entry: raftpb.Entry, change: raftpb.ConfChange): void {
    this.#confIndex = entry.Index;
    this.#noteConfiguration();
    if (outcome.error === null) this.#links.changed(change.nodeId);
    this.#changes.applied(outcome);
    if (this.store.members.isRemoved(this.id)) this.#leaveCluster(REMOVAL_DELAY_MS);
    this.#publication.check();
  }

  /** The leader's snapshot took the place of everything that was known. */
  #onStoreReplaced(snapshot: { readonly index: number; readonly term: number }): void {
    this.#world.metrics.snapshotApplyInProgress.set(0);
    this.#confIndex = snapshot.index;
    this.#noteConfiguration();
    this.#snapshots.installed(snapshot);
    this.#links.replaced();
    this.#compactions.wake();
    this.#catchUp.wake();
    if (this.store.members.isRemoved(this.id)) this.#leaveCluster(REMOVAL_DELAY_MS);
    this.#publication.storeReplaced();
    this.#publication.check();
  }

  /** The last commit of the backend, once each. */
  #observeCommits(): void {
    const { commitsCount, lastCommitMs } = this.disk.backend;
    if (commitsCount === this.#observedCommits) return;
    this.#observedCommits = commitsCount;
    this.#world.metrics.backendCommitDuration.observe(lastCommitMs / 1000);
  }

  #noteConfiguration(): void {
    const voters = allVoters(this.#node.status().configuration);
    this.#isOnlyVoter = voters.length === 1 && voters[0] === this.id;
  }

  #confState(): raftpb.ConfState | null {
    const stored = this.store.confState;
    if (stored === null) return null;
    return {
      ...raftpb.createConfState(),
      voters: [...stored.voters],
      learners: [...stored.learners],
    };
  }

  /** The first entry of the own term is applied: from here on this member may act as leader. */
  #onLeading(): void {
    this.store.lessor.promote({
      nowMs: this.#world.clock.monotonicMs(),
      extendMs: this.settings.electionTimeoutMs,
    });
    this.#versions.leading();
  }

  #onLeaderChanged(leaderId: bigint): void {
    const wasLeader = this.#isLeader;
    this.#isLeader = leaderId === this.id;
    if (leaderId !== 0n) this.#world.metrics.leaderChanges.increment();
    if (wasLeader && !this.#isLeader) this.store.lessor.demote();
    if (this.#isLeader && !wasLeader) this.#leadingSinceMs = this.nowMs;
    this.#transfer.leaderChanged(leaderId);
    this.#publication.check();
  }

  #onBatchApplied(durationMs: number): void {
    this.#clusterVersion.follow();
    this.#applyTiming.finish(durationMs);
    this.#snapshots.trimMemory(this.#loop.appliedIndex);
    this.#commits.touch();
    if (this.store.watchHub.slowWatchersCount > 0) this.#catchUp.wake();
  }

  #readContext(): Uint8Array {
    const context = new Uint8Array(8);
    new DataView(context.buffer).setBigUint64(0, this.#ids.next());
    return context;
  }

  /** A physical compaction is answered after its deletions are committed. */
  whenCompacted(revision: number, done: () => void): void {
    this.#compactions.whenDone(revision, done);
  }

  #raftEvents(): EventSink {
    const logger = this.#world.logger.named("raft");
    return {
      event: (event: RaftEvent) => {
        const level = eventLevels[event.kind];
        if (!logger.isEnabled(level)) return;
        logger[level](renderEvent(event));
      },
    };
  }
}
