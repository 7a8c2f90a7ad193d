/**
 * The cluster version: the leader keeps it at the lowest release among the members, so that
 * nobody has to read what it does not know, and leads it down when a downgrade asks for it. Apply
 * specification, section 7.
 *
 * Polls while this member leads: at once when it begins to, then some seconds after each poll.
 * One poll at a time. A proposal that gets lost is made again by a later poll.
 */

import type { TimerHandle, Timers } from "@kvorum/base";
import type { PeerVersions } from "@kvorum/peer";
import type { Logger } from "../logging/logger.ts";
import { type AskedMember, askVersions, type MemberVersionsPorts } from "./member-versions.ts";
import {
  compareVersions,
  formatVersion,
  isOneMinorBelow,
  type MinorVersion,
  parseVersion,
} from "./version.ts";

/** Pause between two polls. */
const POLL_PAUSE_MS = 4000;
/** Stands in for a version while some member has not said its own. */
const FIRST_VERSION: MinorVersion = { major: 3, minor: 0 };

export interface VersionMonitorPorts extends MemberVersionsPorts {
  readonly timers: Timers;
  readonly ownId: bigint;
  readonly ownVersions: () => PeerVersions;
  /** All members, the own one among them. */
  readonly members: () => readonly AskedMember[];
  readonly clusterVersion: () => string | null;
  /** Target version of the downgrade in progress. */
  readonly downgradeTarget: () => string | null;
  readonly isLeader: () => boolean;
  /** Proposes a cluster version, such as `3.6.0`; what becomes of it shows at apply. */
  readonly propose: (version: string) => void;
  /** Proposes that the downgrade is over. */
  readonly endDowngrade: () => void;
  /** A poll failed by a bug. */
  readonly failed: (error: unknown) => void;
}

export class VersionMonitor {
  readonly #ports: VersionMonitorPorts;
  readonly #downgradeCheckMs: number;
  #pollTimer: TimerHandle | null = null;
  #downgradeTimer: TimerHandle | null = null;
  #isPolling = false;
  /** Leadership began while a poll was under way. */
  #isPollDue = false;
  #isStopped = false;

  /** @param options - downgradeCheckMs: pause between two looks whether a downgrade is over. */
  constructor(ports: VersionMonitorPorts, options: { readonly downgradeCheckMs: number }) {
    this.#ports = ports;
    this.#downgradeCheckMs = options.downgradeCheckMs;
  }

  start(): void {
    this.#armPoll();
    this.#armDowngradeCheck();
  }

  /** The first entry of the own term is applied: decide now. */
  leading(): void {
    this.#isPollDue = true;
    this.#poll();
  }

  /** Nothing is proposed after this; a poll under way ends by itself. */
  stop(): void {
    this.#isStopped = true;
    this.#pollTimer?.cancel();
    this.#downgradeTimer?.cancel();
  }

  #armPoll(): void {
    this.#pollTimer?.cancel();
    if (this.#isStopped) return;
    this.#pollTimer = this.#ports.timers.after(POLL_PAUSE_MS, () => {
      this.#isPollDue = true;
      this.#poll();
    });
  }

  #poll(): void {
    if (this.#isPolling || this.#isStopped) return;
    this.#isPolling = true;
    this.#pollTimer?.cancel();
    this.#pollWhileDue().catch((error: unknown) => this.#ports.failed(error));
  }

  async #pollWhileDue(): Promise<void> {
    try {
      while (this.#isPollDue && !this.#isStopped) {
        this.#isPollDue = false;
        if (this.#ports.isLeader()) await this.#decide();
      }
    } finally {
      this.#isPolling = false;
      this.#armPoll();
    }
  }

  async #decide(): Promise<void> {
    const ports = this.#ports;
    const servers = await askServers(ports);
    // While the others were asked, everything may have changed.
    if (this.#isStopped || !ports.isLeader()) return;
    const current = ports.clusterVersion();
    const version = decideClusterVersion({
      current,
      downgradeTarget: ports.downgradeTarget(),
      servers,
    });
    if (version === null) return;
    const { major, minor } = version;
    const to = `${major}.${minor}`;
    if (current === null) {
      ports.log.info("setting up initial cluster version using v3 API", { "cluster-version": to });
    } else {
      const from = current.replace(/\.\d+$/, "");
      ports.log.info("updating cluster version using v3 API", { from, to });
    }
    ports.propose(formatVersion(version));
  }

  #armDowngradeCheck(): void {
    if (this.#isStopped || this.#downgradeCheckMs <= 0) return;
    this.#downgradeTimer = this.#ports.timers.after(this.#downgradeCheckMs, () => {
      this.#checkDowngrade()
        .catch((error: unknown) => this.#ports.failed(error))
        .finally(() => this.#armDowngradeCheck());
    });
  }

  async #checkDowngrade(): Promise<void> {
    const ports = this.#ports;
    const target = ports.downgradeTarget();
    if (target === null || !ports.isLeader()) return;
    const servers = await askServers(ports);
    if (this.#isStopped || !ports.isLeader() || ports.downgradeTarget() !== target) return;
    if (!isDowngradeComplete(target, servers)) return;
    ports.log.info("the cluster has been downgraded", { "cluster-version": target });
    ports.endDowngrade();
  }
}

/** Server versions of all members; null for those that did not say. */
async function askServers(ports: VersionMonitorPorts): Promise<readonly (MinorVersion | null)[]> {
  const others = ports.members().filter(({ id }) => id !== ports.ownId);
  const known = await askVersions(others, ports);
  return [ports.ownVersions(), ...known.values()].map((versions) =>
    versions === null ? null : parseVersion(versions.server),
  );
}

/** The cluster version to propose now, or null for none. */
export function decideClusterVersion(state: {
  readonly current: string | null;
  readonly downgradeTarget: string | null;
  /** Of all members; null for one that was not reached, or that said nothing readable. */
  readonly servers: readonly (MinorVersion | null)[];
}): MinorVersion | null {
  const lowest = lowestOf(state.servers);
  const current = state.current === null ? null : parseVersion(state.current);
  if (current === null) return lowest ?? FIRST_VERSION;
  if (lowest === null) return null;
  if (state.downgradeTarget === null) {
    return compareVersions(lowest, current) > 0 ? lowest : null;
  }
  const target = parseVersion(state.downgradeTarget);
  return target !== null && isOneMinorBelow(target, current) && isOneMinorBelow(target, lowest)
    ? target
    : null;
}

/** Every member runs the release that the downgrade leads to. */
export function isDowngradeComplete(
  target: string,
  servers: readonly (MinorVersion | null)[],
): boolean {
  const version = parseVersion(target);
  return (
    version !== null &&
    servers.every((server) => server !== null && compareVersions(server, version) === 0)
  );
}

/** Null where any is unknown. */
function lowestOf(servers: readonly (MinorVersion | null)[]): MinorVersion | null {
  let lowest: MinorVersion | null = null;
  for (const server of servers) {
    if (server === null) return null;
    if (lowest === null || compareVersions(server, lowest) < 0) lowest = server;
  }
  return lowest;
}

/**
 * The last line of a member whose release is below the cluster version, which it must not outlive;
 * null where all is well. Look after each change of the cluster version, and at the start.
 */
export function releaseRefusal(state: {
  readonly ownServer: string;
  readonly clusterVersion: string | null;
}): { readonly message: string; readonly fields: { readonly [name: string]: string } } | null {
  const own = parseVersion(state.ownServer);
  const cluster = state.clusterVersion === null ? null : parseVersion(state.clusterVersion);
  if (own === null || cluster === null || compareVersions(own, cluster) >= 0) return null;
  return {
    message: "invalid downgrade; server version is lower than determined cluster version",
    fields: {
      "current-server-version": state.ownServer,
      "determined-cluster-version": `${cluster.major}.${cluster.minor}`,
    },
  };
}

/** What etcd logs when a cluster version is applied. */
export function logClusterVersion(
  log: Logger,
  change: {
    readonly clusterId: string;
    readonly memberId: string;
    readonly from: string | null;
    readonly to: string;
  },
): void {
  const short = (version: string): string => version.replace(/\.\d+$/, "");
  const ids = { "cluster-id": change.clusterId, "local-member-id": change.memberId };
  if (change.from === null) {
    log.info("set initial cluster version", { ...ids, "cluster-version": short(change.to) });
  } else {
    const { from, to } = change;
    log.info("updated cluster version", { ...ids, from: short(from), to: short(to) });
  }
}
