import assert from "node:assert/strict";
import { test } from "node:test";
import {
  authpb,
  etcdserverpb,
  type FieldDescriptor,
  type MessageDescriptor,
  mvccpb,
  v3electionpb,
  v3lockpb,
} from "@kvorum/proto";
import fc from "fast-check";
import { decodeBase64 } from "./base64.ts";
import { JsonBody, JsonTooLargeError } from "./json-body.ts";
import { JsonScanner, JsonSyntaxError } from "./json-scanner.ts";
import { JsonMappingError, jsonToProto, parseInteger } from "./json-to-proto.ts";
import { jsonPieces } from "./large-answer.ts";
import { escapeForStream, protoToJson } from "./proto-to-json.ts";

const ascii = (text: string): Uint8Array => Buffer.from(text, "utf8");

function type(name: string): MessageDescriptor {
  return etcdserverpb.messageTypes[name]!;
}

/** Scans and maps, as the gateway does; the error's text for a refusal. */
function read(name: string, text: string | Uint8Array): object | string {
  try {
    const body = new JsonBody(1 << 26);
    body.push(typeof text === "string" ? ascii(text) : text);
    body.end();
    const value = body.next();
    if (value === null) return "no value";
    return type(name).decode(jsonToProto(type(name), value));
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof JsonMappingError) {
      return error.message;
    }
    throw error;
  }
}

function readRange(text: string): Partial<etcdserverpb.RangeRequest> | string {
  return read("RangeRequest", text) as Partial<etcdserverpb.RangeRequest> | string;
}

function field<K extends keyof etcdserverpb.RangeRequest>(text: string, name: K): unknown {
  const message = readRange(text);
  return typeof message === "string" ? message : message[name];
}

test("both spellings of a name are taken; the same field twice is refused", () => {
  for (const text of ['{"range_end":"eg=="}', '{"rangeEnd":"eg=="}']) {
    assert.deepEqual([...(field(text, "rangeEnd") as Uint8Array)], [0x7a]);
  }
  assert.equal(
    readRange('{"rangeEnd":"eg==","range_end":"eg=="}'),
    'proto: (line 1:20): duplicate field "range_end"',
  );
  assert.equal(
    readRange('{"limit":null,\n  "limit":1}'),
    'proto: (line 2:3): duplicate field "limit"',
  );
  const lease = read("LeaseGrantRequest", '{"ttl":1,"id":2,"TTL":3,"ID":"4"}');
  assert.deepEqual(lease, { ID: 4n, TTL: 3 });
});

test("two members of one oneof are refused", () => {
  assert.equal(
    read("Compare", '{"version":1,"value":"YQ=="}'),
    'proto: (line 1:14): error parsing "value", oneof etcdserverpb.Compare.target_union is already set',
  );
  assert.match(
    String(read("RequestOp", '{"request_put":{},"request_range":{}}')),
    /oneof etcdserverpb\.RequestOp\.request is already set$/,
  );
  const set = read("Compare", '{"version":0}') as { version: bigint | null };
  assert.equal(set.version, 0n, "a zero in a oneof is set");
});

test("unknown fields of any kind and depth are ignored, and so are unknown enum names", () => {
  const message = readRange(
    '{"a":{"b":[1,{"c":"}\\"]"},[]],"key":"eA=="},"key":"eQ==","sort_order":"NOPE","z":-1.5e3}',
  ) as etcdserverpb.RangeRequest;
  assert.deepEqual([...message.key], [0x79]);
  assert.equal(message.sortOrder, 0);
  assert.equal(field('{"sort_order":"DESCEND"}', "sortOrder"), 2);
  assert.equal(field('{"sort_order":"descend"}', "sortOrder"), 0);
  assert.equal(field('{"sort_order":7}', "sortOrder"), 7);
  assert.equal(
    field('{"sort_order":true}', "sortOrder"),
    "proto: (line 1:15): invalid value for enum field sortOrder: true",
  );
  assert.equal(field('{"__proto__":1,"constructor":2,"limit":3}', "limit"), 3);
  assert.equal(field('{"sort_order":"constructor"}', "sortOrder"), 0);
  const watch = read("WatchCreateRequest", '{"filters":["NODELETE","NOPE",0]}');
  assert.deepEqual((watch as etcdserverpb.WatchCreateRequest).filters, [1, 0]);
});

test("integers: numbers and strings, integral forms; no fractions, blanks or overflows", () => {
  for (const text of ['"1"', "1", "1.0", '"1e0"', "10e-1", "0.1e1", "1E+0"]) {
    assert.equal(field(`{"limit":${text}}`, "limit"), 1, text);
  }
  for (const text of ["1.5", '" 1"', '"1 "', '""', '"x"', "true", "{}", "[1]", '"0x1"', '"+1"']) {
    assert.match(
      String(field(`{"limit":${text}}`, "limit")),
      /^proto: \(line 1:10\): invalid value for int64 field limit: /,
      text,
    );
  }
  assert.equal(
    field('{"limit":"9223372036854775808"}', "limit"),
    'proto: (line 1:10): invalid value for int64 field limit: "9223372036854775808"',
  );
  assert.equal(field('{"limit":"-9223372036854775808"}', "limit"), -(2 ** 63));
  assert.equal(field('{"revision":-0}', "revision"), 0);
  assert.match(String(read("HashKVRequest", '{"revision":1e30}')), /invalid value for int64/);
  assert.match(String(read("MoveLeaderRequest", '{"targetID":-1}')), /uint64 field targetID: -1/);
  assert.deepEqual(read("MoveLeaderRequest", '{"targetID":"18446744073709551615"}'), {
    targetID: 18446744073709551615n,
  });
});

test("parseInteger() is exact and quick for absurd numbers", () => {
  assert.equal(parseInteger("0e99999999999999999999"), 0n);
  assert.equal(parseInteger("1e99999999999999999999"), null);
  assert.equal(parseInteger("1e-99999999999999999999"), null);
  assert.equal(parseInteger(`1${"0".repeat(1_000_000)}e-1000000`), 1n);
  assert.equal(parseInteger(`${"9".repeat(1_000_000)}`), null);
  assert.equal(parseInteger("-1.50e1"), -15n);
  assert.equal(parseInteger("01"), null);
});

test("booleans, bytes and strings take only their own kind", () => {
  assert.equal(field('{"serializable":true}', "serializable"), true);
  assert.equal(
    field('{"serializable":"true"}', "serializable"),
    'proto: (line 1:17): invalid value for bool field serializable: "true"',
  );
  assert.equal(readRange('{"key":5}'), "proto: (line 1:8): invalid value for bytes field key: 5");
  assert.equal(
    readRange('{"key":"***"}'),
    'proto: (line 1:8): invalid value for bytes field key: "***"',
  );
  assert.equal(
    readRange('{"key":{"a":1}}'),
    "proto: (line 1:8): invalid value for bytes field key: {",
  );
  assert.match(String(read("AuthUserAddRequest", '{"name":1}')), /string field name: 1$/);
  const name = (text: string): unknown => {
    const message = read("AuthUserAddRequest", text);
    return typeof message === "string" ? message : (message as { name: string }).name;
  };
  assert.equal(name('{"name":"\\u00e9\\ud83d\\ude00\\n\u00e9"}'), "\u00e9\u{1f600}\n\u00e9");
  assert.equal(
    name('{"name":"\\ud800"}'),
    "proto: syntax error (line 1:9): invalid UTF-8 in string",
  );
  const broken = Buffer.concat([ascii('{"name":"'), Buffer.from([0xff]), ascii('"}')]);
  assert.match(String(read("AuthUserAddRequest", broken)), /invalid UTF-8 in string$/);
});

test("lists and messages must be lists and messages; null is nothing, but not inside a list", () => {
  assert.equal(
    read("TxnRequest", '{"compare":{}}'),
    "proto: syntax error (line 1:12): unexpected token {",
  );
  assert.equal(
    read("TxnRequest", '{"compare":[null]}'),
    "proto: syntax error (line 1:13): unexpected token null",
  );
  assert.deepEqual(read("TxnRequest", '{"compare":null,"success":[]}'), {
    compare: [],
    success: [],
    failure: [],
  });
  for (const [text, token] of [
    ["null", "null"],
    ["[]", "["],
    ["5", "5"],
    ['"x"', '"x"'],
  ]) {
    assert.equal(readRange(text!), `proto: syntax error (line 1:1): unexpected token ${token!}`);
  }
});

test("syntax errors have the words of Go's reader", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["notjson", "invalid character 'o' in literal null (expecting 'u')"],
    ["{bad}", "invalid character 'b' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 2}', "invalid character '2' after object key:value pair"],
    ["[1 2]", "invalid character '2' after array element"],
    ['{"a":}', "invalid character '}' looking for beginning of value"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a":"\n"}', "invalid character '\\n' in string literal"],
    ['{"a":"\\x"}', "invalid character 'x' in string escape code"],
    ['{"a":"\\u00g0"}', "invalid character 'g' in \\u hexadecimal character escape"],
    ['{"a":-x}', "invalid character 'x' in numeric literal"],
    ['{"a":1.x}', "invalid character 'x' after decimal point in numeric literal"],
    ['{"a":1ex}', "invalid character 'x' in exponent of numeric literal"],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ["'", "invalid character '\\'' looking for beginning of value"],
    ['{"a":', "unexpected EOF"],
    ['"abc', "unexpected EOF"],
    ["-", "unexpected EOF"],
    ["", "no value"],
    ["  \n ", "no value"],
  ];
  for (const [text, message] of cases) assert.equal(readRange(text), message, text);
});

test("nesting beyond 10000 is refused, just below it is skipped; messages stop at 300", () => {
  const nested = (depth: number): string => `{"x":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  assert.equal(readRange(nested(10_000)), "exceeded max depth");
  assert.equal(typeof readRange(nested(9_999)), "object");
  assert.equal(readRange("[".repeat(5_000_000)), "exceeded max depth");
  const open = '{"success":[{"request_txn":';
  const txn = (depth: number): string => `${open.repeat(depth)}{}${"}]}".repeat(depth)}`;
  assert.equal(typeof read("TxnRequest", txn(127)), "object");
  assert.match(String(read("TxnRequest", txn(160))), /exceeded max recursion depth$/);
});

test("two megabytes of integer-like keys are read without making a table of them", () => {
  let text = "{";
  for (let i = 0; text.length < 2_000_000; i++) text += `"${i}":0,`;
  const before = process.memoryUsage().heapUsed;
  assert.equal(field(`${text}"limit":5}`, "limit"), 5);
  assert.ok(process.memoryUsage().heapUsed - before < 64 * 1024 * 1024);
});

test("decodeBase64() takes both alphabets, padding optional, and nothing else", () => {
  const text = (input: string): string | null => {
    const bytes = decodeBase64(ascii(input));
    return bytes === null ? null : Buffer.from(bytes).toString("hex");
  };
  for (const good of ["+/8=", "+/8", "-_8=", "-_8"]) assert.equal(text(good), "fbff", good);
  assert.equal(text(""), "");
  assert.equal(text("YQ=="), "61");
  assert.equal(text("YQ"), "61");
  assert.equal(text("YW\nJj\r\n"), "616263");
  for (const bad of [
    "Y",
    "YQ=",
    "YQ===",
    "=",
    "====",
    "+_8=",
    "Y Q=",
    "YQ==YQ==",
    "Y=Q=",
    "\u00e9",
  ]) {
    assert.equal(text(bad), null, bad);
  }
});

test("JsonBody gives values however the bytes are cut, and stops at its limit", () => {
  const text = ascii('{"a":[1,2]} 12 "x\\"y"\n{}null 7');
  const expected = ['{"a":[1,2]}', "12", '"x\\"y"', "{}", "null", "7"];
  for (let size = 1; size <= text.length; size++) {
    const body = new JsonBody(100);
    const values: string[] = [];
    const drain = (): void => {
      for (let value = body.next(); value !== null; value = body.next()) {
        values.push(Buffer.from(value).toString().trim());
      }
    };
    for (let i = 0; i < text.length; i += size) {
      body.push(text.subarray(i, i + size));
      drain();
    }
    body.end();
    drain();
    assert.deepEqual(values, expected, `pieces of ${size}`);
    assert.equal(body.next(), null);
  }
  const body = new JsonBody(10);
  body.push(ascii('{"a":'));
  assert.equal(body.next(), null);
  body.push(ascii("1234567890"));
  assert.throws(() => body.next(), JsonTooLargeError);
});

test("blanks between values do not pile up in memory", () => {
  const body = new JsonBody(10);
  for (let i = 0; i < 1000; i++) {
    body.push(ascii(" ".repeat(1000)));
    assert.equal(body.next(), null);
  }
  body.push(ascii("{}"));
  assert.equal(Buffer.from(body.next()!).toString(), "{}");
});

test("the scanner agrees with JSON.parse on what is JSON", () => {
  const seed = 41;
  const alphabet = fc.constantFrom(...'{}[]:,"\\0123456789.eE+-truefalsnu \n'.split(""));
  const text = fc.oneof(
    fc.array(alphabet, { maxLength: 12 }).map((chars) => chars.join("")),
    fc.json(),
  );
  fc.assert(
    fc.property(text, (candidate) => {
      let isJson = true;
      try {
        JSON.parse(candidate);
      } catch {
        isJson = false;
      }
      let isOurs: boolean;
      try {
        const scanner = new JsonScanner();
        const bytes = ascii(candidate);
        const end = scanner.scan(bytes, 0);
        const rest = end < 0 ? "" : Buffer.from(bytes.subarray(end)).toString().trim();
        isOurs = rest === "" && (end >= 0 || scanner.finish());
      } catch (error) {
        assert.ok(error instanceof JsonSyntaxError);
        isOurs = false;
      }
      assert.equal(isOurs, isJson, `seed ${seed}: ${JSON.stringify(candidate)}`);
    }),
    { seed, numRuns: 2000 },
  );
});

/** A generator of the plain objects that a message type's codec takes. */
function arbitraryMessage(descriptor: MessageDescriptor, depth: number): fc.Arbitrary<object> {
  const parts: { [local: string]: fc.Arbitrary<unknown> } = {};
  for (const one of descriptor.fields) {
    if (one.type === "message" && depth === 0) continue;
    const single = arbitraryValue(one, depth);
    parts[one.local] = one.repeated
      ? fc.array(single, { maxLength: 3 })
      : one.presence
        ? fc.option(single, { nil: null })
        : single;
  }
  return fc.record(parts).map((message) => withOneOfEach(descriptor, message));
}

/** Clears all but the first set member of each oneof. */
function withOneOfEach(descriptor: MessageDescriptor, message: object): object {
  const values = { ...message } as { [local: string]: unknown };
  const taken = new Set<string>();
  for (const { local, oneof } of descriptor.fields) {
    if (oneof === null || values[local] === undefined || values[local] === null) continue;
    if (taken.has(oneof)) values[local] = null;
    taken.add(oneof);
  }
  return values;
}

function arbitraryValue(one: FieldDescriptor, depth: number): fc.Arbitrary<unknown> {
  switch (one.type) {
    case "message":
      return arbitraryMessage(one.message!(), depth - 1);
    case "bytes":
      return fc.uint8Array({ maxLength: 20 });
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 10 });
    case "bool":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...Object.values(one.values!), 77);
    case "int32":
      return fc.integer();
    case "uint32":
      return fc.integer({ min: 0, max: 0xffffffff });
    case "int64":
      return one.bigint
        ? fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })
        : fc.maxSafeInteger();
    case "uint64":
      return one.bigint ? fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }) : fc.maxSafeNat();
  }
}

test("every message survives the way to JSON and back", () => {
  const seed = 4242;
  const packages = [etcdserverpb, mvccpb, authpb, v3lockpb, v3electionpb];
  for (const { messageTypes } of packages) {
    for (const descriptor of Object.values(messageTypes)) {
      fc.assert(
        fc.property(arbitraryMessage(descriptor, 3), (message) => {
          const encoded = descriptor.encode(message);
          const json = protoToJson(descriptor, encoded);
          for (const text of [json, escapeForStream(json)]) {
            const back = jsonToProto(descriptor, ascii(text));
            assert.deepEqual(
              descriptor.decode(back),
              descriptor.decode(encoded),
              `seed ${seed}, ${descriptor.name}: ${text}`,
            );
          }
          JSON.parse(json);
          assert.equal([...jsonPieces(descriptor, encoded)].join(""), json);
        }),
        { seed, numRuns: 6 },
      );
    }
  }
});

test("protoToJson() prints etcd's shapes", () => {
  const status = etcdserverpb.encodeStatusResponse({
    header: { clusterId: 14841639068965178418n, memberId: 5n, revision: 9, raftTerm: 2 },
    version: "3.7.1",
    downgradeInfo: {},
  });
  assert.equal(
    protoToJson(type("StatusResponse"), status),
    '{"header":{"cluster_id":"14841639068965178418","member_id":"5","revision":"9","raft_term":"2"},"version":"3.7.1","downgradeInfo":{}}',
  );
  assert.equal(
    protoToJson(type("HashResponse"), etcdserverpb.encodeHashResponse({ hash: 4294967295 })),
    '{"hash":4294967295}',
  );
  const list = etcdserverpb.encodeAuthUserListResponse({ users: ["a<b>&c\u2028"] });
  const json = protoToJson(type("AuthUserListResponse"), list);
  assert.equal(json, '{"users":["a<b>&c\u2028"]}');
  assert.equal(escapeForStream(json), '{"users":["a\\u003cb\\u003e\\u0026c\\u2028"]}');
});

test("no JSON at all makes the mapping throw anything but its own errors", () => {
  const seed = 77;
  const types = Object.values(etcdserverpb.messageTypes);
  const fieldNames = [...new Set(types.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 64, "", "x", "5", "YQ==", "\ud800"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...fieldNames), tie("value"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.constantFrom(...types), value, (descriptor, candidate) => {
      const text = JSON.stringify(candidate);
      try {
        descriptor.decode(jsonToProto(descriptor, ascii(text)));
      } catch (error) {
        assert.ok(
          error instanceof JsonMappingError,
          `seed ${seed}, ${descriptor.name}: ${text}: ${String(error)}`,
        );
      }
    }),
    { seed, numRuns: 2000 },
  );
});
