import { acquireLock, type HeldLock, kv, LeaseSession } from "@kvorum/client";
import {
  badArguments,
  bytesToText,
  type CommandCall,
  CommandError,
  callFailed,
  ExitCode,
  textToBytes,
} from "@kvorum/command-line";
import { childEnvironment, childProblem } from "../child.ts";
import { logLine } from "../log-line.ts";
import { getRendering } from "../render/kv.ts";
import { type Session, withSession } from "../session.ts";

/** What a lease gets when `--ttl` makes no sense. */
const DEFAULT_TTL_SECONDS = 60;
/** How long giving the lock back may take; after that its lease ends it. */
const RELEASE_LIMIT_MS = 5000;
/** What a child that a signal ended counts as. */
const SIGNALED_EXIT_CODE = 255;

/** `lock <name> [command...]` */
export async function run(call: CommandCall): Promise<number> {
  const { args, flags, terminal } = call;
  const [name, ...command] = args;
  if (name === undefined) {
    throw badArguments("lock takes a lock name argument and an optional command to execute");
  }
  return await withSession(call, async (session) => {
    let ttlSeconds = flags.counter("ttl");
    if (ttlSeconds <= 0) {
      ttlSeconds = DEFAULT_TTL_SECONDS;
      terminal.writeError(
        logLine(terminal, {
          level: "warn",
          logger: "etcd-client",
          caller: "etcdctl/lock.ts",
          message: "WithTTL(): TTL should be > 0, preserving current TTL",
          fields: { "current-session-ttl": ttlSeconds },
        }),
      );
    }
    const stop = new AbortController();
    const interrupted = new Promise<"interrupted">((resolve) => {
      stop.signal.addEventListener("abort", () => resolve("interrupted"));
    });
    const release = terminal.onInterrupt(() => stop.abort());
    try {
      const client = await session.client();
      const lease = await LeaseSession.open(client, { ttlSeconds });
      try {
        const lock = await acquireLock(lease, textToBytes(name), { signal: stop.signal });
        try {
          if (command[0] !== undefined) {
            return await runLocked(session, lock, command as [string, ...string[]]);
          }
          await printLock(session, client, lock);
          const ended = await Promise.race([interrupted, lease.lost.then(() => "lost" as const)]);
          if (ended === "lost") throw new CommandError(ExitCode.Error, "session expired");
          return 0;
        } finally {
          await lock.unlock({ timeoutMs: RELEASE_LIMIT_MS });
        }
      } finally {
        await lease.close({ timeoutMs: RELEASE_LIMIT_MS });
      }
    } catch (error) {
      throw callFailed(error);
    } finally {
      release();
    }
  });
}

async function printLock(
  session: Session,
  client: LeaseSession["client"],
  lock: HeldLock,
): Promise<void> {
  const response = await client.unary(kv.range, { key: lock.key });
  if (response.kvs.length === 0) throw new CommandError(ExitCode.Error, "lock lost on init");
  session.display(getRendering(response, session));
}

async function runLocked(
  session: Session,
  lock: HeldLock,
  command: readonly [string, ...string[]],
): Promise<number> {
  const { terminal } = session;
  const added = {
    ETCD_LOCK_KEY: bytesToText(lock.key),
    ETCD_LOCK_REV: String(lock.revision),
  };
  const result = await terminal.runChild(command, childEnvironment(terminal, added, "own"));
  const problem = childProblem(result);
  if (problem === null) return 0;
  const code = result.code ?? (result.signal === null ? ExitCode.Error : SIGNALED_EXIT_CODE);
  throw new CommandError(code, problem);
}
