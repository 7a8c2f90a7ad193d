/**
 * What a load process does and what it reports: plain JSON, so that it crosses a process border.
 */

export type UnaryOperation = "put" | "range" | "serializable-range" | "page";

interface LoadTarget {
  readonly port: number;
  /** Same seed, same keys in the same order on each connection. */
  readonly seed: number;
  /** Keys are `prefix` and a zero-padded number, `keyBytes` in all. */
  readonly keyPrefix: string;
  readonly keyBytes: number;
  readonly keysCount: number;
  readonly valueBytes: number;
}

/** A closed loop: each stream sends its next request when the reply has come. */
export interface UnaryPlan extends LoadTarget {
  readonly kind: "unary";
  readonly operation: UnaryOperation;
  readonly connections: number;
  /** Concurrent calls on each connection. */
  readonly streams: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** Keys on a page; only for "page". */
  readonly pageKeys: number;
  /** False sends headers as literals, without HPACK's dynamic table. */
  readonly indexing: boolean;
}

/** Writes every key once, in order, in transactions. */
export interface PrefillPlan extends LoadTarget {
  readonly kind: "prefill";
  readonly connections: number;
  readonly streams: number;
  /** At most 128, the servers' default limit. */
  readonly txnPuts: number;
}

/** Watchers on one prefix, then puts below it; ends when every watcher has every event. */
export interface WatchPlan extends LoadTarget {
  readonly kind: "watch";
  readonly connections: number;
  readonly streamsPerConnection: number;
  readonly watchersPerStream: number;
  readonly puts: number;
  /** Puts in flight. */
  readonly putStreams: number;
}

export type LoadPlan = UnaryPlan | PrefillPlan | WatchPlan;

export interface LoadResult {
  /** Requests, or events for a watch plan, inside the measured time. */
  readonly count: number;
  readonly elapsedMs: number;
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly maxUs: number;
  readonly meanUs: number;
  readonly replyBytes: number;
  /** CPU of the load process itself for each counted request, user and system. */
  readonly clientCpuUs: number;
}
