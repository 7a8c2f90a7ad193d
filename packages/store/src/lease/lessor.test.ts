import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, CorruptionError, EMPTY_BYTES, SeededRandom, utf8ToBytes } from "@kvorum/base";
import { leasepb, RequestError } from "@kvorum/proto";
import { MemoryBackend } from "../testing/memory-backend.ts";
import {
  CHECKPOINT_INTERVAL_MS,
  CHECKPOINTS_PER_ENTRY,
  EXPIRED_PER_PICK_UP,
  EXPIRED_RETRY_MS,
  MAX_TTL_SECONDS,
} from "./lease-limits.ts";
import { Lessor } from "./lessor.ts";

const ELECTION_MS = 1000;

/** A lessor on a backend, and a clock that only moves when told. */
class Fixture {
  readonly backend: MemoryBackend;
  readonly lessor: Lessor;
  nowMs = 5_000_000;

  constructor(options: { isPrimary?: boolean; hasCheckpoints?: boolean } = {}) {
    this.backend = new MemoryBackend();
    this.lessor = new Lessor({
      backend: this.backend,
      minTtlSeconds: 2,
      hasCheckpoints: options.hasCheckpoints ?? false,
    });
    if (options.isPrimary ?? true) this.promote();
  }

  promote(): void {
    this.lessor.promote({ nowMs: this.nowMs, extendMs: ELECTION_MS });
  }

  grant(id: bigint, ttlSeconds: number): number {
    return this.lessor.grant({ id, ttlSeconds, nowMs: this.nowMs });
  }

  takeExpired(): bigint[] {
    return this.lessor.takeExpired(this.nowMs);
  }

  remaining(id: bigint): number | undefined {
    return this.lessor.timeToLive(id, this.nowMs)?.remainingSeconds;
  }

  restored(): Lessor {
    return new Lessor({ backend: this.backend, minTtlSeconds: 2 });
  }

  records(): [key: string, value: string][] {
    const records: [string, string][] = [];
    this.backend.scan("lease", { start: EMPTY_BYTES, end: null }, (key, value) => {
      records.push([bytesToHex(key), bytesToHex(value)]);
      return true;
    });
    return records;
  }
}

function refuses(code: string): (error: unknown) => boolean {
  return (error) => error instanceof RequestError && error.code === code;
}

test("grant() raises a TTL below the minimum, refuses one above the limit (63)", () => {
  const f = new Fixture();
  assert.equal(f.grant(1n, 0), 2);
  assert.equal(f.grant(2n, -5), 2);
  assert.equal(f.grant(3n, 3), 3);
  assert.equal(f.grant(4n, MAX_TTL_SECONDS), MAX_TTL_SECONDS);
  assert.throws(() => f.grant(5n, MAX_TTL_SECONDS + 1), refuses("LeaseTTLTooLarge"));
  assert.equal(f.lessor.exists(5n), false);
});

test("grant() refuses id 0 and an id in use, takes a negative one (64)", () => {
  const f = new Fixture();
  f.grant(-7n, 10);
  assert.equal(f.lessor.exists(-7n), true);
  assert.throws(() => f.grant(-7n, 10), refuses("LeaseExist"));
  assert.throws(() => f.grant(0n, 10), refuses("LeaseNotFound"));
  assert.throws(() => f.grant(0n, MAX_TTL_SECONDS + 1), refuses("LeaseNotFound"));
  assert.throws(() => f.grant(-7n, MAX_TTL_SECONDS + 1), refuses("LeaseTTLTooLarge"));
});

test("a lease is stored as a leasepb.Lease under its id, and removed with it", () => {
  const f = new Fixture();
  f.grant(0x694da1f843e8a30bn, 60);
  f.grant(-1n, 1);
  const record = bytesToHex(leasepb.encodeLease({ ID: 0x694da1f843e8a30bn, TTL: 60 }));
  assert.deepEqual(f.records(), [
    ["694da1f843e8a30b", record],
    ["ffffffffffffffff", "08ffffffffffffffffff011002"],
  ]);
  f.lessor.remove(-1n);
  assert.deepEqual(f.records(), [["694da1f843e8a30b", record]]);
});

test("keysOf() gives attached keys in byte order, without those detached", () => {
  const f = new Fixture();
  f.grant(1n, 10);
  f.grant(2n, 10);
  assert.deepEqual(f.lessor.keysOf(1n), []);
  for (const key of ["b", "\xff", "a\0", "a", "B"]) f.lessor.attach(1n, key);
  f.lessor.attach(1n, "a");
  f.lessor.attach(2n, "only");
  f.lessor.attach(2n, "only");
  assert.deepEqual(f.lessor.keysOf(1n), ["B", "a", "a\0", "b", "\xff"]);
  assert.deepEqual(f.lessor.keysOf(2n), ["only"]);
  f.lessor.detach(1n, "b");
  f.lessor.detach(1n, "unknown");
  f.lessor.detach(2n, "unknown");
  assert.deepEqual(f.lessor.keysOf(1n), ["B", "a", "a\0", "\xff"]);
  f.lessor.detach(2n, "only");
  f.lessor.detach(2n, "only");
  f.lessor.detach(3n, "only");
  assert.deepEqual(f.lessor.keysOf(2n), []);
  for (const key of ["B", "a", "a\0", "\xff"]) f.lessor.detach(1n, key);
  assert.deepEqual(f.lessor.keysOf(1n), []);
  assert.throws(() => f.lessor.keysOf(3n), refuses("LeaseNotFound"));
  assert.throws(() => f.lessor.attach(3n, "k"), /is not there/);
});

test("a new lease in the place of a removed one has none of its keys", () => {
  const f = new Fixture();
  f.grant(1n, 10);
  f.lessor.attach(1n, "k");
  f.lessor.remove(1n);
  f.grant(2n, 20);
  assert.deepEqual(f.lessor.keysOf(2n), []);
  assert.equal(f.lessor.exists(1n), false);
});

test("a lease expires when its TTL has passed, not a moment before", () => {
  const f = new Fixture();
  f.grant(1n, 10);
  f.nowMs += 9999.9;
  assert.deepEqual(f.takeExpired(), []);
  assert.equal(f.remaining(1n), 0);
  f.nowMs += 0.1;
  assert.equal(f.lessor.nextExpiryMs, f.nowMs);
  assert.deepEqual(f.takeExpired(), [1n]);
  assert.equal(f.remaining(1n), 0);
  f.lessor.remove(1n);
  assert.equal(f.lessor.nextExpiryMs, Number.POSITIVE_INFINITY);
});

test("takeExpired() hands out an unfinished one again after the request timeout", () => {
  const f = new Fixture();
  f.grant(1n, 2);
  f.nowMs += 2000;
  assert.deepEqual(f.takeExpired(), [1n]);
  f.nowMs += EXPIRED_RETRY_MS - 1;
  assert.deepEqual(f.takeExpired(), []);
  f.nowMs += 1;
  assert.deepEqual(f.takeExpired(), [1n]);
  assert.equal(f.lessor.counters.expiredTotal, 1);
});

test("takeExpired() hands out a bounded number at once, the rest at the next call", () => {
  const f = new Fixture();
  const count = EXPIRED_PER_PICK_UP * 2 + 1;
  for (let i = 1; i <= count; i++) f.grant(BigInt(i), 2);
  f.nowMs += 2000;
  const seen = new Set<bigint>();
  for (const expected of [EXPIRED_PER_PICK_UP, EXPIRED_PER_PICK_UP, 1, 0]) {
    const expired = f.takeExpired();
    assert.equal(expired.length, expected);
    for (const id of expired) seen.add(id);
  }
  assert.equal(seen.size, count);
});

test("renew() restarts the full TTL on the primary", () => {
  const f = new Fixture();
  f.grant(1n, 10);
  f.nowMs += 8000;
  assert.equal(f.remaining(1n), 2);
  assert.equal(f.lessor.renew(1n, f.nowMs), 10);
  assert.equal(f.remaining(1n), 10);
  f.nowMs += 9999;
  assert.deepEqual(f.takeExpired(), []);
  f.nowMs += 1;
  assert.deepEqual(f.takeExpired(), [1n]);
  assert.equal(f.lessor.counters.renewedTotal, 1);
});

test("renew() tells unknown leases (65), expired ones and other members apart", () => {
  const f = new Fixture();
  f.grant(1n, 10);
  assert.equal(f.lessor.renew(2n, f.nowMs), "unknown");
  f.nowMs += 10_000;
  assert.equal(f.lessor.renew(1n, f.nowMs), "expired");
  f.lessor.demote();
  assert.equal(f.lessor.renew(1n, f.nowMs), "not primary");
});

test("whenSettled() calls when the revoke is applied, or the leader is none any more", () => {
  const f = new Fixture();
  const calls: string[] = [];
  f.grant(1n, 10);
  f.grant(2n, 10);
  f.lessor.whenSettled(1n, () => calls.push("a"));
  f.lessor.whenSettled(1n, () => calls.push("b"));
  f.lessor.whenSettled(2n, () => calls.push("c"));
  f.lessor.whenSettled(3n, () => calls.push("unknown"));
  assert.deepEqual(calls, ["unknown"]);
  f.lessor.remove(1n);
  assert.deepEqual(calls, ["unknown", "a", "b"]);
  f.lessor.demote();
  assert.deepEqual(calls, ["unknown", "a", "b", "c"]);
  f.lessor.whenSettled(2n, () => calls.push("not primary"));
  assert.equal(calls.at(-1), "not primary");
  f.promote();
  f.lessor.remove(2n);
  assert.equal(calls.length, 5);
});

test("timeToLive() rounds down, and knows nothing of unknown leases (66)", () => {
  const f = new Fixture();
  f.grant(1n, 10);
  assert.equal(f.lessor.timeToLive(2n, f.nowMs), null);
  assert.deepEqual(f.lessor.timeToLive(1n, f.nowMs), {
    grantedTtlSeconds: 10,
    remainingSeconds: 10,
  });
  f.nowMs += 1;
  assert.equal(f.remaining(1n), 9);
  f.nowMs += 60_000;
  assert.equal(f.remaining(1n), 0);
});

test("list() is in order of the end on the primary, of the id elsewhere", () => {
  const f = new Fixture();
  f.grant(3n, 20);
  f.grant(-9n, 15);
  f.grant(2n, 30);
  assert.deepEqual(f.lessor.list(), [-9n, 3n, 2n]);
  f.nowMs += 9000;
  f.lessor.renew(-9n, f.nowMs);
  assert.deepEqual(f.lessor.list(), [3n, -9n, 2n]);
  f.lessor.demote();
  assert.deepEqual(f.lessor.list(), [-9n, 2n, 3n]);
});

test("nothing expires on a member that is not primary", () => {
  const f = new Fixture({ isPrimary: false });
  f.grant(1n, 2);
  f.nowMs += 1e9;
  assert.deepEqual(f.takeExpired(), []);
  assert.equal(f.remaining(1n), 2);
  f.promote();
  f.nowMs += 2000;
  f.lessor.demote();
  f.nowMs += 1e9;
  assert.deepEqual(f.takeExpired(), []);
});

test("promote() restarts every lease with an election timeout on top (69)", () => {
  const f = new Fixture();
  f.grant(1n, 10);
  f.nowMs += 9000;
  f.lessor.demote();
  f.nowMs += 100_000;
  f.promote();
  f.nowMs += 10_000 + ELECTION_MS - 1;
  assert.deepEqual(f.takeExpired(), []);
  f.nowMs += 1;
  assert.deepEqual(f.takeExpired(), [1n]);
});

test("promote() takes what remained at the last checkpoint", () => {
  const f = new Fixture();
  f.grant(1n, 1000);
  f.grant(2n, 1000);
  f.lessor.checkpoint([{ ID: 1n, remainingTTL: 400 }], { isPersistent: false, nowMs: f.nowMs });
  f.promote();
  assert.equal(f.remaining(1n), 401);
  assert.equal(f.remaining(2n), 1001);
});

test("promote() spreads many leases that would end together, none earlier", () => {
  const f = new Fixture();
  const count = 3000;
  for (let i = 1; i <= count; i++) f.grant(BigInt(i), 60);
  f.promote();
  const remaining = new Map<number, number>();
  for (let i = 1; i <= count; i++) {
    const left = f.remaining(BigInt(i))!;
    remaining.set(left, (remaining.get(left) ?? 0) + 1);
  }
  assert.deepEqual(
    [...remaining].sort(([a], [b]) => a - b),
    [
      [61, 750],
      [62, 750],
      [63, 750],
      [64, 750],
    ],
  );
});

test("promote() leaves fewer than a thousand leases as they are", () => {
  const f = new Fixture();
  for (let i = 1; i <= 999; i++) f.grant(BigInt(i), 60);
  f.promote();
  f.nowMs += 60_000 + ELECTION_MS;
  assert.equal(f.takeExpired().length + f.takeExpired().length, 999);
});

test("checkpoint() ignores unknown leases and is stored only where it is persistent", () => {
  const f = new Fixture({ isPrimary: false });
  f.grant(1n, 1000);
  const checkpoints = [
    { ID: 1n, remainingTTL: 300 },
    { ID: 2n, remainingTTL: 300 },
  ];
  f.lessor.checkpoint(checkpoints, { isPersistent: false, nowMs: f.nowMs });
  assert.equal(f.lessor.hasCheckpoint(1n), true);
  assert.equal(f.restored().hasCheckpoint(1n), false);
  f.lessor.checkpoint(checkpoints, { isPersistent: true, nowMs: f.nowMs });
  assert.equal(f.restored().timeToLive(1n, 0)!.remainingSeconds, 300);
  assert.equal(f.lessor.exists(2n), false);
  f.lessor.checkpoint([{ ID: 1n, remainingTTL: 0 }], { isPersistent: true, nowMs: f.nowMs });
  assert.equal(f.lessor.hasCheckpoint(1n), false);
  assert.equal(f.restored().hasCheckpoint(1n), false);
});

test("takeCheckpoints() names long leases every five minutes, rounding up", () => {
  const f = new Fixture({ hasCheckpoints: true });
  f.grant(1n, 900);
  f.grant(2n, 300);
  f.grant(3n, 901);
  f.nowMs += CHECKPOINT_INTERVAL_MS - 1;
  assert.deepEqual(f.lessor.takeCheckpoints(f.nowMs), []);
  f.nowMs += 1.5;
  const due = f.lessor.takeCheckpoints(f.nowMs).sort((a, b) => Number(a.ID - b.ID));
  assert.deepEqual(due, [
    { ID: 1n, remainingTTL: 600 },
    { ID: 3n, remainingTTL: 601 },
  ]);
  assert.deepEqual(f.lessor.takeCheckpoints(f.nowMs), []);
  f.lessor.renew(1n, f.nowMs);
  f.lessor.checkpoint([{ ID: 3n, remainingTTL: 601 }], { isPersistent: true, nowMs: f.nowMs });
  f.nowMs += CHECKPOINT_INTERVAL_MS;
  assert.deepEqual(
    f.lessor
      .takeCheckpoints(f.nowMs)
      .map(({ ID }) => ID)
      .sort(),
    [1n, 3n],
  );
  f.lessor.demote();
  f.nowMs += CHECKPOINT_INTERVAL_MS;
  assert.deepEqual(f.lessor.takeCheckpoints(f.nowMs), []);
});

test("takeCheckpoints() fills one entry at a time", () => {
  const f = new Fixture({ hasCheckpoints: true });
  for (let i = 1; i <= CHECKPOINTS_PER_ENTRY + 5; i++) f.grant(BigInt(i), 1000);
  f.nowMs += CHECKPOINT_INTERVAL_MS;
  assert.equal(f.lessor.takeCheckpoints(f.nowMs).length, CHECKPOINTS_PER_ENTRY);
  assert.equal(f.lessor.takeCheckpoints(f.nowMs).length, 5);
  assert.equal(f.lessor.takeCheckpoints(f.nowMs).length, 0);
});

test("without the option no checkpoint is planned", () => {
  const f = new Fixture();
  f.grant(1n, 1000);
  f.nowMs += CHECKPOINT_INTERVAL_MS;
  assert.deepEqual(f.lessor.takeCheckpoints(f.nowMs), []);
});

test("leases come back from the backend, with the minimum TTL of the new flags", () => {
  const f = new Fixture();
  for (let i = 1; i <= 200; i++) f.grant(BigInt(i * (i % 2 === 0 ? 1 : -1)), i);
  f.lessor.attach(200n, "k");
  const lessor = new Lessor({ backend: f.backend, minTtlSeconds: 50 });
  assert.equal(lessor.isPrimary, false);
  assert.deepEqual(lessor.list(), f.restored().list());
  assert.equal(lessor.counters.leasesCount, 200);
  assert.equal(lessor.timeToLive(-3n, 0)!.grantedTtlSeconds, 50);
  assert.equal(lessor.timeToLive(200n, 0)!.grantedTtlSeconds, 200);
  assert.deepEqual(lessor.keysOf(200n), []);
});

test("reload() starts over from another backend", () => {
  const f = new Fixture();
  f.grant(1n, 10);
  f.lessor.attach(1n, "k");
  let isSettled = false;
  f.lessor.whenSettled(1n, () => {
    isSettled = true;
  });
  const other = new Fixture();
  other.grant(1n, 20);
  other.grant(2n, 20);
  f.lessor.reload(other.backend);
  assert.equal(isSettled, true);
  assert.equal(f.lessor.isPrimary, false);
  assert.deepEqual(f.lessor.list(), [1n, 2n]);
  assert.deepEqual(f.lessor.keysOf(1n), []);
  assert.equal(f.remaining(1n), 20);
  f.lessor.remove(2n);
  assert.equal(other.records().length, 1);
});

test("a stored lease that cannot be read is corruption", () => {
  const id = utf8ToBytes("\0\0\0\0\0\0\0\x01");
  for (const [key, value] of [
    [utf8ToBytes("short"), leasepb.encodeLease({ ID: 1n, TTL: 5 })],
    [id, leasepb.encodeLease({ ID: 2n, TTL: 5 })],
    [id, utf8ToBytes("\xff")],
  ] as const) {
    const backend = new MemoryBackend();
    backend.put("lease", key, value);
    assert.throws(() => new Lessor({ backend, minTtlSeconds: 2 }), CorruptionError);
  }
});

test("counters follow grants, revokes and the TTLs granted", () => {
  const f = new Fixture();
  for (const ttl of [2, 3, 4, 60, MAX_TTL_SECONDS]) f.grant(BigInt(ttl), ttl);
  f.lessor.remove(3n);
  const counters = f.lessor.counters;
  assert.equal(counters.leasesCount, 4);
  assert.equal(counters.grantedTotal, 5);
  assert.equal(counters.revokedTotal, 1);
  assert.equal(counters.ttlSumSeconds, 69 + MAX_TTL_SECONDS);
  const filled = counters.ttlBuckets.flatMap((count, bucket) => (count === 0 ? [] : [bucket]));
  // Upper bounds 2, 4, 64, and beyond 2^23.
  assert.deepEqual(filled, [1, 2, 6, 24]);
  assert.equal(counters.ttlBuckets[2], 2);
});

const SEED = 68;

test(`against a model: never early, never forgotten, through leader changes (seed ${SEED})`, () => {
  const random = new SeededRandom(SEED);
  for (let round = 0; round < 20; round++) {
    const f = new Fixture();
    const endMs = new Map<bigint, number>();
    const ttls = new Map<bigint, number>();
    for (let step = 0; step < 300; step++) {
      const id = BigInt(1 + random.below(40));
      const choice = random.below(10);
      if (choice < 3 && !f.lessor.exists(id)) {
        const ttl = f.grant(id, random.below(20));
        ttls.set(id, ttl);
        endMs.set(id, f.nowMs + ttl * 1000);
      } else if (choice < 5) {
        const outcome = f.lessor.renew(id, f.nowMs);
        const expected = !endMs.has(id)
          ? "unknown"
          : endMs.get(id)! <= f.nowMs
            ? "expired"
            : ttls.get(id);
        assert.equal(outcome, expected);
        if (typeof outcome === "number") endMs.set(id, f.nowMs + outcome * 1000);
      } else if (choice < 6 && f.lessor.exists(id)) {
        f.lessor.remove(id);
        endMs.delete(id);
      } else if (choice === 6 && random.chance(1, 5)) {
        f.lessor.demote();
        f.nowMs += random.below(10_000);
        f.promote();
        for (const known of endMs.keys()) {
          endMs.set(known, f.nowMs + ELECTION_MS + ttls.get(known)! * 1000);
        }
      } else f.nowMs += random.below(3000);
      const expired = new Set(f.takeExpired());
      for (const [known, end] of endMs) {
        assert.equal(expired.has(known), end <= f.nowMs, `lease ${known} in round ${round}`);
        if (expired.has(known) && random.chance(9, 10)) {
          f.lessor.remove(known);
          endMs.delete(known);
        } else if (expired.has(known)) {
          // The revoke was lost: it comes again after the retry time.
          f.nowMs += EXPIRED_RETRY_MS;
          assert.ok(f.takeExpired().includes(known));
          f.lessor.remove(known);
          endMs.delete(known);
          // Others may have ended meanwhile and were handed out just now.
          for (const [other, otherEnd] of endMs) {
            if (otherEnd > f.nowMs) continue;
            f.lessor.remove(other);
            endMs.delete(other);
          }
        }
      }
    }
  }
});
