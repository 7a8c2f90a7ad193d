import { kv } from "@kvorum/client";
import {
  badArguments,
  type CommandCall,
  CommandError,
  callFailed,
  clampToCounter,
  ExitCode,
  parseInt64,
  ValueError,
} from "@kvorum/command-line";
import { withSession } from "../session.ts";

/** `compaction <revision>` */
export async function run(call: CommandCall): Promise<number> {
  const { args, flags, terminal } = call;
  if (args.length !== 1) throw badArguments("compaction command needs 1 argument");
  const revision = parseRevision(args[0]!);
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      await client.unary(
        kv.compact,
        { revision: clampToCounter(revision), physical: flags.bool("physical") },
        { timeoutMs: session.commandTimeoutMs },
      );
    } catch (error) {
      throw callFailed(error);
    }
    terminal.writeOut(`compacted revision ${revision}\n`);
    return 0;
  });
}

function parseRevision(text: string): bigint {
  try {
    return parseInt64(text, 10);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new CommandError(ExitCode.Error, error.message);
  }
}
