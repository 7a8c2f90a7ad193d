/**
 * The list of --initial-cluster, `name=url,name=url`: what it says, and whether it agrees with
 * the member that it is to start. Server flags, sections 2.2 and 6.4.
 */

import { isIP } from "node:net";
import { goQuote } from "./go-values.ts";
import { joinUrls, parseServerUrl, type ServerUrl } from "./server-url.ts";

/** Peer URLs by member name, sorted by text. */
export type InitialCluster = ReadonlyMap<string, readonly ServerUrl[]>;

/** @throws FlagValueError for the first URL that is none. */
export function parseInitialCluster(text: string): InitialCluster {
  const members = new Map<string, ServerUrl[]>();
  for (const part of text.split(",")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    const url = parseServerUrl(equals < 0 ? "" : part.slice(equals + 1));
    const urls = members.get(name);
    if (urls === undefined) members.set(name, [url]);
    else urls.push(url);
  }
  for (const urls of members.values()) urls.sort((a, b) => compareText(a.text, b.text));
  return members;
}

/** The list as etcd prints it: `name=url` pairs in order. */
export function formatInitialCluster(cluster: InitialCluster): string {
  const pairs: string[] = [];
  for (const [name, urls] of cluster) {
    for (const url of urls) pairs.push(`${name}=${url.text}`);
  }
  return pairs.sort(compareText).join(",");
}

/** The address of a host name; rejects when there is none. */
export type ResolveHost = (hostname: string) => Promise<string>;

export interface BootstrapIdentity {
  readonly name: string;
  /** A member that joins was announced to the cluster, whatever it advertises now. */
  readonly state: "new" | "existing";
  readonly peerUrls: readonly ServerUrl[];
  readonly cluster: InitialCluster;
}

/**
 * Why this member cannot bootstrap or join with this list, or null. Only asked when there is no
 * data yet. `resolveHost` is used only where names differ as text.
 */
export async function bootstrapRefusal(
  identity: BootstrapIdentity,
  resolveHost: ResolveHost,
): Promise<string | null> {
  const { name, state, peerUrls, cluster } = identity;
  const listed = cluster.get(name);
  if (listed === undefined) {
    return `couldn't find local name ${goQuote(name)} in the initial cluster configuration`;
  }
  const mismatch =
    state === "new" ? await advertisedMismatch({ name, peerUrls, listed }, resolveHost) : null;
  return mismatch ?? duplicateRefusal(cluster);
}

function duplicateRefusal(cluster: InitialCluster): string | null {
  const seen = new Set<string>();
  for (const urls of cluster.values()) {
    for (const { text } of urls) {
      if (seen.has(text)) {
        return `initial cluster ${formatInitialCluster(cluster)} has duplicate url`;
      }
      seen.add(text);
    }
  }
  return null;
}

async function advertisedMismatch(
  own: {
    readonly name: string;
    readonly peerUrls: readonly ServerUrl[];
    readonly listed: readonly ServerUrl[];
  },
  resolveHost: ResolveHost,
): Promise<string | null> {
  const { name, peerUrls, listed } = own;
  const announced = [...peerUrls].sort((a, b) => compareText(a.text, b.text));
  const difference = await urlsDifference(announced, listed, resolveHost);
  if (difference === null) return null;
  const announcedTexts = new Set(announced.map((url) => url.text));
  const listedTexts = new Set(listed.map((url) => url.text));
  const notAnnounced = listed.filter((url) => !announcedTexts.has(url.text));
  if (notAnnounced.length > 0) {
    const missing = notAnnounced.map((url) => `${name}=${url.text}`).join(",");
    return (
      `--initial-cluster has ${missing} but missing from ` +
      `--initial-advertise-peer-urls=${joinUrls(announced)} (${difference})`
    );
  }
  const notListed = announced.filter((url) => !listedTexts.has(url.text));
  const named = announced.map((url) => `${name}=${url.text}`).join(",");
  return (
    `--initial-advertise-peer-urls has ${joinUrls(notListed)} ` +
    `but missing from --initial-cluster=${named}`
  );
}

/**
 * The first difference between two sets of URLs that is left when host names are replaced by
 * addresses; null where there is none. Both sorted by text.
 */
export async function urlsDifference(
  first: readonly ServerUrl[],
  second: readonly ServerUrl[],
  resolveHost: ResolveHost,
): Promise<string | null> {
  if (joinUrls(first) === joinUrls(second)) return null;
  if (first.length !== second.length) {
    return `len(${quoteList(first)}) != len(${quoteList(second)})`;
  }
  const [left, right] = await Promise.all([
    resolveAll(first, resolveHost),
    resolveAll(second, resolveHost),
  ]);
  for (let i = 0; i < left.length; i++) {
    if (left[i] !== right[i]) {
      return `resolved urls: ${goQuote(left[i]!)} != ${goQuote(right[i]!)}`;
    }
  }
  return null;
}

async function resolveAll(
  urls: readonly ServerUrl[],
  resolveHost: ResolveHost,
): Promise<readonly string[]> {
  const texts = await Promise.all(
    urls.map(async (url) => {
      if (url.hostname === "localhost" || url.hostname === "" || isIP(url.hostname) !== 0) {
        return url.text;
      }
      try {
        const address = await resolveHost(url.hostname);
        const host = address.includes(":") ? `[${address}]` : address;
        return `${url.scheme}://${host}:${url.port}`;
      } catch {
        // A name that does not resolve can only be equal to itself.
        return url.text;
      }
    }),
  );
  return texts.sort(compareText);
}

function quoteList(urls: readonly ServerUrl[]): string {
  return `[${urls.map((url) => goQuote(url.text)).join(" ")}]`;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
