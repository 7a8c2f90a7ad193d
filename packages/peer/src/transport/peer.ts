/**
 * Another member as this one sees it: four streams, a pipeline, probes, snapshots on their way, and
 * the choice of channel for each message. Peer protocol, section 3.
 *
 * A remote is a member that is only known from its own request, so that it can be answered before
 * the membership that names it has been applied here: it has the pipeline alone.
 */

import type { Socket } from "node:net";
import { raftpb } from "@kvorum/proto";
import type { SnapshotBody } from "../transport-port.ts";
import { idText } from "./identity.ts";
import { PeerStatus } from "./peer-status.ts";
import { Pipeline } from "./pipeline.ts";
import { PROBE_NAMES, Prober } from "./prober.ts";
import { SnapshotSender } from "./snapshot-sender.ts";
import { StreamDialer } from "./stream-dialer.ts";
import { STREAM_KINDS, type StreamKind, streamLogName } from "./stream-kind.ts";
import { StreamWriter, type StreamWriterOwner } from "./stream-writer.ts";
import type { TransportContext } from "./transport-context.ts";
import { type PeerUrl, parsePeerUrl, UrlRotation } from "./url-rotation.ts";

/** A member that messages can be sent to. */
export interface Target {
  /** Encodes or queues it; false where it had to be dropped. */
  send(message: raftpb.Message): boolean;
  sendSnapshot(message: raftpb.Message, body: SnapshotBody): void;
  stop(): void;
}

export class Remote implements Target {
  readonly #pipeline: Pipeline;
  readonly #snapshots: Snapshots;

  constructor(context: TransportContext, id: bigint, urls: readonly string[]) {
    const rotation = new UrlRotation(usableUrls(context, id, urls));
    this.#pipeline = new Pipeline(context, { peerId: id, urls: rotation, status: null });
    this.#snapshots = new Snapshots(context, { id, urls: rotation, status: null });
  }

  send(message: raftpb.Message): boolean {
    return this.#pipeline.send(message);
  }

  sendSnapshot(message: raftpb.Message, body: SnapshotBody): void {
    this.#snapshots.send(message, body);
  }

  stop(): void {
    this.#pipeline.stop();
    this.#snapshots.stop();
  }
}

export class Peer implements Target, StreamWriterOwner {
  readonly status: PeerStatus;
  readonly #context: TransportContext;
  readonly #id: bigint;
  readonly #urls: UrlRotation;
  readonly #pipeline: Pipeline;
  readonly #snapshots: Snapshots;
  readonly #dialers: readonly StreamDialer[];
  readonly #probers: readonly Prober[];
  /** As the member said when it last connected. */
  snapshotFormat: string | null = null;
  #messageWriter: StreamWriter | null = null;
  #appendWriter: StreamWriter | null = null;
  #isStopped = false;

  constructor(context: TransportContext, id: bigint, urls: readonly string[]) {
    this.#context = context;
    this.#id = id;
    const rotation = new UrlRotation(usableUrls(context, id, urls));
    this.#urls = rotation;
    const status = new PeerStatus(context, id);
    this.status = status;
    this.#pipeline = new Pipeline(context, { peerId: id, urls: rotation, status });
    this.#snapshots = new Snapshots(context, { id, urls: rotation, status });
    this.#dialers = STREAM_KINDS.map(
      (kind) => new StreamDialer(context, { kind, peerId: id, urls: rotation, status }),
    );
    this.#probers = PROBE_NAMES.map(
      (name) => new Prober(context, { name, peerId: id, urls: rotation }),
    );
    for (const dialer of this.#dialers) dialer.start();
  }

  replaceUrls(urls: readonly string[]): void {
    if (urls.join() === this.#urls.texts().join()) return;
    this.#urls.replace(usableUrls(this.#context, this.#id, urls));
    this.#context.logger.info("updated remote peer", {
      "local-member-id": this.#context.identity.localText,
      "updated-remote-peer-id": idText(this.#id),
      "updated-remote-peer-urls": urls,
    });
  }

  // ---- Out.

  send(message: raftpb.Message): boolean {
    const { MsgApp } = raftpb.MessageType;
    const writer =
      message.type === MsgApp && this.#appendWriter !== null
        ? this.#appendWriter
        : this.#messageWriter;
    return writer === null ? this.#pipeline.send(message) : writer.write(message);
  }

  flush(): void {
    this.#messageWriter?.flush();
    this.#appendWriter?.flush();
  }

  sendSnapshot(message: raftpb.Message, body: SnapshotBody): void {
    this.#snapshots.send(message, body);
  }

  /** The peer dialled a stream and its answer's head is written. A former one is closed. */
  attach(kind: StreamKind, socket: Socket): void {
    const former = kind === "message" ? this.#messageWriter : this.#appendWriter;
    if (former !== null) {
      this.#context.logger.warn("closed TCP streaming connection with remote peer", {
        ...this.#writerFields(kind),
      });
      former.end();
      this.#context.lost(this.#id, former.waitingMessages);
    }
    const writer = new StreamWriter(this.#context, { kind, socket, owner: this });
    if (kind === "message") this.#messageWriter = writer;
    else this.#appendWriter = writer;
    this.#context.logger.info("established TCP streaming connection with remote peer", {
      ...this.#writerFields(kind),
    });
    this.status.activate();
  }

  // ---- StreamWriterOwner.

  writerSent(bytes: number): void {
    this.#context.observer.sentBytes(this.#id, bytes);
  }

  writerClosed(writer: StreamWriter, reason: string, messagesCount: number): void {
    if (this.#messageWriter === writer) this.#messageWriter = null;
    if (this.#appendWriter === writer) this.#appendWriter = null;
    if (this.#isStopped) return;
    this.#context.logger.warn("lost TCP streaming connection with remote peer", {
      ...this.#writerFields(writer.kind),
      error: reason,
    });
    this.status.deactivate(`write ${streamLogName(writer.kind)}`, reason);
    // Even with none waiting: what the kernel held is lost too, and probing finds that out soonest.
    this.#context.lost(this.#id, messagesCount);
  }

  // ---- The end.

  stop(): void {
    this.#isStopped = true;
    for (const dialer of this.#dialers) dialer.stop();
    for (const prober of this.#probers) prober.stop();
    this.#messageWriter?.end();
    this.#appendWriter?.end();
    this.#messageWriter = null;
    this.#appendWriter = null;
    this.#pipeline.stop();
    this.#snapshots.stop();
    this.status.end();
  }

  #writerFields(kind: StreamKind): { readonly [name: string]: string } {
    return {
      "stream-writer-type": streamLogName(kind),
      "local-member-id": this.#context.identity.localText,
      "remote-peer-id": idText(this.#id),
    };
  }
}

/** Snapshots on their way to one member. */
class Snapshots {
  readonly #context: TransportContext;
  readonly #options: { id: bigint; urls: UrlRotation; status: PeerStatus | null };
  readonly #senders = new Set<SnapshotSender>();

  constructor(
    context: TransportContext,
    options: { id: bigint; urls: UrlRotation; status: PeerStatus | null },
  ) {
    this.#context = context;
    this.#options = options;
  }

  send(message: raftpb.Message, body: SnapshotBody): void {
    const { id, urls, status } = this.#options;
    const sender = new SnapshotSender(this.#context, {
      peerId: id,
      urls,
      message,
      body,
      ended: (ended, failure) => {
        this.#senders.delete(ended);
        if (failure === null) status?.activate();
        else status?.deactivate("send snapshot", failure);
        this.#context.snapshotEnded(id, failure === null ? "finish" : "failure");
      },
    });
    this.#senders.add(sender);
  }

  stop(): void {
    for (const sender of this.#senders) sender.stop();
    this.#senders.clear();
  }
}

/** Leaves out, with a line in the log, what cannot be dialled. */
function usableUrls(context: TransportContext, id: bigint, texts: readonly string[]): PeerUrl[] {
  const urls: PeerUrl[] = [];
  for (const text of texts) {
    const url = parsePeerUrl(text);
    if (url !== null) urls.push(url);
    else {
      context.logger.warn("ignored a peer URL that cannot be dialled", {
        "remote-peer-id": idText(id),
        url: text.slice(0, 200),
      });
    }
  }
  return urls;
}
