/**
 * Everything that a restarted member must still know, asked through its client port and compared
 * with the ledger: history, keys, keys at an older revision, hash, leases, compaction.
 */

import type { SeededRandom } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import { messageText } from "../differential/reply.ts";
import type { RawClient } from "../raw/client.ts";
import { readHistory } from "./history-reader.ts";
import { DurabilityError, type Ledger } from "./ledger.ts";

const ALL_KEYS = Uint8Array.of(0);
const OUT_OF_RANGE = 11;
/** How far back a check usually rereads; now and then it rereads everything. */
const REREAD_REVISIONS = 300;

export interface CompactionBook {
  /** The last revision whose compaction was acknowledged; -1 for none. */
  acknowledged: number;
  /** Compactions that were sent and not answered. */
  readonly unknown: Set<number>;
}

/** @returns the store's revision. @throws DurabilityError on the first broken promise. */
export async function checkMember(
  client: RawClient,
  options: {
    ledger: Ledger;
    compaction: CompactionBook;
    leases: readonly bigint[];
    random: SeededRandom;
  },
): Promise<number> {
  const { ledger, random } = options;
  const all = await client.invoke<etcdserverpb.RangeResponse>("KV/Range", {
    key: ALL_KEYS,
    rangeEnd: ALL_KEYS,
  });
  const revision = all.header?.revision ?? 0;
  const compactRevision = await checkCompaction(client, options.compaction);
  const from = Math.max(
    2,
    compactRevision,
    random.chance(1, 8) ? 0 : ledger.verifiedRevision - random.below(REREAD_REVISIONS),
  );
  // A tombstone at the compaction revision may be gone: start behind it.
  const start = from === compactRevision ? from + 1 : from;
  ledger.verify(await readHistory(client, { from: start, to: revision }), revision);

  const nobody = { clusterId: 0n, memberId: 0n };
  const wantedKeys = messageText(ledger.model.keyValues(), nobody);
  compare("keys", wantedKeys, messageText(all.kvs, nobody));
  if (revision > compactRevision) {
    const hash = await client.invoke<etcdserverpb.HashKVResponse>("Maintenance/HashKV", {});
    compare("HashKV", String(ledger.model.hash(compactRevision)), String(hash.hash));
  }
  for (const ID of options.leases) {
    const reply = await client.invoke<etcdserverpb.LeaseTimeToLiveResponse>(
      "Lease/LeaseTimeToLive",
      { ID },
    );
    if (reply.TTL < 0) throw new DurabilityError(`lease ${ID}, acknowledged, is lost`);
  }
  return revision;
}

/** Finds the compaction revision and checks that it is one that was asked for. */
async function checkCompaction(client: RawClient, book: CompactionBook): Promise<number> {
  const { compactRevision } = await client.invoke<etcdserverpb.HashKVResponse>(
    "Maintenance/HashKV",
    {},
  );
  const isKnown = compactRevision === book.acknowledged || book.unknown.has(compactRevision);
  if (!isKnown || compactRevision < book.acknowledged) {
    throw new DurabilityError(
      `compacted at ${compactRevision}; acknowledged ${book.acknowledged}, ` +
        `unanswered ${[...book.unknown].join(", ") || "none"}`,
    );
  }
  book.acknowledged = compactRevision;
  book.unknown.clear();
  if (compactRevision > 1) {
    try {
      await client.invoke("KV/Range", { key: ALL_KEYS, revision: compactRevision - 1 });
    } catch (error) {
      if (String(error).includes(`status ${OUT_OF_RANGE}`)) return compactRevision;
      throw error;
    }
    throw new DurabilityError(`revision ${compactRevision - 1} is readable, though compacted`);
  }
  return compactRevision;
}

function compare(what: string, wanted: string, got: string): void {
  if (wanted === got) return;
  let at = 0;
  while (wanted[at] === got[at]) at++;
  const from = Math.max(0, at - 100);
  throw new DurabilityError(
    `${what} differ:\n  due: …${wanted.slice(from, at + 200)}\n  got: …${got.slice(from, at + 200)}`,
  );
}
