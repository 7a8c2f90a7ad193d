import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import {
  checkAddressByName,
  checkAllowedNames,
  checkRevocation,
  fitsAddress,
  type IdentityRules,
  type NameResolver,
  type PresentedCertificate,
  plainAddress,
  presented,
} from "./client-identity.ts";
import { RevocationList } from "./revocation-list.ts";
import { Authority, type IssueOptions } from "./testing/authority.ts";

let authority: Authority;

before(async () => {
  authority = await Authority.create();
});

async function client(options: Partial<IssueOptions>): Promise<PresentedCertificate> {
  const { cert } = await authority.issue({ commonName: "member", ...options });
  return presented(new X509Certificate(cert));
}

function resolver(
  reverse: { readonly [address: string]: readonly string[] },
  addresses: { readonly [name: string]: readonly string[] } = {},
): NameResolver {
  const lookUp = async (
    table: { readonly [key: string]: readonly string[] },
    key: string,
  ): Promise<readonly string[]> => {
    if (table[key] === undefined) throw new Error(`lookup ${key}: no such host`);
    return table[key];
  };
  return {
    reverse: (address) => lookUp(reverse, address),
    addresses: (name) => lookUp(addresses, name),
  };
}

const noRules: IdentityRules = {
  allowedCommonNames: [],
  allowedHostnames: [],
  skipsAddress: false,
  revoked: null,
};

test("fitsAddress() takes a certificate without names from anywhere", async () => {
  assert.equal(fitsAddress(await client({}), "10.0.0.9"), true);
});

test("fitsAddress() takes an address that the certificate names, and no other", async () => {
  const one = await client({ names: ["10.0.0.1", "fd00::1"] });
  assert.equal(fitsAddress(one, "10.0.0.1"), true);
  assert.equal(fitsAddress(one, "fd00::1"), true);
  assert.throws(() => fitsAddress(one, "10.0.0.2"), {
    name: "IdentityRefused",
    message: /^x509: certificate is valid for 10\.0\.0\.1, .*, not 10\.0\.0\.2$/,
  });
});

test("checkAddressByName() takes a name that the address has", async () => {
  const named = await client({ names: ["a.example", "10.0.0.1"] });
  assert.equal(fitsAddress(named, "10.0.0.2"), null);
  await checkAddressByName(named, "10.0.0.2", resolver({ "10.0.0.2": ["A.example."] }));
});

test("checkAddressByName() lets a wildcard stand for any number of labels", async () => {
  const wild = await client({ names: ["*.svc.example"] });
  await checkAddressByName(wild, "10.0.0.2", resolver({ "10.0.0.2": ["a.b.svc.example"] }));
  await assert.rejects(
    checkAddressByName(wild, "10.0.0.2", resolver({ "10.0.0.2": ["svc.example", "asvc.example"] })),
    { message: 'tls: "10.0.0.2" does not match any of DNSNames ["*.svc.example"]' },
  );
});

test("checkAddressByName() takes a name that resolves to the address", async () => {
  const named = await client({ names: ["a.example", "b.example"] });
  const addresses = { "b.example": ["10.0.0.7", "10.0.0.2"] };
  await checkAddressByName(named, "10.0.0.2", resolver({}, addresses));
  await assert.rejects(checkAddressByName(named, "10.0.0.3", resolver({}, addresses)), {
    message:
      'tls: "10.0.0.3" does not match any of DNSNames ["a.example" "b.example"] ' +
      "(lookup 10.0.0.3: no such host, lookup a.example: no such host)",
  });
});

test("checkAllowedNames() compares the common name whole", async () => {
  const member = await client({ commonName: "member" });
  const allow = (...allowedCommonNames: string[]): void =>
    checkAllowedNames(member, { ...noRules, allowedCommonNames });
  allow("other", "member");
  assert.throws(() => allow("membe"), { message: "client certificate authentication failed" });
  checkAllowedNames(member, noRules);
});

test("checkAllowedNames() compares host names with the alternative names only", async () => {
  const member = await client({ commonName: "cn.example", names: ["*.a.example", "10.0.0.1"] });
  const allow = (...allowedHostnames: string[]): void =>
    checkAllowedNames(member, { ...noRules, allowedHostnames });
  allow("x.a.example");
  allow("10.0.0.1");
  for (const refused of ["a.example", "x.y.a.example", "cn.example", "10.0.0.2"]) {
    assert.throws(() => allow(refused), { name: "IdentityRefused" }, refused);
  }
});

test("RevocationList reads both formats, again when the file changes", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "kvorum-tls-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, "crl");
  const [good, bad] = [
    await authority.issue({ commonName: "good" }),
    await authority.issue({ commonName: "bad" }),
  ];
  const list = await RevocationList.open(path);
  assert.throws(() => list.isRevoked("01"), { message: `open ${path}: no such file or directory` });
  for (const format of ["der", "pem"] as const) {
    writeFileSync(path, await authority.revoke([bad], format));
    const serial = new X509Certificate(bad.cert).serialNumber;
    assert.throws(() => checkRevocation(["0a", serial], list), {
      message: `transport: certificate serial ${serial.toLowerCase()} revoked`,
    });
    checkRevocation([new X509Certificate(good.cert).serialNumber], list);
  }
  writeFileSync(path, await authority.revoke([], "der"));
  checkRevocation([new X509Certificate(bad.cert).serialNumber], list);
  writeFileSync(path, "nonsense");
  assert.throws(() => list.isRevoked("01"), { name: "TlsFileError", message: /malformed crl/ });
});

test("plainAddress() shows IPv4 in IPv6 as IPv4 and drops the zone", () => {
  assert.equal(plainAddress("::ffff:10.0.0.1"), "10.0.0.1");
  assert.equal(plainAddress("fe80::1%eth0"), "fe80::1");
  assert.equal(plainAddress("10.0.0.1"), "10.0.0.1");
});
