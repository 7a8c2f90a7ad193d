/**
 * Frames of the message stream. Peer protocol, section 5.
 *
 * | offset | width | order | field |
 * |---|---|---|---|
 * | 0 | 8 | big endian | length n of the message |
 * | 8 | n | | raftpb.Message |
 *
 * No checksum. A message of type MsgHeartbeat from 0 to 0 is the link heartbeat.
 */

import { raftpb } from "@kvorum/proto";
import { FrameCursor, FrameError, uint64Of } from "./frame-cursor.ts";
import { isLinkHeartbeat, readMessage, writeMessage } from "./message-codec.ts";
import type { OutputBuffer } from "./output-buffer.ts";
import type { FrameDecoder, FrameEncoder } from "./stream-kind.ts";

const LENGTH_BYTES = 8;

export class MessageEncoder implements FrameEncoder {
  write(message: raftpb.Message, output: OutputBuffer): void {
    writeMessageFrame(message, output);
  }

  writeHeartbeat(output: OutputBuffer): void {
    output.reserve(LENGTH_BYTES + 2);
    output.uint64(2);
    output.byte(0x08);
    output.byte(raftpb.MessageType.MsgHeartbeat);
  }
}

/** Length and message: also the beginning of a snapshot's body. */
export function writeMessageFrame(message: raftpb.Message, output: OutputBuffer): void {
  output.reserve(LENGTH_BYTES);
  const lengthFromEnd = output.pendingBytes;
  output.length += LENGTH_BYTES;
  writeMessage(message, output);
  // Growing may have moved the start of the frame, but not its distance to what was consumed.
  const messageBytes = output.pendingBytes - lengthFromEnd - LENGTH_BYTES;
  output.uint64At(output.length - messageBytes - LENGTH_BYTES, messageBytes);
}

export class MessageDecoder implements FrameDecoder {
  heartbeatBytes = 0;
  readonly #cursor = new FrameCursor();
  readonly #maxBytes: number;
  /** Of the message that comes next; -1 while its length is not known. */
  #messageBytes = -1;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  decode(chunk: Uint8Array, messages: raftpb.Message[]): void {
    const cursor = this.#cursor;
    cursor.feed(chunk);
    for (;;) {
      if (this.#messageBytes < 0) {
        const length = cursor.take(LENGTH_BYTES);
        if (length === null) return;
        this.#messageBytes = uint64Of(length);
        if (this.#messageBytes > this.#maxBytes) {
          throw new FrameError(`message of ${this.#messageBytes} bytes, over ${this.#maxBytes}`);
        }
      }
      const bytes = cursor.take(this.#messageBytes);
      if (bytes === null) return;
      const messageBytes = this.#messageBytes;
      this.#messageBytes = -1;
      const message = readMessage(bytes);
      if (isLinkHeartbeat(message)) this.heartbeatBytes += messageBytes;
      else messages.push(message);
    }
  }
}
