/**
 * Sends the same steps to two servers and compares every reply. Both start empty; from then on
 * they must stay equal in every revision, field, code and text, except for the list of intended
 * differences, which applies when the first server is the reference and the second is Kvorum.
 */

import { etcdserverpb, type mvccpb } from "@kvorum/proto";
import { etcdMethod, RawClient, type RawReply, type RawStream } from "../raw/client.ts";
import {
  ANY_HEADER,
  ANY_TEXT,
  expectedFromKvorum,
  watchDifferences,
} from "./intended-differences.ts";
import { decodeReply, type Identity, messageText, type Reply, replyText } from "./reply.ts";
import { describeStep, plainJson, type Step } from "./step.ts";
import type { World } from "./step-generator.ts";
import { WatchLog } from "./watch-log.ts";
import { EventHistory, WatcherModel } from "./watch-model.ts";

export interface ComparedServer {
  readonly label: string;
  readonly port: number;
  readonly isKvorum: boolean;
}

/** Two replies that must be equal and are not. */
export class DifferenceError extends Error {
  override readonly name = "DifferenceError";
  readonly step: Step | null;

  constructor(what: string, step: Step | null, replies: readonly string[]) {
    const sent = step === null ? "" : `\n  sent: ${describeStep(step)}`;
    super(`${what}${sent}\n  ${replies.join("\n  ")}`);
    this.step = step;
  }
}

export interface RunStatistics {
  steps: number;
  errorReplies: number;
  watchers: number;
  events: number;
  compactions: number;
  /** How often each intended difference was seen. */
  readonly intended: Map<string, number>;
}

/** How long a stream may take until it has delivered what is due. */
const SETTLE_LIMIT_MS = 15_000;
const SETTLE_POLL_MS = 2;
/**
 * A watcher that starts in the past is looked at every 100 ms. One for which there are no events
 * shows nothing when it has caught up, and a compaction before that would cancel it.
 */
const CATCH_UP_MS = 400;
const ALL_KEYS = Uint8Array.of(0);

interface LiveStream {
  readonly logs: readonly [WatchLog, WatchLog];
  readonly watchers: Map<bigint, WatcherModel>;
  /** Control responses that both servers owe so far. */
  controlsDue: number;
}

/** One of the two servers. */
class Side {
  readonly server: ComparedServer;
  readonly client: RawClient;
  readonly identity: Identity;
  readonly allEvents: WatchLog;
  readonly keepAlive: RawStream;
  readonly keepAliveReplies: Uint8Array[] = [];
  keepAliveEnd: string | null = null;

  private constructor(server: ComparedServer, client: RawClient, identity: Identity) {
    this.server = server;
    this.client = client;
    this.identity = identity;
    this.allEvents = new WatchLog(client);
    this.allEvents.send(
      etcdserverpb.encodeWatchRequest({
        createRequest: { key: ALL_KEYS, rangeEnd: ALL_KEYS, prevKv: true },
      }),
    );
    this.keepAlive = client.stream("/etcdserverpb.Lease/LeaseKeepAlive", {
      onMessage: (message) => this.keepAliveReplies.push(message),
      onEnd: (status, message) => {
        this.keepAliveEnd = `the keep-alive stream ended with ${status} ${message}`;
      },
    });
  }

  static async connect(server: ComparedServer): Promise<Side> {
    const client = await RawClient.connect({ port: server.port });
    const status = await client.invoke<etcdserverpb.StatusResponse>("Maintenance/Status", {});
    const { clusterId, memberId } = status.header!;
    if (clusterId === 0n || memberId === 0n) throw new Error(`${server.label}: header without ids`);
    return new Side(server, client, { clusterId, memberId });
  }
}

export class DifferenceRun implements World {
  readonly #sides: readonly [Side, Side];
  readonly #appliesIntended: boolean;
  readonly #histories: readonly [EventHistory, EventHistory] = [
    new EventHistory(),
    new EventHistory(),
  ];
  readonly #streams = new Map<number, LiveStream>();
  readonly statistics: RunStatistics = {
    steps: 0,
    errorReplies: 0,
    watchers: 0,
    events: 0,
    compactions: 0,
    intended: new Map(),
  };
  revision = 1;
  compactRevision = -1;
  #leases: bigint[] = [];
  /** Where the comparison of the histories stands. */
  #comparedEvents = 0;
  /** When the last watcher that started in the past must have caught up. */
  #caughtUpAtMs = 0;

  readonly #onDifference: ((error: DifferenceError) => void) | null;

  private constructor(
    sides: readonly [Side, Side],
    onDifference: ((error: DifferenceError) => void) | null,
  ) {
    this.#sides = sides;
    this.#onDifference = onDifference;
    this.#appliesIntended = !sides[0].server.isKvorum && sides[1].server.isKvorum;
  }

  /**
   * Both servers must be fresh.
   * @param onDifference - null: the first difference ends the run. Else it is told of replies that
   * differ and the run goes on, as long as the stores do not part.
   */
  static async start(
    a: ComparedServer,
    b: ComparedServer,
    onDifference: ((error: DifferenceError) => void) | null = null,
  ): Promise<DifferenceRun> {
    const sides: [Side, Side] = [await Side.connect(a), await Side.connect(b)];
    const run = new DifferenceRun(sides, onDifference);
    await run.#until(
      () => run.#sides.every((side) => side.allEvents.controls.length === 1),
      () => "no answer to the first watch",
    );
    return run;
  }

  get leases(): readonly bigint[] {
    return this.#leases;
  }

  watchIds(stream: number): readonly bigint[] {
    return [...(this.#streams.get(stream)?.watchers.keys() ?? [])];
  }

  canAskProgress(stream: number): boolean {
    const watchers = [...(this.#streams.get(stream)?.watchers.values() ?? [])];
    return (
      watchers.length > 0 &&
      watchers.every((one) => !one.isCompacted && one.startRevision <= this.revision + 1)
    );
  }

  /** @throws DifferenceError when the servers part. */
  async perform(step: Step): Promise<void> {
    this.statistics.steps++;
    switch (step.kind) {
      case "call":
      case "malformed":
        await this.#call(step, etcdMethod(step.name).path, step.request);
        break;
      case "unknown-path":
        await this.#call(step, step.path, new Uint8Array(3));
        break;
      case "keep-alive":
        await this.#keepAlive(step);
        break;
      case "watch":
        await this.#watch(step);
        break;
    }
  }

  /** Waits for every due event and compares all of them; call it at the end of a run. */
  async settle(): Promise<void> {
    await this.#until(
      () => this.#sides.every((side, i) => this.#takeHistory(side, this.#histories[i]!)),
      () =>
        `events up to revision ${this.revision} are due, got ` +
        this.#histories.map((history) => history.lastRevision).join(" and "),
    );
    this.#compareHistories();
    for (const [number, stream] of this.#streams) await this.#settleStream(number, stream);
  }

  close(): void {
    for (const side of this.#sides) side.client.close();
  }

  // --- calls ---

  async #call(step: Step, path: string, request: Uint8Array): Promise<void> {
    // What a compaction may take away must have been delivered.
    if (step.kind === "call" && step.name === "KV/Compact") {
      await this.settle();
      await delay(this.#caughtUpAtMs - performance.now());
    }
    const raw = await Promise.all(this.#sides.map((side) => side.client.call(path, request)));
    const a = decodeReply(step, raw[0]!);
    const b = decodeReply(step, raw[1]!);
    this.#compareReplies(step, a, b, raw);
    if (a.status !== 0) this.statistics.errorReplies++;
    if (step.kind === "call") this.#learn(step, a);
  }

  #compareReplies(step: Step, a: Reply, b: Reply, raw: readonly RawReply[]): void {
    let wanted = a;
    if (this.#appliesIntended) {
      const expected = expectedFromKvorum(step, a, {
        revision: this.revision,
        compactRevision: this.compactRevision,
        got: b,
      });
      wanted = expected.reply;
      for (const id of expected.applied) {
        this.statistics.intended.set(id, (this.statistics.intended.get(id) ?? 0) + 1);
      }
    }
    const got = this.#fillPlaceholders(wanted, b);
    const textA = replyText(wanted, this.#sides[0].identity);
    const textB = replyText(got, this.#sides[1].identity);
    if (textA === textB) return;
    const error = new DifferenceError("different replies", step, [
      `${this.#sides[0].server.label}: ${raw[0]!.status} ${raw[0]!.message} ${plainJson(wanted.response)}`,
      `${this.#sides[1].server.label}: ${raw[1]!.status} ${raw[1]!.message} ${plainJson(b.response)}`,
    ]);
    if (this.#onDifference === null) throw error;
    this.#onDifference(error);
  }

  /** Where the wanted reply leaves something open, checks it and takes it over as wanted. */
  #fillPlaceholders(wanted: Reply, got: Reply): Reply {
    const message = wanted.message === ANY_TEXT && got.message !== "" ? ANY_TEXT : got.message;
    const open = wanted.response as { header?: unknown } | null;
    if (open === null || open.header !== ANY_HEADER) return { ...got, message };
    const header = (got.response as { header?: etcdserverpb.ResponseHeader | null } | null)?.header;
    const { clusterId, memberId } = this.#sides[1].identity;
    const isCurrent =
      header?.clusterId === clusterId &&
      header.memberId === memberId &&
      header.revision === this.revision &&
      header.raftTerm > 0;
    if (!isCurrent) return { ...got, message };
    return { ...got, message, response: { ...got.response, header: ANY_HEADER } };
  }

  /** Follows the state as far as the generator needs it. */
  #learn(step: Step & { kind: "call" }, reply: Reply): void {
    if (reply.response === null) return;
    const header = (reply.response as { header?: etcdserverpb.ResponseHeader | null }).header;
    if (header) this.revision = Math.max(this.revision, header.revision);
    if (step.name === "KV/Compact") {
      this.compactRevision = etcdserverpb.decodeCompactionRequest(step.request).revision;
      this.statistics.compactions++;
    } else if (step.name === "Lease/LeaseGrant") {
      this.#leases.push(etcdserverpb.decodeLeaseGrantRequest(step.request).ID);
    } else if (step.name === "Lease/LeaseRevoke") {
      const { ID } = etcdserverpb.decodeLeaseRevokeRequest(step.request);
      this.#leases = this.#leases.filter((lease) => lease !== ID);
    }
  }

  async #keepAlive(step: Step & { kind: "keep-alive" }): Promise<void> {
    for (const side of this.#sides) side.keepAlive.send(step.request);
    await this.#until(
      () => this.#sides.every((side) => side.keepAliveReplies.length > 0),
      () => `no keep-alive reply: ${this.#sides.map((side) => side.keepAliveEnd).join(", ")}`,
    );
    const texts = this.#sides.map((side) => {
      const reply = etcdserverpb.decodeLeaseKeepAliveResponse(side.keepAliveReplies.shift()!);
      return messageText(reply, side.identity);
    });
    if (texts[0] !== texts[1]) throw new DifferenceError("different keep-alives", step, texts);
  }

  // --- watches ---

  async #watch(step: Step & { kind: "watch" }): Promise<void> {
    await this.settle();
    const stream = this.#stream(step.stream);
    const request = etcdserverpb.decodeWatchRequest(step.request);
    const seen = stream.controlsDue;
    for (const log of stream.logs) log.send(step.request);
    if (request.createRequest !== null) {
      await this.#controls(step, stream, seen + 1);
      await this.#created(step, stream, request.createRequest);
    } else if (request.cancelRequest !== null) {
      const { watchId } = request.cancelRequest;
      if (!stream.watchers.has(watchId)) return; // Silence: any answer shows up later.
      await this.#controls(step, stream, seen + 1);
      this.#compareControl(step, stream, seen);
      stream.watchers.delete(watchId);
      for (const log of stream.logs) log.forget(watchId);
    } else if (request.progressRequest !== null) {
      await this.#controls(step, stream, seen + 1);
      this.#compareControl(step, stream, seen);
    }
  }

  async #created(
    step: Step & { kind: "watch" },
    stream: LiveStream,
    request: etcdserverpb.WatchCreateRequest,
  ): Promise<void> {
    const at = stream.controlsDue - 1;
    const [a, b] = stream.logs.map((log) => log.controls[at]!) as [
      etcdserverpb.WatchResponse,
      etcdserverpb.WatchResponse,
    ];
    if (request.startRevision < 0 && this.#appliesIntended) {
      // Where 3.4 refuses too, for another reason, either reason will do.
      if (a.canceled && a.cancelReason === b.cancelReason) return;
      this.#negativeStart(step, b);
      if (a.canceled) return;
    }
    if (request.startRevision < 0 && !a.canceled) {
      if (!this.#appliesIntended) this.#compareControl(step, stream, at);
      // 3.4 gives such a watcher an id and undocumented history: the stream starts anew, so that
      // later ids stay equal.
      for (const log of stream.logs) log.cancel();
      this.#streams.delete(step.stream);
      return;
    }
    this.#compareControl(step, stream, at);
    if (a.canceled) return;
    this.statistics.watchers++;
    const startRevision = request.startRevision === 0 ? this.revision + 1 : request.startRevision;
    const watcher = new WatcherModel({
      watchId: a.watchId,
      request,
      startRevision,
      compactRevision: this.compactRevision,
    });
    stream.watchers.set(a.watchId, watcher);
    if (request.startRevision !== 0 && startRevision < this.compactRevision) {
      watcher.isCompacted = true;
      await this.#controls(step, stream, at + 2);
      this.#compareControl(step, stream, at + 1);
    } else {
      if (startRevision <= this.revision) this.#caughtUpAtMs = performance.now() + CATCH_UP_MS;
      await this.settle();
    }
  }

  /** 3.4 serves what 3.7 refuses. */
  #negativeStart(step: Step & { kind: "watch" }, b: etcdserverpb.WatchResponse): void {
    const isRefused =
      b.created &&
      b.canceled &&
      b.watchId === -1n &&
      b.compactRevision === 0 &&
      b.cancelReason === watchDifferences.negativeStartRevision;
    if (!isRefused) {
      throw new DifferenceError("negative start revision must be refused", step, [plainJson(b)]);
    }
    const id = "negative watch start revision";
    this.statistics.intended.set(id, (this.statistics.intended.get(id) ?? 0) + 1);
  }

  #stream(number: number): LiveStream {
    let stream = this.#streams.get(number);
    if (stream === undefined) {
      const [a, b] = this.#sides;
      stream = {
        logs: [new WatchLog(a.client), new WatchLog(b.client)],
        watchers: new Map(),
        controlsDue: 0,
      };
      this.#streams.set(number, stream);
    }
    return stream;
  }

  /** Waits until both logs hold `count` control responses. */
  async #controls(step: Step, stream: LiveStream, count: number): Promise<void> {
    const isThere = (): boolean =>
      stream.logs.every((log) => log.controls.length >= count || log.violation !== null);
    await this.#until(isThere, () => {
      const counts = stream.logs.map((log) => log.controls.length).join(" and ");
      return `${count} control responses are due, got ${counts}; sent ${describeStep(step)}`;
    });
    this.#checkViolations(step, stream);
    stream.controlsDue = count;
  }

  #compareControl(step: Step, stream: LiveStream, at: number): void {
    const texts = stream.logs.map((log, i) =>
      messageText(log.controls[at], this.#sides[i]!.identity),
    );
    if (texts[0] !== texts[1]) {
      throw new DifferenceError("different watch responses", step, texts);
    }
  }

  async #settleStream(number: number, stream: LiveStream): Promise<void> {
    const history = this.#histories[0];
    if (stream.logs.some((log) => log.controls.length > stream.controlsDue)) {
      const extra = stream.logs.map((log) => plainJson(log.controls.slice(stream.controlsDue)));
      throw new DifferenceError(
        `stream ${number}: control responses that are not due`,
        null,
        extra,
      );
    }
    for (const watcher of stream.watchers.values()) {
      const due = watcher.isCompacted ? [] : watcher.due(history);
      const dueOf = this.#sides.map((side) =>
        side.server.isKvorum || due.length === 0 ? due : watcher.dueWithoutTombstones(history),
      );
      const { watchId } = watcher;
      const counts = (): string =>
        stream.logs
          .map((log, i) => `${log.events(watchId).length} of ${dueOf[i]!.length}`)
          .join(" and ");
      await this.#until(
        () =>
          stream.logs.every(
            (log, i) => log.events(watchId).length >= dueOf[i]!.length || log.violation !== null,
          ),
        () => `stream ${number} watch ${watchId} ${plainJson(watcher.request)}: events ${counts()}`,
      );
      this.#checkViolations(null, stream);
      for (const [i, log] of stream.logs.entries()) {
        this.#compareEvents(`stream ${number} watch ${watchId}`, {
          got: log.events(watchId),
          due: dueOf[i]!,
          identity: this.#sides[i]!.identity,
          label: this.#sides[i]!.server.label,
          withPrevious: watcher.request.prevKv,
          // What was before may be compacted; where it is given it must be right.
          previousMayBeMissing: watcher.startRevision,
        });
      }
    }
  }

  #compareEvents(
    what: string,
    options: {
      got: readonly mvccpb.Event[];
      due: readonly mvccpb.Event[];
      identity: Identity;
      label: string;
      withPrevious: boolean;
      previousMayBeMissing: number;
    },
  ): void {
    const { got, due, identity, label } = options;
    if (got.length !== due.length) {
      throw new DifferenceError(`${what}: ${got.length} events, due ${due.length}`, null, [label]);
    }
    for (const [i, event] of got.entries()) {
      const wanted = due[i]!;
      const previous = !options.withPrevious
        ? null
        : event.prevKv === null && wanted.kv!.modRevision <= options.previousMayBeMissing
          ? null
          : wanted.prevKv;
      const texts = [
        messageText({ ...wanted, prevKv: previous }, identity),
        messageText(event, identity),
      ];
      if (texts[0] !== texts[1]) {
        throw new DifferenceError(`${what}: event ${i} of ${label}`, null, [
          `due: ${texts[0]}`,
          `got: ${texts[1]}`,
        ]);
      }
    }
  }

  #checkViolations(step: Step | null, stream: LiveStream): void {
    for (const [i, log] of stream.logs.entries()) {
      if (log.violation !== null) {
        throw new DifferenceError(`${this.#sides[i]!.server.label}: ${log.violation}`, step, []);
      }
    }
  }

  /** Moves what the watcher over all keys got into the history. @returns whether it is complete. */
  #takeHistory(side: Side, history: EventHistory): boolean {
    const events = side.allEvents.events(0n);
    history.events.push(...events.splice(0));
    if (side.allEvents.violation !== null) {
      throw new DifferenceError(`${side.server.label}: ${side.allEvents.violation}`, null, []);
    }
    return history.lastRevision >= this.revision;
  }

  #compareHistories(): void {
    const [a, b] = this.#histories;
    if (a.events.length !== b.events.length) {
      throw new DifferenceError(
        `histories of ${a.events.length} and ${b.events.length} events`,
        null,
        [],
      );
    }
    for (; this.#comparedEvents < a.events.length; this.#comparedEvents++) {
      const i = this.#comparedEvents;
      const texts = [a, b].map((history, s) =>
        messageText(history.events[i], this.#sides[s]!.identity),
      );
      if (texts[0] !== texts[1]) throw new DifferenceError(`event ${i} differs`, null, texts);
      this.statistics.events++;
    }
  }

  async #until(condition: () => boolean, failure: () => string): Promise<void> {
    const deadlineMs = performance.now() + SETTLE_LIMIT_MS;
    while (!condition()) {
      if (performance.now() > deadlineMs) throw new DifferenceError(failure(), null, []);
      await delay(SETTLE_POLL_MS);
    }
  }
}

function delay(ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
