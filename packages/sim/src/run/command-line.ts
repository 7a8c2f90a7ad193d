/** The options of the simulator's command. */

export interface CommandLine {
  /** Seeds to run, from `from` on. */
  readonly seedsCount: number;
  readonly from: number;
  /** Stop after that long; null: after the seeds. */
  readonly minutes: number | null;
  /** Replay this one, with its trace if asked. */
  readonly seed: number | null;
  readonly shrink: number | null;
  readonly showsTrace: boolean;
  readonly showsLog: boolean;
  /** Of the first phase, in simulated milliseconds. */
  readonly durationMs: number;
  /** A line of figures for each invocation is appended here. */
  readonly ledger: string | null;
  /** Faults of the plan that are left out, by number. */
  readonly withoutFaults: readonly number[];
  /** Shares of duration and clients, from the shrinker. */
  readonly durationShare: number;
  readonly clientsShare: number;
}

export const usage = `usage: node packages/sim/dist/main.js [options]

  --seeds N         run N seeds (default 100)
  --from S          beginning with this one (default 1)
  --minutes M       stop after M minutes
  --seed S          replay one seed
  --trace           with what happened, event by event
  --log             with the members' own logs
  --shrink S        find a smaller run that fails too
  --duration MS     simulated milliseconds under faults (default 4000)
  --without A,B     leave out these faults of the seed
  --duration-share, --clients-share X   of what the seed has, 0 to 1
  --ledger FILE     append the figures of this run
`;

export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @throws UsageError */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--trace" || word === "--log") flags.add(word);
    else if (known.includes(word)) {
      const value = words[++i];
      if (value === undefined) throw new UsageError(`${word} needs a value`);
      values.set(word, value);
    } else throw new UsageError(`unknown option ${word}`);
  }
  const number = (name: string, otherwise: number): number => {
    const text = values.get(name);
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0) throw new UsageError(`${name} is no number: ${text}`);
    return value;
  };
  const optional = (name: string): number | null => (values.has(name) ? number(name, 0) : null);
  return {
    seedsCount: number("--seeds", 100),
    from: number("--from", 1),
    minutes: optional("--minutes"),
    seed: optional("--seed"),
    shrink: optional("--shrink"),
    showsTrace: flags.has("--trace"),
    showsLog: flags.has("--log"),
    durationMs: number("--duration", DEFAULT_DURATION_MS),
    ledger: values.get("--ledger") ?? null,
    withoutFaults: (values.get("--without") ?? "")
      .split(",")
      .filter((text) => text !== "")
      .map(Number),
    durationShare: number("--duration-share", 1),
    clientsShare: number("--clients-share", 1),
  };
}

export const DEFAULT_DURATION_MS = 4000;

const known = [
  "--seeds",
  "--from",
  "--minutes",
  "--seed",
  "--shrink",
  "--duration",
  "--ledger",
  "--without",
  "--duration-share",
  "--clients-share",
];
