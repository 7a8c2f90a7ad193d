import { maintenance } from "@kvorum/client";
import { badArguments, type CommandCall, callFailed, messageRendering } from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { withSession } from "../session.ts";

/** `downgrade validate <version>` */
export async function validate(call: CommandCall): Promise<number> {
  return await downgrade(call, "validate", pb.DowngradeAction.VALIDATE, targetVersion(call));
}

/** `downgrade enable <version>` */
export async function enable(call: CommandCall): Promise<number> {
  return await downgrade(call, "enable", pb.DowngradeAction.ENABLE, targetVersion(call));
}

/** `downgrade cancel` */
export async function cancel(call: CommandCall): Promise<number> {
  return await downgrade(call, "cancel", pb.DowngradeAction.CANCEL, "");
}

function targetVersion(call: CommandCall): string {
  if (call.args.length < 1) throw badArguments("TARGET_VERSION not provided");
  if (call.args.length > 1) throw badArguments("too many arguments");
  const version = call.args[0]!;
  if (version === "") throw badArguments("target version not provided");
  return version;
}

async function downgrade(
  call: CommandCall,
  name: string,
  action: number,
  version: string,
): Promise<number> {
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      const response = await client.unary(
        maintenance.downgrade,
        { action, version },
        { timeoutMs: session.commandTimeoutMs },
      );
      session.display(
        messageRendering(pb.messageTypes["DowngradeResponse"]!, response, {
          simple: (output) =>
            output.line(`Downgrade ${name} success, cluster version ${response.version}`),
          fields: null,
        }),
      );
      return 0;
    } catch (error) {
      throw callFailed(error);
    }
  });
}
