/**
 * One call through the JSON gateway, seen from both sides: to the handler it is the same UnaryCall
 * or StreamCall that gRPC gives it; to the client it is one HTTP request and its answer. HTTP
 * surface, sections 5 to 9 and 11.
 *
 * Life: created when the headers are in; the handler runs when the request message is complete
 * (for bidirectional calls: when the first message is), so a malformed request never reaches one.
 * It ends exactly once, by answer, failure, deadline or departure of the client; afterwards
 * `isOpen` is false and nothing has an effect. Each call is counted in its route as gRPC calls are.
 *
 * Deliberate difference from etcd: a bidirectional call whose first value is malformed or missing
 * is answered with 400, where etcd leaves the client without an answer.
 */

import { type Clock, concatBytes, EMPTY_BYTES, type TimerHandle, type Timers } from "@kvorum/base";
import type { CancelReason, Peer, Route, StreamCall, UnaryCall } from "@kvorum/http2";
import { GrpcStatus, type MethodDescriptor } from "@kvorum/proto";
import type { HttpExchange } from "../http/exchange.ts";
import { JsonBody, JsonTooLargeError } from "./json-body.ts";
import { JsonSyntaxError } from "./json-scanner.ts";
import { JsonMappingError, jsonToProto } from "./json-to-proto.ts";
import { LARGE_ANSWER_BYTES, LargeAnswer } from "./large-answer.ts";
import type { GatewayLimits } from "./limits.ts";
import { escapeForStream, protoToJson } from "./proto-to-json.ts";
import { errorBody, errorLine, headerText, httpStatusOf } from "./status-answer.ts";

export interface CallOptions {
  readonly exchange: HttpExchange;
  readonly route: Route;
  readonly method: MethodDescriptor;
  readonly metadata: ReadonlyMap<string, string>;
  readonly deadlineMs: number | null;
  readonly limits: GatewayLimits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly observer: CallObserver;
}

/** Totals of the gateway and what is rare; observers must not throw. */
export interface CallObserver {
  /** Protobuf bytes of a message that came in or went out. */
  messageReceived(sizeBytes: number): void;
  messageSent(sizeBytes: number): void;
  callEnded(path: string, status: number, durationMs: number): void;
  handlerFailed(path: string, error: unknown): void;
}

type Phase =
  /** No complete request message yet. */
  | "reading"
  /** The handler has run, or for a bidirectional call is running. */
  | "running"
  | "over";

export class GatewayCall implements UnaryCall, StreamCall {
  readonly path: string;
  readonly deadlineMs: number | null;
  readonly peer: Peer;
  readonly #options: CallOptions;
  readonly #body: JsonBody;
  readonly #isUnary: boolean;
  readonly #isBidi: boolean;
  readonly #startedMs: number;
  #phase: Phase = "reading";
  #request: Uint8Array | null = null;
  #hasBegun = false;
  #isBodyComplete = false;
  #isHalfClosed = false;
  #isReadingPaused = false;
  #isDelivering = false;
  /** The last send() said that there is no room. */
  #isFull = false;
  /** An answer that is still being written. */
  #largeAnswer: LargeAnswer | null = null;
  #deadline: TimerHandle | null = null;
  #stall: TimerHandle | null = null;
  #bodyStall: TimerHandle | null = null;
  #onCancel: ((reason: CancelReason) => void) | null = null;
  #onMessage: ((message: Uint8Array) => void) | null = null;
  #onHalfClose: (() => void) | null = null;
  #onDrain: (() => void) | null = null;

  constructor(options: CallOptions) {
    const { exchange, route, deadlineMs, limits, clock, timers } = options;
    this.#options = options;
    this.path = route.path;
    this.deadlineMs = deadlineMs;
    // A certificate's name never counts at the gateway.
    this.peer = { address: exchange.remoteAddress, tlsCommonName: null };
    this.#body = new JsonBody(limits.maxJsonValueBytes);
    this.#isUnary = route.isUnary;
    this.#isBidi = route.isBidi;
    this.#startedMs = clock.monotonicMs();
    route.started++;
    exchange.onGone(() => this.#cancel("closed"));
    exchange.onDrain(() => this.#drained());
    if (deadlineMs !== null) {
      this.#deadline = timers.after(deadlineMs, () => this.#expire());
    }
  }

  /** Starts reading the request. */
  start(): void {
    this.#watchBody();
    this.#options.exchange.readBody({
      onChunk: (chunk) => {
        if (this.#phase === "over" || this.#request !== null) return;
        this.#watchBody();
        this.#body.push(chunk);
        this.#read();
      },
      onEnd: () => {
        this.#isBodyComplete = true;
        this.#stopWatchingBody();
        if (this.#phase === "over") return;
        this.#body.end();
        this.#read();
      },
    });
  }

  get isOpen(): boolean {
    return this.#phase !== "over";
  }

  get bufferedBytes(): number {
    return this.#options.exchange.bufferedBytes;
  }

  metadata(name: string): string | undefined {
    return this.#options.metadata.get(name);
  }

  onCancel(callback: (reason: CancelReason) => void): void {
    this.#onCancel = callback;
  }

  onMessage(callback: (message: Uint8Array) => void): void {
    this.#onMessage = callback;
  }

  onHalfClose(callback: () => void): void {
    this.#onHalfClose = callback;
  }

  onDrain(callback: () => void): void {
    this.#onDrain = callback;
  }

  pauseReading(): void {
    this.#isReadingPaused = true;
    this.#options.exchange.pauseBody();
  }

  resumeReading(): void {
    if (!this.#isReadingPaused) return;
    this.#isReadingPaused = false;
    this.#options.exchange.resumeBody();
    // What was read before the pause waits here; a handler in the middle of a message is not
    // called again from below itself.
    if (!this.#isDelivering) this.#read();
  }

  respond(message: Uint8Array): void {
    this.respondJoined(EMPTY_BYTES, message);
  }

  respondJoined(head: Uint8Array, body: Uint8Array): void {
    if (this.#phase === "over") return;
    const { exchange, method, timers } = this.#options;
    const sizeBytes = head.length + body.length;
    this.#countSent(sizeBytes);
    this.#finish(GrpcStatus.OK);
    setSuccessHeaders(exchange);
    if (sizeBytes <= LARGE_ANSWER_BYTES || exchange.isConversation) {
      const json = protoToJson(method.response, joined(head, body));
      exchange.respond(200, json, { isChunked: acceptsTrailers(exchange) });
      return;
    }
    this.#largeAnswer = new LargeAnswer({
      exchange,
      descriptor: method.response,
      message: concatBytes([head, body]),
      timers,
      onFull: () => this.#waitForRoom(),
    });
    this.#largeAnswer.start();
  }

  send(message: Uint8Array): boolean {
    return this.sendJoined(EMPTY_BYTES, message);
  }

  sendJoined(head: Uint8Array, body: Uint8Array): boolean {
    if (this.#phase === "over") return true;
    const { exchange, method } = this.#options;
    const json = protoToJson(method.response, joined(head, body));
    this.#countSent(head.length + body.length);
    this.#begin();
    const hasRoom = exchange.write(`{"result":${escapeForStream(json)}}\n`);
    if (!hasRoom) this.#waitForRoom();
    return hasRoom;
  }

  /** Output waits: the client must take some of it in time. */
  #waitForRoom(): void {
    const { exchange, limits, timers } = this.#options;
    this.#isFull = true;
    this.#stall ??= timers.after(limits.outputStallTimeoutMs, () => {
      this.#stall = null;
      // Nothing waits any more: the answer is out, and the connection may serve another by now.
      if (exchange.bufferedBytes > 0) exchange.destroy();
    });
  }

  end(): void {
    if (this.#phase === "over") return;
    this.#begin();
    this.#finish(GrpcStatus.OK);
    this.#options.exchange.end();
  }

  fail(status: number, message: string): void {
    if (this.#phase === "over") return;
    this.#finish(status);
    this.#answerFailure(status, message);
  }

  /** Delivers what the body holds, as far as the handler wants it. */
  #read(): void {
    this.#isDelivering = true;
    try {
      if (this.#isBidi) this.#readStream();
      else this.#readRequest();
    } catch (error) {
      this.#refuse(error);
    } finally {
      this.#isDelivering = false;
    }
  }

  /** The one message of a call without request stream. The rest of the body is not looked at. */
  #readRequest(): void {
    if (this.#request === null) {
      const value = this.#body.next();
      if (value !== null) this.#request = this.#toMessage(value);
    }
    const mayRun = this.#isBodyComplete || this.#options.exchange.isConversation;
    // An empty body is an empty message; on a conversation, nothing has been said yet.
    if (this.#isBodyComplete) this.#request ??= this.#toMessage(EMPTY_OBJECT);
    if (this.#request === null || !mayRun || this.#phase !== "reading") return;
    this.#stopWatchingBody();
    this.#phase = "running";
    this.#countReceived(this.#request.length);
    this.#runHandler(this.#request);
  }

  #readStream(): void {
    while (this.#phase !== "over" && !this.#isReadingPaused) {
      const value = this.#body.next();
      if (value === null) break;
      const message = this.#toMessage(value);
      if (this.#phase === "reading") {
        this.#phase = "running";
        this.#stopWatchingBody();
        this.#runHandler(EMPTY_BYTES);
        if (!this.isOpen) return;
      }
      this.#countReceived(message.length);
      this.#callHandler(() => this.#onMessage?.(message));
    }
    if (this.#isBodyComplete && this.isOpen && !this.#isReadingPaused) this.#halfClose();
  }

  #halfClose(): void {
    if (this.#phase === "reading") throw new JsonSyntaxError("unexpected EOF");
    if (this.#isHalfClosed) return;
    this.#isHalfClosed = true;
    this.#callHandler(() => this.#onHalfClose?.());
  }

  #toMessage(value: Uint8Array): Uint8Array {
    const message = jsonToProto(this.#options.method.request, value);
    const max = this.#options.limits.maxReceiveMessageBytes;
    if (message.length > max) throw new MessageTooLargeError(message.length, max);
    return message;
  }

  /** A request that cannot be read. */
  #refuse(error: unknown): void {
    if (error instanceof MessageTooLargeError) {
      this.fail(GrpcStatus.ResourceExhausted, error.message);
    } else if (error instanceof JsonTooLargeError) {
      const { maxJsonValueBytes } = this.#options.limits;
      const { message } = new MessageTooLargeError(error.sizeBytes, maxJsonValueBytes);
      this.fail(GrpcStatus.ResourceExhausted, message);
    } else if (error instanceof JsonSyntaxError || error instanceof JsonMappingError) {
      if (this.#phase === "running" && this.#isBidi) {
        // A stream that has begun takes a mistake for the end of its requests.
        this.#isBodyComplete = true;
        this.#request = EMPTY_BYTES;
        this.#halfClose();
      } else {
        this.fail(GrpcStatus.InvalidArgument, error.message);
      }
    } else {
      throw error;
    }
  }

  #runHandler(request: Uint8Array): void {
    const { route } = this.#options;
    this.#callHandler(() => {
      if (route.unaryHandler !== null) route.unaryHandler(request, this);
      else if (route.serverStreamHandler !== null) route.serverStreamHandler(request, this);
      else route.bidiStreamHandler?.(this);
    });
  }

  #callHandler(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.observer.handlerFailed(this.path, error);
      this.fail(GrpcStatus.Internal, "internal error");
    }
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    setSuccessHeaders(this.#options.exchange);
    this.#options.exchange.begin(200);
  }

  #answerFailure(status: number, message: string): void {
    const { exchange } = this.#options;
    if (this.#hasBegun) {
      exchange.write(errorLine(status, message));
      exchange.end();
      return;
    }
    if (status === GrpcStatus.Unauthenticated) {
      exchange.setHeader("Www-Authenticate", headerText(message));
    }
    exchange.setHeader("Content-Type", "application/json");
    const body = this.#isUnary ? errorBody(status, message) : errorLine(status, message);
    exchange.respond(httpStatusOf(status), body);
  }

  #drained(): void {
    this.#stall?.cancel();
    this.#stall = null;
    if (!this.#isFull) return;
    this.#isFull = false;
    this.#largeAnswer?.drained();
    if (this.isOpen) this.#callHandler(() => this.#onDrain?.());
  }

  #expire(): void {
    this.#deadline = null;
    if (this.#phase === "over") return;
    const cancel = this.#onCancel;
    this.#finish(GrpcStatus.DeadlineExceeded);
    this.#tell(cancel, "deadline");
    this.#answerFailure(GrpcStatus.DeadlineExceeded, "context deadline exceeded");
  }

  /** The client is gone. */
  #cancel(reason: CancelReason): void {
    this.#stall?.cancel();
    this.#stall = null;
    this.#largeAnswer?.stop();
    if (this.#phase === "over") return;
    const cancel = this.#onCancel;
    this.#finish(GrpcStatus.Canceled);
    this.#tell(cancel, reason);
  }

  #tell(cancel: ((reason: CancelReason) => void) | null, reason: CancelReason): void {
    try {
      cancel?.(reason);
    } catch (error) {
      this.#options.observer.handlerFailed(this.path, error);
    }
  }

  /** Books the end. The stall timer stays: what was sent must still get out. */
  #finish(status: number): void {
    const { route, clock, observer } = this.#options;
    this.#phase = "over";
    this.#deadline?.cancel();
    this.#stopWatchingBody();
    this.#onCancel = null;
    this.#onMessage = null;
    this.#onHalfClose = null;
    this.#onDrain = null;
    const known = status >= 0 && status < route.handled.length ? status : GrpcStatus.Unknown;
    route.handled[known]!++;
    observer.callEnded(this.path, known, clock.monotonicMs() - this.#startedMs);
  }

  /** (Re)starts the watch on a body that makes no progress while its message is not complete. */
  #watchBody(): void {
    this.#stopWatchingBody();
    const { exchange, limits, timers } = this.#options;
    if (exchange.isConversation || this.#phase !== "reading") return;
    this.#bodyStall = timers.after(limits.bodyStallTimeoutMs, () => {
      this.#bodyStall = null;
      exchange.destroy();
    });
  }

  #stopWatchingBody(): void {
    this.#bodyStall?.cancel();
    this.#bodyStall = null;
  }

  #countReceived(sizeBytes: number): void {
    this.#options.route.messagesReceived++;
    this.#options.observer.messageReceived(sizeBytes);
  }

  #countSent(sizeBytes: number): void {
    this.#options.route.messagesSent++;
    this.#options.observer.messageSent(sizeBytes);
  }
}

/** A message over the limit, in grpc-go's words. */
class MessageTooLargeError extends Error {
  override readonly name = "MessageTooLargeError";

  constructor(sizeBytes: number, maxBytes: number) {
    super(`grpc: received message larger than max (${sizeBytes} vs. ${maxBytes})`);
  }
}

const EMPTY_OBJECT: Uint8Array = Buffer.from("{}");

function joined(head: Uint8Array, body: Uint8Array): Uint8Array {
  if (head.length === 0) return body;
  return body.length === 0 ? head : concatBytes([head, body]);
}

function setSuccessHeaders(exchange: HttpExchange): void {
  exchange.setHeader("Content-Type", "application/json");
  exchange.setHeader("Grpc-Metadata-Content-Type", "application/grpc");
}

function acceptsTrailers(exchange: HttpExchange): boolean {
  return /(^|[ ,])trailers($|[ ,;])/i.test(exchange.header("te") ?? "");
}
