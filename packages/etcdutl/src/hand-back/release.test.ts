import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8ToBytes } from "@kvorum/base";
import { etcdserverpb, type Init, raftpb } from "@kvorum/proto";
import { Release } from "./release.ts";

const minors = [4, 5, 6, 7] as const;

/** The minor versions that apply this entry, of all that are written for. */
function appliedBy(entry: Pick<raftpb.Entry, "Type" | "Data">): number[] {
  return minors.filter(
    (minor) => Release.parse(`3.${minor}`)!.refusal({ Term: 1, Index: 1, ...entry }) === null,
  );
}

function request(fields: Init<etcdserverpb.InternalRaftRequest>): Uint8Array {
  return etcdserverpb.encodeInternalRaftRequest({ header: { ID: 7n }, ...fields });
}

function v2(method: string, path: string, value: string): Uint8Array {
  const text = (field: number, content: string): number[] => {
    const bytes = utf8ToBytes(content);
    return [(field << 3) | 2, bytes.length, ...bytes];
  };
  return Uint8Array.from([8, 7, ...text(2, method), ...text(3, path), ...text(4, value)]);
}

const { EntryNormal, EntryConfChange, EntryConfChangeV2 } = raftpb.EntryType;
const key = utf8ToBytes("key");

test("Release.refusal() knows what each release can apply", () => {
  const cases: readonly (readonly [Uint8Array | null, readonly number[]])[] = [
    [null, [4, 5, 6, 7]],
    [request({ put: { key } }), [4, 5, 6, 7]],
    [request({ leaseCheckpoint: {} }), [4, 5, 6, 7]],
    [request({ clusterVersionSet: { ver: "3.5.0" } }), [5, 6, 7]],
    [request({ clusterVersionSet: { ver: "3.7.0" } }), [7]],
    [request({ clusterMemberAttrSet: { memberID: 1n } }), [5, 6, 7]],
    [request({ downgradeInfoSet: { ver: "3.6.0", enabled: true } }), [5, 6, 7]],
    [request({ authUserAdd: { name: "u", password: "clear" } }), [4, 5, 6, 7]],
    [request({ authUserAdd: { name: "u", hashedPassword: "hash" } }), [5, 6, 7]],
    [request({ authUserAdd: { name: "u" } }), [4, 5, 6, 7]],
    [request({ authUserChangePassword: { name: "u", hashedPassword: "hash" } }), [5, 6, 7]],
    [v2("PUT", "/0/members/1f/attributes", '{"name":"m1"}'), [4, 5, 6]],
    [v2("PUT", "/0/version", "3.4.0"), [4, 5, 6]],
    [v2("PUT", "/0/version", "3.5.0"), [5, 6]],
    [v2("SYNC", "", ""), [4, 5]],
    [v2("PUT", "/1/foo", "bar"), []],
    [Uint8Array.of(255), []],
  ];
  for (const [Data, expected] of cases) {
    assert.deepEqual(appliedBy({ Type: EntryNormal, Data }), expected);
  }
  assert.deepEqual(appliedBy({ Type: EntryConfChange, Data: Uint8Array.of(1) }), [4, 5, 6, 7]);
  assert.deepEqual(appliedBy({ Type: EntryConfChangeV2, Data: null }), []);
  const large = request({ put: { key, value: new Uint8Array(10 << 20) } });
  assert.deepEqual(appliedBy({ Type: EntryNormal, Data: large }), [5, 6, 7]);
});

test("Release.ofClusterVersion() takes the oldest release where nothing is decided", () => {
  assert.equal(Release.ofClusterVersion(null)!.text, "3.4");
  assert.equal(Release.ofClusterVersion("3.0.0")!.text, "3.4");
  assert.equal(Release.ofClusterVersion("3.6.0")!.version, "3.6.0");
  assert.equal(Release.ofClusterVersion("3.8.0"), null);
});
