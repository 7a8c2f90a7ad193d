/** A conf change as etcd prints it in its log. Specification: raft-testdata.md section 8. */

import { ConfChangeTransition, ConfChangeType, type ConfChangeV2 } from "../messages.ts";
import { quoteBytes } from "../quoted-bytes.ts";

export function renderConfChange(change: ConfChangeV2): string {
  let text = `transition:${nameOf(ConfChangeTransition, change.transition)}`;
  for (const { type, nodeId } of change.changes) {
    text += ` changes:{type:${nameOf(ConfChangeType, type)} node_id:${nodeId}}`;
  }
  if (change.context !== null && change.context.length > 0) {
    text += ` context:${quoteBytes(change.context)}`;
  }
  return text;
}

function nameOf(table: { readonly [name: string]: number }, value: number): string {
  for (const [name, number] of Object.entries(table)) if (number === value) return name;
  return String(value);
}
