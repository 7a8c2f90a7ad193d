import { kv } from "@kvorum/client";
import { type CommandCall, callFailed } from "@kvorum/command-line";
import { deleteRequest } from "../operations.ts";
import { delRendering } from "../render/kv.ts";
import { withSession } from "../session.ts";

/** `del <key> [range_end]` */
export async function run(call: CommandCall): Promise<number> {
  const request = await deleteRequest(call.args, call.flags, call.terminal);
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      const response = await client.unary(kv.deleteRange, request, {
        timeoutMs: session.commandTimeoutMs,
      });
      session.display(delRendering(response, session));
      return 0;
    } catch (error) {
      throw callFailed(error);
    }
  });
}
