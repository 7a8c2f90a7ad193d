/** A member's disk in memory with a store on it, for the tests of snapshots on their way. */

import { type Timers, utf8ToBytes } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import {
  type BackendEngine,
  buildInMemory,
  type FileSystem,
  fastCrc32c,
  MemoryBackend,
  SnapshotFiles,
} from "@kvorum/storage";
import { SimulatedDisk } from "@kvorum/storage/testing";
import { Store } from "@kvorum/store";
import { Logger } from "../../logging/logger.ts";
import type { Disk } from "../disk.ts";

export const SNAP_DIRECTORY = "/data/member/snap";

export const soonTimers: Timers = {
  after: () => ({ cancel: () => {} }),
  soon: (callback) => {
    queueMicrotask(callback);
    return { cancel: () => {} };
  },
};

export const silentLogger = Logger.create({
  level: "fatal",
  format: "json",
  sinks: [],
  clock: { monotonicMs: () => 0, wallMs: () => 0 },
  utcOffsetMinutes: () => 0,
});

export interface SnapshotSite {
  readonly disk: Disk;
  readonly fileSystem: FileSystem;
  readonly engine: BackendEngine;
  /** One put, as entry `index` of term 3. */
  put(index: number, key: string, value: string): void;
}

export function snapshotSite(): SnapshotSite {
  const simulated = new SimulatedDisk();
  const fileSystem = simulated.fileSystem();
  for (const path of ["/data", "/data/member", SNAP_DIRECTORY]) fileSystem.makeDirectory(path);
  const backend = new MemoryBackend();
  const store = Store.open({
    backend,
    crc32c: fastCrc32c,
    minLeaseTtlSeconds: 2,
    quotaBackendBytes: -1,
  });
  const founder = { id: 0xan, name: "a", peerUrls: ["http://a:2380"], clientUrls: [] };
  store.members.replace({
    members: [{ ...founder, isLearner: false }],
    removedIds: [0xdn],
    clusterVersion: "3.7.0",
  });
  const disk = {
    backend,
    store,
    fileSystem,
    directory: { snapDirectory: SNAP_DIRECTORY },
    snapshotFiles: new SnapshotFiles({ fileSystem, directory: SNAP_DIRECTORY }),
  } as unknown as Disk;
  return {
    disk,
    fileSystem,
    engine: {
      open: () => backend,
      build: ({ path }) =>
        buildInMemory({ path, fileSystem, timers: soonTimers, backend: new MemoryBackend() }),
    },
    put: (index, key, value) => {
      store.apply({ index, term: 3, type: 0, data: putEntry(index, key, value) }, { nowMs: 0 });
      store.setConfState({ voters: [0xan], learners: [] });
    },
  };
}

/** InternalRaftRequest: a put, and a header with the index as its id. */
function putEntry(index: number, key: string, value: string): Uint8Array {
  const field = (tag: number, bytes: Uint8Array): number[] => [tag, bytes.length, ...bytes];
  const put = [...field(0x0a, utf8ToBytes(key)), ...field(0x12, utf8ToBytes(value))];
  return Uint8Array.of(0x22, put.length, ...put, 0xa2, 0x06, 0x02, 0x08, index);
}

export function snapshotMessage(index: number): raftpb.Message {
  const confState = { ...raftpb.createConfState(), voters: [0xan, 0xbn] };
  return {
    ...raftpb.createMessage(),
    type: 7,
    to: 0xbn,
    from: 0xan,
    term: 3,
    snapshot: { data: null, metadata: { index, term: 3, confState } },
  };
}
