/**
 * get, put and del as requests: the same flags and checks serve the commands and the lines of a
 * transaction.
 */

import {
  badArguments,
  badFeature,
  type FlagSet,
  parseInt64,
  quoteText,
  type Terminal,
  textToBytes,
  ValueError,
} from "@kvorum/command-line";
import { type Init, etcdserverpb as pb } from "@kvorum/proto";
import { OPEN_END, prefixEnd, WHOLE_KEYSPACE } from "./key-range.ts";

/** How long `del` lets the user think before it deletes a range. */
const DELETE_DELAY_MS = 2000;

const SORT_ORDERS: ReadonlyMap<string, number> = new Map([
  ["", pb.SortOrder.NONE],
  ["ASCEND", pb.SortOrder.ASCEND],
  ["DESCEND", pb.SortOrder.DESCEND],
]);

const SORT_TARGETS: ReadonlyMap<string, number> = new Map([
  ["", pb.SortTarget.KEY],
  ["CREATE", pb.SortTarget.CREATE],
  ["KEY", pb.SortTarget.KEY],
  ["MODIFY", pb.SortTarget.MOD],
  ["VALUE", pb.SortTarget.VALUE],
  ["VERSION", pb.SortTarget.VERSION],
]);

const ONE_OF_PREFIX_AND_FROM_KEY =
  "`--prefix` and `--from-key` cannot be set at the same time, choose one";
const TOO_MANY_ARGUMENTS =
  "too many arguments, only accept one argument when `--prefix` or `--from-key` is set";

/** @throws CommandError */
export function rangeRequest(args: readonly string[], flags: FlagSet): Init<pb.RangeRequest> {
  if (args.length === 0) {
    throw badArguments(
      "get command needs one argument as key and an optional argument as range_end",
    );
  }
  const keysOnly = flags.bool("keys-only");
  const countOnly = flags.bool("count-only");
  checkRangeFlags(flags);
  if (keysOnly && countOnly) {
    throw badArguments(
      "`--keys-only` and `--count-only` cannot be set at the same time, choose one",
    );
  }
  const serializable = isSerializable(flags.string("consistency"));
  const range = keyRange(args, flags);
  const order = flags.string("order");
  const sortOrder = SORT_ORDERS.get(order.toUpperCase());
  if (sortOrder === undefined) throw badFeature(`bad sort order ${order}`);
  const target = flags.string("sort-by");
  const sortTarget = SORT_TARGETS.get(target.toUpperCase());
  if (sortTarget === undefined) throw badFeature(`bad sort target ${target}`);
  const minModRevision = flags.counter("min-mod-rev");
  const maxModRevision = flags.counter("max-mod-rev");
  const minCreateRevision = flags.counter("min-create-rev");
  const maxCreateRevision = flags.counter("max-create-rev");
  if (maxModRevision !== 0 && minModRevision > maxModRevision) {
    throw badFeature(`getMinModRev(=${minModRevision}) > getMaxModRev(=${maxModRevision})`);
  }
  if (maxCreateRevision !== 0 && minCreateRevision > maxCreateRevision) {
    throw badFeature(
      `getMinCreateRev(=${minCreateRevision}) > getMaxCreateRev(=${maxCreateRevision})`,
    );
  }
  return {
    ...range,
    limit: flags.counter("limit"),
    revision: Math.max(0, flags.counter("rev")),
    sortOrder,
    sortTarget,
    serializable,
    keysOnly,
    countOnly,
    minModRevision,
    maxModRevision,
    minCreateRevision,
    maxCreateRevision,
  };
}

/** Reads the value from stdin when the arguments have none. */
export function putRequest(
  args: readonly string[],
  flags: FlagSet,
  terminal: Terminal,
): Init<pb.PutRequest> {
  const missing = () =>
    badArguments("put command needs 1 argument and input from stdin or 2 arguments");
  if (args.length === 0) throw missing();
  const ignoreValue = flags.bool("ignore-value");
  if (ignoreValue && args.length > 1) {
    throw badArguments("put command needs only 1 argument when 'ignore-value' is set");
  }
  let value: Uint8Array | undefined;
  if (!ignoreValue) {
    value = args.length > 1 ? textToBytes(args[1]!) : terminal.readInput();
    if (args.length === 1 && value.length === 0) throw missing();
  }
  return {
    key: textToBytes(args[0]!),
    value,
    lease: leaseFlag(flags.string("lease")),
    prevKv: flags.bool("prev-kv"),
    ignoreValue,
    ignoreLease: flags.bool("ignore-lease"),
  };
}

/** Warns and waits before a range without `--range`. */
export async function deleteRequest(
  args: readonly string[],
  flags: FlagSet,
  terminal: Terminal,
): Promise<Init<pb.DeleteRangeRequest>> {
  if (args.length === 0 || args.length > 2) {
    throw badArguments(
      "del command needs one argument as key and an optional argument as range_end",
    );
  }
  checkRangeFlags(flags);
  const range = keyRange(args, flags);
  if (args.length > 1 && !flags.bool("range")) {
    terminal.writeError(
      `Warning: Keys between ${quoteText(args[0]!)} and ${quoteText(args[1]!)} will be deleted. Please interrupt the command within next 2 seconds to cancel. You can provide \`--range\` flag to avoid the delay.\n`,
    );
    await terminal.sleep(DELETE_DELAY_MS);
  }
  return { ...range, prevKv: flags.bool("prev-kv") };
}

/** @throws CommandError for anything but `l` and `s`. */
export function isSerializable(consistency: string): boolean {
  if (consistency === "s") return true;
  if (consistency === "l") return false;
  throw badFeature(`unknown consistency flag ${quoteText(consistency)}`);
}

function checkRangeFlags(flags: FlagSet): void {
  if (flags.bool("prefix") && flags.bool("from-key")) {
    throw badArguments(ONE_OF_PREFIX_AND_FROM_KEY);
  }
}

function keyRange(
  args: readonly string[],
  flags: FlagSet,
): { key: Uint8Array; rangeEnd?: Uint8Array } {
  const isPrefix = flags.bool("prefix");
  const isFromKey = flags.bool("from-key");
  const key = textToBytes(args[0]!);
  if (args.length > 1) {
    if (isPrefix || isFromKey) throw badArguments(TOO_MANY_ARGUMENTS);
    return { key, rangeEnd: textToBytes(args[1]!) };
  }
  if (!isPrefix && !isFromKey) return { key };
  if (key.length === 0) return WHOLE_KEYSPACE;
  return { key, rangeEnd: isFromKey ? OPEN_END : prefixEnd(key) };
}

function leaseFlag(text: string): bigint {
  try {
    return parseInt64(text, 16);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw badArguments(`bad lease ID (${error.message}), expecting ID in Hex`);
  }
}
