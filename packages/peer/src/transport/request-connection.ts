/**
 * A connection to a peer that carries one request after the other: POSTs to /raft, probes. Kept
 * open between them for as long as the peer keeps it.
 */

import type { TimerHandle } from "@kvorum/base";
import { ClientConnection, type ConnectionOwner } from "./client-connection.ts";
import type { AnswerHead } from "./http-answer.ts";
import type { TransportContext } from "./transport-context.ts";
import type { PeerUrl } from "./url-rotation.ts";

export interface PeerAnswer {
  readonly status: number;
  /** Cut at the limit for answers. */
  readonly text: string;
}

export interface PeerRequest {
  /** Request line and headers without Host and without the empty line. */
  readonly head: string;
  readonly body: Uint8Array | null;
}

export interface RequestFailure {
  readonly reason: string;
  /**
   * The connection was a kept one and ended before any byte of an answer: the peer may have closed
   * it just before it was used, so that the request deserves another connection.
   */
  readonly wasStale: boolean;
}

type Outcome = (answer: PeerAnswer | null, failure: RequestFailure | null) => void;

export class RequestConnection implements ConnectionOwner {
  readonly #context: TransportContext;
  readonly #connection: ClientConnection;
  #isOpened = false;
  #request: PeerRequest | null = null;
  #outcome: Outcome | null = null;
  #timer: TimerHandle | null = null;
  #requestsCount = 0;
  #head: AnswerHead | null = null;
  #text = "";
  #hasAnswer = false;
  /** Any byte came since the request was sent. */
  #hasBytes = false;

  constructor(context: TransportContext, url: PeerUrl) {
    this.#context = context;
    this.#connection = new ClientConnection(context, url, this);
  }

  get url(): PeerUrl {
    return this.#connection.url;
  }

  /** Another request can be sent. */
  get isUsable(): boolean {
    return !this.#connection.isClosed && this.#outcome === null;
  }

  /** A request waits for its answer. */
  get isBusy(): boolean {
    return this.#outcome !== null;
  }

  /** One at a time. The outcome is called once, later, unless the connection is closed. */
  send(request: PeerRequest, timeoutMs: number, outcome: Outcome): void {
    this.#request = request;
    this.#outcome = outcome;
    this.#requestsCount++;
    this.#head = null;
    this.#text = "";
    this.#hasAnswer = false;
    this.#hasBytes = false;
    this.#timer = this.#context.timers.after(timeoutMs, () => this.#connection.fail("timeout"));
    if (this.#isOpened) this.#write();
  }

  close(): void {
    this.#timer?.cancel();
    this.#outcome = null;
    this.#connection.close();
  }

  // ---- ConnectionOwner.

  opened(): void {
    this.#isOpened = true;
    if (this.#request !== null) this.#write();
  }

  answerHead(head: AnswerHead): void {
    this.#head = head;
  }

  answerBody(bytes: Uint8Array): void {
    if (this.#text.length < this.#context.limits.answerBytes) {
      this.#text += Buffer.from(bytes).toString("latin1");
    }
  }

  answerEnd(): void {
    this.#hasAnswer = true;
  }

  chunkRead(): void {
    this.#hasBytes = true;
    if (this.#hasAnswer) this.#answered();
    // Bytes that nobody asked for.
    else if (this.#outcome === null) this.#connection.close();
  }

  closed(reason: string): void {
    if (this.#hasAnswer) {
      this.#answered();
      return;
    }
    const outcome = this.#take();
    const wasStale = this.#requestsCount > 1 && !this.#hasBytes && reason !== "timeout";
    outcome?.(null, { reason, wasStale });
  }

  #write(): void {
    const { head, body } = this.#request!;
    this.#request = null;
    const { socket, url } = this.#connection;
    socket.cork();
    socket.write(`${head}Host: ${url.authority}\r\n\r\n`, "latin1");
    if (body !== null) socket.write(body);
    socket.uncork();
  }

  #answered(): void {
    const { status, keepsAlive } = this.#head!;
    this.#hasAnswer = false;
    if (!keepsAlive) this.#connection.close();
    this.#take()?.({ status, text: this.#text }, null);
  }

  #take(): Outcome | null {
    const outcome = this.#outcome;
    this.#outcome = null;
    this.#timer?.cancel();
    return outcome;
  }
}
