/** The interpreter for scripts on quorums. Specification: raft-testdata.md section 10. */

import { AssertionError } from "@kvorum/base";
import { jointCommitted, jointVote } from "../quorum/joint.ts";
import { majorityCommitted, majorityVote, type VoteResult } from "../quorum/majority.ts";
import { sortedIds } from "../tracker/configuration.ts";
import { type Directive, parseId, parseInteger, ScriptError } from "./script.ts";

const voteNames: { readonly [Result in VoteResult]: string } = {
  pending: "VotePending",
  lost: "VoteLost",
  won: "VoteWon",
};

interface Sets {
  readonly incoming: readonly bigint[];
  /** Null if the script is about a single majority. */
  readonly outgoing: readonly bigint[] | null;
}

export function runQuorumDirective(directive: Directive): string {
  const listOf = (key: string): readonly string[] | null =>
    directive.arguments.find((argument) => argument.key === key)?.values ?? null;
  const second = listOf("cfgj");
  const sets: Sets = {
    incoming: (listOf("cfg") ?? []).map(parseId),
    outgoing: second === null ? null : second[0] === "zero" ? [] : second.map(parseId),
  };
  const values = listOf(directive.command === "vote" ? "votes" : "idx") ?? [];
  const ids = [...new Set([...sets.incoming, ...(sets.outgoing ?? [])])];
  if (values.length !== ids.length) {
    return `error: mismatched input for voters [${ids.join(" ")}]: ${values.join(" ")}`;
  }
  switch (directive.command) {
    case "vote": {
      const votes = new Map(ids.map((id, i) => [id, parseVote(values[i]!)]));
      return `${voteNames[everyWay(sets, (ids) => countVotes(ids, votes), jointVote)]}\n`;
    }
    case "committed": {
      const indexes = new Map<bigint, number>();
      for (const [i, id] of ids.entries()) {
        if (values[i] !== "_") indexes.set(id, parseInteger(values[i]!));
      }
      const committed = everyWay(
        sets,
        (ids) => majorityCommitted(ids.map((id) => indexes.get(id) ?? 0)),
        jointCommitted,
      );
      const shown = committed === Number.POSITIVE_INFINITY ? "∞" : String(committed);
      return `${renderTable(sortedIds(ids), indexes)}${shown}\n`;
    }
    default:
      throw new ScriptError(`unknown command ${directive.command}`);
  }
}

function parseVote(text: string): boolean | undefined {
  if (text === "y") return true;
  if (text === "n") return false;
  if (text === "_") return undefined;
  throw new ScriptError(`unknown vote ${text}`);
}

function countVotes(
  ids: readonly bigint[],
  votes: ReadonlyMap<bigint, boolean | undefined>,
): VoteResult {
  const granted = ids.filter((id) => votes.get(id) === true).length;
  const rejected = ids.filter((id) => votes.get(id) === false).length;
  return majorityVote({ granted, rejected, missing: ids.length - granted - rejected });
}

/** The decision of one or both sets, computed in each way that must give the same. */
function everyWay<T>(
  sets: Sets,
  decide: (ids: readonly bigint[]) => T,
  join: (halves: { incoming: T; outgoing: T }) => T,
): T {
  const incoming = decide(sets.incoming);
  if (sets.outgoing === null) {
    same(join({ incoming, outgoing: decide([]) }), incoming);
    same(join({ incoming: decide([]), outgoing: incoming }), incoming);
    same(join({ incoming, outgoing: incoming }), incoming);
    return incoming;
  }
  const outgoing = decide(sets.outgoing);
  const result = join({ incoming, outgoing });
  same(join({ incoming: outgoing, outgoing: incoming }), result);
  return result;
}

function same<T>(a: T, b: T): void {
  if (a !== b) throw new AssertionError(`${a} and ${b} should agree`);
}

function renderTable(ids: readonly bigint[], indexes: ReadonlyMap<bigint, number>): string {
  const count = ids.length;
  if (count === 0) return "<empty majority quorum>";
  const index = (id: bigint): number => indexes.get(id) ?? 0;
  const ranked = [...ids].sort((a, b) => index(a) - index(b) || (a < b ? -1 : 1));
  const bars = new Map<bigint, number>();
  for (const [rank, id] of ranked.entries()) {
    const before = ranked[rank - 1];
    const isHigher = before === undefined || index(id) > index(before);
    bars.set(id, isHigher ? rank : bars.get(before)!);
  }
  const rows = ids.map((id) => {
    const bar = bars.get(id)!;
    const line = indexes.has(id)
      ? `${"x".repeat(bar)}>${" ".repeat(count - bar)}`
      : `?${" ".repeat(count)}`;
    return `${line} ${String(index(id)).padStart(5)}    (id=${id.toString(16)})\n`;
  });
  return `${" ".repeat(count)}    idx\n${rows.join("")}`;
}
