/**
 * Runs the recorded gateway requests of etcd 3.7.1 against handlers that give the recorded result:
 * what is compared is the gateway's part, that is, routing, both directions of the JSON mapping,
 * statuses and types. Mistakes that the gateway itself must find are left to it.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { StreamCall, UnaryCall } from "@kvorum/http2";
import { goldenFile } from "../testing/recordings.ts";
import { Harness, headerOf } from "./gateway-harness.ts";
import { gatewayMethods } from "./gateway-routes.ts";
import { jsonToProto } from "./json-to-proto.ts";
import { protoToJson } from "./proto-to-json.ts";

interface GoldenLine {
  readonly n: number;
  readonly cmd: string;
  readonly recorded?: boolean;
  readonly stdout?: string;
}

/** What the handler of the line that runs now gives: bodies to answer with, or an error. */
interface Scripted {
  readonly answers: readonly Uint8Array[];
  readonly error: { readonly code: number; readonly message: string } | null;
}

let harness: Harness;
let scripted: Scripted | null = null;
let seenRequests: Uint8Array[] = [];

function runUnary(request: Uint8Array, call: UnaryCall): void {
  seenRequests.push(request.slice());
  assert.ok(scripted !== null, "a handler ran that etcd would not have called");
  if (scripted.error !== null) call.fail(scripted.error.code, scripted.error.message);
  else call.respond(scripted.answers[0]!);
}

function runStream(call: StreamCall): void {
  call.onMessage((message) => {
    seenRequests.push(message.slice());
    for (const one of scripted!.answers) call.send(one);
  });
  call.onHalfClose(() => call.end());
}

before(async () => {
  harness = await Harness.start();
  const registered = new Set<string>();
  for (const method of gatewayMethods.values()) {
    if (registered.has(method.path)) continue;
    registered.add(method.path);
    if (method.clientStreaming) harness.routes.bidiStream(method.path, runStream);
    else if (!method.serverStreaming) harness.routes.unary(method.path, runUnary);
  }
});

after(() => harness.stop());

/** Errors that come from the gateway and not from the handler. */
function isGatewayError(message: string): boolean {
  return /^proto: |^invalid character |^Not Found$|^Method Not Allowed$/.test(message);
}

interface Recorded {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly headers: { readonly [name: string]: string };
}

/** Reads a recorded curl command; null for one that is more than one plain request. */
function parseCommand(command: string): Recorded | null {
  if (/\$\(|\||-o \/dev\/null| -I /.test(command)) return null;
  const url = /http:\/\/127\.0\.0\.1:2379(\S*)/.exec(command);
  if (url === null) return null;
  const data = /-d '([^']*)'/.exec(command);
  const header = /-H "([^:]+): ([^"]*)"/.exec(command);
  return {
    method: /-X ([A-Z]+)/.exec(command)?.[1] ?? "GET",
    target: url[1] === "" ? "/" : url[1]!,
    body: data?.[1] ?? "",
    headers: header === null ? {} : { [header[1]!]: header[2]! },
  };
}

const file = goldenFile("gateway-3.7.1.jsonl");
if (file === null) {
  test("the gateway answers as etcd 3.7.1", { skip: "no recordings here" }, () => {});
} else {
  for (const text of readFileSync(file, "utf8").split("\n")) {
    if (text === "") continue;
    const line = JSON.parse(text) as GoldenLine;
    const request = parseCommand(line.cmd);
    if (line.recorded === false || line.stdout === undefined || request === null) continue;
    if (!request.target.startsWith("/v3/")) continue;
    test(`etcd 3.7.1 line ${line.n}: ${request.method} ${request.target} ${request.body}`, () =>
      compare(line, request));
  }
}

async function compare(line: GoldenLine, request: Recorded): Promise<void> {
  const method = gatewayMethods.get(request.target);
  const isStream = method?.serverStreaming === true;
  let body = line.stdout!;
  let status = "200 application/json";
  if (!isStream) {
    const newline = body.lastIndexOf("\n");
    status = body.slice(newline + 1);
    body = body.slice(0, newline);
  }
  scripted = script(method, body, isStream);
  seenRequests = [];
  const answer = await harness.request(harness.ports.client, request.method, request.target, {
    headers: request.headers,
    body: request.body,
  });
  assert.equal(answer.body, body);
  assert.equal(`${answer.status} ${headerOf(answer, "content-type")}`, status);
  for (const seen of seenRequests) {
    // What was understood, told in JSON, must mean the same when it is read again.
    const told = protoToJson(method!.request, seen);
    const again = jsonToProto(method!.request, Buffer.from(told));
    assert.deepEqual(method!.request.decode(again), method!.request.decode(seen));
  }
}

function script(
  method: ReturnType<typeof gatewayMethods.get>,
  body: string,
  isStream: boolean,
): Scripted | null {
  if (method === undefined) return null;
  if (isStream) {
    const lines = body.split("\n").filter((one) => one !== "");
    const answers = lines.map((one) => {
      const { result } = JSON.parse(one) as { result: unknown };
      return jsonToProto(method.response, Buffer.from(JSON.stringify(result)));
    });
    return { answers, error: null };
  }
  const parsed = JSON.parse(body) as { code?: number; message?: string };
  if (parsed.code !== undefined && parsed.message !== undefined) {
    if (isGatewayError(parsed.message)) return null;
    return { answers: [], error: { code: parsed.code, message: parsed.message } };
  }
  return { answers: [jsonToProto(method.response, Buffer.from(body))], error: null };
}
