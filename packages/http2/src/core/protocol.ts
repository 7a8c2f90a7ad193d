/**
 * The numbers of HTTP/2 (RFC 9113): frame types, flags, settings and error codes.
 *
 * Every frame begins with nine bytes:
 *
 * | offset | width | field                                   |
 * |--------|-------|-----------------------------------------|
 * | 0      | 3     | payload length, big-endian              |
 * | 3      | 1     | type                                    |
 * | 4      | 1     | flags                                   |
 * | 5      | 4     | reserved bit, stream identifier (31 bit)|
 */

export const FRAME_HEADER_BYTES = 9;

export const FRAME_DATA = 0;
export const FRAME_HEADERS = 1;
export const FRAME_PRIORITY = 2;
export const FRAME_RST_STREAM = 3;
export const FRAME_SETTINGS = 4;
export const FRAME_PUSH_PROMISE = 5;
export const FRAME_PING = 6;
export const FRAME_GOAWAY = 7;
export const FRAME_WINDOW_UPDATE = 8;
export const FRAME_CONTINUATION = 9;

export const FLAG_END_STREAM = 0x1;
export const FLAG_ACK = 0x1;
export const FLAG_END_HEADERS = 0x4;
export const FLAG_PADDED = 0x8;
export const FLAG_PRIORITY = 0x20;

export const SETTINGS_HEADER_TABLE_SIZE = 1;
export const SETTINGS_ENABLE_PUSH = 2;
export const SETTINGS_MAX_CONCURRENT_STREAMS = 3;
export const SETTINGS_INITIAL_WINDOW_SIZE = 4;
export const SETTINGS_MAX_FRAME_SIZE = 5;
export const SETTINGS_MAX_HEADER_LIST_SIZE = 6;

/** The codes of RFC 9113 section 7. */
export const ErrorCode = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  CONNECT_ERROR: 10,
  ENHANCE_YOUR_CALM: 11,
  INADEQUATE_SECURITY: 12,
  HTTP_1_1_REQUIRED: 13,
} as const;

export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** Both the largest window and the largest stream identifier: 2^31 - 1. */
export const MAX_INT31 = 0x7fff_ffff;

/** Every window starts here until SETTINGS or WINDOW_UPDATE change it. */
export const DEFAULT_WINDOW_BYTES = 65_535;

/** The smallest, and before SETTINGS the only, frame size that a peer must accept. */
export const DEFAULT_MAX_FRAME_BYTES = 16_384;

const PREFACE_TEXT = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/** What a client sends before its first frame. */
export const CLIENT_PREFACE: Uint8Array = Uint8Array.from(PREFACE_TEXT, (char) =>
  char.charCodeAt(0),
);
