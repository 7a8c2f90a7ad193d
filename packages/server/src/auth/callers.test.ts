import assert from "node:assert/strict";
import { test } from "node:test";
import { etcdserverpb } from "@kvorum/proto";
import { AuthField } from "@kvorum/store";
import { ServedMemberAlone } from "../testing/served-member-alone.ts";

const hashedPassword = Buffer.from("hash(pw)").toString("base64");

function memberWithRoot(): ServedMemberAlone {
  const member = new ServedMemberAlone();
  const apply = (field: number, request: Uint8Array): void =>
    assert.equal(member.apply(field, request, member.store.auth.rootCaller).error, null);
  apply(
    AuthField.USER_ADD,
    etcdserverpb.encodeAuthUserAddRequest({ name: "root", hashedPassword }),
  );
  const grant = { user: "root", role: "root" };
  apply(AuthField.USER_GRANT_ROLE, etcdserverpb.encodeAuthUserGrantRoleRequest(grant));
  apply(AuthField.ENABLE, new Uint8Array(0));
  return member;
}

const put = etcdserverpb.encodePutRequest({ key: new Uint8Array([107]) });
const login = etcdserverpb.encodeAuthenticateRequest({ name: "root", password: "pw" });

test("a call whose token rests on an entry of the future waits for it", async () => {
  const member = memberWithRoot();
  // Another member was asked for the token; its entry comes here only with the read index.
  const metadata = { token: `abc.${member.store.appliedIndex}` };
  let barriers = 0;
  member.afterReadIndex = (callback) => {
    barriers++;
    const request = { name: "root", simpleToken: "abc" };
    const entry = etcdserverpb.encodeInternalAuthenticateRequest(request);
    member.apply(AuthField.AUTHENTICATE, entry, null);
    callback(null);
  };
  for (const path of ["/etcdserverpb.KV/Put", "/etcdserverpb.KV/Range"]) {
    const record = await member.call(path, put, { metadata });
    assert.deepEqual([record.status, record.errorText], [0, ""]);
  }
  assert.equal(barriers, 1, "the second call knows the token");
});

test("a bogus token of the future is refused after one read index, on streams too", async () => {
  const member = memberWithRoot();
  let barriers = 0;
  member.afterReadIndex = (callback) => {
    barriers++;
    callback(null);
  };
  const metadata = { token: "abc.99999999999" };
  const record = await member.call("/etcdserverpb.KV/Put", put, { metadata });
  assert.equal(record.errorText, "etcdserver: invalid auth token");
  assert.equal(barriers, 1);
  const create = etcdserverpb.encodeWatchRequest({ createRequest: { key: new Uint8Array([1]) } });
  const watch = await member.call("/etcdserverpb.Watch/Watch", create, { metadata });
  const { created, canceled, cancelReason } = etcdserverpb.decodeWatchResponse(watch.messages[0]!);
  assert.deepEqual([created, canceled], [true, true]);
  assert.equal(
    cancelReason,
    "rpc error: code = Unauthenticated desc = etcdserver: invalid auth token",
  );
});

test("Authenticate gives a token that works, and refuses what etcd refuses", async () => {
  const member = new ServedMemberAlone();
  const path = "/etcdserverpb.Auth/Authenticate";
  const off = await member.call(path, login);
  assert.equal(off.errorText, "etcdserver: authentication is not enabled");
  const on = memberWithRoot();
  const add = { name: "np", options: { noPassword: true } };
  on.apply(
    AuthField.USER_ADD,
    etcdserverpb.encodeAuthUserAddRequest(add),
    on.store.auth.rootCaller,
  );
  const tries: [name: string, password: string, text: string][] = [
    ["root", "bad", "etcdserver: authentication failed, invalid user ID or password"],
    ["root", "", "etcdserver: authentication failed, invalid user ID or password"],
    ["nobody", "pw", "etcdserver: authentication failed, invalid user ID or password"],
    ["np", "", "auth: authentication failed, password was given for no password user"],
  ];
  for (const [name, password, text] of tries) {
    const request = etcdserverpb.encodeAuthenticateRequest({ name, password });
    assert.equal((await on.call(path, request)).errorText, text);
  }
  const record = await on.call(path, login);
  const { token } = etcdserverpb.decodeAuthenticateResponse(record.messages[0]!);
  assert.equal(token, `tokena.${on.store.appliedIndex - 1}`);
  const written = await on.call("/etcdserverpb.KV/Put", put, { metadata: { token } });
  assert.equal(written.status, 0);
});

test("Authenticate verifies again where users changed while it worked", async () => {
  const member = memberWithRoot();
  member.beforeApply = () => {
    const request = {
      name: "root",
      hashedPassword: Buffer.from("hash(new)").toString("base64"),
    };
    member.apply(
      AuthField.USER_CHANGE_PASSWORD,
      etcdserverpb.encodeAuthUserChangePasswordRequest(request),
      member.store.auth.rootCaller,
    );
  };
  const record = await member.call("/etcdserverpb.Auth/Authenticate", login);
  assert.match(record.errorText, /authentication failed/);
});

test("passwords enter the log hashed, and in clear only while a member of 3.4 must read them", async () => {
  const member = new ServedMemberAlone();
  const proposed: etcdserverpb.AuthUserAddRequest[] = [];
  const { apply } = member;
  member.apply = (field, request, caller) => {
    if (field === AuthField.USER_ADD) proposed.push(etcdserverpb.decodeAuthUserAddRequest(request));
    return apply.call(member, field, request, caller);
  };
  const path = "/etcdserverpb.Auth/UserAdd";
  const add = (name: string, password: string, noPassword = false): Uint8Array =>
    etcdserverpb.encodeAuthUserAddRequest({
      name,
      password,
      hashedPassword: "sent by the client",
      options: { noPassword },
    });
  await member.call(path, add("a", "secret"));
  await member.call(path, add("b", "secret", true));
  Object.assign(member, { versions: { ...member.versions, cluster: "3.4.0" } });
  await member.call(path, add("c", "secret"));
  const hash = Buffer.from("hash(secret)").toString("base64");
  assert.deepEqual(
    proposed.map(({ name, password, hashedPassword: sent }) => [name, password, sent]),
    [
      ["a", "", hash],
      ["b", "", ""],
      ["c", "secret", hash],
    ],
  );
  const long = await member.call(path, add("d", "x".repeat(73)));
  assert.equal(long.errorText, "bcrypt: password length exceeds 72 bytes");
  const change = etcdserverpb.encodeAuthUserChangePasswordRequest({
    name: "a",
    password: "é".repeat(37),
  });
  const tooLong = await member.call("/etcdserverpb.Auth/UserChangePassword", change);
  assert.equal(tooLong.errorText, "bcrypt: password length exceeds 72 bytes");
});
