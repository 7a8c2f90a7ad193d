import assert from "node:assert/strict";
import { test } from "node:test";
import { raftpb } from "@kvorum/proto";
import { decodeConfChangeContext } from "@kvorum/store";
import { type ForcedInput, forceNewCluster, writeForcedLog } from "./force-new-cluster.ts";

const OWN = 5n;
const { ConfChangeAddNode, ConfChangeAddLearnerNode, ConfChangeRemoveNode, ConfChangeUpdateNode } =
  raftpb.ConfChangeType;

function normal(index: number, term = 3): raftpb.Entry {
  return { Type: raftpb.EntryType.EntryNormal, Term: term, Index: index, Data: null };
}

function change(index: number, type: raftpb.ConfChange["type"], nodeId: bigint): raftpb.Entry {
  const Data = raftpb.encodeConfChange({ id: 1n, type, nodeId, context: null });
  return { Type: raftpb.EntryType.EntryConfChange, Term: 3, Index: index, Data };
}

function input(options: Partial<ForcedInput>): ForcedInput {
  return {
    memberId: OWN,
    confState: { voters: [OWN], learners: [] },
    snapshotIndex: 10,
    hardState: { term: 4, vote: 9n, commit: 12 },
    entries: [normal(11), normal(12)],
    consistentIndex: 11,
    ...options,
  };
}

function changesOf(entries: readonly raftpb.Entry[]): string[] {
  return entries.map((entry) => {
    assert.equal(entry.Type, raftpb.EntryType.EntryConfChange);
    const { type, nodeId } = raftpb.decodeConfChange(entry.Data!);
    return `${entry.Index}@${entry.Term} ${type === ConfChangeAddNode ? "add" : "remove"} ${nodeId}`;
  });
}

test("forceNewCluster() leaves a member alone that is alone already", () => {
  const forced = forceNewCluster(input({}));
  assert.deepEqual(forced.appended, []);
  assert.deepEqual(forced.removedIds, []);
  assert.equal(forced.droppedCount, 0);
  assert.deepEqual(forced.hardState, { term: 4, vote: 9n, commit: 12 });
});

test("forceNewCluster() removes all others, voters and learners, in ascending order", () => {
  const forced = forceNewCluster(input({ confState: { voters: [9n, OWN, 2n], learners: [7n] } }));
  assert.deepEqual(changesOf(forced.appended), ["13@4 remove 2", "14@4 remove 7", "15@4 remove 9"]);
  assert.deepEqual(forced.removedIds, [2n, 7n, 9n]);
  assert.equal(forced.hardState.commit, 15);
  assert.deepEqual(
    forced.entries.map(({ Index }) => Index),
    [11, 12, 13, 14, 15],
  );
});

test("forceNewCluster() follows the configuration changes that are committed, and no others", () => {
  const forced = forceNewCluster(
    input({
      confState: { voters: [OWN, 2n], learners: [] },
      hardState: { term: 4, vote: 9n, commit: 14 },
      entries: [
        change(11, ConfChangeAddNode, 8n),
        change(12, ConfChangeRemoveNode, 2n),
        change(13, ConfChangeAddLearnerNode, 6n),
        change(14, ConfChangeUpdateNode, 77n),
        change(15, ConfChangeRemoveNode, 8n),
      ],
    }),
  );
  assert.deepEqual(changesOf(forced.appended), ["15@4 remove 6", "16@4 remove 8"]);
  assert.equal(forced.droppedCount, 1);
});

test("forceNewCluster() keeps what the store has applied beyond the recorded commit index", () => {
  const entries = [normal(11), normal(12), normal(13), normal(14)];
  const hardState = { term: 4, vote: 0n, commit: 11 };
  const forced = forceNewCluster(input({ hardState, entries, consistentIndex: 13 }));
  assert.equal(forced.hardState.commit, 13);
  assert.equal(forced.entries.length, 3);
  assert.equal(forced.droppedCount, 1);
});

test("forceNewCluster() drops uncommitted entries, and what is appended takes their place", () => {
  const entries = [normal(11), normal(12), normal(13), normal(14)];
  const forced = forceNewCluster(
    input({ entries, confState: { voters: [OWN, 2n], learners: [] } }),
  );
  assert.deepEqual(changesOf(forced.appended), ["13@4 remove 2"]);
  assert.equal(forced.droppedCount, 2);
});

test("forceNewCluster() adds a member that its configuration does not know, first", () => {
  const forced = forceNewCluster(input({ confState: { voters: [2n], learners: [] } }));
  assert.deepEqual(changesOf(forced.appended), ["13@4 add 5", "14@4 remove 2"]);
  const { context } = raftpb.decodeConfChange(forced.appended[0]!.Data!);
  assert.equal(Buffer.from(context!).toString(), '{"id":5,"peerURLs":["http://localhost:2380"]}');
});

test("forceNewCluster() promotes a learner, which alone could not lead", () => {
  const confState = { voters: [2n], learners: [OWN] };
  const forced = forceNewCluster(input({ confState }));
  assert.deepEqual(changesOf(forced.appended), ["13@4 add 5", "14@4 remove 2"]);
  const { context } = raftpb.decodeConfChange(forced.appended[0]!.Data!);
  assert.equal(decodeConfChangeContext(context!).isPromote, true);
});

test("forceNewCluster() starts from no members where the log has no snapshot", () => {
  const forced = forceNewCluster(
    input({
      confState: null,
      snapshotIndex: 0,
      consistentIndex: 2,
      hardState: { term: 1, vote: 0n, commit: 2 },
      entries: [
        { ...change(1, ConfChangeAddNode, OWN), Term: 1 },
        { ...change(2, ConfChangeAddNode, 6n), Term: 1 },
      ],
    }),
  );
  assert.deepEqual(changesOf(forced.appended), ["3@1 remove 6"]);
});

test("writeForcedLog() syncs what it appends", () => {
  const forced = forceNewCluster(input({ confState: { voters: [OWN, 2n], learners: [] } }));
  const calls: string[] = [];
  writeForcedLog(
    {
      append: ({ entries, hardState }) => {
        calls.push(`append ${entries.length} commit ${hardState?.commit}`);
      },
      sync: () => calls.push("sync"),
    },
    forced,
  );
  assert.deepEqual(calls, ["append 1 commit 13", "sync"]);
});
