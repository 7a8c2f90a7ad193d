/**
 * Promises over a RawConnection, for tests that compare: a failed call is a value with status and
 * text, not an exception. Nothing is retried or hidden.
 */

import type { MethodDescriptor } from "@kvorum/proto";
import { etcdserverpb } from "@kvorum/proto";
import type { CallSink, CallTemplate, ConnectOptions } from "./connection.ts";
import { RawConnection } from "./connection.ts";
import type { HeaderField } from "./hpack.ts";

export interface RawReply {
  /** gRPC status; 0 is OK. */
  readonly status: number;
  /** The status text; "" with OK. */
  readonly message: string;
  /** The reply's bytes; null when there was none. */
  readonly body: Uint8Array | null;
}

export interface CallOptions {
  readonly metadata?: readonly HeaderField[];
  /** The client resets the call after this time; the reply is then status 4, made here. */
  readonly timeoutMs?: number;
}

const methodsByPath = new Map(etcdserverpb.methods.map((method) => [method.path, method]));

/** The descriptor of `service/method`, such as `KV/Put`. */
export function etcdMethod(name: string): MethodDescriptor {
  const method = methodsByPath.get(`/etcdserverpb.${name}`);
  if (method === undefined) throw new Error(`no method ${name}`);
  return method;
}

export class RawClient {
  readonly connection: RawConnection;
  readonly #templates = new Map<string, CallTemplate>();

  constructor(connection: RawConnection) {
    this.connection = connection;
  }

  static async connect(options: ConnectOptions): Promise<RawClient> {
    return new RawClient(await RawConnection.connect(options));
  }

  /** One unary call with the request's bytes. */
  call(path: string, request: Uint8Array, options: CallOptions = {}): Promise<RawReply> {
    return new Promise((resolve) => {
      let body: Uint8Array | null = null;
      let streamId = 0;
      let timer: NodeJS.Timeout | null = null;
      const sink: CallSink = {
        message: (bytes, start, end) => {
          body = bytes.slice(start, end);
        },
        ended: (status, message) => {
          if (timer !== null) clearTimeout(timer);
          resolve({ status, message, body });
        },
      };
      streamId = this.connection.unary(this.#template(path, options.metadata), request, sink);
      const timeoutMs = options.timeoutMs ?? 30_000;
      timer = setTimeout(() => {
        resolve({ status: 4, message: `no reply in ${timeoutMs} ms`, body: null });
        this.connection.cancel(streamId);
      }, timeoutMs);
    });
  }

  /** One unary call with a message; the reply is decoded. @throws Error unless the status is OK. */
  async invoke<T>(name: string, request: object, options: CallOptions = {}): Promise<T> {
    const method = etcdMethod(name);
    const reply = await this.call(method.path, method.request.encode(request), options);
    if (reply.status !== 0 || reply.body === null) {
      throw new Error(`${name}: status ${reply.status} ${reply.message}`);
    }
    return method.response.decode(reply.body) as T;
  }

  /** Opens a stream; messages are copied before they reach `onMessage`. */
  stream(
    path: string,
    handlers: {
      readonly onMessage: (message: Uint8Array) => void;
      readonly onEnd: (status: number, message: string) => void;
    },
    options: { readonly metadata?: readonly HeaderField[] } = {},
  ): RawStream {
    const streamId = this.connection.open(this.#template(path, options.metadata), {
      message: (bytes, start, end) => handlers.onMessage(bytes.slice(start, end)),
      ended: handlers.onEnd,
    });
    return new RawStream(this.connection, streamId);
  }

  close(): void {
    this.connection.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #template(path: string, metadata: readonly HeaderField[] | undefined): CallTemplate {
    if (metadata !== undefined && metadata.length > 0) {
      return this.connection.template(path, metadata);
    }
    let template = this.#templates.get(path);
    if (template === undefined) {
      template = this.connection.template(path);
      this.#templates.set(path, template);
    }
    return template;
  }
}

/** The client's side of a stream. */
export class RawStream {
  readonly #connection: RawConnection;
  readonly #streamId: number;

  constructor(connection: RawConnection, streamId: number) {
    this.#connection = connection;
    this.#streamId = streamId;
  }

  send(message: Uint8Array): void {
    this.#connection.send(this.#streamId, message, { endStream: false });
  }

  halfClose(): void {
    this.#connection.halfClose(this.#streamId);
  }

  cancel(): void {
    this.#connection.cancel(this.#streamId);
  }
}
