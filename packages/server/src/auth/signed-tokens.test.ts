import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { test } from "node:test";
import { etcdserverpb } from "@kvorum/proto";
import { AuthField } from "@kvorum/store";
import { ServedMemberAlone } from "../testing/served-member-alone.ts";
import { signedTokenOptions, TokenOptionsError } from "./signed-token-options.ts";
import { noTokens, SignedTokens } from "./signed-tokens.ts";

type Pair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const curve = (namedCurve: string): Pair => generateKeyPairSync("ec", { namedCurve });
const ed25519 = generateKeyPairSync("ed25519");

const pairs: readonly (readonly [algorithm: string, pair: Pair])[] = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"].map((name) => [name, rsa] as const),
  ["ES256", curve("prime256v1")],
  ["ES384", curve("secp384r1")],
  ["ES512", curve("secp521r1")],
  ["EdDSA", ed25519],
];

const pem = (key: KeyObject): Uint8Array =>
  Buffer.from(key.export({ format: "pem", type: key.type === "private" ? "pkcs8" : "spki" }));

/** From the flag's text, with files of these names. */
function tokensOf(
  flag: string,
  files: Readonly<Record<string, Uint8Array>>,
  clock: { wallMs: number } = { wallMs: 1_000_000 },
): SignedTokens {
  const options = signedTokenOptions(flag, (path) => {
    const file = files[path];
    if (file === undefined) throw new Error(`no file ${path}`);
    return file;
  });
  assert.ok(options !== null);
  return new SignedTokens({ ...options, wallMs: () => clock.wallMs });
}

const invalid = { code: "InvalidAuthToken" };

test("a token of each algorithm names its user, at a member that can only verify too", () => {
  for (const [algorithm, { privateKey, publicKey }] of pairs) {
    const files = { private: pem(privateKey), public: pem(publicKey) };
    const issuer = tokensOf(`jwt,sign-method=${algorithm},priv-key=private`, files);
    const verifier = tokensOf(`jwt,pub-key=public,sign-method=${algorithm}`, files);
    const token = issuer.issue("röt", 7);
    for (const tokens of [issuer, verifier]) {
      assert.deepEqual(tokens.callerOf(token), { username: "röt", authRevision: 7 }, algorithm);
    }
    assert.throws(() => verifier.issue("ann", 7), { code: "VerifyOnlyKey" });
    const [head, body, sealed] = token.split(".") as [string, string, string];
    const claims = Buffer.from(JSON.stringify({ username: "root", revision: 7, exp: 9e9 }));
    assert.throws(
      () => issuer.callerOf(`${head}.${claims.toString("base64url")}.${sealed}`),
      invalid,
    );
    const flipped = sealed.startsWith("A") ? `B${sealed.slice(1)}` : `A${sealed.slice(1)}`;
    assert.throws(() => issuer.callerOf(`${head}.${body}.${flipped}`), invalid);
    assert.throws(() => issuer.callerOf(`${head}.${body}.`), invalid);
  }
});

test("the header chooses nothing: another algorithm, none, or the public key as a secret", () => {
  const files = { private: pem(rsa.privateKey), public: pem(rsa.publicKey) };
  const tokens = tokensOf("jwt,sign-method=RS256,priv-key=private,pub-key=public", files);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = part({ username: "root", revision: 1, exp: 9e9 });
  const secret = pem(rsa.publicKey);
  for (const alg of ["HS256", "RS256"]) {
    const text = `${part({ alg, typ: "JWT" })}.${claims}`;
    const sealed = createHmac("sha256", secret).update(text).digest("base64url");
    assert.throws(() => tokens.callerOf(`${text}.${sealed}`), invalid);
  }
  assert.throws(() => tokens.callerOf(`${part({ alg: "none" })}.${claims}.`), invalid);
  assert.throws(() => tokens.callerOf(`${part({ alg: "none" })}.${claims}.AA`), invalid);
  const other = tokensOf("jwt,sign-method=RS512,priv-key=private", files).issue("root", 1);
  assert.throws(() => tokens.callerOf(other), invalid);
  const strangers = {
    private: pem(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
  };
  const forged = tokensOf("jwt,sign-method=RS256,priv-key=private", strangers).issue("root", 1);
  assert.throws(() => tokens.callerOf(forged), invalid);
});

test("what is no token is refused, and nothing else is thrown", () => {
  const tokens = tokensOf("jwt,sign-method=HS256,priv-key=s", { s: Buffer.from("secret") });
  const sealed = (head: string, body: string): string => {
    const text = `${Buffer.from(head).toString("base64url")}.${Buffer.from(body).toString("base64url")}`;
    return `${text}.${createHmac("sha256", "secret").update(text).digest("base64url")}`;
  };
  const head = '{"alg":"HS256"}';
  assert.deepEqual(tokens.callerOf(sealed(head, '{"username":"u","revision":3}')), {
    username: "u",
    authRevision: 3,
  });
  const bad = [
    "",
    ".",
    "..",
    "a.b.c",
    "AFpHXMNxQHDpbzJC.30",
    "é.é.é",
    sealed(head, "no json"),
    sealed(head, "[]"),
    sealed(head, "null"),
    sealed(head, '{"username":"u"}'),
    sealed(head, '{"username":1,"revision":3}'),
    sealed(head, '{"username":"u","revision":"3"}'),
    sealed(head, '{"username":"u","revision":1.5}'),
    sealed(head, '{"username":"u","revision":3,"exp":"never"}'),
    sealed(head, '{"username":"u","revision":3,"nbf":9e9}'),
    sealed('{"alg":"HS256","crit":["b64"]}', '{"username":"u","revision":3}'),
    sealed('{"alg":"hs256"}', '{"username":"u","revision":3}'),
    sealed("[]", '{"username":"u","revision":3}'),
    `${sealed(head, '{"username":"u","revision":3}')}=`,
  ];
  for (const token of bad) assert.throws(() => tokens.callerOf(token), invalid, token);
});

test("a token ends when it says, and using it does not renew it", () => {
  const clock = { wallMs: 1_000_000 };
  const secret = { s: Buffer.from("secret") };
  const tokens = tokensOf("jwt,sign-method=HS512,priv-key=s,ttl=10s", secret, clock);
  const token = tokens.issue("ann", 1);
  clock.wallMs += 9_999;
  tokens.callerOf(token);
  clock.wallMs += 1;
  assert.throws(() => tokens.callerOf(token), invalid);
  const usual = tokensOf("jwt,sign-method=HS512,priv-key=s", secret, clock);
  const five = usual.issue("ann", 1);
  clock.wallMs += 299_000;
  usual.callerOf(five);
  clock.wallMs += 1_000;
  assert.throws(() => usual.callerOf(five), invalid);
});

test("options that do not fit are refused", () => {
  const files = {
    rsa: pem(rsa.privateKey),
    p256: pem(curve("prime256v1").privateKey),
    ed: pem(ed25519.privateKey),
    empty: new Uint8Array(0),
    text: Buffer.from("no key"),
  };
  for (const flag of [
    "jwt,sign-method=RS256,priv-key=missing",
    "jwt,sign-method=RS256,priv-key=text",
    "jwt,sign-method=RS256,priv-key=p256",
    "jwt,sign-method=RS256,pub-key=text,priv-key=rsa",
    "jwt,sign-method=ES384,priv-key=p256",
    "jwt,sign-method=EdDSA,priv-key=rsa",
    "jwt,sign-method=RS256,priv-key=ed",
    "jwt,sign-method=HS256,priv-key=empty",
    "jwt,sign-method=HS256,pub-key=text",
    "jwt,sign-method=RS256,priv-key=rsa,ttl=soon",
    "jwt,sign-method=RS256,priv-key=rsa,ttl=-1m",
    "jwt,sign-method=RS256,priv-key=rsa,ttl=0s",
  ]) {
    assert.throws(() => tokensOf(flag, files), TokenOptionsError, flag);
  }
  assert.equal(
    signedTokenOptions("simple", () => files.text),
    null,
  );
  assert.equal(
    signedTokenOptions("", () => files.text),
    null,
  );
});

test("a member with signed tokens gives them out, takes no others, and finds old ones stale", async () => {
  const signedTokens = tokensOf("jwt,sign-method=HS256,priv-key=s", { s: Buffer.from("secret") });
  const member = new ServedMemberAlone({ tokens: signedTokens });
  const { auth } = member.store;
  const apply = (field: number, request: Uint8Array): void =>
    assert.equal(member.apply(field, request, auth.rootCaller).error, null);
  const hashedPassword = Buffer.from("hash(pw)").toString("base64");
  apply(
    AuthField.USER_ADD,
    etcdserverpb.encodeAuthUserAddRequest({ name: "root", hashedPassword }),
  );
  apply(
    AuthField.USER_GRANT_ROLE,
    etcdserverpb.encodeAuthUserGrantRoleRequest({ user: "root", role: "root" }),
  );
  apply(AuthField.ENABLE, new Uint8Array(0));
  const login = etcdserverpb.encodeAuthenticateRequest({ name: "root", password: "pw" });
  const logIn = async (): Promise<string> => {
    const { messages } = await member.call("/etcdserverpb.Auth/Authenticate", login);
    return etcdserverpb.decodeAuthenticateResponse(messages[0]!).token;
  };
  const token = await logIn();
  assert.equal(token.split(".").length, 3);
  const put = etcdserverpb.encodePutRequest({ key: new Uint8Array([107]) });
  const textOf = async (path: string, by: string): Promise<string> =>
    (await member.call(path, put, { metadata: { token: by } })).errorText;
  assert.equal(await textOf("/etcdserverpb.KV/Put", token), "");
  // The log has assigned a simple token, which counts for nothing here.
  const simple = `tokena.${member.store.appliedIndex - 2}`;
  assert.ok(auth.tokens.isKnown(simple));
  assert.equal(await textOf("/etcdserverpb.KV/Put", simple), "etcdserver: invalid auth token");
  apply(AuthField.ROLE_ADD, etcdserverpb.encodeAuthRoleAddRequest({ name: "r" }));
  for (const path of ["/etcdserverpb.KV/Put", "/etcdserverpb.KV/Range"]) {
    assert.equal(await textOf(path, token), "etcdserver: revision of auth store is old");
    assert.equal(await textOf(path, await logIn()), "");
  }
});

test("with no provider nobody logs in and no token is valid", async () => {
  const member = new ServedMemberAlone({ tokens: noTokens });
  const { auth } = member.store;
  const apply = (field: number, request: Uint8Array): void =>
    assert.equal(member.apply(field, request, auth.rootCaller).error, null);
  const hashedPassword = Buffer.from("hash(pw)").toString("base64");
  apply(
    AuthField.USER_ADD,
    etcdserverpb.encodeAuthUserAddRequest({ name: "root", hashedPassword }),
  );
  apply(
    AuthField.USER_GRANT_ROLE,
    etcdserverpb.encodeAuthUserGrantRoleRequest({ user: "root", role: "root" }),
  );
  apply(AuthField.ENABLE, new Uint8Array(0));
  const login = etcdserverpb.encodeAuthenticateRequest({ name: "root", password: "pw" });
  const answer = await member.call("/etcdserverpb.Auth/Authenticate", login);
  assert.match(answer.errorText, /authentication failed/);
  const metadata = { token: `tokena.${member.store.appliedIndex - 1}` };
  const put = etcdserverpb.encodePutRequest({ key: new Uint8Array([107]) });
  const record = await member.call("/etcdserverpb.KV/Put", put, { metadata });
  assert.equal(record.errorText, "etcdserver: invalid auth token");
});
