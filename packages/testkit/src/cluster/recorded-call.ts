/**
 * Sends one recorded request once and writes down how it ended. Nothing is retried: an attempt that
 * failed is an operation of its own, else "at most once" could not be checked.
 */

import { etcdserverpb, type MethodDescriptor } from "@kvorum/proto";
import type { Call, Method, Operation } from "../history/history.ts";
import type { HistoryRecorder } from "../history/history-recorder.ts";
import { etcdMethod, type RawClient } from "../raw/client.ts";
import type { ClusterMember } from "./cluster-member.ts";

const services: Record<Method, string> = {
  Range: "KV",
  Put: "KV",
  DeleteRange: "KV",
  Txn: "KV",
  Compact: "KV",
  LeaseGrant: "Lease",
  LeaseRevoke: "Lease",
  LeaseKeepAlive: "Lease",
  LeaseTimeToLive: "Lease",
};

/** Statuses that a client makes up; any name for them that the table lacks would do. */
const DEADLINE_EXCEEDED = 4;
const SORT_BY_VALUE = 4;

export interface CallPlace {
  readonly recorder: HistoryRecorder;
  readonly client: RawClient;
  /** Number of the logical client, for the history. */
  readonly clientNumber: number;
  readonly member: ClusterMember;
  readonly timeoutMs: number;
}

/** Resolves with the ended operation, whatever became of it. */
export async function performCall(call: Call, place: CallPlace): Promise<Operation> {
  const operation = place.recorder.callAny(call, {
    client: place.clientNumber,
    member: place.member.name,
    nowMs: performance.now(),
  });
  const method = etcdMethod(`${services[call.method]}/${call.method}`);
  const request = method.request.encode(call.request);
  if (call.method === "LeaseKeepAlive") {
    await keepAliveOnce(operation, { ...place, method, request });
    return operation;
  }
  const reply = await place.client.call(method.path, request, { timeoutMs: place.timeoutMs });
  const nowMs = performance.now();
  if (reply.status === 0 && reply.body !== null) {
    const answer = method.response.decode(reply.body) as object;
    if (!place.member.command.isKvorum && isKeysOnly(call)) {
      leaveOutLeases(answer as etcdserverpb.RangeResponse);
    }
    place.recorder.doneAny(operation, answer, nowMs);
  } else place.recorder.failed(operation, reply, nowMs);
  return operation;
}

/** Such answers lose the lease in 3.7, except where values had to be read for the order. */
function isKeysOnly(call: Call): boolean {
  return (
    call.method === "Range" && call.request.keysOnly && call.request.sortTarget !== SORT_BY_VALUE
  );
}

/** etcd 3.4 keeps the lease in answers of keys only, the 3.7 of the checkers' model leaves it out. */
function leaveOutLeases(answer: etcdserverpb.RangeResponse): void {
  for (const kv of answer.kvs) kv.lease = 0n;
}

/** One message each way on a stream of its own. */
function keepAliveOnce(
  operation: Operation,
  place: CallPlace & { readonly method: MethodDescriptor; readonly request: Uint8Array },
): Promise<void> {
  return new Promise((resolve) => {
    let isEnded = false;
    const finish = (record: (nowMs: number) => void): void => {
      if (isEnded) return;
      isEnded = true;
      clearTimeout(timer);
      record(performance.now());
      resolve();
    };
    const stream = place.client.stream(place.method.path, {
      onMessage: (message) => {
        const answer = etcdserverpb.decodeLeaseKeepAliveResponse(message);
        finish((nowMs) => place.recorder.doneAny(operation, answer, nowMs));
        stream.cancel();
      },
      onEnd: (status, message) => {
        finish((nowMs) => place.recorder.failed(operation, { status, message }, nowMs));
      },
    });
    const timer = setTimeout(() => {
      finish((nowMs) => {
        const error = { status: DEADLINE_EXCEEDED, message: `no reply in ${place.timeoutMs} ms` };
        place.recorder.failed(operation, error, nowMs);
      });
      stream.cancel();
    }, place.timeoutMs);
    stream.send(place.request);
  });
}
