/**
 * URLs of members and lists of them, as texts: they are compared, hashed and stored as texts, so
 * nothing here normalises more than Go's parser does (blanks around, case of the scheme). The
 * error texts are etcd's. Resolving names is not done here. Specification: the v3 API, section 6;
 * the server's flags, sections 1 and 6.
 */

import { compareBytes, utf8ToBytes } from "@kvorum/base";

/** A text that is no list of member URLs. */
export class UrlError extends Error {
  override readonly name = "UrlError";
}

const SCHEMES: readonly string[] = ["http", "https", "unix", "unixs"];

/**
 * Checks URLs of a member: at least one; http or https with host:port and no path, or unix or
 * unixs. Returns them in byte order.
 *
 * @throws UrlError
 */
export function parseMemberUrls(texts: readonly string[]): readonly string[] {
  if (texts.length === 0) throw new UrlError("no valid URLs given");
  return texts.map(parseMemberUrl).sort(compareTexts);
}

/** One URL, as it is stored. @throws UrlError */
export function parseMemberUrl(text: string): string {
  const trimmed = text.trim();
  const { scheme, rest } = splitScheme(trimmed);
  if (!SCHEMES.includes(scheme)) {
    throw new UrlError(`URL scheme must be http, https, unix, or unixs: ${trimmed}`);
  }
  const url = `${scheme}:${rest}`;
  if (scheme === "unix" || scheme === "unixs") return url;
  const hasAuthority = rest.startsWith("//");
  const end = hasAuthority ? rest.slice(2).search(/[/?#]/) : -1;
  const authority = !hasAuthority ? "" : end < 0 ? rest.slice(2) : rest.slice(2, end + 2);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  checkHost(trimmed, host);
  if (!isHostPort(host)) {
    throw new UrlError(`URL address does not have the form "host:port": ${trimmed}`);
  }
  if (end >= 0 && rest[end + 2] === "/") {
    throw new UrlError(`URL must not contain a path: ${trimmed}`);
  }
  return url;
}

/**
 * The value of the flag --initial-cluster, `name=url,name=url`, where a name may come more than
 * once: by name, the URLs in byte order.
 *
 * @throws UrlError
 */
export function parseInitialCluster(text: string): ReadonlyMap<string, readonly string[]> {
  const urlsByName = new Map<string, string[]>();
  for (const part of text.split(",")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    const url = equals < 0 ? "" : part.slice(equals + 1);
    const urls = urlsByName.get(name);
    if (urls === undefined) urlsByName.set(name, [url]);
    else urls.push(url);
  }
  const result = new Map<string, readonly string[]>();
  for (const [name, urls] of urlsByName) result.set(name, parseMemberUrls(urls));
  return result;
}

/** The inverse: `name=url` for each URL, in order of the texts. */
export function formatInitialCluster(urlsByName: ReadonlyMap<string, readonly string[]>): string {
  const pairs: string[] = [];
  for (const [name, urls] of urlsByName) for (const url of urls) pairs.push(`${name}=${url}`);
  return pairs.sort(compareTexts).join(",");
}

/** A URL that two members claim, or undefined. */
export function duplicateUrl(
  urlsByName: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const seen = new Set<string>();
  for (const urls of urlsByName.values()) {
    for (const url of urls) {
      if (seen.has(url)) return url;
      seen.add(url);
    }
  }
  return undefined;
}

/** Byte order of UTF-8, which Go sorts strings by. */
function compareTexts(a: string, b: string): number {
  return compareBytes(utf8ToBytes(a), utf8ToBytes(b));
}

function splitScheme(url: string): { scheme: string; rest: string } {
  const parseError = (reason: string) => new UrlError(`parse ${quoted(url)}: ${reason}`);
  for (const char of url) {
    if (char < " " || char === "\u007f") {
      throw parseError("net/url: invalid control character in URL");
    }
  }
  if (url.startsWith(":")) throw parseError("missing protocol scheme");
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/.exec(url);
  if (match !== null) return { scheme: match[1]!.toLowerCase(), rest: match[2]! };
  const firstSegment = url.split(/[/?#]/, 1)[0]!;
  if (!url.startsWith("/") && firstSegment.includes(":")) {
    throw parseError("first path segment in URL cannot contain colon");
  }
  return { scheme: "", rest: url };
}

/** What Go's parser refuses in a host before anyone looks for the port. */
function checkHost(url: string, host: string): void {
  const parseError = (reason: string) => new UrlError(`parse ${quoted(url)}: ${reason}`);
  const bad = /[\s<>"\\^`{|}]/.exec(host);
  if (bad !== null) throw parseError(`invalid character ${quoted(bad[0])} in host name`);
  const afterBracket = host.startsWith("[") ? host.indexOf("]") : 0;
  if (afterBracket < 0) throw parseError("missing ']' in host");
  const colon = host.startsWith("[") ? afterBracket + 1 : host.lastIndexOf(":");
  const port = colon < 0 ? "" : host.slice(colon);
  if (port !== "" && !/^:[0-9]*$/.test(port)) {
    throw parseError(`invalid port ${quoted(port)} after host`);
  }
}

/** What Go's net.SplitHostPort takes: one colon outside of brackets, or an address in brackets. */
function isHostPort(host: string): boolean {
  return /^\[[^[\]]*\]:[^[\]:]*$/.test(host) || /^[^[\]:]*:[^[\]:]*$/.test(host);
}

/** Go's %q for the characters that occur in practice. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\x7f");
}
