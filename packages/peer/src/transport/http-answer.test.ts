/** Reading answers: bodies of each kind, cut anywhere, and answers that are none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { AnswerError, type AnswerHead, AnswerReader, type AnswerSink } from "./http-answer.ts";

class Recorder implements AnswerSink {
  readonly events: string[] = [];
  #body = "";

  answerHead(head: AnswerHead): void {
    this.events.push(`head ${head.status}${head.keepsAlive ? " kept" : ""}`);
  }

  answerBody(bytes: Uint8Array): void {
    this.#body += Buffer.from(bytes).toString("latin1");
  }

  answerEnd(): void {
    this.events.push(`end ${this.#body}`);
    this.#body = "";
  }
}

function read(text: string, chunkBytes: number): { events: string[]; reader: AnswerReader } {
  const recorder = new Recorder();
  const reader = new AnswerReader(recorder, 1000);
  const bytes = Buffer.from(text, "latin1");
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    reader.feed(bytes.subarray(at, at + chunkBytes));
  }
  return { events: recorder.events, reader };
}

test("AnswerReader reads each kind of body, however it is cut", () => {
  const text =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
    "3;name=value\r\nabc\r\n00000002\r\nde\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n" +
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n" +
    "HTTP/1.1 412 Precondition Failed\r\ncontent-length: 4\r\n\r\ntext" +
    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  for (let chunkBytes = 1; chunkBytes <= text.length; chunkBytes++) {
    const { events, reader } = read(text, chunkBytes);
    assert.deepEqual(events, [
      "head 200 kept",
      "end abcde0123456789",
      "head 204 kept",
      "end ",
      "head 412 kept",
      "end text",
      "head 404",
      "end ",
    ]);
    assert.ok(reader.isIdle);
  }
});

test("AnswerReader ends a body without a length with the connection", () => {
  const { events, reader } = read("HTTP/1.0 200 OK\r\n\r\nall of it", 5);
  assert.deepEqual(events, ["head 200"]);
  assert.equal(reader.finish(), true);
  assert.deepEqual(events, ["head 200", "end all of it"]);
});

test("AnswerReader does not take a cut body for a whole one", () => {
  const { events, reader } = read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour", 99);
  assert.equal(reader.finish(), false);
  assert.deepEqual(events, ["head 200 kept"]);
});

test("AnswerReader meets any damage with its own error, or with another answer", () => {
  const seed = 11;
  const random = new SeededRandom(seed);
  const text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  let errors = 0;
  for (let round = 0; round < 3000; round++) {
    const bytes = Buffer.from(text, "latin1");
    bytes[random.below(bytes.length)] = random.below(256);
    bytes[random.below(bytes.length)] = random.below(256);
    try {
      read(bytes.toString("latin1"), 1 + random.below(bytes.length));
    } catch (error) {
      errors++;
      assert.ok(error instanceof AnswerError, `seed ${seed}, round ${round}: ${String(error)}`);
    }
  }
  assert.ok(errors > 500, `${errors} errors`);
});

test("AnswerReader refuses what is no answer, or has no end", () => {
  const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const text of [
    "SSH-2.0-x\r\n\r\n",
    "HTTP/2 200\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    `HTTP/1.1 200 OK\r\nX: ${"x".repeat(2000)}`,
    `${chunked}\r\n`,
    `${chunked}x\r\n`,
    `${chunked}2\r\nabc`,
    `${chunked}ffffffffffffffff\r\n`,
    `${chunked}1;${"x".repeat(5000)}`,
    `${chunked}0\r\n${"X: y\r\n".repeat(200)}`,
  ]) {
    assert.throws(() => read(text, 50), AnswerError, text.slice(0, 60));
  }
});
