/** A PeerServices to be filled per test, behind a real HTTP server on a fresh loopback port. */

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request as requestHttp,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Timers } from "@kvorum/base";
import type { PeerServices } from "../../requests-port.ts";
import { PeerRequestHandler } from "../peer-request-handler.ts";

export const CLUSTER_ID = 0xba727bc531d249a5n;

/** The machine's timers. */
export const realTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
  soon(callback) {
    const timer = setImmediate(callback);
    return { cancel: () => clearImmediate(timer) };
  },
};

/** Timers that go off only when told to. */
export class HandTimers implements Timers {
  readonly #waiting = new Set<() => void>();

  after(_delayMs: number, callback: () => void): { cancel(): void } {
    this.#waiting.add(callback);
    return { cancel: () => this.#waiting.delete(callback) };
  }

  soon(callback: () => void): { cancel(): void } {
    return this.after(0, callback);
  }

  get waitingCount(): number {
    return this.#waiting.size;
  }

  fireAll(): void {
    for (const callback of [...this.#waiting]) {
      this.#waiting.delete(callback);
      callback();
    }
  }
}

/** Refuses everything that a test does not expect. */
export function services(expected: Partial<PeerServices>): PeerServices {
  const unexpected = (name: string) => (): never => {
    throw new Error(`${name} was not expected`);
  };
  return {
    members: unexpected("members"),
    versions: unexpected("versions"),
    isDowngradeEnabled: unexpected("isDowngradeEnabled"),
    promote: unexpected("promote"),
    hashKv: unexpected("hashKv"),
    renewLease: unexpected("renewLease"),
    timeToLive: unexpected("timeToLive"),
    ...expected,
  };
}

export interface Loopback extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** What services failed with. */
  readonly failures: unknown[];
}

export async function serveServices(expected: Partial<PeerServices>): Promise<Loopback> {
  const failures: unknown[] = [];
  const handler = new PeerRequestHandler({
    services: services(expected),
    clusterId: CLUSTER_ID,
    onFailure: (_path, error) => failures.push(error),
  });
  const loopback = await serve((request, response) => {
    if (!handler.handle(request, response)) response.writeHead(404).end("404 page not found\n");
  });
  return { ...loopback, failures };
}

export function serve(listener: RequestListener): Promise<Loopback> {
  return serveWith(createServer(listener));
}

export function serveWith(server: Server, scheme = "http"): Promise<Loopback> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `${scheme}://127.0.0.1:${port}`,
        port,
        failures: [],
        [Symbol.asyncDispose]: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** One request as any HTTP client would make it. */
export function rawRequest(
  port: number,
  options: { method: string; path: string; headers?: Record<string, string>; body?: Uint8Array },
): Promise<RawAnswer> {
  const { method, path, body } = options;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "Content-Length": String(body.length) };
    const request = requestHttp({
      host: "127.0.0.1",
      port,
      method,
      path,
      headers: { ...options.headers, ...length },
      agent: false,
    });
    request.on("error", reject);
    request.on("response", (response) => {
      response.setEncoding("latin1");
      let text = "";
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.end(body);
  });
}
