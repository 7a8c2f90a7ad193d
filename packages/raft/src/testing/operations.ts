/** The short input form of conf changes: `v1 l2 r3 u4`. Specification: raft-testdata.md 4.5. */

import { type ConfChangeSingle, ConfChangeType } from "../messages.ts";
import { parseId, ScriptError } from "./script.ts";

const types: { readonly [letter: string]: number } = {
  v: ConfChangeType.ConfChangeAddNode,
  l: ConfChangeType.ConfChangeAddLearnerNode,
  r: ConfChangeType.ConfChangeRemoveNode,
  u: ConfChangeType.ConfChangeUpdateNode,
};

export function parseOperations(input: string): ConfChangeSingle[] {
  const tokens = input.split(/\s+/).filter((token) => token !== "");
  return tokens.map((token) => {
    if (token.length < 2) throw new ScriptError(`unknown token ${token}`);
    const type = types[token[0]!];
    if (type === undefined) throw new ScriptError(`unknown input: ${token}`);
    return { type, nodeId: parseId(token.slice(1)) };
  });
}
