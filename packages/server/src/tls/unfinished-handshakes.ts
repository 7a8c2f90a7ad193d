/**
 * Connections between accept and the end of their TLS handshake. A burst of honest clients may
 * open many at once, so the limits look only at those that have been unfinished for a while, and
 * the slowest one makes room for the new one. Reliability, part 8.
 *
 * Sockets without an address (Unix) count among all, and not by address.
 */

import type { Socket } from "node:net";
import {
  HANDSHAKE_GRACE_MS,
  MAX_UNFINISHED_HANDSHAKES,
  MAX_UNFINISHED_HANDSHAKES_PER_ADDRESS,
} from "./limits.ts";

interface Handshake {
  readonly socket: Socket;
  readonly address: string;
  readonly sinceMs: number;
}

export class UnfinishedHandshakes {
  /** Oldest first. */
  readonly #all = new Map<Socket, Handshake>();
  readonly #byAddress = new Map<string, Set<Handshake>>();

  get size(): number {
    return this.#all.size;
  }

  add(socket: Socket, nowMs: number): void {
    const handshake = { socket, address: socket.remoteAddress ?? "", sinceMs: nowMs };
    this.#all.set(socket, handshake);
    const same = this.#byAddress.get(handshake.address);
    if (same === undefined) this.#byAddress.set(handshake.address, new Set([handshake]));
    else same.add(handshake);
  }

  /** Harmless where the socket is not, or no longer, among them. */
  delete(socket: Socket): void {
    const handshake = this.#all.get(socket);
    if (handshake === undefined) return;
    this.#all.delete(socket);
    const same = this.#byAddress.get(handshake.address)!;
    same.delete(handshake);
    if (same.size === 0) this.#byAddress.delete(handshake.address);
  }

  /** Who has to go before another one from this address may begin, or null. */
  slowestOver(address: string, nowMs: number): Socket | null {
    const same = address === "" ? undefined : this.#byAddress.get(address);
    let oldest: Handshake | undefined;
    if (same !== undefined && same.size >= MAX_UNFINISHED_HANDSHAKES_PER_ADDRESS) {
      [oldest] = same;
    } else if (this.#all.size >= MAX_UNFINISHED_HANDSHAKES) {
      [oldest] = this.#all.values();
    }
    return oldest !== undefined && nowMs - oldest.sinceMs >= HANDSHAKE_GRACE_MS
      ? oldest.socket
      : null;
  }

  *[Symbol.iterator](): Generator<Socket> {
    yield* this.#all.keys();
  }
}
