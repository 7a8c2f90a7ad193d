import assert from "node:assert/strict";
import { test } from "node:test";
import { ascii, PREFACE } from "../testing/frames.ts";
import { MAX_REQUEST_LINE_BYTES, sniffProtocol } from "./sniff.ts";

test("sniffProtocol() knows the HTTP/2 preface once it is whole, with anything behind it", () => {
  for (let length = 0; length < PREFACE.length; length++) {
    assert.equal(sniffProtocol(PREFACE.subarray(0, length)), "more", `${length} bytes`);
  }
  assert.equal(sniffProtocol(PREFACE), "http2");
  assert.equal(sniffProtocol(Uint8Array.from([...PREFACE, 0, 0, 0, 4])), "http2");
});

test("sniffProtocol() knows an HTTP/1 request line", () => {
  for (const line of [
    "GET / HTTP/1.1\r\n",
    "POST /v3/kv/put HTTP/1.0\n",
    "PRI /x HTTP/1.1\r\n",
    "M-SEARCH * HTTP/1.1\r\n",
  ]) {
    assert.equal(sniffProtocol(ascii(line)), "http1", line);
    assert.equal(sniffProtocol(ascii(`${line}Host: a\r\n`)), "http1", line);
    assert.equal(sniffProtocol(ascii(line.slice(0, -1).replace("\r", ""))), "more", line);
  }
});

test("sniffProtocol() refuses everything else as soon as it can tell", () => {
  for (const bytes of [
    "\x16\x03\x01",
    " GET / HTTP/1.1\r\n",
    "GET / HTTP/2.0\r\n",
    "GET /\r\n",
    "hello\n",
    "\r\n",
    "GET /\0",
  ]) {
    assert.equal(sniffProtocol(ascii(bytes)), "other", JSON.stringify(bytes));
  }
});

test("sniffProtocol() waits for a request line of at most 4096 bytes", () => {
  const line = `GET /${"x".repeat(MAX_REQUEST_LINE_BYTES)}`;
  assert.equal(sniffProtocol(ascii(line.slice(0, MAX_REQUEST_LINE_BYTES - 1))), "more");
  assert.equal(sniffProtocol(ascii(line.slice(0, MAX_REQUEST_LINE_BYTES))), "other");
  assert.equal(sniffProtocol(ascii(`${line} HTTP/1.1\r\n`)), "other");
});
