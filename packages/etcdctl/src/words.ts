/**
 * Splits a line of a transaction script or of an interactive watch into words: in double quotes
 * with Go's escapes, in single quotes word for word, otherwise up to the next blank.
 */

import { invalidInput, unquote } from "@kvorum/command-line";

const WORD = /"(?:[^"\\]|\\.)*"|'[^']*'|[^'"\s]\S*/gs;

/** @throws CommandError for a double-quoted word with a bad escape. */
export function splitWords(line: string): string[] {
  return (line.match(WORD) ?? []).map((word) => {
    if (word.startsWith("'")) return word.slice(1, -1);
    if (!word.startsWith('"')) return word;
    const text = unquote(word);
    if (text === null) throw invalidInput("invalid syntax");
    return text;
  });
}
