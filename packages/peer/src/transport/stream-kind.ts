/** The two streams between each pair of members, and what reads and writes their frames. */

import type { raftpb } from "@kvorum/proto";
import type { OutputBuffer } from "./output-buffer.ts";

/** As in the path. The names in Go's log lines are those of `streamLogName`. */
export type StreamKind = "message" | "msgapp";

export const STREAM_KINDS: readonly StreamKind[] = ["message", "msgapp"];

export function streamLogName(kind: StreamKind): string {
  return kind === "message" ? "stream Message" : "stream MsgApp v2";
}

/** State of one connection: a new one begins anew. */
export interface FrameEncoder {
  write(message: raftpb.Message, output: OutputBuffer): void;
  writeHeartbeat(output: OutputBuffer): void;
}

/** State of one connection: a new one begins anew. */
export interface FrameDecoder {
  /** Bytes of link heartbeats so far, which are in no message; their reader sets it back. */
  heartbeatBytes: number;
  /**
   * Adds the messages that end in this chunk. They may keep views of it: it must not be written
   * again.
   *
   * @throws FrameError or DecodeError on bytes that are no frames; then the stream is lost, the
   *   messages added before stand.
   */
  decode(chunk: Uint8Array, messages: raftpb.Message[]): void;
}
