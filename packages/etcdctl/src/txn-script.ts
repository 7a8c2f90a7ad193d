/**
 * The text of a transaction: three sections of lines (comparisons, requests when they all hold,
 * requests otherwise), each ended by an empty line (the etcdctl specification, section 9.4).
 */

import {
  FlagError,
  FlagSet,
  type FlagSpec,
  invalidInput,
  parseInt64,
  quotedEnd,
  quoteText,
  type Terminal,
  textToBytes,
  unquote,
  ValueError,
} from "@kvorum/command-line";
import { type Init, etcdserverpb as pb } from "@kvorum/proto";
import { delFlags, getFlags, putFlags } from "./flag-specs.ts";
import { deleteRequest, putRequest, rangeRequest } from "./operations.ts";
import { splitWords } from "./words.ts";

/**
 * Reads a transaction from stdin.
 *
 * @param prompt - gets the title of each section before it is read
 * @throws CommandError
 */
export async function readTransaction(
  terminal: Terminal,
  options: { prompt: (title: string) => void; usage: (command: string) => string },
): Promise<Init<pb.TxnRequest>> {
  const compare: Init<pb.Compare>[] = [];
  options.prompt("compares:");
  for (const line of section(terminal)) compare.push(parseComparison(line));
  const branches: Init<pb.RequestOp>[][] = [];
  for (const branch of ["success", "failure"]) {
    options.prompt(`${branch} requests (get, put, del):`);
    const requests: Init<pb.RequestOp>[] = [];
    for (const line of section(terminal)) {
      requests.push(await parseRequest(line, terminal, options.usage));
    }
    branches.push(requests);
  }
  return { compare, success: branches[0]!, failure: branches[1]! };
}

/** The lines up to an empty one, read one at a time. */
function* section(terminal: Terminal): Iterable<string> {
  for (;;) {
    const line = terminal.readLine();
    if (line === null) throw invalidInput("EOF");
    const trimmed = line.trim();
    if (trimmed === "") return;
    yield trimmed;
  }
}

const TARGETS: ReadonlyMap<string, "version" | "create" | "mod" | "value" | "lease"> = new Map([
  ["ver", "version"],
  ["version", "version"],
  ["c", "create"],
  ["create", "create"],
  ["m", "mod"],
  ["mod", "mod"],
  ["val", "value"],
  ["value", "value"],
  ["lease", "lease"],
]);

const OPERATORS: ReadonlyMap<string, number> = new Map([
  ["=", pb.CompareResult.EQUAL],
  ["!=", pb.CompareResult.NOT_EQUAL],
  [">", pb.CompareResult.GREATER],
  ["<", pb.CompareResult.LESS],
]);

/** `target("key") op "value"`; whatever follows the value is ignored. */
export function parseComparison(line: string): Init<pb.Compare> {
  const parenthesis = line.indexOf("(");
  if (parenthesis < 0) throw invalidInput(`malformed comparison: ${line}`);
  const target = line.slice(0, parenthesis);
  const { key, operator, value } = scanComparison(line, parenthesis + 1);
  if (key === null || operator === null || value === null) {
    const got = `${target}(${quoteText(key ?? "")}) ${operator ?? ""} ${quoteText(value ?? "")}`;
    throw invalidInput(`malformed comparison: ${line}; got ${got}`);
  }
  const kind = TARGETS.get(target);
  if (kind === undefined) {
    throw invalidInput(`malformed comparison: ${line} (unknown target ${target})`);
  }
  const number = kind === "value" ? 0n : comparisonNumber(line, value, kind === "lease" ? 16 : 10);
  const result = OPERATORS.get(operator);
  if (result === undefined) {
    throw invalidInput(`malformed comparison: ${line} (unknown operator ${operator})`);
  }
  const head = { result, key: textToBytes(key) };
  switch (kind) {
    case "version":
      return { ...head, target: pb.CompareTarget.VERSION, version: number };
    case "create":
      return { ...head, target: pb.CompareTarget.CREATE, createRevision: number };
    case "mod":
      return { ...head, target: pb.CompareTarget.MOD, modRevision: number };
    case "value":
      return { ...head, target: pb.CompareTarget.VALUE, value: textToBytes(value) };
    case "lease":
      return { ...head, target: pb.CompareTarget.LEASE, lease: number };
  }
}

/** What could be read, from the left; null for what could not. */
function scanComparison(
  line: string,
  start: number,
): { key: string | null; operator: string | null; value: string | null } {
  const nothing = { key: null, operator: null, value: null };
  const keyAt = skipBlanks(line, start);
  const keyEnd = quotedEnd(line, keyAt);
  const key = keyEnd < 0 ? null : unquote(line.slice(keyAt, keyEnd));
  if (key === null) return nothing;
  if (line[keyEnd] !== ")") return { ...nothing, key };
  const operatorAt = skipBlanks(line, keyEnd + 1);
  if (operatorAt === keyEnd + 1) return { ...nothing, key };
  const operator = /^\S+/.exec(line.slice(operatorAt))?.[0] ?? null;
  if (operator === null) return { ...nothing, key };
  const valueAt = skipBlanks(line, operatorAt + operator.length);
  const valueEnd = quotedEnd(line, valueAt);
  const value = valueEnd < 0 ? null : unquote(line.slice(valueAt, valueEnd));
  return { key, operator, value };
}

function skipBlanks(line: string, start: number): number {
  let at = start;
  while (line[at] === " " || line[at] === "\t") at++;
  return at;
}

function comparisonNumber(line: string, value: string, base: 10 | 16): bigint {
  try {
    return parseInt64(value, base);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw invalidInput(`invalid txn compare request: ${line}`);
  }
}

const REQUEST_FLAGS: { readonly [command: string]: readonly FlagSpec[] } = {
  get: getFlags,
  put: putFlags,
  del: delFlags,
};

/** `get`, `put` or `del` with the flags and arguments of those commands. */
async function parseRequest(
  line: string,
  terminal: Terminal,
  usage: (command: string) => string,
): Promise<Init<pb.RequestOp>> {
  const [command, ...words] = splitWords(line);
  if (command === undefined || words.length === 0) {
    throw invalidInput(`invalid txn compare request: ${line}`);
  }
  const invalid = () => invalidInput(`invalid txn request: ${line}`);
  if (!Object.hasOwn(REQUEST_FLAGS, command)) throw invalid();
  const flags = new FlagSet(REQUEST_FLAGS[command]!);
  let args: readonly string[];
  try {
    args = flags.parse(words);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    terminal.writeError(usage(command));
    throw invalid();
  }
  switch (command) {
    case "get":
      return { requestRange: rangeRequest(args, flags) };
    case "put":
      return { requestPut: putRequest(args, flags, terminal) };
    default:
      return { requestDeleteRange: await deleteRequest(args, flags, terminal) };
  }
}
