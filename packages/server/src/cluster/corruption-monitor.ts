/**
 * Whether the members still hold the same keys: three checks that compare hashes. Apply
 * specification, section 6.4.
 *
 *   initial       every member, before it serves; a difference refuses the start
 *   periodic      the leader, every --corrupt-check-time; raises the CORRUPT alarm
 *   compact hash  the leader, every --compact-hash-check-time; compares the hashes that
 *                 compactions left behind, and so finds out who differs from the majority
 *
 * Members that do not answer, are behind, or compacted elsewhere are passed over: a check never
 * accuses on missing evidence.
 */

import type { TimerHandle, Timers } from "@kvorum/base";
import { type PeerHash, PeerRequestError, type PeerRequests } from "@kvorum/peer";
import { RequestError } from "@kvorum/proto";
import { memberIdText, type StoredHash } from "@kvorum/store";
import type { Logger } from "../logging/logger.ts";
import type { AskedMember } from "./member-versions.ts";

export interface HashPorts {
  readonly ownId: bigint;
  /** All members, the own one among them. */
  readonly members: () => readonly AskedMember[];
  /** The own HashKV at the current revision. Rejects with a RequestError. */
  readonly hashNow: () => Promise<StoredHash>;
  readonly requests: Pick<PeerRequests, "hashKv">;
  /** For each member. */
  readonly timeoutMs: number;
  readonly log: Logger;
}

/** What a member said; its refusal or an accident otherwise. */
type PeerAnswer =
  | { readonly id: bigint; readonly hash: PeerHash }
  | { readonly id: bigint; readonly hash: null; readonly error: RequestError | PeerRequestError };

async function askPeers(ports: HashPorts, revision: number): Promise<readonly PeerAnswer[]> {
  const answers: PeerAnswer[] = [];
  for (const { id, peerUrls } of ports.members()) {
    if (id === ports.ownId) continue;
    try {
      const limits = { timeoutMs: ports.timeoutMs };
      answers.push({ id, hash: await ports.requests.hashKv(peerUrls, revision, limits) });
    } catch (error) {
      if (!(error instanceof RequestError || error instanceof PeerRequestError)) throw error;
      ports.log.warn("failed hash kv request", {
        "local-member-id": memberIdText(ports.ownId),
        "remote-peer-id": memberIdText(id),
        "requested-revision": revision,
        error: error.message,
      });
      answers.push({ id, hash: null, error });
    }
  }
  return answers;
}

/** Why the member must not serve, in etcd's words; null where nothing speaks against it. */
export async function checkBeforeServing(ports: HashPorts): Promise<string | null> {
  const { log, timeoutMs } = ports;
  const ownText = memberIdText(ports.ownId);
  const fields = { "local-member-id": ownText };
  log.info("starting initial corruption check", { ...fields, timeout: `${timeoutMs / 1000}s` });
  let own: StoredHash;
  try {
    own = await ports.hashNow();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return `${ownText} failed to fetch hash (${error.message})`;
  }
  let differCount = 0;
  for (const answer of await askPeers(ports, own.hashRevision)) {
    const remote = { ...fields, "remote-peer-id": memberIdText(answer.id) };
    if (answer.hash === null) {
      const reason = whyUnfit(answer.error);
      if (reason !== null) log.warn(reason, remote);
      continue;
    }
    const { hash, compactRevision } = answer.hash;
    if (hash === own.hash) continue;
    const values = {
      ...remote,
      "local-member-revision": own.hashRevision,
      "local-member-compact-revision": own.compactRevision,
      "local-member-hash": own.hash,
      "remote-peer-compact-revision": compactRevision,
      "remote-peer-hash": hash,
    };
    if (compactRevision === own.compactRevision) {
      log.warn("found different hash values from remote peer", values);
      differCount++;
    } else log.warn("found different compact revision values from remote peer", values);
  }
  if (differCount > 0) return `${ownText} found data inconsistency with peers`;
  log.info("initial corruption checking passed; no corruption", fields);
  return null;
}

function whyUnfit(error: RequestError | PeerRequestError): string | null {
  if (!(error instanceof RequestError)) return null;
  switch (error.code) {
    case "FutureRev":
      return "cannot fetch hash from slow remote peer";
    case "Compacted":
      return "cannot fetch hash from remote peer; local member is behind";
    case "ClusterIDMismatch":
      return "cluster ID mismatch";
    default:
      return null;
  }
}

export interface CorruptionMonitorPorts extends HashPorts {
  readonly timers: Timers;
  readonly isLeader: () => boolean;
  /** Resolves when this member has applied all that was committed. Rejects with RequestError. */
  readonly linearizableRead: () => Promise<void>;
  /** The hashes that compactions left behind, newest first. */
  readonly storedHashes: () => readonly StoredHash[];
  /** Raises CORRUPT for a member; 0: for the whole cluster, where nobody can say for whom. */
  readonly raiseAlarm: (memberId: bigint) => void;
  /** A check failed by a bug. */
  readonly failed: (error: unknown) => void;
}

export interface CorruptionMonitorOptions {
  /** 0: never. */
  readonly periodicMs: number;
  /** 0: never. */
  readonly compactHashMs: number;
}

export class CorruptionMonitor {
  readonly #ports: CorruptionMonitorPorts;
  readonly #options: CorruptionMonitorOptions;
  readonly #timers = new Set<TimerHandle>();
  /** Newest revision at which the whole cluster agreed. */
  #verifiedRevision = 0;
  #isStopped = false;

  constructor(ports: CorruptionMonitorPorts, options: CorruptionMonitorOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  start(): void {
    this.#arm(this.#options.periodicMs, () => this.checkPeriodically());
    this.#arm(this.#options.compactHashMs, () => this.checkCompactHashes());
  }

  /** No alarm is raised after this; a check under way ends by itself. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  /** The next pause begins when the check has ended. */
  #arm(pauseMs: number, check: () => Promise<void>): void {
    if (pauseMs <= 0 || this.#isStopped) return;
    const timer = this.#ports.timers.after(pauseMs, () => {
      this.#timers.delete(timer);
      const checked = this.#ports.isLeader() ? check() : Promise.resolve();
      checked
        .catch((error: unknown) => {
          if (!(error instanceof RequestError)) this.#ports.failed(error);
          else this.#ports.log.warn("failed to check hash KV", { error: error.message });
        })
        .finally(() => this.#arm(pauseMs, check));
    });
    this.#timers.add(timer);
  }

  /** One periodic check. Rejects with RequestError where the own state cannot be read. */
  async checkPeriodically(): Promise<void> {
    const ports = this.#ports;
    const first = await ports.hashNow();
    const answers = await askPeers(ports, first.hashRevision);
    await ports.linearizableRead();
    const second = await ports.hashNow();
    if (this.#isStopped) return;
    const accused = accuse({ ownId: ports.ownId, first, second, answers });
    for (const { id, message } of accused) {
      ports.log.warn(message, {
        "remote-peer-id": memberIdText(id),
        "leader-revision": second.hashRevision,
        "leader-compact-revision": second.compactRevision,
      });
    }
    // One finding says that the cluster is damaged; more would follow from it.
    if (accused.length > 0) ports.raiseAlarm(accused[0]!.id);
    const checkedCount = answers.filter(({ hash }) => hash !== null).length;
    ports.log.info("finished peer corruption check", { "number-of-peers-checked": checkedCount });
  }

  /** One check of the hashes that compactions left. */
  async checkCompactHashes(): Promise<void> {
    const ports = this.#ports;
    let checkedCount = 0;
    for (const own of ports.storedHashes()) {
      if (own.hashRevision <= this.#verifiedRevision) break;
      checkedCount++;
      const answers = await askPeers(ports, own.hashRevision);
      if (this.#isStopped) return;
      if (answers.length > 0 && this.#judge(own, answers)) break;
    }
    ports.log.info("finished compaction hash check", { "number-of-hashes-checked": checkedCount });
  }

  /** Whether older hashes need not be looked at. */
  #judge(own: StoredHash, answers: readonly PeerAnswer[]): boolean {
    const ports = this.#ports;
    const verdict = judgeCompactHash({ ownId: ports.ownId, own, answers });
    const fields = { revision: own.hashRevision, "compact-revision": own.compactRevision };
    switch (verdict.kind) {
      case "equal":
        this.#verifiedRevision = Math.max(this.#verifiedRevision, own.hashRevision);
        ports.log.info("successfully checked hash on whole cluster", fields);
        return true;
      case "incomplete":
        ports.log.warn(
          "skipped revision in compaction hash check; was not able to check all peers",
          fields,
        );
        return false;
      case "unknown culprit":
        ports.log.error(
          "Detected compaction hash mismatch but cannot identify the corrupted members, so intentionally set the memberID as 0",
          fields,
        );
        ports.raiseAlarm(0n);
        return true;
      case "culprits":
        for (const id of verdict.ids) {
          ports.log.error("Detected compaction hash mismatch", {
            ...fields,
            "corrupted-member-id": memberIdText(id),
          });
          ports.raiseAlarm(id);
        }
        return true;
    }
  }
}

interface Accusation {
  readonly id: bigint;
  readonly message: string;
}

/** Who cannot be right, in order of the finding. */
function accuse(evidence: {
  readonly ownId: bigint;
  readonly first: StoredHash;
  readonly second: StoredHash;
  readonly answers: readonly PeerAnswer[];
}): readonly Accusation[] {
  const { ownId, first, second, answers } = evidence;
  const found: Accusation[] = [];
  if (
    second.hash !== first.hash &&
    second.hashRevision === first.hashRevision &&
    second.compactRevision === first.compactRevision
  ) {
    found.push({ id: ownId, message: "found hash mismatch" });
  }
  for (const { id, hash } of answers) {
    if (hash === null) continue;
    // The leader has applied everything that the peer had when it answered.
    if (hash.revision > second.hashRevision) {
      const message = "revision from follower must be less than or equal to leader's";
      found.push({ id, message });
    }
    if (hash.compactRevision > second.compactRevision) {
      const message = "compact revision from follower must be less than or equal to leader's";
      found.push({ id, message });
    }
    if (hash.compactRevision === first.compactRevision && hash.hash !== first.hash) {
      found.push({ id, message: "same compact revision then hashes must match" });
    }
  }
  return found;
}

type CompactVerdict =
  | { readonly kind: "equal" | "incomplete" | "unknown culprit" }
  | { readonly kind: "culprits"; readonly ids: readonly bigint[] };

function judgeCompactHash(evidence: {
  readonly ownId: bigint;
  readonly own: StoredHash;
  readonly answers: readonly PeerAnswer[];
}): CompactVerdict {
  const { ownId, own, answers } = evidence;
  const holders = new Map<number, bigint[]>([[own.hash, [ownId]]]);
  let comparedCount = 0;
  for (const { id, hash } of answers) {
    if (hash === null || hash.compactRevision !== own.compactRevision) continue;
    comparedCount++;
    const ids = holders.get(hash.hash);
    if (ids === undefined) holders.set(hash.hash, [id]);
    else ids.push(id);
  }
  if (holders.size === 1) {
    return { kind: comparedCount === answers.length ? "equal" : "incomplete" };
  }
  const quorum = Math.floor((answers.length + 1) / 2) + 1;
  const majority = [...holders.values()].find((ids) => ids.length >= quorum);
  if (majority === undefined) return { kind: "unknown culprit" };
  const others = [...holders.values()].filter((ids) => ids !== majority);
  return { kind: "culprits", ids: others.flat() };
}
