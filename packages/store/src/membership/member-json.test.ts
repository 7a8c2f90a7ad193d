import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@kvorum/base";
import { JsonError } from "./json-text.ts";
import {
  attributesText,
  decodeConfChangeContext,
  decodeMember,
  encodeConfChangeContext,
  encodeMember,
  type Member,
  memberIdText,
  parseMemberId,
} from "./member-json.ts";

const EMPTY: Member = { id: 0n, name: "", peerUrls: [], clientUrls: [], isLearner: false };

function encoded(member: Partial<Member>): string {
  return bytesToUtf8(encodeMember({ ...EMPTY, ...member }));
}

test("encodeMember() writes the fields of a Go member in its order", () => {
  assert.equal(
    encoded({
      id: 10276657743932975437n,
      name: "default",
      peerUrls: ["http://localhost:2380"],
      clientUrls: ["http://localhost:2379", "http://a&b:1"],
      isLearner: true,
    }),
    '{"id":10276657743932975437,"peerURLs":["http://localhost:2380"],"isLearner":true,' +
      '"name":"default","clientURLs":["http://localhost:2379","http://a\\u0026b:1"]}',
  );
  assert.equal(encoded({ id: 1n }), '{"id":1,"peerURLs":null}');
  assert.equal(
    encoded({ id: 1n, peerUrls: ["unix://x"], name: "a" }),
    '{"id":1,"peerURLs":["unix://x"],"name":"a"}',
  );
});

test("decodeMember() reads back what encodeMember() wrote", () => {
  const member: Member = {
    id: (1n << 64n) - 1n,
    name: 'a "<b>" \u2028',
    peerUrls: ["http://a:1", "http://b:1"],
    clientUrls: ["http://c:1"],
    isLearner: true,
  };
  assert.deepEqual(decodeMember(encodeMember(member)), member);
  assert.deepEqual(decodeMember(encodeMember(EMPTY)), EMPTY);
});

test("decodeMember() takes missing and null fields for empty and skips unknown ones", () => {
  const decode = (text: string) => decodeMember(utf8ToBytes(text));
  assert.deepEqual(decode("{}"), EMPTY);
  assert.deepEqual(decode('{"peerURLs":null,"clientURLs":null,"name":null,"more":[1]}'), EMPTY);
  for (const text of [
    "[]",
    "null",
    '{"id":-1}',
    '{"id":18446744073709551616}',
    '{"id":1.5}',
    '{"id":"1"}',
    '{"name":1}',
    '{"peerURLs":"http://a:1"}',
    '{"peerURLs":[1]}',
    '{"isLearner":"true"}',
  ]) {
    assert.throws(() => decode(text), JsonError, text);
  }
});

test("the context of a promotion is that of a Go member", () => {
  const context = { member: { ...EMPTY, id: 5n }, isPromote: true };
  const bytes = encodeConfChangeContext(context);
  assert.equal(bytesToUtf8(bytes), '{"id":5,"peerURLs":null,"isPromote":true}');
  assert.deepEqual(decodeConfChangeContext(bytes), context);
  const added = { member: { ...EMPTY, id: 5n, peerUrls: ["http://a:1"] }, isPromote: false };
  assert.equal(bytesToUtf8(encodeConfChangeContext(added)), '{"id":5,"peerURLs":["http://a:1"]}');
});

test("attributesText() leaves out what is empty", () => {
  assert.equal(attributesText({ ...EMPTY, name: "n" }), '{"name":"n"}');
  assert.equal(attributesText(EMPTY), "{}");
  assert.equal(
    attributesText({ ...EMPTY, name: "n", clientUrls: ["http://c:1"] }),
    '{"name":"n","clientURLs":["http://c:1"]}',
  );
});

test("ids are lower-case hexadecimal without leading zeros", () => {
  assert.equal(memberIdText(0x8e9e05c52164694dn), "8e9e05c52164694d");
  assert.equal(memberIdText(255n), "ff");
  assert.equal(memberIdText(-1n), "ffffffffffffffff");
  assert.equal(parseMemberId("8e9e05c52164694d"), 0x8e9e05c52164694dn);
  for (const text of ["", "8E", "0x8e", "10000000000000000", " 8e"]) {
    assert.equal(parseMemberId(text), undefined);
  }
});
