/** Offline tools on data directories and snapshots. The command is `main.ts`. */
export { type CommandResult, runCommand } from "./command.ts";
