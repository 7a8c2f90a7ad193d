import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { maintenance } from "@kvorum/client";
import {
  badArguments,
  type CommandCall,
  CommandError,
  callFailed,
  ExitCode,
  formatDuration,
  formatSize,
} from "@kvorum/command-line";
import { type LogEntry, logLine } from "../log-line.ts";
import { errnoText, type Session, withSession } from "../session.ts";

const PRIVATE_MODE = 0o600;
/** The SHA-256 that follows the database, whose size is a multiple of a sector's. */
const CHECKSUM_BYTES = 32;
const SECTOR_BYTES = 512;

/** `snapshot save <file>`: into `<file>.part` first, so that the name only ever means a whole one. */
export async function save(call: CommandCall): Promise<number> {
  const { args, terminal } = call;
  const path = args[0];
  if (args.length !== 1 || path === undefined) {
    throw badArguments("snapshot save expects one argument <filename>");
  }
  return await withSession(call, async (session) => {
    // Etcdctl gives every failure of this command the code of an interruption.
    try {
      const version = await download(call, session, path);
      terminal.writeOut(`Snapshot saved at ${path}\n`);
      if (version !== "") terminal.writeOut(`Server version ${version}\n`);
      return 0;
    } catch (error) {
      const failure = callFailed(error);
      throw new CommandError(ExitCode.Interrupted, failure.message, error);
    }
  });
}

/** Returns the storage version that the server names; "" if it names none. */
async function download(call: CommandCall, session: Session, path: string): Promise<string> {
  const { terminal, endpoints } = session;
  if (endpoints.length !== 1) {
    throw interrupted(
      `snapshot must be requested to one selected node, not multiple [${endpoints.join(" ")}]`,
    );
  }
  const log = (entry: Omit<LogEntry, "level" | "caller">) =>
    terminal.writeError(
      logLine(terminal, { level: "info", caller: "etcdctl/snapshot.ts", ...entry }),
    );
  const endpoint = endpoints[0]!;
  const client = await session.client({ logger: "client" });
  const part = `${path}.part`;
  const file = attempt(
    `could not open ${part}`,
    () => openSync(part, "w", PRIVATE_MODE),
    `open ${part}`,
  );
  let isDone = false;
  try {
    log({ message: "created temporary db file", fields: { path: part } });
    const startNs = terminal.monotonicNs();
    const timeoutMs = call.flags.isChanged("command-timeout") ? session.commandTimeoutMs : null;
    const stream = await client.stream(maintenance.snapshot, { timeoutMs });
    log({ logger: "client", message: "opened snapshot stream; downloading", fields: {} });
    log({ message: "fetching snapshot", fields: { endpoint } });
    stream.send({});
    stream.halfClose();
    let sizeBytes = 0;
    let version = "";
    for await (const { blob, version: named } of stream) {
      if (named !== "") version = named;
      attempt("could not write snapshot", () => writeAll(file, blob), `write ${part}`);
      sizeBytes += blob.length;
    }
    log({ logger: "client", message: "completed snapshot read; closing", fields: {} });
    if (sizeBytes % SECTOR_BYTES !== CHECKSUM_BYTES) {
      throw interrupted(`sha256 checksum not found [bytes: ${sizeBytes}]`);
    }
    attempt("could not fsync snapshot", () => fsyncSync(file), `sync ${part}`);
    log({
      message: "fetched snapshot",
      fields: {
        endpoint,
        size: formatSize(sizeBytes),
        took: formatDuration(terminal.monotonicNs() - startNs),
        "etcd-version": version,
      },
    });
    attempt(
      `could not rename ${part} to ${path}`,
      () => renameSync(part, path),
      `rename ${part} ${path}`,
    );
    isDone = true;
    log({ message: "saved", fields: { path } });
    return version;
  } finally {
    closeSync(file);
    if (!isDone) rmSync(part, { force: true });
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function attempt<Result>(action: string, operation: () => Result, systemCall: string): Result {
  try {
    return operation();
  } catch (error) {
    throw interrupted(`${action} (${systemCall}: ${errnoText(error)})`);
  }
}

function interrupted(message: string): CommandError {
  return new CommandError(ExitCode.Interrupted, message);
}
