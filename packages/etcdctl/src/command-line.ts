/**
 * What etcdctl and etcdutl have in common: how a command line is read, and how results, help and
 * errors are put. etcdutl takes it from here, so that both follow the same rules.
 */

export type { Command, CommandCall, Run } from "./command.ts";
export { findCommand, firstPositional, suggestions } from "./command-lookup.ts";
export { completionScripts } from "./completion-scripts.ts";
export { badArguments, badFeature, CommandError, ExitCode } from "./exit.ts";
export { bool, int, text } from "./flag-specs.ts";
export { FlagError, FlagSet, type FlagSpec, type FlagValue } from "./flags.ts";
export { helpFlag } from "./global-flags.ts";
export { quoteText } from "./go-quote.ts";
export { formatDuration, formatSize } from "./go-values.ts";
export { commandHelp, usageText } from "./help.ts";
export { OUTPUT_FORMATS, Output, type OutputFormat, type Rendering, render } from "./output.ts";
export { ProcessTerminal, processArguments } from "./process-terminal.ts";
export type { Cell } from "./table.ts";
export type { ChildResult, Terminal } from "./terminal.ts";
