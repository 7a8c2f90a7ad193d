/** The flag that every command has. */

import type { FlagSpec } from "./flags.ts";

export const helpFlag: FlagSpec = {
  name: "help",
  shorthand: "h",
  type: "bool",
  defaultValue: false,
  usage: "show this help",
};
