/**
 * Programs of the machine that a test may need, and the plain message with which a test skips
 * when one is missing.
 */

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The absolute path of an executable on PATH, or null. A name with a slash is taken as a path. */
export function findProgram(name: string): string | null {
  const candidates = name.includes("/")
    ? [name]
    : (process.env["PATH"] ?? "")
        .split(delimiter)
        .filter((directory) => directory !== "")
        .map((directory) => join(directory, name));
  for (const candidate of candidates) {
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here: the next directory may have it.
    }
  }
  return null;
}

/**
 * The value of a test's `skip` option: false when all programs are there, else a message that
 * names those that are missing.
 */
export function skipWithout(...names: readonly string[]): string | false {
  const missing = names.filter((name) => findProgram(name) === null);
  return missing.length === 0 ? false : `not on PATH: ${missing.join(", ")}`;
}
