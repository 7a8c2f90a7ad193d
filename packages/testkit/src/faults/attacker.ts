/**
 * A connection on which a test writes whatever bytes it likes, and reads what comes back: raw, or
 * as HTTP/2 frames. Nothing is answered or acknowledged by itself.
 */

import { connect, type Socket } from "node:net";
import { type HeaderField, HpackDecoder, HpackEncoder } from "../raw/hpack.ts";

export const FrameType = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

export const Flag = { END_STREAM: 1, ACK: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 0x20 } as const;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
  /** Of HEADERS with the whole block. */
  readonly fields: readonly HeaderField[] | null;
}

/** What became of a gRPC call on a raw connection. */
export interface RawOutcome {
  readonly httpStatus: string;
  /** -1 when there was none. */
  readonly grpcStatus: number;
  readonly grpcMessage: string;
}

export const PREFACE: Buffer = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");
const FRAME_HEADER_BYTES = 9;

/** A frame as bytes; `length` may lie. */
export function frame(
  type: number,
  flags: number,
  streamId: number,
  payload: Uint8Array | string = "",
  length?: number,
): Buffer {
  const body = Buffer.from(payload);
  const head = Buffer.alloc(FRAME_HEADER_BYTES);
  head.writeUIntBE(length ?? body.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(streamId >>> 0, 5);
  return Buffer.concat([head, body]);
}

/** Header fields as literals that touch no table. */
export function headerBlock(fields: readonly HeaderField[]): Buffer {
  return Buffer.from(new HpackEncoder({ indexing: false }).encode(fields));
}

/** The fields of a gRPC request, with some added or replaced. */
export function grpcFields(
  path: string,
  changes: readonly HeaderField[] = [],
): readonly HeaderField[] {
  const fields: HeaderField[] = [
    [":method", "POST"],
    [":scheme", "http"],
    [":path", path],
    [":authority", "attacker"],
    ["content-type", "application/grpc"],
    ["te", "trailers"],
  ];
  const replaced = new Set(changes.map(([name]) => name));
  const all = [...fields.filter(([name]) => !replaced.has(name)), ...changes];
  const isPseudo = ([name]: HeaderField): boolean => name.startsWith(":");
  return [...all.filter(isPseudo), ...all.filter((field) => !isPseudo(field))];
}

/** A message with gRPC's prefix; flag and length may lie. */
export function grpcMessage(
  message: Uint8Array,
  lies: { flag?: number; length?: number } = {},
): Buffer {
  const head = Buffer.alloc(5);
  head[0] = lies.flag ?? 0;
  head.writeUInt32BE(lies.length ?? message.length, 1);
  return Buffer.concat([head, message]);
}

export class Attacker {
  readonly socket: Socket;
  /** All that was received. */
  received: Buffer = Buffer.alloc(0);
  readonly frames: Frame[] = [];
  readonly #decoder = new HpackDecoder();
  #parsedBytes = 0;
  #parses = false;
  #isClosed = false;
  #waiters: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      if (this.#parses) this.#parse();
      this.#wakeAll();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#isClosed = true;
      this.#wakeAll();
    });
  }

  static connect(port: number): Promise<Attacker> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new Attacker(socket));
      });
    });
  }

  /** With preface and settings exchanged. */
  static async http2(port: number): Promise<Attacker> {
    const attacker = await Attacker.connect(port);
    attacker.#parses = true;
    attacker.send(PREFACE, frame(FrameType.SETTINGS, 0, 0));
    await attacker.until(() => attacker.frames.some(({ type }) => type === FrameType.SETTINGS));
    attacker.send(frame(FrameType.SETTINGS, Flag.ACK, 0));
    return attacker;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  send(...parts: readonly Uint8Array[]): void {
    if (!this.socket.destroyed && this.socket.writable) this.socket.write(Buffer.concat(parts));
  }

  /** Waits for a condition on what was received. False: closed first, or not within the time. */
  async until(isTrue: () => boolean, limitMs = 10_000): Promise<boolean> {
    const deadlineMs = performance.now() + limitMs;
    while (!isTrue()) {
      const leftMs = deadlineMs - performance.now();
      if (this.#isClosed || leftMs <= 0) return isTrue();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return true;
  }

  /** True when the server ends the connection within the time. */
  closed(limitMs = 10_000): Promise<boolean> {
    return this.until(() => this.#isClosed, limitMs);
  }

  /**
   * What the server made of the bytes sent so far: "goaway:CODE", "reset:CODE" (any stream, the
   * connection lives), "closed" without a GOAWAY, or "alive".
   */
  async verdict(limitMs = 10_000): Promise<string> {
    const ping = Buffer.from("verdict!");
    this.send(frame(FrameType.PING, 0, 0, ping));
    const goaway = (): Frame | undefined =>
      this.frames.find(({ type }) => type === FrameType.GOAWAY);
    const isAnswered = (): boolean =>
      this.frames.some(
        ({ type, flags, payload }) =>
          type === FrameType.PING && flags === Flag.ACK && payload.equals(ping),
      );
    const inTime = await this.until(() => goaway() !== undefined || isAnswered(), limitMs);
    const last = goaway();
    if (last !== undefined) return `goaway:${last.payload.readUInt32BE(4)}`;
    if (!inTime) return this.#isClosed ? "closed" : "silent";
    const reset = this.frames.find(({ type }) => type === FrameType.RST_STREAM);
    return reset === undefined ? "alive" : `reset:${reset.payload.readUInt32BE(0)}`;
  }

  /** The end of a call: its trailers. Null when the stream or the connection ended without. */
  async outcome(streamId: number, limitMs = 10_000): Promise<RawOutcome | null> {
    const isOver = ({ type, flags, streamId: id }: Frame): boolean =>
      id === streamId &&
      (type === FrameType.RST_STREAM ||
        ((type === FrameType.HEADERS || type === FrameType.DATA) &&
          (flags & Flag.END_STREAM) !== 0));
    await this.until(() => this.frames.some(isOver), limitMs);
    let httpStatus = "";
    let grpcStatus = -1;
    let grpcMessage = "";
    for (const { streamId: id, fields } of this.frames) {
      if (id !== streamId || fields === null) continue;
      for (const [name, value] of fields) {
        if (name === ":status") httpStatus = value;
        else if (name === "grpc-status") grpcStatus = Number(value);
        else if (name === "grpc-message") grpcMessage = decodeURIComponent(value);
      }
    }
    return httpStatus === "" ? null : { httpStatus, grpcStatus, grpcMessage };
  }

  destroy(): void {
    this.socket.destroy();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  #wakeAll(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  #parse(): void {
    for (;;) {
      const rest = this.received.subarray(this.#parsedBytes);
      if (rest.length < FRAME_HEADER_BYTES) return;
      const end = FRAME_HEADER_BYTES + rest.readUIntBE(0, 3);
      if (rest.length < end) return;
      this.#parsedBytes += end;
      const payload = rest.subarray(FRAME_HEADER_BYTES, end);
      const type = rest[3]!;
      const flags = rest[4]!;
      this.frames.push({
        ...{ type, flags, payload },
        streamId: rest.readUInt32BE(5),
        fields:
          type === FrameType.HEADERS && (flags & Flag.END_HEADERS) !== 0
            ? this.#decoder.decode(payload, 0, payload.length).fields
            : null,
      });
    }
  }
}
