/** Requests over TLS, with a certificate made by openssl; skipped where there is none. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { PeerRequestError } from "../requests-port.ts";
import { HttpPeerRequests } from "./http-peer-requests.ts";
import { realTimers, serveWith } from "./testing/loopback.ts";

const LIMITS = { timeoutMs: 5000 };

interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** A self-signed identity of 127.0.0.1, or null without openssl. */
function makeIdentity(): Identity | null {
  const directory = mkdtempSync(join(tmpdir(), "kvorum-tls-"));
  try {
    const [cert, key] = [join(directory, "cert.pem"), join(directory, "key.pem")];
    const options =
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=peer " +
      `-addext subjectAltName=IP:127.0.0.1 -out ${cert} -keyout ${key}`;
    const { status } = spawnSync("openssl", options.split(" "), { stdio: "ignore" });
    return status === 0
      ? { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") }
      : null;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const identity = makeIdentity();

test("HttpPeerRequests asks for TLS options anew for each connection and offers no ALPN", {
  skip: identity === null ? "no openssl on PATH" : false,
}, async (t) => {
  const { cert, key } = identity!;
  const protocols: unknown[] = [];
  const server = createServer(
    { cert, key, ca: cert, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ["h2"] },
    (_request, response) => response.end('{"etcdserver":"3.4.23"}'),
  );
  server.on("secureConnection", (socket: TLSSocket) => protocols.push(socket.alpnProtocol));
  await using loopback = await serveWith(server, "https");
  let options: ConnectionOptions = { ca: cert, cert, key };
  let askedCount = 0;
  const requests = new HttpPeerRequests({
    timers: realTimers,
    clusterId: () => null,
    tls: () => {
      askedCount++;
      return options;
    },
  });
  t.after(() => requests.close());
  for (let i = 0; i < 3; i++) {
    assert.equal((await requests.versions([loopback.url], LIMITS)).server, "3.4.23");
  }
  assert.deepEqual([askedCount, protocols], [1, [false]]);

  // Each of these takes a new connection, for no kept one is left.
  const refused = async (changed: ConnectionOptions): Promise<void> => {
    server.closeAllConnections();
    options = changed;
    await assert.rejects(requests.promote([loopback.url], 1n, LIMITS), PeerRequestError);
  };
  await refused({ ca: cert });
  await refused({ cert, key });
  assert.equal(askedCount, 3);
});

test("HttpPeerRequests rejects when the TLS options cannot be had", async (t) => {
  const requests = new HttpPeerRequests({
    timers: realTimers,
    clusterId: () => null,
    tls: () => {
      throw new Error("open cert.pem: no such file");
    },
  });
  t.after(() => requests.close());
  await assert.rejects(
    requests.versions(["https://127.0.0.1:1"], LIMITS),
    (error) => error instanceof PeerRequestError && /no such file/.test(error.message),
  );
});
