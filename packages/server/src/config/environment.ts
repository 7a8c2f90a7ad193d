/**
 * ETCD_* variables: one for every flag, of any generation. A flag on the command line together
 * with its variable is a conflict that ends the start; an unknown variable is only warned about.
 * Server flags, section 4.2.
 */

import type { Notice, SettingsDraft } from "./draft.ts";
import { environmentName, flagNames, secretFlags } from "./flags.ts";
import { FlagValueError, goQuote } from "./go-values.ts";
import { olderFlags } from "./older-flags.ts";

export interface Environment {
  readonly [name: string]: string | undefined;
}

export interface EnvironmentResult {
  /** In the order to be logged. A fatal one is the last and ends the process. */
  readonly notices: readonly Notice[];
  /** A value that does not parse: the start fails with this text. */
  readonly error: string | null;
}

/** Variables of others that share the prefix and are not for the log, such as a root password. */
const secretName = /PASSWORD|SECRET|TOKEN|CREDENTIAL/;

/** Applies the variables to a draft that holds the command line already. */
export function applyEnvironment(
  draft: SettingsDraft,
  environment: Environment,
): EnvironmentResult {
  const notices: Notice[] = [];
  const flagOf = new Map<string, string>();
  for (const flag of [...flagNames, ...olderFlags.keys()].sort()) {
    flagOf.set(environmentName(flag), flag);
  }
  const version = environment["ETCD_VERSION"];
  if (version !== undefined && version !== "") {
    notices.push({
      level: "warn",
      message: "cannot set special environment variable",
      fields: { key: "ETCD_VERSION", value: version },
    });
  }
  const givenFlags = new Set([...flagOf.values()].filter((flag) => draft.isSet(flag)));
  let error: string | null = null;
  for (const [name, flag] of flagOf) {
    const value = environment[name];
    if (value === undefined || value === "" || name === "ETCD_VERSION") continue;
    if (givenFlags.has(flag)) continue;
    try {
      draft.setText(flag, value);
    } catch (cause) {
      if (!(cause instanceof FlagValueError)) throw cause;
      error = `invalid value ${goQuote(value)} for ${name}: ${cause.message}`;
    }
    notices.push({
      level: "info",
      message: "recognized and used environment variable",
      fields: {
        "variable-name": name,
        "variable-value": secretFlags.has(flag) ? "***" : value,
      },
    });
  }
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith("ETCD_") || value === undefined || name === "ETCD_VERSION") continue;
    const flag = flagOf.get(name);
    if (flag === undefined) {
      notices.push({
        level: "warn",
        message: "unrecognized environment variable",
        fields: { "environment-variable": `${name}=${secretName.test(name) ? "***" : value}` },
      });
    } else if (givenFlags.has(flag)) {
      notices.push({
        level: "fatal",
        message:
          "conflicting environment variable is shadowed by corresponding command-line flag " +
          "(either unset environment variable or disable flag))",
        fields: { "environment-variable": name },
      });
      break;
    }
  }
  return { notices, error };
}
