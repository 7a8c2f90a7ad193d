/**
 * What etcd does to the settings once they are valid: a member that listens on every address and
 * announces the default URL announces the address of the default route instead, and a name of
 * its own goes into the default initial cluster. Server flags, notes to section 2.
 */

import type { SettingsDraft } from "./draft.ts";
import { DEFAULT_INITIAL_CLUSTER, DEFAULT_NAME } from "./flags.ts";
import { initialClusterOf } from "./server-config.ts";
import { joinUrls, parseServerUrls, type ServerUrl } from "./server-url.ts";

const DEFAULT_PEER_URL = "http://localhost:2380";
const DEFAULT_CLIENT_URL = "http://localhost:2379";

/**
 * Adjusts announced URLs and the initial cluster.
 * @param defaultHost - the address of the default route, or null when there is none
 * @returns the host that was put in, or null
 */
export function adjustAdvertised(draft: SettingsDraft, defaultHost: string | null): string | null {
  let used: string | null = null;
  if (defaultHost !== null) {
    const { settings } = draft;
    const peer = anyAddress(settings["listen-peer-urls"]);
    if (peer !== null && joinUrls(settings["initial-advertise-peer-urls"]) === DEFAULT_PEER_URL) {
      const urls = parseServerUrls(`${peer.scheme}://${bracketed(defaultHost)}:${peer.port}`);
      draft.adjust("initial-advertise-peer-urls", urls);
      if (settings["initial-cluster"] === DEFAULT_INITIAL_CLUSTER) {
        draft.adjust("initial-cluster", initialClusterOf(settings.name, urls));
      }
      used = defaultHost;
    }
    const client = anyAddress(settings["listen-client-urls"]);
    if (client !== null && joinUrls(settings["advertise-client-urls"]) === DEFAULT_CLIENT_URL) {
      const text = `${client.scheme}://${bracketed(defaultHost)}:${client.port}`;
      draft.adjust("advertise-client-urls", parseServerUrls(text));
      used = defaultHost;
    }
  }
  const { settings } = draft;
  if (settings.name !== DEFAULT_NAME && settings["initial-cluster"] === DEFAULT_INITIAL_CLUSTER) {
    draft.adjust(
      "initial-cluster",
      initialClusterOf(settings.name, settings["initial-advertise-peer-urls"]),
    );
  }
  return used;
}

/** The first URL when it stands for every IPv4 address. */
function anyAddress(urls: readonly ServerUrl[]): ServerUrl | null {
  const first = urls[0];
  return first !== undefined && first.hostname === "0.0.0.0" ? first : null;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** One interface of os.networkInterfaces(), as far as it is read here. */
export interface InterfaceAddress {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

/**
 * The IPv4 address of the interface that the default route leaves by, or null.
 * @param routes - the content of /proc/net/route
 */
export function defaultRouteHost(
  routes: string,
  interfaces: { readonly [name: string]: readonly InterfaceAddress[] | undefined },
): string | null {
  for (const line of routes.split("\n").slice(1)) {
    const [name, destination, , , , , , mask] = line.split("\t");
    if (name === undefined || destination !== "00000000" || mask !== "00000000") continue;
    const found = interfaces[name]?.find((one) => one.family === "IPv4" && !one.internal);
    if (found !== undefined) return found.address;
  }
  return null;
}
