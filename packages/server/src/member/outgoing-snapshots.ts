/**
 * Snapshots for followers that need entries which this leader has no more. Raft's own message only
 * triggers one: what is sent is the state as applied when its turn comes, with its database as a
 * bbolt file, or as a copy of the engine's for a member that takes such. Apply specification, section 9; peer protocol, section 7.
 *
 * While one is on its way, and until the follower has caught up or HOLD_MS have passed, the log in
 * memory keeps its entries: otherwise the follower would need the next snapshot at once.
 */

import type { Clock, Timers } from "@kvorum/base";
import type { PeerTransport, SnapshotBody } from "@kvorum/peer";
import type { raftpb } from "@kvorum/proto";
import type { StoreCopies } from "@kvorum/storage";
import { encodeSnapshotTree } from "@kvorum/store";
import { copyDatabase, type ExportedDatabase, exportDatabase } from "./database-export.ts";
import type { Disk } from "./disk.ts";

/** Requests that may wait; more are dropped, and raft asks again. */
const MAX_WAITING = 16;
/** Entries are kept that long after a transfer, in milliseconds. */
const HOLD_MS = 30_000;

export interface OutgoingSnapshotsOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly transport: () => PeerTransport;
  /** Null: bbolt files are all that this member can send. */
  readonly copies: StoreCopies | null;
  /** Resolves when the backend holds a fresh checkpoint of the key index, or none can be had. */
  readonly checkpointed: () => Promise<void>;
  /** The message could not be sent: raft has to know. */
  readonly dropped: (id: bigint) => void;
  readonly failed: (error: unknown) => void;
}

export class OutgoingSnapshots {
  readonly #options: OutgoingSnapshotsOptions;
  #waiting: raftpb.Message[] = [];
  #isExporting = false;
  #hasStopped = false;
  /** Members that a snapshot is on its way to. */
  readonly #sending = new Set<bigint>();
  /** Until when entries are kept for whom. */
  readonly #heldUntilMs = new Map<bigint, number>();

  constructor(options: OutgoingSnapshotsOptions) {
    this.#options = options;
  }

  /** Takes a MsgSnap of raft. */
  add(message: raftpb.Message): void {
    if (this.#hasStopped || this.#waiting.length >= MAX_WAITING || this.#sending.has(message.to)) {
      this.#options.dropped(message.to);
      return;
    }
    this.#sending.add(message.to);
    this.#waiting.push(message);
    if (!this.#isExporting) this.#export();
  }

  /** A transfer ended, well or not. */
  ended(id: bigint): void {
    if (this.#sending.delete(id)) {
      this.#heldUntilMs.set(id, this.#options.clock.monotonicMs() + HOLD_MS);
    }
  }

  /** The follower takes entries from the log again, or is none any more. */
  caughtUp(id: bigint): void {
    this.#heldUntilMs.delete(id);
  }

  /** Members for which entries are kept after a transfer. */
  get heldFor(): readonly bigint[] {
    return [...this.#heldUntilMs.keys()];
  }

  /** The log in memory must keep its entries. */
  get holdsLog(): boolean {
    if (this.#sending.size > 0) return true;
    if (this.#heldUntilMs.size === 0) return false;
    const nowMs = this.#options.clock.monotonicMs();
    for (const [id, untilMs] of this.#heldUntilMs) {
      if (untilMs <= nowMs) this.#heldUntilMs.delete(id);
    }
    return this.#heldUntilMs.size > 0;
  }

  stop(): void {
    this.#hasStopped = true;
    this.#waiting = [];
  }

  /** One export serves everybody who waits for the same format when it is done. */
  #export(): void {
    const { copies, failed } = this.#options;
    const isCopy = copies !== null && this.#takesCopies(this.#waiting[0]!);
    this.#isExporting = true;
    (isCopy ? this.#copy(copies) : exportDatabase(this.#options.disk, this.#options)).then(
      (database) => {
        this.#isExporting = false;
        if (this.#hasStopped) {
          database.close();
          return;
        }
        const served = this.#waiting.filter((message) => !isCopy || this.#takesCopies(message));
        this.#waiting = this.#waiting.filter((message) => !served.includes(message));
        this.#send(database, served);
        if (this.#waiting.length > 0) this.#export();
      },
      (error: unknown) => {
        this.#isExporting = false;
        if (!this.#hasStopped) failed(error);
      },
    );
  }

  #takesCopies({ to }: raftpb.Message): boolean {
    const { copies, transport } = this.#options;
    return copies !== null && transport().snapshotFormatOf(to) === copies.format;
  }

  /** With a checkpoint of the key index in it, so that the follower need not read every record. */
  async #copy(copies: StoreCopies): Promise<ExportedDatabase> {
    await this.#options.checkpointed();
    return copyDatabase(this.#options.disk, copies);
  }

  #send(database: ExportedDatabase, messages: readonly raftpb.Message[]): void {
    const { transport } = this.#options;
    if (messages.length === 0) database.close();
    const { index, term, confState, membership } = database;
    const snapshot = {
      data: encodeSnapshotTree(membership),
      metadata: { index, term, confState },
    };
    let users = messages.length;
    for (const message of messages) {
      let isOpen = true;
      const body: SnapshotBody = {
        sizeBytes: database.sizeBytes,
        ...(database.format === undefined ? {} : { format: database.format }),
        read: (offset, length) => database.read(offset, length),
        close: () => {
          if (!isOpen) return;
          isOpen = false;
          if (--users === 0) database.close();
        },
      };
      transport().sendSnapshot({ ...message, snapshot }, body);
    }
  }
}
