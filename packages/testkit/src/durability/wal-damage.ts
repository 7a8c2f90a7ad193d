/**
 * Damage in the newest log segment of a stopped member. Each case starts from a copy of the same
 * data directory, whose last write may be lost (it stands for the write that the crash tore) while
 * all before it were acknowledged and synced long ago.
 *
 * Allowed: the member starts, and everything acknowledged is there; or it refuses to start and says
 * which file is damaged and where. Never: it starts with a write missing or changed, hangs, or
 * refuses a log whose only fault is a torn tail.
 */

import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SeededRandom, utf8ToBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { MemberProcess, StartError } from "../process/member-process.ts";
import type { ServerCommand } from "../process/server-command.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { etcdMethod, RawClient } from "../raw/client.ts";
import { DurabilityError, Ledger } from "./ledger.ts";
import { type CompactionBook, checkMember } from "./member-check.ts";
import { makeOperation, type Operation } from "./operation.ts";
import { newestSegment, type WalSegment } from "./wal-file.ts";

export interface DamageOptions {
  readonly command: ServerCommand;
  readonly seed: number;
  /** Writes before the one that may be lost. */
  readonly writes: number;
  readonly tornCases: number;
  readonly flippedCases: number;
  readonly log?: (line: string) => void;
}

export interface DamageResult {
  started: number;
  refused: number;
  readonly cases: readonly string[];
}

interface DoneWrite {
  readonly operation: Operation;
  /** Its comparison failed: it did nothing. */
  readonly refused: boolean;
}

interface Damage {
  readonly what: string;
  /** The member must start: nothing but the tail is torn. */
  readonly mustStart: boolean;
  /** The last write may be gone. */
  readonly mayLoseLast: boolean;
  apply(path: string): void;
}

const FLAGS: readonly string[] = ["--heartbeat-interval", "10", "--election-timeout", "100"];
const SECTOR_BYTES = 512;
const START_LIMIT_MS = 15_000;

/** @throws DurabilityError with the seed and the case. */
export async function runWalDamage(options: DamageOptions): Promise<DamageResult> {
  const random = new SeededRandom(options.seed);
  using backup = TemporaryDirectory.create({ name: "wal-damage" });
  const saved = join(backup.path, "saved");
  await using member = await MemberProcess.start({
    command: options.command,
    flags: FLAGS,
    startTimeoutMs: START_LIMIT_MS,
  });
  const operations = await writeAll(member, random, options.writes);
  const before = newestSegment(member.dataDirectory).usedBytes;
  operations.push(await writeLast(member, operations.length));
  await member.kill();
  cpSync(member.dataDirectory, saved, { recursive: true });
  const segment = newestSegment(member.dataDirectory);
  if (segment.usedBytes <= before) throw new Error("the last write is not in the newest segment");

  const result: DamageResult & { cases: string[] } = { started: 0, refused: 0, cases: [] };
  for (const damage of chooseDamages(random, { segment, lastFrom: before, ...options })) {
    rmSync(member.dataDirectory, { recursive: true });
    cpSync(saved, member.dataDirectory, { recursive: true });
    damage.apply(segment.path);
    let outcome: "started" | "refused";
    try {
      outcome = await startAndCheck(member, damage, segment, operations);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new DurabilityError(`seed ${options.seed}, ${damage.what}: ${message}`);
    } finally {
      await member.kill();
    }
    result[outcome]++;
    result.cases.push(`${damage.what}: ${outcome}`);
    options.log?.(result.cases.at(-1)!);
  }
  return result;
}

/** Writes one after the other, each acknowledged. */
async function writeAll(
  member: MemberProcess,
  random: SeededRandom,
  count: number,
  firstId = 0,
): Promise<DoneWrite[]> {
  using client = await RawClient.connect({ port: member.clientPort });
  const done = [];
  for (let i = 0; i < count; i++) {
    const operation = makeOperation(random, { id: firstId + i, sentAfterRevision: 0, lease: 0n });
    const reply = await client.invoke<etcdserverpb.TxnResponse>(
      operation.method,
      etcdMethod(operation.method).request.decode(operation.request),
    );
    operation.revision = reply.header?.revision ?? 0;
    done.push({ operation, refused: operation.method === "KV/Txn" && !reply.succeeded });
  }
  return done;
}

/** One write of many sectors, so that a crash can tear it between two of them. */
async function writeLast(member: MemberProcess, id: number): Promise<DoneWrite> {
  using client = await RawClient.connect({ port: member.clientPort });
  const value = utf8ToBytes(`${id}:0 ${"torn ".repeat(4000)}`);
  const request = etcdserverpb.encodePutRequest({ key: utf8ToBytes("key/last"), value });
  const reply = await client.invoke<etcdserverpb.PutResponse>(
    "KV/Put",
    etcdserverpb.decodePutRequest(request),
  );
  const operation: Operation = {
    id,
    method: "KV/Put",
    request,
    effects: [{ kind: "put", key: "key/last", value, lease: 0n }],
    sentAfterRevision: 0,
    outcome: "unknown",
    revision: reply.header?.revision ?? 0,
  };
  return { operation, refused: false };
}

function chooseDamages(
  random: SeededRandom,
  options: {
    segment: WalSegment;
    lastFrom: number;
    tornCases: number;
    flippedCases: number;
  },
): Damage[] {
  const { segment, lastFrom } = options;
  const { usedBytes } = segment;
  const damages: Damage[] = [];
  for (let i = 0; i < options.tornCases; i++) {
    // A disk writes whole sectors; a file can end anywhere.
    const isZeroed = random.chance(1, 2);
    const anywhere = lastFrom + random.below(usedBytes - lastFrom);
    const firstSector = Math.floor(lastFrom / SECTOR_BYTES) + 1;
    const sectors = Math.floor((usedBytes - 1) / SECTOR_BYTES) - firstSector + 1;
    const at = isZeroed ? (firstSector + random.below(sectors)) * SECTOR_BYTES : anywhere;
    damages.push({
      what: isZeroed ? `zeroes from offset ${at}` : `cut off at offset ${at}`,
      mustStart: true,
      mayLoseLast: true,
      apply: (path) => (isZeroed ? zeroFrom(path, at) : truncateSync(path, at)),
    });
  }
  for (let i = 0; i < options.flippedCases; i++) {
    // Half of the flips hit a length field, the part that no checksum covers.
    const frame = random.pick(segment.frames);
    const at = random.chance(1, 2) ? frame.offset + random.below(8) : random.below(usedBytes);
    const bit = random.below(8);
    damages.push({
      what: `bit ${bit} flipped at offset ${at}`,
      mustStart: false,
      mayLoseLast: at >= lastFrom,
      apply: (path) => flipBit(path, at, bit),
    });
  }
  return damages;
}

async function startAndCheck(
  member: MemberProcess,
  damage: Damage,
  segment: WalSegment,
  operations: readonly DoneWrite[],
): Promise<"started" | "refused"> {
  try {
    await member.start();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    if (damage.mustStart) throw error;
    if (error.exit === null)
      throw new DurabilityError(`neither started nor refused: ${error.message}`);
    if (error.exit.code === 0) throw new DurabilityError(`exit code 0: ${error.message}`);
    if (member.command.isKvorum) {
      const namesFile = error.output.includes(segment.name);
      const namesOffset = /offset\D{0,3}\d+/.test(error.output);
      if (!namesFile || !namesOffset) {
        throw new DurabilityError(`refused without naming file and offset: ${error.message}`);
      }
    }
    return "refused";
  }
  using client = await RawClient.connect({ port: member.clientPort });
  const ledger = new Ledger();
  const compaction: CompactionBook = { acknowledged: -1, unknown: new Set() };
  for (const [i, { operation, refused }] of operations.entries()) {
    const copy = { ...operation, outcome: "unknown" as const, revision: 0 };
    ledger.sent(copy);
    const isLast = i === operations.length - 1;
    if (isLast && damage.mayLoseLast) continue;
    if (refused) ledger.refused(copy, operation.revision);
    else ledger.acknowledged(copy, operation.revision);
  }
  await checkMember(client, { ledger, compaction, leases: [], random: new SeededRandom(1) });
  return "started";
}

function zeroFrom(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0, offset);
  writeFileSync(path, bytes);
}

function flipBit(path: string, offset: number, bit: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = bytes[offset]! ^ (1 << bit);
  writeFileSync(path, bytes);
}
