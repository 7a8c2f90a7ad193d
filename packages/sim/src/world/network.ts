/**
 * The wires between members. Each directed link has its own state: how long messages take, which
 * are lost, doubled or overtaken, whether it is clogged (everything waits) or cut (everything is
 * gone). Messages cross as bytes, so two members never share an object.
 *
 * A message that is on its way when its target restarts reaches the new life, if the seed allows
 * it: TCP would not do that, but raft has to stand it.
 */

import type { Random } from "@kvorum/base";
import type { PeerReceiver, PeerServices } from "@kvorum/peer";
import { raftpb } from "@kvorum/proto";
import { MessageType, messageTypeName } from "@kvorum/raft";
import { type Process, SimulatedCrash } from "./process.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Trace } from "./trace.ts";

/** Chances are in a thousand. */
export interface NetworkSettings {
  readonly meanDelayMs: number;
  readonly lossPermille: number;
  readonly doublePermille: number;
  /** Messages may overtake each other on a link. */
  readonly reorders: boolean;
  /** A new life gets what was sent to the one before. */
  readonly deliversToLaterLife: boolean;
  /** Bytes of a snapshot per millisecond. */
  readonly snapshotBytesPerMs: number;
}

export const calmNetwork: NetworkSettings = {
  meanDelayMs: 1,
  lossPermille: 0,
  doublePermille: 0,
  reorders: false,
  deliversToLaterLife: false,
  snapshotBytesPerMs: 10_000,
};

/** A running member, as its wires see it. */
export interface Station {
  readonly process: Process;
  readonly memberId: bigint;
  readonly receiver: PeerReceiver;
  /** Who sends to it tells its URLs: answers to members that it does not know yet go there. */
  readonly heardOf: (id: bigint, url: string) => void;
  readonly services: () => PeerServices;
  readonly startedMs: number;
}

/** A place where a member can run; it has one peer URL for good. */
export class Host {
  readonly name: string;
  readonly url: string;
  /** Null while no member runs here. */
  station: Station | null = null;

  constructor(name: string) {
    this.name = name;
    this.url = `http://${name}:2380`;
  }
}

class Link {
  isCut = false;
  cloggedUntilMs = 0;
  lastDeliveryMs = 0;
  /** When it last became usable. */
  healedMs = 0;
}

export class Network {
  settings: NetworkSettings = calmNetwork;
  readonly counts = { delivered: 0, lost: 0, doubled: 0, snapshots: 0, snapshotsCut: 0 };
  /** Cut snapshots in the middle, with this chance in a thousand. */
  snapshotCutPermille = 0;
  /** Told of each message that a member sends. */
  onSend: (message: raftpb.Message) => void = () => {};
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly trace: Trace;
  readonly #hosts = new Map<string, Host>();
  readonly #links = new Map<string, Link>();

  constructor(options: { scheduler: Scheduler; random: Random; trace: Trace }) {
    this.scheduler = options.scheduler;
    this.random = options.random;
    this.trace = options.trace;
  }

  addHost(name: string): Host {
    const host = new Host(name);
    this.#hosts.set(host.url, host);
    return host;
  }

  hostOf(url: string): Host | null {
    return this.#hosts.get(url) ?? null;
  }

  get hosts(): readonly Host[] {
    return [...this.#hosts.values()];
  }

  // Faults -----------------------------------------------------------------------------------

  cut(from: string, to: string): void {
    this.#link(from, to).isCut = true;
  }

  heal(from: string, to: string): void {
    const link = this.#link(from, to);
    if (!link.isCut) return;
    link.isCut = false;
    link.healedMs = this.scheduler.nowMs;
  }

  healAll(): void {
    for (const link of this.#links.values()) {
      if (link.isCut) link.healedMs = this.scheduler.nowMs;
      link.isCut = false;
      link.cloggedUntilMs = 0;
    }
  }

  clog(from: string, to: string, durationMs: number): void {
    this.#link(from, to).cloggedUntilMs = this.scheduler.nowMs + durationMs;
  }

  /** The streams between two hosts broke and were made again. */
  breakStreams(a: string, b: string): void {
    this.#link(a, b).healedMs = this.scheduler.nowMs;
    this.#link(b, a).healedMs = this.scheduler.nowMs;
  }

  isCut(from: string, to: string): boolean {
    return this.#link(from, to).isCut;
  }

  // Use --------------------------------------------------------------------------------------

  /** Since when both ends are up and hear each other, in true time; null where they do not. */
  connectedSinceMs(a: Host, b: Host): number | null {
    if (a.station === null || b.station === null || b.station.process.isPaused) return null;
    const there = this.#link(a.name, b.name);
    const back = this.#link(b.name, a.name);
    if (there.isCut || back.isCut) return null;
    const sinceMs = Math.max(
      a.station.startedMs,
      b.station.startedMs,
      there.healedMs,
      back.healedMs,
    );
    // Streams are made within the first hundred milliseconds.
    return sinceMs + 20 > this.scheduler.nowMs ? null : sinceMs;
  }

  delayMs(): number {
    const { meanDelayMs } = this.settings;
    if (meanDelayMs === 0) return 0;
    // Half of the messages take the mean or less; one in a hundred takes much longer.
    const spread = this.random.below(1000) / 1000;
    const tail = this.random.below(100) === 0 ? 10 : 1;
    return meanDelayMs * (0.1 + 1.8 * spread) * tail;
  }

  /** Sends messages of one member to another, in order. */
  send(from: Host, to: Host, messages: readonly raftpb.Message[], sentMs: number): void {
    const link = this.#link(from.name, to.name);
    const { settings } = this;
    for (const message of messages) this.onSend(message);
    if (link.isCut) {
      this.counts.lost += messages.length;
      return;
    }
    const group: Uint8Array[] = [];
    for (const message of messages) {
      if (this.#happens(settings.lossPermille)) {
        this.counts.lost++;
        continue;
      }
      const bytes = raftpb.encodeMessage(message);
      if (settings.reorders) this.#deliver(from, to, [bytes], sentMs + this.delayMs(), null);
      else group.push(bytes);
      // A doubled proposal would be applied twice, in etcd too: no transport may double it.
      const mayDouble = message.type !== MessageType.MsgProp;
      if (mayDouble && this.#happens(settings.doublePermille)) {
        this.counts.doubled++;
        this.#deliver(from, to, [bytes], sentMs + this.delayMs() * 3, null);
      }
    }
    if (group.length > 0) this.#deliver(from, to, group, sentMs + this.delayMs(), link);
  }

  /** @param ordered - the link whose order counts; null where overtaking is allowed. */
  #deliver(from: Host, to: Host, group: Uint8Array[], atMs: number, ordered: Link | null): void {
    const link = this.#link(from.name, to.name);
    let timeMs = Math.max(atMs, link.cloggedUntilMs);
    if (ordered !== null) {
      timeMs = Math.max(timeMs, ordered.lastDeliveryMs);
      ordered.lastDeliveryMs = timeMs;
    }
    const life = to.station?.process ?? null;
    this.scheduler.at(timeMs, () => {
      const station = to.station;
      if (station === null || link.isCut) return;
      if (station.process !== life && !this.settings.deliversToLaterLife) return;
      station.process.deliver(() => this.#receive(from, to, station, group));
    });
  }

  #receive(from: Host, to: Host, station: Station, group: readonly Uint8Array[]): void {
    const messages: raftpb.Message[] = [];
    for (const bytes of group) {
      const message = raftpb.decodeMessage(bytes.slice());
      if (message.to !== station.memberId) continue;
      if (station.receiver.isRemoved(message.from)) {
        this.#refuse(from, message.from);
        continue;
      }
      this.counts.delivered++;
      station.heardOf(message.from, from.url);
      messages.push(message);
      this.trace.note(
        this.scheduler.nowMs,
        `${from.name}>${to.name} ${messageTypeName(message.type)} ${message.term}/${message.logTerm}/${message.index}+${message.entries.length} c${message.commit}${message.reject ? " reject" : ""}`,
      );
    }
    if (messages.length > 0) station.receiver.receive(messages);
  }

  /** The sender is told that it has been removed for good. */
  #refuse(sender: Host, senderId: bigint): void {
    this.scheduler.after(this.delayMs(), () => {
      const station = sender.station;
      if (station === null || station.memberId !== senderId) return;
      station.process.deliver(() => station.receiver.removedFromCluster());
    });
  }

  #happens(permille: number): boolean {
    return permille > 0 && this.random.below(1000) < permille;
  }

  #link(from: string, to: string): Link {
    const key = `${from}>${to}`;
    let link = this.#links.get(key);
    if (link === undefined) {
      link = new Link();
      this.#links.set(key, link);
    }
    return link;
  }
}

/** Seams throw when their process has died; whoever works for it stops quietly then. */
export function unlessDead(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof SimulatedCrash)) throw error;
  }
}
