/**
 * The configuration file: YAML (and so JSON), keys are flag names in any case, unknown keys are
 * ignored, and each value must have the type of its field in etcd's own file. Server flags,
 * section 4.3.
 *
 * Only the file counts once one is given: the draft made here starts from the defaults. The
 * flat TLS, discovery and Raft time-out names have no effect here, as in etcd; TLS, sockets and
 * discovery have objects of their own.
 */

import { createRequire } from "node:module";
import type * as yaml from "yaml";
import { goErrorText } from "../logging/system-error.ts";
import { SettingsDraft } from "./draft.ts";
import type { FlagKind } from "./flag-kinds.ts";
import {
  type FlagName,
  flagNames,
  isFlagName,
  kindOfSetting,
  type SettingName,
  type Settings,
  serverFlags,
} from "./flags.ts";
import { FlagValueError, int64Range, uint32Range, uint64Range } from "./go-values.ts";
import { parseServerUrls } from "./server-url.ts";

/** A file that cannot be used. */
export class ConfigFileError extends Error {
  override readonly name = "ConfigFileError";
  /** True: printed as plain text on stderr; false: inside the `failed to verify flags` line. */
  readonly plain: boolean;

  constructor(message: string, plain = false) {
    super(message);
    this.plain = plain;
  }
}

/** Larger files are refused. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Go's names for the types, as its JSON errors spell them. */
type GoType = "string" | "bool" | "uint" | "uint32" | "uint64" | "int" | "int64" | "time.Duration";

const goTypes: { readonly [K in FlagKind]: GoType | "[]string" } = {
  text: "string",
  boolean: "bool",
  uint: "uint",
  uint32: "uint32",
  uint64: "uint64",
  int: "int",
  int64: "int64",
  duration: "time.Duration",
  urls: "string",
  optionalUrls: "string",
  origins: "string",
  list: "[]string",
  set: "[]string",
  clusterState: "string",
  fallback: "string",
  gates: "string",
  deprecation: "string",
};

/** Flags that the file spells otherwise, or not at all. */
const notInFile: ReadonlySet<string> = new Set<FlagName>(
  flagNames.filter(
    (name) =>
      serverFlags[name].group === "Security" &&
      !["cipher-suites", "cors", "host-whitelist", "tls-min-version", "tls-max-version"].includes(
        name,
      ) &&
      name !== "self-signed-cert-validity",
  ),
);
const alsoNotInFile: ReadonlySet<string> = new Set<FlagName>([
  "raft-read-timeout",
  "raft-write-timeout",
  "config-file",
  "version",
  "v2-deprecation",
  "socket-reuse-address",
  "socket-reuse-port",
  ...flagNames.filter((name) => name.startsWith("discovery-") && !name.startsWith("discovery-srv")),
]);

/** Fields that the file's reader takes as text and parses itself. */
const textInFile: ReadonlySet<string> = new Set<FlagName>(["host-whitelist"]);

const olderInFile: readonly string[] = [
  "proxy",
  "proxy-failure-wait",
  "proxy-refresh-interval",
  "proxy-dial-timeout",
  "proxy-write-timeout",
  "proxy-read-timeout",
  "discovery",
  "discovery-proxy",
  "discovery-fallback",
  "debug",
  "log-package-levels",
  "enable-v2",
];

interface NestedField {
  readonly key: string;
  readonly flag: SettingName;
}

const clientTls: readonly NestedField[] = [
  { key: "cert-file", flag: "cert-file" },
  { key: "key-file", flag: "key-file" },
  { key: "client-cert-file", flag: "client-cert-file" },
  { key: "client-key-file", flag: "client-key-file" },
  { key: "client-cert-auth", flag: "client-cert-auth" },
  { key: "trusted-ca-file", flag: "trusted-ca-file" },
  { key: "auto-tls", flag: "auto-tls" },
  { key: "allowed-cn", flag: "client-cert-allowed-cn" },
  { key: "allowed-hostname", flag: "client-cert-allowed-hostname" },
  { key: "skip-client-san-verification", flag: "client-skip-client-san-verification" },
];
const peerTls: readonly NestedField[] = [
  { key: "cert-file", flag: "peer-cert-file" },
  { key: "key-file", flag: "peer-key-file" },
  { key: "client-cert-file", flag: "peer-client-cert-file" },
  { key: "client-key-file", flag: "peer-client-key-file" },
  { key: "client-cert-auth", flag: "peer-client-cert-auth" },
  { key: "trusted-ca-file", flag: "peer-trusted-ca-file" },
  { key: "auto-tls", flag: "peer-auto-tls" },
  { key: "allowed-cn", flag: "peer-cert-allowed-cn" },
  { key: "allowed-hostname", flag: "peer-cert-allowed-hostname" },
  { key: "skip-client-san-verification", flag: "peer-skip-client-san-verification" },
];
const socketOptions: readonly NestedField[] = [
  { key: "reuse-port", flag: "socket-reuse-port" },
  { key: "reuse-address", flag: "socket-reuse-address" },
];
const discovery: readonly NestedField[] = [{ key: "token", flag: "discovery-token" }];
const discoveryClient: readonly NestedField[] = [
  { key: "endpoints", flag: "discovery-endpoints" },
  { key: "request-timeout", flag: "discovery-request-timeout" },
  { key: "dial-timeout", flag: "discovery-dial-timeout" },
  { key: "keepalive-time", flag: "discovery-keepalive-time" },
  { key: "keepalive-timeout", flag: "discovery-keepalive-timeout" },
];
const discoverySecure: readonly NestedField[] = [
  { key: "cert", flag: "discovery-cert" },
  { key: "key", flag: "discovery-key" },
  { key: "cacert", flag: "discovery-cacert" },
  { key: "insecure-transport", flag: "discovery-insecure-transport" },
  { key: "insecure-skip-tls-verify", flag: "discovery-insecure-skip-tls-verify" },
];
const discoveryAuth: readonly NestedField[] = [
  { key: "username", flag: "discovery-user" },
  { key: "password", flag: "discovery-password" },
];

/** The bytes of a file, or the system's error thrown. */
export type ReadFile = (path: string) => Uint8Array;

/** @throws ConfigFileError */
export function readConfigFile(path: string, readFile: ReadFile): SettingsDraft {
  let bytes: Uint8Array;
  try {
    bytes = readFile(path);
  } catch (error) {
    throw new ConfigFileError(goErrorText(error));
  }
  if (bytes.length > MAX_FILE_BYTES) {
    throw new ConfigFileError(`configuration file ${path} is larger than ${MAX_FILE_BYTES} bytes`);
  }
  return parseConfigFile(new TextDecoder().decode(bytes));
}

/** @throws ConfigFileError */
export function parseConfigFile(text: string): SettingsDraft {
  const draft = new SettingsDraft();
  const content = parseYaml(text);
  if (content === null) return draft;
  if (!(content instanceof Map)) throw mismatch(content, "config", "embed.configYAML");
  for (const [rawKey, value] of content) {
    if (value === null) continue;
    const key = String(rawKey).toLowerCase();
    switch (key) {
      case "client-transport-security":
        readObject(draft, value, key, clientTls);
        break;
      case "peer-transport-security":
        readObject(draft, value, key, peerTls);
        break;
      case "socket-options":
        readObject(draft, value, key, socketOptions);
        break;
      case "discovery-config":
        readDiscovery(draft, value, key);
        break;
      default:
        if (isFlagName(key) && !notInFile.has(key) && !alsoNotInFile.has(key)) {
          readFlag(draft, key, value, key);
        } else if (olderInFile.includes(key)) {
          readOlder(draft, key, value);
        }
    }
  }
  finish(draft);
  return draft;
}

function parseYaml(text: string): unknown {
  // Loaded only where there is a file.
  const { LineCounter, parseDocument } = createRequire(import.meta.url)("yaml") as typeof yaml;
  const lines = new LineCounter();
  let content: unknown;
  try {
    const document = parseDocument(text, {
      version: "1.1",
      intAsBigInt: true,
      uniqueKeys: false,
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "silent",
    });
    const first = document.errors[0];
    if (first !== undefined) {
      // A mistake found at the end of the text belongs to the last line that says something.
      const position = Math.min(first.pos[0], text.trimEnd().length);
      const line = lines.linePos(position).line;
      throw new ConfigFileError(
        `error converting YAML to JSON: yaml: line ${line}: ${yamlReason(first.code, first.message)}`,
      );
    }
    content = document.toJS({ mapAsMap: true, maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof ConfigFileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigFileError(`error converting YAML to JSON: yaml: ${reason}`);
  }
  return content ?? null;
}

/** The wording of etcd's YAML reader where the same mistake is meant. */
function yamlReason(code: string, message: string): string {
  if (message.startsWith("Flow sequence")) return "did not find expected ',' or ']'";
  if (message.startsWith("Flow map")) return "did not find expected ',' or '}'";
  return code === "TAB_AS_INDENT"
    ? "found character that cannot start any token"
    : message.replaceAll("\n", " ");
}

function readObject(
  draft: SettingsDraft,
  value: unknown,
  key: string,
  fields: readonly NestedField[],
): void {
  if (!(value instanceof Map)) throw mismatch(value, key, `embed.${goStructName(key)}`);
  for (const [name, entry] of value) {
    const field = fields.find((one) => one.key === String(name).toLowerCase());
    if (field !== undefined && entry !== null) {
      readFlag(draft, field.flag, entry, `${key}.${field.key}`);
    }
  }
}

function readDiscovery(draft: SettingsDraft, value: unknown, key: string): void {
  readObject(draft, value, key, discovery);
  for (const [name, entry] of value as Map<unknown, unknown>) {
    if (String(name).toLowerCase() !== "client" || entry === null) continue;
    readObject(draft, entry, `${key}.client`, discoveryClient);
    for (const [inner, nested] of entry as Map<unknown, unknown>) {
      const innerName = String(inner).toLowerCase();
      if (nested === null) continue;
      if (innerName === "secure") {
        readObject(draft, nested, `${key}.client.secure`, discoverySecure);
      } else if (innerName === "auth") {
        readObject(draft, nested, `${key}.client.auth`, discoveryAuth);
      }
    }
  }
}

function readFlag(draft: SettingsDraft, flag: SettingName, value: unknown, field: string): void {
  const kind = kindOfSetting(flag);
  const goType = textInFile.has(flag) ? "string" : goTypes[kind];
  if (goType === "[]string") {
    if (!Array.isArray(value)) throw mismatch(value, field, goType);
    for (const entry of value) {
      if (typeof entry !== "string") throw mismatch(entry, field, "string");
    }
    const list = value as readonly string[];
    setTyped(draft, flag, kind === "set" ? [...new Set(list)].sort() : list);
    return;
  }
  const scalar = readScalar(value, goType, field);
  if (typeof scalar !== "string") {
    setTyped(draft, flag, kind === "duration" ? (scalar as number) / 1e6 : scalar);
    return;
  }
  try {
    if (kind === "urls" || kind === "optionalUrls") {
      // An empty string leaves the default in force.
      if (scalar !== "") setTyped(draft, flag, parseServerUrls(scalar));
    } else if (kind === "clusterState") {
      // etcd looks at this one only later, with a text of its own.
      setTyped(draft, flag, scalar === "" ? "new" : scalar);
    } else {
      draft.setText(flag, scalar);
    }
  } catch (error) {
    if (!(error instanceof FlagValueError)) throw error;
    if (kind !== "urls" && kind !== "optionalUrls" && kind !== "origins") {
      throw new ConfigFileError(error.message);
    }
    const shown = flag === "advertise-client-urls" ? "advertise-peer-urls" : flag;
    throw new ConfigFileError(`unexpected error setting up ${shown}: ${error.message}`, true);
  }
}

function readOlder(draft: SettingsDraft, flag: string, value: unknown): void {
  const kind = SettingsDraft.kindOf(flag)!;
  const scalar = readScalar(value, goTypes[kind] as GoType, flag);
  try {
    draft.setText(flag, String(scalar));
  } catch (error) {
    if (!(error instanceof FlagValueError)) throw error;
    throw new ConfigFileError(`invalid value for ${flag}: ${error.message}`);
  }
}

/** A value of its Go type: text, boolean, or number (nanoseconds for durations). */
function readScalar(value: unknown, goType: GoType, field: string): string | boolean | number {
  switch (goType) {
    case "string":
      if (typeof value !== "string") throw mismatch(value, field, goType);
      return value;
    case "bool":
      if (typeof value !== "boolean") throw mismatch(value, field, goType);
      return value;
    default: {
      const range =
        goType === "uint32"
          ? uint32Range
          : goType === "uint" || goType === "uint64"
            ? uint64Range
            : int64Range;
      if (typeof value !== "bigint" || value < range.min || value > range.max) {
        throw mismatch(value, field, goType);
      }
      return Number(value);
    }
  }
}

function setTyped(draft: SettingsDraft, flag: SettingName, value: unknown): void {
  draft.setValue(flag, value as Settings[SettingName]);
}

/** What etcd does between reading its file and checking the settings. */
function finish(draft: SettingsDraft): void {
  if (
    draft.isSet("self-signed-cert-validity") &&
    draft.settings["self-signed-cert-validity"] === 0
  ) {
    draft.adjust("self-signed-cert-validity", 1);
  }
}

function mismatch(value: unknown, field: string, goType: string): ConfigFileError {
  let shown: string;
  if (typeof value === "string") shown = "string";
  else if (typeof value === "boolean") shown = "bool";
  else if (typeof value === "bigint" || typeof value === "number") shown = `number ${value}`;
  else if (Array.isArray(value)) shown = "array";
  else shown = "object";
  if (goType === "[]string" || goType === "string" || goType === "bool") {
    shown = shown.startsWith("number") ? "number" : shown;
  }
  return new ConfigFileError(
    "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal " +
      `${shown} into Go struct field ${structOf(field)}.${field} of type ${goType}`,
  );
}

/** The two structs that share the file's keys between them. */
function structOf(field: string): string {
  const texts = ["cors", "host-whitelist", "client-transport-security", "peer-transport-security"];
  return field.endsWith("-urls") || texts.some((key) => field.startsWith(key))
    ? "configYAML.configJSON"
    : "configYAML.Config";
}

function goStructName(key: string): string {
  return key.endsWith("transport-security") ? "securityConfig" : key.replaceAll(/[^a-z]/g, "");
}
