/** Short forms for the flags of commands. */

import type { FlagSpec } from "./flags.ts";

export function bool(name: string, usage: string, defaultValue = false): FlagSpec {
  return { name, type: "bool", defaultValue, usage };
}

export function text(name: string, usage: string, defaultValue = ""): FlagSpec {
  return { name, type: "string", defaultValue, usage };
}

export function int(name: string, usage: string, defaultValue = 0n): FlagSpec {
  return { name, type: "int", defaultValue, usage };
}
