/**
 * meta/confState: the JSON of raft's configuration (disk format specification, section 6). Ids use
 * all 64 bits, so they are written and read as digits, never as doubles.
 */

import { bytesToUtf8, CorruptionError, utf8ToBytes } from "@kvorum/base";

/** The part of raftpb.ConfState that etcd ever has; it never enters a joint configuration. */
export interface StoredConfState {
  readonly voters: readonly bigint[];
  readonly learners: readonly bigint[];
}

export function encodeConfState(confState: StoredConfState): Uint8Array {
  const fields: string[] = [];
  if (confState.voters.length > 0) fields.push(`"voters":[${confState.voters.join(",")}]`);
  if (confState.learners.length > 0) fields.push(`"learners":[${confState.learners.join(",")}]`);
  fields.push('"auto_leave":false');
  return utf8ToBytes(`{${fields.join(",")}}`);
}

/** @throws CorruptionError on text of any other form. */
export function decodeConfState(bytes: Uint8Array): StoredConfState {
  const text = bytesToUtf8(bytes).replace(/\s/g, "");
  const form =
    /^\{(?:"voters":\[([\d,]*)\],?)?(?:"learners":\[([\d,]*)\],?)?(?:"auto_leave":false)?\}$/;
  const match = form.exec(text);
  if (match === null) {
    throw new CorruptionError("the stored conf state cannot be read", {
      file: "bucket meta",
      offset: -1,
    });
  }
  return { voters: ids(match[1]), learners: ids(match[2]) };
}

function ids(list: string | undefined): bigint[] {
  return list === undefined || list === "" ? [] : list.split(",").map(BigInt);
}
