import { auth, type Client } from "@kvorum/client";
import {
  badArguments,
  bytesToText,
  type CommandCall,
  callFailed,
  messageRendering,
} from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { headerFields } from "../render/header.ts";
import { roleRendering } from "../render/role.ts";
import { type Session, withSession } from "../session.ts";

/** `user add <name[:password]>` */
export async function add(call: CommandCall): Promise<number> {
  const { flags } = call;
  const given = userName(call, "user add command requires user name as its argument");
  return await withClient(call, async (session, client) => {
    let name = given;
    let password = "";
    const noPassword = flags.bool("no-password");
    const colon = given.indexOf(":");
    if (noPassword) password = "";
    else if (flags.string("new-user-password") !== "") password = flags.string("new-user-password");
    else if (colon >= 0) {
      name = given.slice(0, colon);
      password = given.slice(colon + 1);
      if (name === "") throw badArguments("empty user name is not allowed");
    } else password = await askPassword(call, name);
    const response = await client.unary(auth.userAdd, {
      name,
      password,
      options: { noPassword },
    });
    displayLine(session, "AuthUserAddResponse", response, `User ${name} created`);
  });
}

/** `user delete <name>` */
export async function remove(call: CommandCall): Promise<number> {
  const name = userName(call, "user delete command requires user name as its argument");
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.userDelete, { name });
    displayLine(session, "AuthUserDeleteResponse", response, `User ${name} deleted`);
  });
}

/** `user get <name>` */
export async function get(call: CommandCall): Promise<number> {
  const name = userName(call, "user get command requires user name as its argument");
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.userGet, { name });
    if (!call.flags.bool("detail")) {
      session.display(
        messageRendering(pb.messageTypes["AuthUserGetResponse"]!, response, {
          simple: (output) => {
            output.line(`User: ${name}`);
            output.line(`Roles:${response.roles.map((role) => ` ${role}`).join("")}`);
          },
          fields: null,
        }),
      );
      return;
    }
    session.terminal.writeOut(`User: ${name}\n`);
    for (const role of response.roles) {
      session.terminal.writeOut("\n");
      const details = await client.unary(auth.roleGet, { role });
      session.display(roleRendering(details, { isHex: session.isHex, role }));
    }
  });
}

/** `user list` */
export async function list(call: CommandCall): Promise<number> {
  if (call.args.length !== 0) throw badArguments("user list command requires no arguments");
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.userList, {});
    session.display(
      messageRendering(pb.messageTypes["AuthUserListResponse"]!, response, {
        simple: (output) => {
          for (const user of response.users) output.line(user);
        },
        fields: null,
      }),
    );
  });
}

/** `user passwd <name>` */
export async function changePassword(call: CommandCall): Promise<number> {
  const name = userName(call, "user passwd command requires user name as its argument");
  return await withClient(call, async (session, client) => {
    const password = await askPassword(call, name);
    const response = await client.unary(auth.userChangePassword, { name, password });
    displayLine(session, "AuthUserChangePasswordResponse", response, "Password updated");
  });
}

/** `user grant-role <user> <role>` */
export async function grantRole(call: CommandCall): Promise<number> {
  const [user, role] = call.args;
  if (call.args.length !== 2) {
    throw badArguments("user grant command requires user name and role name as its argument");
  }
  return await withClient(call, async (session, client) => {
    const request = { user: user!, role: role! };
    const response = await client.unary(auth.userGrantRole, request);
    const line = `Role ${role} is granted to user ${user}`;
    displayLine(session, "AuthUserGrantRoleResponse", response, line);
  });
}

/** `user revoke-role <user> <role>` */
export async function revokeRole(call: CommandCall): Promise<number> {
  const [name, role] = call.args;
  if (call.args.length !== 2) {
    throw badArguments("user revoke-role requires user name and role name as its argument");
  }
  return await withClient(call, async (session, client) => {
    const response = await client.unary(auth.userRevokeRole, { name: name!, role: role! });
    const line = `Role ${role} is revoked from user ${name}`;
    displayLine(session, "AuthUserRevokeRoleResponse", response, line);
  });
}

/** From the keyboard, twice; or with `--interactive=false` the first word of stdin. */
async function askPassword(call: CommandCall, name: string): Promise<string> {
  const { terminal } = call;
  if (!call.flags.bool("interactive")) {
    return /\S+/.exec(bytesToText(terminal.readInput()))?.[0] ?? "";
  }
  const first = await ask(call, `Password of ${name}: `);
  if (first === "") throw badArguments("empty password");
  const second = await ask(call, `Type password of ${name} again for confirmation: `);
  if (first !== second) throw badArguments("given passwords are different");
  return first;
}

async function ask(call: CommandCall, prompt: string): Promise<string> {
  call.terminal.writeOut(prompt);
  const typed = await call.terminal.readSecret();
  call.terminal.writeOut("\n");
  if (typed === null) throw badArguments("failed to ask password: EOF");
  return typed;
}

function userName(call: CommandCall, message: string): string {
  if (call.args.length !== 1) throw badArguments(message);
  return call.args[0]!;
}

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

function displayLine(
  session: Session,
  type: string,
  response: { readonly header: pb.ResponseHeader | null },
  line: string,
): void {
  session.display(
    messageRendering(pb.messageTypes[type]!, response, {
      simple: (output) => output.line(line),
      fields: (output) => headerFields(output, response.header, session),
    }),
  );
}
