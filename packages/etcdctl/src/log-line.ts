/** Log lines on stderr, in zap's JSON shape, as other people's scripts know them. */

import type { Terminal } from "@kvorum/command-line";

export interface LogEntry {
  readonly level: "info" | "warn" | "fatal";
  readonly logger?: string;
  /** Where in the program; free form. */
  readonly caller: string;
  readonly message: string;
  readonly fields: { readonly [name: string]: string | number };
}

/** One line with its newline. */
export function logLine(terminal: Terminal, entry: LogEntry): string {
  // zap prints microseconds; the clock has milliseconds.
  const time = new Date(terminal.wallMs()).toISOString().replace("Z", "000Z");
  const head = [`"level":"${entry.level}"`, `"ts":"${time}"`];
  if (entry.logger !== undefined) head.push(`"logger":${JSON.stringify(entry.logger)}`);
  head.push(`"caller":${JSON.stringify(entry.caller)}`, `"msg":${JSON.stringify(entry.message)}`);
  const fields = Object.entries(entry.fields).map(
    ([name, value]) =>
      `${JSON.stringify(name)}:${typeof value === "number" ? value : JSON.stringify(value)}`,
  );
  return `{${[...head, ...fields].join(",")}}\n`;
}
