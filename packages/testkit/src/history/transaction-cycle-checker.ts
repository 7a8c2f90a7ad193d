/**
 * Strict serializability of transactions that read lists and append to them. A list shows in which
 * order it was written, so who must come before whom follows from what was read: the writer of an
 * item before the next writer (ww) and before whoever read the item last (wr), a reader before the
 * writer of the next item (rw), and whoever ended before the one that began later (real time). No
 * order of all transactions exists exactly when these edges form a cycle.
 *
 * Items are unique. Revisions are not looked at, so this is independent of the main checker.
 */

import { bytesToLatin1 } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import type { History } from "./history.ts";
import { stronglyConnected } from "./strong-components.ts";
import type { Violation, ViolationKind } from "./violation.ts";
import { listKeyPrefix } from "./workload.ts";

export interface ListTransaction {
  /** Id of the operation. */
  readonly id: number;
  readonly calledAt: number;
  /** Null when the outcome is unknown. */
  readonly endedAt: number | null;
  readonly outcome: "committed" | "unknown" | "refused";
  readonly reads: readonly { readonly key: string; readonly items: readonly string[] }[];
  readonly appends: readonly { readonly key: string; readonly item: string }[];
}

type EdgeKind = "ww" | "wr" | "rw" | "real time";

export function checkTransactionCycles(transactions: readonly ListTransaction[]): Violation[] {
  const violations: Violation[] = [];
  const add = (kind: ViolationKind, text: string, operations: readonly number[]): void => {
    violations.push({
      promise: kind === "refused effect" ? "P13" : "P2",
      kind,
      text,
      operations,
      watches: [],
    });
  };
  const lists = longestLists(transactions, add);
  const writers = writersOf(transactions);
  // Whatever was read happened, answered or not; reads of unknown ones count only then.
  const seen = new Set<number>();
  for (const [key, { items }] of lists) {
    for (const item of items) {
      const writer = writers.get(`${key} ${item}`);
      if (writer === undefined) {
        add("unexplained effect", `list ${key} has ${item}, which nobody appended`, []);
        continue;
      }
      seen.add(writer.id);
      if (writer.outcome !== "refused") continue;
      const text = `list ${key} has ${item} of operation ${writer.id}, which was refused`;
      add("refused effect", text, [writer.id]);
    }
  }
  const nodes = transactions.filter(
    ({ id, outcome }) => outcome === "committed" || (outcome === "unknown" && seen.has(id)),
  );
  const graph = dependencies(nodes, lists, writers);
  for (const component of stronglyConnected(graph.targets)) {
    if (component.length < 2) continue;
    const cycle = graph.cycleIn(component);
    const text = cycle.map(({ from, kind }) => `${nodes[from]!.id} -${kind}->`).join(" ");
    const ids = cycle.map(({ from }) => nodes[from]!.id);
    add("cycle", `operations ${text} ${ids[0]} can have no order`, ids);
  }
  return violations;
}

interface KnownList {
  readonly items: readonly string[];
  readonly reader: number;
}

/** The longest state of each list that anyone read; all others must be its beginnings. */
function longestLists(
  transactions: readonly ListTransaction[],
  add: (kind: ViolationKind, text: string, operations: readonly number[]) => void,
): Map<string, KnownList> {
  const lists = new Map<string, KnownList>();
  for (const { id, reads, appends, outcome } of transactions) {
    if (outcome !== "committed") continue;
    for (const { key, items } of reads) {
      // A committed append shows its own item too.
      const own = appends.find((each) => each.key === key);
      const whole = own === undefined ? items : [...items, own.item];
      if (new Set(whole).size !== whole.length) {
        add("done twice", `operation ${id} read list ${key} with an item twice: ${whole}`, [id]);
      }
      const known = lists.get(key);
      if (known === undefined || whole.length > known.items.length) {
        lists.set(key, { items: whole, reader: id });
      }
    }
  }
  for (const { id, reads, outcome } of transactions) {
    if (outcome !== "committed") continue;
    for (const { key, items } of reads) {
      const known = lists.get(key)!;
      const at = items.findIndex((item, i) => item !== known.items[i]);
      if (at < 0) continue;
      const text = `list ${key} was read with ${items[at]} at place ${at} by operation ${id}, with ${known.items[at]} by operation ${known.reader}`;
      add("cycle", text, [id, known.reader]);
    }
  }
  return lists;
}

function writersOf(transactions: readonly ListTransaction[]): Map<string, ListTransaction> {
  const writers = new Map<string, ListTransaction>();
  for (const transaction of transactions) {
    for (const { key, item } of transaction.appends) writers.set(`${key} ${item}`, transaction);
  }
  return writers;
}

function dependencies(
  nodes: readonly ListTransaction[],
  lists: ReadonlyMap<string, KnownList>,
  writers: ReadonlyMap<string, ListTransaction>,
): DependencyGraph {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  const graph = new DependencyGraph(nodes.length);
  const writerPlace = (key: string, item: string): number | undefined => {
    const writer = writers.get(`${key} ${item}`);
    return writer === undefined ? undefined : places.get(writer.id);
  };
  // Appends that nobody read come after everything that was read.
  const unread = new Map<string, number[]>();
  for (const [place, { appends }] of nodes.entries()) {
    for (const { key, item } of appends) {
      if (lists.get(key)?.items.includes(item)) continue;
      const list = unread.get(key);
      if (list === undefined) unread.set(key, [place]);
      else list.push(place);
    }
  }
  for (const [key, { items }] of lists) {
    for (let i = 1; i < items.length; i++) {
      graph.edge(writerPlace(key, items[i - 1]!), writerPlace(key, items[i]!), "ww");
    }
  }
  for (const [place, { reads }] of nodes.entries()) {
    for (const { key, items } of reads) {
      if (items.length > 0) graph.edge(writerPlace(key, items.at(-1)!), place, "wr");
      const next = lists.get(key)?.items[items.length];
      if (next !== undefined) graph.edge(place, writerPlace(key, next), "rw");
      else for (const writer of unread.get(key) ?? []) graph.edge(place, writer, "rw");
    }
  }
  realTime(nodes, graph);
  return graph;
}

/**
 * Instead of an edge between each two transactions a chain of moments: an end leads to the moment,
 * the moment to the next moment, a moment to the calls after it.
 */
function realTime(nodes: readonly ListTransaction[], graph: DependencyGraph): void {
  const events: { at: number; place: number; isEnd: boolean }[] = [];
  for (const [place, { calledAt, endedAt }] of nodes.entries()) {
    events.push({ at: calledAt, place, isEnd: false });
    if (endedAt !== null) events.push({ at: endedAt, place, isEnd: true });
  }
  events.sort((a, b) => a.at - b.at || (a.isEnd ? 1 : 0) - (b.isEnd ? 1 : 0));
  let moment: number | undefined;
  for (const { place, isEnd } of events) {
    if (isEnd) {
      const next = graph.addNode();
      graph.edge(moment, next, "real time");
      graph.edge(place, next, "real time");
      moment = next;
    } else graph.edge(moment, place, "real time");
  }
}

class DependencyGraph {
  /** [node]: where its edges lead. Nodes beyond the transactions are moments in time. */
  readonly targets: number[][] = [];
  readonly #kinds: EdgeKind[][] = [];
  readonly #transactionsCount: number;

  constructor(transactionsCount: number) {
    this.#transactionsCount = transactionsCount;
    for (let i = 0; i < transactionsCount; i++) this.addNode();
  }

  addNode(): number {
    this.#kinds.push([]);
    return this.targets.push([]) - 1;
  }

  edge(from: number | undefined, to: number | undefined, kind: EdgeKind): void {
    if (from === undefined || to === undefined || from === to) return;
    this.targets[from]!.push(to);
    this.#kinds[from]!.push(kind);
  }

  /** A shortest cycle through the first transaction of a strongly connected component. */
  cycleIn(component: readonly number[]): { from: number; kind: EdgeKind }[] {
    const inside = new Set(component);
    const start = component.find((node) => node < this.#transactionsCount)!;
    const cameFrom = new Map<number, { from: number; kind: EdgeKind }>();
    const queue = [start];
    for (let i = 0; i < queue.length && !cameFrom.has(start); i++) {
      const node = queue[i]!;
      for (const [e, target] of this.targets[node]!.entries()) {
        if (!inside.has(target) || cameFrom.has(target)) continue;
        cameFrom.set(target, { from: node, kind: this.#kinds[node]![e]! });
        queue.push(target);
      }
    }
    const cycle: { from: number; kind: EdgeKind }[] = [];
    let node = start;
    do {
      const step = cameFrom.get(node)!;
      if (step.from < this.#transactionsCount) cycle.unshift(step);
      node = step.from;
    } while (node !== start);
    return cycle;
  }
}

/**
 * The list transactions of a recorded workload (profile `listAppend`). That a guarded append read
 * what it then wrote again follows from the guard, for unanswered ones as well.
 */
export function listTransactions(history: History): ListTransaction[] {
  const transactions: ListTransaction[] = [];
  for (const operation of history.operations) {
    const { id, calledAt } = operation;
    const outcome =
      operation.outcome === "done"
        ? "committed"
        : operation.outcome === "refused"
          ? "refused"
          : "unknown";
    const endedAt = outcome === "committed" ? operation.endedAt : null;
    const reads: { key: string; items: string[] }[] = [];
    const appends: { key: string; item: string }[] = [];
    if (operation.method === "Range" && operation.answer !== null) {
      if (!isWholeRead(operation.request) || operation.request.serializable) continue;
      readLists(operation.request, operation.answer, reads);
    } else if (operation.method === "Txn") {
      const succeeded = operation.answer?.succeeded ?? true;
      const { success, failure } = operation.request;
      for (const [i, op] of (succeeded ? success : failure).entries()) {
        const put = op.requestPut;
        const name = put === null ? "" : bytesToLatin1(put.key);
        if (put !== null && name.startsWith(listKeyPrefix)) {
          const items = itemsOf(put.value);
          appends.push({ key: name, item: items.pop() ?? "" });
          reads.push({ key: name, items });
        }
        const answer = operation.answer?.responses[i]?.responseRange;
        if (op.requestRange && answer && isWholeRead(op.requestRange)) {
          readLists(op.requestRange, answer, reads);
        }
      }
    }
    if (reads.length + appends.length === 0) continue;
    transactions.push({ id, calledAt, endedAt, outcome, reads, appends });
  }
  return transactions;
}

/** One key, now, with its value. */
function isWholeRead(request: etcdserverpb.RangeRequest): boolean {
  return (
    request.rangeEnd.length === 0 &&
    request.revision <= 0 &&
    !request.keysOnly &&
    !request.countOnly &&
    request.minModRevision + request.maxModRevision === 0 &&
    request.minCreateRevision + request.maxCreateRevision === 0
  );
}

function readLists(
  request: etcdserverpb.RangeRequest,
  answer: etcdserverpb.RangeResponse,
  reads: { key: string; items: string[] }[],
): void {
  const key = bytesToLatin1(request.key);
  if (!key.startsWith(listKeyPrefix)) return;
  const [kv] = answer.kvs;
  reads.push({ key, items: kv === undefined ? [] : itemsOf(kv.value) });
}

function itemsOf(value: Uint8Array): string[] {
  const text = bytesToLatin1(value);
  return text === "" ? [] : text.split(",");
}
