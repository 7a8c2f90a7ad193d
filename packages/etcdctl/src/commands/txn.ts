import { kv } from "@kvorum/client";
import { badArguments, type CommandCall, callFailed, usageText } from "@kvorum/command-line";
import { txnRendering } from "../render/kv.ts";
import { withSession } from "../session.ts";
import { readTransaction } from "../txn-script.ts";

/** `txn`: the transaction comes from stdin, with prompts under `-i`. */
export async function run(call: CommandCall): Promise<number> {
  const { args, flags, terminal } = call;
  if (args.length !== 0) throw badArguments("txn command does not accept argument");
  const isInteractive = flags.bool("interactive");
  return await withSession(call, async (session) => {
    const client = await session.client();
    const request = await readTransaction(terminal, {
      prompt: (title) => {
        if (isInteractive) terminal.writeOut(`${title}\n`);
      },
      usage: (name) => {
        const root = call.path[0];
        const command = root.subcommands!.find((candidate) => candidate.name === name)!;
        return usageText([root, command]);
      },
    });
    try {
      const response = await client.unary(kv.txn, request, { timeoutMs: null });
      session.display(txnRendering(response, session));
      return 0;
    } catch (error) {
      throw callFailed(error);
    }
  });
}
