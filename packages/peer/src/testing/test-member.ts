/** A member for tests: the transport on a listener of its own, and a receiver that takes notes. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import type { TransportLimits } from "../limits.ts";
import { HttpTransport } from "../transport/http-transport.ts";
import type {
  HttpTransportOptions,
  PeerLogFields,
  PeerLogger,
  PeerObserver,
} from "../transport/transport-options.ts";
import type { PeerReceiver, SnapshotSink } from "../transport-port.ts";

export const CLUSTER_ID = 0xba727bc531d249a5n;

export const realClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

export const realTimers: Timers = {
  after(delayMs: number, callback: () => void): TimerHandle {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
  soon(callback: () => void): TimerHandle {
    const immediate = setImmediate(callback);
    return { cancel: () => clearImmediate(immediate) };
  },
};

/** Resolves as soon as the condition holds, looked at after each note; rejects in the end. */
export class Notes {
  readonly #waiting = new Set<() => void>();

  changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  until(what: () => string, condition: () => boolean, limitMs = 10_000): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited ${limitMs} ms in vain until ${what()}`));
      }, limitMs);
      const look = (): void => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }
}

/** A database in memory, on its way in. */
export class MemorySink implements SnapshotSink {
  readonly chunks: Uint8Array[] = [];
  outcome: "open" | "finished" | "aborted" = "open";
  readonly #finished: (sink: MemorySink) => Promise<void>;
  readonly #notes: Notes;

  constructor(notes: Notes, finished: (sink: MemorySink) => Promise<void>) {
    this.#notes = notes;
    this.#finished = finished;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  write(chunk: Uint8Array): void {
    this.chunks.push(new Uint8Array(chunk));
  }

  async finish(): Promise<void> {
    this.#end("finished");
    await this.#finished(this);
  }

  abort(): void {
    this.#end("aborted");
  }

  #end(outcome: "finished" | "aborted"): void {
    if (this.outcome !== "open") throw new Error(`sink ${outcome} after ${this.outcome}`);
    this.outcome = outcome;
    this.#notes.changed();
  }
}

export class RecordingReceiver implements PeerReceiver {
  readonly notes = new Notes();
  readonly batches: (readonly raftpb.Message[])[] = [];
  readonly sinks: MemorySink[] = [];
  readonly snapshots: raftpb.Message[] = [];
  readonly formats: (string | null)[] = [];
  readonly unreachable: bigint[] = [];
  readonly snapshotReports: string[] = [];
  readonly removed = new Set<bigint>();
  removals = 0;
  onMessages: (messages: readonly raftpb.Message[]) => void = () => {};
  onSnapshot: (message: raftpb.Message) => void = () => {};
  onFinish: (sink: MemorySink) => Promise<void> = () => Promise.resolve();

  get messages(): readonly raftpb.Message[] {
    return this.batches.flat();
  }

  receive(messages: readonly raftpb.Message[]): void {
    this.batches.push(messages);
    this.onMessages(messages);
    this.notes.changed();
  }

  openSnapshot(message: raftpb.Message, format: string | null): SnapshotSink {
    this.onSnapshot(message);
    this.formats.push(format);
    this.snapshots.push(message);
    const sink = new MemorySink(this.notes, (finished) => this.onFinish(finished));
    this.sinks.push(sink);
    this.notes.changed();
    return sink;
  }

  isRemoved(id: bigint): boolean {
    return this.removed.has(id);
  }

  reportUnreachable(id: bigint): void {
    this.unreachable.push(id);
    this.notes.changed();
  }

  reportSnapshot(id: bigint, outcome: "finish" | "failure"): void {
    this.snapshotReports.push(`${id.toString(16)} ${outcome}`);
    this.notes.changed();
  }

  removedFromCluster(): void {
    this.removals++;
    this.notes.changed();
  }
}

export class RecordingLogger implements PeerLogger {
  readonly lines: string[] = [];
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  debug(message: string, fields: PeerLogFields): void {
    this.#add("debug", message, fields);
  }

  info(message: string, fields: PeerLogFields): void {
    this.#add("info", message, fields);
  }

  warn(message: string, fields: PeerLogFields): void {
    this.#add("warn", message, fields);
  }

  error(message: string, fields: PeerLogFields): void {
    this.#add("error", message, fields);
  }

  /** Lines with this text, of any level. */
  count(text: string): number {
    return this.lines.filter((line) => line.includes(text)).length;
  }

  #add(level: string, message: string, fields: PeerLogFields): void {
    this.lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
    this.#notes.changed();
  }
}

export class RecordingObserver implements PeerObserver {
  readonly events: string[] = [];
  readonly totals = new Map<string, number>();
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  total(name: string): number {
    return this.totals.get(name) ?? 0;
  }

  activeChanged(id: bigint, isActive: boolean): void {
    this.#event(`active ${id.toString(16)} ${isActive}`);
  }

  sentBytes(id: bigint, bytes: number): void {
    this.#add(`sent ${id.toString(16)}`, bytes);
  }

  receivedBytes(id: bigint, bytes: number): void {
    this.#add(`received ${id.toString(16)}`, bytes);
  }

  sendFailed(id: bigint, messagesCount: number): void {
    this.#add(`send failures ${id.toString(16)}`, messagesCount);
  }

  receiveFailed(from: string): void {
    this.#add(`receive failures ${from.includes(":") ? "host" : from}`, 1);
  }

  roundTrip(id: bigint, seconds: number): void {
    if (!(seconds >= 0)) throw new Error(`round trip of ${seconds} s`);
    this.#add(`round trips ${id.toString(16)}`, 1);
  }

  snapshotSendStarted(id: bigint): void {
    this.#event(`snapshot to ${id.toString(16)} started`);
  }

  snapshotSendEnded(id: bigint, outcome: string): void {
    this.#event(`snapshot to ${id.toString(16)} ${outcome}`);
  }

  snapshotReceiveStarted(from: string): void {
    this.#event(`snapshot from ${from} started`);
  }

  snapshotReceiveEnded(from: string, outcome: string): void {
    this.#event(`snapshot from ${from} ${outcome}`);
  }

  #add(name: string, amount: number): void {
    this.totals.set(name, this.total(name) + amount);
    this.#notes.changed();
  }

  #event(event: string): void {
    this.events.push(event);
    this.#notes.changed();
  }
}

export interface TestMemberOptions {
  readonly snapshotFormat?: string;
  readonly id: bigint;
  readonly clusterId?: bigint;
  /** Any free one unless given. */
  readonly port?: number;
  readonly limits?: Partial<TransportLimits>;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly serverVersion?: string;
  readonly minClusterVersion?: string;
  /** A listener of another kind, such as one with TLS. */
  readonly createServer?: (
    listener: (request: IncomingMessage, response: ServerResponse) => void,
  ) => Server;
  readonly scheme?: "http" | "https";
  readonly tls?: HttpTransportOptions["tls"];
}

export class TestMember {
  readonly id: bigint;
  readonly receiver = new RecordingReceiver();
  readonly notes: Notes = this.receiver.notes;
  readonly logger = new RecordingLogger(this.notes);
  readonly observer = new RecordingObserver(this.notes);
  readonly url: string;
  readonly port: number;
  readonly transport: HttpTransport;
  readonly server: Server;
  /** Requests that were not the transport's. */
  unhandled = 0;

  private constructor(options: TestMemberOptions, server: Server) {
    this.id = options.id;
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `${options.scheme ?? "http"}://127.0.0.1:${this.port}`;
    this.transport = new HttpTransport({
      snapshotFormat: options.snapshotFormat ?? null,
      localId: options.id,
      clusterId: options.clusterId ?? CLUSTER_ID,
      peerUrls: [this.url],
      serverVersion: options.serverVersion ?? "3.7.1",
      minClusterVersion: options.minClusterVersion ?? "3.0.0",
      receiver: this.receiver,
      clock: options.clock ?? realClock,
      timers: options.timers ?? realTimers,
      electionTimeoutMs: 1000,
      tls: options.tls ?? null,
      logger: this.logger,
      observer: this.observer,
      limits: options.limits ?? {},
    });
  }

  static async start(options: TestMemberOptions): Promise<TestMember> {
    let member: TestMember | null = null;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      if (member?.transport.handle(request, response) === true) return;
      if (member !== null) member.unhandled++;
      response.statusCode = 404;
      response.end("404 page not found\n");
    };
    const server = (options.createServer ?? createServer)(listener);
    server.requestTimeout = 0;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    member = new TestMember(options, server);
    return member;
  }

  /** Peers of each other. */
  static connect(...members: readonly TestMember[]): void {
    for (const member of members) {
      for (const other of members) member.transport.addPeer(other.id, [other.url]);
    }
  }

  until(what: string, condition: () => boolean, limitMs?: number): Promise<void> {
    const withLog = (): string => `${what}; log:\n${this.logger.lines.join("\n")}`;
    return this.notes.until(withLog, condition, limitMs);
  }

  /** Streams that this member reads, and those that it writes. */
  get streams(): { readonly in: number; readonly out: number } {
    const established = this.logger.lines.filter((line) => line.includes(" established TCP"));
    return {
      in: established.filter((line) => line.includes("stream-reader-type")).length,
      out: established.filter((line) => line.includes("stream-writer-type")).length,
    };
  }

  async stop(): Promise<void> {
    await this.transport.stop();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** A message with these fields and zeros else. */
export function raftMessage(fields: Partial<raftpb.Message>): raftpb.Message {
  return { ...raftpb.createMessage(), ...fields };
}
