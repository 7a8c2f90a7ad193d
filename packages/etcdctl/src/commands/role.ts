import { concatBytes, utf8ToBytes } from "@kvorum/base";
import { auth, type Client } from "@kvorum/client";
import {
  badArguments,
  type CommandCall,
  callFailed,
  messageRendering,
  type Output,
  quoteText,
  textToBytes,
} from "@kvorum/command-line";
import { authpb, type MessageDescriptor, etcdserverpb as pb } from "@kvorum/proto";
import { OPEN_END, prefixEnd } from "../key-range.ts";
import { headerFields } from "../render/header.ts";
import { isOpen, roleRendering } from "../render/role.ts";
import { type Session, withSession } from "../session.ts";

/** `role add <role>` */
export async function add(call: CommandCall): Promise<number> {
  const name = roleName(call, "add");
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.roleAdd, { name });
    displayLine(session, "AuthRoleAddResponse", response, `Role ${name} created`);
  });
}

/** `role delete <role>` */
export async function remove(call: CommandCall): Promise<number> {
  const role = roleName(call, "delete");
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.roleDelete, { role });
    displayLine(session, "AuthRoleDeleteResponse", response, `Role ${role} deleted`);
  });
}

/** `role get <role>` */
export async function get(call: CommandCall): Promise<number> {
  const role = roleName(call, "get");
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.roleGet, { role });
    session.display(roleRendering(response, { isHex: session.isHex, role }));
  });
}

/** `role list` */
export async function list(call: CommandCall): Promise<number> {
  if (call.args.length !== 0) throw badArguments("role list command requires no arguments");
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.roleList, {});
    session.display(
      messageRendering(pb.messageTypes["AuthRoleListResponse"]!, response, {
        simple: (output) => {
          for (const role of response.roles) output.line(role);
        },
        fields: (output) => {
          headerFields(output, response.header, session);
          output.line(`"Roles" :${response.roles.map((role) => ` ${quoteText(role)}`).join("")}`);
        },
      }),
    );
  });
}

const PERMISSION_TYPES: ReadonlyMap<string, number> = new Map([
  ["read", authpb.PermissionType.READ],
  ["write", authpb.PermissionType.WRITE],
  ["readwrite", authpb.PermissionType.READWRITE],
]);

/** `role grant-permission <role> <type> <key> [endkey]` */
export async function grantPermission(call: CommandCall): Promise<number> {
  const { args } = call;
  if (args.length < 3) {
    throw badArguments(
      "role grant command requires role name, permission type, and key [endkey] as its argument",
    );
  }
  const name = args[0]!;
  const permType = PERMISSION_TYPES.get(args[1]!.toLowerCase());
  if (permType === undefined) throw badArguments(`invalid permission type: ${args[1]}`);
  const range = permissionRange(call, args.slice(2));
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.roleGrantPermission, {
      name,
      perm: { permType, ...range },
    });
    displayLine(session, "AuthRoleGrantPermissionResponse", response, `Role ${name} updated`);
  });
}

/** `role revoke-permission <role> <key> [endkey]` */
export async function revokePermission(call: CommandCall): Promise<number> {
  const { args } = call;
  if (args.length < 2) {
    throw badArguments(
      "role revoke-permission command requires role name and key [endkey] as its argument",
    );
  }
  const role = args[0]!;
  const range = permissionRange(call, args.slice(1));
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.roleRevokePermission, { role, ...range });
    display(session, "AuthRoleRevokePermissionResponse", response, (output) =>
      output.bytesLine(
        concatBytes([
          utf8ToBytes("Permission of "),
          ...revokedRange(range),
          utf8ToBytes(` is revoked from role ${role}`),
        ]),
      ),
    );
  });
}

function revokedRange(range: { key: Uint8Array; rangeEnd: Uint8Array }): Uint8Array[] {
  const { key, rangeEnd } = range;
  if (rangeEnd.length === 0) return [utf8ToBytes("key "), key];
  const head = [utf8ToBytes("range ["), key, utf8ToBytes(", ")];
  // The open range has no bracket at its end: so etcdctl prints it.
  return isOpen(rangeEnd)
    ? [...head, utf8ToBytes("<open ended>")]
    : [...head, rangeEnd, utf8ToBytes(")")];
}

function permissionRange(
  call: CommandCall,
  keys: readonly string[],
): { key: Uint8Array; rangeEnd: Uint8Array } {
  const isPrefix = call.flags.bool("prefix");
  const isFromKey = call.flags.bool("from-key");
  if (isPrefix && isFromKey) {
    throw badArguments("--from-key and --prefix flags are mutually exclusive");
  }
  const key = textToBytes(keys[0]!);
  if (keys.length > 1) {
    if (isPrefix) throw badArguments("unexpected endkey argument with --prefix flag");
    if (isFromKey) throw badArguments("unexpected endkey argument with --from-key flag");
    return { key, rangeEnd: textToBytes(keys[1]!) };
  }
  if (!isPrefix && !isFromKey) return { key, rangeEnd: new Uint8Array(0) };
  if (key.length === 0) return { key: Uint8Array.of(0), rangeEnd: OPEN_END };
  return { key, rangeEnd: isPrefix ? prefixEnd(key) : OPEN_END };
}

function roleName(call: CommandCall, command: string): string {
  if (call.args.length !== 1) {
    throw badArguments(`role ${command} command requires role name as its argument`);
  }
  return call.args[0]!;
}

/** Roles and users are handled without a deadline, as etcdctl does. */
async function withClient(
  call: CommandCall,
  body: (session: Session, client: Client) => Promise<void>,
): Promise<number> {
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      await body(session, client);
      return 0;
    } catch (error) {
      throw callFailed(error);
    }
  });
}

type HeaderOnly = { readonly header: pb.ResponseHeader | null };

function displayLine(session: Session, type: string, response: HeaderOnly, line: string): void {
  display(session, type, response, (output) => output.line(line));
}

function display(
  session: Session,
  type: string,
  response: HeaderOnly,
  simple: (output: Output) => void,
): void {
  const descriptor: MessageDescriptor = pb.messageTypes[type]!;
  session.display(
    messageRendering(descriptor, response, {
      simple,
      fields: (output) => headerFields(output, response.header, session),
    }),
  );
}
