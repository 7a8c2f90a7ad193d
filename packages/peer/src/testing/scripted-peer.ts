/** A peer of bare sockets: takes requests apart by hand and answers with the bytes of a script. */

import { createServer, type Server, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { type Notes, TestMember } from "./test-member.ts";

export interface ScriptedRequest {
  /** Such as `POST /raft`. */
  readonly line: string;
  readonly headers: ReadonlyMap<string, string>;
  /** The whole body where its length was given; empty for chunked ones. */
  readonly body: Buffer;
  readonly socket: Socket;
  /** Counts the connections from 1. */
  readonly connection: number;
}

/** Bytes to answer with, or null to answer nothing. */
export type Script = (request: ScriptedRequest) => string | null;

export class ScriptedPeer {
  readonly url: string;
  readonly requests: ScriptedRequest[] = [];
  connectionsCount = 0;
  readonly #server: Server;
  readonly #script: Script;
  readonly #notes: Notes;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, script: Script, notes: Notes) {
    this.#server = server;
    this.#script = script;
    this.#notes = notes;
    this.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    server.on("connection", (socket: Socket) => this.#accept(socket));
  }

  /** `notes` are told of each request, so that a member's `until` may look at them. */
  static async listen(t: TestContext, script: Script, member: TestMember): Promise<ScriptedPeer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const peer = new ScriptedPeer(server, script, member.notes);
    t.after(() => peer.stop());
    return peer;
  }

  stop(): Promise<void> {
    this.closeConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  closeConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** How many requests had this line. */
  count(line: string): number {
    return this.requests.filter((request) => request.line === line).length;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const connection = ++this.connectionsCount;
    let bytes = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("data", (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (;;) {
        const headEnd = bytes.indexOf("\r\n\r\n");
        if (headEnd < 0) return;
        const lines = bytes.toString("latin1", 0, headEnd).split("\r\n");
        const headers = new Map(
          lines.slice(1).map((line) => {
            const colon = line.indexOf(":");
            return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
          }),
        );
        const bodyEnd = headEnd + 4 + Number(headers.get("content-length") ?? 0);
        if (bytes.length < bodyEnd) return;
        const body = bytes.subarray(headEnd + 4, bodyEnd);
        bytes = bytes.subarray(bodyEnd);
        this.#answer({
          line: lines[0]!.replace(" HTTP/1.1", ""),
          headers,
          body,
          socket,
          connection,
        });
        if (headers.get("transfer-encoding") === "chunked") {
          socket.removeAllListeners("data");
          return;
        }
      }
    });
  }

  #answer(request: ScriptedRequest): void {
    this.requests.push(request);
    const answer = this.#script(request);
    if (answer !== null) request.socket.write(answer);
    this.#notes.changed();
  }
}

export const NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

/** An answer with this text. */
export function plainAnswer(status: number, text: string): string {
  return `HTTP/1.1 ${status} Status\r\nContent-Length: ${text.length + 1}\r\n\r\n${text}\n`;
}

/** A member on its own, with what it needs to be stopped at the end of the test. */
export async function startMember(
  t: TestContext,
  options: Parameters<typeof TestMember.start>[0],
): Promise<TestMember> {
  const member = await TestMember.start(options);
  t.after(() => member.stop());
  return member;
}

/** One turn of the event loop, sockets included. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
