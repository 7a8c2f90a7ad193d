/**
 * Every bound of one connection and of the server that owns it, with its reason and what happens
 * at it. Sizes are bytes, times milliseconds. The server's flags may change the marked ones; the
 * others are only for tests. Relations between limits are asserted by `completeLimits`.
 */

import { assert } from "@kvorum/base";

export interface Http2Limits {
  /** From accept to the whole client preface; then closed. */
  readonly prefaceTimeoutMs: number;
  /** From the preface to the peer's first SETTINGS; then GOAWAY with SETTINGS_TIMEOUT. */
  readonly settingsTimeoutMs: number;
  /**
   * Connections without a complete preface and SETTINGS, in all and for one address. Beyond, each
   * new one costs the slowest its place, once that one is a second old.
   */
  readonly maxUnfinishedHandshakes: number;
  readonly maxUnfinishedHandshakesPerAddress: number;
  /** Open connections (flag: the file limit less 150); a further one is closed at once. */
  readonly maxConnections: number;

  /** Announced to the peer (flag); a further stream is refused (REFUSED_STREAM). */
  readonly maxConcurrentStreams: number;
  /**
   * Unary and server-streaming handlers at work for one connection; further requests wait, as they
   * do while answers fill half of the connection's memory.
   */
  readonly maxRunningHandlers: number;
  /** Requests that wait for a handler; further ones are refused and count as glitches. */
  readonly maxWaitingHandlers: number;
  /** A canceled call whose handler neither answers nor listens gives its slot back after this. */
  readonly canceledHandlerHoldMs: number;
  /** Payload of one received frame; more is FRAME_SIZE_ERROR. Announced where not 16 384. */
  readonly maxFrameBytes: number;
  /**
   * Decoded header list, 32 counted for each field, and its number of fields. Over either the
   * request is answered with 431; over twice either the connection ends (ENHANCE_YOUR_CALM).
   */
  readonly maxHeaderListBytes: number;
  readonly maxHeaderFields: number;
  /** CONTINUATION frames of one block, and time from its HEADERS to its end; then GOAWAY. */
  readonly maxContinuationFrames: number;
  readonly headerBlockTimeoutMs: number;
  /** HPACK dynamic table of our decoder, at most 4 096; the encoder has none. */
  readonly headerTableBytes: number;

  /** Streams that the client resets before the response began: a bucket and its refill. */
  readonly resetBurst: number;
  readonly resetsPerSecond: number;
  /** Of this many streams, more than half reset within `prematureResetMs` ends the connection. */
  readonly prematureResetStreams: number;
  readonly prematureResetMs: number;
  /** Empty frames, unknown types, useless updates, refused streams: a bucket and its refill. */
  readonly glitchBurst: number;
  readonly glitchesPerSecond: number;
  /** SETTINGS frames: a bucket and its refill; and entries in each. */
  readonly settingsBurst: number;
  readonly settingsPerSecond: number;
  readonly maxSettingsEntries: number;
  /**
   * Keep-alive pings from the client closer together than this (flag) are strikes; without open
   * streams the second figure counts. One more strike than `maxPingStrikes` ends the connection
   * with `too_many_pings`; anything that we send on a stream forgives the next ping, as in grpc-go.
   */
  readonly pingMinIntervalMs: number;
  readonly pingWithoutStreamsMinIntervalMs: number;
  readonly pingWithoutStreamsPermitted: boolean;
  readonly maxPingStrikes: number;
  /** Pings that no strike caught (a lenient interval): a bucket, refilled at one a second. */
  readonly pingBurst: number;
  /** PRIORITY frames for each opened stream (and one more); then ENHANCE_YOUR_CALM. */
  readonly priorityFramesPerStream: number;
  /** WINDOW_UPDATE frames for each opened stream (and one more) and each DATA frame we sent. */
  readonly windowUpdatesPerStream: number;
  readonly windowUpdatesPerDataFrame: number;
  /** DATA frames in a row without payload or end; then ENHANCE_YOUR_CALM. */
  readonly maxEmptyDataFrames: number;

  /** Unsent replies to control frames: stop reading, and close. */
  readonly controlRepliesPause: number;
  readonly controlRepliesClose: number;
  /** Unsent output: stop producing (`send` gives false, reading pauses). */
  readonly maxQueuedOutputBytes: number;
  /** No output accepted for this long while some waits; then closed. */
  readonly outputStallTimeoutMs: number;

  /**
   * Receive credit of a stream and of the connection. A larger message gets the credit for its rest
   * once its length is known and there is memory for it (see receive-credit.ts): so a small window
   * costs it one round trip, and lets many of them share a connection.
   */
  readonly streamWindowBytes: number;
  readonly connectionWindowBytes: number;
  /** One received message (flag), checked from its prefix and after inflating; ResourceExhausted. */
  readonly maxReceiveMessageBytes: number;
  /** One sent message; Internal for that call. */
  readonly maxSendMessageBytes: number;
  /** Body of a plain HTTP request; 413. */
  readonly maxHttpBodyBytes: number;
  /** A request whose message is not complete and that got no byte for this long is failed. */
  readonly requestStallTimeoutMs: number;
  /**
   * Memory of one connection (half messages, messages of paused calls, unsent output): at a
   * quarter large messages get their credit one after the other, at the whole the newest incomplete
   * requests fail (ResourceExhausted) and new streams are refused.
   */
  readonly maxConnectionMemoryBytes: number;
  /** The same over all connections: refuse streams, then close the largest connection. */
  readonly maxTotalMemoryBytes: number;

  /** From this stream identifier on the connection drains (GOAWAY) so that another is opened. */
  readonly maxStreamId: number;
  /** After this long without a received byte we ping (flag); closed if unanswered in time (flag). */
  readonly keepaliveIntervalMs: number;
  readonly keepaliveTimeoutMs: number;
  /** Frames and bytes of one connection that are handled before others get their turn. */
  readonly framesPerTurn: number;
  readonly bytesPerTurn: number;
  /** From GOAWAY after a connection error to the end of the socket. */
  readonly closeTimeoutMs: number;

  /** Client role: messages received but not yet taken by the reader of one stream. */
  readonly maxStreamBacklogMessages: number;
  /** Client role: calls that wait for the peer's concurrent-streams limit; then Unavailable. */
  readonly maxWaitingCalls: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Http2Limits = {
  prefaceTimeoutMs: 10_000,
  settingsTimeoutMs: 10_000,
  maxUnfinishedHandshakes: 1_024,
  maxUnfinishedHandshakesPerAddress: 64,
  maxConnections: 1_000_000,

  maxConcurrentStreams: 10_000,
  maxRunningHandlers: 1_000,
  maxWaitingHandlers: 4_000,
  canceledHandlerHoldMs: 30_000,
  maxFrameBytes: 16_384,
  maxHeaderListBytes: 65_536,
  maxHeaderFields: 128,
  maxContinuationFrames: 4,
  headerBlockTimeoutMs: 5_000,
  headerTableBytes: 4_096,

  resetBurst: 1_000,
  resetsPerSecond: 200,
  prematureResetStreams: 500,
  prematureResetMs: 1_000,
  glitchBurst: 1_000,
  glitchesPerSecond: 33,
  settingsBurst: 20,
  settingsPerSecond: 1,
  maxSettingsEntries: 32,
  pingMinIntervalMs: 5_000,
  pingWithoutStreamsMinIntervalMs: 7_200_000,
  pingWithoutStreamsPermitted: false,
  maxPingStrikes: 2,
  pingBurst: 20,
  priorityFramesPerStream: 100,
  windowUpdatesPerStream: 100,
  windowUpdatesPerDataFrame: 10,
  maxEmptyDataFrames: 8,

  controlRepliesPause: 100,
  controlRepliesClose: 1_000,
  maxQueuedOutputBytes: 512 * 1024,
  outputStallTimeoutMs: 60_000,

  streamWindowBytes: 65_535,
  connectionWindowBytes: 4 * MIB,
  maxReceiveMessageBytes: 2 * MIB,
  maxSendMessageBytes: 0x7fff_ffff,
  maxHttpBodyBytes: 2 * MIB,
  requestStallTimeoutMs: 30_000,
  maxConnectionMemoryBytes: 8 * MIB,
  maxTotalMemoryBytes: 512 * MIB,

  maxStreamId: Math.floor(0x7fff_ffff * 0.75),
  keepaliveIntervalMs: 7_200_000,
  keepaliveTimeoutMs: 20_000,
  framesPerTurn: 64,
  bytesPerTurn: 256 * 1024,
  closeTimeoutMs: 1_000,

  maxStreamBacklogMessages: 256,
  maxWaitingCalls: 10_000,
};

/** The defaults with some replaced; asserts the relations that the code relies on. */
export function completeLimits(changes: Partial<Http2Limits>): Http2Limits {
  const limits = { ...DEFAULT_LIMITS, ...changes };
  for (const [name, value] of Object.entries(limits)) {
    assert(
      typeof value === "boolean" || (value >= 0 && !Number.isNaN(value)),
      `http2 limit ${name} = ${value} is not a bound`,
    );
  }
  assert(
    limits.maxFrameBytes >= 16_384 && limits.maxFrameBytes < 2 ** 24,
    `http2 limit maxFrameBytes = ${limits.maxFrameBytes} is outside 2^14 .. 2^24-1`,
  );
  assert(
    limits.headerTableBytes <= 4_096,
    `http2 limit headerTableBytes = ${limits.headerTableBytes} is over 4096`,
  );
  assert(
    limits.streamWindowBytes >= 65_535 && limits.streamWindowBytes <= limits.connectionWindowBytes,
    "http2 limit streamWindowBytes must be in 65535 .. connectionWindowBytes",
  );
  assert(
    limits.connectionWindowBytes <= limits.maxConnectionMemoryBytes &&
      limits.maxConnectionMemoryBytes <= limits.maxTotalMemoryBytes,
    "http2 limits: connection window <= connection memory <= total memory",
  );
  assert(
    limits.controlRepliesPause <= limits.controlRepliesClose,
    "http2 limits: controlRepliesPause <= controlRepliesClose",
  );
  return limits;
}
