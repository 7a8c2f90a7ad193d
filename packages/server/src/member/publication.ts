/**
 * What this member tells the cluster through the log beside clients' requests: its name and client
 * URLs, once for each start, and as the leader the cluster version. Each in the form that all
 * members can read (cluster/membership-form.ts). Apply specification, sections 3 and 7.
 *
 * Published is only what the cluster is known to have as a member, because a Go member ends at a
 * setter for somebody unknown.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import type { PeerRequests } from "@kvorum/peer";
import { type Members, memberIdText } from "@kvorum/store";
import { askVersions } from "../cluster/member-versions.ts";
import { type MembershipSetter, type SetterForm, settleForm } from "../cluster/membership-form.ts";
import type { Logger } from "../logging/logger.ts";
import type { Waiter } from "./proposals.ts";

/** After a failed attempt to publish. */
const RETRY_MS = 100;
/** For each member that is asked for its version. */
const VERSION_TIMEOUT_MS = 1000;

export interface PublicationOptions {
  readonly id: bigint;
  readonly clusterId: bigint;
  readonly name: string;
  readonly clientUrls: readonly string[];
  readonly requestTimeoutMs: number;
  readonly members: Members;
  readonly requests: PeerRequests;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly hasLeader: () => boolean;
  readonly propose: (setter: MembershipSetter, form: SetterForm, waiter: Waiter) => void;
  /** The member is known by name now, and may serve clients. */
  readonly published: () => void;
  readonly failed: (error: unknown) => void;
}

export class Publication {
  readonly #options: PublicationOptions;
  #state: "due" | "under way" | "done" = "due";
  #retry: TimerHandle | null = null;
  #hasStopped = false;

  constructor(options: PublicationOptions) {
    this.#options = options;
  }

  get isDone(): boolean {
    return this.#state === "done";
  }

  /** Publishes if that is still to be done, a leader is known, and the cluster has this member. */
  check(): void {
    const { id, members, hasLeader, failed } = this.#options;
    if (this.#state !== "due" || this.#hasStopped || !hasLeader()) return;
    if (members.get(id) === undefined) return;
    this.#state = "under way";
    this.#settleForm().then((form) => this.#publish(form), failed);
  }

  /** The store was replaced: what this member has proposed may have come with it. */
  storeReplaced(): void {
    const { id, members, name, clientUrls } = this.#options;
    const own = members.get(id);
    if (this.#state !== "under way" || own === undefined || own.name !== name) return;
    if (own.clientUrls.join() === [...clientUrls].join()) this.#settle();
  }

  /** Proposes the cluster version; what becomes of it shows at apply. */
  proposeVersion(version: string): void {
    const { propose, failed } = this.#options;
    this.#settleForm().then((form) => {
      if (this.#hasStopped) return;
      propose({ kind: "version", version }, form, { settled: () => {}, failed: () => {} });
    }, failed);
  }

  stop(): void {
    this.#hasStopped = true;
    this.#retry?.cancel();
  }

  #settleForm(): Promise<SetterForm> {
    const { id, members, requests, clock, timers, logger } = this.#options;
    return settleForm({
      ...{ clock, timers },
      clusterVersion: () => members.clusterVersion,
      askOthers: () =>
        askVersions(
          members.list.filter((member) => member.id !== id),
          { requests, log: logger, timeoutMs: VERSION_TIMEOUT_MS },
        ),
    });
  }

  #publish(form: SetterForm): void {
    if (this.#hasStopped) return;
    const { id, name, clientUrls, timers, logger } = this.#options;
    this.#options.propose({ kind: "attributes", memberId: id, name, clientUrls }, form, {
      settled: () => this.#settle(),
      failed: (error) => {
        if (this.#hasStopped || this.#state === "done") return;
        logger.warn("failed to publish local member to cluster through raft", {
          "local-member-id": memberIdText(id),
          error: error.message,
        });
        this.#retry = timers.after(RETRY_MS, () => {
          this.#state = "due";
          this.check();
        });
      },
    });
  }

  #settle(): void {
    if (this.#state === "done") return;
    this.#state = "done";
    const { id, clusterId, name, clientUrls, requestTimeoutMs, logger } = this.#options;
    logger.info("published local member to cluster through raft", {
      "local-member-id": memberIdText(id),
      "local-member-attributes": `{Name:${name} ClientURLs:[${clientUrls.join(" ")}]}`,
      "cluster-id": memberIdText(clusterId),
      "publish-timeout": `${requestTimeoutMs / 1000}s`,
    });
    this.#options.published();
  }
}
