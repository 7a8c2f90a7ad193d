import type { CommandCall } from "@kvorum/command-line";

/** The etcd release whose behaviour this is. */
const VERSION = "3.7.1";
const API_VERSION = "3.7";

/** `version`: knows no format. */
export async function run(call: CommandCall): Promise<number> {
  call.terminal.writeOut(`etcdutl version: ${VERSION}\nAPI version: ${API_VERSION}\n`);
  return 0;
}
