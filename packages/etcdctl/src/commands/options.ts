import type { CommandCall } from "../command.ts";
import { globalFlags } from "../global-flags.ts";
import { optionsText } from "../help.ts";

/** `options` */
export async function run(call: CommandCall): Promise<number> {
  call.terminal.writeOut(optionsText(globalFlags));
  return 0;
}
