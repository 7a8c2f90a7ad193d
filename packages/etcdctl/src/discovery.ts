/** Endpoints from DNS SRV records (the etcdctl specification, section 4). */

import { CommandError, ExitCode, type FlagSet, type Terminal } from "@kvorum/command-line";

export interface Discovered {
  /** What was found, instead of `--endpoints`. */
  readonly endpoints: readonly string[];
  /** The name that servers' certificates must carry; "" for the endpoint's own. */
  readonly serverName: string;
}

type Resolve = (name: string) => Promise<readonly { name: string; port: number }[]>;

/** Null without `--discovery-srv`, or when it found nothing. */
export async function discoverEndpoints(
  flags: FlagSet,
  terminal: Terminal,
  resolve: Resolve = resolveSrv,
): Promise<Discovered | null> {
  const domain = flags.string("discovery-srv");
  if (domain === "") return null;
  const suffix = flags.string("discovery-srv-name");
  const endpoints: string[] = [];
  const errors: string[] = [];
  for (const [service, scheme] of [
    ["etcd-client-ssl", "https"],
    ["etcd-client", "http"],
  ] as const) {
    const name = `_${service}${suffix === "" ? "" : `-${suffix}`}._tcp.${domain}`;
    try {
      for (const record of await resolve(name)) {
        endpoints.push(`${scheme}://${record.name.replace(/\.$/, "")}:${record.port}`);
      }
    } catch (error) {
      errors.push(`lookup ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (errors.length === 2) {
    throw new CommandError(ExitCode.Error, `dns lookup errors: ${errors[0]} and ${errors[1]}`);
  }
  if (endpoints.length === 0) return null;
  if (flags.bool("insecure-discovery")) return { endpoints, serverName: "" };
  const secure = endpoints.filter((endpoint) => {
    if (endpoint.startsWith("https://")) return true;
    terminal.writeError(`ignoring discovered insecure endpoint "${endpoint}"\n`);
    return false;
  });
  return { endpoints: secure, serverName: domain };
}

async function resolveSrv(name: string): Promise<readonly { name: string; port: number }[]> {
  const dns = await import("node:dns/promises");
  return await dns.resolveSrv(name);
}
