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

/** Memory and start time of a large store; handled apart from the load cases. */
export const MEMORY_CASE = "memory";
