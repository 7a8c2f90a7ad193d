/** The codecs of both streams, against recorded frames and against each other. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, equalBytes, SeededRandom } from "@kvorum/base";
import { DecodeError, raftpb } from "@kvorum/proto";
import {
  FIRST_APPEND_FRAME,
  hexBytes,
  LONG_HEARTBEAT_FRAME,
  PUT_FRAME,
  RECEIVER_ID,
  SENDER_ID,
  SHORT_HEARTBEAT_FRAME,
  VOTE_FRAME,
} from "../testing/frame-dumps.ts";
import { AppendDecoder, AppendEncoder } from "./append-frames.ts";
import { FrameError } from "./frame-cursor.ts";
import { MessageDecoder, MessageEncoder } from "./message-frames.ts";
import { OutputBuffer } from "./output-buffer.ts";
import type { FrameDecoder, FrameEncoder } from "./stream-kind.ts";

const LIMIT = 1 << 20;
const { MsgApp, MsgHeartbeatResp, MsgProp, MsgReadIndexResp, MsgVote } = raftpb.MessageType;

/** What releases up to 3.6 put into every message. */
const EMPTY_SNAPSHOT: raftpb.Snapshot = {
  data: null,
  metadata: { confState: raftpb.createConfState(), index: 0, term: 0 },
};

function appendDecoder(): AppendDecoder {
  return new AppendDecoder({ from: SENDER_ID, to: RECEIVER_ID, maxBytes: LIMIT });
}

function message(fields: Partial<raftpb.Message>): raftpb.Message {
  return { ...raftpb.createMessage(), to: RECEIVER_ID, from: SENDER_ID, ...fields };
}

function entry(fields: Partial<raftpb.Entry>): raftpb.Entry {
  return { ...raftpb.createEntry(), ...fields };
}

function decodeAll(decoder: FrameDecoder, ...chunks: Uint8Array[]): raftpb.Message[] {
  const messages: raftpb.Message[] = [];
  for (const chunk of chunks) decoder.decode(chunk, messages);
  return messages;
}

function encodeAll(encoder: FrameEncoder, messages: readonly raftpb.Message[]): Uint8Array {
  const output = new OutputBuffer(16);
  for (const one of messages) encoder.write(one, output);
  return new Uint8Array(output.take(output.length));
}

/** Entries as the input of a decoder has them: Node's Buffers count as different from arrays. */
function plain(messages: readonly raftpb.Message[]): raftpb.Message[] {
  return messages.map((one) => ({
    ...one,
    entries: one.entries.map((item) => ({
      ...item,
      Data: item.Data === null ? null : new Uint8Array(item.Data),
    })),
    context: one.context === null ? null : new Uint8Array(one.context),
  }));
}

test("MessageDecoder reads the vote of a 3.4 member, and MessageEncoder writes its bytes", () => {
  const [vote] = decodeAll(new MessageDecoder(LIMIT), VOTE_FRAME);
  const expected = message({ type: MsgVote, term: 2, logTerm: 1, index: 3 });
  assert.deepEqual(vote, expected);
  const again = encodeAll(new MessageEncoder(), [{ ...expected, snapshot: EMPTY_SNAPSHOT }]);
  assert.deepEqual(again, VOTE_FRAME);
});

test("MessageEncoder leaves an absent snapshot out, and the rest reads back", () => {
  const vote = message({ type: MsgVote, term: 2, logTerm: 1, index: 3 });
  const bytes = encodeAll(new MessageEncoder(), [vote]);
  assert.ok(bytes.length < VOTE_FRAME.length);
  assert.deepEqual(decodeAll(new MessageDecoder(LIMIT), bytes), [vote]);
  assert.deepEqual(raftpb.decodeMessage(bytes.subarray(8)), vote);
});

test("MessageDecoder takes link heartbeats of either form for itself", () => {
  const decoder = new MessageDecoder(LIMIT);
  const messages = decodeAll(decoder, LONG_HEARTBEAT_FRAME, SHORT_HEARTBEAT_FRAME, VOTE_FRAME);
  assert.equal(messages.length, 1);
  assert.equal(decoder.heartbeatBytes, 30 + 2);
});

test("MessageEncoder writes the short link heartbeat", () => {
  const output = new OutputBuffer(16);
  new MessageEncoder().writeHeartbeat(output);
  assert.deepEqual(new Uint8Array(output.take(99)), SHORT_HEARTBEAT_FRAME);
});

test("AppendDecoder reads the first append of a 3.4 leader, and AppendEncoder writes it", () => {
  const [append] = decodeAll(appendDecoder(), FIRST_APPEND_FRAME);
  const expected = message({
    type: MsgApp,
    term: 2,
    logTerm: 1,
    index: 3,
    commit: 3,
    entries: [entry({ Term: 2, Index: 4 })],
  });
  assert.deepEqual(append, expected);
  const again = encodeAll(new AppendEncoder(), [{ ...expected, snapshot: EMPTY_SNAPSHOT }]);
  assert.deepEqual(again, FIRST_APPEND_FRAME);
});

test("AppendDecoder rebuilds an append from the state of the connection, and AppendEncoder cuts it down", () => {
  const first = message({ type: MsgApp, term: 2, logTerm: 2, index: 8, commit: 8 });
  const put = message({
    type: MsgApp,
    term: 2,
    logTerm: 2,
    index: 8,
    commit: 8,
    entries: [
      entry({
        Term: 2,
        Index: 9,
        Data: hexBytes("22 07 0a 02 61 61 12 01 31 a2 06 0b 08 84 fa ca af 84 bf a8 a0 d4 01"),
      }),
    ],
  });
  const encoder = new AppendEncoder();
  const begin = encodeAll(encoder, [first]);
  assert.deepEqual(encodeAll(encoder, [put]), PUT_FRAME);
  assert.deepEqual(plain(decodeAll(appendDecoder(), begin, PUT_FRAME)), [first, put]);
});

test("AppendEncoder sends a whole message whenever the state does not lead to it", () => {
  const at = (term: number, logTerm: number, index: number, entriesCount: number) =>
    message({
      type: MsgApp,
      term,
      logTerm,
      index,
      commit: index,
      entries: Array.from({ length: entriesCount }, (_, i) =>
        entry({ Term: term, Index: index + 1 + i, Data: Uint8Array.of(i) }),
      ),
    });
  const sequence: readonly (readonly [raftpb.Message, number])[] = [
    [at(2, 1, 3, 1), 2],
    [at(2, 2, 4, 2), 1],
    [at(2, 2, 6, 0), 1],
    [at(2, 2, 6, 1), 1],
    [at(2, 2, 5, 2), 2],
    [at(2, 2, 7, 0), 1],
    [at(3, 2, 7, 1), 2],
    [at(3, 3, 8, 1), 1],
    [at(3, 3, 4, 0), 2],
    [at(3, 3, 4, 1), 1],
  ];
  const encoder = new AppendEncoder();
  const frames = sequence.map(([one]) => encodeAll(encoder, [one]));
  assert.deepEqual(
    frames.map((frame) => frame[0]),
    sequence.map(([, type]) => type),
  );
  assert.deepEqual(
    plain(decodeAll(appendDecoder(), ...frames)),
    sequence.map(([one]) => one),
  );
  assert.equal(encodeAll(new AppendEncoder(), [at(3, 3, 5, 0)])[0], 2, "a connection begins anew");
});

test("AppendDecoder counts link heartbeats, which change nothing", () => {
  const decoder = appendDecoder();
  const messages = decodeAll(decoder, hexBytes("00 00"), FIRST_APPEND_FRAME, hexBytes("00"));
  assert.equal(messages.length, 1);
  assert.equal(decoder.heartbeatBytes, 3);
});

test("the decoders read any sequence of messages from chunks that are cut anywhere", () => {
  const seed = 20261120;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 60; round++) {
    const appends: raftpb.Message[] = [];
    const others: raftpb.Message[] = [];
    let term = 1;
    let index = 0;
    for (let i = 0; i < 12; i++) {
      if (random.below(5) === 0) term += 1 + random.below(2 ** 31);
      if (random.below(5) === 0) index = random.below(2 ** 31) * 2 ** 20;
      const entries = Array.from({ length: random.below(4) }, (_, j) =>
        entry({
          Term: term,
          Index: index + 1 + j,
          Type: random.below(3),
          Data: random.below(4) === 0 ? null : randomBytes(random),
        }),
      );
      appends.push(message({ type: MsgApp, term, logTerm: term, index, commit: index, entries }));
      index += entries.length;
      others.push(
        message({
          type: [MsgProp, MsgHeartbeatResp, MsgReadIndexResp][random.below(3)]!,
          from: BigInt(random.below(2 ** 32)) << BigInt(random.below(33)),
          term,
          index,
          commit: index,
          reject: random.below(2) === 1,
          rejectHint: random.below(2 ** 32),
          entries,
          context: random.below(2) === 0 ? null : Uint8Array.of(1, random.below(256)),
        }),
      );
    }
    const streams: readonly (readonly [FrameEncoder, FrameDecoder, raftpb.Message[]])[] = [
      [new AppendEncoder(), appendDecoder(), appends],
      [new MessageEncoder(), new MessageDecoder(LIMIT), others],
    ];
    for (const [encoder, decoder, sent] of streams) {
      const chunks = cut(encodeAll(encoder, sent), random);
      assert.deepEqual(plain(decodeAll(decoder, ...chunks)), sent, `seed ${seed}, round ${round}`);
    }
  }
});

function randomBytes(random: SeededRandom): Uint8Array {
  const length = random.below(8) === 0 ? random.below(3000) : random.below(20);
  return Uint8Array.from({ length }, () => random.below(256));
}

function cut(bytes: Uint8Array, random: SeededRandom): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let position = 0; position < bytes.length; ) {
    const length = random.below(3) === 0 ? 1 : 1 + random.below(400);
    chunks.push(bytes.slice(position, position + length));
    position += length;
  }
  return chunks;
}

test("the decoders read an entry of 1.2 MB that came in many chunks", () => {
  const data = new Uint8Array(1_200_000).fill(7);
  const append = message({
    type: MsgApp,
    term: 2,
    logTerm: 2,
    index: 8,
    entries: [entry({ Term: 2, Index: 9, Data: data })],
  });
  for (const [encoder, decoder] of [
    [
      new AppendEncoder(),
      new AppendDecoder({ from: SENDER_ID, to: RECEIVER_ID, maxBytes: 2 * LIMIT }),
    ],
    [new MessageEncoder(), new MessageDecoder(2 * LIMIT)],
  ] as const) {
    const bytes = encodeAll(encoder, [append, { ...append, index: 9, entries: [] }]);
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += 65536) chunks.push(bytes.slice(at, at + 65536));
    const [big, small] = decodeAll(decoder, ...chunks);
    assert.ok(equalBytes(big!.entries[0]!.Data!, data));
    assert.equal(small!.index, 9);
  }
});

test("the decoders refuse what is over the limit before it has arrived", () => {
  const over = hexBytes("00 00 00 00 00 10 00 01");
  assert.throws(() => decodeAll(new MessageDecoder(LIMIT), over), FrameError);
  assert.throws(() => decodeAll(appendDecoder(), hexBytes("02"), over), FrameError);
  const oneEntry = hexBytes("01 00 00 00 00 00 00 00 01");
  assert.throws(() => decodeAll(appendDecoder(), oneEntry, over), FrameError);
  const beyond2to53 = hexBytes("00 20 00 00 00 00 00 00");
  assert.throws(() => decodeAll(new MessageDecoder(Number.MAX_VALUE), beyond2to53), FrameError);
});

test("AppendDecoder counts empty entries, so that a huge count of them ends", () => {
  const decoder = appendDecoder();
  const head = hexBytes("01 00 00 01 00 00 00 00 00");
  const empty = new Uint8Array(8 * 1000);
  assert.throws(() => {
    for (let i = 0; i < 1000; i++) decodeAll(decoder, i === 0 ? head : empty);
  }, FrameError);
});

test("the decoders refuse bytes that are no frames, and keep the messages before them", () => {
  const messages: raftpb.Message[] = [];
  const bytes = concatBytes([FIRST_APPEND_FRAME, hexBytes("03")]);
  assert.throws(() => appendDecoder().decode(bytes, messages), FrameError);
  assert.equal(messages.length, 1);
  const broken = hexBytes("00 00 00 00 00 00 00 02 08");
  assert.throws(() => decodeAll(new MessageDecoder(LIMIT), broken, hexBytes("ff")), DecodeError);
  const hugeTerm = hexBytes("00 00 00 00 00 00 00 0b 20 ff ff ff ff ff ff ff ff ff 01");
  assert.throws(() => decodeAll(new MessageDecoder(LIMIT), hugeTerm), DecodeError);
});

test("the decoders meet any damage with an error of theirs, or with other messages", () => {
  const seed = 7;
  const random = new SeededRandom(seed);
  const whole = [
    concatBytes([FIRST_APPEND_FRAME, PUT_FRAME, PUT_FRAME]),
    concatBytes([VOTE_FRAME, SHORT_HEARTBEAT_FRAME, LONG_HEARTBEAT_FRAME, VOTE_FRAME]),
  ] as const;
  let errors = 0;
  for (let round = 0; round < 4000; round++) {
    const isAppend = round % 2 === 0;
    const bytes = new Uint8Array(isAppend ? whole[0] : whole[1]);
    for (let flips = 1 + random.below(3); flips > 0; flips--) {
      bytes[random.below(bytes.length)] = random.below(256);
    }
    try {
      decodeAll(isAppend ? appendDecoder() : new MessageDecoder(LIMIT), ...cut(bytes, random));
    } catch (error) {
      errors++;
      assert.ok(
        error instanceof FrameError || error instanceof DecodeError,
        `seed ${seed}, round ${round}: ${String(error)}`,
      );
    }
  }
  assert.ok(errors > 500, `${errors} errors`);
});

test("OutputBuffer frames chunks in place while taken bytes still travel", () => {
  const output = new OutputBuffer(16);
  output.beginChunk();
  output.reserve(5);
  output.append(Buffer.from("first"));
  output.endChunk();
  const first = output.take(8);
  output.beginChunk();
  for (let i = 0; i < 100; i++) {
    output.reserve(1);
    output.byte(0x61);
  }
  output.endChunk();
  const rest = output.take(1000);
  const text = Buffer.concat([first, rest]).toString("latin1");
  assert.equal(text, `00000005\r\nfirst\r\n00000064\r\n${"a".repeat(100)}\r\n`);
  output.reset();
  assert.equal(output.pendingBytes, 0);
});
