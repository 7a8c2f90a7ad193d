/** Members that speak TLS with each other, both ends with a certificate. */

import assert from "node:assert/strict";
import { createServer } from "node:https";
import { type TestContext, test } from "node:test";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { raftpb } from "@kvorum/proto";
import { CERTIFICATE, KEY } from "../testing/identity.ts";
import { startMember } from "../testing/scripted-peer.ts";
import { raftMessage, TestMember } from "../testing/test-member.ts";

const A = 0xa1n;
const B = 0xb2n;
const { MsgApp, MsgSnap } = raftpb.MessageType;

const MUTUAL = { ca: CERTIFICATE, cert: CERTIFICATE, key: KEY };

async function tlsMember(
  t: TestContext,
  id: bigint,
  tls: (() => ConnectionOptions) | null,
): Promise<{ member: TestMember; protocols: unknown[] }> {
  const protocols: unknown[] = [];
  const member = await startMember(t, {
    id,
    tls,
    scheme: "https",
    createServer: (listener) => {
      const options = { ...MUTUAL, requestCert: true, rejectUnauthorized: true };
      const server = createServer(options, listener);
      server.on("secureConnection", (socket: TLSSocket) => protocols.push(socket.alpnProtocol));
      return server;
    },
  });
  return { member, protocols };
}

test("HttpTransport speaks TLS with options asked for anew for each connection", async (t) => {
  let askedCount = 0;
  const tls = () => {
    askedCount++;
    return MUTUAL;
  };
  const { member: a, protocols } = await tlsMember(t, A, tls);
  const { member: b } = await tlsMember(t, B, () => MUTUAL);
  TestMember.connect(a, b);
  for (const one of [a, b]) {
    await one.until("all streams are up", () => one.streams.in === 2 && one.streams.out === 2);
  }
  assert.equal(askedCount, 2);
  assert.deepEqual(protocols, [false, false], "no ALPN is offered");

  const entries = [{ Term: 1, Index: 1, Type: 0, Data: Buffer.alloc(1_500_000, 3) }];
  a.transport.send([raftMessage({ type: MsgApp, from: A, to: B, term: 1, entries })]);
  await b.until("it has come", () => b.receiver.messages.length === 1);
  assert.equal(b.receiver.messages[0]!.entries[0]!.Data!.length, 1_500_000);

  const database = Buffer.alloc(2_000_000, 4);
  const metadata = { confState: null, index: 5, term: 1 };
  a.transport.sendSnapshot(
    raftMessage({ type: MsgSnap, from: A, to: B, snapshot: { data: null, metadata } }),
    {
      sizeBytes: database.length,
      read: (offset, length) => database.subarray(offset, offset + length),
      close: () => {},
    },
  );
  await a.until("it was taken", () => a.receiver.snapshotReports.length === 1);
  assert.ok(b.receiver.sinks[0]!.bytes.equals(database));
  assert.equal(askedCount, 3);
});

test("HttpTransport keeps trying while certificates are missing, unreadable or refused", async (t) => {
  const { member: b } = await tlsMember(t, B, () => MUTUAL);
  b.transport.addPeer(A, ["https://127.0.0.1:1"]);
  const cases: readonly (readonly [(() => ConnectionOptions) | null, RegExp])[] = [
    [null, /no TLS is configured for peers/],
    [
      () => {
        throw new Error("open peer.pem: no such file");
      },
      /open peer\.pem: no such file/,
    ],
    [() => ({ cert: CERTIFICATE, key: KEY }), /self-signed certificate/],
    [() => ({ ca: CERTIFICATE }), /alert|ECONNRESET|EOF|EPIPE/],
  ];
  for (const [tls, reason] of cases) {
    const a = await startMember(t, { id: A, tls });
    a.transport.addPeer(B, [b.url]);
    await a.until(String(reason), () => a.logger.lines.some((line) => reason.test(line)));
    await a.until("it tries again", () => a.logger.count("deactivated") >= 3);
    assert.equal(a.transport.activeSinceMs(B), null);
    await a.transport.stop();
  }
});
