/** What members ask of each other beside raft, over the simulated wires. */

import {
  type PeerHash,
  type PeerLease,
  type PeerMembership,
  PeerRequestError,
  type PeerRequests,
  type PeerServices,
  type PeerVersions,
  type RequestLimits,
} from "@kvorum/peer";
import type { etcdserverpb } from "@kvorum/proto";
import type { Host, Network } from "./network.ts";
import type { Process } from "./process.ts";

export class SimulatedPeerRequests implements PeerRequests {
  readonly #network: Network;
  readonly #host: Host;
  readonly #process: Process;
  readonly #clusterId: bigint;
  readonly #open = new Set<() => void>();
  #isClosed = false;

  constructor(options: { network: Network; host: Host; process: Process; clusterId: bigint }) {
    this.#network = options.network;
    this.#host = options.host;
    this.#process = options.process;
    this.#clusterId = options.clusterId;
  }

  members(urls: readonly string[], limits: RequestLimits): Promise<PeerMembership> {
    const clusterId = this.#clusterId;
    return this.#ask(urls, limits, (services) =>
      Promise.resolve({ clusterId, members: services.members() }),
    );
  }

  versions(urls: readonly string[], limits: RequestLimits): Promise<PeerVersions> {
    return this.#ask(urls, limits, (services) => Promise.resolve(services.versions()));
  }

  isDowngradeEnabled(urls: readonly string[], limits: RequestLimits): Promise<boolean> {
    return this.#ask(urls, limits, (services) => services.isDowngradeEnabled());
  }

  promote(
    urls: readonly string[],
    id: bigint,
    limits: RequestLimits,
  ): Promise<readonly etcdserverpb.Member[]> {
    return this.#ask(urls, limits, (services) => services.promote(id));
  }

  hashKv(urls: readonly string[], revision: number, limits: RequestLimits): Promise<PeerHash> {
    return this.#ask(urls, limits, (services) => services.hashKv(revision));
  }

  renewLease(urls: readonly string[], id: bigint, limits: RequestLimits): Promise<number> {
    return this.#ask(urls, limits, (services) => services.renewLease(id));
  }

  timeToLive(
    urls: readonly string[],
    request: { readonly id: bigint; readonly keys: boolean },
    limits: RequestLimits,
  ): Promise<PeerLease> {
    return this.#ask(urls, limits, (services) => services.timeToLive(request));
  }

  close(): void {
    this.#isClosed = true;
    for (const abort of [...this.#open]) abort();
  }

  #ask<T>(
    urls: readonly string[],
    { timeoutMs }: RequestLimits,
    ask: (services: PeerServices) => Promise<T>,
  ): Promise<T> {
    const network = this.#network;
    const asker = this.#process;
    asker.assertAlive();
    if (this.#isClosed) return Promise.reject(new PeerRequestError("closed"));
    return new Promise<T>((resolve, reject) => {
      let isOpen = true;
      const settle = (action: () => void): void => {
        if (!isOpen) return;
        isOpen = false;
        timer.cancel();
        this.#open.delete(abort);
        action();
      };
      const abort = (): void => settle(() => reject(new PeerRequestError("closed")));
      this.#open.add(abort);
      const timer = asker.after(timeoutMs, () =>
        settle(() => reject(new PeerRequestError("context deadline exceeded"))),
      );
      const target = urls.map((url) => network.hostOf(url)).find((host) => host !== null) ?? null;
      const station = target?.station ?? null;
      if (target === null || station === null) {
        asker.complete(network.delayMs(), () =>
          settle(() => reject(new PeerRequestError("connection refused"))),
        );
        return;
      }
      const isLost = (): boolean =>
        network.isCut(this.#host.name, target.name) || network.isCut(target.name, this.#host.name);
      const answer = (action: () => void): void => {
        network.scheduler.after(network.delayMs(), () => {
          if (!isLost()) asker.deliver(() => settle(action));
        });
      };
      network.scheduler.after(network.delayMs(), () => {
        if (isLost() || target.station !== station) return;
        station.process.deliver(() => {
          ask(station.services()).then(
            (result) => answer(() => resolve(result)),
            (error: unknown) => answer(() => reject(error)),
          );
        });
      });
    });
  }
}
