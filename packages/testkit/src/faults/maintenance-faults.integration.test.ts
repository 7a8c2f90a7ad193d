/**
 * Faults of the disk in what a member does beside its writes: beginning a new segment of the log,
 * saving a snapshot, defragmenting. Either the operation is refused and nothing changes, or the
 * member ends with a reason; whatever was acknowledged is there afterwards. reliability.md, parts 4
 * and 6.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { latin1ToBytes, SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { Ledger } from "../durability/ledger.ts";
import { type CompactionBook, checkMember } from "../durability/member-check.ts";
import { MemberProcess } from "../process/member-process.ts";
import { skipWithout } from "../process/programs.ts";
import { kvorumServer } from "../process/server-command.ts";
import { etcdMethod, RawClient } from "../raw/client.ts";
import { endOf, fatalLine } from "./process-end.ts";
import { RecordedLoad } from "./recorded-load.ts";
import { type FaultPlan, SystemCallFaults } from "./system-call-faults.ts";

const SEED = 1_618;
const SEGMENT_BYTES = 64_000_000;
const LARGE_VALUE_BYTES = 1_200_000;
const CALL_LIMIT_MS = 20_000;

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : skipWithout("strace");

interface Books {
  readonly ledger: Ledger;
  readonly compaction: CompactionBook;
  readonly random: SeededRandom;
}

function books(): Books {
  return {
    ledger: new Ledger(),
    compaction: { acknowledged: -1, unknown: new Set() },
    random: new SeededRandom(SEED),
  };
}

async function check(member: MemberProcess, { ledger, compaction, random }: Books): Promise<void> {
  using client = await RawClient.connect({ port: member.clientPort });
  await checkMember(client, { ledger, compaction, leases: [], random });
}

/** Puts one large value and waits for the answer. @returns whether it was acknowledged. */
async function putLarge(client: RawClient, { ledger }: Books): Promise<boolean> {
  const id = ledger.nextId;
  const value = new Uint8Array(LARGE_VALUE_BYTES).fill(0x61);
  value.set(latin1ToBytes(`${id}:0 `));
  const request = etcdserverpb.encodePutRequest({ key: latin1ToBytes("large"), value });
  const operation = {
    ...{ id, method: "KV/Put", request },
    effects: [{ kind: "put", key: "large", value, lease: 0n } as const],
    sentAfterRevision: ledger.floorRevision,
    outcome: "unknown" as const,
    revision: 0,
  };
  ledger.sent(operation);
  const reply = await client.call(etcdMethod("KV/Put").path, request, { timeoutMs: CALL_LIMIT_MS });
  if (reply.status !== 0) return false;
  ledger.acknowledged(operation, etcdserverpb.decodePutResponse(reply.body!).header!.revision);
  return true;
}

const cutFaults: readonly FaultPlan[] = [
  { calls: "rename", effect: "error=EIO:when=1" },
  { calls: "fsync", effect: "error=EIO:when=1" },
  { calls: "ftruncate", effect: "error=ENOSPC:when=1" },
];

for (const plan of cutFaults) {
  const name = `${plan.calls}:${plan.effect} while a new segment of the log begins ends the member`;
  test(name, { skip }, async () => {
    const book = books();
    await using member = await MemberProcess.start({ command: command! });
    using client = await RawClient.connect({ port: member.clientPort });
    const puts = Math.floor(SEGMENT_BYTES / LARGE_VALUE_BYTES) - 1;
    for (let i = 0; i < puts; i++) assert.ok(await putLarge(client, book));
    const ended = endOf(member);
    await using tracer = await SystemCallFaults.attach(member.pid!, plan);
    let acknowledged = 0;
    while (member.pid !== null && acknowledged < 20) {
      if (!(await putLarge(client, book))) break;
      acknowledged++;
    }
    assert.deepEqual((await ended).exit, { code: 1, signal: null });
    assert.equal(tracer.faults().length, 1);
    const reason = String(fatalLine(member.output).error);
    assert.match(reason, /member\/wal/);
    assert.match(reason, plan.effect.includes("EIO") ? /EIO/ : /ENOSPC/);
    client.close();
    await member.start();
    await check(member, book);
    // The log goes on where it was, over the end of the segment.
    using again = await RawClient.connect({ port: member.clientPort });
    for (let i = 0; i < 5; i++) assert.ok(await putLarge(again, book));
    again.close();
    await member.kill();
    await member.start();
    await check(member, book);
  });
}

const snapshotFaults: readonly FaultPlan[] = [
  { calls: "rename", effect: "error=ENOSPC:when=1" },
  { calls: "fsync", effect: "error=EIO:when=1" },
];

test("a snapshot that cannot be saved ends the member and costs nothing", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const book = books();
  await using member = await MemberProcess.start({
    command: command!,
    flags: ["--snapshot-count", "50", "--snapshot-catchup-entries", "10"],
  });
  for (const plan of snapshotFaults) {
    if (member.pid === null) await member.start();
    const ended = endOf(member);
    await using tracer = await SystemCallFaults.attach(member.pid!, plan);
    const load = await RecordedLoad.start({
      ...{ port: member.clientPort, ledger: book.ledger, random: book.random },
      writers: 4,
    });
    assert.deepEqual((await ended).exit, { code: 1, signal: null });
    await load.stop();
    assert.equal(tracer.faults().length, 1);
    assert.match(String(fatalLine(member.output).error), /member\/snap.*(EIO|ENOSPC)/);
    await member.start();
    await check(member, book);
  }
});

const COPY = "member/snap/kvorum.mdb.1.tmp";

test("a defragmentation that finds no room is refused, and all goes on", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const plans: readonly FaultPlan[] = [
    { calls: "write,pwrite64,pwritev", effect: "error=ENOSPC:when=1", paths: [COPY] },
    { calls: "fdatasync,fsync", effect: "error=EIO:when=1", paths: [COPY] },
    { calls: "openat", effect: "error=EMFILE:when=1", paths: [COPY] },
    { calls: "rename", effect: "error=EIO:when=1", paths: [COPY] },
  ];
  for (const plan of plans) {
    const book = books();
    await using member = await MemberProcess.start({ command: command! });
    const load = await RecordedLoad.start({
      ...{ port: member.clientPort, ledger: book.ledger, random: book.random },
      writers: 2,
    });
    await load.acknowledged(60);
    using client = await RawClient.connect({ port: member.clientPort });
    {
      const paths = plan.paths!.map((path) => join(member.dataDirectory, path));
      await using tracer = await SystemCallFaults.attach(member.pid!, { ...plan, paths });
      const refused = await defragment(client);
      assert.deepEqual(refused, [8, "etcdserver: mvcc: database space exceeded"], plan.calls);
      assert.equal(tracer.faults().length, 1);
    }
    const soFar = load.acknowledgements.length;
    await load.acknowledged(soFar + 40);
    assert.deepEqual(await defragment(client), [0, ""]);
    await load.acknowledged(soFar + 80);
    await load.stop();
    assert.deepEqual(load.errors, []);
    client.close();
    await member.kill();
    await member.start();
    await check(member, book);
  }
});

test("a defragmentation whose new file may not have its name ends the member", {
  skip,
}, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const book = books();
  await using member = await MemberProcess.start({ command: command! });
  const load = await RecordedLoad.start({
    ...{ port: member.clientPort, ledger: book.ledger, random: book.random },
    writers: 2,
  });
  await load.acknowledged(60);
  using client = await RawClient.connect({ port: member.clientPort });
  const ended = endOf(member);
  await using tracer = await SystemCallFaults.attach(member.pid!, {
    ...{ calls: "fsync", effect: "error=EIO:when=1" },
    paths: [join(member.dataDirectory, "member/snap")],
  });
  const [status] = await defragment(client);
  assert.notEqual(status, 0);
  assert.deepEqual((await ended).exit, { code: 1, signal: null });
  await load.stop();
  assert.equal(tracer.faults().length, 1);
  assert.match(String(fatalLine(member.output).error), /sync the directory .*member\/snap: EIO/);
  client.close();
  await member.start();
  await check(member, book);
});

async function defragment(client: RawClient): Promise<[status: number, message: string]> {
  const { path } = etcdMethod("Maintenance/Defragment");
  const { status, message } = await client.call(path, new Uint8Array(), {
    timeoutMs: CALL_LIMIT_MS,
  });
  return [status, message];
}
