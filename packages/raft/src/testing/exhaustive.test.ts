import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bounds, searchExhaustively } from "./exhaustive.ts";

const base: Bounds = {
  membersCount: 3,
  maxTerm: 3,
  proposals: 0,
  crashes: 0,
  heartbeats: 0,
  preVote: false,
  checkQuorum: false,
  isAsync: false,
  maxStates: 500_000,
};

const searches: readonly { readonly name: string; readonly bounds: Bounds }[] = [
  { name: "three members, two terms", bounds: base },
  { name: "a proposal and a crash", bounds: { ...base, maxTerm: 2, proposals: 1, crashes: 1 } },
  { name: "elections with pre-votes", bounds: { ...base, maxTerm: 2, preVote: true } },
  {
    name: "two members, storage in its own time, and a crash",
    bounds: { ...base, membersCount: 2, maxTerm: 2, isAsync: true, crashes: 1 },
  },
];

/** Minutes instead of seconds: KVORUM_RAFT_SEARCH=deep. */
const deepSearches: typeof searches = [
  { name: "two terms and a crash", bounds: { ...base, crashes: 1 } },
  { name: "two terms and a proposal", bounds: { ...base, proposals: 1 } },
  { name: "two proposals", bounds: { ...base, maxTerm: 2, proposals: 2 } },
  {
    name: "every guard of leadership, with a heartbeat",
    bounds: { ...base, maxTerm: 2, preVote: true, checkQuorum: true, heartbeats: 1 },
  },
];

const isDeep = process.env["KVORUM_RAFT_SEARCH"] === "deep";

for (const { name, bounds } of isDeep ? [...searches, ...deepSearches] : searches) {
  test(`no order of events breaks an invariant: ${name}`, () => {
    const result = searchExhaustively(bounds);
    // The search must have seen leaders, and commits of what they appended.
    assert.ok(result.leadersCount > 1, `${result.leadersCount} elections won`);
    assert.ok(result.maxCommitted > 2, `nothing committed beyond ${result.maxCommitted}`);
    assert.ok(result.statesCount > 100, `only ${result.statesCount} states`);
  });
}
