import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { readBoundedBody } from "./bounded-body.ts";

function read(maxBytes: number): { stream: PassThrough; outcomes: string[]; ended: Promise<void> } {
  const stream = new PassThrough();
  const outcomes: string[] = [];
  const ended = new Promise<void>((resolve) => {
    const settle = (outcome: string): void => {
      outcomes.push(outcome);
      resolve();
    };
    readBoundedBody(stream, maxBytes, {
      complete: (body) => settle(Buffer.from(body).toString("latin1")),
      tooLong: () => settle("too long"),
      broken: () => settle("broken"),
    });
  });
  return { stream, outcomes, ended };
}

test("readBoundedBody() gives a body of exactly the allowed length", async () => {
  const { stream, outcomes, ended } = read(6);
  stream.write("abc");
  stream.end("def");
  await ended;
  assert.deepEqual(outcomes, ["abcdef"]);
});

test("readBoundedBody() stops at the first byte too many, once", async () => {
  const { stream, outcomes, ended } = read(5);
  stream.write("abc");
  stream.write("def");
  await ended;
  stream.destroy();
  await new Promise((resolve) => stream.once("close", resolve));
  assert.deepEqual(outcomes, ["too long"]);
});

test("readBoundedBody() says once that a body broke off", async () => {
  const { stream, outcomes, ended } = read(5);
  stream.write("abc");
  stream.destroy(new Error("reset"));
  await ended;
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(outcomes, ["broken"]);
});
