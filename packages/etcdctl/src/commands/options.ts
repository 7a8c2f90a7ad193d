import { type CommandCall, optionsText } from "@kvorum/command-line";
import { globalFlags } from "../global-flags.ts";

/** `options` */
export async function run(call: CommandCall): Promise<number> {
  call.terminal.writeOut(optionsText(globalFlags));
  return 0;
}
