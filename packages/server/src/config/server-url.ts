/**
 * The URLs of listen and advertise flags: a scheme, a host with a port, no path; or a Unix socket.
 * Texts of refusals are those of etcd and of Go's URL parser. Server flags, sections 1 and 6.2.
 */

import { isIP } from "node:net";
import { FlagValueError, goQuote } from "./go-values.ts";

export interface ServerUrl {
  readonly scheme: "http" | "https" | "unix" | "unixs";
  /** `host:port` as written; for a Unix socket, what stands between `//` and the path. */
  readonly host: string;
  /** Without port and without the brackets of an IPv6 address. */
  readonly hostname: string;
  /** As written; may be a service name such as `etcd-client`. */
  readonly port: string;
  /** Empty but for Unix sockets. */
  readonly path: string;
  /** The whole URL, as etcd prints it. */
  readonly text: string;
}

/** True for `https` and `unixs`. */
export function isSecureUrl(url: ServerUrl): boolean {
  return url.scheme === "https" || url.scheme === "unixs";
}

/** The path of a Unix socket's file; null for a TCP address. */
export function unixSocketPath(url: ServerUrl): string | null {
  return url.scheme === "unix" || url.scheme === "unixs" ? `${url.host}${url.path}` : null;
}

/** A URL of any scheme, split as Go splits it. */
export interface GenericUrl {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

/**
 * Splits a URL; knows only the errors that a flag value can run into.
 * @throws FlagValueError with Go's `parse "...": ...` text
 */
export function parseGoUrl(text: string): GenericUrl {
  const fail = (reason: string): FlagValueError =>
    new FlagValueError(`parse ${goQuote(text)}: ${reason}`);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) throw fail("net/url: invalid control character in URL");
  }
  const fragment = text.indexOf("#");
  let rest = fragment < 0 ? text : text.slice(0, fragment);
  let scheme = "";
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(rest);
  if (match !== null) {
    scheme = match[1]!.toLowerCase();
    rest = rest.slice(match[0].length);
  } else if (rest.startsWith(":")) {
    throw fail("missing protocol scheme");
  }
  const query = rest.indexOf("?");
  if (query >= 0) rest = rest.slice(0, query);
  if (!rest.startsWith("/")) {
    if (scheme !== "") return { scheme, host: "", path: rest };
    if (/^[^/]*:/.test(rest)) throw fail("first path segment in URL cannot contain colon");
    return { scheme, host: "", path: rest };
  }
  if (!rest.startsWith("//")) return { scheme, host: "", path: rest };
  const slash = rest.indexOf("/", 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? "" : rest.slice(slash);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const bad = /[\s"<>^`{|}\\]/.exec(host);
  if (bad !== null) throw fail(`invalid character ${goQuote(bad[0])} in host name`);
  if (host.startsWith("[")) {
    const close = host.lastIndexOf("]");
    if (close < 0) throw fail("missing ']' in host");
    checkPort(host.slice(close + 1));
  } else if (scheme !== "unix" && scheme !== "unixs") {
    const colon = host.lastIndexOf(":");
    if (colon >= 0) checkPort(host.slice(colon));
  }
  return { scheme, host, path };

  function checkPort(port: string): void {
    if (port !== "" && !/^:[0-9]*$/.test(port))
      throw fail(`invalid port ${goQuote(port)} after host`);
  }
}

/** Host and port of `host:port`, `[v6]:port`; null when there is no port or it is ambiguous. */
export function splitHostPort(address: string): { hostname: string; port: string } | null {
  if (address.startsWith("[")) {
    const close = address.indexOf("]");
    if (close < 0 || address[close + 1] !== ":" || address.indexOf(":", close + 2) >= 0)
      return null;
    return { hostname: address.slice(1, close), port: address.slice(close + 2) };
  }
  const colon = address.indexOf(":");
  if (colon < 0 || address.indexOf(":", colon + 1) >= 0 || /[[\]]/.test(address)) return null;
  return { hostname: address.slice(0, colon), port: address.slice(colon + 1) };
}

/** One URL of a listen or advertise flag. @throws FlagValueError */
export function parseServerUrl(
  text: string,
  options?: { readonly portOptional: boolean },
): ServerUrl {
  const trimmed = text.trim();
  const { scheme, host, path } = parseGoUrl(trimmed);
  switch (scheme) {
    case "http":
    case "https": {
      const split = splitHostPort(host);
      if (split === null && (options?.portOptional !== true || host === "")) {
        throw new FlagValueError(`URL address does not have the form "host:port": ${trimmed}`);
      }
      if (path !== "") throw new FlagValueError(`URL must not contain a path: ${trimmed}`);
      const hostname = split?.hostname ?? host;
      return { scheme, host, hostname, port: split?.port ?? "", path, text: `${scheme}://${host}` };
    }
    case "unix":
    case "unixs": {
      const split = splitHostPort(host);
      return {
        scheme,
        host,
        hostname: split?.hostname ?? host,
        port: split?.port ?? "",
        path,
        text: `${scheme}://${host}${path}`,
      };
    }
    default:
      throw new FlagValueError(`URL scheme must be http, https, unix, or unixs: ${trimmed}`);
  }
}

/** A comma-separated list; order is kept, repeats are dropped. @throws FlagValueError */
export function parseServerUrls(text: string): readonly ServerUrl[] {
  const urls: ServerUrl[] = [];
  for (const part of text.split(",")) {
    const url = parseServerUrl(part);
    if (!urls.some((other) => other.text === url.text)) urls.push(url);
  }
  return urls;
}

/** Why a listen URL cannot be bound, or null. */
export function bindRefusal(urls: readonly ServerUrl[]): string | null {
  for (const url of urls) {
    if (unixSocketPath(url) !== null || url.hostname === "localhost") continue;
    if (isIP(url.hostname) === 0) return `expected IP in URL for binding (${url.text})`;
  }
  return null;
}

/** Why an advertised URL names nobody, or null. */
export function emptyHostRefusal(urls: readonly ServerUrl[]): string | null {
  for (const url of urls) {
    if (unixSocketPath(url) !== null) continue;
    if (url.hostname === "") return `unexpected empty host (${url.text})`;
  }
  return null;
}

export function joinUrls(urls: readonly ServerUrl[]): string {
  return urls.map((url) => url.text).join(",");
}
