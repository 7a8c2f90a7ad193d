import { maintenance } from "@kvorum/client";
import {
  type CommandCall,
  CommandError,
  callFailed,
  ExitCode,
  formatDuration,
} from "@kvorum/command-line";
import { clusterEndpoints, withSession } from "../session.ts";

/** `defrag`: one endpoint after the other, whatever happens to one of them. */
export async function run(call: CommandCall): Promise<number> {
  const { flags, terminal } = call;
  const isCluster = flags.bool("cluster");
  return await withSession(
    call,
    async (session) => {
      let failures = 0;
      const endpoints = isCluster ? await clusterEndpoints(session) : session.endpoints;
      for (const endpoint of endpoints) {
        const client = await session.client({ endpoints: [endpoint] });
        const startNs = terminal.monotonicNs();
        const took = () => formatDuration(terminal.monotonicNs() - startNs);
        try {
          await client.unary(maintenance.defragment, {}, { timeoutMs: session.commandTimeoutMs });
          terminal.writeOut(`Finished defragmenting etcd member[${endpoint}]. took ${took()}\n`);
        } catch (error) {
          const { message } = callFailed(error);
          terminal.writeError(
            `Failed to defragment etcd member[${endpoint}]. took ${took()}. (${message})\n`,
          );
          failures++;
        } finally {
          client.close();
        }
      }
      if (failures > 0) throw new CommandError(ExitCode.Error, "");
      return 0;
    },
    { usesRawEndpoints: !isCluster },
  );
}
