import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, crc32c, utf8ToBytes } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import type { OpenFile } from "../file-system.ts";
import { RecordType, RecordWriter } from "./record.ts";
import { SegmentReader } from "./segment-reader.ts";

/** A log of one Go member: disk-format 3.4, up to its last whole record there. */
const dump = [
  "0400000000000084 0804100000000000",
  "2000000000000000 080110bb81c7fc05",
  "1a1608cdd2918bd2 b881cf8e0110b298",
  "eaf1948386fccd01 0e00000000000082",
  "08051094bbc7ed0e 1a04080010000000",
  "7400000000000084 080210c2ee92950b",
  "1a6a080110011801 22620800100018cd",
  "d2918bd2b881cf8e 0122517b22696422",
]
  .join("")
  .replaceAll(" ", "");

const memberJson =
  '{"id":10276657743932975437,"peerURLs":["http://localhost:2380"],"name":"default"}';

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

function fileOf(bytes: Uint8Array): OpenFile {
  const unused = (): never => {
    throw new Error("not part of this test");
  };
  return {
    path: "dump.wal",
    renamedTo: unused,
    sizeBytes: () => bytes.length,
    read: (offset, length) => bytes.slice(offset, offset + length),
    write: unused,
    writeAsync: unused,
    truncate: unused,
    sync: unused,
    syncAsync: unused,
    lock: unused,
    unlock: unused,
    close: () => {},
  };
}

/** The records of the dump, as this package writes them. */
function writeDump(): RecordWriter {
  const writer = new RecordWriter({ crc: 0, capacityBytes: 16 });
  writer.checksum();
  writer.metadata(fromHex("08cdd2918bd2b881cf8e0110b298eaf1948386fccd01"));
  writer.snapshot({ index: 0, term: 0, confState: null });
  writer.entry({
    Type: raftpb.EntryType.EntryConfChange,
    Term: 1,
    Index: 1,
    Data: raftpb.encodeConfChange({
      id: 0n,
      type: raftpb.ConfChangeType.ConfChangeAddNode,
      nodeId: 0x8e9e05c52164694dn,
      context: utf8ToBytes(memberJson),
    }),
  });
  writer.state({ term: 1, vote: 0n, commit: 1 });
  writer.entry({ Type: 0, Term: 2, Index: 2, Data: null });
  return writer;
}

test("RecordWriter writes the bytes of a Go member's log", () => {
  const writer = writeDump();
  assert.equal(writer.length, 0x100);
  const hex = bytesToHex(writer.bytes.subarray(0, writer.length));
  assert.equal(hex.slice(0, dump.length), dump);
  assert.equal(
    hex.slice(0xd0 * 2),
    "10000000000000000803109de0f2d1091a06080110001801" +
      "1000000000000000080210dec2d8d50e1a06080010021802",
  );
});

test("SegmentReader reads the records of a Go member's log and their checksums", () => {
  const writer = writeDump();
  const reader = new SegmentReader(fileOf(writer.bytes.slice(0, writer.length)), {
    crc: 0,
    isLast: true,
  });
  const seen: [type: number, offset: number, crc: number][] = [];
  while (reader.next()) seen.push([reader.type, reader.recordOffset, reader.crc]);
  assert.deepEqual(seen, [
    [4, 0x00, 0],
    [1, 0x10, 0x5f91c0bb],
    [5, 0x38, 0xedb1dd94],
    [2, 0x50, 0xb2a4b742],
    [3, 0xd0, 0x9a3cb01d],
    [2, 0xe8, 0xeab6215e],
  ]);
});

test("RecordWriter pads every record size to eight and says so in the length field", () => {
  const tops = new Map<number, number>();
  for (let length = 0; length < 24; length++) {
    const writer = new RecordWriter({ crc: 0x0fff_ffff, capacityBytes: 16 });
    writer.metadata(new Uint8Array(length).fill(7));
    const size = writer.bytes[0]!;
    assert.equal(writer.length % 8, 0);
    const top = writer.bytes[7]!;
    assert.equal(tops.get(size % 8) ?? top, top);
    tops.set(size % 8, top);
  }
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map((rest) => tops.get(rest)),
    [0, 0x87, 0x86, 0x85, 0x84, 0x83, 0x82, 0x81],
  );
});

test("RecordWriter writes counters beyond 32 bits and what the codec writes for any entry", () => {
  const entries: raftpb.Entry[] = [
    { Type: 0, Term: 0, Index: 0, Data: null },
    { Type: 0, Term: 127, Index: 128, Data: new Uint8Array(0) },
    { Type: 2, Term: 2 ** 32, Index: 2 ** 53 - 1, Data: new Uint8Array(47).fill(1) },
    { Type: 0, Term: 2 ** 31, Index: 2 ** 35, Data: new Uint8Array(5000).fill(9) },
  ];
  for (const entry of entries) {
    const writer = new RecordWriter({ crc: 0, capacityBytes: 16 });
    writer.entry(entry);
    const reader = new SegmentReader(fileOf(writer.bytes.slice(0, writer.length)), {
      crc: 0,
      isLast: true,
    });
    assert.ok(reader.next());
    assert.equal(reader.type, RecordType.entry);
    assert.deepEqual(Uint8Array.from(reader.data!), raftpb.encodeEntry(entry));
    assert.equal(writer.crc, crc32c(raftpb.encodeEntry(entry)));
  }
});

test("RecordWriter writes a vote of all 64 bits", () => {
  const state = { term: 3, vote: 0xffff_ffff_ffff_fffen, commit: 2 ** 40 };
  const writer = new RecordWriter({ crc: 0, capacityBytes: 16 });
  writer.state(state);
  assert.equal(writer.crc, crc32c(raftpb.encodeHardState(state)));
});
