import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { LeaseTable } from "./lease-table.ts";

const SEED = 64;

test(`find() knows exactly the leases added and not removed (seed ${SEED})`, () => {
  const random = new SeededRandom(SEED);
  const table = new LeaseTable(SEED);
  const model = new Map<bigint, number>();
  // Few ids, counting up as etcd makes them, and their negatives and mirror images: many meet
  // in the same buckets, so removal must keep the chains whole.
  const randomId = () => {
    const low = BigInt(random.below(300));
    return random.pick([low, -low, low << 32n, (0x694da1f8n << 32n) | low, low << 56n]);
  };
  for (let step = 0; step < 20_000; step++) {
    const id = BigInt.asIntN(64, randomId());
    const row = table.find(id);
    assert.equal(row, model.get(id) ?? -1);
    if (row < 0 && random.chance(1, 2)) {
      const added = table.add(id);
      assert.ok(table.isLive(added) && added < table.rowsEnd && added < table.capacity);
      assert.equal(table.id(added), id);
      assert.ok(![...model.values()].includes(added));
      model.set(id, added);
    } else if (row >= 0 && random.chance(1, 2)) {
      table.remove(row);
      assert.ok(!table.isLive(row));
      model.delete(id);
    }
    assert.equal(table.size, model.size);
  }
  assert.ok(table.size > 100);
});

test("ids are any 64-bit integers, signed or not", () => {
  const table = new LeaseTable(SEED);
  const row = table.add(-1n);
  assert.equal(table.find(0xffff_ffff_ffff_ffffn), row);
  assert.equal(table.id(row), -1n);
  const lowest = table.add(-(1n << 63n));
  assert.equal(table.find(1n << 63n), lowest);
});
