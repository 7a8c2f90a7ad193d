/** How long nobody can write after a leader was lost: reliability.md, parts 1 (P12) and 7. */

import { latin1ToBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { pause } from "./cluster.ts";
import type { ClusterLoad } from "./cluster-load.ts";
import type { ClusterMember } from "./cluster-member.ts";
import { performCall } from "./recorded-call.ts";

const PROBE_EVERY_MS = 50;
/** A probe that was passed on to the lost leader is never answered: others overtake it. */
const PROBE_TIMEOUT_MS = 10_000;
const LIMIT_MS = 30_000;

/**
 * From `sinceMs` (of performance.now()) to the acknowledgement of the first write that was sent
 * after it, in milliseconds. Writes are sent to every survivor again and again, because one that a
 * follower passed on to the lost leader is lost with it.
 * @throws Error when none is acknowledged in 30 s
 */
export async function nextCommittedWriteMs(
  load: ClusterLoad,
  options: { readonly survivors: readonly ClusterMember[]; readonly sinceMs: number },
): Promise<number> {
  const { survivors, sinceMs } = options;
  const clients = await Promise.all(survivors.map((member) => member.connect()));
  const clientNumber = load.takeClientNumber();
  let probesCount = 0;
  let firstMs: number | null = null;
  const probes: Promise<void>[] = [];
  const probe = async (i: number): Promise<void> => {
    const member = survivors[i]!;
    const request = {
      ...etcdserverpb.createPutRequest(),
      key: latin1ToBytes(`probe/${member.name}`),
      value: latin1ToBytes(`${clientNumber}.${probesCount++} `),
    };
    const operation = await performCall(
      { method: "Put", request },
      {
        recorder: load.recorder,
        client: clients[i]!,
        clientNumber,
        member,
        timeoutMs: PROBE_TIMEOUT_MS,
      },
    );
    load.count(operation);
    if (operation.outcome === "done") firstMs ??= performance.now() - sinceMs;
  };
  try {
    while (firstMs === null) {
      if (performance.now() - sinceMs > LIMIT_MS) {
        throw new Error(`no write was acknowledged in ${LIMIT_MS} ms after the leader was lost`);
      }
      for (let i = 0; i < survivors.length; i++) probes.push(probe(i));
      await pause(PROBE_EVERY_MS);
    }
    return firstMs;
  } finally {
    // Closing ends those that nobody will answer, as unknown.
    for (const client of clients) client.close();
    await Promise.all(probes);
  }
}

/** The q-quantile by nearest rank; 0 for no values. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]!;
}
