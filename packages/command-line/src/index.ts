/** What etcdctl and etcdutl share: how a command line is read, and how results, help and errors are put. */

export { bytesToText, byteToText, codePoint, sequenceLength, textToBytes } from "./byte-text.ts";
export type { Command, CommandCall, Run } from "./command.ts";
export { findCommand, firstPositional, type Lookup, suggestions } from "./command-lookup.ts";
export { completionScripts } from "./completion-scripts.ts";
export {
  badArguments,
  badFeature,
  CommandError,
  callFailed,
  ExitCode,
  invalidInput,
} from "./exit.ts";
export { bool, int, text } from "./flag-kinds.ts";
export { clampToCounter, FlagError, FlagSet, type FlagSpec, type FlagValue } from "./flags.ts";
export { quoteBytes, quotedEnd, quoteText, unquote } from "./go-quote.ts";
export {
  formatDuration,
  formatSize,
  parseBool,
  parseDuration,
  parseInt64,
  parseUint64,
  ValueError,
} from "./go-values.ts";
export { commandHelp, helpText, optionsText, pathName, usageText } from "./help.ts";
export { helpFlag } from "./help-flag.ts";
export { type JsonOptions, jsonBytes, jsonMembers, jsonMessage, jsonString } from "./json-text.ts";
export {
  messageRendering,
  OUTPUT_FORMATS,
  Output,
  type OutputFormat,
  type Rendering,
  render,
} from "./output.ts";
export { ProcessTerminal, processArguments } from "./process-terminal.ts";
export { type Cell, tableText } from "./table.ts";
export type { ChildResult, Terminal } from "./terminal.ts";
