/**
 * Trouble of the process rather than of its disk: no file descriptors left, more clients than it
 * may serve, an error that nobody caught.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { MemberProcess } from "../process/member-process.ts";
import { skipWithout } from "../process/programs.ts";
import { kvorumServer } from "../process/server-command.ts";
import { RawClient } from "../raw/client.ts";
import { Attacker } from "./attacker.ts";
import { HonestClient } from "./honest-client.ts";
import { endOf, fatalLine } from "./process-end.ts";
import { SystemCallFaults } from "./system-call-faults.ts";

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : false;

test("a member that can accept nobody for a while serves those it has, then accepts again", {
  skip: skip || skipWithout("strace"),
}, async () => {
  await using member = await MemberProcess.start({ command: command! });
  await using honest = await HonestClient.start(member.clientPort);
  await honest.verify();
  {
    await using tracer = await SystemCallFaults.attach(member.pid!, {
      ...{ calls: "accept4", effect: "error=EMFILE:when=1..30" },
    });
    const connections: Attacker[] = [];
    while (tracer.faults().length < 30 && connections.length < 200) {
      connections.push(await Attacker.connect(member.clientPort));
      await honest.verify(1);
    }
    assert.equal(tracer.faults().length, 30);
    for (const connection of connections) connection.destroy();
  }
  using late = await RawClient.connect({ port: member.clientPort });
  await late.invoke("KV/Put", { key: Buffer.from("late") });
  await honest.verify();
  assert.notEqual(member.pid, null);
});

test("clients beyond the descriptor limit are closed, those that are in are served", {
  skip,
}, async () => {
  // 150 descriptors are kept back for files and peers.
  const limit = 230;
  await using member = await MemberProcess.start({
    command: {
      ...command!,
      argv: ["sh", "-c", `ulimit -n ${limit}; exec "$0" "$@"`, ...command!.argv],
    },
  });
  await using honest = await HonestClient.start(member.clientPort);
  await honest.verify();
  const crowd: Attacker[] = [];
  for (let i = 0; i < 300; i++) crowd.push(await Attacker.connect(member.clientPort));
  await honest.verify();
  await crowd.at(-1)!.closed();
  const open = crowd.filter(({ isClosed }) => !isClosed).length;
  assert.ok(open < limit - 150, `${open} connections beside the honest one`);
  assert.ok(open > 50, `only ${open} connections were taken`);
  for (const attacker of crowd) attacker.destroy();
  await honest.verify();
  using late = await RawClient.connect({ port: member.clientPort });
  await late.invoke("KV/Put", { key: Buffer.from("late") });
});

for (const [kind, action] of [
  ["an error", "throw new Error('planted')"],
  ["a rejection", "Promise.reject(new Error('planted'))"],
]) {
  test(`${kind} that nobody caught ends the member with a log line and code 2`, {
    skip,
  }, async () => {
    const code = encodeURIComponent(`process.on("SIGUSR2",()=>{${action}})`);
    const preload = `NODE_OPTIONS=--import=data:text/javascript,${code}`;
    await using member = await MemberProcess.start({
      command: { ...command!, argv: ["/usr/bin/env", preload, ...command!.argv] },
    });
    const ended = endOf(member);
    process.kill(member.pid!, "SIGUSR2");
    assert.deepEqual((await ended).exit, { code: 2, signal: null });
    const { msg, error } = fatalLine(member.output);
    assert.deepEqual([msg, error], ["uncaught error", "planted"]);
    assert.doesNotMatch(member.output, /^\s+at /m);
    await member.start();
  });
}
