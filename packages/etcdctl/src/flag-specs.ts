/** Shorthands for describing flags, and the flags that commands share with scripts. */

import { bool, type FlagSpec, int, text } from "@kvorum/command-line";

export const getFlags: readonly FlagSpec[] = [
  text("consistency", "Linearizable(l) or Serializable(s)", "l"),
  text("order", "Order of results; ASCEND or DESCEND (ASCEND by default)"),
  text("sort-by", "Sort target; CREATE, KEY, MODIFY, VALUE, or VERSION"),
  int("limit", "Maximum number of results"),
  bool("prefix", "Get keys with matching prefix"),
  bool("from-key", "Get keys that are greater than or equal to the given key using byte compare"),
  int("rev", "Specify the kv revision"),
  bool("keys-only", "Get only the keys"),
  bool("count-only", "Get only the count"),
  bool("print-value-only", 'Only write values when using the "simple" output format'),
  int("min-create-rev", "Minimum create revision"),
  int("max-create-rev", "Maximum create revision"),
  int("min-mod-rev", "Minimum modification revision"),
  int("max-mod-rev", "Maximum modification revision"),
  bool("stream", "Receive the result in parts, on one stream"),
];

export const putFlags: readonly FlagSpec[] = [
  text("lease", "lease ID (in hexadecimal) to attach to the key", "0"),
  bool("prev-kv", "return the previous key-value pair before modification"),
  bool("ignore-value", "updates the key using its current value"),
  bool("ignore-lease", "updates the key using its current lease"),
];

export const delFlags: readonly FlagSpec[] = [
  bool("prefix", "delete keys with matching prefix"),
  bool("prev-kv", "return deleted key-value pairs"),
  bool(
    "from-key",
    "delete keys that are greater than or equal to the given key using byte compare",
  ),
  bool("range", "delete a range of keys without delay"),
];

export const watchFlags: readonly FlagSpec[] = [
  {
    name: "interactive",
    shorthand: "i",
    type: "bool",
    defaultValue: false,
    usage: "Interactive mode",
  },
  bool("prefix", "Watch on a prefix if prefix is set"),
  int("rev", "Revision to start watching"),
  bool("prev-kv", "get the previous key-value pair before the event happens"),
  bool("progress-notify", "get periodic watch progress notification from server"),
];
