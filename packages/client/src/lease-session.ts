/**
 * A lease that is kept alive as long as this object lives: what locks and candidacies hang on.
 * When the lease is lost (the server was out of reach for its whole life, or someone revoked it),
 * `lost` fulfils and whatever hangs on it is gone.
 */

import type { Client } from "./client.ts";
import { ClientError } from "./errors.ts";
import { keepAlive } from "./keep-alive.ts";
import { lease } from "./methods.ts";

export class LeaseSession {
  readonly client: Client;
  readonly leaseId: bigint;
  /** Fulfils once the lease is no longer kept alive, close() included; never rejects. */
  readonly lost: Promise<void>;
  readonly #stop: AbortController;
  #isLost = false;

  private constructor(client: Client, leaseId: bigint) {
    this.client = client;
    this.leaseId = leaseId;
    this.#stop = new AbortController();
    this.lost = this.#keepAlive();
  }

  /** @throws ClientError */
  static async open(
    client: Client,
    options: { ttlSeconds: number; signal?: AbortSignal },
  ): Promise<LeaseSession> {
    const call = options.signal === undefined ? {} : { signal: options.signal };
    const granted = await client.unary(lease.grant, { TTL: options.ttlSeconds }, call);
    return new LeaseSession(client, granted.ID);
  }

  /** Revokes the lease, which deletes what hangs on it. Resolves when that has been applied. */
  async close(options: { timeoutMs?: number } = {}): Promise<void> {
    if (this.#isLost) return;
    this.#stop.abort();
    try {
      await this.client.unary(lease.revoke, { ID: this.leaseId }, options);
    } catch (error) {
      // Gone already is what was asked for.
      if (!(error instanceof ClientError) || error.code !== "LeaseNotFound") throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #keepAlive(): Promise<void> {
    try {
      for await (const renewal of keepAlive(this.client, this.leaseId, {
        signal: this.#stop.signal,
      })) {
        if (renewal.TTL <= 0) break;
      }
    } catch (error) {
      // Refused for good: the lease will run out, so it counts as lost now.
      if (!(error instanceof ClientError)) throw error;
    }
    this.#isLost = !this.#stop.signal.aborted;
  }
}
