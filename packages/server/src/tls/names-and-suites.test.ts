import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAlternativeNames } from "./alternative-names.ts";
import { chooseCipherSuites, isCipherSuite } from "./cipher-suites.ts";
import { handshakeErrorText } from "./rejection.ts";

test("chooseCipherSuites() offers Go's defaults when nothing is asked for", () => {
  const { ciphers, missing, isTls13Only } = chooseCipherSuites([]);
  const names = ciphers.split(":");
  assert.equal(names[0], "TLS_AES_128_GCM_SHA256");
  assert.ok(names.includes("ECDHE-RSA-AES256-GCM-SHA384"));
  assert.ok(names.includes("ECDHE-ECDSA-AES256-SHA"));
  // Without forward secrecy.
  assert.ok(!names.includes("AES128-SHA"));
  assert.deepEqual(missing, []);
  assert.equal(isTls13Only, false);
});

test("chooseCipherSuites() maps Go's names and keeps the suites of TLS 1.3", () => {
  const { ciphers } = chooseCipherSuites([
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
  ]);
  assert.equal(
    ciphers,
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:" +
      "ECDHE-RSA-CHACHA20-POLY1305:AES128-SHA",
  );
});

test("chooseCipherSuites() names suites that the build has no more", () => {
  const available = ["aes128-sha"];
  const both = ["TLS_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"];
  assert.deepEqual(chooseCipherSuites(both, available).missing, ["TLS_RSA_WITH_RC4_128_SHA"]);
  assert.equal(chooseCipherSuites(both, available).isTls13Only, false);
  assert.equal(chooseCipherSuites(["TLS_RSA_WITH_RC4_128_SHA"], available).isTls13Only, true);
});

test("isCipherSuite() knows Go's names only", () => {
  assert.ok(isCipherSuite("TLS_AES_128_GCM_SHA256"));
  assert.ok(isCipherSuite("TLS_RSA_WITH_RC4_128_SHA"));
  assert.ok(!isCipherSuite("ECDHE-RSA-AES128-GCM-SHA256"));
  assert.ok(!isCipherSuite("toString"));
});

test("parseAlternativeNames() reads what Node prints", () => {
  assert.deepEqual(
    parseAlternativeNames(
      "DNS:a.example, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1, URI:http://x/y, DNS:*.b",
    ),
    { dnsNames: ["a.example", "*.b"], ipAddresses: ["10.0.0.1", "0:0:0:0:0:0:0:1"] },
  );
  assert.deepEqual(parseAlternativeNames(undefined), { dnsNames: [], ipAddresses: [] });
});

test("parseAlternativeNames() takes a name with a comma as one name", () => {
  assert.deepEqual(parseAlternativeNames('DNS:"a, DNS:b.example", DNS:c').dnsNames, [
    "a, DNS:b.example",
    "c",
  ]);
  assert.throws(() => parseAlternativeNames('DNS:a"b, DNS:c'));
  assert.throws(() => parseAlternativeNames("no colon"));
});

test("handshakeErrorText() words failures as Go does", () => {
  const withCode = (code: string): Error => Object.assign(new Error("x"), { code });
  assert.equal(
    handshakeErrorText(withCode("ERR_SSL_HTTP_REQUEST"), null),
    "tls: first record does not look like a TLS handshake",
  );
  assert.equal(handshakeErrorText(withCode("ECONNRESET"), null), "EOF");
  assert.equal(
    handshakeErrorText(withCode("ECONNRESET"), "SELF_SIGNED_CERT_IN_CHAIN"),
    "tls: failed to verify certificate: x509: certificate signed by unknown authority",
  );
  const unknown = Object.assign(withCode("ERR_SSL_ODD"), { reason: "odd thing" });
  assert.equal(handshakeErrorText(unknown, null), "tls: odd thing");
});
