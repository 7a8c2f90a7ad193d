import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError, SeededRandom } from "@kvorum/base";
import {
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  createEntry,
  EntryType,
} from "../messages.ts";
import {
  EMPTY_CONFIGURATION,
  isEquivalentConfState,
  isJoint,
  renderConfiguration,
  toConfState,
} from "../tracker/configuration.ts";
import {
  applyChange,
  ConfChangeError,
  checkMembership,
  type Membership,
  simpleChange,
} from "./changer.ts";
import { changeKind, decodeConfChange, encodeConfChange, toConfChangeV2 } from "./conf-change.ts";
import { restoreMembership } from "./restore.ts";

const fresh = { lastIndex: 10, maxInflightMessages: 4, maxInflightBytes: 0 };
const none: Membership = { configuration: EMPTY_CONFIGURATION, members: [] };

test("random changes keep the invariants, and each result can be restored from its ConfState", () => {
  const seed = 11;
  const random = new SeededRandom(seed);
  const transitions = Object.values(ConfChangeTransition);
  const types = Object.values(ConfChangeType);
  let appliedCount = 0;
  for (let round = 0; round < 100; round++) {
    let membership = none;
    for (let step = 0; step < 40; step++) {
      const changes: ConfChangeSingle[] = Array.from({ length: random.below(4) }, () => ({
        type: random.pick(types),
        nodeId: BigInt(random.below(7)),
      }));
      const before = renderConfiguration(membership.configuration);
      const flags = membership.members.map(({ isLearner }) => isLearner);
      try {
        // Often enough the way out of a joint configuration.
        const isLeaving = isJoint(membership.configuration) && random.chance(1, 2);
        const change = isLeaving
          ? { transition: 0, changes: [], context: null }
          : { transition: random.pick(transitions), changes, context: null };
        const next = applyChange(membership, change, fresh);
        // The old membership is untouched, whatever became of the new one.
        assert.equal(renderConfiguration(membership.configuration), before);
        assert.deepEqual(
          membership.members.map(({ isLearner }) => isLearner),
          flags,
        );
        membership = next;
        appliedCount++;
      } catch (error) {
        if (!(error instanceof ConfChangeError)) throw error;
        assert.equal(renderConfiguration(membership.configuration), before);
      }
      checkMembership(membership);
      const state = toConfState(membership.configuration);
      const restored = restoreMembership(state, fresh);
      assert.ok(
        isEquivalentConfState(toConfState(restored.configuration), state),
        `seed ${seed}: ${before}`,
      );
    }
  }
  assert.ok(appliedCount > 500, `only ${appliedCount} changes were possible`);
});

test("restoreMembership() refuses a ConfState that no changes lead to", () => {
  const state = toConfState(EMPTY_CONFIGURATION);
  for (const wrong of [
    { ...state, voters: [1n], learners: [1n] },
    { ...state, voters: [1n, 1n] },
    { ...state, voters: [1n], learnersNext: [2n] },
    { ...state, voters: [1n], autoLeave: true },
    { ...state, voters: [], votersOutgoing: [1n] },
    { ...state, learners: [1n] },
  ]) {
    assert.throws(() => restoreMembership(wrong, fresh), AssertionError);
  }
});

test("restoreMembership() takes lists in any order", () => {
  const state = { ...toConfState(EMPTY_CONFIGURATION), voters: [3n, 1n], learners: [9n, 2n] };
  const { configuration } = restoreMembership(state, fresh);
  assert.equal(renderConfiguration(configuration), "voters=(1 3) learners=(2 9)");
});

test("a change of an unknown type is refused", () => {
  assert.throws(() => simpleChange(none, [{ type: 9, nodeId: 1n }], fresh), ConfChangeError);
});

test("changeKind() tells simple, entering and leaving apart, and refuses other transitions", () => {
  const change = { type: ConfChangeType.ConfChangeAddNode, nodeId: 1n };
  const kind = (transition: number, count: number) =>
    changeKind({ transition, changes: Array(count).fill(change), context: null });
  assert.deepEqual(kind(0, 0), { kind: "leave-joint" });
  assert.deepEqual(kind(0, 1), { kind: "simple" });
  assert.deepEqual(kind(0, 2), { kind: "enter-joint", autoLeave: true });
  assert.deepEqual(kind(1, 0), { kind: "enter-joint", autoLeave: true });
  assert.deepEqual(kind(2, 1), { kind: "enter-joint", autoLeave: false });
  assert.throws(() => kind(3, 1), AssertionError);
});

test("conf changes survive the way through an entry, in both forms", () => {
  const context = new Uint8Array([1, 2]);
  const single = { type: 3, nodeId: 0xffff_ffff_ffff_fff0n, context, id: 7n };
  assert.deepEqual(decodeConfChange(encodeConfChange(single)), single);
  const listed = toConfChangeV2(single);
  assert.deepEqual(listed.changes, [{ type: 3, nodeId: 0xffff_ffff_ffff_fff0n }]);
  assert.deepEqual(decodeConfChange(encodeConfChange(listed)), listed);
  const empty = decodeConfChange(createEntry(EntryType.EntryConfChangeV2, null));
  assert.deepEqual(changeKind(toConfChangeV2(empty)), { kind: "leave-joint" });
});

test("an entry with damaged data is an assertion", () => {
  const entry = createEntry(EntryType.EntryConfChange, new Uint8Array([0xff]));
  assert.throws(() => decodeConfChange(entry), AssertionError);
});
