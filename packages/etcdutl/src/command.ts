/**
 * The command table of etcdutl and what each line of arguments answers. Nothing here touches the
 * process: it returns what to print and the exit code. Offline tools, sections 1 and 7.
 *
 * `version` and help are here; the tools on data directories and snapshots come with the backup
 * and restore work, and until then say so with exit code 1.
 */

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const VERSION = "3.7.1";
const API_VERSION = "3.7";

const HELP = `NAME:
	etcdutl - An administrative command line tool for data directories and snapshots.

USAGE:
	etcdutl [flags] <command>

COMMANDS:
	defrag		Defragments the storage of a stopped member
	hashkv		Prints the KV history hash of a given file
	help		Help about any command
	migrate		Migrates the schema of a data directory to another version
	snapshot	Manages snapshots of a member
	version		Prints the version of etcdutl

OPTIONS:
  -h, --help[=false]		help for etcdutl
      --timeout=10s		time to wait for the lock of the database file
  -w, --write-out="simple"	the output format (fields, json, protobuf, simple, table)
`;

const commands = ["defrag", "hashkv", "help", "migrate", "snapshot", "version"] as const;

export function runCommand(args: readonly string[]): CommandResult {
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--") {
      words.push(...args.slice(i + 1));
      break;
    }
    if (arg === "-h" || arg === "--help") return ok(HELP);
    if (arg === "-w" || arg === "--write-out" || arg === "--timeout") {
      if (++i >= args.length) return frameworkError(`flag needs an argument: ${arg}`);
      continue;
    }
    if (/^(?:-w=?.+|--write-out=.*|--timeout=.*)$/.test(arg)) continue;
    if (arg.startsWith("--")) return frameworkError(`unknown flag: ${arg.split("=")[0]}`);
    if (arg.startsWith("-") && arg !== "-") {
      return frameworkError(`unknown shorthand flag: '${arg[1]}' in ${arg}`);
    }
    words.push(arg);
  }
  const [name] = words;
  if (name === undefined) return ok(HELP);
  const matches = commands.filter((command) => command.startsWith(name));
  const command = commands.find((candidate) => candidate === name) ?? matches[0];
  if (command === undefined || (matches.length > 1 && command !== name)) {
    const text = `Error: unknown command "${name}" for "etcdutl"\n`;
    return { stdout: "", stderr: `${text}Run 'etcdutl --help' for usage.\n${text}`, exitCode: 1 };
  }
  switch (command) {
    case "version":
      return ok(`etcdutl version: ${VERSION}\nAPI version: ${API_VERSION}\n`);
    case "help":
      return ok(HELP);
    case "snapshot":
      if (words.length === 1) return ok(HELP);
      return notYet(`snapshot ${words[1]}`);
    case "defrag":
    case "hashkv":
    case "migrate":
      return notYet(command);
  }
}

function ok(stdout: string): CommandResult {
  return { stdout, stderr: "", exitCode: 0 };
}

function notYet(command: string): CommandResult {
  const stderr = `Error: etcdutl ${command} is not part of this release yet\n`;
  return { stdout: "", stderr, exitCode: 1 };
}

function frameworkError(text: string): CommandResult {
  return { stdout: "", stderr: `Error: ${text}\n${HELP}\nError: ${text}\n`, exitCode: 1 };
}
