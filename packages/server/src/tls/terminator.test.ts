import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect as connectPlain, type Socket } from "node:net";
import { join } from "node:path";
import { before, test } from "node:test";
import { connect } from "node:tls";
import { SeededRandom } from "@kvorum/base";
import {
  HANDSHAKE_GRACE_MS,
  HANDSHAKE_TIMEOUT_MS,
  IDENTITY_TIMEOUT_MS,
  MAX_UNFINISHED_HANDSHAKES_PER_ADDRESS,
} from "./limits.ts";
import { Authority, type Issued } from "./testing/authority.ts";
import {
  closed,
  openSite,
  temporaryDirectory,
  until,
  visit,
  writePair,
} from "./testing/tls-site.ts";

let authority: Authority;
let server: Issued;
let client: Issued;

before(async () => {
  authority = await Authority.create();
  server = await authority.issue({ commonName: "server", names: ["localhost", "127.0.0.1"] });
  client = await authority.issue({ commonName: "client", names: ["127.0.0.1"] });
});

interface Prepared {
  readonly directory: string;
  readonly pair: { readonly certFile: string; readonly keyFile: string };
  readonly caFile: string;
}

function prepare(t: Parameters<typeof temporaryDirectory>[0]): Prepared {
  const directory = temporaryDirectory(t);
  const caFile = join(directory, "ca.pem");
  writeFileSync(caFile, authority.cert);
  return { directory, pair: writePair(directory, "server", server), caFile };
}

const ok = /\r\n\r\nsecure$/;
const clientHello = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]);

test("a listener serves HTTP/1.1, HTTP/2 and clients without ALPN on one secure port", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair });
  for (const ALPNProtocols of [["http/1.1"], undefined]) {
    const { answer } = await visit(site.port, ALPNProtocols === undefined ? {} : { ALPNProtocols });
    assert.match(answer, ok);
  }
  const h2 = await visit(site.port, {
    ALPNProtocols: ["h2", "http/1.1"],
    request: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  });
  assert.equal(h2.alpn, "h2");
  // The server's SETTINGS frame.
  assert.equal(h2.answer.charCodeAt(3), 4);
  const prior = await visit(site.port, {
    request: Buffer.concat([
      Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
      // An empty SETTINGS frame, and a bad one, after which the server closes.
      Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
      Buffer.from([0, 0, 1, 4, 0, 0, 0, 0, 0, 0]),
    ]),
  });
  assert.equal(prior.alpn, false);
  assert.equal(prior.answer.charCodeAt(3), 4);
});

test("a listener with both kinds of URLs serves plain and secure connections", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair, servesPlain: true });
  assert.match((await visit(site.port)).answer, ok);
  const plain = connectPlain(site.port, "127.0.0.1");
  plain.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  let text = "";
  for await (const chunk of plain) text += String(chunk);
  assert.match(text, /\r\n\r\nplain$/);
});

test("a plain request on a secure port is dropped without an answer and logged", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair });
  const plain = connectPlain(site.port, "127.0.0.1");
  plain.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
  let bytes = 0;
  plain.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  plain.on("error", () => {});
  await closed(plain);
  assert.equal(bytes, 0);
  await until(() => site.lines.length > 0);
  assert.equal(site.lines[0]!.msg, "rejected connection on client endpoint");
  assert.equal(site.lines[0]!.error, "tls: first record does not look like a TLS handshake");
  assert.match(String(site.lines[0]!["remote-addr"]), /^127\.0\.0\.1:\d+$/);
});

test("a client certificate is asked for exactly where there is an authority", async (t) => {
  const { pair, caFile } = prepare(t);
  const open = await openSite(t, { files: pair });
  assert.match((await visit(open.port, { cert: client.cert, key: client.key })).answer, ok);
  assert.deepEqual(open.served, ["-"]);
  const site = await openSite(t, { files: { ...pair, trustedCaFile: caFile } });
  assert.match((await visit(site.port, { cert: client.cert, key: client.key })).answer, ok);
  assert.deepEqual(site.served, ["client"]);
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    const { answer } = await visit(site.port, { minVersion: version, maxVersion: version });
    assert.match(answer, /^ERR_SSL_.*ALERT/, version);
  }
  await until(() => site.lines.length === 2);
  for (const { error } of site.lines) {
    assert.equal(error, "tls: client didn't provide a certificate");
  }
  assert.equal(site.side.handshakes.size, 0);
});

test("client certificates that nobody vouches for, or of no use, are refused", async (t) => {
  const { pair, caFile } = prepare(t);
  const site = await openSite(t, { files: { ...pair, trustedCaFile: caFile } });
  const other = await Authority.create("other");
  const day = 86_400_000;
  const cases: readonly (readonly [Issued, string])[] = [
    [await other.issue({ commonName: "x" }), "x509: certificate signed by unknown authority"],
    [
      await authority.issue({
        commonName: "late",
        notBefore: new Date(Date.now() - 2 * day),
        notAfter: new Date(Date.now() - day),
      }),
      "x509: certificate has expired or is not yet valid",
    ],
    [
      await authority.issue({ commonName: "x", usages: ["serverAuth"] }),
      "x509: certificate specifies an incompatible key usage",
    ],
  ];
  for (const [{ cert, key }, text] of cases) {
    const before = site.lines.length;
    assert.doesNotMatch((await visit(site.port, { cert, key })).answer, ok);
    await until(() => site.lines.length > before);
    assert.equal(site.lines.at(-1)!.error, `tls: failed to verify certificate: ${text}`);
  }
  assert.deepEqual(site.served, []);
});

test("a certificate for another address is refused, with its names in the log", async (t) => {
  const { pair, caFile } = prepare(t);
  const away = await authority.issue({ commonName: "away", names: ["10.0.0.1"] });
  const named = await authority.issue({ commonName: "named", names: ["*.members.example"] });
  const resolver = {
    reverse: async (address: string) => (address === "127.0.0.1" ? ["m1.members.example."] : []),
    addresses: async () => [],
  };
  const files = { ...pair, trustedCaFile: caFile };
  const site = await openSite(t, { files, resolver });
  assert.doesNotMatch((await visit(site.port, away)).answer, ok);
  assert.match((await visit(site.port, named)).answer, ok);
  assert.deepEqual(site.served, ["named"]);
  assert.equal(site.lines.length, 1);
  assert.equal(site.lines[0]!.error, "x509: certificate is valid for 10.0.0.1, not 127.0.0.1");
  assert.deepEqual(site.lines[0]!["ip-addresses"], ["10.0.0.1"]);
  const lax = await openSite(t, { files: { ...files, skipClientSanVerification: true } });
  assert.match((await visit(lax.port, away)).answer, ok);
});

test("names that never resolve end the connection after the limit", async (t) => {
  const { pair, caFile } = prepare(t);
  const named = await authority.issue({ commonName: "named", names: ["a.example"] });
  const asked: string[] = [];
  const never = (name: string): Promise<never> => {
    asked.push(name);
    return new Promise(() => {});
  };
  const site = await openSite(t, {
    files: { ...pair, trustedCaFile: caFile },
    resolver: { reverse: never, addresses: never },
  });
  const visited = visit(site.port, named);
  await until(() => asked.length > 0);
  site.time.advance(IDENTITY_TIMEOUT_MS);
  assert.doesNotMatch((await visited).answer, ok);
  assert.equal(site.lines.at(-1)!.error, "context deadline exceeded");
  assert.deepEqual(site.served, []);
});

test("only allowed names, and no revoked certificates, are served", async (t) => {
  const { directory, pair, caFile } = prepare(t);
  const crlFile = join(directory, "crl.der");
  const revoked = await authority.issue({ commonName: "client" });
  const other = await authority.issue({ commonName: "other" });
  writeFileSync(crlFile, await authority.revoke([revoked], "der"));
  const site = await openSite(t, {
    files: { ...pair, trustedCaFile: caFile, crlFile, allowedCommonNames: ["client"] },
  });
  assert.match((await visit(site.port, client)).answer, ok);
  assert.doesNotMatch((await visit(site.port, other)).answer, ok);
  assert.doesNotMatch((await visit(site.port, revoked)).answer, ok);
  assert.deepEqual(site.served, ["client"]);
  assert.equal(site.lines[0]!.error, "client certificate authentication failed");
  assert.match(site.lines[1]!.error!, /^transport: certificate serial \w+ revoked$/);
  // Nobody is let in on the word of a list that is not there.
  renameSync(crlFile, `${crlFile}.old`);
  assert.doesNotMatch((await visit(site.port, client)).answer, ok);
  assert.match(site.lines[2]!.error!, /^open .*: no such file or directory$/);
});

test("a replaced certificate is used by the next handshake", async (t) => {
  const { directory, pair } = prepare(t);
  const site = await openSite(t, { files: pair });
  const first = await visit(site.port);
  const next = await authority.issue({ commonName: "next" });
  writePair(directory, "server", next);
  const second = await visit(site.port);
  assert.match(second.answer, ok);
  assert.notEqual(second.certificateSerial, first.certificateSerial);
  // Half of a replacement: no handshake, and no harm.
  const third = await authority.issue({ commonName: "third" });
  writeFileSync(pair.keyFile, third.key);
  assert.doesNotMatch((await visit(site.port)).answer, ok);
  await until(() => site.lines.length === 1);
  assert.equal(site.lines[0]!.error, "tls: private key does not match public key");
  writeFileSync(pair.certFile, third.cert);
  assert.match((await visit(site.port)).answer, ok);
  assert.ok(readFileSync(pair.certFile, "utf8") === third.cert);
});

test("sessions are never resumed", async (t) => {
  const { pair, caFile } = prepare(t);
  const site = await openSite(t, { files: { ...pair, trustedCaFile: caFile } });
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    const options = { ...client, minVersion: version, maxVersion: version } as const;
    let session: Buffer | undefined;
    const socket = connect({
      ...{ host: "127.0.0.1", port: site.port, rejectUnauthorized: false },
      ...options,
    });
    socket.on("session", (given: Buffer) => {
      session = given;
    });
    socket.on("secureConnect", () => {
      session ??= socket.getSession();
      socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    });
    socket.resume();
    await closed(socket);
    assert.ok(session !== undefined);
    const again = await visit(site.port, { ...options, session });
    assert.match(again.answer, ok);
    assert.equal(again.isResumed, false, version);
  }
});

test("versions below the minimum are refused", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair, protocol: { minVersion: "TLSv1.3" } });
  const { answer } = await visit(site.port, { maxVersion: "TLSv1.2" });
  assert.match(answer, /PROTOCOL_VERSION/);
  assert.match((await visit(site.port)).answer, ok);
});

test("a handshake that is not finished in time is closed, however it drips", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair });
  const slow = connectPlain(site.port, "127.0.0.1");
  slow.write(clientHello);
  await until(() => site.side.handshakes.size === 1);
  site.time.advance(HANDSHAKE_TIMEOUT_MS - 1);
  assert.equal(site.side.handshakes.size, 1);
  slow.write(Buffer.from([0x01]));
  site.time.advance(1);
  slow.on("error", () => {});
  slow.resume();
  await closed(slow);
  await until(() => site.lines.length === 1);
  assert.equal(site.lines[0]!.error, "context deadline exceeded");
  assert.equal(site.side.handshakes.size, 0);
});

test("a port that is only looked at leaves no warning", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair });
  for (const bytes of [Buffer.alloc(0), clientHello]) {
    const socket = connectPlain(site.port, "127.0.0.1");
    socket.end(bytes);
    socket.resume();
    await closed(socket);
  }
  await until(() => site.side.handshakes.size === 0);
  assert.match((await visit(site.port)).answer, ok);
  assert.deepEqual(site.lines, []);
});

test("slow handshakes of one address make room for new ones", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair });
  const slow: Socket[] = [];
  for (let i = 0; i < MAX_UNFINISHED_HANDSHAKES_PER_ADDRESS; i++) {
    const socket = connectPlain(site.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.resume();
    slow.push(socket);
  }
  t.after(() => {
    for (const socket of slow) socket.destroy();
  });
  await until(() => site.side.handshakes.size === slow.length);
  // A burst is no attack.
  assert.match((await visit(site.port)).answer, ok);
  assert.equal(site.lines.length, 0);
  site.time.advance(HANDSHAKE_GRACE_MS);
  assert.match((await visit(site.port)).answer, ok);
  await until(() => site.lines.length === 1);
  assert.equal(site.lines[0]!.error, "too many unfinished handshakes");
  assert.equal(site.side.handshakes.size, slow.length - 1);
});

test("no bytes in place of a handshake do harm", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair });
  const seed = 7;
  const random = new SeededRandom(seed);
  const attempts: Promise<void>[] = [];
  for (let i = 0; i < 60; i++) {
    const bytes = Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256)));
    if (random.below(2) === 0) clientHello.copy(bytes);
    const socket = connectPlain(site.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.resume();
    attempts.push(closed(socket));
    if (random.below(3) === 0) socket.write(bytes, () => socket.resetAndDestroy());
    else socket.end(bytes);
  }
  await Promise.all(attempts);
  await until(() => site.side.handshakes.size === 0);
  assert.match((await visit(site.port)).answer, ok, `seed ${seed}`);
});

test("close() cuts handshakes that are under way", async (t) => {
  const site = await openSite(t, { files: prepare(t).pair });
  const slow = connectPlain(site.port, "127.0.0.1");
  slow.on("error", () => {});
  slow.resume();
  await until(() => site.side.handshakes.size === 1);
  await site.listener.close();
  await closed(slow);
  assert.equal(site.side.handshakes.size, 0);
});
