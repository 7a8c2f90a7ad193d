import { kv } from "@kvorum/client";
import { type CommandCall, callFailed } from "@kvorum/command-line";
import { putRequest } from "../operations.ts";
import { putRendering } from "../render/kv.ts";
import { withSession } from "../session.ts";

/** `put <key> <value>` */
export async function run(call: CommandCall): Promise<number> {
  const request = putRequest(call.args, call.flags, call.terminal);
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      const response = await client.unary(kv.put, request, { timeoutMs: session.commandTimeoutMs });
      session.display(putRendering(response, session));
      return 0;
    } catch (error) {
      throw callFailed(error);
    }
  });
}
