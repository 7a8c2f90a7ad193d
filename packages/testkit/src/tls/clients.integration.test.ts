/** Clients that are not ours, and our own etcdctl, against the client ports under TLS. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { connect } from "node:tls";
import * as grpc from "@grpc/grpc-js";
import { SeededRandom, utf8ToBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { findProgram, skipWithout } from "../process/programs.ts";
import { serverUnderTest } from "../process/server-command.ts";
import { repositoryRoot } from "../process/shared-files.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import {
  type CertificateFiles,
  OpensslAuthority,
  replacePair,
  serialOf,
} from "./openssl-authority.ts";
import { type Output, runProgram } from "./run-program.ts";
import { startTlsCluster, type TlsMember } from "./tls-cluster.ts";

const server = serverUnderTest();
const skip = typeof server === "string" ? server : skipWithout("openssl", "etcdctl", "curl");
const ownEtcdctl = join(repositoryRoot, "packages/etcdctl/dist/main.js");

/** Disposed of after all tests. */
const cleanups: (() => unknown)[] = [];
let authority: OpensslAuthority;
let server1: CertificateFiles;
let client: CertificateFiles;
/** Wants client certificates. */
let strict: TlsMember;
/** Wants none. */
let open: TlsMember;

before(async () => {
  if (skip !== false || typeof server === "string") return;
  const directory = TemporaryDirectory.create({ name: "tls", parent: null });
  cleanups.push(() => directory.remove());
  authority = new OpensslAuthority(directory.path);
  const alternativeNames = "IP:127.0.0.1,DNS:localhost";
  server1 = authority.issue({ name: "server", commonName: "server", alternativeNames });
  client = authority.issue({ name: "client", commonName: "reader", alternativeNames });
  const scope = { after: (fn: () => unknown) => cleanups.unshift(fn) } as never;
  const start = async (...flags: string[]): Promise<TlsMember> => {
    const pair = [`--cert-file=${server1.cert}`, `--key-file=${server1.key}`];
    const options = {
      programs: [server],
      flags: () => [...pair, ...flags, "--peer-auto-tls"],
    };
    return (await startTlsCluster(scope, options))[0]!;
  };
  [strict, open] = await Promise.all([
    start("--client-cert-auth", `--trusted-ca-file=${authority.cert}`),
    start(),
  ]);
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

/** Both etcdctls, by name. */
const etcdctls: readonly (readonly [string, readonly [string, ...string[]]])[] = [
  ["Go's etcdctl", [findProgram("etcdctl") ?? "etcdctl"]],
  ["our etcdctl", [process.execPath, ownEtcdctl]],
];

function certificateFlags({ cert, key }: CertificateFiles): string[] {
  return ["--cert", cert, "--key", key];
}

for (const [name, program] of etcdctls) {
  const ctl = (member: TlsMember, ...args: string[]): Promise<Output> =>
    runProgram([...program, "--endpoints", member.secureUrl, "--cacert", authority.cert, ...args]);

  test(`${name} works over TLS, with a client certificate`, { skip }, async () => {
    const own = certificateFlags(client);
    for (const [member, flags] of [
      [strict, own],
      [open, []],
      [open, own],
    ] as const) {
      assert.equal((await ctl(member, ...flags, "put", "tls/a", name)).stdout, "OK\n");
      assert.equal((await ctl(member, ...flags, "get", "tls/a")).stdout, `tls/a\n${name}\n`);
    }
    const health = await ctl(strict, ...own, "endpoint", "health");
    assert.equal(health.code, 0, health.stderr);
  });

  test(`${name} is refused without a client certificate`, { skip }, async () => {
    const { code, stdout } = await ctl(strict, "--command-timeout=1s", "put", "tls/a", "x");
    assert.notEqual(code, 0);
    assert.equal(stdout, "");
  });

  test(`${name} does not trust a server that it cannot verify`, { skip }, async () => {
    const args = ["--endpoints", open.secureUrl, "--command-timeout=1s"];
    assert.notEqual((await runProgram([...program, ...args, "get", "a"])).code, 0);
    const lax = [...args, "--insecure-transport=false", "--insecure-skip-tls-verify"];
    assert.equal((await runProgram([...program, ...lax, "get", "none"])).code, 0);
  });
}

test("curl reaches health and the gateway over HTTP/1.1 and HTTP/2", { skip }, async () => {
  const curl = (member: TlsMember, path: string, ...args: string[]): Promise<Output> =>
    runProgram([
      findProgram("curl")!,
      ...["-s", "--cacert", authority.cert, `${member.secureUrl}${path}`, ...args],
    ]);
  const own = certificateFlags(client);
  for (const version of ["--http1.1", "--http2"]) {
    const health = await curl(strict, "/health", version, ...own);
    assert.match(health.stdout, /^\{"health":"true"/, version);
    const shown = await curl(open, "/version", version, "-o", "/dev/null", "-w", "%{http_version}");
    assert.equal(shown.stdout, version === "--http2" ? "2" : "1.1");
    const put = '{"key":"Y3VybA==","value":"MQ=="}';
    const answer = await curl(open, "/v3/kv/put", version, "-d", put);
    assert.match(answer.stdout, /"revision":"\d+"/);
    // etcd's long request lines are refused on plain ports only.
    const long = await curl(open, `/health?${"x".repeat(6000)}`, version);
    assert.match(long.stdout, /^\{"health":"true"/, version);
    assert.notEqual((await curl(strict, "/health", version)).code, 0);
  }
  const plain = await runProgram([
    findProgram("curl")!,
    "-s",
    open.secureUrl.replace("https", "http"),
  ]);
  assert.equal(plain.code, 52);
  assert.equal(plain.stdout, "");
});

test("grpc-js works over TLS, and only with a certificate", { skip }, async () => {
  const ca = readFileSync(authority.cert);
  const range = (credentials: grpc.ChannelCredentials): Promise<Buffer> => {
    const channel = new grpc.Client(`127.0.0.1:${strict.securePort}`, credentials);
    const request = Buffer.from(
      etcdserverpb.encodeRangeRequest({ key: utf8ToBytes("a"), limit: 1 }),
    );
    return new Promise<Buffer>((resolve, reject) => {
      channel.makeUnaryRequest(
        "/etcdserverpb.KV/Range",
        (bytes: Buffer) => bytes,
        (bytes: Buffer) => bytes,
        request,
        new grpc.Metadata(),
        { deadline: Date.now() + 3000 },
        (error, value) => (error === null ? resolve(value!) : reject(error)),
      );
    }).finally(() => channel.close());
  };
  const own = grpc.credentials.createSsl(ca, readFileSync(client.key), readFileSync(client.cert));
  const answer = etcdserverpb.decodeRangeResponse(await range(own));
  assert.notEqual(answer.header?.memberId, 0n);
  await assert.rejects(range(grpc.credentials.createSsl(ca)), { code: grpc.status.UNAVAILABLE });
});

test("bad bytes inside of TLS, and connections cut anywhere, do no harm", { skip }, async () => {
  const seed = 11;
  const random = new SeededRandom(seed);
  const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  const attempts: Promise<void>[] = [];
  for (let i = 0; i < 200; i++) {
    const noise = Buffer.from(Array.from({ length: random.below(400) }, () => random.below(256)));
    // Half of them as a HEADERS frame with END_HEADERS, so that HPACK meets the noise.
    const head = Buffer.from([0, noise.length >> 8, noise.length & 255, 1, 4, 0, 0, 0, 1]);
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    const payload =
      random.below(2) === 0
        ? Buffer.concat([preface, settings, head, noise])
        : Buffer.concat([preface, noise]);
    const ALPNProtocols = [["h2"], ["http/1.1"], []][random.below(3)]!;
    const isCut = random.below(2) === 0;
    attempts.push(
      new Promise((resolve) => {
        const socket = connect({
          ...{ host: "127.0.0.1", port: open.securePort, rejectUnauthorized: false },
          ALPNProtocols,
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve());
        socket.resume();
        socket.on("secureConnect", () => {
          if (isCut) socket.write(payload, () => socket.destroy());
          else socket.end(payload);
        });
      }),
    );
  }
  await Promise.all(attempts);
  const health = await runProgram([
    findProgram("curl")!,
    ...["-s", "--cacert", authority.cert, `${open.secureUrl}/health`],
  ]);
  assert.match(health.stdout, /^\{"health":"true"/, `seed ${seed}`);
});

test("h2load gets every answer over TLS", { skip: skip || skipWithout("h2load") }, async () => {
  const directory = TemporaryDirectory.create({ name: "h2load", parent: null });
  try {
    const message = etcdserverpb.encodeRangeRequest({ key: utf8ToBytes("none") });
    const body = join(directory.path, "body");
    execFileSync("tee", [body], {
      input: Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]),
      stdio: ["pipe", "ignore", "ignore"],
    });
    const { stdout } = await runProgram([
      findProgram("h2load")!,
      ...["-n", "2000", "-c", "8", "-m", "16", "-d", body],
      ...["-H", "content-type: application/grpc", "-H", "te: trailers"],
      `${open.secureUrl}/etcdserverpb.KV/Range`,
    ]);
    assert.match(stdout, /2000 succeeded, 0 failed, 0 errored, 0 timeout/);
    assert.match(stdout, /status codes: 2000 2xx/);
  } finally {
    directory.remove();
  }
});

test("with auth on, a client is the user of its certificate's common name", { skip }, async () => {
  const root = authority.issue({
    name: "root",
    commonName: "root",
    alternativeNames: "IP:127.0.0.1",
  });
  const as = (pair: CertificateFiles, ...args: string[]): Promise<Output> =>
    runProgram([
      findProgram("etcdctl")!,
      ...["--endpoints", strict.secureUrl, "--cacert", authority.cert],
      ...certificateFlags(pair),
      ...args,
    ]);
  for (const command of [
    "user add root --no-password",
    "user grant-role root root",
    "role add readers",
    "role grant-permission readers read tls/",
    "user add reader --no-password",
    "user grant-role reader readers",
    "put tls/ value",
    "auth enable",
  ]) {
    const { code, stderr } = await as(root, ...command.split(" "));
    assert.equal(code, 0, `${command}: ${stderr}`);
  }
  try {
    assert.equal((await as(client, "get", "tls/")).stdout, "tls/\nvalue\n");
    assert.match((await as(client, "put", "tls/", "x")).stderr, /permission denied/);
    assert.equal((await as(root, "put", "tls/", "x")).stdout, "OK\n");
    const gateway = await runProgram([
      findProgram("curl")!,
      ...["-s", "-w", "%{http_code}", "--cacert", authority.cert, ...certificateFlags(root)],
      ...[`${strict.secureUrl}/v3/kv/range`, "-d", '{"key":"dGxzLw=="}'],
    ]);
    assert.equal(
      gateway.stdout,
      "CommonName of client sending a request against gateway will be ignored and not used as expected\n400",
    );
  } finally {
    assert.equal((await as(root, "auth", "disable")).code, 0);
  }
});

test("a certificate that was replaced on disk is used by the next handshake", {
  skip,
}, async () => {
  const shown = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({
        ...{ host: "127.0.0.1", port: open.securePort },
        ca: readFileSync(authority.cert),
      });
      socket.on("error", reject);
      socket.on("secureConnect", () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
    });
  assert.equal(await shown(), serialOf(server1.cert));
  const next = authority.issue({
    name: "next",
    commonName: "server",
    alternativeNames: "IP:127.0.0.1",
  });
  replacePair(server1, next);
  assert.equal(await shown(), serialOf(next.cert));
});
