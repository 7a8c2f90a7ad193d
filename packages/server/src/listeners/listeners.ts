/**
 * The listeners of a member, one for each address of the listen flags. The same address may be
 * listed with a plain and with a secure URL: one listener then serves both. HTTP surface,
 * section 1.
 */

import type { ServerConfig } from "../config/server-config.ts";
import { isSecureUrl, type ServerUrl, unixSocketPath } from "../config/server-url.ts";
import type { MemberTls } from "../tls/create-tls.ts";
import type { ServerSide } from "../tls/server-side.ts";
import { ClientListener, type ListenAddress } from "./client-listener.ts";

const MAX_PORT = 65_535;

export interface Listeners {
  readonly peer: readonly ClientListener[];
  readonly client: readonly ClientListener[];
  readonly clientHttp: readonly ClientListener[];
  readonly metrics: readonly ClientListener[];
  readonly all: readonly ClientListener[];
  /** Of each of --listen-client-urls in their order, once bound; 0 for a Unix socket. */
  clientPorts(): readonly number[];
}

/** Binds nothing yet. @throws Error for a port that is none */
export function createListeners(
  config: ServerConfig,
  tls: Pick<MemberTls, "client" | "peer">,
  maxConnections: number,
): Listeners {
  const listen = (urls: readonly ServerUrl[], side: ServerSide | null): OfUrls =>
    listenersOf(urls, side, maxConnections);
  const peer = listen(config.listenPeerUrls, tls.peer);
  const client = listen(config.listenClientUrls, tls.client);
  const clientHttp = listen(config.listenClientHttpUrls, tls.client);
  const metrics = listen(config.listenMetricsUrls, tls.client);
  return {
    peer: peer.listeners,
    client: client.listeners,
    clientHttp: clientHttp.listeners,
    metrics: metrics.listeners,
    all: [peer, client, clientHttp, metrics].flatMap(({ listeners }) => listeners),
    clientPorts: () => client.ofEach.map((listener) => listener.port),
  };
}

interface OfUrls {
  readonly listeners: readonly ClientListener[];
  /** The listener of each URL. */
  readonly ofEach: readonly ClientListener[];
}

function listenersOf(
  urls: readonly ServerUrl[],
  side: ServerSide | null,
  maxConnections: number,
): OfUrls {
  const groups = new Map<string, ServerUrl[]>();
  for (const [index, url] of urls.entries()) {
    // The system chooses another port for each URL that leaves it the choice.
    const address = url.port === "0" ? String(index) : (unixSocketPath(url) ?? url.host);
    const group = groups.get(address);
    if (group === undefined) groups.set(address, [url]);
    else group.push(url);
  }
  const byUrl = new Map<ServerUrl, ClientListener>();
  const listeners = [...groups.values()].map((group) => {
    const listener = new ClientListener({
      address: toAddress(group[0]!),
      maxConnections,
      tls: group.some(isSecureUrl) ? side : null,
      servesPlain: !group.every(isSecureUrl),
    });
    for (const url of group) byUrl.set(url, listener);
    return listener;
  });
  return { listeners, ofEach: urls.map((url) => byUrl.get(url)!) };
}

/** Go binds `localhost` to the IPv4 loopback address; so do we. */
function toAddress(url: ServerUrl): ListenAddress {
  const path = unixSocketPath(url);
  const port = Number(url.port);
  if (path === null && !(port <= MAX_PORT)) {
    throw new Error(`listen tcp: address ${url.port}: invalid port`);
  }
  return {
    url: url.text,
    host: url.hostname === "localhost" ? "127.0.0.1" : url.hostname,
    port,
    path,
  };
}
