import assert from "node:assert/strict";
import { test } from "node:test";
import { root } from "./command-table.ts";
import { runWords } from "./testing/scripted-terminal.ts";

const HELP_END =
  'Use "etcdctl options" for a list of global command-line options (applies to all commands).\n';

test("run() prints the version without a server", async () => {
  const { exit, stdout, stderr } = await runWords(["version", "-w", "json"]);
  assert.deepEqual([exit, stdout, stderr], [0, "etcdctl version: 3.7.1\nAPI version: 3.7\n", ""]);
});

test("run() shows help on stdout for groups, --help and help", async () => {
  const lines: string[][] = [
    [],
    ["lease"],
    ["member", "lst"],
    ["get", "--help"],
    ["-h"],
    ["help"],
    ["help", "get"],
    ["help", "lease", "grant"],
  ];
  for (const words of lines) {
    const { exit, stdout, stderr } = await runWords(words);
    assert.equal(exit, 0, words.join(" "));
    assert.equal(stderr, "");
    assert.ok(stdout.endsWith(HELP_END), words.join(" "));
  }
});

test("run() finds commands by any unambiguous prefix", async () => {
  const compaction = await runWords(["compact", "a", "b"]);
  assert.equal(compaction.stderr, "Error: compaction command needs 1 argument\n");
  const promote = await runWords(["mem", "prom"]);
  assert.deepEqual([promote.exit, promote.stderr], [128, "Error: member ID is not provided\n"]);
  const ambiguous = await runWords(["e"]);
  assert.equal(ambiguous.exit, 1);
  assert.match(ambiguous.stderr, /^Error: unknown command "e" for "etcdctl"\n/);
});

test("run() suggests similar names", async () => {
  const { exit, stdout, stderr } = await runWords(["gett"]);
  assert.deepEqual(
    [exit, stdout, stderr],
    [
      1,
      "",
      'Error: unknown command "gett" for "etcdctl"\n\nDid you mean this?\n\tget\n\nRun \'etcdctl --help\' for usage.\n',
    ],
  );
  assert.equal(
    (await runWords(["nosuch"])).stderr,
    'Error: unknown command "nosuch" for "etcdctl"\nRun \'etcdctl --help\' for usage.\n',
  );
});

test("run() finds the command behind global flags, and takes the value of an unknown one", async () => {
  const version = await runWords(["--endpoints", "a", "-w", "json", "--hex", "version"]);
  assert.equal(version.exit, 0);
  const unknown = await runWords(["--prefix", "get", "foo"]);
  assert.match(unknown.stderr, /^Error: unknown command "foo"/);
});

test("run() answers flag errors with usage on stderr", async () => {
  const { exit, stdout, stderr } = await runWords(["get", "a", "--nosuchflag"]);
  assert.equal(exit, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^Error: unknown flag: --nosuchflag\nUsage:\n.*\n\n$/s);
  assert.match((await runWords(["--version"])).stderr, /^Error: unknown flag: --version\nUsage:/);
  assert.match(
    (await runWords(["lease", "grant", "-1"])).stderr,
    /^Error: unknown shorthand flag: '1' in -1\n/,
  );
});

test("run() refuses wrong positionals before anything else", async () => {
  const cases: [string[], string][] = [
    [["put"], "put command needs 1 argument and input from stdin or 2 arguments"],
    [["put", "onlykey"], "put command needs 1 argument and input from stdin or 2 arguments"],
    [
      ["put", "foo", "x", "--ignore-value"],
      "put command needs only 1 argument when 'ignore-value' is set",
    ],
    [
      ["put", "k", "v", "--lease=zz"],
      'bad lease ID (strconv.ParseInt: parsing "zz": invalid syntax), expecting ID in Hex',
    ],
    [["get"], "get command needs one argument as key and an optional argument as range_end"],
    [
      ["get", "a", "--prefix", "--from-key"],
      "`--prefix` and `--from-key` cannot be set at the same time, choose one",
    ],
    [
      ["get", "a", "b", "--prefix"],
      "too many arguments, only accept one argument when `--prefix` or `--from-key` is set",
    ],
    [
      ["get", "a", "--keys-only", "--count-only"],
      "`--keys-only` and `--count-only` cannot be set at the same time, choose one",
    ],
    [["del"], "del command needs one argument as key and an optional argument as range_end"],
    [["txn", "x"], "txn command does not accept argument"],
    [["watch"], "bad number of arguments"],
    [["lease", "grant"], "lease grant command needs TTL argument"],
    [["lease", "grant", "abc"], 'bad TTL (strconv.ParseInt: parsing "abc": invalid syntax)'],
    [["lease", "revoke"], "lease revoke command needs 1 argument"],
    [
      ["lease", "timetolive", "zz"],
      'bad lease ID arg (strconv.ParseInt: parsing "zz": invalid syntax), expecting ID in Hex',
    ],
    [["member", "add"], "member name not provided"],
    [["member", "add", "m", "http://x"], "too many arguments, did you mean --peer-urls=http://x"],
    [["member", "add", "m"], "member peer urls not provided"],
    [["alarm", "list", "x"], "alarm list command accepts no arguments"],
    [["move-leader"], "move-leader command needs 1 argument"],
    [["auth", "enable", "x"], "auth enable command does not accept any arguments"],
    [["user", "add"], "user add command requires user name as its argument"],
    [
      ["user", "grant-role", "a"],
      "user grant command requires user name and role name as its argument",
    ],
    [["role", "grant-permission", "r", "bogus", "k"], "invalid permission type: bogus"],
    [["downgrade", "validate"], "TARGET_VERSION not provided"],
    [["snapshot", "save"], "snapshot save expects one argument <filename>"],
    [["lock"], "lock takes a lock name argument and an optional command to execute"],
    [["elect", "e"], "no proposal argument but -l not set"],
    [["elect", "e", "p", "-l"], "proposal given but -l is set"],
  ];
  for (const [words, message] of cases) {
    const { exit, stdout, stderr } = await runWords(words);
    assert.deepEqual([exit, stdout, stderr], [128, "", `Error: ${message}\n`], words.join(" "));
  }
});

test("run() gives features that do not exist code 4", async () => {
  const cases: [string[], string][] = [
    [["get", "a", "--order=WRONG"], "bad sort order WRONG"],
    [["get", "a", "--sort-by=WRONG"], "bad sort target WRONG"],
    [["get", "a", "--consistency=x"], 'unknown consistency flag "x"'],
    [["member", "list", "--consistency=x"], 'unknown consistency flag "l"'],
    [["get", "a", "--min-mod-rev=5", "--max-mod-rev=3"], "getMinModRev(=5) > getMaxModRev(=3)"],
    [["put", "k", "v", "-w", "bogus"], "unsupported output format"],
  ];
  for (const [words, message] of cases) {
    const { exit, stderr } = await runWords(words);
    assert.deepEqual([exit, stderr], [4, `Error: ${message}\n`], words.join(" "));
  }
});

test("run() reports settings that cannot work", async () => {
  const cases: [string[], number, string][] = [
    [["--endpoints=", "get", "x"], 2, "etcdclient: no available endpoints"],
    [["--cert", "", "get", "x"], 128, "empty string is passed to --cert option"],
    [
      ["--cert", "nosuch.pem", "get", "x"],
      128,
      "KeyFile and CertFile must both be present[key: , cert: nosuch.pem]",
    ],
    [["--cacert", "nosuch.pem", "get", "x"], 128, "open nosuch.pem: no such file or directory"],
    [["compaction", "abc"], 1, 'strconv.ParseInt: parsing "abc": invalid syntax'],
  ];
  for (const [words, code, message] of cases) {
    const { exit, stderr } = await runWords(words);
    assert.deepEqual([exit, stderr], [code, `Error: ${message}\n`], words.join(" "));
  }
});

test("run() warns before it deletes a range, and waits", async () => {
  const { stderr, terminal } = await runWords(["--endpoints=", "del", "a1", "a3"]);
  assert.deepEqual(terminal.slept, [2000]);
  assert.match(
    stderr,
    /^Warning: Keys between "a1" and "a3" will be deleted\. Please interrupt the command within next 2 seconds to cancel\. You can provide `--range` flag to avoid the delay\.\n/,
  );
  assert.deepEqual(
    (await runWords(["--endpoints=", "del", "a", "b", "--range"])).terminal.slept,
    [],
  );
});

test("run() takes values from the environment and refuses them twice", async () => {
  const twice = await runWords(["get", "x", "-w", "simple"], {
    env: { ETCDCTL_WRITE_OUT: "json" },
  });
  assert.equal(twice.exit, 1);
  assert.equal(
    twice.stderr,
    '{"level":"fatal","ts":"1970-01-01T00:00:00.000000Z","caller":"etcdctl/environment.ts","msg":"conflicting environment variable is shadowed by corresponding command-line flag (either unset environment variable or disable flag))","environment-variable":"ETCDCTL_WRITE_OUT"}\n',
  );
  const empty = await runWords(["get", "x", "--endpoints=a:1"], { env: { ETCDCTL_ENDPOINTS: "" } });
  assert.match(empty.stderr, /^\{"level":"fatal"/);
  const format = await runWords(["get", "x"], { env: { ETCDCTL_WRITE_OUT: "bogus" } });
  assert.equal(format.stderr, "Error: unsupported output format\n");
});

test("run() warns of unknown variables and goes on", async () => {
  const { stderr } = await runWords(["--endpoints=", "get", "x"], {
    env: { ETCDCTL_FOO: "1", ETCDCTL_API: "3", ETCDCTL_WATCH_KEY: "k", OTHER: "x" },
  });
  const lines = stderr.split("\n");
  assert.match(
    lines[0]!,
    /"msg":"unrecognized environment variable","environment-variable":"ETCDCTL_FOO=1"/,
  );
  assert.match(lines[1]!, /"environment-variable":"ETCDCTL_WATCH_KEY=k"/);
  assert.equal(lines[2], "Error: etcdclient: no available endpoints");
});

test("run() drops unparsable variables for the type's zero value", async () => {
  const { stderr } = await runWords(["--debug", "--endpoints=", "get", "x"], {
    env: { ETCDCTL_DIAL_TIMEOUT: "zz", ETCDCTL_INSECURE_TRANSPORT: "zz" },
  });
  assert.match(stderr, /^ETCDCTL_AUTH_JWT_TOKEN=\n/);
  assert.match(stderr, /^ETCDCTL_DIAL_TIMEOUT=0s$/m);
  assert.match(stderr, /^ETCDCTL_INSECURE_TRANSPORT=false$/m);
  assert.match(stderr, /^ETCDCTL_COMMAND_TIMEOUT=5s$/m);
});

test("run() lets --cluster of endpoint commands come from the environment, no local flag", async () => {
  const { stderr } = await runWords(["--endpoints=", "endpoint", "status", "--debug"], {
    env: { ETCDCTL_CLUSTER: "true", ETCDCTL_REV: "3" },
  });
  assert.match(stderr, /^ETCDCTL_CLUSTER=true$/m);
  assert.match(stderr, /unrecognized environment variable","environment-variable":"ETCDCTL_REV=3"/);
});

test("run() honours ETCDCTL_API", async () => {
  assert.equal((await runWords(["version"], { env: { ETCDCTL_API: "3" } })).exit, 0);
  const four = await runWords(["version"], { env: { ETCDCTL_API: "4" } });
  assert.deepEqual([four.exit, four.stderr], [1, "unsupported API version 4\n"]);
  const two = await runWords(["version"], { env: { ETCDCTL_API: "2" } });
  assert.equal(two.exit, 1);
});

test("run() lists every option for options", async () => {
  const { exit, stdout } = await runWords(["options"]);
  assert.equal(exit, 0);
  assert.match(stdout, /^The following options can be passed to any command:\n\n/);
  assert.match(stdout, /--endpoints=\[127\.0\.0\.1:2379\]/);
});

test("run() can load every command of the table", async () => {
  for (const command of root.subcommands!) {
    for (const leaf of command.subcommands ?? [command]) {
      assert.equal(typeof (await leaf.load!()), "function", `${command.name} ${leaf.name}`);
    }
  }
});
