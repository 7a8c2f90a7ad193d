/** The few records of a Go member's database that decide how it is taken over. Disk format, 6. */

import { bytesToUtf8, CorruptionError } from "@kvorum/base";
import { BboltReader, type FileSystem, readUint64 } from "@kvorum/storage";

/** What a Go member's database says of itself. */
export interface DatabaseFacts {
  readonly consistentIndex: number;
  /** Empty before 3.6. */
  readonly storageVersion: string;
  readonly clusterVersion: string;
  /** Its bucket `members` is exact, as from 3.6 on. */
  readonly hasMembers: boolean;
}

/** @throws CorruptionError naming the file. */
export function readDatabaseFacts(fileSystem: FileSystem, path: string): DatabaseFacts {
  const file = fileSystem.open(path, "read");
  try {
    const reader = new BboltReader(file);
    const values = new Map<string, Uint8Array>();
    for (const bucket of reader.buckets()) {
      const name = bytesToUtf8(bucket.name);
      if (name !== "meta" && name !== "cluster") continue;
      reader.scan(bucket, new Uint8Array(0), (key, value) => {
        values.set(`${name}/${bytesToUtf8(key)}`, value.slice());
        return true;
      });
    }
    const text = (key: string): string => bytesToUtf8(values.get(key) ?? new Uint8Array(0));
    const index = values.get("meta/consistent_index");
    if (index !== undefined && index.length !== 8) {
      throw new CorruptionError("meta/consistent_index is no 64-bit counter", {
        file: path,
        offset: -1,
      });
    }
    const storageVersion = text("meta/storageVersion");
    return {
      consistentIndex: index === undefined ? 0 : readUint64(index, 0),
      storageVersion,
      clusterVersion: text("cluster/clusterVersion"),
      hasMembers: storageVersion !== "",
    };
  } finally {
    file.close();
  }
}
