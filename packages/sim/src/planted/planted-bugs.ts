/**
 * Bugs that are put into the members of a run on purpose, to see that the checkers find them: the
 * historic ones of etcd and classics of the trade (reliability, part 5). Each is planted by
 * patching a method for the time of a run, on a production class or on a seam of the simulator; no
 * production code knows of it.
 */

import { bytesToLatin1 } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { RawNode } from "@kvorum/raft";
import { type AppliedMarker, Wal } from "@kvorum/storage";
import { WatchHub } from "@kvorum/store";
import { ClientConnection, ServerStream } from "../cluster/calls.ts";
import type { Plan } from "../run/plan.ts";
import { ProcessFile, ProcessFileSystem } from "../world/disk.ts";
import { ProcessBackend } from "../world/engine.ts";
import { Network } from "../world/network.ts";
import { Process } from "../world/process.ts";

export interface PlantedBug {
  readonly name: string;
  /** Puts the bug in; returns what takes it out again. */
  readonly plant: () => () => void;
  /** The plan in which it can show: with the faults and clients that it needs. */
  readonly shape: (plan: Plan) => Plan;
}

// Patching -----------------------------------------------------------------------------------

type Methods<T> = {
  [K in keyof T]: T[K] extends (...parameters: never[]) => unknown ? K : never;
}[keyof T];

/** Replaces a method; `make` gets the one that was there. */
function patch<T extends object, K extends Methods<T>>(
  prototype: T,
  name: K,
  make: (original: T[K]) => T[K],
): () => void {
  const original = prototype[name];
  prototype[name] = make(original);
  return () => {
    prototype[name] = original;
  };
}

function both(...undo: readonly (() => void)[]): () => void {
  return () => {
    for (const one of undo) one();
  };
}

// Shapes -------------------------------------------------------------------------------------

type Kind = Plan["faults"][number]["kind"];

/** Faults of the given kinds all along, in place of those of the plan. */
function faultsOf(plan: Plan, kinds: readonly Kind[], count: number): Plan["faults"] {
  return Array.from({ length: count }, (_, i) => ({
    atMs: 500 + Math.floor(((plan.durationMs - 500) * i) / count),
    kind: kinds[i % kinds.length]!,
    seed: (plan.seed * 1000 + i) >>> 0,
  }));
}

function shaped(
  options: {
    readonly kinds?: readonly Kind[];
    readonly count?: number;
    readonly profile?: Plan["profiles"][number];
    readonly members?: number;
  },
  more: (plan: Plan) => Partial<Plan> = () => ({}),
): (plan: Plan) => Plan {
  const { kinds = ["crash"], count = 6, profile, members } = options;
  return (plan) => ({
    ...plan,
    durationMs: 4000,
    membersCount: members ?? Math.max(3, plan.membersCount),
    clientsCount: Math.max(3, plan.clientsCount),
    meanThinkMs: 10,
    faults: faultsOf({ ...plan, durationMs: 4000 }, kinds, count),
    ...(profile === undefined ? {} : { profiles: [profile] }),
    ...more(plan),
  });
}

// Requests on their way ----------------------------------------------------------------------

/** Clients believe to send one request, the member gets another. */
function rewriteUnary(rewrite: (path: string, request: Uint8Array) => Uint8Array): () => void {
  return patch(
    ClientConnection.prototype,
    "unary",
    (original) =>
      function unary(this: ClientConnection, path, request, options, receiver) {
        return original.call(this, path, rewrite(path, request), options, receiver);
      },
  );
}

function rewriteStream(rewrite: (message: Uint8Array) => Uint8Array): () => void {
  return patch(
    ServerStream.prototype,
    "receive",
    (original) =>
      function receive(this: ServerStream, message) {
        const isWatch = this.path.endsWith("/Watch");
        original.call(this, isWatch ? rewrite(message) : message);
      },
  );
}

const RANGE = "/etcdserverpb.KV/Range";
const TXN = "/etcdserverpb.KV/Txn";

// The catalogue ------------------------------------------------------------------------------

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: "sync skipped",
    shape: shaped({ count: 8 }),
    plant: () =>
      both(
        patch(ProcessFile.prototype, "sync", () => function sync() {}),
        patch(
          ProcessFile.prototype,
          "syncAsync",
          () =>
            function syncAsync(_callback) {
              queueMicrotask(() => _callback(null));
            },
        ),
      ),
  },
  {
    name: "reply before sync",
    shape: shaped({ count: 10, members: 1 }),
    plant: () =>
      both(
        patch(
          ProcessFile.prototype,
          "sync",
          () =>
            function sync(this: ProcessFile) {
              this.syncLater(30);
            },
        ),
        patch(
          ProcessFile.prototype,
          "syncAsync",
          () =>
            function syncAsync(this: ProcessFile, callback) {
              this.syncLater(30);
              queueMicrotask(() => callback(null));
            },
        ),
      ),
  },
  {
    name: "vote not on disk",
    shape: shaped({ kinds: ["crash", "partition"], count: 10 }),
    plant: () =>
      patch(
        Wal.prototype,
        "append",
        (original) =>
          function append(this: Wal, batch) {
            const { hardState } = batch;
            original.call(this, {
              ...batch,
              hardState: hardState === null ? null : { ...hardState, vote: 0n },
            });
          },
      ),
  },
  {
    name: "applied index in a transaction of its own",
    shape: shaped({ count: 10 }, (plan) => ({
      settings: { ...plan.settings, backendBatchIntervalMs: 5, backendBatchLimit: 1 },
    })),
    plant: () => {
      const last = new WeakMap<ProcessBackend, AppliedMarker>();
      return patch(
        ProcessBackend.prototype,
        "setApplied",
        (original) =>
          function setApplied(this: ProcessBackend, marker) {
            const before = last.get(this);
            last.set(this, marker);
            if (before !== undefined) original.call(this, before);
          },
      );
    },
  },
  {
    name: "directories not synced",
    shape: shaped({ count: 12 }, (plan) => ({
      segmentBytes: 16_384,
      settings: { ...plan.settings, snapshotCount: 10, snapshotCatchUpEntries: 5 },
    })),
    plant: () =>
      both(
        patch(ProcessFileSystem.prototype, "syncDirectory", () => function syncDirectory() {}),
        patch(
          ProcessFileSystem.prototype,
          "syncDirectoryAsync",
          () =>
            function syncDirectoryAsync(_path, callback) {
              queueMicrotask(() => callback(null));
            },
        ),
      ),
  },
  {
    name: "read index without asking a quorum",
    shape: shaped({ kinds: ["partition"], count: 14, profile: "plain" }, (plan) => ({
      clientsCount: 8,
      settings: {
        ...plan.settings,
        // A leader that was cut off believes in itself for long; the others elect soon.
        heartbeatIntervalMs: 20,
        electionTimeoutMs: 400,
        preVote: false,
      },
    })),
    plant: () =>
      patch(
        RawNode.prototype,
        "readIndex",
        (original) =>
          function readIndex(this: RawNode, context) {
            const { core } = this;
            if (core.role === "leader") {
              core.readStates.push({ index: core.log.committed, context });
            } else original.call(this, context);
          },
      ),
  },
  {
    name: "linearizable reads served from the local store",
    shape: shaped({ kinds: ["pause", "partition"], count: 6 }),
    plant: () =>
      rewriteUnary((path, request) => {
        if (path !== RANGE) return request;
        const decoded = etcdserverpb.decodeRangeRequest(request);
        return etcdserverpb.encodeRangeRequest({ ...decoded, serializable: true });
      }),
  },
  {
    name: "request applied twice",
    shape: shaped({ kinds: ["partition"], count: 2 }),
    plant: () =>
      patch(
        Network.prototype,
        "send",
        (original) =>
          function send(this: Network, from, to, messages, sentMs) {
            original.call(this, from, to, messages, sentMs);
            const proposals = messages.filter(({ type }) => type === 2);
            if (proposals.length > 0) original.call(this, from, to, proposals, sentMs);
          },
      ),
  },
  {
    name: "lease time from the wall clock",
    shape: shaped({ kinds: ["clock"], count: 12, profile: "locks" }),
    plant: () =>
      patch(
        Process.prototype,
        "monotonicMs",
        () =>
          function monotonicMs(this: Process) {
            return this.wallMs();
          },
      ),
  },
  {
    name: "lock without fencing",
    shape: shaped({ kinds: ["pause", "crash"], count: 6, profile: "locks" }, (plan) => ({
      // Whoever holds a lock is slow, and leases are short.
      durationMs: 9000,
      clientsCount: 6,
      meanThinkMs: 120,
      leaseTtlSeconds: 1,
      settings: { ...plan.settings, heartbeatIntervalMs: 20, electionTimeoutMs: 100 },
    })),
    plant: () =>
      rewriteUnary((path, request) => {
        if (path !== TXN) return request;
        const decoded = etcdserverpb.decodeTxnRequest(request);
        const compare = decoded.compare.filter(
          ({ key, createRevision }) =>
            !bytesToLatin1(key).includes("lock/") || (createRevision ?? 0n) === 0n,
        );
        return etcdserverpb.encodeTxnRequest({ ...decoded, compare });
      }),
  },
  {
    name: "progress mark ahead of the events",
    shape: shaped({ kinds: ["maintenance"], count: 6, profile: "compaction" }, () => ({
      streamWindowBytes: 100,
      progressNotifyIntervalMs: 100,
      clientDelayMs: 10,
    })),
    plant: () => patch(WatchHub.prototype, "isSynced", () => () => true),
  },
  {
    name: "doubled event",
    shape: shaped({ count: 2, profile: "listWatch" }),
    plant: () => {
      let sent = 0;
      return patch(
        ServerStream.prototype,
        "sendJoined",
        (original) =>
          function sendJoined(this: ServerStream, head, body) {
            if (this.path.endsWith("/Watch") && body.length > 20 && ++sent % 40 === 0) {
              original.call(this, head, body);
            }
            return original.call(this, head, body);
          },
      );
    },
  },
  {
    name: "events lost on a starved stream",
    shape: shaped({ kinds: ["maintenance"], count: 6, profile: "compaction" }, () => ({
      streamWindowBytes: 60,
      clientDelayMs: 10,
    })),
    plant: () =>
      patch(
        ServerStream.prototype,
        "sendJoined",
        (original) =>
          function sendJoined(this: ServerStream, head, body) {
            if (!this.path.endsWith("/Watch")) return original.call(this, head, body);
            // Nobody is told that the client falls behind, and what does not fit is dropped.
            const isStarved = this.bufferedBytes > 60 && body.length > 20;
            if (!isStarved) original.call(this, head, body);
            return true;
          },
      ),
  },
  {
    name: "watch of the future gets the past",
    shape: shaped({ kinds: ["maintenance"], count: 6, profile: "listWatch" }),
    plant: () =>
      rewriteStream((message) => {
        const { createRequest } = etcdserverpb.decodeWatchRequest(message);
        if (createRequest == null || createRequest.startRevision < 5) return message;
        const startRevision = createRequest.startRevision - 3;
        return etcdserverpb.encodeWatchRequest({
          createRequest: { ...createRequest, startRevision },
        });
      }),
  },
  {
    name: "watch loses deletes",
    shape: shaped({ count: 2, profile: "plain" }),
    plant: () =>
      rewriteStream((message) => {
        const { createRequest } = etcdserverpb.decodeWatchRequest(message);
        if (createRequest == null || createRequest.startRevision === 0) return message;
        return etcdserverpb.encodeWatchRequest({
          createRequest: { ...createRequest, filters: [etcdserverpb.FilterType.NODELETE] },
        });
      }),
  },
];
