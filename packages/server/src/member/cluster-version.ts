/**
 * What a member does about the version that its cluster has agreed on: it ends if its own release
 * is older, tells the log, and brings its storage version along, which is local and not replicated.
 * Deciding the version is the leader's (cluster/version-monitor.ts). Apply specification, 7.
 */

import { bytesToUtf8, utf8ToBytes } from "@kvorum/base";
import { type Backend, type Members, memberIdText } from "@kvorum/store";
import { isNewerVersion } from "../cluster/version.ts";
import { logClusterVersion, releaseRefusal } from "../cluster/version-monitor.ts";
import type { Logger } from "../logging/logger.ts";
import { SERVER_VERSION } from "./member-options.ts";

/** The first release that keeps a storage version. */
const FIRST_STORAGE_VERSION = "3.6.0";
const STORAGE_VERSION_KEY = utf8ToBytes("storageVersion");

export interface ClusterVersionOptions {
  readonly id: bigint;
  readonly clusterId: bigint;
  readonly members: Members;
  readonly backend: Backend;
  readonly logger: Logger;
  /** The backend's batch has grown. */
  readonly written: () => void;
  /** This release is older than the cluster's. */
  readonly failed: (error: Error) => void;
}

export class ClusterVersion {
  readonly #options: ClusterVersionOptions;
  #followed: string | null;

  constructor(options: ClusterVersionOptions) {
    this.#options = options;
    this.#followed = options.members.clusterVersion;
  }

  /** Null before 3.6, and until the cluster has decided. */
  get storageVersion(): string | null {
    const bytes = this.#options.backend.get("meta", STORAGE_VERSION_KEY);
    return bytes === undefined ? null : bytesToUtf8(bytes);
  }

  /** Looks whether the version has changed. Cheap; called after each applied batch. */
  follow(): void {
    const { id, clusterId, members, logger, failed } = this.#options;
    const version = members.clusterVersion;
    const from = this.#followed;
    if (version === from) return;
    this.#followed = version;
    if (version === null) return;
    const refusal = releaseRefusal({ ownServer: SERVER_VERSION, clusterVersion: version });
    if (refusal !== null) {
      logger.error(refusal.message, refusal.fields);
      failed(new Error(refusal.message));
      return;
    }
    const ids = { clusterId: memberIdText(clusterId), memberId: memberIdText(id) };
    logClusterVersion(logger, { ...ids, from, to: version });
    if (!isNewerVersion(FIRST_STORAGE_VERSION, version)) this.#setStorageVersion(version);
  }

  #setStorageVersion(version: string): void {
    const { backend, logger, written } = this.#options;
    if (this.storageVersion === version) return;
    backend.put("meta", STORAGE_VERSION_KEY, utf8ToBytes(version));
    written();
    logger.info("updated storage version", { "new-storage-version": version });
  }
}
