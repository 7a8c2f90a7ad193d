import { ClientError, type Watch, WatchConnection, type WatchRequest } from "@kvorum/client";
import {
  badArguments,
  type CommandCall,
  CommandError,
  ExitCode,
  FlagError,
  FlagSet,
  invalidInput,
  quoteBytes,
  textToBytes,
} from "@kvorum/command-line";
import { errorTable, type etcdserverpb as pb } from "@kvorum/proto";
import { childEnvironment, childProblem } from "../child.ts";
import { watchFlags } from "../flag-specs.ts";
import { OPEN_END, prefixEnd } from "../key-range.ts";
import { eventTypeName, watchRendering } from "../render/watch.ts";
import { type Session, withSession } from "../session.ts";
import {
  checkWatchEnvironment,
  type WatchArguments,
  type WatchEnvironment,
  watchArguments,
} from "../watch-arguments.ts";
import { splitWords } from "../words.ts";

const KEY_VARIABLE = "ETCDCTL_WATCH_KEY";
const RANGE_END_VARIABLE = "ETCDCTL_WATCH_RANGE_END";

/** `watch [key] [range_end] [-- command]` */
export async function run(call: CommandCall): Promise<number> {
  const { args, flags, terminal } = call;
  const environment = {
    key: terminal.env[KEY_VARIABLE] ?? "",
    rangeEnd: terminal.env[RANGE_END_VARIABLE] ?? "",
  };
  checkWatchEnvironment(environment);
  const isInteractive = flags.bool("interactive");
  const given = isInteractive ? null : watchArguments(args, flags.dashAt, environment);
  return await withSession(
    call,
    async (session) => {
      const client = await session.client();
      const connection = new WatchConnection(client, { requireLeader: true });
      if (given === null) await serveLines(call, session, connection, environment);
      else {
        await follow(session, connection.watch(watchRequest(given, flags)), given.command);
        throw new CommandError(ExitCode.Interrupted, "watch is canceled by the server");
      }
      return 0;
    },
    { knownVariables: [KEY_VARIABLE, RANGE_END_VARIABLE] },
  );
}

/** Interactive mode: each line starts a watch that stays, or asks for progress. */
async function serveLines(
  call: CommandCall,
  session: Session,
  connection: WatchConnection,
  environment: WatchEnvironment,
): Promise<void> {
  const { terminal } = call;
  // A watch that ends badly ends the program, even while the next line is awaited.
  let fail: (error: unknown) => void;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const start = (line: string, words: readonly string[]) => {
    const flags = new FlagSet(watchFlags);
    let given: WatchArguments;
    try {
      given = watchArguments(flags.parse(words), flags.dashAt, environment);
    } catch (error) {
      throw error instanceof FlagError ? badArguments(error.message) : error;
    }
    if (given.rangeEnd !== null && flags.bool("prefix")) {
      terminal.writeError(`Invalid command ${line} (${CONFLICT})\n`);
      return;
    }
    follow(session, connection.watch(watchRequest(given, flags)), given.command).catch(fail);
  };
  const readLines = async () => {
    for await (const line of terminal.inputLines()) {
      const words = splitWords(line);
      switch (words[0]) {
        case undefined:
          terminal.writeError(`Invalid command: ${line} (watch and progress supported)\n`);
          break;
        case "watch":
          if (words.length < 2 && environment.key === "") {
            terminal.writeError(`Invalid command ${line} (command type or key is not provided)\n`);
          } else start(line, words.slice(1));
          break;
        case "progress":
          connection.requestProgress();
          break;
        default:
          terminal.writeError(`Invalid command ${line} (only support watch)\n`);
      }
    }
    throw invalidInput("error reading watch request line: EOF");
  };
  await Promise.race([readLines(), failed]);
}

const CONFLICT = "`range_end` and `--prefix` are mutually exclusive";

function watchRequest(given: WatchArguments, flags: FlagSet): WatchRequest {
  const isPrefix = flags.bool("prefix");
  if (given.rangeEnd !== null && isPrefix) throw badArguments(CONFLICT);
  const key = textToBytes(given.key === "" ? "\0" : given.key);
  const rangeEnd = isPrefix
    ? given.key === ""
      ? OPEN_END
      : prefixEnd(key)
    : given.rangeEnd === null
      ? undefined
      : textToBytes(given.rangeEnd);
  return {
    key,
    rangeEnd,
    startRevision: flags.counter("rev"),
    prevKv: flags.bool("prev-kv"),
    progressNotify: flags.bool("progress-notify"),
  };
}

/** Prints a watch to its end, and says on stderr why the server ended it. */
async function follow(
  session: Session,
  watch: Watch,
  command: WatchArguments["command"],
): Promise<void> {
  try {
    for await (const response of watch) {
      if (response.canceled) {
        session.terminal.writeError(`watch was canceled (${cancelReason(response)})\n`);
      } else if (response.events.length === 0 && (response.header?.revision ?? 0) > 0) {
        session.terminal.writeOut(`progress notify: ${response.header?.revision}\n`);
      }
      session.display(watchRendering(response, session));
      if (command !== null) await runForEach(session, response, command);
    }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    session.terminal.writeError(`watch was canceled (${error.message})\n`);
  }
}

function cancelReason(response: pb.WatchResponse): string {
  if (response.compactRevision !== 0) return errorTable.Compacted.text;
  return response.cancelReason === "" ? errorTable.FutureRev.text : response.cancelReason;
}

/** Runs the program once for each event, one after the other. */
async function runForEach(
  session: Session,
  response: pb.WatchResponse,
  command: readonly [string, ...string[]],
): Promise<void> {
  const { terminal } = session;
  for (const event of response.events) {
    const added = {
      ETCD_WATCH_REVISION: String(response.header?.revision ?? 0),
      ETCD_WATCH_EVENT_TYPE: `"${eventTypeName(event.type)}"`,
      ETCD_WATCH_KEY: quoteBytes(event.kv?.key ?? new Uint8Array(0)),
      ETCD_WATCH_VALUE: quoteBytes(event.kv?.value ?? new Uint8Array(0)),
    };
    const env = childEnvironment(terminal, added, "added");
    const problem = childProblem(await terminal.runChild(command, env));
    if (problem === null) continue;
    const words = command.map((word) => quoteBytes(textToBytes(word))).join(" ");
    terminal.writeError(`command [${words}] error (${problem})\n`);
    throw new CommandError(ExitCode.Error, "");
  }
}
