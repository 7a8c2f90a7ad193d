import { randomBytes } from "node:crypto";
import { type Client, kv, maintenance } from "@kvorum/client";
import {
  badFeature,
  type CommandCall,
  CommandError,
  callFailed,
  ExitCode,
  invalidInput,
  textToBytes,
} from "@kvorum/command-line";
import { prefixEnd, WHOLE_KEYSPACE } from "../key-range.ts";
import { errorLines, LoadRecorder, perfLines, progressText } from "../load-report.ts";
import { type Session, withSession } from "../session.ts";

interface PerfLoad {
  readonly writesPerSecond: number;
  readonly clientsCount: number;
}

interface DataLoad {
  readonly keysCount: number;
  readonly clientsCount: number;
}

const PERF_LOADS: readonly PerfLoad[] = [
  { writesPerSecond: 150, clientsCount: 50 },
  { writesPerSecond: 1000, clientsCount: 200 },
  { writesPerSecond: 8000, clientsCount: 500 },
  { writesPerSecond: 15_000, clientsCount: 1000 },
];

const DATA_LOADS: readonly DataLoad[] = [
  { keysCount: 10_000, clientsCount: 50 },
  { keysCount: 100_000, clientsCount: 200 },
  { keysCount: 1_000_000, clientsCount: 500 },
  { keysCount: 3_000_000, clientsCount: 1000 },
];

const LOAD_NAMES: readonly (readonly string[])[] = [
  ["s", "small"],
  ["m", "medium"],
  ["l", "large"],
  ["xl", "xLarge"],
];

const PERF_SECONDS = 60;
const PERF_KEY_BYTES = 256;
const PERF_VALUE_BYTES = 1024;
const DATA_PART_BYTES = 512;
/** How often writes are handed out, within their rate. */
const PACE_MS = 5;
const BAR_INTERVAL_MS = 1000;
const BYTES_PER_MEGABYTE = 1024 * 1024;
/** Longer than any range of test keys takes to delete. */
const CLEANUP_LIMIT_MS = 600_000;

/** `check perf`: a minute of writes at a rate that the cluster should bear. */
export async function perf(call: CommandCall): Promise<number> {
  const load = PERF_LOADS[loadIndex(call)]!;
  return await withSession(call, async (session) => {
    const prefix = session.flags.string("prefix");
    const clients = await openClients(session, load.clientsCount);
    await refuseOccupied(session, clients[0]!, prefix, "'");
    const recorder = new LoadRecorder();
    const elapsedSeconds = await writeAtRate(session, clients, { load, prefix, recorder });
    await cleanUp(session, clients[0]!, prefix);
    const { lines, isGood } = perfLines(recorder.report(elapsedSeconds), load.writesPerSecond);
    session.terminal.writeOut(`${lines.join("\n")}\n`);
    return isGood ? ExitCode.Success : ExitCode.Error;
  });
}

/** `check datascale`: many keys, and the memory that the member takes for them. */
export async function dataScale(call: CommandCall): Promise<number> {
  const load = DATA_LOADS[loadIndex(call)]!;
  return await withSession(call, async (session) => {
    const { terminal } = session;
    const prefix = session.flags.string("prefix");
    const clients = await openClients(session, load.clientsCount);
    await refuseOccupied(session, clients[0]!, prefix, "");
    terminal.writeOut(
      `Start data scale check for work load [${load.keysCount} key-value pairs, ${2 * DATA_PART_BYTES} bytes per key-value, ${load.clientsCount} concurrent clients].\n`,
    );
    const memoryBefore = await residentBytes(session, "before");
    const recorder = new LoadRecorder();
    await writeAll(session, clients, { load, prefix, recorder });
    const memoryAfter = await residentBytes(session, "after");
    await cleanUp(session, clients[0]!, prefix);
    const failures = errorLines(recorder.report(1).errors);
    if (failures.length > 0) {
      terminal.writeOut(`${failures.join("\n")}\n`);
      return ExitCode.Error;
    }
    const megabytes = ((memoryAfter - memoryBefore) / BYTES_PER_MEGABYTE).toFixed(2);
    terminal.writeOut(`PASS: Approximate system memory used : ${megabytes} MB.\n`);
    return ExitCode.Success;
  });
}

function loadIndex(call: CommandCall): number {
  const name = call.flags.string("load");
  const index = LOAD_NAMES.findIndex((names) => names.includes(name));
  if (index < 0) throw badFeature(`unknown load option ${name}`);
  return index;
}

async function openClients(session: Session, count: number): Promise<readonly Client[]> {
  const clients: Client[] = [];
  for (let i = 0; i < count; i++) clients.push(await session.client());
  return clients;
}

async function refuseOccupied(
  session: Session,
  client: Client,
  prefix: string,
  quote: string,
): Promise<void> {
  const range = prefixRange(prefix);
  let isOccupied: boolean;
  try {
    const answer = await client.unary(
      kv.range,
      { ...range, limit: 1 },
      { timeoutMs: session.commandTimeoutMs },
    );
    isOccupied = answer.kvs.length > 0;
  } catch (error) {
    throw callFailed(error);
  }
  if (isOccupied) {
    throw invalidInput(
      `prefix ${JSON.stringify(prefix)} has keys. Delete with ${quote}etcdctl del --prefix ${prefix}${quote} first`,
    );
  }
}

function prefixRange(prefix: string): { key: Uint8Array; rangeEnd: Uint8Array } {
  if (prefix === "") return WHOLE_KEYSPACE;
  const key = textToBytes(prefix);
  return { key, rangeEnd: prefixEnd(key) };
}

/** Returns the seconds that it took; SIGINT ends it early. */
async function writeAtRate(
  session: Session,
  clients: readonly Client[],
  options: { load: PerfLoad; prefix: string; recorder: LoadRecorder },
): Promise<number> {
  const { load, recorder } = options;
  const { terminal } = session;
  const value = new Uint8Array(PERF_VALUE_BYTES);
  const startNs = terminal.monotonicNs();
  const elapsed = () => Number(terminal.monotonicNs() - startNs) / 1e9;
  const free = [...clients];
  let waiting = 0;
  let isStopped = false;
  const open = new Set<Promise<void>>();
  const start = (client: Client) => {
    const write = putOne(session, client, keyWithVarint(options.prefix), value, recorder).finally(
      () => {
        open.delete(write);
        if (waiting > 0 && !isStopped) {
          waiting--;
          start(client);
        } else free.push(client);
      },
    );
    open.add(write);
  };
  const restore = terminal.onInterrupt(() => {
    isStopped = true;
  });
  const bar = progressBar(session, PERF_SECONDS, () =>
    Math.min(PERF_SECONDS, Math.floor(elapsed())),
  );
  try {
    let issued = 0;
    while (!isStopped && elapsed() < PERF_SECONDS) {
      const due = Math.floor(elapsed() * load.writesPerSecond);
      for (; issued < due; issued++) {
        const client = free.pop();
        if (client === undefined) waiting++;
        else start(client);
      }
      await terminal.sleep(PACE_MS);
    }
    isStopped = true;
    while (open.size > 0) await Promise.all(open);
  } finally {
    bar.finish();
    restore();
  }
  return elapsed();
}

async function writeAll(
  session: Session,
  clients: readonly Client[],
  options: { load: DataLoad; prefix: string; recorder: LoadRecorder },
): Promise<void> {
  const { load, recorder } = options;
  const prefix = textToBytes(options.prefix);
  const value = new Uint8Array(DATA_PART_BYTES);
  let issued = 0;
  let isStopped = false;
  const restore = session.terminal.onInterrupt(() => {
    isStopped = true;
  });
  const bar = progressBar(session, load.keysCount, () => recorder.count);
  try {
    await Promise.all(
      clients.map(async (client) => {
        while (issued < load.keysCount && !isStopped) {
          issued++;
          const key = new Uint8Array(prefix.length + DATA_PART_BYTES);
          key.set(prefix);
          key.set(randomBytes(DATA_PART_BYTES), prefix.length);
          await putOne(session, client, key, value, recorder);
        }
      }),
    );
  } finally {
    bar.finish();
    restore();
  }
}

async function putOne(
  session: Session,
  client: Client,
  key: Uint8Array,
  value: Uint8Array,
  recorder: LoadRecorder,
): Promise<void> {
  const startNs = session.terminal.monotonicNs();
  try {
    await client.unary(kv.put, { key, value });
    recorder.succeeded(Number(session.terminal.monotonicNs() - startNs) / 1e9);
  } catch (error) {
    recorder.failed(callFailed(error).message);
  }
}

/** The prefix, then a random number as a varint, then zeros. */
function keyWithVarint(prefix: string): Uint8Array {
  const head = textToBytes(prefix);
  const key = new Uint8Array(head.length + PERF_KEY_BYTES);
  key.set(head);
  let rest = BigInt.asUintN(64, BigInt(`0x${randomBytes(8).toString("hex")}`) << 1n);
  for (let at = head.length; ; at++) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    key[at] = rest === 0n ? low : low | 0x80;
    if (rest === 0n) return key;
  }
}

function progressBar(session: Session, total: number, done: () => number): { finish: () => void } {
  const { terminal } = session;
  const startNs = terminal.monotonicNs();
  const draw = (ending: string) => {
    const seconds = Number(terminal.monotonicNs() - startNs) / 1e9;
    const perSecond = seconds > 0 ? done() / seconds : 0;
    terminal.writeError(`\r${progressText(done(), total, perSecond)}${ending}`);
  };
  const timer = setInterval(() => draw(""), BAR_INTERVAL_MS);
  return {
    finish: () => {
      clearInterval(timer);
      draw("\n");
    },
  };
}

/** Deletes the test keys, then compacts and defragments if told to. */
async function cleanUp(session: Session, client: Client, prefix: string): Promise<void> {
  const { flags, terminal } = session;
  let revision: number;
  try {
    const answer = await client.unary(kv.deleteRange, prefixRange(prefix), {
      timeoutMs: CLEANUP_LIMIT_MS,
    });
    revision = answer.header?.revision ?? 0;
  } catch (error) {
    terminal.writeOut(
      `FAIL: Cleanup failed during key deletion: ERROR(${callFailed(error).message})\n`,
    );
    throw new CommandError(ExitCode.Error, "");
  }
  try {
    if (flags.bool("auto-compact")) {
      terminal.writeOut(`Compacting with revision ${revision}\n`);
      await client.unary(kv.compact, { revision, physical: true }, { timeoutMs: CLEANUP_LIMIT_MS });
      terminal.writeOut(`Compacted with revision ${revision}\n`);
    }
    if (flags.bool("auto-defrag")) {
      for (const endpoint of session.endpoints) {
        terminal.writeOut(`Defragmenting ${JSON.stringify(endpoint)}\n`);
        const single = await session.client({ endpoints: [endpoint] });
        await single.unary(maintenance.defragment, {}, { timeoutMs: CLEANUP_LIMIT_MS });
        single.close();
        terminal.writeOut(`Defragmented ${JSON.stringify(endpoint)}\n`);
      }
    }
  } catch (error) {
    throw callFailed(error);
  }
}

const MEMORY_METRIC = "process_resident_memory_bytes";

/** From the first endpoint's metrics. Says why and ends the command when they cannot be read. */
async function residentBytes(session: Session, moment: "before" | "after"): Promise<number> {
  const { terminal } = session;
  const problem = (text: string) => {
    terminal.writeOut(`${text}\n`);
    terminal.writeOut(`FAIL: Could not read ${MEMORY_METRIC} ${moment} the put operations.\n`);
    return new CommandError(ExitCode.Error, "");
  };
  const { fetchText } = await import("../http-get.ts");
  let text: string;
  try {
    text = await fetchText(session, "/metrics");
  } catch (error) {
    throw problem(`fetch error: ${error instanceof Error ? error.message : String(error)}`);
  }
  const match = new RegExp(`^${MEMORY_METRIC} (\\S+)$`, "m").exec(text);
  const bytes = match === null ? Number.NaN : Number(match[1]);
  if (!Number.isFinite(bytes)) throw problem(`could not find: ${MEMORY_METRIC}`);
  return bytes;
}
