/** A listener under TLS with all its parts, files and clock in a test's hands. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import type { TimerHandle, Timers } from "@kvorum/base";
import { GrpcRoutes, Http2Server } from "@kvorum/http2";
import type { TlsFiles } from "../../config/server-config.ts";
import { ClientListener } from "../../listeners/client-listener.ts";
import { Logger } from "../../logging/logger.ts";
import { chooseCipherSuites } from "../cipher-suites.ts";
import type { NameResolver } from "../client-identity.ts";
import { type ProtocolChoice, ServerSide } from "../server-side.ts";
import type { Issued } from "./authority.ts";

export const noFiles: TlsFiles = {
  certFile: "",
  keyFile: "",
  clientCertFile: "",
  clientKeyFile: "",
  trustedCaFile: "",
  crlFile: "",
  clientCertAuth: false,
  autoTls: false,
  allowedCommonNames: [],
  allowedHostnames: [],
  skipClientSanVerification: false,
};

export const anyProtocol: ProtocolChoice = {
  ciphers: chooseCipherSuites([]).ciphers,
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.3",
};

/** Time that moves when the test says so. */
export class HandTime implements Timers {
  #nowMs = 0;
  readonly #waiting = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  readonly clock = { monotonicMs: (): number => this.#nowMs, wallMs: (): number => Date.now() };

  after(delayMs: number, callback: () => void): TimerHandle {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#waiting.add(timer);
    return { cancel: () => this.#waiting.delete(timer) };
  }

  soon(callback: () => void): TimerHandle {
    const immediate = setImmediate(callback);
    return { cancel: () => clearImmediate(immediate) };
  }

  advance(byMs: number): void {
    this.#nowMs += byMs;
    for (const timer of [...this.#waiting]) {
      if (timer.atMs <= this.#nowMs && this.#waiting.delete(timer)) timer.callback();
    }
  }
}

export interface LogLine {
  readonly msg: string;
  readonly error?: string;
  readonly [field: string]: unknown;
}

export function recordingLogger(): { readonly logger: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const sink = {
    write: (text: string): void => {
      for (const line of text.trimEnd().split("\n")) lines.push(JSON.parse(line) as LogLine);
    },
    flush: () => {},
    close: () => {},
  };
  const clock = { monotonicMs: () => 0, wallMs: () => 0 };
  return {
    logger: Logger.create({ level: "info", format: "json", sinks: [sink], clock }),
    lines,
  };
}

export function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "kvorum-tls-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes a pair; gives the two paths. */
export function writePair(
  directory: string,
  name: string,
  { cert, key }: Issued,
): { certFile: string; keyFile: string } {
  const paths = {
    certFile: join(directory, `${name}.pem`),
    keyFile: join(directory, `${name}.key`),
  };
  writeFileSync(paths.certFile, cert);
  writeFileSync(paths.keyFile, key);
  return paths;
}

export interface TlsSite {
  readonly listener: ClientListener;
  readonly side: ServerSide;
  readonly port: number;
  readonly time: HandTime;
  readonly lines: LogLine[];
  /** Common names of clients whose HTTP/1.1 requests were answered. */
  readonly served: string[];
}

/** Answers HTTP/1.1 with the client's common name, and gRPC with Unimplemented. */
export async function openSite(
  t: TestContext,
  options: {
    readonly files: Partial<TlsFiles>;
    readonly resolver?: NameResolver;
    readonly protocol?: Partial<ProtocolChoice>;
    readonly servesPlain?: boolean;
  },
): Promise<TlsSite> {
  const time = new HandTime();
  const { logger, lines } = recordingLogger();
  const noNames = (): Promise<never> => Promise.reject(new Error("no such host"));
  const side = await ServerSide.open({
    name: "client",
    files: { ...noFiles, ...options.files },
    protocol: { ...anyProtocol, ...options.protocol },
    logger,
    clock: time.clock,
    timers: time,
    resolver: options.resolver ?? { reverse: noNames, addresses: noNames },
  });
  const listener = new ClientListener({
    address: { url: "https://127.0.0.1:0", host: "127.0.0.1", port: 0, path: null },
    maxConnections: 10_000,
    tls: side,
    servesPlain: options.servesPlain ?? false,
  });
  await listener.listen();
  const served: string[] = [];
  const http = createServer((request, response) => {
    const socket = request.socket as TLSSocket;
    const isSecure = socket.encrypted === true;
    const name = isSecure && socket.authorized ? socket.getPeerCertificate().subject.CN : "-";
    served.push(String(name));
    response.end(isSecure ? "secure" : "plain");
  });
  const http2 = new Http2Server({ routes: new GrpcRoutes() });
  listener.serve({ http, http2 });
  t.after(async () => {
    await listener.close();
    http.closeAllConnections();
    await http2.shutdown(0);
  });
  return { listener, side, port: listener.port, time, lines, served };
}

export interface Visit {
  /** What came back, or the error that ended it. */
  readonly answer: string;
  readonly alpn: string | false | null;
  readonly certificateSerial: string;
  readonly isResumed: boolean;
}

/** One connection: handshake, a request, the answer to its end. */
export function visit(
  port: number,
  options: ConnectionOptions & { readonly request?: string | Uint8Array } = {},
): Promise<Visit> {
  const { request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", ...tls } = options;
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false, ...tls });
    let text = "";
    let certificateSerial = "";
    let isResumed = false;
    const end = (answer: string): void => {
      socket.destroy();
      resolve({ answer, alpn: socket.alpnProtocol, certificateSerial, isResumed });
    };
    socket.on("secureConnect", () => {
      certificateSerial = socket.getPeerCertificate().serialNumber;
      isResumed = socket.isSessionReused();
      socket.write(request);
    });
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      // An HTTP/2 server speaks first and stays.
      if (socket.alpnProtocol === "h2") end(text);
    });
    socket.on("error", (error: Error & { code?: string }) => end(error.code ?? error.message));
    socket.on("close", () => end(text));
  });
}

/** Resolves when the condition holds; the test's own time limit ends it otherwise. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once("close", () => resolve());
  });
}
