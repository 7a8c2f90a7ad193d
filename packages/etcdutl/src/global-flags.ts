import type { FlagSpec } from "@kvorum/command-line";

const TEN_SECONDS_NS = 10_000_000_000n;

/** The flags that every command takes. */
export const globalFlags: readonly FlagSpec[] = [
  {
    name: "timeout",
    type: "duration",
    defaultValue: TEN_SECONDS_NS,
    usage: "time to wait for the lock of the database file, 0 for ever",
  },
  {
    name: "write-out",
    shorthand: "w",
    type: "string",
    defaultValue: "simple",
    usage: "set the output format (fields, json, protobuf, simple, table)",
  },
];
