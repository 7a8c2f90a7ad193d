import { maintenance } from "@kvorum/client";
import {
  badArguments,
  type CommandCall,
  callFailed,
  messageRendering,
  parseUint64,
  ValueError,
} from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { withSession } from "../session.ts";

/** `move-leader <memberID>`: asks each endpoint until one is the leader, and tells that one. */
export async function run(call: CommandCall): Promise<number> {
  const { args, terminal } = call;
  if (args.length !== 1) throw badArguments("move-leader command needs 1 argument");
  const targetID = parseMemberId(args[0]!);
  return await withSession(call, async (session) => {
    const deadlineMs = Number(terminal.monotonicNs()) / 1e6 + session.commandTimeoutMs;
    const options = () => ({
      timeoutMs: Math.max(0, deadlineMs - Number(terminal.monotonicNs()) / 1e6),
    });
    try {
      for (const endpoint of session.endpoints) {
        const client = await session.client({ endpoints: [endpoint] });
        const status = await client.unary(maintenance.status, {}, options());
        const memberId = status.header?.memberId ?? 0n;
        if (memberId !== status.leader) continue;
        const response = await client.unary(maintenance.moveLeader, { targetID }, options());
        const line = `Leadership transferred from ${memberId.toString(16)} to ${targetID.toString(16)}`;
        session.display(
          messageRendering(pb.messageTypes["MoveLeaderResponse"]!, response, {
            simple: (output) => output.line(line),
            fields: null,
          }),
        );
        return 0;
      }
    } catch (error) {
      throw callFailed(error);
    }
    throw badArguments(`no leader endpoint given at [${session.endpoints.join(" ")}]`);
  });
}

function parseMemberId(text: string): bigint {
  try {
    return parseUint64(text, 16);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw badArguments(error.message);
  }
}
