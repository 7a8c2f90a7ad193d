/**
 * The cases of the comparison, in the order in which they run: reads on a store that was filled
 * and restarted, then writes, then the fan-out of watches. Reads come first because etcd 3.4 is
 * several times slower right after many puts (a defect that no comparison should profit from).
 */

import type { UnaryOperation } from "./load-plan.ts";

interface CaseBase {
  readonly name: string;
  readonly connections: number;
}

export interface UnaryCase extends CaseBase {
  readonly kind: "unary";
  readonly operation: UnaryOperation;
  readonly streams: number;
}

export interface WatchCase extends CaseBase {
  readonly kind: "watch";
  readonly watchersPerStream: number;
}

/** The same request again and again, sent by nghttp2's h2load. */
export interface H2loadCase extends CaseBase {
  readonly kind: "h2load";
  readonly operation: UnaryOperation;
  readonly streams: number;
}

export type BenchCase = UnaryCase | WatchCase | H2loadCase;

const shapes: readonly (readonly [connections: number, streams: number])[] = [
  [100, 10],
  [1000, 1],
  [1, 1],
];

function unaryCase(operation: UnaryOperation, connections: number, streams: number): UnaryCase {
  return {
    kind: "unary",
    name: `${operation} ${connections}x${streams}`,
    operation,
    connections,
    streams,
  };
}

function h2loadCase(operation: UnaryOperation, connections: number, streams: number): H2loadCase {
  return {
    kind: "h2load",
    name: `h2load ${operation} ${connections}x${streams}`,
    operation,
    connections,
    streams,
  };
}

export const readCases: readonly BenchCase[] = [
  ...shapes.map(([connections, streams]) => unaryCase("range", connections, streams)),
  unaryCase("serializable-range", 100, 10),
  unaryCase("page", 50, 1),
];

export const writeCases: readonly BenchCase[] = [
  ...shapes.map(([connections, streams]) => unaryCase("put", connections, streams)),
  { kind: "watch", name: "watch 100x10", connections: 100, watchersPerStream: 10 },
  { kind: "watch", name: "watch 1000x1", connections: 1000, watchersPerStream: 1 },
];

/** Only on demand (--h2load): a second opinion on the load generator. */
export const h2loadReadCases: readonly BenchCase[] = [
  h2loadCase("range", 100, 10),
  h2loadCase("range", 1000, 1),
];

export const h2loadWriteCases: readonly BenchCase[] = [
  h2loadCase("put", 100, 10),
  h2loadCase("put", 1000, 1),
];

/** Which member of a cluster the clients are connected to. */
export type ClusterRole = "leader" | "follower";

/** A case against one member of a three-member cluster. */
export interface ClusterCase {
  readonly role: ClusterRole;
  readonly load: UnaryCase | H2loadCase;
}

function clusterCases(
  load: UnaryCase | H2loadCase,
  roles: readonly ClusterRole[] = ["leader", "follower"],
): ClusterCase[] {
  return roles.map((role) => ({ role, load: { ...load, name: `cluster ${load.name} ${role}` } }));
}

/** As for one member, reads come before writes. */
export const clusterReadCases: readonly ClusterCase[] = [
  ...clusterCases(unaryCase("range", 100, 10)),
  ...clusterCases(unaryCase("range", 1000, 1)),
  ...clusterCases(unaryCase("range", 1, 1)),
];

export const clusterWriteCases: readonly ClusterCase[] = [
  ...clusterCases(unaryCase("put", 100, 10)),
  ...clusterCases(unaryCase("put", 1000, 1)),
  ...clusterCases(unaryCase("put", 1, 1)),
];

/** Only on demand (--h2load), as for one member. */
export const h2loadClusterCases: {
  readonly reads: readonly ClusterCase[];
  readonly writes: readonly ClusterCase[];
} = {
  reads: h2loadReadCases.flatMap((one) => clusterCases(one as H2loadCase)),
  writes: h2loadWriteCases.flatMap((one) => clusterCases(one as H2loadCase)),
};

/** A member that missed many entries; handled apart from the load cases. */
export interface CatchUpCase {
  readonly name: string;
  /** Of all members, beyond the common ones: they decide between log and snapshot. */
  readonly flags: readonly string[];
}

export const catchUpCases: readonly CatchUpCase[] = [
  // With either server's default the log no longer holds so many entries: a snapshot is sent.
  { name: "cluster catch-up by snapshot", flags: [] },
  { name: "cluster catch-up by log", flags: ["--snapshot-count", "10000000"] },
];

/** Memory and start time of a large store; handled apart from the load cases. */
export const MEMORY_CASE = "memory";
