/**
 * Settings while they are being collected from the command line, the variables or a file: the
 * value of each flag so far, who set it, and what older flags asked for.
 *
 * Values are checked when they are set. Older flags take effect at the end, in `settle`, because
 * today's name wins over the old one whatever their order.
 */

import { type FlagKind, kindParsers } from "./flag-kinds.ts";
import {
  type FlagName,
  initialSettings,
  isFlagName,
  type SettingName,
  type Settings,
  serverFlags,
} from "./flags.ts";
import { FlagValueError } from "./go-values.ts";
import { olderFlagKind, olderFlags } from "./older-flags.ts";

/** A line for the log that came up before there was one. */
export interface Notice {
  readonly level: "info" | "warn" | "error" | "fatal";
  readonly message: string;
  readonly fields: { readonly [name: string]: string };
}

export class SettingsDraft {
  readonly #values: { [name: string]: unknown } = { ...initialSettings() };
  readonly #set = new Set<string>();
  /** Text of each older flag that was set. */
  readonly #older = new Map<string, string>();

  get settings(): Settings {
    return this.#values as unknown as Settings;
  }

  /** What the kept older flags asked for: their text by name. */
  get older(): ReadonlyMap<string, string> {
    return this.#older;
  }

  /** True when the user gave the flag, today's or an older one, by any way. */
  isSet(name: string): boolean {
    return this.#set.has(name);
  }

  /** The kind of a flag of any generation, or null for an unknown name. */
  static kindOf(name: string): FlagKind | null {
    if (isFlagName(name)) return serverFlags[name].kind;
    const older = olderFlags.get(name);
    return older === undefined ? null : olderFlagKind(older, (flag) => serverFlags[flag].kind);
  }

  /** Sets a flag of any generation from text. @throws FlagValueError */
  setText(name: string, text: string): void {
    const kind = SettingsDraft.kindOf(name);
    if (kind === null) throw new FlagValueError("no such flag");
    if (isFlagName(name)) {
      this.#values[name] = parse(kind, text, this.#values[name]);
    } else {
      parse(kind, text, undefined);
      this.#older.set(name, text);
    }
    this.#set.add(name);
  }

  /** Sets a flag to a value that is already of its type. */
  setValue<N extends SettingName>(name: N, value: Settings[N]): void {
    this.#values[name] = value;
    this.#set.add(name);
  }

  /** Gives a flag a value without counting it as set by the user. */
  adjust<N extends FlagName>(name: N, value: Settings[N]): void {
    this.#values[name] = value;
  }

  /** Lets older flags take effect where today's were not given. @throws FlagValueError */
  settle(): readonly Notice[] {
    const notices: Notice[] = [];
    for (const [name, text] of this.#older) {
      const older = olderFlags.get(name)!;
      switch (older.means) {
        case "flag":
          notices.push(warning(`--${name} is deprecated, use --${older.flag} instead`));
          if (!this.isSet(older.flag)) {
            this.setText(older.flag, older.convert === undefined ? text : older.convert(text));
          }
          break;
        case "gate": {
          notices.push(
            warning(`--${name} is deprecated, use --feature-gates=${older.gate}=${text} instead`),
          );
          const switches = this.settings["feature-gates"];
          if (switches[older.gate] === undefined) {
            this.setText("feature-gates", `${older.gate}=${text}`);
          }
          break;
        }
        case "debug":
          notices.push(warning("--debug is deprecated, use --log-level=debug instead"));
          if (!this.isSet("log-level") && kindParsers.boolean(text, false)) {
            this.setText("log-level", "debug");
          }
          break;
        case "no longer":
          notices.push(warning(`--${name} has no effect any more`));
          break;
        case "nothing":
        case "kept":
          break;
      }
    }
    for (const name of this.#set) {
      const deprecated = isFlagName(name) ? serverFlags[name].deprecated : null;
      if (deprecated !== null) notices.push(warning(deprecated));
    }
    return notices;
  }
}

function warning(message: string): Notice {
  return { level: "warn", message, fields: {} };
}

function parse(kind: FlagKind, text: string, before: unknown): unknown {
  return (kindParsers[kind] as (text: string, before: unknown) => unknown)(text, before);
}
