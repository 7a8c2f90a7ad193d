import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToUtf8, CorruptionError, utf8ToBytes } from "@kvorum/base";
import {
  decodeMembershipTree,
  encodeMembershipTree,
  type MembershipTree,
} from "./membership-tree.ts";

const membership: MembershipTree = {
  members: [
    {
      id: 0x8e9e05c52164694dn,
      peerUrls: ["http://a:2380", "http://a&b:2380/<x>"],
      isLearner: false,
      attributes: { name: 'a "quoted" \\ name', clientUrls: ["http://a:2379"] },
    },
    { id: 0xen, peerUrls: ["http://b:2380"], isLearner: true, attributes: null },
  ],
  removedIds: [0xffff_ffff_ffff_ffffn, 3n],
  clusterVersion: "3.6.0",
};

test("encodeMembershipTree() writes paths in hex and the values that Go writes", () => {
  const text = bytesToUtf8(encodeMembershipTree(membership, { currentIndex: 12 }));
  const root = JSON.parse(text) as { Root: { Children: Record<string, never> } };
  assert.ok(text.includes('"Path":"/0/members/e/raftAttributes"'));
  assert.ok(text.includes('"/0/members/8e9e05c52164694d/attributes"'));
  assert.ok(text.includes('"/0/removed_members/ffffffffffffffff"'));
  assert.ok(
    text.includes(
      String.raw`"Value":"{\"peerURLs\":[\"http://a:2380\",\"http://a\\u0026b:2380/\\u003cx\\u003e\"]}"`,
    ),
  );
  assert.ok(text.includes(String.raw`{\"peerURLs\":[\"http://b:2380\"],\"isLearner\":true}`));
  assert.ok(text.endsWith('"CurrentIndex":12,"CurrentVersion":2}'));
  assert.deepEqual(Object.keys(root.Root.Children), ["0", "1"]);
});

test("decodeMembershipTree() gives back what was encoded, ids exact and ascending", () => {
  const tree = decodeMembershipTree(encodeMembershipTree(membership), "x");
  assert.deepEqual(tree.membership, {
    members: [membership.members[1], membership.members[0]],
    removedIds: [3n, 0xffff_ffff_ffff_ffffn],
    clusterVersion: "3.6.0",
  });
  assert.equal(tree.hasOtherContent, false);
});

test("decodeMembershipTree() tells v2 keys from the leftovers that etcd tolerates", () => {
  const node = (path: string, children: string, value = ""): string =>
    `{"Path":"${path}","CreatedIndex":1,"ModifiedIndex":1,"ExpireTime":"0001-01-01T00:00:00Z",` +
    `"Value":"${value}","Children":${children}}`;
  const tree = (children: string) =>
    decodeMembershipTree(
      utf8ToBytes(
        `{"Root":${node("/", children)},"WatcherHub":{"EventHistory":null},"CurrentIndex":3}`,
      ),
      "x",
    );
  const enabled = node("/2/enabled", "null", "false");
  const empty = (path: string): string => node(path, "{}");
  const auth = `{"enabled":${enabled},"roles":${empty("/2/roles")},"users":${empty("/2/users")}}`;
  assert.equal(tree(`{"1":${empty("/1")},"2":${node("/2", auth)}}`).hasOtherContent, false);
  const key = `{"a":${node("/1/a", "null", "v")}}`;
  assert.equal(tree(`{"1":${node("/1", key)}}`).hasOtherContent, true);
  assert.equal(
    tree(`{"1":${node("/1", key)}}`)
      .root.children!.get("1")!
      .children!.get("a")!.value,
    "v",
  );
  assert.equal(
    tree(`{"2":${node("/2", `{"enabled":${empty("/2/enabled")}}`)}}`).hasOtherContent,
    true,
  );
});

test("decodeMembershipTree() refuses what is no tree, with the file's name", () => {
  const good = bytesToUtf8(encodeMembershipTree(membership));
  const bad = [
    "",
    "null",
    "[]",
    "{}",
    '{"Root":null}',
    '{"Root":{"Path":"/"}}',
    good.replace('"CurrentIndex":0', '"CurrentIndex":"0"'),
    good.replace("/0/members/e/raftAttributes", "\u0001"),
    good.replace('"e":{', '"zz":{'),
    good.replace('\\"peerURLs\\":[', '\\"peerURLs\\":[1,'),
    good.replace('"Children":null', '"Children":[]'),
    `{"Root":${'{"Path":"/","CreatedIndex":0,"ModifiedIndex":0,"Value":"","Children":{"a":'.repeat(300)}null${"}}".repeat(300)},"CurrentIndex":0}`,
  ];
  for (const text of bad) {
    assert.throws(
      () => decodeMembershipTree(utf8ToBytes(text), "the file"),
      (error: unknown) => error instanceof CorruptionError && error.file === "the file",
      text.slice(0, 60),
    );
  }
  assert.throws(
    () => decodeMembershipTree(new Uint8Array([0x22, 0xff, 0x22]), "x"),
    CorruptionError,
  );
});
