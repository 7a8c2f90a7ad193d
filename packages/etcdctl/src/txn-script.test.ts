import assert from "node:assert/strict";
import { test } from "node:test";
import { CommandError } from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { ScriptedTerminal } from "./testing/scripted-terminal.ts";
import { parseComparison, readTransaction } from "./txn-script.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function read(input: string) {
  const terminal = new ScriptedTerminal({ input });
  const prompts: string[] = [];
  const request = await readTransaction(terminal, {
    prompt: (title) => prompts.push(title),
    usage: (command) => `usage of ${command}\n`,
  });
  return { request, prompts, terminal };
}

async function refusal(input: string): Promise<{ message: string; exitCode: number }> {
  try {
    await read(input);
  } catch (error) {
    assert.ok(error instanceof CommandError);
    return { message: error.message, exitCode: error.exitCode };
  }
  assert.fail("accepted");
}

test("readTransaction() reads three sections and asks for each", async () => {
  const { request, prompts } = await read(
    'mod("key1") = "0"\nval("k") != `v`\n\nput key1 "a b"\nget key1 --prefix\n\ndel k --from-key\n\n',
  );
  assert.deepEqual(prompts, [
    "compares:",
    "success requests (get, put, del):",
    "failure requests (get, put, del):",
  ]);
  const decoded = pb.decodeTxnRequest(pb.encodeTxnRequest(request));
  assert.equal(decoded.compare.length, 2);
  assert.equal(decoded.compare[0]!.modRevision, 0n);
  assert.deepEqual(decoded.compare[1]!.value, bytes("v"));
  assert.equal(decoded.compare[1]!.result, pb.CompareResult.NOT_EQUAL);
  assert.deepEqual(decoded.success[0]!.requestPut?.value, bytes("a b"));
  assert.deepEqual(decoded.success[1]!.requestRange?.rangeEnd, bytes("key2"));
  assert.deepEqual(decoded.failure[0]!.requestDeleteRange?.rangeEnd, Uint8Array.of(0));
});

test("readTransaction() takes blank lines as the end of a section", async () => {
  const { request } = await read("   \n\t\n \n");
  assert.deepEqual(request, { compare: [], success: [], failure: [] });
});

test("readTransaction() refuses with the reference's words and codes", async () => {
  const cases: [string, string, number][] = [
    ['mod"t1" > "0"\n\n\n\n', 'malformed comparison: mod"t1" > "0"', 3],
    ['mod("t1") > 0\n', 'malformed comparison: mod("t1") > 0; got mod("t1") > ""', 3],
    ["value(k) = v\n", 'malformed comparison: value(k) = v; got value("")  ""', 3],
    ['mod("k")>"0"\n', 'malformed comparison: mod("k")>"0"; got mod("k")  ""', 3],
    ['bogus("k") = "1"\n', 'malformed comparison: bogus("k") = "1" (unknown target bogus)', 3],
    ['mod("t1") > "x"\n', 'invalid txn compare request: mod("t1") > "x"', 3],
    ["\nget\n", "invalid txn compare request: get", 3],
    ["\nfoo t1\n", "invalid txn request: foo t1", 3],
    ["\nget k --hex\n", "invalid txn request: get k --hex", 3],
    ["\nget k --order x\n", "bad sort order x", 4],
    ["\nput\n", "invalid txn compare request: put", 3],
    [
      "\ndel a b c\n",
      "del command needs one argument as key and an optional argument as range_end",
      128,
    ],
    ["\n\n", "EOF", 3],
    ["", "EOF", 3],
    ["\n\nget k", "EOF", 3],
  ];
  for (const [input, message, exitCode] of cases) {
    assert.deepEqual(await refusal(input), { message, exitCode }, JSON.stringify(input));
  }
});

test("readTransaction() shows the usage for a bad flag", async () => {
  const terminal = new ScriptedTerminal({ input: "\nget k --bogus\n\n\n" });
  await assert.rejects(
    readTransaction(terminal, { prompt: () => {}, usage: (command) => `usage of ${command}\n` }),
  );
  assert.equal(terminal.stderr, "usage of get\n");
});

test("parseComparison() knows every target and operator, exact to 64 bits", () => {
  const targets: [string, keyof pb.Compare, number][] = [
    ["ver", "version", pb.CompareTarget.VERSION],
    ["version", "version", pb.CompareTarget.VERSION],
    ["c", "createRevision", pb.CompareTarget.CREATE],
    ["create", "createRevision", pb.CompareTarget.CREATE],
    ["m", "modRevision", pb.CompareTarget.MOD],
    ["mod", "modRevision", pb.CompareTarget.MOD],
  ];
  for (const [name, field, target] of targets) {
    const compare = parseComparison(`${name}("k") > "9223372036854775807"`);
    assert.equal(compare.target, target);
    assert.equal(compare[field], 9223372036854775807n, name);
  }
  assert.equal(parseComparison('lease("k") = "694d5765fc71500b"').lease, 0x694d5765fc71500bn);
  assert.deepEqual(parseComparison('val("\\xff") < "\\x00" rest').key, Uint8Array.of(0xff));
  const operators: [string, number][] = [
    ["=", pb.CompareResult.EQUAL],
    ["!=", pb.CompareResult.NOT_EQUAL],
    ["<", pb.CompareResult.LESS],
    [">", pb.CompareResult.GREATER],
  ];
  for (const [operator, result] of operators) {
    assert.equal(parseComparison(`val("k") ${operator} "v"`).result, result);
  }
  assert.throws(() => parseComparison('mod("k") == "1"'), { exitCode: 3 });
});
