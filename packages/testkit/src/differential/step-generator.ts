/**
 * Seeded requests, valid and invalid, for KV, transactions, leases and watches. The generator sees
 * what the servers have answered only through `World`, so a seed gives the same steps as long as
 * the first server behaves the same.
 *
 * Keys come from a small pool, so that requests meet; lease ids are chosen here, so that they are
 * the same on both servers. What a comparison cannot decide is not generated: leases short enough
 * to end by themselves, server-chosen lease ids, invalid sort orders in transactions that write
 * (etcd 3.4 would execute what 3.6 refuses, and the stores would part), invalid sort targets
 * (etcd 3.4 panics).
 */

import { concatBytes, EMPTY_BYTES, SeededRandom } from "@kvorum/base";
import { etcdserverpb, type Init, Writer } from "@kvorum/proto";
import type { Step } from "./step.ts";

/** What the generator may know about the servers' state. */
export interface World {
  readonly revision: number;
  /** -1 before the first compaction. */
  readonly compactRevision: number;
  readonly leases: readonly bigint[];
  /** Watch ids in use on a stream. */
  watchIds(stream: number): readonly bigint[];
  /** Whether a progress request on the stream must be answered by both servers. */
  canAskProgress(stream: number): boolean;
}

export interface GeneratorOptions {
  readonly seed: number;
  /** Watch streams in use; 0 generates no watches. */
  readonly watchStreams: number;
}

const MAX_WATCHERS_PER_STREAM = 6;
const LONG_TTLS_SECONDS = [3600, 86_400, 1_000_000, 9_000_000_000];
const REFUSED_TTLS_SECONDS = [9_000_000_001, 2 ** 53 - 1];
/** Below the servers' minimum: granted as the minimum, so the lease is revoked at once. */
const SHORT_TTLS_SECONDS = [0, 1, -5, -(2 ** 40)];
const LEASE_IDS = [
  1n,
  2n,
  7n,
  255n,
  65_536n,
  0x694d_7156_1234_5678n,
  2n ** 63n - 1n,
  -1n,
  -(2n ** 63n),
  1234n,
];
const UNKNOWN_LEASES = [99_999n, -77n];

type RangeInit = Init<etcdserverpb.RangeRequest>;
type PutInit = Init<etcdserverpb.PutRequest>;
type DeleteInit = Init<etcdserverpb.DeleteRangeRequest>;
type OpInit = Init<etcdserverpb.RequestOp>;
type CompareInit = Init<etcdserverpb.Compare>;
type TxnInit = Init<etcdserverpb.TxnRequest>;

export class StepGenerator {
  readonly #random: SeededRandom;
  readonly #watchStreams: number;
  readonly #keys: readonly Uint8Array[];
  readonly #queued: Step[] = [];

  constructor(options: GeneratorOptions) {
    this.#random = new SeededRandom(options.seed);
    this.#watchStreams = options.watchStreams;
    this.#keys = makeKeys(this.#random);
  }

  next(world: World): Step {
    const queued = this.#queued.shift();
    if (queued !== undefined) return queued;
    const roll = this.#random.below(1000);
    if (roll < 300) return call("KV/Put", etcdserverpb.encodePutRequest(this.#put(world)));
    if (roll < 540) return call("KV/Range", etcdserverpb.encodeRangeRequest(this.#range(world)));
    if (roll < 620) {
      return call("KV/DeleteRange", etcdserverpb.encodeDeleteRangeRequest(this.#deleteRange()));
    }
    if (roll < 850) return call("KV/Txn", etcdserverpb.encodeTxnRequest(this.#txn(world)));
    if (roll < 860) return this.#compaction(world);
    if (roll < 925) return this.#lease(world);
    if (roll < 935) return this.#maintenance(world);
    if (roll < 950) return this.#odd();
    if (this.#watchStreams === 0) {
      return call("KV/Range", etcdserverpb.encodeRangeRequest(this.#range(world)));
    }
    return this.#watch(world);
  }

  // --- keys, values, revisions ---

  #key(): Uint8Array {
    return this.#random.chance(1, 100) ? EMPTY_BYTES : this.#random.pick(this.#keys);
  }

  /** A key and an end: one key, an interval, a prefix, all that follows, everything, nothing. */
  #interval(): { key: Uint8Array; rangeEnd: Uint8Array } {
    const key = this.#key();
    const random = this.#random;
    switch (random.below(8)) {
      case 0:
      case 1:
        return { key, rangeEnd: EMPTY_BYTES };
      case 2:
      case 3:
        return { key, rangeEnd: random.pick(this.#keys) };
      case 4:
        return { key, rangeEnd: prefixEnd(key) };
      case 5:
        return { key, rangeEnd: Uint8Array.of(0) };
      case 6:
        return { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };
      default:
        return { key, rangeEnd: concatBytes([key, Uint8Array.of(0)]) };
    }
  }

  #value(): Uint8Array {
    const random = this.#random;
    switch (random.below(40)) {
      case 0:
        return EMPTY_BYTES;
      case 1:
        return random.bytes(3000);
      case 2:
      case 3:
      case 4:
        return random.bytes(random.below(64));
      default:
        return Uint8Array.of(97 + random.below(6));
    }
  }

  /** A revision around those that are readable; 0 is "now". */
  #revision(world: World): number {
    const random = this.#random;
    switch (random.below(12)) {
      case 0:
        return world.revision + 1 + random.below(3);
      case 1:
        return Math.max(0, world.compactRevision) + random.below(3) - 1;
      case 2:
        return -1 - random.below(3);
      case 3:
        return random.below(world.revision + 1);
      case 4:
      case 5:
      case 6:
        return Math.max(0, world.revision - random.below(30));
      default:
        return 0;
    }
  }

  #leaseId(world: World): bigint {
    if (world.leases.length === 0 || this.#random.chance(1, 12)) {
      return this.#random.pick(UNKNOWN_LEASES);
    }
    return this.#random.pick(world.leases);
  }

  // --- requests ---

  #put(world: World): PutInit {
    const random = this.#random;
    const ignoreValue = random.chance(1, 12);
    const ignoreLease = random.chance(1, 12);
    return {
      key: this.#key(),
      value: ignoreValue && !random.chance(1, 8) ? EMPTY_BYTES : this.#value(),
      lease:
        random.chance(1, 5) && (!ignoreLease || random.chance(1, 8)) ? this.#leaseId(world) : 0n,
      prevKv: random.chance(1, 3),
      ignoreValue,
      ignoreLease,
    };
  }

  #range(world: World, isTxn = false): RangeInit {
    const random = this.#random;
    const sorted = random.chance(1, 3);
    const filtered = random.chance(1, 6);
    const nearRevision = (): number =>
      random.chance(1, 2) ? 0 : Math.max(0, world.revision - random.below(40));
    return {
      ...this.#interval(),
      limit: random.chance(1, 3) ? random.below(6) - 1 : 0,
      revision: this.#revision(world),
      sortOrder: sorted ? random.below(3) : 0,
      sortTarget: sorted ? random.below(5) : 0,
      ...(!isTxn && random.chance(1, 60) ? { sortOrder: random.pick([3, 99, -1]) } : {}),
      serializable: random.chance(1, 3),
      keysOnly: random.chance(1, 6),
      countOnly: random.chance(1, 8),
      ...(filtered
        ? {
            minModRevision: nearRevision(),
            maxModRevision: nearRevision(),
            minCreateRevision: nearRevision(),
            maxCreateRevision: nearRevision(),
          }
        : {}),
    };
  }

  #deleteRange(): DeleteInit {
    const random = this.#random;
    const interval = random.chance(1, 2)
      ? { key: this.#key(), rangeEnd: EMPTY_BYTES }
      : this.#interval();
    // Emptying the whole store often would leave little to compare.
    const { key, rangeEnd } = interval;
    const wide = rangeEnd.length === 1 && rangeEnd[0] === 0 && !random.chance(1, 10);
    return { key, rangeEnd: wide ? EMPTY_BYTES : rangeEnd, prevKv: random.chance(1, 2) };
  }

  #txn(world: World): TxnInit {
    const random = this.#random;
    switch (random.below(60)) {
      case 0:
        return { success: this.#many(128 + random.below(3)) };
      case 1: {
        const plain = 90 + random.below(20);
        const nested = { requestTxn: { success: this.#many(20 + random.below(20)) } };
        return { success: [...this.#many(plain), nested] };
      }
      case 2:
        return {
          compare: Array.from({ length: 127 + random.below(4) }, () => this.#compare(world)),
        };
      default:
        return this.#txnOf(world, { depth: 0, isReadOnly: random.chance(1, 5) });
    }
  }

  #txnOf(world: World, shape: { depth: number; isReadOnly: boolean }): TxnInit {
    const random = this.#random;
    const ops = (): OpInit[] =>
      Array.from({ length: random.below(4) }, () => this.#op(world, shape));
    return {
      compare: Array.from({ length: random.below(3) }, () => this.#compare(world)),
      success: ops(),
      failure: ops(),
    };
  }

  #op(world: World, shape: { depth: number; isReadOnly: boolean }): OpInit {
    const random = this.#random;
    if (shape.isReadOnly) return { requestRange: this.#range(world, true) };
    switch (random.below(20)) {
      case 0:
        return {};
      case 1:
      case 2:
      case 3:
        if (shape.depth < 3) {
          return { requestTxn: this.#txnOf(world, { ...shape, depth: shape.depth + 1 }) };
        }
        return { requestPut: this.#put(world) };
      case 4:
      case 5:
      case 6:
        return { requestDeleteRange: this.#deleteRange() };
      case 7:
      case 8:
      case 9:
      case 10:
        // A revision in a writing transaction fails all of it: rarely.
        return {
          requestRange: {
            ...this.#range(world, true),
            ...(random.chance(1, 6) ? {} : { revision: 0 }),
          },
        };
      default:
        return { requestPut: this.#put(world) };
    }
  }

  /** Ranges of one key each: many operations that cannot clash. */
  #many(count: number): OpInit[] {
    return Array.from({ length: count }, () => ({
      requestRange: { key: this.#random.pick(this.#keys) },
    }));
  }

  #compare(world: World): CompareInit {
    const random = this.#random;
    const target = random.below(5);
    // Now and then the operand does not fit the target, or is absent.
    const operand = random.chance(1, 10) ? random.below(6) : target;
    const near = BigInt(Math.max(0, world.revision - random.below(20)));
    const operands: CompareInit[] = [
      { version: BigInt(random.below(4)) },
      { createRevision: random.chance(1, 3) ? 0n : near },
      { modRevision: random.chance(1, 3) ? 0n : near },
      { value: this.#value() },
      { lease: random.chance(1, 2) ? 0n : this.#leaseId(world) },
      {},
    ];
    const { key, rangeEnd } = this.#interval();
    return {
      ...operands[operand]!,
      key,
      rangeEnd: random.chance(1, 5) ? rangeEnd : EMPTY_BYTES,
      target: random.chance(1, 80) ? 9 : target,
      result: random.chance(1, 80) ? 7 : random.below(4),
    };
  }

  #compaction(world: World): Step {
    const random = this.#random;
    const revision = random.chance(1, 2)
      ? Math.max(0, world.revision - random.below(200))
      : random.pick([world.revision + 1, world.compactRevision, 0, -1, world.revision - 20]);
    const request = { revision, physical: random.chance(1, 2) };
    return call("KV/Compact", etcdserverpb.encodeCompactionRequest(request));
  }

  #lease(world: World): Step {
    const random = this.#random;
    const free = LEASE_IDS.filter((id) => !world.leases.includes(id));
    const roll = random.below(20);
    if (roll < 8) {
      const ID =
        free.length > 0 && !random.chance(1, 8) ? random.pick(free) : random.pick(LEASE_IDS);
      const isShort = random.chance(1, 8) && free.includes(ID);
      const TTL = isShort
        ? random.pick(SHORT_TTLS_SECONDS)
        : random.chance(1, 10)
          ? random.pick(REFUSED_TTLS_SECONDS)
          : random.pick(LONG_TTLS_SECONDS);
      if (isShort) {
        this.#queued.push(call("Lease/LeaseRevoke", etcdserverpb.encodeLeaseRevokeRequest({ ID })));
      }
      return call("Lease/LeaseGrant", etcdserverpb.encodeLeaseGrantRequest({ TTL, ID }));
    }
    const ID = this.#leaseId(world);
    if (roll < 11) return call("Lease/LeaseRevoke", etcdserverpb.encodeLeaseRevokeRequest({ ID }));
    if (roll < 14) {
      return { kind: "keep-alive", request: etcdserverpb.encodeLeaseKeepAliveRequest({ ID }) };
    }
    if (roll < 18) {
      const request = { ID, keys: random.chance(2, 3) };
      return call("Lease/LeaseTimeToLive", etcdserverpb.encodeLeaseTimeToLiveRequest(request));
    }
    return call("Lease/LeaseLeases", etcdserverpb.encodeLeaseLeasesRequest({}));
  }

  #maintenance(world: World): Step {
    const random = this.#random;
    if (random.chance(1, 4)) {
      return call("Maintenance/Alarm", etcdserverpb.encodeAlarmRequest({}));
    }
    // 3.4 keeps no hashes of compactions and refuses the compaction revision itself. Negative
    // revisions are left out: etcd's answer to them, the hash of nothing, helps nobody.
    const wanted = random.chance(1, 2) ? 0 : this.#revision(world);
    const revision = wanted <= world.compactRevision ? 0 : Math.max(0, wanted);
    return call("Maintenance/HashKV", etcdserverpb.encodeHashKVRequest({ revision }));
  }

  /** Extremes, damage and nonsense. */
  #odd(): Step {
    const random = this.#random;
    const key = random.pick(this.#keys);
    switch (random.below(8)) {
      case 0:
      case 1: {
        // revision, limit, or a filter at the ends of int64, which no counter can hold.
        const field = random.pick([3, 4, 10, 11, 12, 13]);
        const extreme = random.pick([
          2n ** 63n - 1n,
          -(2n ** 63n),
          2n ** 53n + 1n,
          -(2n ** 53n) - 1n,
        ]);
        const base = etcdserverpb.encodeRangeRequest({ key, rangeEnd: Uint8Array.of(0) });
        return call("KV/Range", concatBytes([base, varintField(field, extreme)]));
      }
      case 2:
        return call(
          "KV/Put",
          etcdserverpb.encodePutRequest({ key, value: random.bytes(1_600_000) }),
        );
      case 3:
        return call(
          "KV/Put",
          etcdserverpb.encodePutRequest({ key, value: new Uint8Array(2_200_000) }),
        );
      case 4: {
        // Unknown fields are skipped.
        const base = etcdserverpb.encodePutRequest({ key, value: this.#value() });
        return call("KV/Put", concatBytes([base, varintField(900, 5n)]));
      }
      case 5: {
        const bytes = etcdserverpb.encodePutRequest({ key, value: random.bytes(20) });
        const name = random.pick(["KV/Put", "KV/Range", "KV/Txn", "KV/DeleteRange"]);
        const cut = bytes.subarray(0, bytes.length - 1 - random.below(10));
        return { kind: "malformed", name, request: cut };
      }
      case 6:
        return {
          kind: "unknown-path",
          path: random.pick([
            "/etcdserverpb.KV/Nothing",
            "/no.such.Service/Put",
            "/etcdserverpb.KV",
          ]),
        };
      default:
        return { kind: "malformed", name: "KV/Put", request: Uint8Array.of(0x0f, 0x01, 0x02) };
    }
  }

  #watch(world: World): Step {
    const random = this.#random;
    const stream = random.below(this.#watchStreams);
    const ids = world.watchIds(stream);
    const send = (request: Init<etcdserverpb.WatchRequest>): Step => ({
      kind: "watch",
      stream,
      request: etcdserverpb.encodeWatchRequest(request),
    });
    if (ids.length >= MAX_WATCHERS_PER_STREAM || (ids.length > 0 && random.chance(1, 4))) {
      return send({ cancelRequest: { watchId: random.pick(ids) } });
    }
    if (random.chance(1, 20)) return send({ cancelRequest: { watchId: 777n } });
    if (random.chance(1, 6) && world.canAskProgress(stream)) return send({ progressRequest: {} });
    if (random.chance(1, 30)) return send({});
    const startRevision = random.chance(1, 2)
      ? 0
      : random.chance(1, 10)
        ? world.revision + 1 + random.below(20)
        : this.#revision(world);
    return send({
      createRequest: {
        ...this.#interval(),
        startRevision,
        prevKv: random.chance(1, 2),
        filters: random.chance(1, 5) ? [random.below(2)] : [],
        watchId: random.chance(1, 6) ? BigInt(1 + random.below(4)) : 0n,
        fragment: random.chance(1, 10),
        progressNotify: random.chance(1, 10),
      },
    });
  }
}

function call(name: string, request: Uint8Array): Step {
  return { kind: "call", name, request };
}

/** About thirty keys with shared prefixes and the bytes at the ends of the range. */
function makeKeys(random: SeededRandom): Uint8Array[] {
  const texts = [
    "a",
    "b",
    "c",
    "aa",
    "ab",
    "abc",
    "abcd",
    "b/1",
    "b/2",
    "b/10",
    "b/",
    "z",
    "k\0",
    "k",
  ];
  const keys: Uint8Array[] = texts.map((text) => new Uint8Array(Buffer.from(text, "latin1")));
  keys.push(Uint8Array.of(0), Uint8Array.of(0, 0), Uint8Array.of(0xff), Uint8Array.of(0xff, 0xff));
  keys.push(Uint8Array.of(0xff, 0xfe), Uint8Array.of(0xc3, 0x28), new Uint8Array(400).fill(0x71));
  for (let i = 0; i < 10; i++) keys.push(random.bytes(1 + random.below(6)));
  return keys;
}

function prefixEnd(prefix: Uint8Array): Uint8Array {
  for (let i = prefix.length - 1; i >= 0; i--) {
    if (prefix[i]! < 0xff) {
      const end: Uint8Array = prefix.slice(0, i + 1);
      end[i] = end[i]! + 1;
      return end;
    }
  }
  return Uint8Array.of(0);
}

function varintField(field: number, value: bigint): Uint8Array {
  const writer = new Writer(20);
  writer.uint32(field * 8);
  writer.bigInt(value);
  return writer.buffer.slice(0, writer.position);
}
