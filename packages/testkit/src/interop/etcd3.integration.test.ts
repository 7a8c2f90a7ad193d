/** The npm package `etcd3`, as Node programs use it, against the server under test. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Etcd3, EtcdLeaseInvalidError, type IKeyValue, isRecoverableError } from "etcd3";
import { ServerFixture } from "./server-fixture.ts";

const fixture = new ServerFixture();
const { skip } = fixture;

before(() => fixture.start());
after(() => fixture.stop());

async function withClient(body: (client: Etcd3) => Promise<void>): Promise<void> {
  const client = new Etcd3({ hosts: fixture.member.clientUrl });
  try {
    await body(client);
  } finally {
    client.close();
  }
}

test("etcd3 puts, gets, lists and deletes", { skip }, () =>
  withClient(async (client) => {
    await client.put("kv/a").value("1");
    await client.put("kv/b").value(Buffer.from([0, 255]));
    assert.equal(await client.get("kv/a").string(), "1");
    assert.deepEqual(await client.get("kv/b").buffer(), Buffer.from([0, 255]));
    assert.equal(await client.get("kv/none").string(), null);
    assert.deepEqual(await client.getAll().prefix("kv/").keys(), ["kv/a", "kv/b"]);
    const sorted = await client.getAll().prefix("kv/").sort("Mod", "Descend").limit(1).exec();
    assert.deepEqual(
      sorted.kvs.map((kv) => kv.key.toString()),
      ["kv/b"],
    );
    assert.equal(sorted.more, true);
    assert.equal(sorted.count, "2");
    const previous = await client.put("kv/a").value("2").getPrevious();
    assert.equal(previous?.value.toString(), "1");
    const deleted = await client.delete().prefix("kv/").getPrevious();
    assert.deepEqual(
      deleted.map((kv) => kv.value.toString("latin1")),
      ["2", "\0\u00ff"],
    );
    assert.deepEqual(await client.getAll().prefix("kv/").keys(), []);
  }),
);

test("etcd3 runs transactions on both branches", { skip }, () =>
  withClient(async (client) => {
    const create = () =>
      client
        .if("txn/a", "Create", "==", 0)
        .then(client.put("txn/a").value("new"))
        .else(client.get("txn/a"))
        .commit();
    const first = await create();
    assert.equal(first.succeeded, true);
    const second = await create();
    assert.equal(second.succeeded, false);
    const kv = second.responses[0]?.response_range?.kvs[0] as IKeyValue | undefined;
    assert.equal(kv?.value.toString(), "new");
    await client.stm().transact(async (tx) => {
      const value = await tx.get("txn/a").string();
      await tx.put("txn/a").value(`${value}er`);
    });
    assert.equal(await client.get("txn/a").string(), "newer");
  }),
);

test("etcd3 watches live changes and history", { skip }, () =>
  withClient(async (client) => {
    const watcher = await client.watch().prefix("watch/").withPreviousKV().create();
    const seen: string[] = [];
    const done = new Promise<void>((resolve, reject) => {
      watcher.on("put", (kv, previous) => {
        seen.push(`put ${kv.key.toString()} ${kv.value.toString()} ${previous?.value.toString()}`);
      });
      watcher.on("delete", (kv, previous) => {
        seen.push(`delete ${kv.key.toString()} ${previous?.value.toString()}`);
        resolve();
      });
      watcher.on("error", reject);
    });
    const { header } = await client.put("watch/a").value("1");
    await client.put("watch/a").value("2");
    await client.delete().key("watch/a");
    await done;
    assert.deepEqual(seen, ["put watch/a 1 undefined", "put watch/a 2 1", "delete watch/a 2"]);
    await watcher.cancel();

    const past = await client.watch().key("watch/a").startRevision(header.revision).create();
    const count = await new Promise<number>((resolve, reject) => {
      let events = 0;
      past.on("data", (response) => {
        events += response.events.length;
        if (events >= 3) resolve(events);
      });
      past.on("error", reject);
    });
    assert.equal(count, 3);
    await past.cancel();
  }),
);

test("etcd3 grants, keeps alive and revokes leases", { skip }, () =>
  withClient(async (client) => {
    const lease = client.lease(60);
    const id = await lease.grant();
    await lease.put("lease/a").value("held");
    const kept = await lease.keepaliveOnce();
    assert.equal(kept.ID, id);
    assert.equal(kept.TTL, "60");
    assert.equal(await client.get("lease/a").string(), "held");
    await lease.revoke();
    assert.equal(await client.get("lease/a").string(), null);
    await assert.rejects(
      client.put("lease/b").value("x").lease(id).exec(),
      (error: unknown) => error instanceof EtcdLeaseInvalidError && !isRecoverableError(error),
    );
  }),
);

test("etcd3 takes locks in turn and campaigns in an election", { skip }, () =>
  withClient(async (client) => {
    const order: string[] = [];
    await Promise.all(
      ["a", "b", "c"].map((name) =>
        client
          .lock("locks/one")
          .ttl(30)
          .do(async () => {
            order.push(`${name} in`);
            await client.put("locks/seen").value(name);
            order.push(`${name} out`);
          })
          .catch((error: unknown) => {
            // etcd3 gives up where another client holds the lock.
            assert.match(String(error), /acquire a lock/);
          }),
      ),
    );
    assert.ok(order.length >= 2);
    for (let i = 0; i < order.length; i += 2) {
      assert.equal(order[i]?.slice(0, 1), order[i + 1]?.slice(0, 1));
    }
    const election = client.election("elections/one", 30);
    const campaign = election.campaign("candidate");
    await new Promise<void>((resolve, reject) => {
      campaign.on("elected", () => resolve());
      campaign.on("error", reject);
    });
    assert.equal(await election.leader(), "candidate");
    await campaign.resign();
  }),
);
