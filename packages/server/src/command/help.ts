/** The texts of --help: a short usage for stderr, the list of all flags for stdout. */

import type { FlagKind } from "../config/flag-kinds.ts";
import { environmentName, type FlagGroup, flagNames, serverFlags } from "../config/flags.ts";
import { formatGoDuration } from "../config/go-values.ts";
import { joinUrls, type ServerUrl } from "../config/server-url.ts";

export const usageText = `Usage:

  etcd [flags]
    Start a member.

  etcd --version
    Print the version.

  etcd -h | --help
    Print all flags.

  etcd --config-file
    Path of a configuration file; flags and variables are then ignored.

  etcd gateway
    Run the TCP gateway that forwards to a cluster.

  etcd grpc-proxy
    Run the gRPC proxy.
`;

export function flagsText(): string {
  const groups = new Map<FlagGroup, string[]>();
  for (const name of flagNames) {
    const { kind, initial, group, help, deprecated } = serverFlags[name];
    const lines = groups.get(group) ?? [];
    lines.push(
      `  --${name} '${defaultText(kind, initial)}'`,
      `    ${help}${deprecated === null ? "" : " (deprecated)"} [${environmentName(name)}]`,
    );
    groups.set(group, lines);
  }
  let text = "";
  for (const [group, lines] of groups) text += `${group}:\n${lines.join("\n")}\n\n`;
  return text;
}

function defaultText(kind: FlagKind, initial: unknown): string {
  switch (kind) {
    case "duration":
      return formatGoDuration(initial as number);
    case "urls":
    case "optionalUrls":
      return joinUrls(initial as readonly ServerUrl[]);
    case "origins":
    case "list":
    case "set":
    case "deprecation":
      return (initial as readonly string[]).join(",");
    case "gates":
      return "";
    default:
      return String(initial);
  }
}
