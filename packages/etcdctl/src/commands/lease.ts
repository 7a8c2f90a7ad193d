import { type Client, keepAliveOnce, keepAlive as keepLeaseAlive, lease } from "@kvorum/client";
import {
  badArguments,
  type CommandCall,
  CommandError,
  callFailed,
  clampToCounter,
  ExitCode,
  parseInt64,
  ValueError,
} from "@kvorum/command-line";
import { leaseHex } from "../render/header.ts";
import {
  grantRendering,
  keepAliveRendering,
  leasesRendering,
  revokeRendering,
  timeToLiveRendering,
} from "../render/lease.ts";
import { type Session, withSession } from "../session.ts";

/** `lease grant <ttl>` */
export async function grant(call: CommandCall): Promise<number> {
  if (call.args.length !== 1) throw badArguments("lease grant command needs TTL argument");
  const ttl = parseTtl(call.args[0]!);
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      const options = { timeoutMs: session.commandTimeoutMs };
      const response = await client.unary(lease.grant, { TTL: ttl }, options);
      session.display(grantRendering(response, session));
      return 0;
    } catch (error) {
      throw wrapped(error, "failed to grant lease");
    }
  });
}

/** `lease revoke <leaseID>` */
export async function revoke(call: CommandCall): Promise<number> {
  if (call.args.length !== 1) throw badArguments("lease revoke command needs 1 argument");
  const leaseId = parseLeaseId(call.args[0]!);
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      const options = { timeoutMs: session.commandTimeoutMs };
      const response = await client.unary(lease.revoke, { ID: leaseId }, options);
      session.display(revokeRendering(response, { isHex: session.isHex, leaseId }));
      return 0;
    } catch (error) {
      throw wrapped(error, "failed to revoke lease");
    }
  });
}

/** `lease timetolive <leaseID>` */
export async function timeToLive(call: CommandCall): Promise<number> {
  if (call.args.length !== 1) {
    throw badArguments("lease timetolive command needs lease ID as argument");
  }
  const leaseId = parseLeaseId(call.args[0]!);
  const withKeys = call.flags.bool("keys");
  return await withClient(call, async (session, client) => {
    const response = await client.unary(lease.timeToLive, { ID: leaseId, keys: withKeys });
    session.display(timeToLiveRendering(response, { isHex: session.isHex, withKeys }));
    return 0;
  });
}

/** `lease list` */
export async function list(call: CommandCall): Promise<number> {
  return await withClient(call, async (session, client) => {
    const response = await client.unary(lease.leases, {});
    session.display(leasesRendering(response, session));
    return 0;
  });
}

/** `lease keep-alive <leaseID>` */
export async function keepAlive(call: CommandCall): Promise<number> {
  if (call.args.length !== 1) {
    throw badArguments("lease keep-alive command needs lease ID as argument");
  }
  const leaseId = parseLeaseId(call.args[0]!);
  return await withClient(call, async (session, client) => {
    if (call.flags.bool("once")) {
      session.display(keepAliveRendering(await keepAliveOnce(client, leaseId), session));
      return 0;
    }
    for await (const response of keepLeaseAlive(client, leaseId)) {
      session.display(keepAliveRendering(response, session));
    }
    if (session.format === "simple") {
      session.terminal.writeOut(`lease ${leaseHex(leaseId)} expired or revoked.\n`);
    }
    return 0;
  });
}

/** For the commands without a deadline, whose failures all end with code 2. */
async function withClient(
  call: CommandCall,
  body: (session: Session, client: Client) => Promise<number>,
): Promise<number> {
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      return await body(session, client);
    } catch (error) {
      throw callFailed(error, ExitCode.BadConnection);
    }
  });
}

function wrapped(error: unknown, action: string): CommandError {
  const failure = callFailed(error);
  // A format that cannot show the result is no failure of the call.
  if (failure === error) return failure;
  return new CommandError(ExitCode.Error, `${action} (${failure.message})`, error);
}

function parseTtl(text: string): number {
  try {
    return clampToCounter(parseInt64(text, 10));
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw badArguments(`bad TTL (${error.message})`);
  }
}

function parseLeaseId(text: string): bigint {
  try {
    return parseInt64(text, 16);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw badArguments(`bad lease ID arg (${error.message}), expecting ID in Hex`);
  }
}
