import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex } from "@kvorum/base";
import type { PeerVersions } from "@kvorum/peer";
import { etcdserverpb } from "@kvorum/proto";
import { chooseForm, encodeSetter, type SetterForm, settleForm } from "./membership-form.ts";
import { FakeTime } from "./testing/fakes.ts";

const go = (server: string): PeerVersions => ({ server, cluster: null, storage: null });
const kvorum: PeerVersions = { ...go("3.7.1"), isKvorum: true };

test("chooseForm() never picks a form that would end a member", () => {
  const rows: readonly (readonly [
    clusterVersion: string | null,
    others: readonly (PeerVersions | null)[],
    form: SetterForm,
    isCertain: boolean,
  ])[] = [
    [null, [], "v3", true],
    [null, [kvorum, kvorum], "v3", true],
    [null, [go("3.6.0"), kvorum], "v3", true],
    [null, [go("3.5.9"), go("3.5.9")], "v3", true],
    [null, [go("3.7.1"), null], "v3", true],
    [null, [go("3.4.23"), kvorum], "v2", true],
    [null, [null, go("3.4.23")], "v2", true],
    [null, [kvorum, null], "v2", false],
    [null, [go("3.6.0"), null], "v2", false],
    [null, [go("garbage"), kvorum], "v2", false],
    ["3.0.0", [kvorum, null], "v2", false],
    ["3.4.0", [kvorum, null], "v2", false],
    ["3.4.0", [go("3.5.0"), go("3.6.0")], "v3", true],
    ["3.5.0", [null, null], "v3", true],
    ["3.7.0", [null], "v3", true],
  ];
  for (const [clusterVersion, others, form, isCertain] of rows) {
    const what = JSON.stringify([clusterVersion, others]);
    assert.deepEqual(chooseForm({ clusterVersion, others }), { form, isCertain }, what);
  }
});

test("settleForm() asks again for a while when silent members matter", async () => {
  const time = new FakeTime();
  let asks = 0;
  let third: PeerVersions | null = null;
  const settling = settleForm({
    clusterVersion: () => null,
    askOthers: async () => {
      asks++;
      return new Map([
        [2n, kvorum],
        [3n, third],
      ]);
    },
    clock: time,
    timers: time,
  });
  await time.advance(1000);
  assert.equal(asks, 11);
  third = kvorum;
  await time.advance(100);
  assert.equal(await settling, "v3");
});

test("settleForm() decides without a member that stays silent", async () => {
  const time = new FakeTime();
  const settling = settleForm({
    clusterVersion: () => null,
    askOthers: async () => new Map([[2n, null]]),
    clock: time,
    timers: time,
  });
  await time.advance(3000);
  assert.equal(await settling, "v2");
  assert.equal(time.waitingCount, 0);
});

test("settleForm() asks nobody once the cluster version says enough", async () => {
  const time = new FakeTime();
  const askOthers = () => Promise.reject(new Error("not expected"));
  const ports = { askOthers, clock: time, timers: time };
  assert.equal(await settleForm({ ...ports, clusterVersion: () => "3.6.0" }), "v3");
});

const id = { prefix: 0x694d, low: 0xa1f843e8a302 };

test("encodeSetter() writes the v2 form as Go's writers do, zeros included", () => {
  const version = encodeSetter({ kind: "version", version: "3.4.0" }, "v2", id);
  const tail = "2800320038004800500058006000680070007800800100";
  assert.equal(
    bytesToHex(version),
    `0882c6a29f84bfe8a669${"12"}03505554${"1a"}0a2f302f76657273696f6e${"22"}05332e342e30${tail}`,
  );
  const attributes = encodeSetter(
    { kind: "attributes", memberId: 0xabn, name: "n", clientUrls: ["http://a:1"] },
    "v2",
    id,
  );
  const text = Buffer.from(attributes).toString("latin1");
  assert.ok(text.includes("/0/members/ab/attributes"));
  assert.ok(text.includes('{"name":"n","clientURLs":["http://a:1"]}'));
  assert.ok(bytesToHex(attributes).endsWith(tail));
});

test("encodeSetter() writes the v3 form as an InternalRaftRequest", () => {
  const attributes = etcdserverpb.decodeInternalRaftRequest(
    encodeSetter({ kind: "attributes", memberId: 7n, name: "n", clientUrls: ["u"] }, "v3", id),
  );
  assert.deepEqual(attributes.clusterMemberAttrSet, {
    memberID: 7n,
    memberAttributes: { name: "n", clientUrls: ["u"] },
  });
  assert.equal(attributes.header?.ID, 0x694da1f843e8a302n);
  const version = etcdserverpb.decodeInternalRaftRequest(
    encodeSetter({ kind: "version", version: "3.7.0" }, "v3", id),
  );
  assert.deepEqual(version.clusterVersionSet, { ver: "3.7.0" });
});
