import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { LatencyHistogram } from "./latency-histogram.ts";

test("percentileUs() is exact below 128 and within 1 % above", () => {
  const seed = 42;
  const random = new SeededRandom(seed);
  const histogram = new LatencyHistogram();
  const values: number[] = [];
  for (let i = 0; i < 20_000; i++) {
    const value = random.below(2 ** (1 + random.below(31)));
    values.push(value);
    histogram.record(value);
  }
  values.sort((a, b) => a - b);
  for (const share of [0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1]) {
    const exact = values[Math.ceil(share * values.length) - 1]!;
    const got = histogram.percentileUs(share);
    assert.ok(
      got >= exact && got <= exact * 1.01,
      `seed ${seed} share ${share}: ${got} ~ ${exact}`,
    );
    if (exact < 128) assert.equal(got, exact);
  }
  assert.equal(histogram.maxUs, values.at(-1));
  assert.equal(histogram.count, values.length);
});

test("LatencyHistogram answers zero when nothing was recorded and caps absurd values", () => {
  const histogram = new LatencyHistogram();
  assert.equal(histogram.percentileUs(0.99), 0);
  assert.equal(histogram.meanUs, 0);
  histogram.record(1e20);
  histogram.record(-5);
  assert.equal(histogram.maxUs, 0xffff_ffff);
  assert.equal(histogram.percentileUs(0.5), 0);
});
