/** Debian's Go `etcdctl` 3.4 against the server under test: grpc-go's HTTP/2 and balancers. */

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { findProgram, skipWithout } from "../process/programs.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { ServerFixture } from "./server-fixture.ts";

const fixture = new ServerFixture(skipWithout("etcdctl"));
const { skip } = fixture;

before(() => fixture.start());
after(() => fixture.stop());

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs etcdctl to its end; never rejects for its exit code. */
function run(args: readonly string[], input = ""): Promise<Output> {
  return new Promise((resolve) => {
    const child = execFile(
      findProgram("etcdctl")!,
      ["--endpoints", fixture.member.clientUrl, ...args],
      { env: environment(), timeout: 20_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}

/** Runs etcdctl, which must succeed. @returns its standard output. */
async function ok(args: readonly string[], input = ""): Promise<string> {
  const { code, stdout, stderr } = await run(args, input);
  assert.equal(code, 0, `etcdctl ${args.join(" ")}: ${stderr}`);
  return stdout;
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"] ?? "", ETCDCTL_API: "3" };
}

test("etcdctl puts, gets and deletes", { skip }, async () => {
  assert.equal(await ok(["put", "ctl/a", "1"]), "OK\n");
  assert.equal(await ok(["put", "ctl/b", "2"]), "OK\n");
  assert.equal(await ok(["put", "ctl/a", "3", "--prev-kv"]), "OK\nctl/a\n1\n");
  assert.equal(await ok(["get", "ctl/", "--prefix"]), "ctl/a\n3\nctl/b\n2\n");
  assert.equal(await ok(["get", "ctl/", "--prefix", "--keys-only"]), "ctl/a\n\nctl/b\n\n");
  assert.equal(
    await ok([
      "get",
      "ctl/",
      "--prefix",
      "--sort-by",
      "MODIFY",
      "--order",
      "DESCEND",
      "--limit",
      "1",
    ]),
    "ctl/a\n3\n",
  );
  const json = JSON.parse(await ok(["get", "ctl/a", "-w", "json"])) as {
    kvs: { version: number }[];
  };
  assert.equal(json.kvs[0]?.version, 2);
  assert.equal(await ok(["del", "ctl/", "--prefix", "--prev-kv"]), "2\nctl/a\n3\nctl/b\n2\n");
  assert.equal(await ok(["get", "ctl/a"]), "");
});

test("etcdctl runs transactions", { skip }, async () => {
  await ok(["put", "ctl/txn", "old"]);
  const script = 'value("ctl/txn") = "old"\n\nput ctl/txn new\nget ctl/txn\n\nget ctl/none\n\n';
  assert.equal(await ok(["txn"], script), "SUCCESS\n\nOK\n\nctl/txn\nnew\n");
  assert.equal(await ok(["txn"], script), "FAILURE\n\n");
});

test("etcdctl watches, from now and from a revision", { skip }, async () => {
  const put = JSON.parse(await ok(["put", "ctl/watch", "0", "-w", "json"])) as {
    header: { revision: number };
  };
  await ok(["del", "ctl/watch"]);
  const revision = String(put.header.revision);
  let live: Promise<unknown> = Promise.resolve();
  const watch = spawn(
    findProgram("etcdctl")!,
    ["--endpoints", fixture.member.clientUrl, "watch", "ctl/watch", "--rev", revision],
    { env: environment() },
  );
  try {
    const wanted = "PUT\nctl/watch\n0\nDELETE\nctl/watch\n\nPUT\nctl/watch\n1\n";
    const text = await new Promise<string>((resolve, reject) => {
      let seen = "";
      let hasPut = false;
      watch.stdout.on("data", (chunk: Buffer) => {
        seen += chunk.toString();
        if (!hasPut && seen.includes("DELETE")) {
          hasPut = true;
          live = ok(["put", "ctl/watch", "1"]);
          live.catch(reject);
        }
        if (seen.length >= wanted.length) resolve(seen);
      });
      watch.on("error", reject);
      watch.on("exit", (code) => reject(new Error(`etcdctl watch ended with ${code}: ${seen}`)));
    });
    assert.equal(text, wanted);
    await live;
  } finally {
    watch.kill();
  }
});

test("etcdctl compacts and sees what is gone", { skip }, async () => {
  const put = JSON.parse(await ok(["put", "ctl/compact", "1", "-w", "json"])) as {
    header: { revision: number };
  };
  await ok(["put", "ctl/compact", "2"]);
  const revision = put.header.revision + 1;
  assert.equal(await ok(["compaction", String(revision)]), `compacted revision ${revision}\n`);
  const old = await run(["get", "ctl/compact", "--rev", String(revision - 1)]);
  assert.equal(old.code, 1);
  assert.match(old.stderr, /etcdserver: mvcc: required revision has been compacted/);
  await ok(["put", "ctl/compact", "3"]);
  assert.equal(
    await ok(["compaction", String(revision + 1), "--physical"]),
    `compacted revision ${revision + 1}\n`,
  );
  assert.equal(await ok(["get", "ctl/compact"]), "ctl/compact\n3\n");
});

test("etcdctl handles leases", { skip }, async () => {
  const granted = await ok(["lease", "grant", "300"]);
  const id = /^lease ([0-9a-f]+) granted with TTL\(300s\)\n$/.exec(granted)?.[1];
  assert.ok(id !== undefined, granted);
  await ok(["put", "ctl/lease", "x", "--lease", id]);
  assert.match(
    await ok(["lease", "timetolive", id, "--keys"]),
    new RegExp(
      `^lease ${id} granted with TTL\\(300s\\), remaining\\(29\\ds\\), attached keys\\(\\[ctl/lease\\]\\)\n$`,
    ),
  );
  assert.match(await ok(["lease", "list"]), new RegExp(`found 1 leases\n${id}\n`));
  assert.match(await ok(["lease", "keep-alive", id, "--once"]), /keepalived with TTL\(300\)/);
  assert.equal(await ok(["lease", "revoke", id]), `lease ${id} revoked\n`);
  assert.equal(await ok(["get", "ctl/lease"]), "");
});

test("etcdctl lists members and asks endpoints", { skip }, async () => {
  const { clientUrl } = fixture.member;
  assert.match(
    await ok(["member", "list"]),
    new RegExp(`^[0-9a-f]+, started, m1, http://127\\.0\\.0\\.1:\\d+, ${clientUrl}, false\n$`),
  );
  const health = await run(["endpoint", "health"]);
  assert.equal(health.code, 0);
  assert.match(health.stdout + health.stderr, /is healthy: successfully committed proposal/);
  const status = JSON.parse(await ok(["endpoint", "status", "-w", "json"])) as {
    Status: { version: string; leader: number; dbSize: number; raftTerm: number };
  }[];
  assert.ok(status[0]!.Status.leader !== 0 && status[0]!.Status.raftTerm >= 2);
  assert.ok(status[0]!.Status.dbSize > 0);
  assert.match(await ok(["endpoint", "hashkv"]), new RegExp(`^${clientUrl}, \\d+\n$`));
  assert.match(await ok(["defrag"]), /^Finished defragmenting etcd member/);
  assert.equal(await ok(["alarm", "list"]), "");
  assert.match(await ok(["version"]), /^etcdctl version: 3\./);
});

test("etcdctl takes a lock and runs a command under it", { skip }, async () => {
  assert.equal(await ok(["lock", "ctl/lock", "echo", "under the lock"]), "under the lock\n");
});

test("etcdctl handles users and roles while authentication is off", { skip }, async () => {
  assert.equal(await ok(["role", "add", "reader"]), "Role reader created\n");
  await ok(["role", "grant-permission", "reader", "read", "ctl/", "ctl0"]);
  assert.match(await ok(["role", "get", "reader"]), /\[ctl\/, ctl0\)/);
  assert.equal(await ok(["user", "add", "ann:secret"]), "User ann created\n");
  assert.equal(
    await ok(["user", "grant-role", "ann", "reader"]),
    "Role reader is granted to user ann\n",
  );
  assert.match(await ok(["user", "get", "ann"]), /Roles: reader/);
  await ok(["user", "delete", "ann"]);
  await ok(["role", "delete", "reader"]);
  const gone = await run(["user", "get", "ann"]);
  assert.match(gone.stderr, /etcdserver: user name not found/);
});

test("etcdctl is let in as far as its user may go", { skip }, async () => {
  await ok(["put", "auth/a", "1"]);
  await ok(["put", "auth/b", "2"]);
  await ok(["role", "add", "writer"]);
  await ok(["role", "grant-permission", "writer", "readwrite", "auth/", "auth0"]);
  await ok(["user", "add", "bob:secret"]);
  await ok(["user", "grant-role", "bob", "writer"]);
  await ok(["user", "add", "root:rootpw"]);
  await ok(["user", "grant-role", "root", "root"]);
  assert.equal(await ok(["auth", "enable"]), "Authentication Enabled\n");
  const as = (user: string, ...args: string[]): string[] => ["--user", user, ...args];
  const refused = async (args: readonly string[], text: string): Promise<void> => {
    const { code, stderr } = await run(args);
    assert.notEqual(code, 0, args.join(" "));
    assert.ok(stderr.includes(text), `${args.join(" ")}: ${stderr}`);
  };
  try {
    await refused(["get", "auth/a"], "etcdserver: user name is empty");
    await refused(as("bob:wrong", "get", "auth/a"), "authentication failed");
    await refused(as("nobody:x", "get", "auth/a"), "authentication failed");
    assert.equal(
      await ok(as("bob:secret", "get", "auth/", "--prefix", "--print-value-only")),
      "1\n2\n",
    );
    assert.equal(await ok(as("bob:secret", "put", "auth/c", "3", "--prev-kv")), "OK\n");
    await refused(as("bob:secret", "get", "other"), "etcdserver: permission denied");
    await refused(as("bob:secret", "put", "other", "x"), "etcdserver: permission denied");
    await refused(as("bob:secret", "get", "", "--from-key"), "etcdserver: permission denied");
    await refused(as("bob:secret", "user", "list"), "etcdserver: permission denied");
    await refused(as("bob:secret", "compaction", "2"), "etcdserver: permission denied");
    await refused(as("bob:secret", "defrag"), "etcdserver: permission denied");
    await refused(as("bob:secret", "watch", "other"), "etcdserver: permission denied");
    const branch = 'value("auth/a") = "1"\n\nget auth/a\n\nput other x\n\n';
    assert.notEqual((await run(as("bob:secret", "txn"), branch)).code, 0);
    assert.match(await ok(as("bob:secret", "user", "get", "bob")), /Roles: writer/);
    await ok(as("root:rootpw", "role", "revoke-permission", "writer", "auth/", "auth0"));
    await refused(as("bob:secret", "get", "auth/a"), "etcdserver: permission denied");
    await refused(as("root:rootpw", "user", "delete", "root"), "invalid auth management");
  } finally {
    await ok(as("root:rootpw", "auth", "disable"));
  }
  assert.equal(await ok(["get", "auth/a"]), "auth/a\n1\n");
});

test("etcdctl saves a snapshot that it can verify", { skip }, async () => {
  using directory = TemporaryDirectory.create({ name: "snapshot" });
  const file = join(directory.path, "snapshot.db");
  await ok(["put", "ctl/snapshot", "kept"]);
  assert.match(await ok(["snapshot", "save", file]), /Snapshot saved at/);
  const status = JSON.parse(await ok(["snapshot", "status", file, "-w", "json"])) as {
    totalKey: number;
    totalSize: number;
  };
  assert.ok(status.totalKey > 0 && status.totalSize > 0);
});
