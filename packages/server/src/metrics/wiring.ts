/**
 * Connects the families to where the figures are kept. Figures that others count are read when
 * somebody scrapes; only what has no other home is updated as it happens (see member.ts).
 */

import type { GrpcRoutes, Http2Server } from "@kvorum/http2";
import { memberIdText } from "@kvorum/store";
import type { Gateway } from "../gateway/gateway.ts";
import type { Member } from "../member/member.ts";
import type { WatchStreamsGauge } from "../services/watch.ts";
import type { ServerMetrics } from "./families.ts";
import type { GrpcMetrics } from "./grpc-metrics.ts";
import type { MetricsRegistry } from "./registry.ts";

const ALARM_NAMES = ["NONE", "NOSPACE", "CORRUPT"] as const;

export interface MetricSources {
  readonly registry: MetricsRegistry;
  readonly metrics: ServerMetrics;
  readonly grpc: GrpcMetrics;
  readonly member: Member;
  readonly routes: GrpcRoutes;
  readonly http2: Http2Server;
  /** Null when the gateway is switched off. */
  readonly gateway: Gateway | null;
  readonly watchStreams: WatchStreamsGauge;
  readonly featureGates: readonly {
    readonly name: string;
    readonly stage: string;
    readonly isEnabled: boolean;
  }[];
}

export function wireMetrics(sources: MetricSources): void {
  const { registry, metrics, member, http2, gateway, watchStreams } = sources;
  const { store, disk } = member;
  const id = memberIdText(member.id);

  metrics.serverId.child(id).set(1);
  metrics.serverVersion.child(member.versions.server).set(1);
  metrics.goVersion.child(process.version).set(1);
  for (const { name, stage, isEnabled } of sources.featureGates) {
    metrics.featureEnabled.child(name, stage).set(isEnabled ? 1 : 0);
  }

  metrics.hasLeader.readFrom(() => (member.hasLeader ? 1 : 0));
  metrics.isLeader.readFrom(() => (member.isLeader ? 1 : 0));
  metrics.isLearner.readFrom(() => (member.isLearner ? 1 : 0));
  metrics.proposalsCommitted.readFrom(() => member.status().committedIndex);
  metrics.proposalsApplied.readFrom(() => store.appliedIndex);
  metrics.proposalsPending.readFrom(() => member.pendingProposalsCount);
  metrics.quotaBackendBytes.readFrom(() => member.quotaBackendBytes);
  metrics.authRevision.readFrom(() => store.auth.revision);

  metrics.walWriteBytes.readFrom(() => disk.wal.writtenBytes);
  metrics.dbTotalSize.readFrom(() => disk.backend.sizeBytes);
  metrics.dbSizeInUse.readFrom(() => disk.backend.sizeInUseBytes);
  metrics.keys.readFrom(() => store.keysCount);
  metrics.currentRevision.readFrom(() => store.revision);
  metrics.compactRevision.readFrom(() => store.compactRevision);
  metrics.watchStreams.readFrom(() => watchStreams.openStreams);
  metrics.watchers.readFrom(() => store.watchHub.counters.watchersCount);
  metrics.slowWatchers.readFrom(() => store.watchHub.counters.slowWatchersCount);
  metrics.pendingEvents.readFrom(() => store.watchHub.counters.refusedEventsCount);

  registry.onScrape(() => {
    const { counters } = store;
    metrics.puts.value = counters.putsTotal;
    metrics.ranges.value = counters.rangesTotal;
    metrics.deletes.value = counters.deletesTotal;
    metrics.txns.value = counters.txnsTotal;
    metrics.putSize.set(counters.putBytesTotal);
    metrics.dbCompactionKeys.value = counters.compactedRevisionsTotal;

    metrics.events.value = store.watchHub.counters.eventsTotal;
    const leases = store.lessor.counters;
    metrics.leaseGranted.value = leases.grantedTotal;
    metrics.leaseRevoked.value = leases.revokedTotal;
    metrics.leaseRenewed.value = leases.renewedTotal;
    metrics.leaseExpired.value = leases.expiredTotal;
    metrics.leaseTtl.sum = leases.ttlSumSeconds;
    metrics.leaseTtl.counts.set(leases.ttlBuckets);

    for (const child of metrics.alarms.children()) child.instrument.set(0);
    for (const { memberID, alarm } of store.alarms.list(0)) {
      metrics.alarms.child(memberIdText(memberID), ALARM_NAMES[alarm] ?? String(alarm)).set(1);
    }
    for (const child of metrics.clusterVersion.children()) child.instrument.set(0);
    const cluster = member.versions.cluster;
    if (cluster !== null) {
      metrics.clusterVersion.child(cluster.split(".").slice(0, 2).join(".")).set(1);
    }

    for (const child of metrics.knownPeers.children()) child.instrument.set(0);
    for (const known of store.members.list) {
      metrics.knownPeers.child(id, memberIdText(known.id)).set(1);
    }

    metrics.clientReceivedBytes.value =
      http2.counters.messageBytesReceived + (gateway?.messageBytesReceived ?? 0);
    metrics.clientSentBytes.value =
      http2.counters.messageBytesSent + (gateway?.messageBytesSent ?? 0);
    for (const route of sources.routes.all()) {
      const method = sources.grpc.forPath(route.path);
      if (method === undefined) continue;
      method.started = route.started;
      method.messagesReceived = route.messagesReceived;
      method.messagesSent = route.messagesSent;
      method.handled.set(route.handled);
    }
  });
}
