import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, utf8ToBytes } from "@kvorum/base";
import { etcdserverpb, mvccpb } from "@kvorum/proto";
import { encodeEventField, fragmentEvents } from "./event-encoding.ts";

const record = mvccpb.encodeKeyValue({
  key: utf8ToBytes("foo"),
  createRevision: 3,
  modRevision: 300,
  version: 2,
  value: utf8ToBytes("bar"),
});

function decodeOne(bytes: Uint8Array): mvccpb.Event {
  const { events } = etcdserverpb.decodeWatchResponse(bytes);
  assert.equal(events.length, 1);
  return events[0]!;
}

test("encodeEventField() writes what the generated codec writes for a put", () => {
  const previousRecord = mvccpb.encodeKeyValue({ key: utf8ToBytes("foo"), modRevision: 299 });
  const bytes = encodeEventField({ revision: 300, isTombstone: false, record, previousRecord });
  const expected = etcdserverpb.encodeWatchResponse({
    events: [
      {
        type: mvccpb.EventType.PUT,
        kv: mvccpb.decodeKeyValue(record),
        prevKv: mvccpb.decodeKeyValue(previousRecord),
      },
    ],
  });
  assert.deepEqual(bytes, expected);
});

test("encodeEventField() adds mod_revision to the key of a tombstone", () => {
  const tombstone = mvccpb.encodeKeyValue({ key: utf8ToBytes("foo") });
  for (const revision of [2, 127, 128, 2 ** 40]) {
    const event = decodeOne(
      encodeEventField({
        revision,
        isTombstone: true,
        record: tombstone,
        previousRecord: null,
      }),
    );
    assert.equal(event.type, mvccpb.EventType.DELETE);
    assert.deepEqual(event.kv!.key, utf8ToBytes("foo"));
    assert.equal(event.kv!.modRevision, revision);
    assert.equal(event.kv!.createRevision, 0);
    assert.equal(event.prevKv, null);
  }
});

const event = encodeEventField({
  revision: 300,
  isTombstone: false,
  record,
  previousRecord: null,
});
const HEADER_BYTES = 20;

function fragments(count: number, thresholdBytes: number): readonly Uint8Array[] | null {
  return fragmentEvents({
    events: concatBytes(Array.from({ length: count }, () => event)),
    eventsCount: count,
    overheadBytes: HEADER_BYTES,
    thresholdBytes,
  });
}

test("fragmentEvents() leaves whole what is below the threshold and what has one event", () => {
  const sizeBytes = HEADER_BYTES + 3 * event.length;
  assert.equal(fragments(3, sizeBytes + 1), null);
  assert.equal(fragments(1, 1), null);
  assert.notEqual(fragments(3, sizeBytes), null);
});

test("fragmentEvents() packs greedily below the threshold, with room for the fragment flag", () => {
  const roomForTwo = HEADER_BYTES + 2 + 2 * event.length + 1;
  assert.deepEqual(
    fragments(5, roomForTwo)!.map((piece) => piece.length / event.length),
    [2, 2, 1],
  );
  assert.deepEqual(
    fragments(5, roomForTwo - 1)!.map((piece) => piece.length / event.length),
    [1, 1, 1, 1, 1],
  );
});

test("fragmentEvents() gives an event that is too large a piece of its own and loses none", () => {
  const pieces = fragments(4, 10)!;
  assert.equal(pieces.length, 4);
  assert.deepEqual(concatBytes(pieces), concatBytes([event, event, event, event]));
});
