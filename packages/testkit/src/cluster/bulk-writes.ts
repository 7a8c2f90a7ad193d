/**
 * Many recorded puts at once, so that a member that is down misses more of the log than its fellows
 * keep, and has to be sent a snapshot.
 */

import { latin1ToBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import type { ClusterLoad } from "./cluster-load.ts";
import type { ClusterMember } from "./cluster-member.ts";
import { performCall } from "./recorded-call.ts";

const IN_FLIGHT = 64;
const KEYS = 500;
const TIMEOUT_MS = 20_000;
/** Refusals and losses of answers are allowed for, a cluster that takes nothing is not. */
const ATTEMPTS_LIMIT = 2;

/** Resolves when `count` puts are acknowledged. @throws Error when too many are not */
export async function writeBulk(
  load: ClusterLoad,
  options: { readonly via: ClusterMember; readonly count: number },
): Promise<void> {
  const { via, count } = options;
  const client = await via.connect();
  const clientNumber = load.takeClientNumber();
  let sent = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (done < count && sent < ATTEMPTS_LIMIT * count) {
      const number = sent++;
      const request = {
        ...etcdserverpb.createPutRequest(),
        key: latin1ToBytes(`bulk/${number % KEYS}`),
        value: latin1ToBytes(`${clientNumber}.${number} `),
      };
      const operation = await performCall(
        { method: "Put", request },
        {
          recorder: load.recorder,
          client,
          clientNumber,
          member: via,
          timeoutMs: TIMEOUT_MS,
        },
      );
      if (operation.outcome === "done") done++;
    }
  };
  try {
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  } finally {
    client.close();
  }
  if (done < count)
    throw new Error(`only ${done} of ${sent} bulk puts acknowledged by ${via.label}`);
}
