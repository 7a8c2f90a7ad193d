/**
 * The Auth service. v3 API, section 8. Everything but passwords is decided where the log is
 * applied; here passwords are hashed before they would enter the log, and verified before a token
 * is asked for.
 */

import { bytesToUtf8 } from "@kvorum/base";
import type { GrpcRoutes, UnaryCall } from "@kvorum/http2";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import { AuthField } from "@kvorum/store";
import type { Passwords } from "../auth/passwords.ts";
import type { TokenAuthority } from "../auth/signed-tokens.ts";
import type { ServedMember } from "./served-member.ts";
import { failCall, unary } from "./unary.ts";

const service = "/etcdserverpb.Auth";

export interface AuthServiceOptions {
  readonly passwords: Passwords;
  /** Letters that nobody can guess, in front of a new token's dot. */
  readonly tokenPrefix: () => string;
  /** Unless --auth-token=simple: what logging in gives instead of the log's token. */
  readonly tokens?: TokenAuthority | null;
}

export function registerAuth(
  routes: GrpcRoutes,
  member: ServedMember,
  options: AuthServiceOptions,
): void {
  const { passwords } = options;

  /** A request that goes into the log as it came. */
  const proposed = (method: string, field: number, decode: (bytes: Uint8Array) => unknown): void =>
    unary(routes, member, `${service}/${method}`, decode, (_request, call, bytes) =>
      member.proposeCall(field, bytes, call, member.callers.of(call)),
    );
  proposed("AuthEnable", AuthField.ENABLE, etcdserverpb.decodeAuthEnableRequest);
  proposed("AuthDisable", AuthField.DISABLE, etcdserverpb.decodeAuthDisableRequest);
  proposed("AuthStatus", AuthField.STATUS, etcdserverpb.decodeAuthStatusRequest);
  proposed("UserDelete", AuthField.USER_DELETE, etcdserverpb.decodeAuthUserDeleteRequest);
  proposed("UserGet", AuthField.USER_GET, etcdserverpb.decodeAuthUserGetRequest);
  proposed("UserList", AuthField.USER_LIST, etcdserverpb.decodeAuthUserListRequest);
  proposed("UserGrantRole", AuthField.USER_GRANT_ROLE, etcdserverpb.decodeAuthUserGrantRoleRequest);
  proposed(
    "UserRevokeRole",
    AuthField.USER_REVOKE_ROLE,
    etcdserverpb.decodeAuthUserRevokeRoleRequest,
  );
  proposed("RoleAdd", AuthField.ROLE_ADD, etcdserverpb.decodeAuthRoleAddRequest);
  proposed("RoleDelete", AuthField.ROLE_DELETE, etcdserverpb.decodeAuthRoleDeleteRequest);
  proposed("RoleGet", AuthField.ROLE_GET, etcdserverpb.decodeAuthRoleGetRequest);
  proposed("RoleList", AuthField.ROLE_LIST, etcdserverpb.decodeAuthRoleListRequest);
  proposed(
    "RoleGrantPermission",
    AuthField.ROLE_GRANT_PERMISSION,
    etcdserverpb.decodeAuthRoleGrantPermissionRequest,
  );
  proposed(
    "RoleRevokePermission",
    AuthField.ROLE_REVOKE_PERMISSION,
    etcdserverpb.decodeAuthRoleRevokePermissionRequest,
  );

  /**
   * What the log says of a new password: its hash alone, unless members of etcd 3.4, which know
   * only the password itself, must read it too.
   */
  const passwordFields = (password: string, hash: string) => ({
    password: speaks34(member.versions.cluster) ? password : "",
    hashedPassword: Buffer.from(hash).toString("base64"),
  });

  unary(
    routes,
    member,
    `${service}/UserAdd`,
    etcdserverpb.decodeAuthUserAddRequest,
    ({ name, password, options: userOptions }, call) => {
      const propose = (fields: { password?: string; hashedPassword?: string }): void => {
        const request = etcdserverpb.encodeAuthUserAddRequest({
          name,
          options: userOptions,
          ...fields,
        });
        member.proposeCall(AuthField.USER_ADD, request, call, member.callers.of(call));
      };
      if (userOptions?.noPassword === true) {
        propose({});
        return;
      }
      // Nobody gets work done here that the log would refuse anyway.
      member.callers.admin(call);
      settle(call, passwords.hash(password, call), (hash) =>
        propose(passwordFields(password, hash)),
      );
    },
  );

  unary(
    routes,
    member,
    `${service}/UserChangePassword`,
    etcdserverpb.decodeAuthUserChangePasswordRequest,
    ({ name, password, hashedPassword }, call) => {
      const propose = (fields: { password?: string; hashedPassword?: string }): void => {
        const request = etcdserverpb.encodeAuthUserChangePasswordRequest({ name, ...fields });
        member.proposeCall(AuthField.USER_CHANGE_PASSWORD, request, call, member.callers.of(call));
      };
      if (password === "") {
        propose({ hashedPassword });
        return;
      }
      member.callers.admin(call);
      settle(call, passwords.hash(password, call), (hash) =>
        propose(passwordFields(password, hash)),
      );
    },
  );

  unary(
    routes,
    member,
    `${service}/Authenticate`,
    etcdserverpb.decodeAuthenticateRequest,
    (request, call) => {
      if (member.canReadNow) {
        authenticate(member, request, call, options);
        return;
      }
      // The password must not be older than the call.
      member.afterReadIndex((error) => {
        try {
          if (error !== null) throw error;
          authenticate(member, request, call, options);
        } catch (cause) {
          failCall(call, cause);
        }
      });
    },
  );
}

/**
 * Verifies the password, then has the log give a token to every member. Starts again where users
 * or roles changed meanwhile: the password that was verified may be an old one.
 */
function authenticate(
  member: ServedMember,
  request: etcdserverpb.AuthenticateRequest,
  call: UnaryCall,
  options: AuthServiceOptions,
): void {
  const { auth } = member.store;
  const { name, password } = request;
  if (!auth.isEnabled) throw new RequestError("AuthNotEnabled");
  const user = auth.user(name);
  if (user?.options?.noPassword === true) throw new RequestError("NoPasswordUser");
  const { revision } = auth;
  const stored = user === undefined ? null : bytesToUtf8(user.password);
  settle(call, options.passwords.verify(password, stored, call), (isRight) => {
    if (!isRight) throw new RequestError("AuthFailed");
    const entry = etcdserverpb.encodeInternalAuthenticateRequest({
      name,
      simpleToken: options.tokenPrefix(),
    });
    member.propose(AuthField.AUTHENTICATE, entry, (error, answer) => {
      try {
        if (error !== null) throw error;
        if (!call.isOpen) return;
        if (auth.revision === revision) {
          const header = member.headers.field(answer.revision, member.appliedTerm);
          const signed = options.tokens?.issue(name, revision);
          const body =
            signed === undefined
              ? answer.body
              : etcdserverpb.encodeAuthenticateResponse({ token: signed });
          call.respondJoined(header, body);
        } else authenticate(member, request, call, options);
      } catch (cause) {
        failCall(call, cause);
      }
    });
  });
}

/** Goes on with the result; what is rejected or thrown becomes the call's status. */
function settle<Result>(
  call: UnaryCall,
  work: Promise<Result | null>,
  then: (result: Result) => void,
): void {
  work
    .then((result) => {
      // Null: nobody waits any more.
      if (result !== null && call.isOpen) then(result);
    })
    .catch((cause: unknown) => failCall(call, cause));
}

function speaks34(clusterVersion: string | null): boolean {
  if (clusterVersion === null) return false;
  const [major, minor] = clusterVersion.split(".").map(Number);
  return major! < 3 || (major === 3 && minor! < 5);
}
