/** What a checker returns: a promise of the reliability notes (part 1) that was not kept. */

export type PromiseId = "P1" | "P2" | "P3" | "P4" | "P5" | "P6" | "P7" | "P8" | "P9" | "P13";

/**
 * The kind of a violation, for counting and for tests; the text is for people. `undecided` means
 * that a checker gave up, which is a failure too.
 */
export type ViolationKind =
  | "lost write"
  | "revision reused"
  | "revision gap"
  | "wrong content"
  | "wrong answer"
  | "stale read"
  | "order"
  | "refused effect"
  | "done twice"
  | "effect before call"
  | "unexplained effect"
  | "refusal without reason"
  | "compaction"
  | "lease early"
  | "lease ended"
  | "lease keys"
  | "unfenced"
  | "watch order"
  | "watch duplicate"
  | "watch lost"
  | "watch atomic"
  | "watch start"
  | "watch filter"
  | "watch content"
  | "watch previous"
  | "watch progress"
  | "watch cancel"
  | "watch protocol"
  | "members differ"
  | "not linearizable"
  | "cycle"
  | "undecided";

export interface Violation {
  readonly promise: PromiseId;
  readonly kind: ViolationKind;
  /** One line: what was due and what was there. */
  readonly text: string;
  /** Ids of the operations involved. */
  readonly operations: readonly number[];
  /** Ids of the watches involved. */
  readonly watches: readonly number[];
}
