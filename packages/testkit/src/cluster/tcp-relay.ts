/**
 * A TCP relay in front of one member's peer port, for what packet filters cannot do: late bytes, a
 * connection that stands open and carries nothing, and connections that are reset. All peers reach
 * the member through it; what the member sends on connections of its own goes through theirs.
 */

import { connect, createServer, type Server, type Socket } from "node:net";
import type { Random } from "@kvorum/base";

export interface RelayDelay {
  /** Every chunk of bytes waits this long, */
  readonly baseMs: number;
  /** and up to so much longer; the order of a direction is kept. */
  readonly jitterMs: number;
}

/** Beyond this the relay stops reading from the sender, as a full pipe does. */
const MAX_HELD_BYTES = 4 * 1024 * 1024;

export class TcpRelay {
  readonly #server: Server;
  readonly #random: Random;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #directions = new Set<Direction>();
  #delay: RelayDelay = { baseMs: 0, jitterMs: 0 };
  #isStalled = false;

  private constructor(target: { host: string; port: number }, random: Random) {
    this.#target = target;
    this.#random = random;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  static async listen(options: {
    readonly host: string;
    readonly port: number;
    readonly random: Random;
  }): Promise<TcpRelay> {
    const relay = new TcpRelay(options, options.random);
    await new Promise<void>((resolve, reject) => {
      relay.#server.once("error", reject);
      relay.#server.listen({ host: "127.0.0.1", port: 0 }, resolve);
    });
    return relay;
  }

  /** Where peers are to connect. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the relay is closed");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Of bytes that arrive from now on, in both directions. */
  setDelay(delay: RelayDelay): void {
    this.#delay = delay;
  }

  /** Connections stay open, and new ones are taken, but nothing passes until `resume`. */
  stall(): void {
    this.#isStalled = true;
  }

  resume(): void {
    this.#isStalled = false;
    for (const direction of this.#directions) direction.flush();
  }

  /** Breaks all connections; peers may connect again at once. */
  reset(): void {
    for (const direction of [...this.#directions]) direction.reset();
  }

  async close(): Promise<void> {
    this.reset();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  get isStalled(): boolean {
    return this.#isStalled;
  }

  /** When bytes that arrive now may pass, by performance.now(). */
  dueMs(): number {
    const { baseMs, jitterMs } = this.#delay;
    const jitter = jitterMs === 0 ? 0 : this.#random.below(jitterMs + 1);
    return performance.now() + baseMs + jitter;
  }

  #accept(near: Socket): void {
    const far = connect(this.#target);
    near.setNoDelay(true);
    far.setNoDelay(true);
    const directions = [new Direction(this, near, far), new Direction(this, far, near)];
    for (const direction of directions) this.#directions.add(direction);
    const end = (): void => {
      for (const direction of directions) {
        this.#directions.delete(direction);
        direction.end();
      }
      near.destroy();
      far.destroy();
    };
    // The loss of one side is the loss of the other; a half-closed connection has no use here.
    for (const socket of [near, far]) {
      socket.once("close", end);
      socket.on("error", end);
    }
  }
}

/** Bytes on their way from one socket to another. */
class Direction {
  readonly #relay: TcpRelay;
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #held: { readonly dueMs: number; readonly bytes: Uint8Array }[] = [];
  #heldBytes = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(relay: TcpRelay, from: Socket, to: Socket) {
    this.#relay = relay;
    this.#from = from;
    this.#to = to;
    from.on("data", (bytes: Uint8Array) => this.#take(bytes));
  }

  /** Passes on what is due, in the order in which it came. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#relay.isStalled) return;
    const nowMs = performance.now();
    while (this.#held.length > 0 && this.#held[0]!.dueMs <= nowMs) {
      const { bytes } = this.#held.shift()!;
      this.#heldBytes -= bytes.length;
      this.#to.write(bytes);
    }
    if (this.#heldBytes < MAX_HELD_BYTES) this.#from.resume();
    const next = this.#held[0];
    if (next !== undefined) this.#timer = setTimeout(() => this.flush(), next.dueMs - nowMs);
  }

  /**
   * Not resetAndDestroy(): on a socket that still connects or writes it leaves libuv with a request
   * that never ends, and the process spins for ever. Bytes that were not read make the kernel send
   * a reset all the same.
   */
  reset(): void {
    this.#from.destroy();
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#held.length = 0;
  }

  #take(bytes: Uint8Array): void {
    this.#held.push({ dueMs: this.#relay.dueMs(), bytes });
    this.#heldBytes += bytes.length;
    if (this.#heldBytes >= MAX_HELD_BYTES) this.#from.pause();
    if (this.#timer === null) this.flush();
  }
}
