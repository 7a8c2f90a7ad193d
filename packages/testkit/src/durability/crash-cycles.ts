/**
 * Kill, restart, check, again and again: one member under a mixed load of writes, reads, a watcher,
 * compactions and defragmentations gets SIGKILL at a random moment; after each restart everything
 * that was promised must hold. See ledger.ts for the promises.
 */

import { bytesToLatin1, SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { MemberProcess } from "../process/member-process.ts";
import type { ServerCommand } from "../process/server-command.ts";
import { etcdMethod, RawClient } from "../raw/client.ts";
import { DurabilityError, Ledger, valueText } from "./ledger.ts";
import { type CompactionBook, checkMember } from "./member-check.ts";
import { makeOperation } from "./operation.ts";

export interface CrashCyclesOptions {
  readonly command: ServerCommand;
  readonly seed: number;
  readonly cycles: number;
  /** Concurrent writers. */
  readonly writers: number;
  readonly flags?: readonly string[];
  /** Called while the member is dead; tests of the test plant damage here. */
  readonly beforeRestart?: (member: MemberProcess, cycle: number) => void;
  readonly log?: (line: string) => void;
}

export interface CrashCyclesResult {
  readonly cycles: number;
  readonly acknowledged: number;
  readonly sent: number;
  readonly revision: number;
  readonly compactions: number;
  /** Longest and average time from spawn to healthy. */
  readonly startMs: { readonly max: number; readonly mean: number };
}

/** Short elections, and snapshots often enough that restarts meet them. */
const FLAGS: readonly string[] = [
  "--heartbeat-interval",
  "10",
  "--election-timeout",
  "100",
  "--snapshot-count",
  "400",
];
const ALL_KEYS = Uint8Array.of(0);
const LOAD_LIMIT_MS = 20_000;
const LEASE_TTL_SECONDS = 1_000_000;

/** @throws DurabilityError with seed and cycle. */
export async function runCrashCycles(options: CrashCyclesOptions): Promise<CrashCyclesResult> {
  const random = new SeededRandom(options.seed);
  const ledger = new Ledger();
  const compaction: CompactionBook = { acknowledged: -1, unknown: new Set() };
  const leases: bigint[] = [];
  const startTimes: number[] = [];
  let compactions = 0;
  await using member = await MemberProcess.start({
    command: options.command,
    flags: [...FLAGS, ...(options.flags ?? [])],
  });
  for (let cycle = 1; cycle <= options.cycles; cycle++) {
    try {
      const load = new CrashLoad({ member, random, ledger, compaction, leases, cycle });
      await load.run(options.writers);
      if (load.compacted) compactions++;
      options.beforeRestart?.(member, cycle);
      await member.start();
      startTimes.push(member.lastStartMs);
      using client = await RawClient.connect({ port: member.clientPort });
      await checkMember(client, { ledger, compaction, leases: leases.slice(-5), random });
      if (cycle % 20 === 0) {
        options.log?.(`cycle ${cycle}: revision ${ledger.verifiedRevision}`);
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const report = `seed ${options.seed}, cycle ${cycle} of ${options.cycles}: ${message}`;
      if (!(error instanceof DurabilityError)) throw new Error(report, { cause: error });
      throw new DurabilityError(report);
    }
  }
  return {
    cycles: options.cycles,
    acknowledged: ledger.acknowledgedCount(),
    sent: ledger.nextId,
    revision: ledger.verifiedRevision,
    compactions,
    startMs: {
      max: Math.max(...startTimes),
      mean: startTimes.reduce((sum, ms) => sum + ms, 0) / startTimes.length,
    },
  };
}

/** The load of one life of the member, up to its death. */
class CrashLoad {
  readonly #member: MemberProcess;
  readonly #random: SeededRandom;
  readonly #ledger: Ledger;
  readonly #compaction: CompactionBook;
  readonly #leases: bigint[];
  readonly #cycle: number;
  #acknowledged = 0;
  #running = true;
  compacted = false;

  constructor(options: {
    member: MemberProcess;
    random: SeededRandom;
    ledger: Ledger;
    compaction: CompactionBook;
    leases: bigint[];
    cycle: number;
  }) {
    this.#member = options.member;
    this.#random = options.random;
    this.#ledger = options.ledger;
    this.#compaction = options.compaction;
    this.#leases = options.leases;
    this.#cycle = options.cycle;
  }

  async run(writers: number): Promise<void> {
    const random = this.#random;
    using client = await RawClient.connect({ port: this.#member.clientPort });
    this.#watch(client);
    const lease = await this.#grantLease(client);
    const wanted = 10 + random.below(150);
    const workers = [
      ...Array.from({ length: writers }, () => this.#write(client, lease)),
      this.#read(client),
    ];
    if (random.chance(1, 4)) workers.push(this.#compact(client, random.below(wanted)));
    if (random.chance(1, 10)) workers.push(this.#defragment(client));
    const deadlineMs = performance.now() + LOAD_LIMIT_MS;
    while (this.#acknowledged < wanted) {
      if (this.#member.pid === null) {
        throw new DurabilityError(
          `the member died by itself:\n${this.#member.output.slice(-3000)}`,
        );
      }
      if (performance.now() > deadlineMs) {
        throw new DurabilityError(`only ${this.#acknowledged} of ${wanted} writes acknowledged`);
      }
      await delay(1);
    }
    await delay(random.below(8));
    const exit = this.#member.kill();
    await exit;
    this.#running = false;
    await Promise.all(workers);
  }

  async #write(client: RawClient, lease: bigint): Promise<void> {
    while (this.#running) {
      const operation = makeOperation(this.#random, {
        id: this.#ledger.nextId,
        sentAfterRevision: this.#ledger.floorRevision,
        lease,
      });
      this.#ledger.sent(operation);
      const method = etcdMethod(operation.method);
      const reply = await client.call(method.path, operation.request);
      if (reply.status !== 0) {
        if (!client.connection.isOpen) return;
        await delay(1);
        continue;
      }
      const response = method.response.decode(reply.body!) as etcdserverpb.TxnResponse;
      const revision = response.header?.revision ?? 0;
      if (operation.method === "KV/Txn" && !response.succeeded) {
        this.#ledger.refused(operation, revision);
      } else this.#ledger.acknowledged(operation, revision);
      this.#acknowledged++;
    }
  }

  /** Linearizable reads: what they return must survive the crash. */
  async #read(client: RawClient): Promise<void> {
    const method = etcdMethod("KV/Range");
    while (this.#running) {
      const key = `key/${this.#random.below(48)}`;
      const request = etcdserverpb.encodeRangeRequest({ key: Buffer.from(key, "latin1") });
      const reply = await client.call(method.path, request);
      if (reply.status !== 0) return;
      const response = etcdserverpb.decodeRangeResponse(reply.body!);
      this.#ledger.told(response.header?.revision ?? 0);
      const kv = response.kvs[0];
      if (kv !== undefined) {
        this.#ledger.saw({ revision: kv.modRevision, key, value: valueText(kv.value) });
      }
      await delay(2);
    }
  }

  /** Events seen live: they must survive the crash too. */
  #watch(client: RawClient): void {
    const stream = client.stream("/etcdserverpb.Watch/Watch", {
      onMessage: (message) => {
        for (const { kv, type } of etcdserverpb.decodeWatchResponse(message).events) {
          if (kv === null) continue;
          this.#ledger.saw({
            revision: kv.modRevision,
            key: bytesToLatin1(kv.key),
            value: type === 1 ? null : valueText(kv.value),
          });
        }
      },
      onEnd: () => undefined,
    });
    stream.send(
      etcdserverpb.encodeWatchRequest({ createRequest: { key: ALL_KEYS, rangeEnd: ALL_KEYS } }),
    );
  }

  async #grantLease(client: RawClient): Promise<bigint> {
    const ID = BigInt(1000 + this.#cycle);
    await client.invoke("Lease/LeaseGrant", { ID, TTL: LEASE_TTL_SECONDS });
    this.#leases.push(ID);
    return ID;
  }

  async #compact(client: RawClient, afterWrites: number): Promise<void> {
    while (this.#running && this.#acknowledged < afterWrites) await delay(1);
    const revision = this.#ledger.verifiedRevision - this.#random.below(50);
    if (!this.#running || revision <= Math.max(1, this.#compaction.acknowledged)) return;
    this.#compaction.unknown.add(revision);
    const request = { revision, physical: this.#random.chance(1, 2) };
    const method = etcdMethod("KV/Compact");
    const reply = await client.call(method.path, etcdserverpb.encodeCompactionRequest(request));
    if (reply.status !== 0) return;
    this.#compaction.unknown.delete(revision);
    this.#compaction.acknowledged = revision;
    this.compacted = true;
  }

  async #defragment(client: RawClient): Promise<void> {
    await client.call(
      etcdMethod("Maintenance/Defragment").path,
      etcdserverpb.encodeDefragmentRequest({}),
    );
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
