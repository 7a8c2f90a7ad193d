import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import type { mvccpb } from "@kvorum/proto";
import { KvModel } from "./kv-model.ts";
import { DurabilityError, Ledger, type RevisionEvents } from "./ledger.ts";
import { makeOperation, type Operation, operationOf } from "./operation.ts";
import { walkFrames } from "./wal-file.ts";

/** A ledger of operations 0..count-1, all acknowledged in order, and the history that fits. */
function story(count: number): {
  ledger: Ledger;
  history: RevisionEvents[];
  operations: Operation[];
  model: KvModel;
} {
  const random = new SeededRandom(4);
  const ledger = new Ledger();
  const model = new KvModel();
  const history: RevisionEvents[] = [];
  const operations: Operation[] = [];
  for (let id = 0; id < count; id++) {
    const operation = makeOperation(random, { id, sentAfterRevision: id + 1, lease: 0n });
    ledger.sent(operation);
    operations.push(operation);
    history.push({ revision: id + 2, events: model.apply(id + 2, operation.effects) });
  }
  return { ledger, history, operations, model };
}

function acknowledgeAll({ ledger, operations }: ReturnType<typeof story>): void {
  for (const [i, operation] of operations.entries()) ledger.acknowledged(operation, i + 2);
}

test("Ledger accepts a history that holds every acknowledged write", () => {
  const one = story(50);
  acknowledgeAll(one);
  one.ledger.verify(one.history, 51);
  assert.equal(one.ledger.verifiedRevision, 51);
  // A second reading from any earlier revision must agree.
  one.ledger.verify(one.history.slice(20), 51);
});

test("Ledger accepts unanswered writes that are there, and those that are not", () => {
  const one = story(50);
  one.ledger.verify(one.history.slice(0, 40), 41);
  assert.equal(one.ledger.verifiedRevision, 41);
});

const broken: [string, RegExp, (one: ReturnType<typeof story>) => void][] = [
  ["a lost write", /revision went back/, (one) => one.ledger.verify(one.history.slice(0, 49), 50)],
  [
    "a lost write whose revision went to another",
    /acknowledged at 51, found at 52|where 51 is due|acknowledged at \d+, found at/,
    (one) => {
      const moved = one.history.map((entry) => ({ ...entry }));
      moved[48] = { revision: 50, events: moved[49]!.events };
      one.ledger.verify(moved, 51);
    },
  ],
  [
    "a gap",
    /where 10 is due/,
    (one) =>
      one.ledger.verify(
        one.history.filter((entry) => entry.revision !== 10),
        51,
      ),
  ],
  [
    "a doubled revision",
    /where 11 is due/,
    (one) => one.ledger.verify([...one.history.slice(0, 9), ...one.history.slice(8)], 51),
  ],
  [
    "a changed value",
    /due:[\s\S]*got:/,
    (one) => {
      const events = structuredClone(one.history[5]!.events) as mvccpb.Event[];
      const kv = events.find((event) => event.type === 0)!.kv!;
      kv.value = Uint8Array.from([...kv.value, 33]);
      one.ledger.verify(one.history.with(5, { revision: 7, events }), 51);
    },
  ],
  [
    "a reused revision",
    /used again/,
    (one) => {
      one.ledger.verify(one.history, 51);
      one.ledger.verify(one.history.with(3, { revision: 5, events: one.history[4]!.events }), 51);
    },
  ],
  [
    "something seen and gone",
    /before the crash/,
    (one) => {
      one.ledger.saw({ revision: 20, key: "key/never", value: "5:0 " });
      one.ledger.verify(one.history, 51);
    },
  ],
  [
    "a foreign revision",
    /by no operation/,
    (one) => {
      const kv = { ...one.history[0]!.events[0]!.kv!, value: Buffer.from("strange") };
      const events = [{ type: 0, kv, prevKv: null }];
      one.ledger.verify(one.history.with(0, { revision: 2, events }), 51);
    },
  ],
];

for (const [what, message, body] of broken) {
  test(`Ledger finds ${what}`, () => {
    const one = story(50);
    acknowledgeAll(one);
    assert.throws(
      () => body(one),
      (error: unknown) => {
        assert.ok(error instanceof DurabilityError);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test("Ledger finds a write that was refused and done, or done twice, or too early", () => {
  const refused = story(10);
  refused.ledger.refused(refused.operations[3]!, 2);
  assert.throws(() => refused.ledger.verify(refused.history, 11), /refused, yet/);
  const twice = story(10);
  const again = [...twice.history, { revision: 12, events: twice.history[2]!.events }];
  assert.throws(() => twice.ledger.verify(again, 12), /done twice/);
  const early = story(10);
  const late = makeOperation(new SeededRandom(8), { id: 10, sentAfterRevision: 30, lease: 0n });
  early.ledger.sent(late);
  const events = early.model.apply(12, late.effects);
  assert.equal(operationOf(events), 10);
  assert.throws(
    () => early.ledger.verify([...early.history, { revision: 12, events }], 12),
    /sent after revision 30, found at 12/,
  );
});

test("KvModel hashes as etcd does (vectors recorded from a member)", () => {
  const text = (value: string): Uint8Array => Buffer.from(value);
  const put = (key: string, value: string, lease = 0n) =>
    ({ kind: "put", key, value: text(value), lease }) as const;
  assert.equal(new KvModel().hash(-1), 1084519789);
  const single = new KvModel();
  single.apply(2, [put("aa", "1")]);
  assert.equal(single.hash(-1), 581434951);
  const compacted = new KvModel();
  compacted.apply(2, [put("foo", "bar")]);
  compacted.apply(3, [put("foo", "baz")]);
  compacted.apply(4, [put("k2", "v2")]);
  compacted.apply(5, [{ kind: "delete", key: "k2" }]);
  compacted.apply(6, [put("lk", "lv", 0x694da1f843e8a30bn)]);
  assert.equal(compacted.hash(4), 206184975);
});

test("walkFrames() finds the frames of a recorded segment and stops at its end", () => {
  const bytes = Buffer.from(
    "0400000000000084" +
      "0804100000000000" +
      "0e00000000000082" +
      "08051094bbc7ed0e1a04080010000000" +
      "0000000000000000",
    "hex",
  );
  assert.deepEqual(walkFrames(bytes), [
    { offset: 0, end: 16 },
    { offset: 16, end: 40 },
  ]);
  assert.deepEqual(walkFrames(bytes.subarray(0, 30)), [{ offset: 0, end: 16 }]);
  assert.deepEqual(walkFrames(new Uint8Array(64)), []);
});
