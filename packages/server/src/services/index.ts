/** All gRPC services of one member, registered on one set of routes. */

import { GrpcRoutes } from "@kvorum/http2";
import { type AuthServiceOptions, registerAuth } from "./auth.ts";
import { registerCluster } from "./cluster.ts";
import { registerHealth } from "./health.ts";
import { registerKv } from "./kv.ts";
import { LeaderMonitor } from "./leader-monitor.ts";
import { type LeaseServiceOptions, registerLease } from "./lease.ts";
import { type RunSliced, registerMaintenance } from "./maintenance.ts";
import type { ServedMember } from "./served-member.ts";
import { registerWatch, type WatchServiceOptions, type WatchStreamsGauge } from "./watch.ts";

export interface ServiceOptions
  extends AuthServiceOptions,
    Omit<LeaseServiceOptions & WatchServiceOptions, "leaderMonitor"> {
  readonly runSliced: RunSliced;
  readonly electionTimeoutMs: number;
}

export interface Services {
  readonly routes: GrpcRoutes;
  readonly watchStreams: WatchStreamsGauge;
  /** Timers of its own end; open calls are the connections' business. */
  stop(): void;
}

export function createServices(member: ServedMember, options: ServiceOptions): Services {
  const routes = new GrpcRoutes();
  registerKv(routes, member);
  const leaderMonitor = new LeaderMonitor(member, {
    timers: options.timers,
    intervalMs: options.electionTimeoutMs,
  });
  const watchStreams = registerWatch(routes, member, { ...options, leaderMonitor });
  registerLease(routes, member, { ...options, leaderMonitor });
  registerCluster(routes, member);
  registerMaintenance(routes, member, options.runSliced);
  registerAuth(routes, member, options);
  registerHealth(routes, member);
  return { routes, watchStreams, stop: () => leaderMonitor.stop() };
}
