import { type Client, campaign, kv, LeaseSession, observeLeaders } from "@kvorum/client";
import {
  badArguments,
  type CommandCall,
  CommandError,
  callFailed,
  ExitCode,
  textToBytes,
} from "@kvorum/command-line";
import { getRendering } from "../render/kv.ts";
import { type Session, withSession } from "../session.ts";

const TTL_SECONDS = 60;
/** How long resigning may take; after that the lease ends the leadership. */
const RELEASE_LIMIT_MS = 5000;

/** `elect <name> [proposal]` */
export async function run(call: CommandCall): Promise<number> {
  const { args, flags, terminal } = call;
  const isListening = flags.bool("listen");
  if (args.length !== 1 && args.length !== 2) {
    throw badArguments("elect takes one election name argument and an optional proposal argument");
  }
  const name = textToBytes(args[0]!);
  const proposal = args[1];
  if (proposal === undefined && !isListening) {
    throw badArguments("no proposal argument but -l not set");
  }
  if (proposal !== undefined && isListening) throw badArguments("proposal given but -l is set");
  return await withSession(call, async (session) => {
    const stop = new AbortController();
    const release = terminal.onInterrupt(() => stop.abort());
    try {
      const client = await session.client();
      if (proposal === undefined) return await observe(session, client, name, stop.signal);
      return await lead(session, client, { name, value: textToBytes(proposal), stop: stop.signal });
    } catch (error) {
      throw callFailed(error);
    } finally {
      release();
    }
  });
}

async function lead(
  session: Session,
  client: Client,
  options: { name: Uint8Array; value: Uint8Array; stop: AbortSignal },
): Promise<number> {
  const { name, value, stop } = options;
  const lease = await LeaseSession.open(client, { ttlSeconds: TTL_SECONDS });
  try {
    const leadership = await campaign(lease, name, { value, signal: stop });
    try {
      const response = await client.unary(kv.range, { key: leadership.key });
      session.display(getRendering(response, session));
      const ended = await Promise.race([
        aborted(stop).then(() => "interrupted" as const),
        lease.lost.then(() => "lost" as const),
      ]);
      if (ended === "lost") throw new CommandError(ExitCode.Error, "elect: session expired");
      return 0;
    } finally {
      await leadership.resign({ timeoutMs: RELEASE_LIMIT_MS });
    }
  } finally {
    await lease.close({ timeoutMs: RELEASE_LIMIT_MS });
  }
}

async function observe(
  session: Session,
  client: Client,
  name: Uint8Array,
  stop: AbortSignal,
): Promise<number> {
  const leaders = (async () => {
    for await (const { header, kv: leader } of observeLeaders(client, name)) {
      const response = { header, kvs: [leader], more: false, count: 0 };
      session.display(getRendering(response, session));
    }
    return "lost" as const;
  })();
  const ended = await Promise.race([leaders, aborted(stop).then(() => "interrupted" as const)]);
  if (ended === "lost") throw new CommandError(ExitCode.Error, "elect: observer lost");
  return 0;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
