/** Keys of bucket `meta` that the backend writes itself (spec: disk-format section 6). */

import { utf8ToBytes } from "@kvorum/base";

export const metaKeys = {
  /** u64 BE: index of the last applied entry. */
  consistentIndex: utf8ToBytes("consistent_index"),
  /** u64 BE: its raft term. */
  term: utf8ToBytes("term"),
  /** JSON of the ConfState. */
  confState: utf8ToBytes("confState"),
} as const;
