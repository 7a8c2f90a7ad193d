/**
 * Every RPC, called by every kind of caller, with every option that auth looks at: what the server
 * says must be what the oracle says, and what is refused must change nothing. Reliability, part 11.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { latin1ToBytes, utf8ToBytes } from "@kvorum/base";
import { authpb, etcdserverpb, type Init } from "@kvorum/proto";
import { AuthField } from "@kvorum/store";
import { RequestField } from "../member/log-entry.ts";
import {
  type Access,
  expectedRefusal,
  type Identity,
  type KnownUser,
  type Need,
  type Permission,
  type Span,
  span,
} from "../testing/authorization-oracle.ts";
import {
  type CallerSide,
  type CallRecord,
  ServedMemberAlone,
} from "../testing/served-member-alone.ts";

const bytes = latin1ToBytes;

// The world --------------------------------------------------------------------------------------

const perm = (may: Permission["may"], key: string, rangeEnd = ""): Permission => ({
  may,
  ...span(key, rangeEnd),
});

/** role: its permissions, as (may, key, range_end). */
const roles: Readonly<Record<string, readonly (readonly [Permission["may"], string, string])[]>> = {
  readKey: [["read", "k", ""]],
  writeKey: [["write", "k", ""]],
  readPrefix: [["read", "p/", "p0"]],
  writePrefix: [["write", "p/", "p0"]],
  bothPrefix: [["both", "p/", "p0"]],
  pieces: [
    ["read", "p/", "p/b"],
    ["read", "p/b", "p/d"],
    ["both", "p/d", "p0"],
    ["write", "p/a", ""],
  ],
  open: [["both", "p", "\0"]],
  everything: [["both", "\0", "\0"]],
};

const users = new Map<string, KnownUser>([
  ["root", { roles: ["root"], permissions: [] }],
  ["boss", { roles: ["root"], permissions: [] }],
  ["mute", { roles: [], permissions: [] }],
  ...Object.entries(roles).map(([role, permissions]): [string, KnownUser] => [
    role,
    { roles: [role], permissions: permissions.map(([may, key, end]) => perm(may, key, end)) },
  ]),
  [
    "several",
    {
      roles: ["readKey", "writePrefix"],
      permissions: [perm("read", "k"), perm("write", "p/", "p0")],
    },
  ],
]);

/** Leases, and the key that hangs on each. */
const EMPTY_LEASE = 11n;
const PREFIX_LEASE = 12n;
const OTHER_LEASE = 13n;
const UNKNOWN_LEASE = 14n;
const leaseKeys = new Map<bigint, readonly string[]>([
  [EMPTY_LEASE, []],
  [PREFIX_LEASE, ["p/a"]],
  [OTHER_LEASE, ["z"]],
]);

interface Principal {
  readonly title: string;
  readonly identity: Identity;
  readonly side: CallerSide;
}

class World {
  readonly member = new ServedMemberAlone({ trustsCertificates: true });
  readonly principals: readonly Principal[];
  #changes = 0;

  constructor() {
    const { member } = this;
    this.#auth(AuthField.ROLE_ADD, etcdserverpb.encodeAuthRoleAddRequest({ name: "root" }));
    for (const [name, permissions] of Object.entries(roles)) {
      this.#auth(AuthField.ROLE_ADD, etcdserverpb.encodeAuthRoleAddRequest({ name }));
      for (const [may, key, rangeEnd] of permissions) {
        const { READ, WRITE, READWRITE } = authpb.PermissionType;
        const permType = { read: READ, write: WRITE, both: READWRITE }[may];
        const granted = { permType, key: bytes(key), rangeEnd: bytes(rangeEnd) };
        this.#auth(
          AuthField.ROLE_GRANT_PERMISSION,
          etcdserverpb.encodeAuthRoleGrantPermissionRequest({ name, perm: granted }),
        );
      }
    }
    const hashedPassword = Buffer.from("hash(pw)").toString("base64");
    for (const [name, { roles: held }] of users) this.#addUser(name, held, hashedPassword);
    for (const gone of ["changed", "deleted"]) this.#addUser(gone, [], hashedPassword);
    this.#auth(AuthField.ENABLE, etcdserverpb.encodeAuthEnableRequest({}));
    this.repair();
    const tokens = new Map<string, string>();
    const login = (name: string): string => {
      const request = etcdserverpb.encodeInternalAuthenticateRequest({ name, simpleToken: name });
      const { body } = member.apply(AuthField.AUTHENTICATE, request, null).answer!;
      const { token } = etcdserverpb.decodeAuthenticateResponse(body);
      tokens.set(name, token);
      return token;
    };
    const expired = login("root");
    member.nowMs += 300_000;
    const changed = login("changed");
    const deleted = login("deleted");
    this.#auth(
      AuthField.USER_CHANGE_PASSWORD,
      etcdserverpb.encodeAuthUserChangePasswordRequest({ name: "changed", hashedPassword }),
    );
    this.#auth(
      AuthField.USER_DELETE,
      etcdserverpb.encodeAuthUserDeleteRequest({ name: "deleted" }),
    );
    const nobody: Identity = { nobody: true };
    const badToken: Identity = { badToken: true };
    const withToken = (token: string): CallerSide => ({ metadata: { token } });
    const bothPrefix = (): string => tokens.get("bothPrefix")!;
    for (const name of users.keys()) login(name);
    this.principals = [
      { title: "nobody", identity: nobody, side: {} },
      { title: "a bogus token", identity: badToken, side: withToken("bogus") },
      { title: "a bogus token of the future", identity: badToken, side: withToken("a.999999999") },
      { title: "an empty token", identity: badToken, side: withToken("") },
      { title: "an expired token", identity: badToken, side: withToken(expired) },
      { title: "a token from before a new password", identity: badToken, side: withToken(changed) },
      { title: "a token of a deleted user", identity: badToken, side: withToken(deleted) },
      ...[...users.keys()].map((name) => ({
        title: `user ${name}`,
        identity: { name },
        side: withToken(tokens.get(name)!),
      })),
      {
        title: "a bearer in the authorization",
        identity: { name: "bothPrefix" },
        side: { metadata: { authorization: `Bearer ${bothPrefix()}` } },
      },
      {
        title: "a token beside an authorization",
        identity: { name: "bothPrefix" },
        side: { metadata: { authorization: tokens.get("root")!, token: bothPrefix() } },
      },
      {
        title: "a certificate",
        identity: { name: "bothPrefix" },
        side: { tlsCommonName: "bothPrefix" },
      },
      {
        title: "a certificate of root",
        identity: { name: "root" },
        side: { tlsCommonName: "root" },
      },
      {
        title: "a certificate of no user",
        identity: { name: "ghost" },
        side: { tlsCommonName: "ghost" },
      },
      {
        title: "a token over a certificate",
        identity: { name: "bothPrefix" },
        side: { tlsCommonName: "root", metadata: { token: bothPrefix() } },
      },
      {
        title: "a bogus token over a certificate",
        identity: badToken,
        side: { tlsCommonName: "root", metadata: { token: "bogus" } },
      },
      {
        title: "a certificate at the gateway",
        identity: nobody,
        side: { tlsCommonName: "root", metadata: { "grpcgateway-accept": "*/*" } },
      },
    ];
  }

  #auth(field: number, request: Uint8Array): void {
    const { error } = this.member.apply(field, request, this.member.store.auth.rootCaller);
    assert.equal(error, null);
  }

  #addUser(name: string, held: readonly string[], hashedPassword: string): void {
    this.#auth(AuthField.USER_ADD, etcdserverpb.encodeAuthUserAddRequest({ name, hashedPassword }));
    for (const role of held) {
      this.#auth(
        AuthField.USER_GRANT_ROLE,
        etcdserverpb.encodeAuthUserGrantRoleRequest({ user: name, role }),
      );
    }
  }

  /** The keys and leases as every cell finds them. */
  repair(): void {
    const { member } = this;
    const { lessor, auth } = member.store;
    const root = auth.rootCaller;
    for (const [ID, keys] of leaseKeys) {
      if (!lessor.exists(ID)) {
        const grant = etcdserverpb.encodeLeaseGrantRequest({ ID, TTL: 1000 });
        member.apply(RequestField.leaseGrant, grant, root);
      }
      for (const key of keys) this.#put(key, ID);
    }
    this.#put("k", 0n);
  }

  #put(key: string, lease: bigint): void {
    const put = etcdserverpb.encodePutRequest({ key: bytes(key), value: bytes("v"), lease });
    this.member.apply(RequestField.put, put, this.member.store.auth.rootCaller);
  }

  /** Something about auth changes, but nobody's permissions. */
  change(): void {
    this.#changes++;
    if (this.#changes % 2 === 1) {
      this.#auth(AuthField.ROLE_ADD, etcdserverpb.encodeAuthRoleAddRequest({ name: "extra" }));
    } else {
      this.#auth(
        AuthField.ROLE_DELETE,
        etcdserverpb.encodeAuthRoleDeleteRequest({ role: "extra" }),
      );
    }
  }
}

// The requests -----------------------------------------------------------------------------------

interface Cell {
  readonly path: string;
  readonly title: string;
  readonly request: Uint8Array;
  readonly need: Need;
  /** The log decides: a change of auth before the entry is applied counts. */
  readonly isReplicated: boolean;
}

const cells: Cell[] = [];
const KV = "/etcdserverpb.KV";
const LEASE = "/etcdserverpb.Lease";

function cell(
  path: string,
  request: Uint8Array,
  need: Need,
  title = "",
  isReplicated = false,
): void {
  cells.push({ path, title, request, need, isReplicated });
}

const reading = (of: Span): Access => ({ to: "read", ...of });
const writing = (of: Span): Access => ({ to: "write", ...of });
const onLease = (id: bigint, to: Access["to"]): Access[] =>
  (leaseKeys.get(id) ?? []).map((key) => ({ to, ...span(key), ofLease: true }));
const keysNeed = (accesses: readonly Access[], wantsUser = false): Need => ({
  kind: "keys",
  accesses,
  wantsUser,
});

const targets: readonly (readonly [key: string, rangeEnd: string])[] = [
  ["k", ""],
  ["p/a", ""],
  ["z", ""],
  ["p/", "p0"],
  ["p/a", "p/c"],
  ["p/", "z"],
  ["p/", "\0"],
  ["\0", "\0"],
];

interface Operation {
  readonly title: string;
  readonly op: Init<etcdserverpb.RequestOp>;
  readonly accesses: readonly Access[];
}

function puts(keys: readonly string[]): (Operation & { request: Init<etcdserverpb.PutRequest> })[] {
  const all = [];
  for (const key of keys) {
    for (const prevKv of [false, true]) {
      for (const lease of [0n, EMPTY_LEASE, PREFIX_LEASE, OTHER_LEASE]) {
        const request = { key: bytes(key), value: bytes("v"), prevKv, lease };
        const accesses = [writing(span(key)), ...onLease(lease, "write")];
        if (prevKv) accesses.push(reading(span(key)));
        const title = `put ${key}${prevKv ? " prev" : ""} lease ${lease}`;
        all.push({ title, request, op: { requestPut: request }, accesses });
      }
    }
  }
  return all;
}

function rangesAndDeletes(of: typeof targets): Operation[] {
  return of.flatMap(([key, rangeEnd]): Operation[] => {
    const request = { key: bytes(key), rangeEnd: bytes(rangeEnd) };
    const at = span(key, rangeEnd);
    const title = JSON.stringify([key, rangeEnd]);
    return [
      { title: `range ${title}`, op: { requestRange: request }, accesses: [reading(at)] },
      { title: `delete ${title}`, op: { requestDeleteRange: request }, accesses: [writing(at)] },
      {
        title: `delete prev ${title}`,
        op: { requestDeleteRange: { ...request, prevKv: true } },
        accesses: [writing(at), reading(at)],
      },
    ];
  });
}

for (const [key, rangeEnd] of targets) {
  const request = { key: bytes(key), rangeEnd: bytes(rangeEnd) };
  const at = span(key, rangeEnd);
  const title = JSON.stringify([key, rangeEnd]);
  const read = keysNeed([reading(at)]);
  for (const serializable of [false, true]) {
    const range = etcdserverpb.encodeRangeRequest({ ...request, serializable });
    cell(`${KV}/Range`, range, read, `${title} serializable ${serializable}`);
    cell(`${KV}/RangeStream`, range, read, `${title} serializable ${serializable}`);
  }
  cell(
    `${KV}/Range`,
    etcdserverpb.encodeRangeRequest({ ...request, countOnly: true }),
    read,
    title,
  );
  cell(
    "/etcdserverpb.Watch/Watch",
    etcdserverpb.encodeWatchRequest({ createRequest: request }),
    read,
    title,
  );
  for (const prevKv of [false, true]) {
    const accesses = prevKv ? [writing(at), reading(at)] : [writing(at)];
    const remove = etcdserverpb.encodeDeleteRangeRequest({ ...request, prevKv });
    cell(`${KV}/DeleteRange`, remove, keysNeed(accesses), `${title} prev ${prevKv}`, true);
  }
  const compare = [{ ...request, version: 0n }];
  const txn = etcdserverpb.encodeTxnRequest({ compare });
  cell(`${KV}/Txn`, txn, read, `compare only ${title}`);
}

for (const { title, request, accesses } of puts(["k", "p/a", "p/new", "z"])) {
  const options = [{}, { ignoreValue: true, value: bytes("") }, { ignoreLease: true, lease: 0n }];
  for (const option of options) {
    const needed = "ignoreLease" in option ? accesses.filter(({ ofLease }) => !ofLease) : accesses;
    const put = etcdserverpb.encodePutRequest({ ...request, ...option });
    cell(`${KV}/Put`, put, keysNeed(needed), `${title} ${Object.keys(option)[0] ?? ""}`, true);
  }
}

const txnOperations = [
  ...puts(["k", "p/a"]),
  ...rangesAndDeletes([targets[0]!, targets[3]!, targets[5]!, targets[6]!]),
];
for (const { title, op, accesses } of txnOperations) {
  for (let depth = 0; depth <= 3; depth++) {
    for (const branch of ["success", "failure"] as const) {
      let request: Init<etcdserverpb.TxnRequest> = { [branch]: [op] };
      for (let i = 0; i < depth; i++) request = { [branch]: [{ requestTxn: request }] };
      const isReplicated = depth > 0 || !("requestRange" in op);
      cell(
        `${KV}/Txn`,
        etcdserverpb.encodeTxnRequest(request),
        keysNeed(accesses),
        `${title} depth ${depth} ${branch}`,
        isReplicated,
      );
    }
  }
}

cell(
  `${LEASE}/LeaseGrant`,
  etcdserverpb.encodeLeaseGrantRequest({ TTL: 60 }),
  { kind: "user" },
  "",
  true,
);
for (const ID of [EMPTY_LEASE, PREFIX_LEASE, OTHER_LEASE, UNKNOWN_LEASE]) {
  const title = `lease ${ID}`;
  const write = keysNeed(onLease(ID, "write"), true);
  cell(`${LEASE}/LeaseRevoke`, etcdserverpb.encodeLeaseRevokeRequest({ ID }), write, title, true);
  cell(`${LEASE}/LeaseKeepAlive`, etcdserverpb.encodeLeaseKeepAliveRequest({ ID }), write, title);
  for (const keys of [false, true]) {
    const request = etcdserverpb.encodeLeaseTimeToLiveRequest({ ID, keys });
    const need = keysNeed(keys ? onLease(ID, "read") : [], true);
    cell(`${LEASE}/LeaseTimeToLive`, request, need, `${title} keys ${keys}`);
  }
}
cell(
  `${LEASE}/LeaseLeases`,
  etcdserverpb.encodeLeaseLeasesRequest({}),
  keysNeed([...onLease(PREFIX_LEASE, "read"), ...onLease(OTHER_LEASE, "read")], true),
);

const NONE = new Uint8Array(0);
const ROOT: Need = { kind: "root" };
const USER: Need = { kind: "user" };
const id = etcdserverpb.encodeMemberRemoveRequest({ ID: 9n });
const url = ["http://127.0.0.1:1"];
const { ACTIVATE, DEACTIVATE, GET } = etcdserverpb.AlarmAction;
const alarm = (action: number): Uint8Array =>
  etcdserverpb.encodeAlarmRequest({ action, memberID: 5n, alarm: 0 });
const auth = "/etcdserverpb.Auth";
const onName = etcdserverpb.encodeAuthUserGetRequest;
const restOfTable: readonly (readonly [path: string, request: Uint8Array, need: Need])[] = [
  [`${KV}/Compact`, etcdserverpb.encodeCompactionRequest({ revision: 2 }), ROOT],
  ["/etcdserverpb.Cluster/MemberAdd", etcdserverpb.encodeMemberAddRequest({ peerURLs: url }), ROOT],
  ["/etcdserverpb.Cluster/MemberRemove", id, ROOT],
  ["/etcdserverpb.Cluster/MemberUpdate", id, ROOT],
  ["/etcdserverpb.Cluster/MemberPromote", id, ROOT],
  ["/etcdserverpb.Cluster/MemberList", NONE, USER],
  [
    "/etcdserverpb.Cluster/MemberList",
    etcdserverpb.encodeMemberListRequest({ linearizable: true }),
    USER,
  ],
  ["/etcdserverpb.Maintenance/Alarm", alarm(GET), USER],
  ["/etcdserverpb.Maintenance/Alarm", alarm(ACTIVATE), ROOT],
  ["/etcdserverpb.Maintenance/Alarm", alarm(DEACTIVATE), ROOT],
  ["/etcdserverpb.Maintenance/Status", NONE, USER],
  ["/etcdserverpb.Maintenance/Defragment", NONE, ROOT],
  ["/etcdserverpb.Maintenance/Hash", NONE, ROOT],
  ["/etcdserverpb.Maintenance/HashKV", NONE, ROOT],
  ["/etcdserverpb.Maintenance/Snapshot", NONE, ROOT],
  [
    "/etcdserverpb.Maintenance/MoveLeader",
    etcdserverpb.encodeMoveLeaderRequest({ targetID: 1n }),
    ROOT,
  ],
  ["/etcdserverpb.Maintenance/Downgrade", NONE, ROOT],
  [`${auth}/AuthEnable`, NONE, ROOT],
  [`${auth}/AuthStatus`, NONE, { kind: "nothing" }],
  [`${auth}/UserAdd`, etcdserverpb.encodeAuthUserAddRequest({ name: "n", password: "p" }), ROOT],
  [
    `${auth}/UserAdd`,
    etcdserverpb.encodeAuthUserAddRequest({ name: "m", options: { noPassword: true } }),
    ROOT,
  ],
  [`${auth}/UserGet`, onName({ name: "mute" }), { kind: "self", name: "mute" }],
  [`${auth}/UserGet`, onName({ name: "root" }), { kind: "self", name: "root" }],
  [`${auth}/UserList`, NONE, ROOT],
  [`${auth}/UserDelete`, onName({ name: "changed" }), ROOT],
  [
    `${auth}/UserChangePassword`,
    etcdserverpb.encodeAuthUserChangePasswordRequest({ name: "changed", password: "p" }),
    ROOT,
  ],
  [
    `${auth}/UserGrantRole`,
    etcdserverpb.encodeAuthUserGrantRoleRequest({ user: "mute", role: "root" }),
    ROOT,
  ],
  [
    `${auth}/UserRevokeRole`,
    etcdserverpb.encodeAuthUserRevokeRoleRequest({ name: "boss", role: "root" }),
    ROOT,
  ],
  [`${auth}/RoleAdd`, etcdserverpb.encodeAuthRoleAddRequest({ name: "r" }), ROOT],
  [`${auth}/RoleDelete`, etcdserverpb.encodeAuthRoleDeleteRequest({ role: "open" }), ROOT],
  [
    `${auth}/RoleGet`,
    etcdserverpb.encodeAuthRoleGetRequest({ role: "open" }),
    { kind: "holder", role: "open" },
  ],
  [
    `${auth}/RoleGet`,
    etcdserverpb.encodeAuthRoleGetRequest({ role: "root" }),
    { kind: "holder", role: "root" },
  ],
  [`${auth}/RoleList`, NONE, ROOT],
  [
    `${auth}/RoleGrantPermission`,
    etcdserverpb.encodeAuthRoleGrantPermissionRequest({ name: "open", perm: { key: bytes("a") } }),
    ROOT,
  ],
  [
    `${auth}/RoleRevokePermission`,
    etcdserverpb.encodeAuthRoleRevokePermissionRequest({
      role: "open",
      key: bytes("p"),
      rangeEnd: bytes("\0"),
    }),
    ROOT,
  ],
  [`${auth}/AuthDisable`, NONE, ROOT],
];
for (const [path, request, need] of restOfTable) cell(path, request, need, "", true);

/** Of these, nobody is asked who they are; a token is not even looked at. */
const openPaths: ReadonlySet<string> = new Set([
  `${auth}/Authenticate`,
  "/grpc.health.v1.Health/Check",
  "/grpc.health.v1.Health/List",
  "/grpc.health.v1.Health/Watch",
]);

// The test ---------------------------------------------------------------------------------------

const refusals: ReadonlySet<string> = new Set([
  "etcdserver: invalid auth token",
  "etcdserver: user name is empty",
  "etcdserver: permission denied",
  "etcdserver: revision of auth store is old",
]);

/** The refusal that a call came to; null where auth let it in. */
function refusalOf(path: string, need: Need, record: CallRecord): string | null {
  if (path.endsWith("/Watch") && record.messages.length > 0) {
    const { cancelReason } = etcdserverpb.decodeWatchResponse(record.messages[0]!);
    return [...refusals].find((text) => cancelReason.endsWith(text)) ?? null;
  }
  if (refusals.has(record.errorText)) return record.errorText;
  // Requests name only users that exist, so where root is asked for it is the caller that does not.
  const isOfCaller = need.kind !== "keys" && record.errorText === "etcdserver: user name not found";
  return isOfCaller ? record.errorText : null;
}

test("every path of the server is in the table", () => {
  const listed = new Set([...cells.map(({ path }) => path), ...openPaths]);
  const { routes } = new ServedMemberAlone();
  const missing = [...routes.all()].map(({ path }) => path).filter((path) => !listed.has(path));
  assert.deepEqual(missing, []);
});

test("every RPC answers every caller as the oracle says", async (t) => {
  let world = new World();
  let count = 0;
  const counts = new Map<string, number>();
  const served = new Set([...world.member.routes.all()].map(({ path }) => path));
  const wrong: string[] = [];
  for (let p = 0; p < world.principals.length; p++) {
    for (const { path, title, request, need, isReplicated } of cells) {
      if (!served.has(path)) continue;
      for (const hasChanged of isReplicated ? [false, true] : [false]) {
        const { member } = world;
        const { title: who, identity, side } = world.principals[p]!;
        const { revision, auth: before } = member.store;
        const stateBefore = [revision, before.revision, before.isEnabled].join();
        const effectsBefore = member.effects;
        if (hasChanged) member.beforeApply = () => world.change();
        const record = await member.call(path, request, side);
        const isApplied = member.beforeApply === null;
        member.beforeApply = null;
        const expected = expectedRefusal(users, identity, need, hasChanged);
        const actual = refusalOf(path, need, record);
        count++;
        counts.set(String(expected), (counts.get(String(expected)) ?? 0) + 1);
        const what = `${who}: ${path} ${title}${hasChanged ? ", auth changed meanwhile" : ""}`;
        if (actual !== expected) wrong.push(`${what}: ${actual}, not ${expected}`);
        if (actual !== null && !(hasChanged && isApplied)) {
          const { store } = member;
          const stateAfter = [store.revision, store.auth.revision, store.auth.isEnabled].join();
          assert.equal(stateAfter, stateBefore, `${what} changed something`);
          assert.equal(member.effects, effectsBefore, `${what} had an effect`);
        }
        if (actual === null) {
          if (path.startsWith(auth) || path.endsWith("/Alarm")) world = new World();
          else if (isReplicated) world.repair();
        }
      }
    }
  }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} of ${count} are wrong`);
  t.diagnostic(`${count} cells: ${JSON.stringify([...counts])}`);
  assert.ok(count >= 10_000, `only ${count} cells`);
  for (const text of [...refusals, "null"]) assert.ok((counts.get(text) ?? 0) > 50, text);
});

test("without auth nobody is asked, whatever token they bring", async () => {
  const member = new ServedMemberAlone({ trustsCertificates: true });
  const put = etcdserverpb.encodePutRequest({ key: bytes("k"), value: utf8ToBytes("v") });
  for (const side of [{}, { metadata: { token: "bogus.99999" } }, { tlsCommonName: "ghost" }]) {
    const record = await member.call(`${KV}/Put`, put, side);
    assert.equal(record.status, 0, record.errorText);
  }
});
