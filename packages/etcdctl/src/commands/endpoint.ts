import { utf8ToBytes } from "@kvorum/base";
import { kv, maintenance } from "@kvorum/client";
import {
  type CommandCall,
  CommandError,
  callFailed,
  ExitCode,
  formatDuration,
} from "@kvorum/command-line";
import { alarmName } from "../render/alarm.ts";
import {
  type EndpointHash,
  type EndpointHealth,
  type EndpointStatus,
  hashRendering,
  healthRendering,
  statusRendering,
} from "../render/endpoint.ts";
import { clusterEndpoints, type Session, withSession } from "../session.ts";

/** `endpoint health`: all endpoints at once, results in the order in which they come. */
export async function health(call: CommandCall): Promise<number> {
  return await withEndpoints(call, async (session, endpoints) => {
    const results: EndpointHealth[] = [];
    await Promise.all(
      endpoints.map(async (endpoint) => {
        results.push(await checkHealth(session, endpoint));
      }),
    );
    session.display(healthRendering(results, (text) => session.terminal.writeError(text)));
    if (results.some((result) => !result.isHealthy)) {
      throw new CommandError(ExitCode.Error, "unhealthy cluster");
    }
    return 0;
  });
}

async function checkHealth(session: Session, endpoint: string): Promise<EndpointHealth> {
  const startNs = session.terminal.monotonicNs();
  const options = { timeoutMs: session.commandTimeoutMs };
  let took = "";
  let error = "";
  try {
    const client = await session.client({ endpoints: [endpoint], logger: "client" });
    try {
      await client.unary(kv.range, { key: utf8ToBytes("health") }, options);
    } catch (failure) {
      // Whoever is refused for lack of a permission has reached a leader.
      const { cause, message } = callFailed(failure);
      if (!isPermissionDenied(cause)) error = message;
    }
    took = formatDuration(session.terminal.monotonicNs() - startNs);
    if (error === "") {
      try {
        const { alarms } = await client.unary(maintenance.alarm, {}, options);
        if (alarms.length > 0) {
          error = `Active Alarm(s): ${alarms.map(({ alarm }) => `${alarmName(alarm)} `).join("")}`;
        }
      } catch (failure) {
        callFailed(failure);
        error = "Unable to fetch the alarm list";
      }
    }
  } catch (failure) {
    error = callFailed(failure).message;
    took = formatDuration(session.terminal.monotonicNs() - startNs);
  }
  return { endpoint, isHealthy: error === "", took, error };
}

function isPermissionDenied(cause: unknown): boolean {
  return (cause as { readonly code?: unknown } | undefined)?.code === "PermissionDenied";
}

/** `endpoint status` */
export async function status(call: CommandCall): Promise<number> {
  return await withEndpoints(call, async (session, endpoints) => {
    const results: EndpointStatus[] = [];
    for (const endpoint of endpoints) {
      const client = await session.client({ endpoints: [endpoint] });
      try {
        const options = { timeoutMs: session.commandTimeoutMs };
        results.push({ endpoint, status: await client.unary(maintenance.status, {}, options) });
      } catch (error) {
        const { message } = callFailed(error);
        session.terminal.writeError(
          `Failed to get the status of endpoint ${endpoint} (${message})\n`,
        );
      } finally {
        client.close();
      }
    }
    session.display(statusRendering(results, session));
    return results.length === endpoints.length ? ExitCode.Success : ExitCode.Error;
  });
}

/** `endpoint hashkv` */
export async function hashKv(call: CommandCall): Promise<number> {
  const revision = call.flags.counter("rev");
  return await withEndpoints(call, async (session, endpoints) => {
    const results: EndpointHash[] = [];
    let lastError: CommandError | null = null;
    for (const endpoint of endpoints) {
      const client = await session.client({ endpoints: [endpoint] });
      try {
        const options = { timeoutMs: session.commandTimeoutMs };
        results.push({
          endpoint,
          hash: await client.unary(maintenance.hashKv, { revision }, options),
        });
      } catch (error) {
        lastError = callFailed(error);
        session.terminal.writeError(
          `Failed to get the hash of endpoint ${endpoint} (${lastError.message})\n`,
        );
      } finally {
        client.close();
      }
    }
    session.display(hashRendering(results, session));
    if (lastError !== null) throw lastError;
    return 0;
  });
}

async function withEndpoints(
  call: CommandCall,
  body: (session: Session, endpoints: readonly string[]) => Promise<number>,
): Promise<number> {
  return await withSession(
    call,
    async (session) => {
      const isCluster = call.flags.bool("cluster");
      return await body(session, isCluster ? await clusterEndpoints(session) : session.endpoints);
    },
    { usesRawEndpoints: !call.flags.bool("cluster") },
  );
}
