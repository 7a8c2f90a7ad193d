/** Peer URLs are checked before they are sent: a wrong one would have to be taken back. */

import { CommandError, ExitCode, quoteText } from "@kvorum/command-line";

/** @throws CommandError */
export function checkMemberUrls(urls: readonly string[]): void {
  for (const url of urls) {
    const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/.exec(url.trim());
    const scheme = match?.[1]?.toLowerCase() ?? "";
    if (scheme === "unix" || scheme === "unixs") continue;
    if (match === null || (scheme !== "http" && scheme !== "https")) {
      throw refused(`URL scheme must be http, https, unix, or unixs: ${url}`);
    }
    const port = /:[^:\]]*$/.exec(match[2]!)?.[0] ?? "";
    if (!/^(?::[0-9]*)?$/.test(port)) {
      throw refused(`parse ${quoteText(url)}: invalid port ${quoteText(port)} after host`);
    }
    if (!/^(?:\[[^\]]*\]|[^:]*):[0-9]*$/.test(match[2]!)) {
      throw refused(`URL address does not have the form "host:port": ${url}`);
    }
    if (match[3] !== "") throw refused(`URL must not contain a path: ${url}`);
  }
}

function refused(message: string): CommandError {
  return new CommandError(ExitCode.Error, message);
}
