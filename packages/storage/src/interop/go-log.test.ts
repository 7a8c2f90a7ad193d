/** Logs and snapshot files of a running Go member, and a Go member on a log of ours. */

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { raftpb } from "@kvorum/proto";
import { decodeSnapshotTree } from "@kvorum/store";
import { NodeFileSystem } from "../node-file-system.ts";
import { SnapshotFiles } from "../snapshot/snapshot-files.ts";
import { readWalSnapshots } from "../wal/locked-log.ts";
import { walkRecords } from "../wal/log-reader.ts";
import { RecordType, RecordWriter } from "../wal/record.ts";
import { parseEntry, parseHardState, parseSnapshotRecord } from "../wal/record-data.ts";
import { listSegments } from "../wal/segment-name.ts";
import { Wal } from "../wal/wal.ts";
import { cleanUpGoMembers, freshDirectory, GoMember, skipWithoutGo } from "./go-member.ts";

after(cleanUpGoMembers);

const fileSystem = new NodeFileSystem();

test("a Go member's directory is read, locked, appended to, and taken back by it", {
  skip: skipWithoutGo,
  timeout: 60_000,
}, async () => {
  const dataDirectory = freshDirectory();
  const directory = join(dataDirectory, "member", "wal");
  const snapDirectory = join(dataDirectory, "member", "snap");
  const first = await GoMember.start({ dataDirectory, arguments: ["--snapshot-count", "20"] });
  await first.ready();
  for (let i = 0; i < 70; i++) await first.put(`key-${i}`, "v".repeat(i * 17));
  const { header } = (await first.call("/v3/cluster/member/list", {})) as {
    header: { cluster_id: string; member_id: string };
  };
  assert.throws(() => readWalSnapshots({ fileSystem, directory }), { code: "locked" });
  await first.stop();

  // The bytes of the log are those that this package writes for the same records.
  const segments = listSegments(fileSystem, directory);
  const writer = new RecordWriter({ crc: 0, capacityBytes: 1024 });
  writer.checksum();
  const types = new Map<number, number>();
  const { offset } = walkRecords({ fileSystem, directory, segments }, (record) => {
    types.set(record.type, (types.get(record.type) ?? 0) + 1);
    if (record.type === RecordType.entry) writer.entry(parseEntry(record.data)!);
    else if (record.type === RecordType.state) writer.state(parseHardState(record.data)!);
    else if (record.type === RecordType.snapshot) {
      writer.snapshot(parseSnapshotRecord(record.data)!);
    } else writer.metadata(record.data);
    assert.equal(writer.crc, record.crc);
  });
  assert.equal(segments.length, 1);
  assert.equal(offset, writer.length);
  assert.deepEqual(
    Buffer.from(writer.bytes.subarray(0, offset)),
    fs.readFileSync(join(directory, segments[0]!.name)).subarray(0, offset),
  );
  assert.ok(types.get(RecordType.entry)! > 70);

  // Its snapshots are found, and the tree in them names the member.
  const found = readWalSnapshots({ fileSystem, directory });
  assert.ok(found.snapshots.length >= 3);
  const files = new SnapshotFiles({ fileSystem, directory: snapDirectory });
  const start = files.choose(found.snapshots);
  assert.equal(start.marker.index, found.snapshots.at(-1)!.index);
  const identity = raftpb.decodeHardState(found.metadata); // fields 1 and 2 of both are ids
  assert.equal(BigInt.asUintN(64, identity.vote), BigInt(header.cluster_id));
  assert.deepEqual(start.confState!.voters, [BigInt(header.member_id)]);
  const tree = decodeSnapshotTree(start.file!.data!);
  assert.deepEqual(tree.members, [
    {
      id: BigInt(header.member_id),
      peerUrls: [first.peerUrl],
      isLearner: false,
      name: "go",
      clientUrls: [first.clientUrl],
    },
  ]);
  assert.equal(tree.clusterVersion?.slice(0, 2), "3.");
  assert.equal(tree.hasV2Data, false);

  // While we hold the log, the Go member does not start.
  const { wal, entries, hardState } = Wal.open({ directory, fileSystem, snapshot: start.marker });
  assert.equal(entries[0]!.Index, start.marker.index + 1);
  assert.ok(hardState!.commit >= start.marker.index);
  const refused = await GoMember.start({ dataDirectory, peerUrl: first.peerUrl });
  const outcome = await refused.outcome();
  assert.notEqual(outcome.code, 0);
  assert.match(outcome.log, /locked/);

  // It takes the log back with our entries in it.
  const last = entries.at(-1)!;
  const added = Array.from({ length: 3 }, (_, i) => ({
    Type: 0,
    Term: hardState!.term + 1,
    Index: last.Index + 1 + i,
    Data: null,
  }));
  wal.append({
    entries: added,
    hardState: { term: hardState!.term + 1, vote: BigInt(header.member_id), commit: last.Index },
  });
  wal.sync();
  wal.close();
  const again = await GoMember.start({ dataDirectory, peerUrl: first.peerUrl });
  await again.ready();
  const range = (await again.call("/v3/kv/range", {
    key: Buffer.from("key-").toString("base64"),
    range_end: Buffer.from("key.").toString("base64"),
    count_only: true,
  })) as { header: { raft_term: string }; count: string };
  assert.equal(range.count, "70");
  assert.ok(Number(range.header.raft_term) >= hardState!.term + 2);
  await again.stop();
});
