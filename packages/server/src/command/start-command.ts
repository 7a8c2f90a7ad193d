/**
 * From argv and the environment to a decision: start a member with these settings, or end with an
 * exit code, everything that etcd prints on the way printed. Server flags, sections 1, 4, 6, 8.2.
 *
 * Lines that come up before the log is configured go to stderr as JSON. Nothing is opened here
 * but the configuration file and the log outputs.
 */

import type { Clock, Timers } from "@kvorum/base";
import {
  ADVERTISE_REQUIRED,
  type Checked,
  checkSettings,
  type WarningSink,
} from "../config/check-settings.ts";
import { parseArguments } from "../config/command-line.ts";
import { ConfigFileError, type ReadFile, readConfigFile } from "../config/config-file.ts";
import { adjustAdvertised } from "../config/default-host.ts";
import type { Notice, SettingsDraft } from "../config/draft.ts";
import { applyEnvironment, type Environment } from "../config/environment.ts";
import { secretFlags } from "../config/flags.ts";
import { FlagValueError, goQuote } from "../config/go-values.ts";
import { readLogSettings } from "../config/log-settings.ts";
import { type ServerConfig, toServerConfig } from "../config/server-config.ts";
import { ignoredTlsWarnings, startRefusal } from "../config/start-checks.ts";
import { unsupportedRefusal } from "../config/unsupported.ts";
import { Logger } from "../logging/logger.ts";
import { LogOutputError, openLogOutputs } from "../logging/outputs.ts";
import { DescriptorSink, type LogSink } from "../logging/sinks.ts";
import { flagsText, usageText } from "./help.ts";
import { type Platform, supportedArchitectures, versionText } from "./version.ts";

/** The program's surroundings; main.ts gives the real ones. */
export interface CommandContext {
  /** All of argv that etcd would see: the program's name first. */
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly platform: Platform;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly readFile: ReadFile;
  readonly writeStdout: (text: string) => void;
  readonly writeStderr: (text: string) => void;
  /** The address of the default route, or null; called at most once. */
  readonly defaultHost: () => string | null;
  /** Stands in for stderr and for all outputs; for tests. */
  readonly sink?: LogSink;
}

export type StartDecision =
  | { readonly action: "exit"; readonly exitCode: number }
  | { readonly action: "start"; readonly config: ServerConfig; readonly log: Logger };

export function decideStart(context: CommandContext): StartDecision {
  const stderr =
    context.sink ?? new DescriptorSink({ descriptor: 2, timers: context.timers, owned: false });
  const early = Logger.create({
    level: "info",
    format: "json",
    sinks: [stderr],
    clock: context.clock,
  });
  if (!isArchitectureAllowed(context, early)) return exit(1);
  const parsed = collect(context, early);
  if ("action" in parsed) return parsed;
  const { refusal } = parsed;
  const shownArguments = context.argv.map(withoutSecret);
  if (refusal !== null) {
    early.info("Running: ", { args: shownArguments });
    early.warn("failed to verify flags", { error: refusal });
    return exit(1);
  }
  return judge(context, early, parsed, shownArguments);
}

function exit(exitCode: number): StartDecision {
  return { action: "exit", exitCode };
}

function isArchitectureAllowed(context: CommandContext, early: Logger): boolean {
  const { goArchitecture } = context.platform;
  if (supportedArchitectures.includes(goArchitecture)) return true;
  if (context.environment["ETCD_UNSUPPORTED_ARCH"] === goArchitecture) {
    early.info("running etcd on unsupported architecture since ETCD_UNSUPPORTED_ARCH is set", {
      arch: goArchitecture,
    });
    return true;
  }
  early.error(
    "Refusing to run etcd on unsupported architecture since ETCD_UNSUPPORTED_ARCH is not set",
    { arch: goArchitecture },
  );
  return false;
}

interface Collected {
  readonly draft: SettingsDraft;
  /** Only the file counts. */
  readonly fromFile: boolean;
  /** The start fails with this text. */
  readonly refusal: string | null;
}

/** Reads arguments, and then either the file or the variables. */
function collect(context: CommandContext, early: Logger): Collected | StartDecision {
  const words = context.argv.slice(1);
  if (words[0] === "gateway" || words[0] === "grpc-proxy") {
    context.writeStderr(`Error: etcd ${words[0]} is not supported by this build\n`);
    return exit(1);
  }
  const parsed = parseArguments(words);
  switch (parsed.outcome) {
    case "help":
      context.writeStderr(usageText);
      context.writeStdout(flagsText());
      return exit(0);
    case "error":
      context.writeStderr(`${parsed.message}\n${usageText}`);
      return exit(2);
    case "parsed":
      break;
  }
  const { draft } = parsed;
  if (parsed.words.length > 0) {
    return { draft, fromFile: false, refusal: `${goQuote(parsed.words[0]!)} is not a valid flag` };
  }
  if (draft.settings.version) {
    context.writeStdout(versionText(context.platform));
    return exit(0);
  }
  const file = draft.settings["config-file"] || (context.environment["ETCD_CONFIG_FILE"] ?? "");
  return file === ""
    ? collectVariables(context, early, draft)
    : collectFile(context, early, draft, file);
}

function collectFile(
  context: CommandContext,
  early: Logger,
  draft: SettingsDraft,
  path: string,
): Collected | StartDecision {
  let fromFile: SettingsDraft;
  try {
    fromFile = readConfigFile(path, context.readFile);
    emit(early, fromFile.settle());
  } catch (error) {
    if (error instanceof FlagValueError) return { draft, fromFile: true, refusal: error.message };
    if (!(error instanceof ConfigFileError)) throw error;
    if (!error.plain) return { draft, fromFile: true, refusal: error.message };
    context.writeStderr(`${error.message}\n`);
    return exit(1);
  }
  early.info(
    "loaded server configuration, other configuration command line flags and environment variables will be ignored if provided",
    { path },
  );
  const { settings } = fromFile;
  const discovers = settings["discovery-srv"] !== "" || settings["discovery-endpoints"].length > 0;
  if (discovers && !fromFile.isSet("initial-cluster")) fromFile.adjust("initial-cluster", "");
  return { draft: fromFile, fromFile: true, refusal: null };
}

function collectVariables(
  context: CommandContext,
  early: Logger,
  draft: SettingsDraft,
): Collected | StartDecision {
  const { notices, error } = applyEnvironment(draft, context.environment);
  emit(early, notices);
  if (notices.some((notice) => notice.level === "fatal")) return exit(1);
  if (error !== null) return { draft, fromFile: false, refusal: error };
  try {
    emit(early, draft.settle());
  } catch (cause) {
    if (!(cause instanceof FlagValueError)) throw cause;
    return { draft, fromFile: false, refusal: cause.message };
  }
  const { settings } = draft;
  const discovers =
    settings["discovery-srv"] !== "" ||
    settings["discovery-srv-name"] !== "" ||
    settings["discovery-endpoints"].length > 0;
  if (discovers && !draft.isSet("initial-cluster")) draft.adjust("initial-cluster", "");
  const refusal =
    settings["discovery-fallback"] === "proxy"
      ? 'v2 proxy is deprecated, and --discovery-fallback can\'t be configured as "proxy"'
      : null;
  return { draft, fromFile: false, refusal };
}

/** Checks the settings as etcd does, and logs what etcd logs on the way to the listeners. */
function judge(
  context: CommandContext,
  early: Logger,
  { draft, fromFile }: Collected,
  shownArguments: readonly string[],
): StartDecision {
  const refuse = (log: Logger, error: string): StartDecision => {
    log.info("Running: ", { args: shownArguments });
    log.warn("failed to verify flags", { error });
    if (error === ADVERTISE_REQUIRED) log.warn("advertise client URLs are not set", { error });
    return exit(1);
  };
  const logSettings = readLogSettings(draft.settings);
  if (logSettings.badLevel !== null) {
    context.writeStderr(`${logSettings.badLevel}\n`);
    return exit(2);
  }
  if (logSettings.refusal !== null) return refuse(early, logSettings.refusal);
  let log: Logger;
  try {
    log = openLog(context, logSettings.settings);
  } catch (error) {
    if (!(error instanceof LogOutputError)) throw error;
    return refuse(early, error.message);
  }
  const warn: WarningSink = (message, fields) => log.warn(message, fields);
  const checked: Checked = {
    settings: draft.settings,
    // A file keeps the default.
    advertiseDropped:
      !fromFile && draft.isSet("listen-client-urls") && !draft.isSet("advertise-client-urls"),
  };
  const refusal = checkSettings(checked, warn);
  if (refusal !== null) return refuse(log, refusal);
  const started = startRefusal(toServerConfig(draft.settings));
  if (started === null) {
    const unsupported = unsupportedRefusal(draft.settings, draft.older);
    if (unsupported !== null) return refuse(log, unsupported);
  }
  log.info("Running: ", { args: shownArguments });
  const host = adjustAdvertised(draft, context.defaultHost());
  if (host !== null) log.info("detected default host for advertise", { host });
  const config = toServerConfig(draft.settings);
  if (draft.settings["data-dir"] === "") {
    log.warn("'data-dir' was empty; using default", { "data-dir": config.dataDir });
  }
  checkSettings(checked, warn);
  if (started !== null) {
    emit(log, started.before);
    log.fatal("discovery failed", { error: started.refusal });
    return exit(1);
  }
  for (const [message, url] of ignoredTlsWarnings(config)) log.warn(message, { url });
  return { action: "start", config, log };
}

function openLog(
  context: CommandContext,
  settings: Extract<
    ReturnType<typeof readLogSettings>,
    { badLevel: null; refusal: null }
  >["settings"],
): Logger {
  const { clock, timers } = context;
  const { outputs, rotation, level, format } = settings;
  const sinks =
    context.sink === undefined
      ? openLogOutputs({ outputs, rotation, clock, timers })
      : [context.sink];
  return Logger.create({ level, format, sinks, clock });
}

function emit(log: Logger, notices: readonly Notice[]): void {
  for (const { level, message, fields } of notices) log[level](message, fields);
}

/** An argument as it may be logged. A secret given as a word of its own is caught by its flag. */
function withoutSecret(argument: string, index: number, argv: readonly string[]): string {
  const before = /^--?([^=]+)$/.exec(argv[index - 1] ?? "");
  if (before !== null && secretFlags.has(before[1]!)) return "***";
  const own = /^--?([^=]+)=/.exec(argument);
  return own !== null && secretFlags.has(own[1]!) ? `${own[0]}***` : argument;
}
