/**
 * A history as lines of JSON, so that a run of real processes can be kept, looked at and checked
 * again. The first line names the form; then one line for each operation, watch segment, watch
 * receipt, log, revision and hash, in an order in which each line refers only to earlier ones.
 *
 * Messages carry the fields that are not zero under their JSON names; bytes are latin1 text and
 * 64-bit identifiers are decimal text. Reading trusts nothing: a line that is not of this form is
 * an error with its number. Files are opened elsewhere.
 */

import { bytesToLatin1, latin1ToBytes } from "@kvorum/base";
import {
  type ErrorCode,
  errorTable,
  etcdserverpb,
  type FieldDescriptor,
  type MessageDescriptor,
  mvccpb,
} from "@kvorum/proto";
import {
  type CommittedRevision,
  emptyHistory,
  type History,
  type Method,
  type Operation,
  type Outcome,
  type WatchSegment,
} from "./history.ts";

const FORM = { type: "history", form: 1 };

/** A file that is no history. */
export class HistoryFormError extends Error {
  override readonly name = "HistoryFormError";
}

type Json = { readonly [name: string]: unknown };

const operationMessages: { readonly [M in Method]: readonly [string, string] } = {
  Range: ["RangeRequest", "RangeResponse"],
  Put: ["PutRequest", "PutResponse"],
  DeleteRange: ["DeleteRangeRequest", "DeleteRangeResponse"],
  Txn: ["TxnRequest", "TxnResponse"],
  Compact: ["CompactionRequest", "CompactionResponse"],
  LeaseGrant: ["LeaseGrantRequest", "LeaseGrantResponse"],
  LeaseRevoke: ["LeaseRevokeRequest", "LeaseRevokeResponse"],
  LeaseKeepAlive: ["LeaseKeepAliveRequest", "LeaseKeepAliveResponse"],
  LeaseTimeToLive: ["LeaseTimeToLiveRequest", "LeaseTimeToLiveResponse"],
};

const outcomes: readonly Outcome[] = ["open", "done", "refused", "unknown"];

// -- writing

/** The lines of a history, without line ends. */
export function* historyLines(history: History): Generator<string> {
  yield JSON.stringify(FORM);
  for (const { request, answer, ...rest } of history.operations) {
    const [requestName, answerName] = operationMessages[rest.method];
    yield JSON.stringify({
      type: "operation",
      ...rest,
      request: toJson(request, typeOf(requestName)),
      answer: answer === null ? null : toJson(answer, typeOf(answerName)),
    });
  }
  for (const { id, client, segments } of history.watches) {
    for (const { request, receipts, ...rest } of segments) {
      const createRequest = toJson(request, typeOf("WatchCreateRequest"));
      yield JSON.stringify({ type: "segment", watch: id, client, ...rest, request: createRequest });
      for (const { response, ...times } of receipts) {
        const answer = toJson(response, typeOf("WatchResponse"));
        yield JSON.stringify({ type: "receipt", watch: id, ...times, response: answer });
      }
    }
  }
  for (const { revisions, ...rest } of history.committedLogs) {
    yield JSON.stringify({ type: "log", ...rest });
    for (const { revision, events } of revisions) {
      const list = events.map((event) => toJson(event, eventType()));
      yield JSON.stringify({ type: "revision", revision, events: list });
    }
  }
  for (const hash of history.hashes) yield JSON.stringify({ type: "hash", ...hash });
}

function typeOf(name: string): MessageDescriptor {
  return etcdserverpb.messageTypes[name] ?? missing(name);
}

function eventType(): MessageDescriptor {
  return mvccpb.messageTypes["Event"] ?? missing("Event");
}

function missing(name: string): never {
  throw new Error(`no message type ${name}`);
}

function toJson(message: object, type: MessageDescriptor): Json {
  const json: { [name: string]: unknown } = {};
  for (const field of type.fields) {
    const value = (message as Json)[field.local];
    if (value === null || value === undefined) continue;
    if (field.repeated) {
      const list = value as readonly unknown[];
      if (list.length > 0) json[field.local] = list.map((item) => itemToJson(item, field));
    } else if (field.presence || !isZero(value)) json[field.local] = itemToJson(value, field);
  }
  return json;
}

function itemToJson(value: unknown, field: FieldDescriptor): unknown {
  if (field.message !== null) return toJson(value as object, field.message());
  if (value instanceof Uint8Array) return bytesToLatin1(value);
  return typeof value === "bigint" ? value.toString() : value;
}

function isZero(value: unknown): boolean {
  return (
    value === 0 ||
    value === 0n ||
    value === "" ||
    value === false ||
    (value instanceof Uint8Array && value.length === 0)
  );
}

// -- reading

/** Takes lines one by one. */
export class HistoryReader {
  readonly #history = emptyHistory();
  #linesCount = 0;
  #segment: WatchSegment | null = null;
  #revisions: CommittedRevision[] | null = null;

  /** @throws HistoryFormError */
  line(text: string): void {
    this.#linesCount++;
    try {
      const json = asObject(JSON.parse(text));
      if (this.#linesCount === 1) {
        if (json["type"] !== FORM.type || json["form"] !== FORM.form)
          fail("not a history of form 1");
      } else this.#record(json);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new HistoryFormError(`line ${this.#linesCount}: ${reason}`, { cause });
    }
  }

  /** The whole history, when all lines were taken. @throws HistoryFormError */
  end(): History {
    if (this.#linesCount === 0) throw new HistoryFormError("an empty file is no history");
    return this.#history;
  }

  #record(json: Json): void {
    switch (json["type"]) {
      case "operation":
        this.#history.operations.push(readOperation(json, this.#history.operations.length));
        break;
      case "segment":
        this.#segment = this.#readSegment(json);
        break;
      case "receipt": {
        const segment = this.#segment ?? fail("a receipt without a watch segment");
        segment.receipts.push({
          receivedAt: asNumber(json, "receivedAt"),
          receivedMs: asNumber(json, "receivedMs"),
          response: fromJson(
            json["response"],
            typeOf("WatchResponse"),
          ) as etcdserverpb.WatchResponse,
        });
        break;
      }
      case "log": {
        const revisions: CommittedRevision[] = [];
        this.#revisions = revisions;
        this.#history.committedLogs.push({
          member: asText(json, "member"),
          fromRevision: asNumber(json, "fromRevision"),
          toRevision: asNumber(json, "toRevision"),
          revisions,
        });
        break;
      }
      case "revision": {
        const revisions = this.#revisions ?? fail("a revision without a log");
        const events = json["events"];
        if (!Array.isArray(events)) throw new HistoryFormError("events is no list");
        revisions.push({
          revision: asNumber(json, "revision"),
          events: events.map((event) => fromJson(event, eventType()) as mvccpb.Event),
        });
        break;
      }
      case "hash":
        this.#history.hashes.push({
          member: asText(json, "member"),
          revision: asNumber(json, "revision"),
          compactRevision: asNumber(json, "compactRevision"),
          hash: asNumber(json, "hash"),
        });
        break;
      default:
        fail(`unknown type ${String(json["type"])}`);
    }
  }

  #readSegment(json: Json): WatchSegment {
    const id = asNumber(json, "watch");
    const { watches } = this.#history;
    if (id > watches.length || id < watches.length - 1) fail(`watch ${id} is out of order`);
    if (id === watches.length) {
      watches.push({ id, client: asNumber(json, "client"), segments: [] });
    }
    const segment: WatchSegment = {
      member: asText(json, "member"),
      calledAt: asNumber(json, "calledAt"),
      calledMs: asNumber(json, "calledMs"),
      request: fromJson(
        json["request"],
        typeOf("WatchCreateRequest"),
      ) as etcdserverpb.WatchCreateRequest,
      receipts: [],
      endReason: json["endReason"] === null ? null : asText(json, "endReason"),
      endedAt: asNumberOrNull(json, "endedAt"),
    };
    watches[id]!.segments.push(segment);
    return segment;
  }
}

function readOperation(json: Json, place: number): Operation {
  const method = asText(json, "method") as Method;
  const names = operationMessages[method];
  if (names === undefined || !Object.hasOwn(operationMessages, method)) {
    return fail(`unknown method ${method}`);
  }
  const outcome = asText(json, "outcome") as Outcome;
  if (!outcomes.includes(outcome)) fail(`unknown outcome ${outcome}`);
  const id = asNumber(json, "id");
  if (id !== place) fail(`operation ${id} where ${place} is due`);
  const errorCode = json["errorCode"];
  if (errorCode !== null && !Object.hasOwn(errorTable, String(errorCode))) {
    fail(`unknown error code ${String(errorCode)}`);
  }
  const answer = json["answer"];
  if ((outcome === "done") !== (answer !== null)) fail("answer and outcome disagree");
  const endedAt = asNumberOrNull(json, "endedAt");
  if ((outcome === "open") !== (endedAt === null)) fail("end and outcome disagree");
  return {
    id,
    client: asNumber(json, "client"),
    member: asText(json, "member"),
    method,
    request: fromJson(json["request"], typeOf(names[0])),
    calledAt: asNumber(json, "calledAt"),
    calledMs: asNumber(json, "calledMs"),
    endedAt,
    endedMs: asNumberOrNull(json, "endedMs"),
    outcome,
    answer: answer === null ? null : fromJson(answer, typeOf(names[1])),
    errorCode: errorCode as ErrorCode | null,
    reason: asText(json, "reason"),
  } as Operation;
}

function fromJson(json: unknown, type: MessageDescriptor): object {
  const fields = asObject(json);
  const message = type.create() as { [name: string]: unknown };
  const known = new Set<string>();
  for (const field of type.fields) {
    known.add(field.local);
    const value = fields[field.local];
    if (value === undefined) continue;
    if (!field.repeated) message[field.local] = itemFromJson(value, field);
    else if (Array.isArray(value)) {
      message[field.local] = value.map((item) => itemFromJson(item, field));
    } else fail(`${field.local} is no list`);
  }
  for (const name of Object.keys(fields)) {
    if (!known.has(name)) fail(`${type.name} has no field ${name}`);
  }
  return message;
}

function itemFromJson(value: unknown, field: FieldDescriptor): unknown {
  if (field.message !== null) return fromJson(value, field.message());
  switch (field.type) {
    case "bytes":
      if (typeof value !== "string" || !/^[\0-\xff]*$/.test(value)) return wrong(field);
      return latin1ToBytes(value);
    case "string":
      return typeof value === "string" ? value : wrong(field);
    case "bool":
      return typeof value === "boolean" ? value : wrong(field);
    default:
      if (field.bigint) {
        if (typeof value !== "string" || !/^-?\d{1,20}$/.test(value)) return wrong(field);
        return BigInt(value);
      }
      return Number.isSafeInteger(value) ? value : wrong(field);
  }
}

function wrong(field: FieldDescriptor): never {
  return fail(`${field.local} is no ${field.type}`);
}

function asObject(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail("no JSON object");
  return value as Json;
}

function asNumber(json: Json, name: string): number {
  const value = json[name];
  return typeof value === "number" ? value : fail(`${name} is no number`);
}

function asNumberOrNull(json: Json, name: string): number | null {
  return json[name] === null ? null : asNumber(json, name);
}

function asText(json: Json, name: string): string {
  const value = json[name];
  return typeof value === "string" ? value : fail(`${name} is no text`);
}

function fail(reason: string): never {
  throw new HistoryFormError(reason);
}
