/**
 * Frames of the msgapp stream, etcd's "msgappv2". Peer protocol, section 6.
 *
 * | type byte | then |
 * |---|---|
 * | 0x00 | nothing: link heartbeat |
 * | 0x01 | u64 count n; n times: u64 size, raftpb.Entry; u64 commit |
 * | 0x02 | u64 size, raftpb.Message of type MsgApp |
 *
 * All u64 are big endian; no checksum. Both ends keep a term and an index, from 0 for each
 * connection. A message that continues from them travels as 0x01, without what both ends know.
 */

import { raftpb } from "@kvorum/proto";
import { FrameCursor, FrameError, uint64Of } from "./frame-cursor.ts";
import { entrySize, readEntry, readMessage, writeEntry } from "./message-codec.ts";
import { writeMessageFrame } from "./message-frames.ts";
import type { OutputBuffer } from "./output-buffer.ts";
import type { FrameDecoder, FrameEncoder } from "./stream-kind.ts";

const HEARTBEAT = 0x00;
const ENTRIES = 0x01;
const MESSAGE = 0x02;
const NUMBER_BYTES = 8;
/** What an entry costs in memory beyond its bytes: empty ones must not be free. */
const ENTRY_OVERHEAD_BYTES = 64;

export class AppendEncoder implements FrameEncoder {
  #term = 0;
  #index = 0;

  write(message: raftpb.Message, output: OutputBuffer): void {
    const entries = message.entries;
    const count = entries.length;
    output.reserve(1 + NUMBER_BYTES);
    if (
      message.index === this.#index &&
      message.logTerm === this.#term &&
      message.term === this.#term
    ) {
      output.byte(ENTRIES);
      output.uint64(count);
      for (let i = 0; i < count; i++) {
        const entry = entries[i]!;
        output.reserve(NUMBER_BYTES);
        output.uint64(entrySize(entry));
        writeEntry(entry, output);
      }
      output.reserve(NUMBER_BYTES);
      output.uint64(message.commit);
      this.#index += count;
      return;
    }
    output.byte(MESSAGE);
    writeMessageFrame(message, output);
    this.#term = message.term;
    this.#index = count === 0 ? message.index : entries[count - 1]!.Index;
  }

  writeHeartbeat(output: OutputBuffer): void {
    output.reserve(1);
    output.byte(HEARTBEAT);
  }
}

type Awaited =
  | "type"
  | "entriesCount"
  | "entrySize"
  | "entry"
  | "commit"
  | "messageSize"
  | "message";

export class AppendDecoder implements FrameDecoder {
  heartbeatBytes = 0;
  readonly #cursor = new FrameCursor();
  readonly #from: bigint;
  readonly #to: bigint;
  readonly #maxBytes: number;
  #term = 0;
  #index = 0;
  #awaited: Awaited = "type";
  /** Of the piece that comes next. */
  #pieceBytes = 0;
  #entries: raftpb.Entry[] = [];
  #entriesMissing = 0;
  #entriesBytes = 0;

  constructor(options: { from: bigint; to: bigint; maxBytes: number }) {
    this.#from = options.from;
    this.#to = options.to;
    this.#maxBytes = options.maxBytes;
  }

  decode(chunk: Uint8Array, messages: raftpb.Message[]): void {
    const cursor = this.#cursor;
    cursor.feed(chunk);
    for (;;) {
      if (this.#awaited === "type") {
        const type = cursor.takeByte();
        if (type < 0) return;
        this.#begin(type);
        continue;
      }
      const piece = cursor.take(this.#pieceBytes);
      if (piece === null) return;
      switch (this.#awaited) {
        case "entriesCount":
          this.#entriesMissing = uint64Of(piece);
          this.#entries = [];
          this.#entriesBytes = 0;
          this.#awaitEntry();
          break;
        case "entrySize": {
          const size = uint64Of(piece);
          this.#entriesBytes += size + ENTRY_OVERHEAD_BYTES;
          this.#checkSize(this.#entriesBytes);
          this.#await("entry", size);
          break;
        }
        case "entry":
          this.#entries.push(readEntry(piece));
          this.#entriesMissing--;
          this.#awaitEntry();
          break;
        case "commit":
          messages.push(this.#rebuilt(uint64Of(piece)));
          this.#await("type", 1);
          break;
        case "messageSize": {
          const size = uint64Of(piece);
          this.#checkSize(size);
          this.#await("message", size);
          break;
        }
        case "message":
          messages.push(this.#taken(readMessage(piece)));
          this.#await("type", 1);
          break;
      }
    }
  }

  #await(what: Awaited, bytes: number): void {
    this.#awaited = what;
    this.#pieceBytes = bytes;
  }

  #begin(type: number): void {
    switch (type) {
      case HEARTBEAT:
        this.heartbeatBytes++;
        break;
      case ENTRIES:
        this.#await("entriesCount", NUMBER_BYTES);
        break;
      case MESSAGE:
        this.#await("messageSize", NUMBER_BYTES);
        break;
      default:
        throw new FrameError(`type byte ${type} in a msgapp stream`);
    }
  }

  #awaitEntry(): void {
    this.#await(this.#entriesMissing > 0 ? "entrySize" : "commit", NUMBER_BYTES);
  }

  #checkSize(bytes: number): void {
    if (bytes > this.#maxBytes) {
      throw new FrameError(`append of at least ${bytes} bytes, over ${this.#maxBytes}`);
    }
  }

  #rebuilt(commit: number): raftpb.Message {
    const message = raftpb.createMessage();
    message.type = raftpb.MessageType.MsgApp;
    message.from = this.#from;
    message.to = this.#to;
    message.term = this.#term;
    message.logTerm = this.#term;
    message.index = this.#index;
    message.entries = this.#entries;
    message.commit = commit;
    this.#index += this.#entries.length;
    this.#entries = [];
    return message;
  }

  #taken(message: raftpb.Message): raftpb.Message {
    const entries = message.entries;
    this.#term = message.term;
    this.#index = entries.length === 0 ? message.index : entries[entries.length - 1]!.Index;
    return message;
  }
}
