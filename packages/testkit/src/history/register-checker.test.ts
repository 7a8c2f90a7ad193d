import assert from "node:assert/strict";
import test from "node:test";
import { latin1ToBytes, SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { HistoryRecorder } from "./history-recorder.ts";
import { checkRegisters, type RegisterOperation, registerOperations } from "./register-checker.ts";
import { simulateHistory } from "./testing/simulated-cluster.ts";

/** Operations on one register that really took effect in some order between call and return. */
function validOperations(random: SeededRandom, count: number): RegisterOperation[] {
  const operations: RegisterOperation[] = [];
  let value: string | null = null;
  for (let id = 0; id < count; id++) {
    // The effect is at 10 * id; calls and returns lie around it.
    const at = 10 * id;
    const kind = random.pick(["read", "write", "swap"] as const);
    const isUnknown = random.chance(1, 8);
    const before: string | null = value;
    const next = `${random.below(3)}`;
    const expected = kind === "swap" ? `${random.below(3)}` : null;
    const happens = !isUnknown || random.chance(1, 2);
    if (happens && (kind === "write" || (kind === "swap" && expected === before))) value = next;
    operations.push({
      id,
      key: "k",
      kind,
      value: kind === "read" ? before : next,
      expected,
      succeeded: kind === "swap" && !isUnknown ? expected === before : null,
      calledAt: at - 1 - random.below(35),
      endedAt: isUnknown ? null : at + 1 + random.below(35),
    });
  }
  // An unanswered read has no value to check.
  return operations.filter(({ kind, endedAt }) => kind !== "read" || endedAt !== null);
}

/** Whether some order of some of the unanswered and all of the answered operations is right. */
function isLinearizable(operations: readonly RegisterOperation[]): boolean {
  const place = (left: readonly RegisterOperation[], value: string | null): boolean => {
    if (left.every(({ endedAt }) => endedAt === null)) return true;
    const firstEnd = Math.min(...left.map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY));
    return left.some((each) => {
      if (each.calledAt > firstEnd) return false;
      const rest = left.filter((other) => other !== each);
      if (each.kind === "read") return each.value === value && place(rest, value);
      if (each.kind === "write") return place(rest, each.value);
      const fits = value !== null && each.expected === value;
      if (each.succeeded !== null && each.succeeded !== fits) return false;
      return place(rest, fits ? each.value : value);
    });
  };
  return place(operations, null);
}

test("checkRegisters() finds nothing in valid histories", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const operations = validOperations(new SeededRandom(seed), 60);
    assert.deepEqual(checkRegisters(operations), [], `seed ${seed}`);
  }
});

test("checkRegisters() agrees with trying every order when histories are small", () => {
  let wrongCount = 0;
  for (let seed = 1; seed <= 600; seed++) {
    const random = new SeededRandom(seed);
    const operations = validOperations(random, 7);
    const i = random.below(operations.length);
    operations[i] = { ...operations[i]!, value: `${random.below(3)}` };
    const expected = isLinearizable(operations);
    if (!expected) wrongCount++;
    const violations = checkRegisters(operations);
    assert.equal(violations.length === 0, expected, `seed ${seed}: ${JSON.stringify(operations)}`);
    if (!expected) assert.equal(violations[0]!.kind, "not linearizable");
  }
  assert.ok(wrongCount > 100, `only ${wrongCount} histories were wrong`);
});

test("checkRegisters() reports a stale read on its own key only", () => {
  const operation = (
    key: string,
    kind: "read" | "write",
    value: string,
    at: number,
  ): RegisterOperation => ({
    id: at,
    key,
    kind,
    value,
    expected: null,
    succeeded: null,
    calledAt: at,
    endedAt: at + 1,
  });
  const operations = [
    operation("a", "write", "1", 0),
    operation("a", "write", "2", 2),
    operation("a", "read", "1", 4),
    operation("b", "write", "1", 6),
    operation("b", "read", "1", 8),
  ];
  const violations = checkRegisters(operations);
  assert.equal(violations.length, 1);
  assert.equal(violations[0]!.kind, "not linearizable");
  assert.deepEqual(violations[0]!.operations, [4]);
});

test("checkRegisters() reports that it is undecided when the steps run out", () => {
  const operations = validOperations(new SeededRandom(1), 60);
  const [violation] = checkRegisters(operations, { maxSteps: 20 });
  assert.equal(violation?.kind, "undecided");
});

test("registerOperations() takes single writes, reads and swaps, and refuses other writers", () => {
  const recorder = new HistoryRecorder();
  const where = { client: 1, member: "m1", nowMs: 0 };
  const key = latin1ToBytes("k");
  const header = { clusterId: 1n, memberId: 1n, revision: 2, raftTerm: 1 };
  const putRequest = { ...etcdserverpb.createPutRequest(), key, value: latin1ToBytes("1") };
  const put = recorder.call({ method: "Put", request: putRequest }, where);
  recorder.done(put, { header, prevKv: null }, 1);
  const swap = recorder.call(
    {
      method: "Txn",
      request: {
        compare: [{ ...etcdserverpb.createCompare(), key, target: 3, value: latin1ToBytes("1") }],
        success: [
          {
            ...etcdserverpb.createRequestOp(),
            requestPut: { ...putRequest, value: latin1ToBytes("2") },
          },
        ],
        failure: [],
      },
    },
    where,
  );
  recorder.done(swap, { header, succeeded: true, responses: [] }, 2);
  const read = recorder.call(
    { method: "Range", request: { ...etcdserverpb.createRangeRequest(), key } },
    where,
  );
  recorder.done(read, { header, kvs: [], more: false, count: 0 }, 3);
  const operations = registerOperations(recorder.history, "k");
  assert.deepEqual(
    operations?.map(({ kind, value }) => [kind, value]),
    [
      ["write", "1"],
      ["swap", "2"],
      ["read", null],
    ],
  );
  assert.equal(checkRegisters(operations!)[0]?.kind, "not linearizable");
  const all = new Uint8Array(1);
  recorder.call(
    { method: "DeleteRange", request: { key: all, rangeEnd: all, prevKv: false } },
    where,
  );
  assert.equal(registerOperations(recorder.finish(4), "k"), null);
});

test("registerOperations() of a simulated history are linearizable where they are all there is", () => {
  let count = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const history = simulateHistory({ seed, operationsCount: 40, profiles: ["plain"] });
    for (let i = 0; i < 10; i++) {
      const operations = registerOperations(history, `hot/${i}`);
      if (operations === null) continue;
      count += operations.length;
      assert.deepEqual(checkRegisters(operations), [], `seed ${seed}`);
    }
  }
  assert.ok(count > 20, `only ${count} operations were looked at`);
});
