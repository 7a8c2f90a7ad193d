/**
 * A small cluster under the control of a script: the commands of raft-testdata.md section 4, and a
 * few of our own (at the end of the table) for what the upstream scripts do not reach. After every
 * input of every member the invariants of raft.md section 19 are checked; scripts that forge
 * messages check only those that are about one member.
 */

import { AssertionError, bytesToLatin1, SeededRandom, utf8ToBytes } from "@kvorum/base";
import { decodeConfChange, isConfChangeEntry } from "../confchange/conf-change.ts";
import type { RaftConfig, ReadOnlyOption } from "../config.ts";
import { type EventLevel, type EventSink, eventLevels, renderEvent } from "../events.ts";
import { MemoryStorage } from "../memory-storage.ts";
import {
  ConfChangeTransition,
  type ConfState,
  createEntry,
  createMessage,
  type Entry,
  EntryType,
  type HardState,
  isEmptyHardState,
  isEmptySnapshot,
  isLocalThread,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  MessageType,
  NONE,
  type Snapshot,
} from "../messages.ts";
import { RawNode } from "../raw-node.ts";
import { roleNames } from "../roles.ts";
import { refusalTexts, type StepRefusal } from "../step.ts";
import { ClusterInvariants } from "./cluster-invariants.ts";
import { DurableStateChecker, LocalInvariants } from "./local-invariants.ts";
import { parseOperations } from "./operations.ts";
import {
  outgoing,
  renderEntry,
  renderMessage,
  renderProgressMap,
  renderReady,
  renderSnapshot,
} from "./render.ts";
import { type Directive, parseBoolean, parseId, parseInteger, ScriptError } from "./script.ts";

const ELECTION_TICKS = 3;
const HEARTBEAT_TICKS = 1;
/** stabilize() stops by itself; a script in which it does not is broken. */
const MAX_ROUNDS = 1000;

const levels = ["DEBUG", "INFO", "WARN", "ERROR", "FATAL", "NONE"] as const;
type Level = (typeof levels)[number];

const levelOfEvent: { readonly [Key in EventLevel]: Level } = {
  debug: "DEBUG",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
};

/** A storage whose snapshot is the state as of the last applied entry, whatever it holds itself. */
class HistoryStorage extends MemoryStorage {
  readonly history: Snapshot[] = [];

  override snapshot(): Snapshot {
    return this.history[this.history.length - 1]!;
  }
}

class ScriptNode {
  readonly id: bigint;
  readonly storage = new HistoryStorage();
  readonly config: RaftConfig;
  readonly appendWork: Message[] = [];
  readonly applyWork: Message[] = [];
  readonly durableState = new DurableStateChecker();
  #node: RawNode;
  #invariants: LocalInvariants;

  constructor(config: Omit<RaftConfig, "storage">, snapshot: Snapshot) {
    this.id = config.id;
    this.config = { ...config, storage: this.storage };
    this.storage.history.push(snapshot);
    if (!isEmptySnapshot(snapshot)) this.storage.applySnapshot(snapshot);
    this.#node = new RawNode(this.config);
    this.#invariants = new LocalInvariants(this.#node.core);
  }

  get node(): RawNode {
    return this.#node;
  }

  get invariants(): LocalInvariants {
    return this.#invariants;
  }

  get durable(): HistoryStorage {
    return this.storage;
  }

  get core(): RawNode["core"] {
    return this.#node.core;
  }

  /** Crashes, and starts again from what is stored. */
  restart(applied: number): void {
    this.appendWork.length = 0;
    this.applyWork.length = 0;
    this.#node = new RawNode({ ...this.config, applied });
    this.#invariants = new LocalInvariants(this.#node.core);
  }
}

class Arguments {
  readonly #directive: Directive;

  constructor(directive: Directive) {
    this.#directive = directive;
  }

  /** Bare arguments, in order. */
  get bare(): string[] {
    return this.#directive.arguments
      .filter(({ values }) => values.length === 0)
      .map(({ key }) => key);
  }

  list(key: string): readonly string[] | null {
    return (
      this.#directive.arguments.find((a) => a.key === key && a.values.length > 0)?.values ?? null
    );
  }

  text(key: string): string | null {
    return this.list(key)?.[0] ?? null;
  }

  integer(key: string): number | null {
    const text = this.text(key);
    return text === null ? null : parseInteger(text);
  }

  id(key: string): bigint | null {
    const text = this.text(key);
    return text === null ? null : parseId(text);
  }

  boolean(key: string): boolean {
    return parseBoolean(this.text(key) ?? "false");
  }

  bareAt(position: number): string {
    const text = this.bare[position];
    if (text === undefined) {
      throw new ScriptError(`${this.#directive.command} needs more arguments`);
    }
    return text;
  }
}

export class InteractionScript {
  readonly #nodes: ScriptNode[] = [];
  #messages: Message[] = [];
  readonly #cluster = new ClusterInvariants();
  readonly #random = new SeededRandom(1);
  #output = "";
  #level: Level = "DEBUG";
  #isForging = false;
  readonly #events: EventSink = {
    event: (event) => this.#log(levelOfEvent[eventLevels[event.kind]], () => renderEvent(event)),
  };

  run(directive: Directive): string {
    this.#output = "";
    let refusal: string;
    try {
      refusal = this.#handle(directive) ?? "";
    } catch (error) {
      if (error instanceof ScriptError) refusal = error.message;
      else if (error instanceof AssertionError && this.#isForging) {
        // A forged message may well break an assertion; that is what it is for.
        refusal = `FATAL ${error.message}`;
      } else throw error;
    }
    if (this.#level === "NONE") return refusal === "" ? "ok" : refusal;
    const output = this.#output + refusal;
    return output === "" ? "ok" : output;
  }

  #log(level: Level, render: () => string): void {
    if (levels.indexOf(this.#level) <= levels.indexOf(level)) this.#write(`${level} ${render()}\n`);
  }

  #write(text: string): void {
    if (this.#level !== "NONE") this.#output += text;
  }

  /** Runs something with two spaces in front of each line that it writes. */
  #indented(run: () => string | null): void {
    const outer = this.#output;
    this.#output = "";
    const refusal = run();
    const inner = this.#output + (refusal ?? "");
    this.#output = outer;
    const lines = (inner.endsWith("\n") ? inner.slice(0, -1) : inner).split("\n");
    for (const line of lines) this.#write(`  ${line}\n`);
  }

  #handle(directive: Directive): string | null {
    const given = new Arguments(directive);
    const node = (): ScriptNode => this.#node(given.bareAt(0));
    switch (directive.command) {
      case "_breakpoint":
        return null;
      case "add-nodes":
        return this.#addNodes(given);
      case "campaign":
        return this.#input(node(), (raw) => raw.campaign());
      case "compact":
        node().storage.compact(parseInteger(given.bareAt(1)));
        return this.#raftLog(node());
      case "deliver-msgs":
        return this.#deliverDirective(given);
      case "forget-leader":
        return this.#input(node(), (raw) => raw.forgetLeader());
      case "log-level":
        this.#level = parseLevel(given.bareAt(0));
        return null;
      case "process-ready":
        return this.#forEachNode(given, "handling Ready", (n) => this.#processReady(n));
      case "process-append-thread":
        return this.#forEachNode(given, "processing append thread", (n) => this.#processAppend(n));
      case "process-apply-thread":
        return this.#forEachNode(given, "processing apply thread", (n) => this.#processApply(n));
      case "propose":
        return this.#input(node(), (raw) => raw.propose([utf8ToBytes(given.bare[1] ?? "")]));
      case "propose-conf-change":
        return this.#proposeConfChange(node(), given, directive.input);
      case "raft-log":
        return this.#raftLog(node());
      case "raft-state":
        return this.#raftState();
      case "report-unreachable":
        return this.#input(node(), (raw) => raw.reportUnreachable(parseId(given.bareAt(1))));
      case "send-snapshot":
        return this.#sendSnapshot(node(), parseId(given.bareAt(1)));
      case "set-randomized-election-timeout":
        node().core.randomizedElectionTimeout = given.integer("timeout")!;
        return null;
      case "stabilize":
        return this.#stabilizeDirective(given);
      case "status":
        this.#write(renderProgressMap(node().node.status().progress));
        return null;
      case "tick-election":
        return this.#tick(node(), ELECTION_TICKS);
      case "tick-heartbeat":
        return this.#tick(node(), HEARTBEAT_TICKS);
      case "transfer-leadership":
        return this.#input(this.#node(given.text("from")!), (raw) =>
          raw.transferLeader(given.id("to")!),
        );
      default:
        return this.#handleOwn(directive, given);
    }
  }

  /** Commands that only our own scripts use; testdata/README.md describes them. */
  #handleOwn(directive: Directive, given: Arguments): string | null {
    const node = (): ScriptNode => this.#node(given.bareAt(0));
    switch (directive.command) {
      case "read-index":
        return this.#readIndex(node(), given.bareAt(1));
      case "report-snapshot":
        return this.#input(node(), (raw) =>
          raw.reportSnapshot(
            parseId(given.bareAt(1)),
            given.bareAt(2) === "finish" ? "finish" : "failure",
          ),
        );
      case "tick":
        return this.#tick(node(), parseInteger(given.bareAt(1)));
      case "restart":
        return this.#restart(node(), given.integer("applied") ?? 0);
      case "reorder-msgs":
        this.#messages.reverse();
        return null;
      case "duplicate-msgs":
        this.#messages.push(...this.#messages);
        return null;
      case "forge":
        this.#isForging = true;
        return null;
      case "step":
        return this.#stepForged(given);
      case "vitals":
        return this.#vitals(node());
      default:
        throw new ScriptError(`unknown command ${directive.command}`);
    }
  }

  #node(text: string): ScriptNode {
    const node = this.#nodes[Number(parseId(text)) - 1];
    if (node === undefined) throw new ScriptError(`there is no node ${text}`);
    return node;
  }

  #addNodes(given: Arguments): string | null {
    const count = parseInteger(given.bareAt(0));
    const isFromSnapshot = ["voters", "learners", "index", "content"].some(
      (key) => given.list(key) !== null,
    );
    const index = given.integer("index") ?? 0;
    if (isFromSnapshot && index <= 1) {
      return "index must be specified as > 1 due to bootstrap";
    }
    const ids = (key: string): bigint[] => (given.list(key) ?? []).map(parseId);
    const confState: ConfState = {
      voters: ids("voters"),
      learners: ids("learners"),
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    };
    const snapshot: Snapshot = {
      data: utf8ToBytes(given.text("content") ?? ""),
      metadata: { confState, index, term: isFromSnapshot ? 1 : 0 },
    };
    for (let i = 0; i < count; i++) {
      const config: Omit<RaftConfig, "storage"> = {
        id: BigInt(this.#nodes.length + 1),
        draw: (bound) => this.#random.below(bound),
        electionTicks: ELECTION_TICKS,
        heartbeatTicks: HEARTBEAT_TICKS,
        applied: index,
        maxMessageBytes: given.integer("max-size-per-msg") ?? Number.POSITIVE_INFINITY,
        maxApplyingBytes: given.integer("max-committed-size-per-ready") ?? 0,
        maxUncommittedBytes: given.integer("max-uncommitted-size") ?? 0,
        maxInflightMessages: given.integer("inflight") ?? 0x7fff_ffff,
        maxInflightBytes: given.integer("inflight-bytes") ?? 0,
        checkQuorum: given.boolean("checkquorum"),
        preVote: given.boolean("prevote"),
        readOnly: (given.text("read-only") ?? "safe") as ReadOnlyOption,
        disableProposalForwarding: given.boolean("disable-proposal-forwarding"),
        disableConfChangeValidation: given.boolean("disable-conf-change-validation"),
        stepDownOnRemoval: given.boolean("step-down-on-removal"),
        asyncStorageWrites: given.boolean("async-storage-writes"),
        events: this.#events,
      };
      this.#nodes.push(new ScriptNode(config, snapshot));
    }
    for (const node of this.#nodes) this.#check(node);
    return null;
  }

  /** Gives a node an input, then checks what must hold. */
  #input(node: ScriptNode, give: (raw: RawNode) => unknown): string | null {
    const refusal = give(node.node) as StepRefusal | null | undefined;
    this.#check(node);
    return refusal ? refusalTexts[refusal] : null;
  }

  #check(node: ScriptNode): void {
    node.invariants.check();
    if (this.#isForging) return;
    this.#cluster.check(node, this.#nodes);
    this.#cluster.checkAll(this.#nodes);
  }

  #tick(node: ScriptNode, count: number): string | null {
    for (let i = 0; i < count; i++) this.#input(node, (raw) => raw.tick());
    return null;
  }

  #proposeConfChange(node: ScriptNode, given: Arguments, input: string): string | null {
    const changes = parseOperations(input);
    const transition = given.text("transition") ?? "auto";
    if (given.boolean("v1")) {
      const change = changes[0];
      if (change === undefined || changes.length > 1) {
        return "v1 conf change can only have one operation and no transition";
      }
      return this.#input(node, (raw) =>
        raw.proposeConfChange({ ...change, context: null, id: 0n }),
      );
    }
    const transitions: { readonly [name: string]: number } = {
      auto: ConfChangeTransition.ConfChangeTransitionAuto,
      implicit: ConfChangeTransition.ConfChangeTransitionJointImplicit,
      explicit: ConfChangeTransition.ConfChangeTransitionJointExplicit,
    };
    const number = transitions[transition];
    if (number === undefined) throw new ScriptError(`unknown transition ${transition}`);
    return this.#input(node, (raw) =>
      raw.proposeConfChange({ transition: number, changes, context: null }),
    );
  }

  #raftLog(node: ScriptNode): string | null {
    const { storage } = node;
    const first = storage.firstIndex();
    const last = storage.lastIndex();
    if (last < first) {
      this.#write(`log is empty: first index=${first}, last index=${last}`);
      return null;
    }
    const entries = storage.entries(first, last + 1, Number.POSITIVE_INFINITY);
    if (typeof entries === "string") return entries;
    for (const entry of entries) this.#write(`${renderEntry(entry)}\n`);
    return null;
  }

  #raftState(): string | null {
    for (const { node, core } of this.#nodes) {
      const voter = core.tracker.isVoter(node.id) ? "Voter" : "Non-Voter";
      this.#write(
        `${node.id}: ${roleNames[node.role]} (${voter}) Term:${node.term} Lead:${node.lead}\n`,
      );
    }
    return null;
  }

  #sendSnapshot(node: ScriptNode, to: bigint): string | null {
    const message = createMessage(MessageType.MsgSnap, to);
    message.from = node.id;
    message.term = node.node.term;
    message.snapshot = node.storage.snapshot();
    this.#messages.push(message);
    this.#write(renderMessage(message));
    return null;
  }

  // Delivery

  #deliverDirective(given: Arguments): string | null {
    const typeName = given.text("type");
    const type = typeName === null ? null : MessageType[typeName as keyof typeof MessageType];
    if (type === undefined) throw new ScriptError(`unknown message type ${typeName}`);
    const recipients = [
      ...given.bare.map((text) => ({ id: parseId(text), isDropping: false })),
      ...(given.list("drop") ?? []).map((text) => ({ id: parseId(text), isDropping: true })),
    ];
    let count = 0;
    for (const recipient of recipients) count += this.#deliver(recipient, type);
    if (count === 0) this.#write("no messages\n");
    return null;
  }

  #take(to: bigint, filter: { type: number | null; withLocal: boolean }): Message[] {
    const taken: Message[] = [];
    const left: Message[] = [];
    for (const message of this.#messages) {
      const isTaken =
        message.to === to &&
        (filter.type === null || message.type === filter.type) &&
        (filter.withLocal || !isLocalDelivery(message));
      (isTaken ? taken : left).push(message);
    }
    this.#messages = left;
    return taken;
  }

  #deliver(recipient: { id: bigint; isDropping: boolean }, type: number | null): number {
    const { id, isDropping } = recipient;
    const messages = this.#take(id, { type, withLocal: !isDropping });
    for (const message of messages) {
      this.#write(`${isDropping ? "dropped: " : ""}${renderMessage(message)}\n`);
      if (isDropping) continue;
      const refusal = this.#input(this.#node(String(id)), (raw) => raw.step(message));
      if (refusal !== null) this.#write(`${refusal}\n`);
    }
    return messages.length;
  }

  // Driving the nodes

  #forEachNode(
    given: Arguments,
    deed: string,
    process: (node: ScriptNode) => string | null,
  ): string | null {
    const nodes = given.bare.map((text) => this.#node(text));
    if (nodes.length === 1) return process(nodes[0]!);
    for (const node of nodes) {
      this.#write(`> ${node.id} ${deed}\n`);
      this.#indented(() => process(node));
    }
    return null;
  }

  #processReady(node: ScriptNode): string | null {
    const ready = node.node.ready();
    node.invariants.checkReady(ready);
    this.#check(node);
    for (const state of ready.readStates) {
      this.#cluster.readAnswered(state, bytesToLatin1(state.context));
    }
    this.#write(`${withoutLastNewline(renderReady(ready))}\n`);
    const isAsync = node.config.asyncStorageWrites ?? false;
    if (!isAsync) {
      this.#store(node, ready);
      this.#apply(node, ready.committedEntries);
    }
    for (const message of outgoing(ready)) {
      if (message.to === LOCAL_APPEND_THREAD) node.appendWork.push(message);
      else if (message.to === LOCAL_APPLY_THREAD) node.applyWork.push(message);
      else this.#release(node, message);
    }
    if (!isAsync) this.#input(node, (raw) => raw.advance());
    return null;
  }

  #release(node: ScriptNode, message: Message): void {
    if (!this.#isForging) this.#cluster.released(node, message);
    this.#messages.push(message);
  }

  #store(
    node: ScriptNode,
    work: {
      readonly hardState: HardState | null;
      readonly snapshot: Snapshot | null;
      readonly entries: readonly Entry[];
    },
  ): void {
    const { storage } = node;
    if (work.snapshot !== null && !isEmptySnapshot(work.snapshot)) {
      storage.applySnapshot(work.snapshot);
    }
    storage.append(work.entries);
    if (work.hardState !== null && !isEmptyHardState(work.hardState)) {
      storage.setHardState(work.hardState);
      node.durableState.check(node.id, work.hardState);
      this.#cluster.stored(node.id, work.hardState);
    }
  }

  #apply(node: ScriptNode, entries: readonly Entry[]): void {
    const { history } = node.storage;
    for (const entry of entries) {
      const previous = history[history.length - 1]!;
      let confState = previous.metadata?.confState ?? null;
      let added = entry.Data ?? new Uint8Array(0);
      if (isConfChangeEntry(entry)) {
        const change = decodeConfChange(entry);
        added = change.context ?? new Uint8Array(0);
        confState = node.node.applyConfChange(change);
        this.#check(node);
      }
      const data = new Uint8Array([...(previous.data ?? []), ...added]);
      history.push({ data, metadata: { confState, index: entry.Index, term: entry.Term } });
    }
  }

  #processAppend(node: ScriptNode): string | null {
    const message = node.appendWork.shift();
    if (message === undefined) {
      this.#write("no append work to perform");
      return null;
    }
    const { term, vote, commit, snapshot, entries } = message;
    this.#write(`Processing:\n${renderMessage({ ...message, responses: [] })}\n`);
    this.#store(node, { hardState: { term, vote, commit }, snapshot, entries });
    this.#respond(node, message);
    return null;
  }

  #processApply(node: ScriptNode): string | null {
    const message = node.applyWork.shift();
    if (message === undefined) {
      this.#write("no apply work to perform");
      return null;
    }
    this.#write(`Processing:\n${renderMessage({ ...message, responses: [] })}\n`);
    this.#apply(node, message.entries);
    this.#respond(node, message);
    return null;
  }

  #respond(node: ScriptNode, message: Message): void {
    this.#write("Responses:\n");
    for (const response of message.responses) {
      this.#write(`${renderMessage(response)}\n`);
      this.#release(node, response);
    }
  }

  #stabilizeDirective(given: Arguments): string | null {
    const names = given.bare;
    const nodes = names.length === 0 ? this.#nodes : names.map((name) => this.#node(name));
    const level = given.text("log-level");
    const before = this.#level;
    if (level !== null) this.#level = parseLevel(level);
    for (let round = 0; this.#stabilizeRound(nodes); round++) {
      if (round > MAX_ROUNDS) throw new AssertionError("the cluster does not come to rest");
    }
    this.#level = before;
    return level !== null && parseLevel(level) === "NONE" ? "ok" : null;
  }

  #stabilizeRound(nodes: readonly ScriptNode[]): boolean {
    let isBusy = false;
    for (const node of nodes) {
      if (!node.node.hasReady()) continue;
      isBusy = true;
      this.#write(`> ${node.id} handling Ready\n`);
      this.#indented(() => this.#processReady(node));
    }
    for (const node of nodes) {
      if (!this.#messages.some((message) => message.to === node.id)) continue;
      isBusy = true;
      this.#write(`> ${node.id} receiving messages\n`);
      this.#indented(() => {
        this.#deliver({ id: node.id, isDropping: false }, null);
        return null;
      });
    }
    for (const node of nodes) {
      if (node.appendWork.length === 0) continue;
      isBusy = true;
      this.#write(`> ${node.id} processing append thread\n`);
      while (node.appendWork.length > 0) this.#indented(() => this.#processAppend(node));
    }
    for (const node of nodes) {
      if (node.applyWork.length === 0) continue;
      isBusy = true;
      this.#write(`> ${node.id} processing apply thread\n`);
      while (node.applyWork.length > 0) this.#indented(() => this.#processApply(node));
    }
    return isBusy;
  }

  // Our own commands

  #readIndex(node: ScriptNode, context: string): string | null {
    if (!this.#isForging) this.#cluster.readRequested(context);
    return this.#input(node, (raw) => raw.readIndex(utf8ToBytes(context)));
  }

  #restart(node: ScriptNode, applied: number): string | null {
    node.restart(applied);
    this.#check(node);
    return null;
  }

  #stepForged(given: Arguments): string | null {
    const node = this.#node(given.bareAt(0));
    const typeName = given.text("type") as keyof typeof MessageType;
    const type = MessageType[typeName];
    if (type === undefined) throw new ScriptError(`unknown message type ${typeName}`);
    const message = createMessage(type, node.id);
    message.from = given.id("from") ?? NONE;
    message.term = given.integer("term") ?? 0;
    message.logTerm = given.integer("logterm") ?? 0;
    message.index = given.integer("index") ?? 0;
    message.commit = given.integer("commit") ?? 0;
    message.reject = given.boolean("reject");
    message.rejectHint = given.integer("hint") ?? 0;
    const context = given.text("context");
    if (context !== null) message.context = utf8ToBytes(context);
    message.entries = (given.list("entries") ?? []).map(parseEntry);
    const voters = given.list("voters");
    if (voters !== null || type === MessageType.MsgSnap) {
      const ids = (key: string): bigint[] => (given.list(key) ?? []).map(parseId);
      const confState: ConfState = {
        voters: ids("voters"),
        learners: ids("learners"),
        votersOutgoing: ids("outgoing"),
        learnersNext: ids("learners-next"),
        autoLeave: given.boolean("autoleave"),
      };
      const metadata = { confState, index: message.index, term: message.logTerm };
      message.snapshot = { data: null, metadata };
      message.index = 0;
      message.logTerm = 0;
    }
    this.#write(`${renderMessage(message)}\n`);
    return this.#input(node, (raw) => raw.step(message));
  }

  #vitals(node: ScriptNode): string | null {
    const { core } = node;
    const { log } = core;
    this.#write(
      `applied=${log.applied} applying=${log.applying} committed=${log.committed} ` +
        `last=${log.lastIndex()} term=${core.term} vote=${core.vote} lead=${core.lead} ` +
        `elapsed=${core.electionElapsed} uncommitted=${core.uncommittedBytes} ` +
        `pendingConf=${core.pendingConfIndex} transferee=${core.leadTransferee}\n`,
    );
    const { snapshot } = log.unstable;
    if (snapshot !== null) this.#write(`unstable ${renderSnapshot(snapshot)}\n`);
    return null;
  }
}

/** Between a node and itself or its threads: never lost. */
function isLocalDelivery(message: Message): boolean {
  return message.from === message.to || isLocalThread(message.from) || isLocalThread(message.to);
}

/** `term/index` or `term/index:data`. */
function parseEntry(text: string): Entry {
  const match = /^(\d+)\/(\d+)(?::(.*))?$/.exec(text);
  if (match === null) throw new ScriptError(`${text} is no entry`);
  const entry = createEntry(
    EntryType.EntryNormal,
    match[3] === undefined ? null : utf8ToBytes(match[3]),
  );
  entry.Term = parseInteger(match[1]!);
  entry.Index = parseInteger(match[2]!);
  return entry;
}

function parseLevel(text: string): Level {
  const level = levels.find((name) => name === text.toUpperCase());
  if (level === undefined) throw new ScriptError(`log levels are ${levels.join(", ")}`);
  return level;
}

function withoutLastNewline(text: string): string {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}
