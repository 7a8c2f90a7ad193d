/** Members under TLS among themselves: Kvorum alone, and with Go's etcd in both directions. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, type TestContext, test } from "node:test";
import { connect } from "node:tls";
import { utf8ToBytes } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import type { ClusterMember } from "../cluster/cluster-member.ts";
import {
  clusterPrograms,
  kindsUnderTest,
  type ProgramKind,
  skipWithoutPrograms,
} from "../cluster/cluster-programs.ts";
import { skipWithout } from "../process/programs.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { type CertificateFiles, OpensslAuthority } from "./openssl-authority.ts";
import { launchTlsCluster, startTlsCluster, type TlsMember } from "./tls-cluster.ts";

const mixed = kindsUnderTest(["kvorum", "go", "go"]);
const kvorums = kindsUnderTest(["kvorum", "kvorum", "kvorum"]);
const missing = skipWithout("openssl");
const skipMixed = missing || skipWithoutPrograms(mixed);
const skipKvorum = missing || skipWithoutPrograms(kvorums);

let directory: TemporaryDirectory;
let authority: OpensslAuthority;
let memberPair: CertificateFiles;
/** Of the same authority, for an address that nobody here has. */
let awayPair: CertificateFiles;
/** Of the same authority, with another common name. */
let otherPair: CertificateFiles;

before(() => {
  if (missing !== false) return;
  directory = TemporaryDirectory.create({ name: "tls", parent: null });
  authority = new OpensslAuthority(directory.path);
  const alternativeNames = "IP:127.0.0.1";
  memberPair = authority.issue({ name: "member", commonName: "member", alternativeNames });
  otherPair = authority.issue({ name: "other", commonName: "other", alternativeNames });
  awayPair = authority.issue({
    name: "away",
    commonName: "member",
    alternativeNames: "IP:10.99.0.1",
  });
});

after(() => directory?.remove());

function mutual({ cert, key }: CertificateFiles): string[] {
  return [
    `--peer-cert-file=${cert}`,
    `--peer-key-file=${key}`,
    `--peer-trusted-ca-file=${authority.cert}`,
    "--peer-client-cert-auth",
  ];
}

/** Client certificates for https client URLs are made by the members themselves. */
const clientTls = ["--auto-tls"];

async function start(
  t: TestContext,
  kinds: readonly ProgramKind[],
  peerFlags: (index: number) => readonly string[],
): Promise<readonly TlsMember[]> {
  const flags = (index: number): string[] => [...peerFlags(index), ...clientTls];
  return startTlsCluster(t, { programs: clusterPrograms(kinds), flags });
}

async function put(member: ClusterMember, key: string): Promise<void> {
  const client = await member.control();
  await client.invoke("KV/Put", { key: utf8ToBytes(key), value: utf8ToBytes(member.name) });
}

/** Each member writes, each has been leader once, and all hold the same in the end. */
async function exercise(members: readonly TlsMember[]): Promise<void> {
  for (const next of members) {
    for (const { member } of members) await put(member, `tls/${next.member.name}/${member.name}`);
    const status = await next.member.status();
    if (status.leader !== next.member.id) {
      const leader = members.find(({ member }) => member.id === status.leader)!.member;
      const client = await leader.control();
      await client.invoke("Maintenance/MoveLeader", { targetID: next.member.id });
    }
    for (const { member } of members) await put(member, `tls/${next.member.name}/${member.name}`);
  }
  const revision = (await members[0]!.member.status()).header!.revision;
  const hashes = await Promise.all(
    members.map(async ({ member }) => {
      await member.serving();
      const client = await member.control();
      const answer = await client.invoke<etcdserverpb.HashKVResponse>("Maintenance/HashKV", {
        revision,
      });
      return answer.hash;
    }),
  );
  assert.equal(new Set(hashes).size, 1, `hashes ${hashes.join(" ")} at revision ${revision}`);
}

test("one Kvorum and two Go members with mutual TLS are one cluster", {
  skip: skipMixed,
}, async (t) => {
  await exercise(await start(t, mixed, () => mutual(memberPair)));
});

test("one Kvorum and two Go members with auto-TLS are one cluster", {
  skip: skipMixed,
}, async (t) => {
  await exercise(await start(t, mixed, () => ["--peer-auto-tls"]));
});

test("three Kvorum members with auto-TLS are one cluster, after a restart too", {
  skip: skipKvorum,
}, async (t) => {
  const members = await start(t, kvorums, () => ["--peer-auto-tls"]);
  await exercise(members);
  const { member } = members[0]!;
  const pair = readFileSync(`${member.dataDirectory}/fixtures/peer/cert.pem`, "utf8");
  await member.stop();
  member.launch();
  await member.serving();
  await put(member, "after");
  assert.equal(readFileSync(`${member.dataDirectory}/fixtures/peer/cert.pem`, "utf8"), pair);
});

test("three Kvorum members with mutual TLS and an allowed name are one cluster", {
  skip: skipKvorum,
}, async (t) => {
  const flags = [...mutual(memberPair), "--peer-cert-allowed-cn=member"];
  const members = await start(t, kvorums, () => flags);
  await exercise(members);
  const outcome = await ask(members[0]!.member, otherPair);
  assert.equal(outcome, "refused");
  assert.match(members[0]!.member.output, /client certificate authentication failed/);
  assert.equal(await ask(members[0]!.member, memberPair), "answered");
  assert.equal(await ask(members[0]!.member, null), "refused");
});

for (const [index, kind] of [
  [0, "Kvorum"],
  [1, "a Go member"],
] as const) {
  test(`${kind} whose certificate names another address stays outside`, {
    skip: skipMixed,
  }, async (t) => {
    const members = await launchTlsCluster(t, {
      programs: clusterPrograms(mixed),
      flags: (i) => [...mutual(i === index ? awayPair : memberPair), ...clientTls],
    });
    const inside = members.filter((_, i) => i !== index);
    await Promise.all(inside.map(({ member }) => member.serving()));
    for (const { member } of inside) await put(member, `inside/${member.name}`);
    const refusal = /certificate is valid for 10\.99\.0\.1, not 127\.0\.0\.1/;
    for (const { member } of inside) {
      await logged(member, refusal);
      assert.match(member.output, /"msg":"rejected connection[^\n]*10\.99\.0\.1/);
    }
  });
}

/** Asks a peer port for the members with a certificate, or without. */
function ask(member: ClusterMember, pair: CertificateFiles | null): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({
      ...{ host: "127.0.0.1", port: member.place.peerPort, ca: readFileSync(authority.cert) },
      ...(pair === null ? {} : { cert: readFileSync(pair.cert), key: readFileSync(pair.key) }),
    });
    let text = "";
    socket.on("secureConnect", () =>
      socket.write("GET /members HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    );
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text.startsWith("HTTP/1.1 200") ? "answered" : "refused"));
  });
}

async function logged(member: ClusterMember, pattern: RegExp): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (!pattern.test(member.output)) {
    assert.ok(performance.now() < deadlineMs, `${member.label} never logged ${pattern}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
