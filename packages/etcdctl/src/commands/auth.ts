import { auth, type Client, ClientError } from "@kvorum/client";
import { badArguments, type CommandCall, callFailed, messageRendering } from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { type Session, withSession } from "../session.ts";

const ROOT = "root";

/** `auth enable`: gives user root its role first if that is all that is missing. */
export async function enable(call: CommandCall): Promise<number> {
  return await withClient(call, "enable", async (session, client, options) => {
    for (let attempt = 0; ; attempt++) {
      try {
        await client.unary(auth.enable, {}, options);
        break;
      } catch (error) {
        const code = error instanceof ClientError ? error.code : null;
        if (code !== "RootRoleNotExist" || attempt > 0) throw error;
        await client.unary(auth.roleAdd, { name: ROOT }, options).catch((failure: unknown) => {
          if (!(failure instanceof ClientError) || failure.code !== "RoleAlreadyExist") {
            throw failure;
          }
        });
        await client.unary(auth.userGrantRole, { user: ROOT, role: ROOT }, options);
      }
    }
    session.terminal.writeOut("Authentication Enabled\n");
  });
}

/** `auth disable` */
export async function disable(call: CommandCall): Promise<number> {
  return await withClient(call, "disable", async (session, client, options) => {
    await client.unary(auth.disable, {}, options);
    session.terminal.writeOut("Authentication Disabled\n");
  });
}

/** `auth status` */
export async function status(call: CommandCall): Promise<number> {
  return await withClient(call, "status", async (session, client, options) => {
    const response = await client.unary(auth.status, {}, options);
    session.display(
      messageRendering(pb.messageTypes["AuthStatusResponse"]!, response, {
        simple: (output) => {
          output.line(`Authentication Status: ${response.enabled}`);
          output.line(`AuthRevision: ${response.authRevision}`);
        },
        fields: null,
      }),
    );
  });
}

async function withClient(
  call: CommandCall,
  name: string,
  body: (session: Session, client: Client, options: { timeoutMs: number }) => Promise<void>,
): Promise<number> {
  if (call.args.length !== 0) {
    throw badArguments(`auth ${name} command does not accept any arguments`);
  }
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      await body(session, client, { timeoutMs: session.commandTimeoutMs });
      return 0;
    } catch (error) {
      throw callFailed(error);
    }
  });
}
