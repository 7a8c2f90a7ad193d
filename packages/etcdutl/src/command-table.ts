/**
 * Every command with its flags. Implementations load on use. A command that this release does not
 * have yet is in the table and says so, with exit code 1.
 */

import { type Command, text } from "@kvorum/command-line";
import { globalFlags } from "./global-flags.ts";

const notYet: Pick<Command, "load" | "takesRawWords"> = {
  takesRawWords: true,
  load: async () => (await import("./commands/not-yet.ts")).run,
};

export const root: Command = {
  name: "etcdutl",
  summary: "An administrative command line tool for data directories and snapshots.",
  groupFlags: globalFlags,
  subcommands: [
    { name: "defrag", summary: "Defragments the storage of a stopped member", ...notYet },
    {
      name: "hand-back",
      summary: "Writes the data of a stopped member as a directory that Go etcd starts on",
      flags: [
        text("data-dir", "the data directory of the stopped member; it is not changed"),
        text("wal-dir", "its log, where that has a directory of its own"),
        text("output-dir", "the directory to write; it must be absent or empty"),
        text("output-wal-dir", "a directory of its own for the log that is written"),
        text("target-version", "the etcd release to write for, X.Y; by default the cluster's"),
      ],
      load: async () => (await import("./commands/hand-back.ts")).run,
    },
    { name: "hashkv", summary: "Prints the KV history hash of a given file", ...notYet },
    {
      name: "migrate",
      summary: "Migrates the schema of a data directory to another version",
      ...notYet,
    },
    {
      name: "snapshot",
      summary: "Manages snapshots of a member",
      subcommands: [
        { name: "restore", summary: "Restores a snapshot to a data directory", ...notYet },
        { name: "status", summary: "Prints what a snapshot file holds", ...notYet },
      ],
    },
    {
      name: "version",
      summary: "Prints the version of etcdutl",
      load: async () => (await import("./commands/version.ts")).run,
    },
    {
      name: "completion",
      positionals: "[bash|zsh|fish|powershell]",
      summary: "Generate completion script",
      load: async () => (await import("./commands/completion.ts")).run,
    },
    {
      name: "__complete",
      summary: "Lists what may follow on a command line, for completion scripts",
      isHidden: true,
      takesRawWords: true,
      load: async () => (await import("./commands/completion.ts")).complete,
    },
    {
      name: "help",
      positionals: "[command]",
      summary: "Help about any command",
      load: async () => (await import("./commands/help.ts")).run,
    },
  ],
};
