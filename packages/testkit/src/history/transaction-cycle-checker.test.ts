import assert from "node:assert/strict";
import test from "node:test";
import { simulateHistory } from "./testing/simulated-cluster.ts";
import {
  checkTransactionCycles,
  type ListTransaction,
  listTransactions,
} from "./transaction-cycle-checker.ts";

function simulated(seed: number): ListTransaction[] {
  const history = simulateHistory({ seed, operationsCount: 400, profiles: ["listAppend"] });
  return listTransactions(history);
}

/** Committed, one after the other in steps of 10 unless times are given. */
function transaction(id: number, fields: Partial<ListTransaction>): ListTransaction {
  return {
    id,
    calledAt: 10 * id,
    endedAt: 10 * id + 5,
    outcome: "committed",
    reads: [],
    appends: [],
    ...fields,
  };
}

test("checkTransactionCycles() finds nothing in valid histories", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const transactions = simulated(seed);
    const appends = transactions.filter((each) => each.appends.length > 0);
    assert.ok(appends.length > 30, `seed ${seed}: only ${appends.length} appends`);
    assert.deepEqual(checkTransactionCycles(transactions), [], `seed ${seed}`);
  }
});

test("checkTransactionCycles() reports a cycle when a read shows an older list", () => {
  for (let seed = 1; seed <= 10; seed++) {
    const transactions = simulated(seed);
    const at = transactions.findLastIndex(
      ({ reads, appends }) => appends.length === 0 && (reads[0]?.items.length ?? 0) > 5,
    );
    const { reads } = transactions[at]!;
    const older = [{ ...reads[0]!, items: reads[0]!.items.slice(0, 2) }];
    transactions[at] = { ...transactions[at]!, reads: older };
    const kinds = checkTransactionCycles(transactions).map(({ kind }) => kind);
    assert.ok(kinds.includes("cycle"), `seed ${seed}: ${kinds}`);
  }
});

test("checkTransactionCycles() reports lists that are no beginnings of each other", () => {
  const violations = checkTransactionCycles([
    transaction(1, { appends: [{ key: "x", item: "a" }], reads: [{ key: "x", items: [] }] }),
    transaction(2, { appends: [{ key: "x", item: "b" }], reads: [{ key: "x", items: [] }] }),
  ]);
  assert.ok(violations.some(({ kind }) => kind === "cycle"));
});

test("checkTransactionCycles() reports write skew between concurrent transactions", () => {
  const times = { calledAt: 0, endedAt: 100 };
  const skewed = [
    transaction(1, {
      ...times,
      reads: [{ key: "x", items: [] }],
      appends: [{ key: "y", item: "a" }],
    }),
    transaction(2, {
      ...times,
      reads: [{ key: "y", items: [] }],
      appends: [{ key: "x", item: "b" }],
    }),
  ];
  const [violation] = checkTransactionCycles(skewed);
  assert.equal(violation?.kind, "cycle");
  assert.match(violation.text, /[12] -rw-> [12] -rw-> [12]/);
  // With one of them seeing the other it is a plain order.
  const ordered = [skewed[0]!, { ...skewed[1]!, reads: [{ key: "y", items: ["a"] }] }];
  assert.deepEqual(checkTransactionCycles(ordered), []);
});

test("checkTransactionCycles() reports an append that a later read lacks", () => {
  const violations = checkTransactionCycles([
    transaction(1, { reads: [{ key: "x", items: [] }], appends: [{ key: "x", item: "a" }] }),
    transaction(2, { reads: [{ key: "x", items: [] }] }),
  ]);
  assert.deepEqual(
    violations.map(({ kind }) => kind),
    ["cycle"],
  );
  assert.match(violations[0]!.text, /real time/);
});

test("checkTransactionCycles() reports items of refused and unknown origin", () => {
  const violations = checkTransactionCycles([
    transaction(1, { outcome: "refused", endedAt: null, appends: [{ key: "x", item: "a" }] }),
    transaction(2, { reads: [{ key: "x", items: ["a"] }] }),
    transaction(3, { reads: [{ key: "y", items: ["z"] }] }),
  ]);
  const kinds = violations.map(({ kind }) => kind);
  assert.ok(kinds.includes("refused effect") && kinds.includes("unexplained effect"), `${kinds}`);
});

test("checkTransactionCycles() allows an unanswered append before and after it is seen, or never", () => {
  for (const seen of [[], ["a"]]) {
    const violations = checkTransactionCycles([
      transaction(1, { outcome: "unknown", endedAt: null, appends: [{ key: "x", item: "a" }] }),
      transaction(2, { reads: [{ key: "x", items: [] }] }),
      transaction(3, { reads: [{ key: "x", items: seen }] }),
    ]);
    assert.deepEqual(violations, []);
  }
});
