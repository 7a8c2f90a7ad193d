/**
 * What the gateway's tests run against: a member's HTTP edges with handlers and a probe of the
 * test's own, behind a listener on a port that the system chose. Only tests import this.
 */

import net from "node:net";
import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import { GrpcRoutes } from "@kvorum/http2";
import type { ServerConfig } from "../config/server-config.ts";
import type { HttpEndpoint } from "../http/http-endpoint.ts";
import type { AlarmKind, MemberProbe } from "../http/member-probe.ts";
import { createHttpEdges, type HttpEdges } from "../http-edges.ts";
import { Logger } from "../logging/logger.ts";
import { createServerMetrics, type ServerMetrics } from "../metrics/families.ts";
import { MetricsRegistry } from "../metrics/registry.ts";

/** Timers that the test lets run out. */
export class ManualTimers implements Timers {
  readonly #waiting = new Map<() => void, number>();

  after(delayMs: number, callback: () => void): TimerHandle {
    const entry = (): void => callback();
    this.#waiting.set(entry, delayMs);
    return { cancel: () => void this.#waiting.delete(entry) };
  }

  soon(callback: () => void): TimerHandle {
    const handle = setImmediate(callback);
    return { cancel: () => clearImmediate(handle) };
  }

  /** Delays of the timers that wait, in the order they were set. */
  get delaysMs(): readonly number[] {
    return [...this.#waiting.values()];
  }

  /** Runs out every waiting timer of this delay. */
  fire(delayMs: number): void {
    for (const [entry, waiting] of [...this.#waiting]) {
      if (waiting !== delayMs) continue;
      this.#waiting.delete(entry);
      entry();
    }
  }
}

/** A member in whatever state the test gives it. */
export class FakeProbe implements MemberProbe {
  readonly serverVersion = "3.7.1";
  cluster: string | null = "3.7.0";
  storage: string | null = "3.7.0";
  alarmKinds: AlarmKind[] = [];
  leader = true;
  learner = false;
  auth = false;
  /** Text of the error that reads of a consistency fail with. */
  readFailures: { serializable?: string; linearizable?: string } = {};
  readonly reads: string[] = [];

  clusterVersion(): string | null {
    return this.cluster;
  }
  storageVersion(): string | null {
    return this.storage;
  }
  alarms(): readonly AlarmKind[] {
    return this.alarmKinds;
  }
  hasLeader(): boolean {
    return this.leader;
  }
  isLearner(): boolean {
    return this.learner;
  }
  isAuthEnabled(): boolean {
    return this.auth;
  }
  read(consistency: "serializable" | "linearizable"): Promise<void> {
    this.reads.push(consistency);
    const failure = this.readFailures[consistency];
    return failure === undefined ? Promise.resolve() : Promise.reject(new Error(failure));
  }
  raftStatus(): ReturnType<MemberProbe["raftStatus"]> {
    return {
      id: 0x8e9e05c52164694dn,
      term: 2,
      vote: 0x8e9e05c52164694dn,
      commit: 9,
      lead: 0x8e9e05c52164694dn,
      raftState: "StateLeader",
      applied: 9,
      progress: new Map([[0x8e9e05c52164694dn, { match: 9, next: 10, state: "StateReplicate" }]]),
      leadTransferee: 0n,
    };
  }
}

export interface Answer {
  readonly status: number;
  /** As the server spelled and ordered them. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export class Harness {
  readonly routes = new GrpcRoutes();
  readonly probe = new FakeProbe();
  readonly timers = new ManualTimers();
  readonly registry = new MetricsRegistry();
  readonly metrics: ServerMetrics = createServerMetrics(this.registry);
  readonly logLines: string[] = [];
  readonly edges: HttpEdges;
  readonly ports: { client: number; metrics: number; peer: number } = {
    client: 0,
    metrics: 0,
    peer: 0,
  };
  readonly #listeners: net.Server[] = [];

  private constructor(config: Partial<ServerConfig>) {
    const clock: Clock = { monotonicMs: () => 0, wallMs: () => 0 };
    const defaults = {
      maxRequestBytes: 1_572_864,
      enableGrpcGateway: true,
      enablePprof: false,
      hostWhitelist: ["*"],
      corsOrigins: ["*"],
      clientTls: { clientCertAuth: false } as ServerConfig["clientTls"],
    };
    this.edges = createHttpEdges({
      config: { ...defaults, ...config },
      probe: this.probe,
      routes: this.routes,
      registry: this.registry,
      metrics: this.metrics,
      process: {
        commandLine: ["etcd", "--name=a"],
        fileDescriptorLimit: () => 1024,
        memoryUsage: () => process.memoryUsage(),
      },
      clock,
      timers: this.timers,
      log: Logger.create({
        level: "info",
        format: "json",
        sinks: [
          { write: (line) => void this.logLines.push(line), flush(): void {}, close(): void {} },
        ],
        clock,
      }),
      peer: () => false,
    });
  }

  static async start(config: Partial<ServerConfig> = {}): Promise<Harness> {
    const harness = new Harness(config);
    harness.ports.client = await harness.#listen(harness.edges.client);
    harness.ports.metrics = await harness.#listen(harness.edges.metrics);
    harness.ports.peer = await harness.#listen(harness.edges.peer);
    return harness;
  }

  #listen(endpoint: HttpEndpoint): Promise<number> {
    const listener = net.createServer((socket) => {
      socket.on("error", () => {});
      endpoint.server.emit("connection", socket);
    });
    this.#listeners.push(listener);
    return new Promise((resolve) => {
      listener.listen(0, "127.0.0.1", () => {
        resolve((listener.address() as net.AddressInfo).port);
      });
    });
  }

  async stop(): Promise<void> {
    const { client, metrics, peer } = this.edges;
    const cut = (_delayMs: number, callback: () => void): { cancel(): void } => {
      callback();
      return { cancel(): void {} };
    };
    const ended = [client, metrics, peer].map((endpoint) => endpoint.close(0, cut));
    for (const listener of this.#listeners) listener.close();
    await Promise.all(ended);
  }

  /** One request on a connection of its own, closed by the server after the answer. */
  request(
    port: number,
    method: string,
    target: string,
    options: { headers?: { [name: string]: string }; body?: string | Uint8Array } = {},
  ): Promise<Answer> {
    const body = Buffer.from(options.body ?? "");
    const headers: { [name: string]: string } = { Host: "127.0.0.1", Connection: "close" };
    Object.assign(headers, options.headers);
    if (body.length > 0) headers["Content-Length"] = String(body.length);
    let head = `${method} ${target} HTTP/1.1\r\n`;
    for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
    return this.raw(port, Buffer.concat([Buffer.from(`${head}\r\n`), body]));
  }

  post(target: string, body: string | Uint8Array, headers = {}): Promise<Answer> {
    return this.request(this.ports.client, "POST", target, { headers, body });
  }

  get(target: string, headers = {}): Promise<Answer> {
    return this.request(this.ports.client, "GET", target, { headers });
  }

  /** Sends bytes and reads until the server closes. */
  raw(port: number, bytes: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, "127.0.0.1");
      const chunks: Buffer[] = [];
      socket.on("error", reject);
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.on("close", () => resolve(parseAnswer(Buffer.concat(chunks))));
      socket.write(bytes);
    });
  }

  /** A connection that stays open: what was sent so far, and a way to wait for more. */
  open(bytes: string): OpenConnection {
    return new OpenConnection(this.ports.client, bytes);
  }
}

export class OpenConnection {
  readonly socket: net.Socket;
  readonly closed: Promise<void>;
  text = "";
  #waiting: { readonly pattern: RegExp; readonly resolve: () => void }[] = [];

  constructor(port: number, bytes: string) {
    this.socket = net.connect(port, "127.0.0.1");
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => this.socket.on("close", () => resolve()));
    this.socket.on("data", (chunk: Buffer) => {
      this.text += chunk.toString("latin1");
      const ready = this.#waiting.filter(({ pattern }) => pattern.test(this.text));
      this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
      for (const { resolve } of ready) resolve();
    });
    this.socket.write(bytes);
  }

  /** Resolves when all that was received matches. */
  until(pattern: RegExp): Promise<void> {
    if (pattern.test(this.text)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ pattern, resolve }));
  }
}

export function parseAnswer(bytes: Buffer): Answer {
  const end = bytes.indexOf("\r\n\r\n");
  const [statusLine, ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
  let body = bytes.subarray(end + 4);
  if (headers.some(([name, value]) => name === "Transfer-Encoding" && value === "chunked")) {
    body = unchunk(body);
  }
  const isText = !headers.some(([name]) => name === "Content-Encoding");
  return {
    status: Number(statusLine!.split(" ")[1]),
    headers,
    body: body.toString(isText ? "utf8" : "latin1"),
  };
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", position);
    if (lineEnd < 0) break;
    const size = Number.parseInt(bytes.toString("latin1", position, lineEnd), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    position = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

export function headerOf(answer: Answer, name: string): string | undefined {
  return answer.headers.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
}
