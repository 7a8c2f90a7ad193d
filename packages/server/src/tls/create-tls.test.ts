import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, type TestContext, test } from "node:test";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import type { TlsFiles } from "../config/server-config.ts";
import { testConfig } from "../testing/test-server.ts";
import { createTls, type MemberTls } from "./create-tls.ts";
import { Authority, type Issued, isAuthority } from "./testing/authority.ts";
import {
  HandTime,
  type LogLine,
  openSite,
  recordingLogger,
  temporaryDirectory,
  visit,
  writePair,
} from "./testing/tls-site.ts";

let authority: Authority;
let pairOf: Issued;

before(async () => {
  authority = await Authority.create();
  pairOf = await authority.issue({ commonName: "member", names: ["localhost", "127.0.0.1"] });
});

interface Made {
  readonly tls: MemberTls;
  readonly lines: LogLine[];
  readonly messages: string[];
}

async function make(dataDir: string, ...flags: string[]): Promise<Made> {
  const { logger, lines } = recordingLogger();
  const time = new HandTime();
  const ports = { clock: time.clock, timers: time };
  const tls = await createTls(testConfig({ dataDir, flags }), logger, ports);
  return { tls, lines, messages: lines.map(({ msg }) => msg) };
}

const secure = ["--listen-client-urls=https://127.0.0.1:0", "--listen-peer-urls=https://[::1]:0"];
const advertised = [
  "--advertise-client-urls=https://127.0.0.1:0",
  "--initial-advertise-peer-urls=http://127.0.0.1:1",
  "--initial-cluster=default=http://127.0.0.1:1",
];

function files(t: TestContext): { directory: string; pair: string[]; ca: string; peer: string[] } {
  const directory = temporaryDirectory(t);
  const { certFile, keyFile } = writePair(directory, "member", pairOf);
  const ca = join(directory, "ca.pem");
  writeFileSync(ca, authority.cert);
  return {
    directory,
    ca,
    pair: [`--cert-file=${certFile}`, `--key-file=${keyFile}`],
    peer: [`--peer-cert-file=${certFile}`, `--peer-key-file=${keyFile}`],
  };
}

test("createTls() gives no server sides where no URL is secure, and can still dial", async (t) => {
  const { tls, lines } = await make(temporaryDirectory(t));
  assert.equal(tls.client, null);
  assert.equal(tls.peer, null);
  assert.deepEqual(lines, []);
  assert.equal(tls.dialPeer().rejectUnauthorized, true);
});

test("createTls() leaves alone what plain URLs do not use", async (t) => {
  const { tls } = await make(temporaryDirectory(t), "--cert-file=x", "--trusted-ca-file=y");
  assert.equal(tls.client, null);
});

test("createTls() describes the files as etcd does", async (t) => {
  const { directory, pair, peer, ca } = files(t);
  const { tls, lines } = await make(
    join(directory, "data"),
    ...[...secure, ...advertised, ...pair, ...peer, `--trusted-ca-file=${ca}`],
  );
  assert.equal(tls.client?.requiresCertificate, true);
  assert.equal(tls.peer?.requiresCertificate, false);
  assert.equal(lines[0]!.msg, "starting with peer TLS");
  assert.equal(lines[1]!.msg, "starting with client TLS");
  assert.equal(
    lines[1]!["tls-info"],
    `cert = ${directory}/member.pem, key = ${directory}/member.key, client-cert=, client-key=, ` +
      `trusted-ca = ${ca}, client-cert-auth = false, crl-file = `,
  );
});

test("createTls() makes certificates of its own once, as etcd makes them", async (t) => {
  const dataDir = join(temporaryDirectory(t), "data");
  const flags = [...secure, ...advertised, "--auto-tls", "--peer-auto-tls"];
  const first = await make(dataDir, ...flags, "--self-signed-cert-validity=2");
  assert.deepEqual(first.messages, [
    ...["automatically generate certificates", "created cert file", "created key file"],
    "starting with peer TLS",
    ...["automatically generate certificates", "created cert file", "created key file"],
    "starting with client TLS",
  ]);
  const fixtures = join(dataDir, "fixtures");
  assert.equal(statSync(fixtures).mode & 0o777, 0o700);
  assert.equal(statSync(join(fixtures, "peer", "cert.pem")).mode & 0o777, 0o644);
  assert.equal(statSync(join(fixtures, "peer", "key.pem")).mode & 0o777, 0o600);
  const pem = String(first.tls.peer!.context().cert);
  const peer = new X509Certificate(pem);
  assert.equal(peer.subject, "O=etcd");
  assert.equal(peer.subjectAltName, "IP Address:0:0:0:0:0:0:0:1");
  assert.equal(isAuthority(pem), true);
  assert.deepEqual(peer.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
  assert.equal(peer.publicKey.asymmetricKeyDetails?.namedCurve, "secp521r1");
  const days = (Date.parse(peer.validTo) - Date.parse(peer.validFrom)) / 86_400_000;
  assert.equal(days, 730);
  assert.match(String(first.tls.peer!.context().key), /^-----BEGIN EC PRIVATE KEY-----/);
  const second = await make(dataDir, ...flags);
  assert.deepEqual(second.messages, ["starting with peer TLS", "starting with client TLS"]);
  assert.equal(String(second.tls.peer!.context().cert), pem);
});

test("createTls() prefers given certificates to its own, with a warning", async (t) => {
  const { directory, pair } = files(t);
  const dataDir = join(directory, "data");
  const { messages } = await make(dataDir, ...secure.slice(0, 1), ...pair, "--auto-tls");
  assert.deepEqual(messages, [
    "ignoring client auto TLS since certs given",
    "starting with client TLS",
  ]);
  assert.equal(existsSync(join(dataDir, "fixtures")), false);
});

test("createTls() refuses files that do not fit, in etcd's words", async (t) => {
  const { directory, pair, peer, ca } = files(t);
  const other = await authority.issue({ commonName: "other" });
  const { keyFile } = writePair(directory, "other", other);
  writeFileSync(join(directory, "empty"), "");
  writeFileSync(
    join(directory, "odd"),
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
  );
  const missing = join(directory, "missing");
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "listener failed",
      `open ${missing}: no such file or directory`,
      [`--cert-file=${missing}`, `--key-file=${missing}`],
    ],
    [
      "discovery failed",
      `open ${missing}: no such file or directory`,
      [...pair, `--peer-cert-file=${missing}`, `--peer-key-file=${missing}`, secure[1]!],
    ],
    [
      "discovery failed",
      `KeyFile and CertFile must both be present[key: , cert: x]`,
      ["--peer-cert-file=x", secure[1]!, ...pair],
    ],
    [
      "listener failed",
      `KeyFile and CertFile must both be present[key: , cert: x]`,
      ["--cert-file=x"],
    ],
    [
      "discovery failed",
      "AllowedCNs and AllowedHostnames are mutually exclusive (cns=[a b], hostnames=[c])",
      [...pair, ...peer, "--peer-cert-allowed-cn=a,b", "--peer-cert-allowed-hostname=c"],
    ],
    [
      "listener failed",
      "tls: private key does not match public key",
      [pair[0]!, `--key-file=${keyFile}`],
    ],
    [
      "listener failed",
      "tls: failed to find any PEM data in certificate input",
      [`--cert-file=${directory}/empty`, pair[1]!],
    ],
    ["listener failed", "x509: malformed certificate", [`--cert-file=${directory}/odd`, pair[1]!]],
    [
      "listener failed",
      `no certificate in ${directory}/empty`,
      [...pair, `--trusted-ca-file=${directory}/empty`],
    ],
    [
      "listener failed",
      `x509: malformed certificate in ${directory}/odd`,
      [...pair, `--trusted-ca-file=${directory}/odd`],
    ],
    [
      "discovery failed",
      "no cipher suite for TLS1.2 is available: TLS_RSA_WITH_RC4_128_SHA",
      [...pair, `--cipher-suites=TLS_RSA_WITH_RC4_128_SHA`, "--tls-max-version=TLS1.2"],
    ],
  ];
  assert.ok(existsSync(ca));
  for (const [logMessage, message, flags] of cases) {
    await assert.rejects(
      make(join(directory, "data"), secure[0]!, ...advertised, ...flags),
      { name: "TlsRefused", logMessage, message },
      flags.join(" "),
    );
  }
});

// Outgoing connections -------------------------------------------------------------------------

/** One connection with the options of a dialler: `ok`, or the code of what went wrong. */
function dial(port: number, options: ConnectionOptions, servername?: string): Promise<string> {
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({
      ...{ host: "127.0.0.1", port },
      ...(servername === undefined ? {} : { servername }),
      ...options,
    });
    const end = (outcome: string): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on("secureConnect", () => {
      if (socket.alpnProtocol !== false) end("ALPN was offered");
      else socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    });
    socket.on("data", () => end("ok"));
    socket.on("error", (error: Error & { code?: string }) => end(error.code ?? error.message));
    socket.on("close", () => end("closed"));
  });
}

test("dialPeer() shows the certificate and verifies the peer's, each time as files are", async (t) => {
  const { directory, peer, ca } = files(t);
  const site = await openSite(t, {
    files: {
      certFile: join(directory, "member.pem"),
      keyFile: join(directory, "member.key"),
      trustedCaFile: ca,
    },
  });
  const { tls } = await make(directory, ...peer, `--peer-trusted-ca-file=${ca}`);
  assert.equal(await dial(site.port, tls.dialPeer()), "ok");
  assert.equal(tls.dialPeer().secureContext, tls.dialPeer().secureContext);
  assert.equal(await dial(site.port, tls.dialPeer(), "elsewhere"), "ERR_TLS_CERT_ALTNAME_INVALID");
  writePair(directory, "member", await authority.issue({ commonName: "renewed" }));
  assert.equal(await dial(site.port, tls.dialPeer(), "localhost"), "ERR_TLS_CERT_ALTNAME_INVALID");
  writePair(directory, "member", pairOf);
  assert.equal(await dial(site.port, tls.dialPeer()), "ok");
  assert.deepEqual(site.served, ["member", "member"]);
  const stranger = await make(directory);
  assert.equal(await dial(site.port, stranger.tls.dialPeer()), "SELF_SIGNED_CERT_IN_CHAIN");
  writeFileSync(join(directory, "member.key"), "");
  assert.throws(() => tls.dialPeer(), { name: "TlsFileError" });
});

test("dialPeer() shows the separate client pair", async (t) => {
  const { directory, peer, ca } = files(t);
  const site = await openSite(t, {
    files: {
      ...{ certFile: join(directory, "member.pem"), keyFile: join(directory, "member.key") },
      trustedCaFile: ca,
    },
  });
  const client = writePair(directory, "client", await authority.issue({ commonName: "outgoing" }));
  const { tls } = await make(
    directory,
    ...[...peer, `--peer-trusted-ca-file=${ca}`],
    ...[`--peer-client-cert-file=${client.certFile}`, `--peer-client-key-file=${client.keyFile}`],
  );
  assert.equal(await dial(site.port, tls.dialPeer()), "ok");
  assert.deepEqual(site.served, ["outgoing"]);
});

test("dialPeer() does not verify anybody with auto-TLS", async (t) => {
  const { directory } = files(t);
  const pair: Partial<TlsFiles> = {
    certFile: join(directory, "member.pem"),
    keyFile: join(directory, "member.key"),
  };
  const site = await openSite(t, { files: pair });
  const { tls } = await make(join(directory, "data"), "--peer-auto-tls");
  assert.equal(await dial(site.port, tls.dialPeer(), "elsewhere"), "ok");
  assert.match((await visit(site.port)).answer, /secure$/);
});
