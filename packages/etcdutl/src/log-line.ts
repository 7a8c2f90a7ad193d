/** Log lines on stderr, in zap's console shape (the offline tools' specification, section 1). */

import type { Terminal } from "@kvorum/command-line";

export type LogFields = { readonly [name: string]: string | number | boolean };

/** Level, where in the program, what, and with which values; tabs between them. */
export function writeLog(
  terminal: Terminal,
  entry: {
    readonly level: "info" | "warn";
    readonly caller: string;
    readonly message: string;
    readonly fields: LogFields;
  },
): void {
  const time = new Date(terminal.wallMs()).toISOString().replace(/\.\d+Z$/, "Z");
  const fields = Object.entries(entry.fields).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  const parts = [time, entry.level, entry.caller, entry.message];
  if (fields.length > 0) parts.push(`{${fields.join(", ")}}`);
  terminal.writeError(`${parts.join("\t")}\n`);
}
