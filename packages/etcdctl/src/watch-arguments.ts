/** What `watch` is told: key, end and program, from arguments and environment. */

import { badArguments, quoteText } from "@kvorum/command-line";

export interface WatchArguments {
  readonly key: string;
  /** Null without one. */
  readonly rangeEnd: string | null;
  /** The program to run for each event, with its arguments. */
  readonly command: readonly [string, ...string[]] | null;
}

/** ETCDCTL_WATCH_KEY and ETCDCTL_WATCH_RANGE_END; "" when unset. */
export interface WatchEnvironment {
  readonly key: string;
  readonly rangeEnd: string;
}

/** @throws CommandError when only the end is set. */
export function checkWatchEnvironment(environment: WatchEnvironment): void {
  if (environment.key === "" && environment.rangeEnd !== "") {
    throw badArguments(
      `ETCDCTL_WATCH_KEY is empty but got ETCDCTL_WATCH_RANGE_END=${quoteText(environment.rangeEnd)}`,
    );
  }
}

/**
 * @param dashAt - how many of the words stood before `--`; null without one
 * @throws CommandError
 */
export function watchArguments(
  words: readonly string[],
  dashAt: number | null,
  environment: WatchEnvironment,
): WatchArguments {
  const before = dashAt === null ? words : words.slice(0, dashAt);
  const after = dashAt === null ? [] : words.slice(dashAt);
  if (dashAt !== null && after.length === 0) {
    throw badArguments("bad number of arguments (found separator --, but no commands)");
  }
  const [program, ...programArguments] = after;
  const command = program === undefined ? null : ([program, ...programArguments] as const);
  if (before.length === 0) {
    if (environment.key === "") throw badArguments("bad number of arguments");
    const rangeEnd = environment.rangeEnd === "" ? null : environment.rangeEnd;
    return { key: environment.key, rangeEnd, command: command as WatchArguments["command"] };
  }
  if (environment.key !== "") {
    throw badArguments("bad number of arguments (found conflicting environment key)");
  }
  return {
    key: before[0]!,
    rangeEnd: before[1] ?? null,
    command: command as WatchArguments["command"],
  };
}
