/** The JSON gateway with curl, which speaks HTTP/1.1 and knows nothing of this project. */

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { findProgram, skipWithout } from "../process/programs.ts";
import { ServerFixture } from "./server-fixture.ts";

type Json = { readonly [field: string]: unknown };

const fixture = new ServerFixture(skipWithout("curl"));
const { skip } = fixture;

before(() => fixture.start());
after(() => fixture.stop());

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** POSTs JSON. @returns HTTP status and parsed body. */
function post(path: string, body: Json | string): Promise<{ status: number; body: Json }> {
  const data = typeof body === "string" ? body : JSON.stringify(body);
  const args = ["-sS", "-X", "POST", "-d", data, "-w", "\n%{http_code}"];
  return new Promise((resolve, reject) => {
    const url = `${fixture.member.clientUrl}${path}`;
    execFile(findProgram("curl")!, [...args, url], (error, stdout) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const at = stdout.lastIndexOf("\n");
      const text = stdout.slice(0, at);
      resolve({ status: Number(stdout.slice(at + 1)), body: JSON.parse(text) as Json });
    });
  });
}

test("curl puts, ranges and deletes", { skip }, async () => {
  const put = await post("/v3/kv/put", { key: base64("gw/a"), value: base64("1") });
  assert.equal(put.status, 200);
  const revision = (put.body["header"] as Json)["revision"];
  assert.equal(typeof revision, "string");
  const range = await post("/v3/kv/range", { key: base64("gw/a") });
  assert.deepEqual(range.body["kvs"], [
    {
      key: base64("gw/a"),
      create_revision: revision,
      mod_revision: revision,
      version: "1",
      value: base64("1"),
    },
  ]);
  assert.equal(range.body["count"], "1");
  const deleted = await post("/v3/kv/deleterange", { key: base64("gw/a"), prev_kv: true });
  assert.equal(deleted.body["deleted"], "1");
  const empty = await post("/v3/kv/range", { key: base64("gw/a") });
  assert.deepEqual(Object.keys(empty.body), ["header"]);
});

test("curl runs a transaction with lowerCamel and snake_case names", { skip }, async () => {
  const txn = await post("/v3/kv/txn", {
    compare: [{ target: "CREATE", key: base64("gw/t"), createRevision: "0" }],
    success: [{ requestPut: { key: base64("gw/t"), value: base64("x") } }],
    failure: [{ request_range: { key: base64("gw/t") } }],
  });
  assert.equal(txn.status, 200);
  assert.equal(txn.body["succeeded"], true);
  const again = await post("/v3/kv/txn", {
    compare: [{ target: 1, key: base64("gw/t"), create_revision: 0 }],
    success: [{ request_put: { key: base64("gw/t"), value: base64("y") } }],
    failure: [{ request_range: { key: base64("gw/t") } }],
  });
  assert.equal(again.body["succeeded"], undefined);
  assert.ok(JSON.stringify(again.body["responses"]).includes(base64("x")));
});

test("curl gets errors with code, message and HTTP status", { skip }, async () => {
  const empty = await post("/v3/kv/put", {});
  assert.equal(empty.status, 400);
  assert.equal(empty.body["code"], 3);
  assert.equal(empty.body["message"], "etcdserver: key is not provided");
  const lease = await post("/v3/lease/revoke", { ID: "12345" });
  assert.equal(lease.status, 404);
  assert.equal(lease.body["code"], 5);
  const broken = await post("/v3/kv/put", "{not json");
  assert.equal(broken.status, 400);
});

test("curl grants, renews and inspects a lease", { skip }, async () => {
  const grant = await post("/v3/lease/grant", { TTL: "120", ID: "777" });
  assert.equal(grant.body["ID"], "777");
  assert.equal(grant.body["TTL"], "120");
  await post("/v3/kv/put", { key: base64("gw/l"), value: base64("v"), lease: "777" });
  const alive = await post("/v3/lease/keepalive", { ID: "777" });
  assert.equal((alive.body["result"] as Json)["TTL"], "120");
  const left = await post("/v3/lease/timetolive", { ID: "777", keys: true });
  assert.deepEqual(left.body["keys"], [base64("gw/l")]);
  const revoked = await post("/v3/lease/revoke", { ID: "777" });
  assert.equal(revoked.status, 200);
});

test("curl follows a watch as lines of JSON", { skip }, async () => {
  const create = JSON.stringify({ create_request: { key: base64("gw/w") } });
  const url = `${fixture.member.clientUrl}/v3/watch`;
  let put: Promise<unknown> = Promise.resolve();
  const curl = spawn(findProgram("curl")!, ["-sSN", "-X", "POST", "-d", create, url]);
  try {
    const lines = await new Promise<Json[]>((resolve, reject) => {
      const seen: Json[] = [];
      let text = "";
      curl.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n")) {
          seen.push((JSON.parse(text.slice(0, at)) as { result: Json }).result);
          text = text.slice(at + 1);
          if (seen.length === 1) {
            put = post("/v3/kv/put", { key: base64("gw/w"), value: base64("seen") });
            put.catch(reject);
          } else if (seen.length === 2) resolve(seen);
        }
      });
      curl.on("error", reject);
      curl.on("exit", (code) => reject(new Error(`curl ended with ${code}`)));
    });
    assert.equal(lines[0]!["created"], true);
    const events = lines[1]!["events"] as { kv: { value: string } }[];
    assert.equal(events[0]!.kv.value, base64("seen"));
    await put;
  } finally {
    curl.kill();
  }
});
