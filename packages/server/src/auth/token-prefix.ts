/** The part of a simple token that nobody can guess: 16 letters, some 91 bits. */

import { randomInt } from "node:crypto";
import { TOKEN_PREFIX_LETTERS } from "./limits.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export function randomTokenPrefix(): string {
  let prefix = "";
  for (let i = 0; i < TOKEN_PREFIX_LETTERS; i++) prefix += LETTERS[randomInt(LETTERS.length)]!;
  return prefix;
}
