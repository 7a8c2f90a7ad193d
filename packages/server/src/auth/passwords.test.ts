import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToUtf8 } from "@kvorum/base";
import { MAX_CONCURRENT_PASSWORDS, MAX_WAITING_PASSWORDS } from "./limits.ts";
import { bcryptAlgorithm, bcryptHasher, Passwords } from "./passwords.ts";
import { randomTokenPrefix } from "./token-prefix.ts";

const open = { isOpen: true };

/** Work that ends when the test says so. */
function heldAlgorithm() {
  const running: (() => void)[] = [];
  const hold = <Result>(result: Result): Promise<Result> =>
    new Promise((resolve) => running.push(() => resolve(result)));
  return {
    running,
    algorithm: {
      hash: (password: string) => hold(`hash(${password})`),
      verify: (password: string, hash: string) => hold(hash === `hash(${password})`),
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("hash() and verify() take few passwords at once, in order", async () => {
  const { running, algorithm } = heldAlgorithm();
  const passwords = new Passwords(algorithm);
  const done: string[] = [];
  for (const name of ["a", "b", "c", "d"]) {
    void passwords.hash(name, open).then((hash) => done.push(String(hash)));
  }
  assert.equal(running.length, MAX_CONCURRENT_PASSWORDS);
  running.shift()!();
  await settled();
  assert.deepEqual(done, ["hash(a)"]);
  assert.equal(running.length, MAX_CONCURRENT_PASSWORDS);
  while (running.length > 0) {
    running.shift()!();
    await settled();
  }
  assert.deepEqual(done, ["hash(a)", "hash(b)", "hash(c)", "hash(d)"]);
});

test("a call that ended is not worked for, and too many are refused", async () => {
  const { running, algorithm } = heldAlgorithm();
  const passwords = new Passwords(algorithm);
  const gone = { isOpen: true };
  const first = [passwords.hash("a", open), passwords.hash("b", open)];
  const dropped = passwords.verify("c", "hash(c)", gone);
  const waiting = Array.from({ length: MAX_WAITING_PASSWORDS - 1 }, () =>
    passwords.hash("x", gone),
  );
  await assert.rejects(passwords.hash("y", open), { code: "TooManyRequests" });
  gone.isOpen = false;
  for (const end of running.splice(0)) end();
  assert.deepEqual(await Promise.all(first), ["hash(a)", "hash(b)"]);
  assert.equal(await dropped, null);
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set([null]));
  assert.equal(running.length, 0);
});

test("verify() works as long for a user who does not exist", async () => {
  const { running, algorithm } = heldAlgorithm();
  const passwords = new Passwords(algorithm);
  const verdict = passwords.verify("p", null, open);
  for (let step = 0; step < 2; step++) {
    assert.equal(running.length, 1);
    running.shift()!();
    await settled();
  }
  assert.equal(await verdict, false);
  const again = passwords.verify("p", null, open);
  await settled();
  assert.equal(running.length, 1, "the decoy is there already");
  running.shift()!();
  assert.equal(await again, false);
});

test("work that fails is reported, and the next goes on", async () => {
  const passwords = new Passwords({
    hash: () => Promise.reject(new Error("no memory")),
    verify: () => Promise.resolve(true),
  });
  await assert.rejects(passwords.hash("p", open), /no memory/);
  assert.equal(await passwords.verify("p", "h", open), true);
});

test("bcrypt's hashes are Go's: version 2a, the cost that was asked for", async () => {
  const algorithm = bcryptAlgorithm({ cost: 4 });
  const hash = await algorithm.hash("secret");
  assert.match(hash, /^\$2a\$04\$[./A-Za-z0-9]{53}$/);
  assert.equal(await algorithm.verify("secret", hash), true);
  assert.equal(await algorithm.verify("Secret", hash), false);
  assert.equal(await algorithm.verify("secret", ""), false);
  assert.equal(await algorithm.verify("secret", "no hash"), false);
  const sync = bytesToUtf8(bcryptHasher({ cost: 4 }).hash("secret"));
  assert.equal(await algorithm.verify("secret", sync), true);
  // A hash of Go's golang.org/x/crypto/bcrypt, as etcd 3.4 stored it for "secret".
  const ofGo = "$2a$10$/9Aqgo5S/c7vKgkJtKGh1uDMl0fdLNZFhHqwQ7jsqTKA6ZE21z.wG";
  assert.equal(await algorithm.verify("secret", ofGo), true);
});

test("randomTokenPrefix() gives sixteen letters, never the same", () => {
  const prefixes = Array.from({ length: 100 }, randomTokenPrefix);
  for (const prefix of prefixes) assert.match(prefix, /^[A-Za-z]{16}$/);
  assert.equal(new Set(prefixes).size, prefixes.length);
});
