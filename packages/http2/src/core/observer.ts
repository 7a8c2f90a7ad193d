/**
 * What a server or channel tells about itself. Counters are plain numbers that are read at scrape
 * time; events are for what is rare. Observers must not throw.
 */

import type { ErrorCode } from "./protocol.ts";

/** Why a connection or a stream was cut short: one of a closed set, fit for a metric label. */
export type LimitName =
  | "connection_memory"
  | "connections"
  | "continuation_frames"
  | "control_replies"
  | "empty_data_frames"
  | "glitches"
  | "handlers_waiting"
  | "header_block_time"
  | "header_list"
  | "http_body"
  | "keepalive_timeout"
  | "message_size"
  | "output_stall"
  | "ping_flood"
  | "preface_time"
  | "premature_resets"
  | "priority_frames"
  | "request_stall"
  | "resets"
  | "settings_frames"
  | "settings_time"
  | "streams"
  | "total_memory"
  | "unfinished_handshakes"
  | "window_updates";

export interface ConnectionClosedEvent {
  readonly address: string;
  /** NO_ERROR for an orderly end. */
  readonly code: ErrorCode;
  readonly reason: string;
  /** True when the peer broke the protocol or a limit; false when it or we just left. */
  readonly isPeerFault: boolean;
}

export interface Http2Observer {
  connectionOpened?(event: { readonly address: string }): void;
  connectionClosed?(event: ConnectionClosedEvent): void;
  /** A limit was met; the stream or connection was refused, failed or closed. */
  limitReached?(event: { readonly limit: LimitName; readonly address: string }): void;
  /** A bug in this package; the connection was ended, the others go on. */
  connectionFailed?(event: { readonly address: string; readonly error: unknown }): void;
  /** A handler or one of its callbacks threw; its call was failed with Internal. */
  handlerFailed?(event: { readonly path: string; readonly error: unknown }): void;
  /**
   * A call of a known route ended, `durationMs` after its headers. Where it is present every call
   * pays for reading the clock; the counters of the route cost next to nothing.
   */
  callEnded?(event: {
    readonly path: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
}

/** Totals over all connections of one server or channel; read-only for others. */
export class Http2Counters {
  connectionsOpened = 0;
  connectionsClosed = 0;
  framesReceived = 0;
  streamsOpened = 0;
  streamsReset = 0;
  streamsRefused = 0;
  /** Message bytes without framing and headers, after inflating and before deflating. */
  messageBytesReceived = 0;
  messageBytesSent = 0;
  messagesReceived = 0;
  messagesSent = 0;
  pingsReceived = 0;
  protocolErrors = 0;
  limitsReached = 0;
}
