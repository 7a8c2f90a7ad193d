import assert from "node:assert/strict";
import test from "node:test";
import type { History } from "./history.ts";
import { HistoryFormError, HistoryReader, historyLines } from "./history-file.ts";
import { simulateHistory } from "./testing/simulated-cluster.ts";
import { workloadProfiles } from "./workload.ts";

function read(lines: Iterable<string>): History {
  const reader = new HistoryReader();
  for (const line of lines) reader.line(line);
  return reader.end();
}

test("HistoryReader returns what historyLines() wrote", () => {
  for (let seed = 1; seed <= 3; seed++) {
    const history = simulateHistory({ seed, operationsCount: 200, profiles: workloadProfiles });
    const lines = [...historyLines(history)];
    assert.ok(lines.every((line) => !line.includes("\n")));
    assert.deepEqual(read(lines), history, `seed ${seed}`);
  }
});

test("HistoryReader names the line when the file is no history", () => {
  const history = simulateHistory({ seed: 1, operationsCount: 20, profiles: ["plain"] });
  const [form, first] = [...historyLines(history)] as [string, string];
  const broken: readonly [string[], RegExp][] = [
    [[], /empty file/],
    [["{}"], /line 1: not a history/],
    [[form, "nonsense"], /line 2: /],
    [[form, "[]"], /line 2: no JSON object/],
    [[form, '{"type":"surprise"}'], /line 2: unknown type surprise/],
    [[form, first, first], /line 3: operation 0 where 1 is due/],
    [[form, first.replace('"method":"', '"method":"x')], /line 2: unknown method x/],
    [[form, '{"type":"receipt"}'], /line 2: a receipt without a watch segment/],
    [[form, '{"type":"revision"}'], /line 2: a revision without a log/],
    [[form, '{"type":"hash","member":"m","revision":"1"}'], /line 2: revision is no number/],
  ];
  for (const [lines, pattern] of broken) {
    assert.throws(
      () => read(lines),
      (error) => error instanceof HistoryFormError && pattern.test(error.message),
      lines.join("\n"),
    );
  }
});
