/**
 * Whether a peer counts as connected, and since when. Any established stream and any answered POST
 * make it active; any failure to dial, read or write makes it inactive until the next success.
 */

import { idText } from "./identity.ts";
import type { TransportContext } from "./transport-context.ts";

export class PeerStatus {
  readonly #context: TransportContext;
  readonly #id: bigint;
  #sinceMs: number | null = null;

  constructor(context: TransportContext, id: bigint) {
    this.#context = context;
    this.#id = id;
  }

  /** Monotonic milliseconds; null while inactive. */
  get activeSinceMs(): number | null {
    return this.#sinceMs;
  }

  activate(): void {
    if (this.#sinceMs !== null || this.#context.isStopped) return;
    this.#sinceMs = this.#context.clock.monotonicMs();
    this.#context.logger.info("peer became active", { "peer-id": idText(this.#id) });
    this.#context.observer.activeChanged(this.#id, true);
  }

  /** `action` is what failed, such as "dial" or "write". */
  deactivate(action: string, reason: string): void {
    if (this.#context.isStopped) return;
    const fields = { "peer-id": idText(this.#id), error: `failed to ${action} (${reason})` };
    if (this.#sinceMs === null) {
      this.#context.logger.debug("peer deactivated again", fields);
      return;
    }
    this.#sinceMs = null;
    this.#context.logger.warn("peer became inactive (message send to peer failed)", fields);
    this.#context.observer.activeChanged(this.#id, false);
  }

  /** The peer is no longer one. */
  end(): void {
    if (this.#sinceMs === null) return;
    this.#sinceMs = null;
    this.#context.observer.activeChanged(this.#id, false);
  }
}
