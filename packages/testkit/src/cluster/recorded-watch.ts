/**
 * A watch of one member that goes on over all its lives: whenever its stream ends it is made again
 * where it stopped, as client libraries do, and every response goes into the history. Told that the
 * member has compacted what it wanted, it goes on behind the compaction as a new watch.
 *
 * It has a stream of its own, so that a progress response for the whole stream is its own too.
 */

import { etcdserverpb } from "@kvorum/proto";
import type { Watch } from "../history/history.ts";
import type { HistoryRecorder } from "../history/history-recorder.ts";
import type { RawClient, RawStream } from "../raw/client.ts";
import { pause } from "./cluster.ts";
import type { ClusterMember } from "./cluster-member.ts";

export interface RecordedWatchOptions {
  readonly recorder: HistoryRecorder;
  readonly member: ClusterMember;
  readonly clientNumber: number;
  readonly request: etcdserverpb.WatchCreateRequest;
  /** Called with each response after it was recorded. */
  readonly onResponse?: (response: etcdserverpb.WatchResponse) => void;
  /** Called when the watch goes on from this revision, behind a compaction. */
  readonly onCompacted?: (fromRevision: number) => void;
}

const RETRY_MS = 20;
const PROGRESS_EVERY_MS = 50;

export class RecordedWatch {
  readonly #options: RecordedWatchOptions;
  readonly #loop: Promise<void>;
  #watch: Watch | null = null;
  /** Where the next segment starts; 0: from then on. */
  #nextRevision: number;
  #stream: RawStream | null = null;
  /** Everything up to it has come, as events or a progress mark say. */
  #seenRevision = 0;
  #isRunning = true;
  /** The harness ends it complete: for the history it stays open. */
  #staysOpen = false;
  #onProgress: (() => void) | null = null;

  constructor(options: RecordedWatchOptions) {
    this.#options = options;
    this.#nextRevision = options.request.startRevision;
    this.#loop = this.#run();
  }

  /** Resolves when it has an event of this revision or a later one. @throws Error after the limit */
  async reached(revision: number, limitMs: number): Promise<void> {
    const deadlineMs = performance.now() + limitMs;
    while (this.#nextRevision <= revision) {
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) {
        const { member } = this.#options;
        throw new Error(
          `a watch of ${member.label} has seen up to ${this.#nextRevision - 1} of ${revision}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(leftMs, 1000));
        this.#onProgress = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /**
   * Asks the member how far it is; nothing happens while the stream is broken. Go members are not
   * asked: before 3.4.25 etcd answers ahead of events that are still to come.
   */
  requestProgress(): void {
    if (!this.#options.member.command.isKvorum) return;
    this.#stream?.send(etcdserverpb.encodeWatchRequest({ progressRequest: {} }));
  }

  /**
   * Asks for progress until the member says that all is delivered up to this revision; from then
   * on the history owes its checkers every event. False where that cannot be found out: a Go
   * member, or no stream, or one that starts later. @throws Error after the limit
   */
  async complete(revision: number, limitMs: number): Promise<boolean> {
    const { member } = this.#options;
    const deadlineMs = performance.now() + limitMs;
    while (this.#seenRevision < revision) {
      if (!member.command.isKvorum || this.#nextRevision > revision + 1) return false;
      if (performance.now() > deadlineMs) {
        if (this.#stream === null) return false;
        throw new Error(
          `a watch of ${member.label} says it has all up to ${this.#seenRevision} of ${revision}`,
        );
      }
      this.requestProgress();
      await pause(PROGRESS_EVERY_MS);
    }
    this.#staysOpen = this.#stream !== null;
    return this.#staysOpen;
  }

  /** Ends the watch; resolves when nothing more can be recorded. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#stream?.cancel();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      const client = await this.#connected();
      if (client === null) await pause(RETRY_MS);
      else {
        await this.#segment(client);
        client.close();
        // A member that refuses at once must not be asked in a tight loop.
        if (this.#isRunning) await pause(RETRY_MS);
      }
    }
  }

  async #connected(): Promise<RawClient | null> {
    const { member } = this.#options;
    if (member.pid === null) return null;
    try {
      return await member.connect();
    } catch {
      return null; // It is down or starts; the loop tries again.
    }
  }

  /** One stream, from its create request to its end. */
  #segment(client: RawClient): Promise<void> {
    const { recorder, member, clientNumber } = this.#options;
    return new Promise((resolve) => {
      const request = { ...this.#options.request, startRevision: this.#nextRevision };
      const where = { member: member.name, nowMs: performance.now() };
      let watch = this.#watch;
      if (watch === null) {
        watch = recorder.watch(request, { ...where, client: clientNumber });
        this.#watch = watch;
      } else recorder.resumeWatch(watch, request, where);
      const recorded = watch;
      const stream = client.stream("/etcdserverpb.Watch/Watch", {
        onMessage: (message) => {
          const response = etcdserverpb.decodeWatchResponse(message);
          if (this.#staysOpen && !this.#isRunning) return;
          recorder.watchResponse(recorded, response, performance.now());
          this.#take(response);
          if (response.canceled) stream.cancel();
        },
        onEnd: (status, message) => {
          this.#stream = null;
          if (!this.#staysOpen) recorder.watchEnded(recorded, `${status} ${message}`);
          resolve();
        },
      });
      this.#stream = stream;
      stream.send(etcdserverpb.encodeWatchRequest({ createRequest: request }));
      if (!this.#isRunning) stream.cancel();
    });
  }

  #take(response: etcdserverpb.WatchResponse): void {
    if (response.canceled) {
      if (response.compactRevision > 0) {
        this.#watch = null;
        // A tombstone at the compaction's revision may be gone: start behind it.
        this.#nextRevision = response.compactRevision + 1;
        this.#options.onCompacted?.(this.#nextRevision);
      }
      return;
    }
    this.#options.onResponse?.(response);
    if (response.created && this.#nextRevision === 0) {
      this.#nextRevision = (response.header?.revision ?? 0) + 1;
    }
    const last = response.events.at(-1)?.kv?.modRevision ?? 0;
    const isMark = response.events.length === 0 && !response.created;
    const seen = isMark ? (response.header?.revision ?? 0) : last;
    if (seen > this.#seenRevision) this.#seenRevision = seen;
    // A piece of a revision is not the revision.
    if (last > 0 && !response.fragment) this.#nextRevision = last + 1;
    const callback = this.#onProgress;
    this.#onProgress = null;
    callback?.();
  }
}
