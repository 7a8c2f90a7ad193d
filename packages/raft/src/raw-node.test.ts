import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError, latin1ToBytes } from "@kvorum/base";
import { decodeConfChange } from "./confchange/conf-change.ts";
import type { RaftConfig } from "./config.ts";
import { MAX_WAITING_READS } from "./limits.ts";
import { MemoryStorage } from "./memory-storage.ts";
import {
  createEntry,
  createMessage,
  type Entry,
  EntryType,
  LOCAL_APPEND_THREAD,
  type Message,
  MessageType,
} from "./messages.ts";
import { RawNode } from "./raw-node.ts";
import type { Ready } from "./ready.ts";

const ID = 0x8e9e05c52164694dn;

interface Member {
  readonly node: RawNode;
  readonly storage: MemoryStorage;
}

function start(options: Partial<RaftConfig> = {}, storage = new MemoryStorage()): Member {
  const node = new RawNode({
    id: ID,
    storage,
    draw: () => 0,
    electionTicks: 10,
    heartbeatTicks: 1,
    ...options,
  });
  return { node, storage };
}

/** Does what a Ready asks for, in synchronous mode. */
function handle({ node, storage }: Member, applied: Entry[] = []): Ready {
  const ready = node.ready();
  storage.append(ready.entries);
  if (ready.hardState !== null) storage.setHardState(ready.hardState);
  for (const entry of ready.committedEntries) {
    applied.push(entry);
    if (entry.Type !== EntryType.EntryNormal) node.applyConfChange(decodeConfChange(entry));
  }
  node.advance();
  return ready;
}

/** Does what a Ready asks for, in asynchronous mode, to the end; the number of reads answered. */
function pump({ node, storage }: Member, applied: Entry[] = []): number {
  let readsCount = 0;
  while (node.hasReady()) {
    const { storageAppend, storageApply, readStates } = node.ready();
    readsCount += readStates.length;
    if (storageAppend !== null) {
      const { term, vote, commit } = storageAppend;
      storage.append(storageAppend.entries);
      if (term !== 0) storage.setHardState({ term, vote, commit });
      for (const response of storageAppend.responses) node.step(response);
    }
    if (storageApply !== null) {
      for (const entry of storageApply.entries) {
        applied.push(entry);
        if (entry.Type !== EntryType.EntryNormal) node.applyConfChange(decodeConfChange(entry));
      }
      for (const response of storageApply.responses) node.step(response);
    }
  }
  return readsCount;
}

const peers = [{ id: ID, context: latin1ToBytes("member") }];

test("bootstrap() hands out the founding members as committed conf changes", () => {
  const member = start();
  member.node.bootstrap([
    { id: 5n, context: null },
    { id: ID, context: latin1ToBytes("me") },
  ]);
  const ready = member.node.ready();
  assert.deepEqual(ready.hardState, { term: 1, vote: 0n, commit: 2 });
  assert.equal(ready.softState, null);
  assert.equal(ready.mustSync, true);
  assert.deepEqual(ready.committedEntries, ready.entries);
  assert.deepEqual(
    ready.entries.map(({ Term, Index, Type }) => [Term, Index, Type]),
    [
      [1, 1, EntryType.EntryConfChange],
      [1, 2, EntryType.EntryConfChange],
    ],
  );
  assert.deepEqual(decodeConfChange(ready.entries[1]!), {
    type: 0,
    nodeId: ID,
    context: latin1ToBytes("me"),
    id: 0n,
  });
  assert.deepEqual(member.node.status().configuration.voters, [5n, ID]);
});

test("bootstrap() refuses a log that is not empty, and an empty list", () => {
  const member = start();
  assert.throws(() => member.node.bootstrap([]), AssertionError);
  member.node.bootstrap(peers);
  handle(member);
  assert.throws(() => member.node.bootstrap(peers), AssertionError);
  assert.throws(() => start({}, member.storage).node.bootstrap(peers), AssertionError);
});

for (const asyncStorageWrites of [false, true]) {
  const mode = asyncStorageWrites ? "with" : "without";
  test(`one member elects itself, appends, commits and applies ${mode} async storage`, () => {
    const member = start({ asyncStorageWrites, preVote: true, checkQuorum: true });
    const { node, storage } = member;
    const applied: Entry[] = [];
    const run = (): void => {
      if (asyncStorageWrites) pump(member, applied);
      else while (node.hasReady()) handle(member, applied);
    };
    node.bootstrap(peers);
    run();
    for (let i = 0; i < 10; i++) node.tick();
    run();
    assert.equal(node.role, "leader");
    assert.equal(node.lead, ID);
    const datas = ["a", "b", "c"].map(latin1ToBytes);
    assert.equal(node.propose(datas), null);
    run();
    // The bytes go through by reference.
    assert.deepEqual(
      applied.slice(-3).map(({ Data }) => datas.indexOf(Data!)),
      [0, 1, 2],
    );
    assert.deepEqual(
      applied.map(({ Index }) => Index),
      [1, 2, 3, 4, 5],
    );
    assert.equal(node.appliedIndex, 5);
    assert.equal(storage.hardState().commit, 5);
    node.readIndex(latin1ToBytes("r"));
    assert.deepEqual(node.ready().readStates, [{ index: 5, context: latin1ToBytes("r") }]);
  });
}

test("a restarted member hands out again what it was not told to be applied", () => {
  const confState = {
    voters: [ID],
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  const storage = new MemoryStorage();
  storage.applySnapshot({ data: null, metadata: { confState, index: 0, term: 0 } });
  storage.append([1, 1, 2].map((term, i) => ({ Term: term, Index: i + 1, Type: 0, Data: null })));
  storage.setHardState({ term: 2, vote: ID, commit: 3 });
  const again = start({ asyncStorageWrites: true, applied: 1 }, storage);
  const applied: Entry[] = [];
  pump(again, applied);
  assert.deepEqual(
    applied.map(({ Index }) => Index),
    [2, 3],
  );
  assert.equal(again.node.term, 2);
});

test("a stored commit index outside the log is an assertion, and so is such an applied index", () => {
  const storage = new MemoryStorage();
  storage.append([{ Term: 1, Index: 1, Type: 0, Data: null }]);
  storage.setHardState({ term: 1, vote: 0n, commit: 2 });
  assert.throws(() => start({}, storage), AssertionError);
  storage.setHardState({ term: 1, vote: 0n, commit: 1 });
  assert.throws(() => start({ applied: 2 }, storage), AssertionError);
  start({ applied: 1 }, storage);
});

test("ready() twice, and advance() in the other mode, are assertions", () => {
  const member = start();
  member.node.bootstrap(peers);
  member.node.ready();
  assert.throws(() => member.node.ready(), AssertionError);
  member.node.advance();
  member.node.advance();
  const other = start({ asyncStorageWrites: true });
  assert.throws(() => other.node.advance(), AssertionError);
});

test("step() refuses local messages, strangers' answers and malformed messages", () => {
  const { node } = start();
  node.bootstrap(peers);
  const message = (type: number, changes: Partial<Message> = {}): Message => ({
    ...createMessage(type, ID),
    from: 5n,
    term: 1,
    ...changes,
  });
  assert.equal(node.step(message(MessageType.MsgHup)), "local-message");
  assert.equal(node.step(message(MessageType.MsgStorageAppendResp)), "local-message");
  assert.equal(node.step(message(MessageType.MsgAppResp)), "peer-not-found");
  assert.equal(node.step(message(MessageType.MsgProp)), "malformed");
  assert.equal(node.step(message(MessageType.MsgReadIndex)), "malformed");
  assert.equal(node.step(message(MessageType.MsgHeartbeat, { term: 0 })), "malformed");
  assert.equal(node.step(message(MessageType.MsgHeartbeat, { commit: 2 ** 60 })), "malformed");
  assert.equal(node.step(message(MessageType.MsgHeartbeat, { commit: -1 })), "malformed");
  assert.equal(node.step(message(MessageType.MsgHeartbeat, { index: Number.NaN })), "malformed");
  const metadata = { confState: null, index: 2 ** 60, term: 1 };
  const snapshot = { data: null, metadata };
  assert.equal(node.step(message(MessageType.MsgSnap, { snapshot })), "malformed");
  assert.equal(node.step(message(24)), "malformed");
  assert.equal(node.term, 1);
  // An old member puts an empty snapshot into every message.
  const empty = { data: null, metadata: { confState: null, index: 0, term: 0 } };
  assert.equal(node.step(message(MessageType.MsgHeartbeat, { snapshot: empty })), null);
  assert.equal(node.lead, 5n);
});

test("a proposal without entries is an assertion, without a leader it is dropped", () => {
  const { node } = start();
  node.bootstrap(peers);
  assert.throws(() => node.propose([]), AssertionError);
  assert.equal(node.propose([latin1ToBytes("x")]), "dropped");
});

test("a conf change with an unknown transition, or undecodable, is an assertion at the leader", () => {
  const member = start();
  member.node.bootstrap(peers);
  handle(member);
  member.node.campaign();
  while (member.node.hasReady()) handle(member);
  assert.throws(
    () => member.node.proposeConfChange({ transition: 7, changes: [], context: null }),
    AssertionError,
  );
  const message = createMessage(MessageType.MsgProp, ID);
  message.from = 5n;
  message.entries = [createEntry(EntryType.EntryConfChange, new Uint8Array([0xff]))];
  assert.throws(() => member.node.step(message), AssertionError);
});

test("a conf change that the configuration does not allow is an assertion when applied", () => {
  const member = start();
  member.node.bootstrap(peers);
  const removal = { type: 1, nodeId: ID, context: null, id: 0n };
  assert.throws(() => member.node.applyConfChange(removal), AssertionError);
  assert.deepEqual(member.node.applyConfChange({ ...removal, nodeId: 0n }).voters, [ID]);
});

test("step() leaves the entries of a proposal as they are, for others may hold them", () => {
  const member = start();
  member.node.bootstrap(peers);
  handle(member);
  member.node.campaign();
  while (member.node.hasReady()) handle(member);
  const message = createMessage(MessageType.MsgProp, ID);
  message.from = 5n;
  message.entries = [createEntry(EntryType.EntryNormal, latin1ToBytes("x"))];
  assert.equal(member.node.step(message), null);
  assert.equal(member.node.step(message), null);
  assert.equal(message.entries[0]!.Index, 0);
  assert.deepEqual(
    member.node.ready().entries.map(({ Index }) => Index),
    [3, 4],
  );
});

test("an acknowledgement beyond the leader's log has no effect", () => {
  const member = start();
  member.node.bootstrap([{ id: 5n, context: null }, ...peers]);
  handle(member);
  member.node.campaign();
  while (member.node.hasReady()) handle(member);
  const vote = createMessage(MessageType.MsgVoteResp, ID);
  vote.from = 5n;
  vote.term = member.node.term;
  member.node.step(vote);
  assert.equal(member.node.role, "leader");
  const ack = createMessage(MessageType.MsgAppResp, ID);
  ack.from = 5n;
  ack.term = member.node.term;
  ack.index = 99;
  member.node.step(ack);
  const follower = member.node.status().progress.find(({ id }) => id === 5n);
  assert.equal(follower?.match, 0);
});

test("reads that wait are bounded: what comes beyond is lost, and nothing else", () => {
  const member = start({ asyncStorageWrites: true });
  const { node } = member;
  node.bootstrap(peers);
  pump(member);
  node.campaign();
  // The vote is durable, the first entry of the term is not: reads are parked.
  const { storageAppend } = node.ready();
  for (const response of storageAppend!.responses) node.step(response);
  assert.equal(node.role, "leader");
  const context = latin1ToBytes("r");
  for (let i = 0; i < MAX_WAITING_READS + 2; i++) node.readIndex(context);
  assert.equal(pump(member), MAX_WAITING_READS);
});

test("status() is a copy, and shows progress only at a leader", () => {
  const member = start();
  member.node.bootstrap(peers);
  handle(member);
  assert.deepEqual(member.node.status().progress, []);
  member.node.campaign();
  while (member.node.hasReady()) handle(member);
  const status = member.node.status();
  assert.equal(status.softState.role, "leader");
  assert.equal(status.applied, 2);
  status.progress[0]!.match = 77;
  assert.equal(member.node.status().progress[0]!.match, 2);
});

test("a member without asynchronous storage answers nobody through the local threads", () => {
  const member = start();
  member.node.bootstrap(peers);
  member.node.campaign();
  const ready = member.node.ready();
  assert.equal(ready.storageAppend, null);
  assert.equal(ready.storageApply, null);
  assert.ok(ready.messages.every(({ to }) => to !== LOCAL_APPEND_THREAD));
});

test("a draw outside its range is an assertion", () => {
  assert.throws(() => start({ draw: (bound) => bound }), AssertionError);
  assert.throws(() => start({ draw: () => 0.5 }), AssertionError);
});
