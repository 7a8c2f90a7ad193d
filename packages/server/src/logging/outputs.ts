/**
 * From the words of --log-outputs to sinks. `default` and `stderr` are stderr; a file path is
 * appended to; `/dev/null` anywhere discards everything. Server flags, sections 2.4 and 7.1.
 *
 * Deliberately not here: `systemd/journal`. The journal speaks datagrams over a Unix socket, which
 * Node cannot open; asking for it is refused in etcd's words for a journal that cannot be reached.
 */

import type { Clock, Timers } from "@kvorum/base";
import { RotatingFile, type RotationSettings } from "./rotating-file.ts";
import { DescriptorSink, discardSink, type LogSink, openLogFile } from "./sinks.ts";
import { goErrorText } from "./system-error.ts";

/** An output that cannot be used; the message is what a failed start prints. */
export class LogOutputError extends Error {
  override readonly name = "LogOutputError";
}

export interface LogOutputOptions {
  /** The words of --log-outputs, already checked for contradictions. */
  readonly outputs: readonly string[];
  /** Null: no rotation. Otherwise exactly one of the outputs is a file. */
  readonly rotation: RotationSettings | null;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** True for a word that names a file. */
export function isFileOutput(output: string): boolean {
  return !["default", "stderr", "stdout", "systemd/journal", "/dev/null"].includes(output);
}

/** @throws LogOutputError */
export function openLogOutputs(options: LogOutputOptions): LogSink[] {
  const { outputs, rotation, clock, timers } = options;
  if (outputs.includes("systemd/journal")) {
    throw new LogOutputError(
      "can't find journal (this build cannot open the journal's datagram socket)",
    );
  }
  if (outputs.includes("/dev/null")) return [discardSink];
  const opened: LogSink[] = [];
  try {
    for (const output of outputs) opened.push(openOne(output));
  } catch (error) {
    for (const sink of opened) sink.close();
    throw new LogOutputError(goErrorText(error));
  }
  return opened;

  function openOne(output: string): LogSink {
    switch (output) {
      case "default":
      case "stderr":
        return new DescriptorSink({ descriptor: 2, timers, owned: false });
      case "stdout":
        return new DescriptorSink({ descriptor: 1, timers, owned: false });
      default:
        return rotation === null
          ? openLogFile(output, timers)
          : new RotatingFile(output, rotation, clock);
    }
  }
}
