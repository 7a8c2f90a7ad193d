import { AssertionError, CorruptionError } from "@kvorum/base";
import { badArguments, type CommandCall, CommandError, ExitCode } from "@kvorum/command-line";
import { systemTimers } from "@kvorum/http2";
import { NodeFileSystem, StorageError } from "@kvorum/storage";
import { requireArguments, requireFlags } from "../framework-error.ts";
import { handBack } from "../hand-back/hand-back.ts";
import { HandBackError } from "../hand-back/hand-back-error.ts";
import { Release } from "../hand-back/release.ts";
import { writeLog } from "../log-line.ts";

/** `hand-back --data-dir D --output-dir O` */
export async function run(call: CommandCall): Promise<number> {
  const { flags, terminal } = call;
  requireArguments(call, 0);
  requireFlags(call, ["data-dir", "output-dir"]);
  const orNull = (name: string): string | null => flags.string(name) || null;
  try {
    await handBack({
      fileSystem: new NodeFileSystem(),
      timers: systemTimers,
      dataDirectory: flags.string("data-dir"),
      walDirectory: orNull("wal-dir"),
      outputDirectory: flags.string("output-dir"),
      outputWalDirectory: orNull("output-wal-dir"),
      release: flags.isChanged("target-version")
        ? parseRelease(flags.string("target-version"))
        : null,
      log: (message, fields) =>
        writeLog(terminal, { level: "info", caller: "hand-back/hand-back.ts", message, fields }),
    });
  } catch (error) {
    throw foreseen(error);
  }
  return ExitCode.Success;
}

function parseRelease(text: string): Release {
  if (!/^\d+\.\d+$/.test(text)) {
    throw badArguments(`wrong target version format, expected "X.Y", got ${JSON.stringify(text)}`);
  }
  const release = Release.parse(text);
  if (release === null) {
    throw badArguments(`target version "${text}" not supported: it must be 3.4 to 3.7`);
  }
  return release;
}

function foreseen(error: unknown): unknown {
  const isForeseen =
    error instanceof HandBackError ||
    error instanceof StorageError ||
    error instanceof CorruptionError ||
    error instanceof AssertionError;
  return isForeseen ? new CommandError(ExitCode.Error, error.message, error) : error;
}
