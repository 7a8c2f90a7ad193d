/**
 * The whole history of a member from one revision on, as a watcher over all keys gets it. That
 * revisions come whole, in order and once is checked here; what they hold is the ledger's matter.
 */

import { etcdserverpb, type mvccpb } from "@kvorum/proto";
import type { RawClient } from "../raw/client.ts";
import { DurabilityError, type RevisionEvents } from "./ledger.ts";

const ALL_KEYS = Uint8Array.of(0);
const READ_LIMIT_MS = 20_000;

/** Events of the revisions `from` to `to`, both inclusive. @throws DurabilityError */
export function readHistory(
  client: RawClient,
  range: { from: number; to: number },
): Promise<RevisionEvents[]> {
  if (range.from > range.to) return Promise.resolve([]);
  return new Promise((resolve, reject) => {
    const history: { revision: number; events: mvccpb.Event[] }[] = [];
    let lastOfResponse = 0;
    let isDone = false;
    const finish = (error: Error | null): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      stream.cancel();
      if (error === null) resolve(history);
      else reject(error);
    };
    const fail = (message: string): void => {
      finish(new DurabilityError(`watch from ${range.from} to ${range.to}: ${message}`));
    };
    const stream = client.stream("/etcdserverpb.Watch/Watch", {
      onMessage: (message) => {
        const response = etcdserverpb.decodeWatchResponse(message);
        if (response.canceled) fail(`canceled, compacted at ${response.compactRevision}`);
        for (const [i, event] of response.events.entries()) {
          const revision = event.kv?.modRevision ?? 0;
          const last = history.at(-1);
          if (last !== undefined && revision === last.revision) {
            if (i === 0) fail(`revision ${revision} came in two responses or twice`);
            last.events.push(event);
          } else history.push({ revision, events: [event] });
        }
        lastOfResponse = history.at(-1)?.revision ?? 0;
        if (lastOfResponse >= range.to) finish(null);
      },
      onEnd: (status, message) => fail(`stream ended with ${status} ${message}`),
    });
    const timer = setTimeout(
      () => fail(`got only up to ${lastOfResponse} in ${READ_LIMIT_MS} ms`),
      READ_LIMIT_MS,
    );
    stream.send(
      etcdserverpb.encodeWatchRequest({
        createRequest: { key: ALL_KEYS, rangeEnd: ALL_KEYS, startRevision: range.from },
      }),
    );
  });
}
