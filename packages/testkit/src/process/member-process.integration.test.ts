import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import type { etcdserverpb } from "@kvorum/proto";
import { RawClient } from "../raw/client.ts";
import { MemberProcess, StartError } from "./member-process.ts";
import { kvorumServer, referenceServer, type ServerCommand } from "./server-command.ts";

const servers: { label: string; command: ServerCommand | null }[] = [
  { label: "the reference server", command: referenceServer() },
  { label: "kvorum", command: kvorumServer() },
];

for (const { label, command } of servers) {
  const skip = command === null ? `${label} is not on this machine` : false;

  test(`MemberProcess keeps data over SIGTERM and SIGKILL with ${label}`, { skip }, async () => {
    await using member = await MemberProcess.start({ command: command! });
    assert.ok(member.lastStartMs > 0);
    for (const signal of ["stop", "kill"] as const) {
      using client = await RawClient.connect({ port: member.clientPort });
      await client.invoke("KV/Put", { key: Buffer.from(signal), value: Buffer.from("kept") });
      client.close();
      const exit = await member[signal]();
      assert.equal(member.pid, null);
      if (signal === "kill") assert.equal(exit.signal, "SIGKILL");
      await member.start();
    }
    using client = await RawClient.connect({ port: member.clientPort });
    const reply = await client.invoke<etcdserverpb.RangeResponse>("KV/Range", {
      key: Uint8Array.of(0),
      rangeEnd: Uint8Array.of(0),
    });
    assert.deepEqual(
      reply.kvs.map((kv) => Buffer.from(kv.key).toString()),
      ["kill", "stop"],
    );
    const directory = member.dataDirectory;
    await member.dispose();
    assert.ok(!existsSync(directory));
  });

  test(`start() shows the output when ${label} refuses a flag`, { skip }, async () => {
    await using member = await MemberProcess.prepare({
      command: command!,
      flags: ["--no-such-flag"],
    });
    await assert.rejects(member.start(), (error: unknown) => {
      assert.ok(error instanceof StartError);
      assert.ok(error.exit !== null && error.exit.code !== 0);
      assert.match(error.message, /no-such-flag/);
      return true;
    });
  });
}
