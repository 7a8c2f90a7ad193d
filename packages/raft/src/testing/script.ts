/**
 * Data-driven scripts: a text file of directives, each with the output that it must produce.
 * Specification: raft-testdata.md section 2.
 *
 *     command argument key=value list=(a, b)
 *     input lines
 *     ----
 *     expected output, up to the next blank line
 */

import { AssertionError } from "@kvorum/base";

export interface ScriptArgument {
  readonly key: string;
  readonly values: readonly string[];
}

export interface Directive {
  readonly command: string;
  readonly arguments: readonly ScriptArgument[];
  /** The lines between the directive and the separator, trimmed. */
  readonly input: string;
  /** Ends in a newline unless it is empty. */
  readonly expected: string;
  /** Where the directive stands, counted from 1. */
  readonly line: number;
  /** The lines of the expected output with its terminator, end exclusive, counted from 0. */
  readonly expectedLines: { readonly start: number; readonly end: number };
}

/** What a file that is no script says about itself. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";
}

const SEPARATOR = "----";

export function parseScript(text: string): Directive[] {
  const lines = text.split(/\r?\n/);
  if (lines[lines.length - 1] === "") lines.pop();
  const directives: Directive[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = at + 1;
    let header = lines[at++]!.trim();
    if (header === "" || header.startsWith("#")) continue;
    while (header.endsWith("\\") && at < lines.length) {
      header = `${header.slice(0, -1)} ${lines[at++]!.trim()}`;
    }
    const input: string[] = [];
    while (at < lines.length && lines[at] !== SEPARATOR) input.push(lines[at++]!);
    at++;
    const start = at;
    const expected: string[] = [];
    if (lines[at] === SEPARATOR) {
      at++;
      while (at < lines.length && !(lines[at] === SEPARATOR && lines[at + 1] === SEPARATOR)) {
        expected.push(lines[at++]!);
      }
      if (at >= lines.length) throw new ScriptError(`line ${line}: the output has no end`);
      at += 2;
      if (at < lines.length && lines[at]!.trim() !== "") {
        throw new ScriptError(`line ${line}: no blank line after the output`);
      }
      at++;
    } else {
      while (at < lines.length && lines[at]!.trim() !== "") expected.push(lines[at++]!);
      at++;
    }
    directives.push({
      ...parseHeader(header, line),
      input: input.join("\n").trim(),
      expected: expected.map((text) => `${text}\n`).join(""),
      line,
      expectedLines: { start, end: Math.min(at, lines.length) },
    });
  }
  return directives;
}

function parseHeader(
  header: string,
  line: number,
): { command: string; arguments: ScriptArgument[] } {
  const space = header.indexOf(" ");
  const command = space === -1 ? header : header.slice(0, space);
  const found: ScriptArgument[] = [];
  let at = space === -1 ? header.length : space;
  while (at < header.length) {
    if (header[at] === " ") {
      at++;
      continue;
    }
    const key = /^[^ =]+/.exec(header.slice(at))?.[0];
    if (key === undefined) throw new ScriptError(`line ${line}: malformed argument`);
    at += key.length;
    if (header[at] !== "=") {
      found.push({ key, values: [] });
      continue;
    }
    at++;
    if (header[at] === "(") {
      const list = parseList(header, at, line);
      found.push({ key, values: list.values });
      at = list.end;
    } else {
      const value = /^[^ ]*/.exec(header.slice(at))![0];
      found.push({ key, values: [value] });
      at += value.length;
    }
  }
  return { command, arguments: found };
}

function parseList(header: string, start: number, line: number): { values: string[]; end: number } {
  const values: string[] = [];
  let value = "";
  let depth = 0;
  for (let at = start; at < header.length; at++) {
    const char = header[at]!;
    if (char === "(" && depth++ === 0) continue;
    if (char === ")" && --depth === 0) {
      if (value !== "" || values.length > 0) values.push(value);
      return { values, end: at + 1 };
    }
    if (char === "," && depth === 1) {
      values.push(value);
      value = "";
      while (header[at + 1] === " ") at++;
      continue;
    }
    value += char;
  }
  throw new ScriptError(`line ${line}: a list has no end`);
}

/** Runs directives in order; stops at the first whose output differs. */
export function runScript(
  script: { readonly name: string; readonly text: string },
  run: (directive: Directive) => string,
): { directivesCount: number } {
  const directives = parseScript(script.text);
  for (const directive of directives) {
    const actual = withNewline(run(directive));
    if (actual !== directive.expected) {
      throw new AssertionError(
        `${script.name}:${directive.line}: ${directive.command}\n` +
          `expected:\n${directive.expected}\nactual:\n${actual}`,
      );
    }
  }
  return { directivesCount: directives.length };
}

/** The script with the outputs that its directives have now. */
export function rewriteScript(text: string, run: (directive: Directive) => string): string {
  const lines = text.split("\n");
  const result: string[] = [];
  let copied = 0;
  for (const directive of parseScript(text)) {
    const { start, end } = directive.expectedLines;
    result.push(...lines.slice(copied, start));
    const output = withNewline(run(directive)).split("\n").slice(0, -1);
    if (output.some((line) => line.trim() === "")) {
      result.push(SEPARATOR, ...output, SEPARATOR, SEPARATOR, "");
    } else {
      result.push(...output, "");
    }
    copied = end;
  }
  result.push(...lines.slice(copied));
  return `${result.join("\n").trimEnd()}\n`;
}

function withNewline(output: string): string {
  return output === "" || output.endsWith("\n") ? output : `${output}\n`;
}

// Values

export function parseInteger(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new ScriptError(`${JSON.stringify(text)} is no integer`);
  return Number(text);
}

export function parseBoolean(text: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw new ScriptError(`${JSON.stringify(text)} is no boolean`);
}

export function parseId(text: string): bigint {
  if (!/^\d+$/.test(text)) throw new ScriptError(`${JSON.stringify(text)} is no id`);
  return BigInt(text);
}
