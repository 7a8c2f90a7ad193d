/** All gRPC services of one member, registered on one set of routes. */

import { GrpcRoutes } from "@kvorum/http2";
import { registerCluster } from "./cluster.ts";
import { registerHealth } from "./health.ts";
import { registerKv } from "./kv.ts";
import { type LeaseServiceOptions, registerLease } from "./lease.ts";
import { type RunSliced, registerMaintenance } from "./maintenance.ts";
import type { ServedMember } from "./served-member.ts";
import { registerWatch, type WatchServiceOptions, type WatchStreamsGauge } from "./watch.ts";

export interface ServiceOptions extends LeaseServiceOptions, WatchServiceOptions {
  readonly runSliced: RunSliced;
}

export interface Services {
  readonly routes: GrpcRoutes;
  readonly watchStreams: WatchStreamsGauge;
}

export function createServices(member: ServedMember, options: ServiceOptions): Services {
  const routes = new GrpcRoutes();
  registerKv(routes, member);
  const watchStreams = registerWatch(routes, member, options);
  registerLease(routes, member, options);
  registerCluster(routes, member);
  registerMaintenance(routes, member, options.runSliced);
  registerHealth(routes, member);
  return { routes, watchStreams };
}
