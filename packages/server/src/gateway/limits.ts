/**
 * Bounds of the JSON gateway. Sizes are bytes, times milliseconds. HTTP surface, section 11.
 */

import { assert } from "@kvorum/base";

export interface GatewayLimits {
  /** One request as protobuf (flag, plus 512 KiB); above: ResourceExhausted in grpc-go's words. */
  readonly maxReceiveMessageBytes: number;
  /**
   * One request as JSON text, blanks and unknown fields included; above: ResourceExhausted. A
   * message can take eight times its size (base64 whose every letter is a \u escape), so nothing
   * that the limit above admits is refused by this one.
   */
  readonly maxJsonValueBytes: number;
  /** Unsent output of one stream; above: `send` gives false and the handler waits for a drain. */
  readonly maxQueuedOutputBytes: number;
  /** A reader that takes nothing for this long while output waits is disconnected. */
  readonly outputStallTimeoutMs: number;
  /** A request whose body makes no progress for this long before it is complete is disconnected. */
  readonly bodyStallTimeoutMs: number;
}

const MIB = 1024 * 1024;

/** Text forms of a byte: base64 is 4/3, each letter of it at most six as an escape. */
const JSON_EXPANSION = 8;

export function gatewayLimits(changes: Partial<GatewayLimits>): GatewayLimits {
  const maxReceiveMessageBytes = changes.maxReceiveMessageBytes ?? 2 * MIB;
  const limits: GatewayLimits = {
    maxReceiveMessageBytes,
    maxJsonValueBytes: JSON_EXPANSION * maxReceiveMessageBytes + MIB,
    maxQueuedOutputBytes: 512 * 1024,
    outputStallTimeoutMs: 60_000,
    bodyStallTimeoutMs: 30_000,
    ...changes,
  };
  assert(
    limits.maxJsonValueBytes >= limits.maxReceiveMessageBytes,
    "gateway limit maxJsonValueBytes is below maxReceiveMessageBytes",
  );
  return limits;
}
