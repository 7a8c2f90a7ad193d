/** The simulated side of the seam between a member and its peers: raft messages and snapshots. */

import type { PeerReceiver, PeerTransport, SnapshotBody, SnapshotSink } from "@kvorum/peer";
import { raftpb } from "@kvorum/proto";
import { StorageError } from "@kvorum/storage";
import { type Host, type Network, type Station, unlessDead } from "./network.ts";
import { type Process, SimulatedCrash } from "./process.ts";

const SNAPSHOT_CHUNK_BYTES = 16 * 1024;
/** Until the sender hears that the receiver has died. */
const RESET_MS = 100;
/** A member that sends a snapshot gives up after that long without an answer. */
const SNAPSHOT_TIMEOUT_MS = 5000;

export class SimulatedTransport implements PeerTransport {
  readonly #network: Network;
  readonly #host: Host;
  readonly #process: Process;
  readonly #receiver: PeerReceiver;
  readonly #beforeSend: () => void;
  readonly #peers = new Map<bigint, Host>();
  readonly #removed = new Set<bigint>();
  readonly #openBodies = new Set<SnapshotBody>();
  #hasStopped = false;

  /** @param options.beforeSend - a crash point. */
  constructor(options: {
    network: Network;
    host: Host;
    process: Process;
    receiver: PeerReceiver;
    beforeSend: () => void;
  }) {
    this.#network = options.network;
    this.#host = options.host;
    this.#process = options.process;
    this.#receiver = options.receiver;
    this.#beforeSend = options.beforeSend;
  }

  /** Snapshots on their way out. */
  get openBodiesCount(): number {
    return this.#openBodies.size;
  }

  addPeer(id: bigint, urls: readonly string[]): void {
    for (const url of urls) {
      const host = this.#network.hostOf(url);
      if (host === null) continue;
      if (host !== this.#host) this.#peers.set(id, host);
      return;
    }
  }

  addRemote(id: bigint, urls: readonly string[]): void {
    if (!this.#peers.has(id) && !this.#removed.has(id)) this.addPeer(id, urls);
  }

  removePeer(id: bigint): void {
    this.#removed.add(id);
    this.#peers.delete(id);
  }

  send(messages: readonly raftpb.Message[]): void {
    this.#process.assertAlive();
    if (this.#hasStopped) return;
    this.#beforeSend();
    const byTarget = new Map<bigint, raftpb.Message[]>();
    for (const message of messages) {
      const group = byTarget.get(message.to);
      if (group === undefined) byTarget.set(message.to, [message]);
      else group.push(message);
    }
    for (const [id, group] of byTarget) {
      const target = this.#peers.get(id);
      if (target === undefined) continue;
      if (target.station === null) this.#later(() => this.#receiver.reportUnreachable(id));
      else this.#network.send(this.#host, target, group, this.#process.nowMs);
    }
  }

  /** Members in memory exchange bbolt files, as with Go members. */
  snapshotFormatOf(): null {
    return null;
  }

  sendSnapshot(message: raftpb.Message, body: SnapshotBody): void {
    this.#process.assertAlive();
    const target = this.#peers.get(message.to);
    this.#openBodies.add(body);
    const end = (outcome: "finish" | "failure"): void => {
      if (!this.#openBodies.delete(body)) return;
      if (!this.#process.isAlive || this.#hasStopped) return;
      this.#process.deliver(() => {
        body.close();
        if (this.#hasStopped) return;
        if (outcome === "failure") this.#receiver.reportUnreachable(message.to);
        this.#receiver.reportSnapshot(message.to, outcome);
      });
    };
    const station = target?.station ?? null;
    if (target === undefined || station === null || this.#isCut(target)) {
      this.#later(() => end("failure"));
      return;
    }
    const transfer = new SnapshotTransfer({
      ...{ network: this.#network, from: this.#host, to: target, station, message, body, end },
      sender: this.#process,
    });
    transfer.start();
  }

  activeSinceMs(id: bigint): number | null {
    const peer = this.#peers.get(id);
    if (peer === undefined || this.#hasStopped) return null;
    const sinceMs = this.#network.connectedSinceMs(this.#host, peer);
    return sinceMs === null ? null : this.#process.monotonicAt(sinceMs);
  }

  stop(): Promise<void> {
    this.#hasStopped = true;
    for (const body of this.#openBodies) body.close();
    this.#openBodies.clear();
    return Promise.resolve();
  }

  #isCut(target: Host): boolean {
    const { name } = this.#host;
    return this.#network.isCut(name, target.name) || this.#network.isCut(target.name, name);
  }

  #later(action: () => void): void {
    this.#process.complete(this.#network.delayMs(), () => {
      if (!this.#hasStopped) action();
    });
  }
}

interface TransferOptions {
  readonly network: Network;
  readonly from: Host;
  readonly to: Host;
  readonly station: Station;
  readonly sender: Process;
  readonly message: raftpb.Message;
  readonly body: SnapshotBody;
  readonly end: (outcome: "finish" | "failure") => void;
}

/** One database on its way to one member. */
class SnapshotTransfer {
  readonly #options: TransferOptions;
  #sink: SnapshotSink | null = null;
  #offset = 0;
  #hasEnded = false;
  /** After so many bytes the connection breaks. */
  readonly #breaksAt: number;

  constructor(options: TransferOptions) {
    this.#options = options;
    const { network, body } = options;
    const breaks = network.random.below(1000) < network.snapshotCutPermille;
    this.#breaksAt = breaks ? network.random.below(body.sizeBytes + 1) : Number.POSITIVE_INFINITY;
  }

  start(): void {
    const { network, station, message, body } = this.#options;
    this.#watchReceiver();
    network.counts.snapshots++;
    network.trace.note(
      network.scheduler.nowMs,
      `${this.#options.from.name}>${this.#options.to.name} snapshot ${message.snapshot?.metadata?.index} ${body.sizeBytes} bytes`,
    );
    const head = raftpb.encodeMessage(message);
    this.#step(() => {
      try {
        this.#sink = station.receiver.openSnapshot(raftpb.decodeMessage(head), null);
      } catch (error) {
        if (error instanceof SimulatedCrash) throw error;
        this.#finish("failure");
        return;
      }
      this.#next();
    });
  }

  #next(): void {
    const { network, station, body, sender } = this.#options;
    if (!sender.isAlive || this.#offset >= this.#breaksAt || this.#isCut()) {
      network.counts.snapshotsCut++;
      this.#sink!.abort();
      this.#finish("failure");
      return;
    }
    if (this.#offset >= body.sizeBytes) {
      this.#sink!.finish().then(
        () => this.#finish("finish"),
        () => {
          if (station.process.isAlive) this.#finish("failure");
        },
      );
      return;
    }
    let chunk: Uint8Array;
    try {
      chunk = body.read(this.#offset, SNAPSHOT_CHUNK_BYTES);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#sink!.abort();
      this.#finish("failure");
      return;
    }
    this.#offset += chunk.length;
    this.#step(() => {
      try {
        this.#sink!.write(chunk);
      } catch (error) {
        if (error instanceof SimulatedCrash) throw error;
        this.#sink!.abort();
        this.#finish("failure");
        return;
      }
      this.#next();
    });
  }

  /** Crosses the wire and goes on at the receiver; without it the sender runs into its timeout. */
  #step(action: () => void): void {
    const { network, to, station, sender } = this.#options;
    const transferMs = SNAPSHOT_CHUNK_BYTES / network.settings.snapshotBytesPerMs;
    network.scheduler.after(transferMs + (this.#offset === 0 ? network.delayMs() : 0), () => {
      if (to.station !== station) this.#finish("failure");
      else if (station.process.isPaused) {
        // The sender's timeout may come before the receiver wakes.
        network.scheduler.after(SNAPSHOT_TIMEOUT_MS, () => {
          if (this.#hasEnded) return;
          station.process.deliver(() => unlessDead(() => this.#sink?.abort()));
          this.#finish("failure");
        });
      } else station.process.deliver(action);
    });
    if (!sender.isAlive && this.#sink === null) this.#finish("failure");
  }

  /** A receiver that dies at any moment breaks the connection. */
  #watchReceiver(): void {
    const { network, to, station } = this.#options;
    network.scheduler.after(RESET_MS, () => {
      if (this.#hasEnded) return;
      if (to.station === station) this.#watchReceiver();
      else this.#finish("failure");
    });
  }

  #isCut(): boolean {
    const { network, from, to } = this.#options;
    return network.isCut(from.name, to.name) || network.isCut(to.name, from.name);
  }

  #finish(outcome: "finish" | "failure"): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { network, end } = this.#options;
    network.scheduler.after(network.delayMs(), () => end(outcome));
  }
}
