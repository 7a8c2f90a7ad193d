import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplicateUrl,
  formatInitialCluster,
  parseInitialCluster,
  parseMemberUrl,
  parseMemberUrls,
  UrlError,
} from "./cluster-urls.ts";

test("parseMemberUrl() takes http and https with host and port, and unix sockets", () => {
  for (const text of [
    "http://localhost:2380",
    "https://10.0.0.1:2380",
    "http://[::1]:2380",
    "http://user@host:1",
    "http://:2380",
    "unix://a/b",
    "unixs:/path",
    "http://host:1?x=/",
  ]) {
    assert.equal(parseMemberUrl(text), text);
  }
  assert.equal(parseMemberUrl(" HTTP://Host:1\t"), "http://Host:1");
});

test("parseMemberUrl() refuses others in etcd's words", () => {
  const schemes = "URL scheme must be http, https, unix, or unixs: ";
  const form = 'URL address does not have the form "host:port": ';
  for (const [text, message] of [
    ["", schemes],
    ["foo", `${schemes}foo`],
    ["ftp://a:1", `${schemes}ftp://a:1`],
    ["localhost:2380", `${schemes}localhost:2380`],
    ["http://127.0.0.1", `${form}http://127.0.0.1`],
    ["http://[::1]", `${form}http://[::1]`],
    ["http:a:1", `${form}http:a:1`],
    ["http://a:1/", "URL must not contain a path: http://a:1/"],
    ["http://a:1/b?c", "URL must not contain a path: http://a:1/b?c"],
    ["127.0.0.1:2379", 'parse "127.0.0.1:2379": first path segment in URL cannot contain colon'],
    [":2379", 'parse ":2379": missing protocol scheme'],
    ["http://a:b", 'parse "http://a:b": invalid port ":b" after host'],
    ["http://a b:1", 'parse "http://a b:1": invalid character " " in host name'],
    ["http://[::1:1", "parse \"http://[::1:1\": missing ']' in host"],
    ["http://a:1\u0001", 'parse "http://a:1\\u0001": net/url: invalid control character in URL'],
  ] as const) {
    assert.throws(
      () => parseMemberUrl(text),
      (error: unknown) => error instanceof UrlError && error.message === message,
      text,
    );
  }
});

test("parseMemberUrls() sorts, and refuses an empty list", () => {
  assert.deepEqual(parseMemberUrls(["http://b:1", "http://a:2", "http://a:1"]), [
    "http://a:1",
    "http://a:2",
    "http://b:1",
  ]);
  assert.throws(() => parseMemberUrls([]), /^UrlError: no valid URLs given$/);
});

test("parseInitialCluster() reads names with one or more URLs", () => {
  const cluster = parseInitialCluster("b=http://b:1,a=http://z:1,,a=http://a:1");
  assert.deepEqual(
    [...cluster],
    [
      ["b", ["http://b:1"]],
      ["a", ["http://a:1", "http://z:1"]],
    ],
  );
  assert.equal(formatInitialCluster(cluster), "a=http://a:1,a=http://z:1,b=http://b:1");
  assert.equal(parseInitialCluster("").size, 0);
  assert.throws(() => parseInitialCluster("a"), UrlError);
  assert.throws(() => parseInitialCluster("a=b=http://x:1"), UrlError);
});

test("duplicateUrl() finds a URL that two members claim", () => {
  const find = (text: string) => duplicateUrl(parseInitialCluster(text));
  assert.equal(find("a=http://x:1,b=http://y:1"), undefined);
  assert.equal(find("a=http://x:1,b=http://y:1,b=http://x:1"), "http://x:1");
});
