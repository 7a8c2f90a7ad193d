/**
 * Keeping a lease alive. Renewals go out every third of the lease's life, over a stream that is
 * opened again when it breaks, until the server says that the lease is gone or its life has
 * certainly passed without an answer.
 */

import { errorTable, type etcdserverpb } from "@kvorum/proto";
import type { CallOptions, Client } from "./client.ts";
import { ClientError } from "./errors.ts";
import { STREAM_RETRY_PAUSE_MS } from "./limits.ts";
import { lease } from "./methods.ts";
import { pause } from "./pause.ts";
import { systemClock } from "./system-ports.ts";
import { isTemporary } from "./watch.ts";

export type KeepAliveResponse = etcdserverpb.LeaseKeepAliveResponse;

/**
 * Renews a lease once.
 *
 * @throws ClientError; LeaseNotFound when there is no such lease.
 */
export async function keepAliveOnce(
  client: Client,
  leaseId: bigint,
  options: CallOptions = {},
): Promise<KeepAliveResponse> {
  for (;;) {
    try {
      const answer = await renewOnce(client, leaseId, options);
      if (answer !== null) {
        if (answer.TTL > 0) return answer;
        const entry = errorTable.LeaseNotFound;
        throw new ClientError({
          code: "LeaseNotFound",
          status: entry.status,
          description: entry.text,
          message: entry.text,
          outcome: entry.outcome,
        });
      }
    } catch (error) {
      if (!isTemporary(error)) throw error;
    }
    await pause(STREAM_RETRY_PAUSE_MS, options.signal);
  }
}

async function renewOnce(
  client: Client,
  leaseId: bigint,
  options: CallOptions,
): Promise<KeepAliveResponse | null> {
  const stream = await client.stream(lease.keepAlive, options);
  try {
    stream.send({ ID: leaseId });
    for await (const answer of stream) return answer;
    return null;
  } finally {
    stream.cancel();
  }
}

/**
 * Renews a lease until it is gone, and yields each renewal. Returns when the lease has expired or
 * was revoked, when `signal` is aborted, or when the client is closed.
 *
 * @throws ClientError when the server refuses for another reason.
 */
export async function* keepAlive(
  client: Client,
  leaseId: bigint,
  options: { signal?: AbortSignal } = {},
): AsyncGenerator<KeepAliveResponse, void, void> {
  const signal =
    options.signal === undefined
      ? client.closing
      : AbortSignal.any([options.signal, client.closing]);
  let aliveUntilMs = Number.POSITIVE_INFINITY;
  while (!signal.aborted && systemClock.monotonicMs() < aliveUntilMs) {
    try {
      const remainingMs = aliveUntilMs - systemClock.monotonicMs();
      const stream = await client.stream(lease.keepAlive, {
        timeoutMs: null,
        connectTimeoutMs: Number.isFinite(remainingMs) ? remainingMs : null,
        signal,
      });
      try {
        stream.send({ ID: leaseId });
        for await (const answer of stream) {
          if (answer.ID !== leaseId) continue;
          if (answer.TTL <= 0) return;
          aliveUntilMs = systemClock.monotonicMs() + answer.TTL * 1000;
          yield answer;
          await pause((answer.TTL * 1000) / 3, signal);
          if (signal.aborted) return;
          stream.send({ ID: leaseId });
        }
      } finally {
        stream.cancel();
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ClientError) || error.code !== "ContextDeadlineExceeded") {
        if (!isTemporary(error)) throw error;
      }
    }
    await pause(STREAM_RETRY_PAUSE_MS, signal);
  }
}
