import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToUtf8, CorruptionError, utf8ToBytes } from "@kvorum/base";
import { decodeSnapshotTree, encodeSnapshotTree, type MembershipState } from "./snapshot-tree.ts";

const STATE: MembershipState = {
  members: [
    {
      id: 0x8e9e05c52164694dn,
      name: "a<b>",
      peerUrls: ["http://a:2380"],
      clientUrls: ["http://a:2379"],
      isLearner: false,
    },
    { id: 0xffffn << 48n, name: "", peerUrls: ["http://b:1"], clientUrls: [], isLearner: true },
  ],
  removedIds: [1n, 0xdeadn],
  clusterVersion: "3.6.0",
};

test("decodeSnapshotTree() reads back what encodeSnapshotTree() wrote", () => {
  assert.deepEqual(decodeSnapshotTree(encodeSnapshotTree(STATE)), { ...STATE, hasV2Data: false });
  const empty = { members: [], removedIds: [], clusterVersion: null };
  assert.deepEqual(decodeSnapshotTree(encodeSnapshotTree(empty)), { ...empty, hasV2Data: false });
});

test("encodeSnapshotTree() writes the tree of a 3.4 member", () => {
  const tree = JSON.parse(bytesToUtf8(encodeSnapshotTree(STATE)));
  assert.deepEqual(Object.keys(tree), ["Root", "CurrentIndex", "CurrentVersion"]);
  assert.equal(tree.CurrentVersion, 2);
  const members = tree.Root.Children["0"].Children.members;
  assert.equal(members.Path, "/0/members");
  const first = members.Children["8e9e05c52164694d"];
  assert.deepEqual(Object.keys(first), [
    "Path",
    "CreatedIndex",
    "ModifiedIndex",
    "ExpireTime",
    "Value",
    "Children",
  ]);
  const { raftAttributes, attributes } = first.Children;
  assert.equal(raftAttributes.Path, "/0/members/8e9e05c52164694d/raftAttributes");
  assert.equal(raftAttributes.Value, '{"peerURLs":["http://a:2380"]}');
  assert.equal(raftAttributes.Children, null);
  assert.equal(attributes.Value, '{"name":"a\\u003cb\\u003e","clientURLs":["http://a:2379"]}');
  const second = members.Children["ffff000000000000"].Children;
  assert.equal(second.attributes, undefined);
  assert.equal(second.raftAttributes.Value, '{"peerURLs":["http://b:1"],"isLearner":true}');
  assert.deepEqual(Object.keys(tree.Root.Children["0"].Children.removed_members.Children), [
    "1",
    "dead",
  ]);
  assert.equal(tree.Root.Children["0"].Children.version.Value, "3.6.0");
  assert.deepEqual(tree.Root.Children["1"].Children, {});
});

/** A tree with these children of the root, as a Go member dumps it. */
function tree(children: object): Uint8Array {
  return utf8ToBytes(
    JSON.stringify({
      Root: { Path: "/", Value: "", Children: children },
      WatcherHub: { EventHistory: { Queue: { Events: [null, null] } } },
      CurrentIndex: 5,
      Stats: { getsSuccess: 1.5 },
      CurrentVersion: 2,
    }),
  );
}

test("decodeSnapshotTree() tells whether there is data of the v2 API", () => {
  const leaf = { Path: "x", Value: "v", Children: null };
  const folder = { Path: "x", Value: "", Children: {} };
  const hasV2Data = (children: object) => decodeSnapshotTree(tree(children)).hasV2Data;
  assert.equal(hasV2Data({ "0": folder, "1": folder }), false);
  assert.equal(hasV2Data({ "1": { ...folder, Children: { key: leaf } } }), true);
  const unusedAuth = { enabled: leaf, roles: folder, users: folder };
  assert.equal(hasV2Data({ "2": { ...folder, Children: unusedAuth } }), false);
  const users = { ...folder, Children: { root: leaf } };
  assert.equal(hasV2Data({ "2": { ...folder, Children: { ...unusedAuth, users } } }), true);
});

test("decodeSnapshotTree() refuses what is no such tree", () => {
  const member = (value: object | null) =>
    tree({ "0": { Children: { members: { Children: { "8e": value } } } } });
  for (const bytes of [
    utf8ToBytes(""),
    utf8ToBytes("[]"),
    utf8ToBytes("{}"),
    tree({ "0": { Children: { members: { Children: { XY: {} } } } } }),
    tree({ "0": { Children: { version: {} } } }),
    member(null),
    member({ Children: {} }),
    member({ Children: { raftAttributes: { Value: "{" } } }),
  ]) {
    assert.throws(() => decodeSnapshotTree(bytes), CorruptionError, bytesToUtf8(bytes));
  }
});
