import assert from "node:assert/strict";
import { test } from "node:test";
import { SimpleTokens, tokenIndex } from "./simple-tokens.ts";

test("use() lets a token live on, until it has rested for the TTL", () => {
  const tokens = new SimpleTokens({ ttlMs: 300_000 });
  tokens.assign("a.1", "ann", 0);
  assert.equal(tokens.use("a.1", 299_999), "ann");
  assert.equal(tokens.use("a.1", 599_998), "ann");
  assert.equal(tokens.use("a.1", 899_998), undefined);
  assert.equal(tokens.use("a.1", 0), undefined);
  assert.equal(tokens.use("none", 0), undefined);
});

test("use() extends at most once a second", () => {
  const tokens = new SimpleTokens({ ttlMs: 10_000 });
  tokens.assign("a.1", "ann", 0);
  tokens.use("a.1", 999);
  assert.equal(tokens.use("a.1", 10_000), undefined);
  tokens.assign("b.1", "ann", 0);
  tokens.use("b.1", 1000);
  assert.equal(tokens.use("b.1", 10_999), "ann");
});

test("forgetEnded() frees what has ended and keeps what was used", () => {
  const tokens = new SimpleTokens({ ttlMs: 10_000 });
  tokens.assign("a.1", "ann", 0);
  tokens.assign("b.2", "bob", 1000);
  tokens.assign("c.3", "cid", 2000);
  tokens.use("a.1", 5000);
  tokens.forgetEnded(11_000);
  assert.equal(tokens.size, 2);
  tokens.assign("d.4", "dan", 13_000);
  assert.equal(tokens.size, 2);
  assert.equal(tokens.use("a.1", 13_000), "ann");
});

test("dropUser() and dropAll() end tokens at once", () => {
  const tokens = new SimpleTokens({ ttlMs: 10_000 });
  tokens.assign("a.1", "ann", 0);
  tokens.assign("a.2", "ann", 0);
  tokens.assign("b.3", "bob", 0);
  tokens.dropUser("ann");
  assert.equal(tokens.use("a.1", 1), undefined);
  assert.equal(tokens.use("a.2", 1), undefined);
  assert.equal(tokens.use("b.3", 1), "bob");
  tokens.dropAll();
  assert.equal(tokens.size, 0);
});

test("tokenIndex() reads the index of the log behind the dot", () => {
  assert.equal(tokenIndex("AFpHXMNxQHDpbzJC.30"), 30);
  assert.equal(tokenIndex("a.99999999999999999999"), 1e20);
  for (const text of ["", "a", "a.", "a.b", "a.-1", "a.1.2", "a. 1", `a.${"1".repeat(21)}`]) {
    assert.equal(tokenIndex(text), null, text);
  }
});
