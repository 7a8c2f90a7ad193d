/**
 * Who a member is that starts without data: one of those that found a cluster, or one that a
 * running cluster has been told of. Apply specification, sections 7 ("Joining") and 8; peer
 * protocol, sections 8.1 and 10; server flags, section 6.4.
 *
 * A founder derives all ids from its flags, and asks the others once whether the cluster is not
 * long since founded: an emptied data directory must not vote again under its old id. A joiner
 * takes the ids from the cluster, and looks whether its release may take part.
 *
 * Nothing is written here. Refusals are logged as etcd logs them.
 */

import { createHash } from "node:crypto";
import { assert } from "@kvorum/base";
import {
  type PeerMembership,
  PeerRequestError,
  type PeerRequests,
  type PeerVersions,
} from "@kvorum/peer";
import type { etcdserverpb } from "@kvorum/proto";
import { deriveClusterId, deriveMemberId, memberIdText } from "@kvorum/store";
import { FlagValueError } from "../config/go-values.ts";
import {
  compareText,
  type InitialCluster,
  parseInitialCluster,
  type ResolveHost,
  urlsDifference,
} from "../config/initial-cluster.ts";
import type { ServerConfig } from "../config/server-config.ts";
import { parseServerUrl, type ServerUrl } from "../config/server-url.ts";
import { checkFreshStart, logBootstrapRefusal } from "../config/start-checks.ts";
import type { Logger } from "../logging/logger.ts";
import { CLUSTER_VERSION, type Founding, type FoundingMember } from "../member/member-options.ts";
import { compareVersions, type MinorVersion, parseVersion } from "./version.ts";

export type FoundingConfig = Pick<
  ServerConfig,
  | "name"
  | "initialAdvertisePeerUrls"
  | "initialCluster"
  | "initialClusterState"
  | "initialClusterToken"
  | "electionTimeoutMs"
  | "maxLearners"
>;

export interface FoundingPorts {
  readonly requests: Pick<PeerRequests, "members" | "versions" | "isDowngradeEnabled">;
  readonly resolveHost: ResolveHost;
  readonly log: Logger;
}

/** How long a founder waits for each answer. */
const FOUNDED_TIMEOUT_MS = 1000;
/** How long a joiner waits for the membership from each URL. */
const MEMBERS_TIMEOUT_MS = 10_000;
const OLDEST_CLUSTER: MinorVersion = { major: 3, minor: 0 };

/**
 * The founding that the settings ask for, or null where it is refused, which has been logged.
 * Call it only when there is no write-ahead log yet.
 */
export async function decideFounding(
  config: FoundingConfig,
  ports: FoundingPorts,
): Promise<Founding | null> {
  if (!(await checkFreshStart(config, ports.log, ports.resolveHost))) return null;
  const decided =
    config.initialClusterState === "new"
      ? await foundNew(config, ports)
      : await joinExisting(config, ports);
  if (typeof decided !== "string") return decided;
  logBootstrapRefusal(ports.log, decided);
  return null;
}

const sha1 = (bytes: Uint8Array): Uint8Array => createHash("sha1").update(bytes).digest();

/**
 * The founding of a new cluster, derived from the settings alone, which checkFreshStart has
 * passed: the same on all founders.
 */
export function newFounding(
  config: Pick<FoundingConfig, "name" | "initialCluster" | "initialClusterToken">,
): Founding {
  const { initialClusterToken: clusterToken } = config;
  const members: FoundingMember[] = [];
  for (const [name, urls] of parseInitialCluster(config.initialCluster)) {
    const peerUrls = textsOf(urls);
    members.push({ id: deriveMemberId({ peerUrls, clusterToken }, sha1), name, peerUrls });
  }
  members.sort((a, b) => (a.id < b.id ? -1 : 1));
  const own = members.find(({ name }) => name === config.name);
  assert(own !== undefined, `member ${config.name} is not in the initial cluster`);
  const ids = members.map(({ id }) => id);
  return { kind: "new", memberId: own.id, clusterId: deriveClusterId(ids, sha1), members };
}

async function foundNew(config: FoundingConfig, ports: FoundingPorts): Promise<Founding | string> {
  const founding = newFounding(config);
  const others = otherUrls(parseInitialCluster(config.initialCluster), config.name);
  const found = await askMembership(others, FOUNDED_TIMEOUT_MS, ports.requests, () => {
    // Founders rarely start in the same instant: silence is the usual answer.
  });
  const known = found?.members.find(({ ID }) => ID === founding.memberId);
  return known !== undefined && known.clientURLs.length > 0
    ? `member ${memberIdText(founding.memberId)} has already been bootstrapped`
    : founding;
}

async function joinExisting(
  config: FoundingConfig,
  ports: FoundingPorts,
): Promise<Founding | string> {
  const { requests, log, resolveHost } = ports;
  const listed = parseInitialCluster(config.initialCluster);
  const others = otherUrls(listed, config.name);
  const found = await askMembership(others, MEMBERS_TIMEOUT_MS, requests, (address, error) =>
    log.warn("failed to get cluster response", { address, error }),
  );
  if (found === null) {
    return (
      "cannot fetch cluster info from peer urls: " +
      "could not retrieve cluster information from the given URLs"
    );
  }
  if (found.members.length === 0) {
    return (
      "cannot fetch cluster info from peer urls: " +
      "failed to get raft cluster member(s) from the given URLs"
    );
  }
  const own = await matchMembers(listed, found, { name: config.name, resolveHost });
  if (typeof own === "string") {
    return `error validating peerURLs ${membershipText(found)}: ${own}`;
  }
  if (!(await isCompatible(config, ports, { found, own }))) {
    return "incompatible with current running cluster";
  }
  const learnersCount = found.members.filter(({ isLearner }) => isLearner).length;
  if (learnersCount > config.maxLearners) {
    return "membership: too many learner members in cluster";
  }
  return {
    kind: "join",
    memberId: own.ID,
    clusterId: found.clusterId,
    members: found.members.map(({ ID: id, name, peerURLs: peerUrls }) => ({ id, name, peerUrls })),
  };
}

/** Peer URLs of all members but one, sorted. */
function otherUrls(cluster: InitialCluster, ownName: string): readonly string[] {
  const urls: string[] = [];
  for (const [name, memberUrls] of cluster) if (name !== ownName) urls.push(...textsOf(memberUrls));
  return urls.sort(compareText);
}

function textsOf(urls: readonly ServerUrl[]): readonly string[] {
  return urls.map(({ text }) => text);
}

/** The membership as the first URL has it that answers; null where none does. */
async function askMembership(
  urls: readonly string[],
  timeoutMs: number,
  requests: FoundingPorts["requests"],
  failed: (url: string, error: string) => void,
): Promise<PeerMembership | null> {
  for (const url of urls) {
    try {
      return await requests.members([url], { timeoutMs });
    } catch (error) {
      if (!(error instanceof PeerRequestError)) throw error;
      failed(url, error.message);
    }
  }
  return null;
}

/**
 * The member of the cluster that this one is: the listed members and those of the cluster must
 * pair up by their URLs. A text says why they do not.
 */
async function matchMembers(
  listed: InitialCluster,
  found: PeerMembership,
  options: { readonly name: string; readonly resolveHost: ResolveHost },
): Promise<etcdserverpb.Member | string> {
  if (found.members.length !== listed.size) return "member count is unequal";
  let own: etcdserverpb.Member | null = null;
  for (const member of found.members) {
    let lastDifference: string | null = null;
    let match: string | null = null;
    for (const [name, urls] of listed) {
      lastDifference = await memberDifference(member, urls, options.resolveHost);
      if (lastDifference !== null) continue;
      match = name;
      break;
    }
    if (match === null) {
      return (
        `PeerURLs: no match found for existing member (${memberIdText(member.ID)}, ` +
        `[${member.peerURLs.join(" ")}]), last resolver error (${lastDifference})`
      );
    }
    if (match === options.name) own = member;
  }
  return own ?? `PeerURLs: no existing member has those of ${options.name}`;
}

async function memberDifference(
  member: etcdserverpb.Member,
  listed: readonly ServerUrl[],
  resolveHost: ResolveHost,
): Promise<string | null> {
  let urls: ServerUrl[];
  try {
    urls = member.peerURLs.map((text) => parseServerUrl(text));
  } catch (error) {
    if (!(error instanceof FlagValueError)) throw error;
    return error.message;
  }
  urls.sort((a, b) => compareText(a.text, b.text));
  return urlsDifference(urls, listed, resolveHost);
}

/** As etcd prints a cluster. */
function membershipText({ clusterId, members }: PeerMembership): string {
  const texts = members.map(
    ({ ID, peerURLs, isLearner, name, clientURLs }) =>
      `&{ID:${memberIdText(ID)} RaftAttributes:{PeerURLs:[${peerURLs.join(" ")}] ` +
      `IsLearner:${isLearner}} Attributes:{Name:${name} ClientURLs:[${clientURLs.join(" ")}]}}`,
  );
  return `{ClusterID:${memberIdText(clusterId)} Members:[${texts.join(" ")}] RemovedMemberIDs:[]}`;
}

/**
 * Whether this release may take part: the cluster version that each reachable member reports lies
 * between 3.0 and the own minor version, one more while the cluster is being downgraded to it.
 */
async function isCompatible(
  config: FoundingConfig,
  { requests, log }: FoundingPorts,
  { found, own }: { readonly found: PeerMembership; readonly own: etcdserverpb.Member },
): Promise<boolean> {
  const limits = { timeoutMs: 5000 + 2 * config.electionTimeoutMs };
  const others = found.members.filter((member) => member !== own);
  const reported = new Map<etcdserverpb.Member, PeerVersions>();
  for (const member of others) {
    try {
      reported.set(member, await requests.versions(member.peerURLs, limits));
    } catch (error) {
      if (!(error instanceof PeerRequestError)) throw error;
      log.warn("failed to reach the peer URL", {
        "remote-member-id": memberIdText(member.ID),
        error: error.message,
      });
    }
  }
  const ownVersion = parseVersion(CLUSTER_VERSION);
  assert(ownVersion !== null, `own cluster version ${CLUSTER_VERSION}`);
  const isDowngrade = await isDowngradeEnabled(others, requests, limits);
  const newest: MinorVersion = {
    major: ownVersion.major,
    minor: ownVersion.minor + (isDowngrade ? 1 : 0),
  };
  let isAnyFit = false;
  for (const [{ ID }, { cluster }] of reported) {
    const fields = {
      "remote-member-id": memberIdText(ID),
      "remote-member-cluster-version": cluster ?? "not_decided",
    };
    const version = cluster === null ? null : parseVersion(cluster);
    if (version === null) {
      log.warn("failed to parse cluster version of remote member", fields);
      continue;
    }
    if (compareVersions(version, OLDEST_CLUSTER) < 0) {
      const minimum = { "minimum-cluster-version-supported": "3.0.0" };
      log.warn("cluster version of remote member is not compatible; too low", {
        ...fields,
        ...minimum,
      });
      return false;
    }
    if (compareVersions(version, newest) > 0) {
      const maximum = { "maximum-cluster-version-supported": `${newest.major}.${newest.minor}.0` };
      log.warn("cluster version of remote member is not compatible; too high", {
        ...fields,
        ...maximum,
      });
      return false;
    }
    isAnyFit = true;
  }
  return isAnyFit;
}

/** As the first member has it that says; releases before 3.5 do not. */
async function isDowngradeEnabled(
  members: readonly etcdserverpb.Member[],
  requests: FoundingPorts["requests"],
  limits: { readonly timeoutMs: number },
): Promise<boolean> {
  for (const member of members) {
    try {
      return await requests.isDowngradeEnabled(member.peerURLs, limits);
    } catch (error) {
      if (!(error instanceof PeerRequestError)) throw error;
    }
  }
  return false;
}
