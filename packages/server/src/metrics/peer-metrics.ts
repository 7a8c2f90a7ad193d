/** What the transport to the other members tells, as `etcd_network_*`. Metrics, section 5. */

import type { PeerObserver } from "@kvorum/peer";
import { memberIdText } from "@kvorum/store";
import type { ServerMetrics } from "./families.ts";

/** @param localId - the label that names this member. */
export function peerMetrics(metrics: ServerMetrics, localId: bigint): PeerObserver {
  const local = memberIdText(localId);
  // Called for each turn and peer: no text is made twice for the same member.
  const names = new Map<bigint, string>();
  const nameOf = (id: bigint): string => {
    let name = names.get(id);
    if (name === undefined) {
      name = memberIdText(id);
      names.set(id, name);
    }
    return name;
  };
  return {
    activeChanged: (id, isActive) => {
      metrics.activePeers.child(local, nameOf(id)).set(isActive ? 1 : 0);
      if (!isActive) metrics.disconnectedPeers.child(local, nameOf(id)).increment();
    },
    sentBytes: (id, bytes) => metrics.peerSentBytes.child(nameOf(id)).add(bytes),
    receivedBytes: (id, bytes) => metrics.peerReceivedBytes.child(nameOf(id)).add(bytes),
    sendFailed: (id, count) => metrics.peerSentFailures.child(nameOf(id)).add(count),
    receiveFailed: (from) => metrics.peerReceivedFailures.child(from).increment(),
    roundTrip: (id, seconds) => metrics.peerRoundTripTime.child(nameOf(id)).observe(seconds),
    snapshotSendStarted: (id) => metrics.snapshotSendInflights.child(nameOf(id)).add(1),
    snapshotSendEnded: (id, outcome, seconds) => {
      const name = nameOf(id);
      metrics.snapshotSendInflights.child(name).add(-1);
      if (outcome === "success") {
        metrics.snapshotSendSuccesses.child(name).increment();
        metrics.snapshotSendDuration.child(name).observe(seconds);
      } else metrics.snapshotSendFailures.child(name).increment();
    },
    snapshotReceiveStarted: (from) => metrics.snapshotReceiveInflights.child(from).add(1),
    snapshotReceiveEnded: (from, outcome, seconds) => {
      const isCounted = metrics.snapshotReceiveInflights
        .children()
        .some(({ values }) => values[0] === from);
      if (isCounted) metrics.snapshotReceiveInflights.child(from).add(-1);
      if (outcome === "success") {
        metrics.snapshotReceiveSuccesses.child(from).increment();
        metrics.snapshotReceiveDuration.child(from).observe(seconds);
      } else metrics.snapshotReceiveFailures.child(from).increment();
    },
  };
}
