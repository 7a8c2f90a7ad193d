/**
 * Makes valid histories for the tests of the checkers: seeded clients on simulated time against a
 * store that keeps every promise. Requests are delayed, carried out in some order, answered late,
 * lost before or after they took effect, or refused; serializable reads come from members that lag;
 * watches break and are resumed. Nothing here is a cluster: the mutations of `mutations.ts` break
 * the promises afterwards.
 */

import { SeededRandom } from "@kvorum/base";
import { type ErrorCode, errorTable, etcdserverpb, type mvccpb } from "@kvorum/proto";
import type { Call, History, Operation, Watch } from "../history.ts";
import { HistoryRecorder } from "../history-recorder.ts";
import { isInRange, type LoggedEvent, PUT, ReferenceModel } from "../reference-model.ts";
import { WorkloadClient, type WorkloadProfile } from "../workload.ts";
import { EventQueue } from "./event-queue.ts";

export interface SimulatedHistoryOptions {
  readonly seed: number;
  readonly operationsCount: number;
  readonly profiles: readonly WorkloadProfile[];
  /** Clients of each profile; default 3. */
  readonly clientsCount?: number;
  /** Requests lost, refused or done late; watches broken. Default true. */
  readonly hasFaults?: boolean;
  /** Whether the members' logs are part of the history; default true. */
  readonly hasLogs?: boolean;
  readonly leaseTtlSeconds?: number;
  /** Of each client; default 2. */
  readonly maxWatches?: number;
  /** Longest pause of a client between requests; default 10. */
  readonly thinkMs?: number;
}

const MEMBERS = ["m1", "m2", "m3"];

interface Lease {
  readonly ttlSeconds: number;
  expiresMs: number;
}

interface Watcher {
  readonly watch: Watch;
  readonly request: etcdserverpb.WatchCreateRequest;
  nextRevision: number;
  /** What the client would resume from. */
  seenRevision: number;
  isOpen: boolean;
}

export function simulateHistory(options: SimulatedHistoryOptions): History {
  return new Simulation(options).run();
}

class Simulation {
  readonly #random: SeededRandom;
  readonly #options: SimulatedHistoryOptions;
  readonly #hasFaults: boolean;
  readonly #thinkMs: number;
  readonly #recorder = new HistoryRecorder();
  readonly #queue = new EventQueue();
  readonly #model = new ReferenceModel();
  /** [revision] */
  readonly #log: (readonly LoggedEvent[])[] = [[], []];
  readonly #versions = new Map<string, { revision: number; kv: mvccpb.KeyValue | null }[]>();
  readonly #leases = new Map<bigint, Lease>();
  readonly #watchers: Watcher[] = [];
  #compactRevision = 0;
  #startedCount = 0;
  #nowMs = 0;

  constructor(options: SimulatedHistoryOptions) {
    this.#options = options;
    this.#hasFaults = options.hasFaults ?? true;
    this.#thinkMs = options.thinkMs ?? 10;
    this.#random = new SeededRandom(options.seed);
  }

  run(): History {
    let client = 0;
    for (const profile of this.#options.profiles) {
      for (let i = this.#options.clientsCount ?? 3; i > 0; i--) {
        const workload = new WorkloadClient({
          profile,
          random: this.#random,
          client,
          leaseTtlSeconds: this.#options.leaseTtlSeconds ?? 3,
          maxWatches: this.#options.maxWatches ?? 2,
        });
        const number = client++;
        this.#after(this.#random.below(20), () => this.#step(workload, number));
      }
    }
    do {
      this.#runQueue();
      // Watches that a compaction ends here come back and have to be served as well.
      for (const watcher of [...this.#watchers]) this.#catchUp(watcher);
    } while (!this.#queue.isEmpty);
    if (this.#options.hasLogs ?? true) this.#recordLogs();
    return this.#recorder.finish(this.#nowMs);
  }

  #runQueue(): void {
    for (;;) {
      const event = this.#queue.pop();
      if (event === undefined) return;
      this.#nowMs = event.atMs;
      event.run();
    }
  }

  #after(delayMs: number, run: () => void): void {
    this.#queue.push(this.#nowMs + delayMs, run);
  }

  // -- clients

  #step(workload: WorkloadClient, client: number): void {
    if (this.#startedCount >= this.#options.operationsCount) return;
    const next = workload.next();
    const goOn = (): void => this.#step(workload, client);
    switch (next.kind) {
      case "call":
        this.#startedCount++;
        this.#call(next.call, { client, workload });
        return;
      case "watch": {
        const watch = this.#recorder.watch(next.request, this.#where(client));
        this.#openWatcher(watch, next.request);
        break;
      }
      case "unwatch": {
        const watcher = this.#watchers.find((each) => each.isOpen && each.watch.client === client);
        if (watcher !== undefined) this.#cancelWatcher(watcher);
        break;
      }
      case "progress":
        for (const watcher of this.#watchers) {
          if (watcher.isOpen && watcher.watch.client === client) this.#progress(watcher);
        }
        break;
    }
    this.#after(1 + this.#random.below(5), goOn);
  }

  #call(call: Call, from: { client: number; workload: WorkloadClient }): void {
    const operation = this.#recorder.callAny(call, this.#where(from.client));
    const there = 1 + this.#random.below(20);
    const back = 1 + this.#random.below(20);
    const end = (atMs: number, record: () => void): void => {
      this.#after(atMs, () => {
        record();
        from.workload.ended(operation);
        this.#after(this.#random.below(this.#thinkMs), () =>
          this.#step(from.workload, from.client),
        );
      });
    };
    const fault = this.#hasFaults ? this.#random.below(30) : 30;
    if (fault === 0) {
      end(there, () => this.#recorder.failed(operation, wireError("NoLeader"), this.#nowMs));
      return;
    }
    if (fault === 1) {
      end(there + back, () => this.#recorder.unknown(operation, "connection lost", this.#nowMs));
      return;
    }
    if (fault <= 3) {
      // It happens, perhaps long after the client gave up.
      this.#after(there + this.#random.below(300), () => this.#apply(operation));
      end(there + back, () => this.#recorder.failed(operation, wireError("Timeout"), this.#nowMs));
      return;
    }
    this.#after(there, () => {
      const outcome = this.#apply(operation);
      end(back, () => {
        if (typeof outcome === "string") {
          this.#recorder.failed(operation, wireError(outcome), this.#nowMs);
        } else this.#recorder.doneAny(operation, outcome, this.#nowMs);
      });
    });
  }

  #where(client: number): { client: number; member: string; nowMs: number } {
    return { client, member: this.#random.pick(MEMBERS), nowMs: this.#nowMs };
  }

  // -- the store

  /** Carries a request out now. */
  #apply(operation: Operation): object | ErrorCode {
    switch (operation.method) {
      case "Range":
        return this.#range(operation.request);
      case "Compact": {
        const { revision } = operation.request;
        if (revision <= this.#compactRevision) return "Compacted";
        if (revision > this.#model.revision) return "FutureRev";
        this.#compactRevision = revision;
        return { header: this.#header(this.#model.revision) };
      }
      case "LeaseGrant": {
        const { ID, TTL } = operation.request;
        if (this.#leases.has(ID)) return "LeaseExist";
        const ttlSeconds = Math.max(2, TTL);
        this.#leases.set(ID, { ttlSeconds, expiresMs: this.#nowMs + ttlSeconds * 1000 });
        this.#scheduleEnd(ID);
        return { header: this.#header(this.#model.revision), ID, TTL: ttlSeconds, error: "" };
      }
      case "LeaseKeepAlive": {
        const { ID } = operation.request;
        const lease = this.#leases.get(ID);
        if (lease !== undefined) lease.expiresMs = this.#nowMs + lease.ttlSeconds * 1000;
        const TTL = lease?.ttlSeconds ?? 0;
        return { header: this.#header(this.#model.revision), ID, TTL };
      }
      case "LeaseTimeToLive": {
        const { ID } = operation.request;
        const lease = this.#leases.get(ID);
        const header = this.#header(this.#model.revision);
        if (lease === undefined) return { header, ID, TTL: -1, grantedTTL: 0, keys: [] };
        const TTL = Math.max(0, Math.floor((lease.expiresMs - this.#nowMs) / 1000));
        return { header, ID, TTL, grantedTTL: lease.ttlSeconds, keys: [] };
      }
      case "LeaseRevoke":
        if (!this.#leases.delete(operation.request.ID)) return "LeaseNotFound";
        return this.#mutate(operation);
      case "Put":
      case "DeleteRange":
      case "Txn":
        return this.#mutate(operation);
    }
  }

  #range(request: etcdserverpb.RangeRequest): object | ErrorCode {
    const lag = request.serializable ? this.#random.below(4) : 0;
    const now = Math.max(1, this.#model.revision - lag);
    if (request.revision > now) return "FutureRev";
    if (request.revision > 0 && request.revision < this.#compactRevision) return "Compacted";
    const revision = request.revision > 0 ? request.revision : now;
    const state = revision === this.#model.revision ? this.#model : this.#stateAt(revision);
    return { ...state.range(request, now), header: this.#header(now) };
  }

  #mutate(operation: Operation): object | ErrorCode {
    const model = this.#model;
    model.mark();
    const { answer, events, failure } = model.evaluate(operation, null);
    if (answer === null) return failure === "key not found" ? "KeyNotFound" : "FutureRev";
    for (const { type, kv } of events) {
      if (type === PUT && kv.lease !== 0n && !this.#leases.has(kv.lease)) {
        model.undo();
        return "LeaseNotFound";
      }
    }
    this.#keep(events);
    const { header } = answer as { header: etcdserverpb.ResponseHeader };
    return { ...answer, header: this.#header(header.revision) };
  }

  #keep(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    this.#model.revision++;
    this.#log.push(events);
    for (const { name, type, kv } of events) {
      const version = { revision: this.#model.revision, kv: type === PUT ? kv : null };
      const versions = this.#versions.get(name);
      if (versions === undefined) this.#versions.set(name, [version]);
      else versions.push(version);
    }
  }

  #stateAt(revision: number): ReferenceModel {
    const kvs: mvccpb.KeyValue[] = [];
    for (const versions of this.#versions.values()) {
      const version = versions.findLast((each) => each.revision <= revision);
      if (version?.kv) kvs.push(version.kv);
    }
    return new ReferenceModel({}, { revision, kvs });
  }

  #scheduleEnd(id: bigint): void {
    const lease = this.#leases.get(id);
    if (lease === undefined) return;
    const delayMs = Math.max(0, lease.expiresMs - this.#nowMs) + this.#random.below(500);
    this.#after(delayMs, () => {
      if (this.#leases.get(id) !== lease) return;
      if (lease.expiresMs > this.#nowMs) {
        this.#scheduleEnd(id);
        return;
      }
      this.#leases.delete(id);
      this.#model.mark();
      this.#keep(this.#model.endLease(id));
    });
  }

  #header(revision: number): etcdserverpb.ResponseHeader {
    return { clusterId: 1n, memberId: 2n, revision, raftTerm: 3 };
  }

  // -- watches

  #openWatcher(watch: Watch, request: etcdserverpb.WatchCreateRequest): void {
    const watcher: Watcher = {
      watch,
      request,
      nextRevision: 0,
      seenRevision: 0,
      isOpen: true,
    };
    this.#watchers.push(watcher);
    this.#after(1 + this.#random.below(10), () => {
      if (!watcher.isOpen) return;
      watcher.nextRevision =
        request.startRevision > 0 ? request.startRevision : this.#model.revision + 1;
      const created = etcdserverpb.createWatchResponse();
      created.header = this.#header(this.#model.revision);
      created.created = true;
      if (request.startRevision === 0) watcher.seenRevision = this.#model.revision;
      else watcher.seenRevision = request.startRevision - 1;
      this.#recorder.watchResponse(watch, created, this.#nowMs);
      this.#serve(watcher);
    });
  }

  #serve(watcher: Watcher): void {
    this.#after(1 + this.#random.below(40), () => {
      if (!watcher.isOpen) return;
      if (this.#hasFaults && this.#random.chance(1, 60)) {
        this.#recorder.watchEnded(watcher.watch, "connection lost");
        this.#resume(watcher, watcher.seenRevision + 1);
        return;
      }
      this.#deliver(watcher);
      if (this.#random.chance(1, 10)) this.#progress(watcher);
      if (this.#startedCount < this.#options.operationsCount) this.#serve(watcher);
    });
  }

  #deliver(watcher: Watcher): void {
    const { watch, request } = watcher;
    const now = this.#model.revision;
    if (watcher.nextRevision > now) return;
    if (watcher.nextRevision < this.#compactRevision) {
      const canceled = etcdserverpb.createWatchResponse();
      canceled.header = this.#header(0);
      canceled.canceled = true;
      canceled.compactRevision = this.#compactRevision;
      this.#recorder.watchResponse(watch, canceled, this.#nowMs);
      this.#recorder.watchEnded(watch, "compacted");
      this.#resume(watcher, this.#compactRevision);
      return;
    }
    const to = Math.min(now, watcher.nextRevision + this.#random.below(4));
    const events: mvccpb.Event[] = [];
    for (let r = watcher.nextRevision; r <= to; r++) {
      for (const { type, name, kv, previous } of this.#log[r]!) {
        if (request.filters.includes(type)) continue;
        if (!isInRange(name, request.key, request.rangeEnd)) continue;
        const hasPrevious = request.prevKv && r - 1 >= this.#compactRevision;
        events.push({ type, kv, prevKv: hasPrevious ? previous : null });
      }
    }
    const isLive = to === now && watcher.nextRevision === now;
    watcher.nextRevision = to + 1;
    if (events.length === 0) return;
    // A catch-up batch carries the store's revision, ahead of what it delivers.
    const revision = isLive ? events[0]!.kv!.modRevision : now;
    const cut = request.fragment && events.length > 1 ? 1 + this.#random.below(events.length) : 0;
    for (const part of cut === 0 ? [events] : [events.slice(0, cut), events.slice(cut)]) {
      if (part.length === 0) continue;
      const response = etcdserverpb.createWatchResponse();
      response.header = this.#header(revision);
      response.events = part;
      response.fragment = cut !== 0 && part[0] === events[0] && cut < events.length;
      this.#recorder.watchResponse(watch, response, this.#nowMs);
    }
    watcher.seenRevision = events.at(-1)!.kv!.modRevision;
  }

  #catchUp(watcher: Watcher): void {
    if (watcher.nextRevision === 0) return;
    while (watcher.isOpen && watcher.nextRevision <= this.#model.revision) this.#deliver(watcher);
  }

  #progress(watcher: Watcher): void {
    if (watcher.nextRevision === 0) return;
    this.#catchUp(watcher);
    if (!watcher.isOpen || this.#model.revision < watcher.request.startRevision) return;
    const response = etcdserverpb.createWatchResponse();
    response.header = this.#header(this.#model.revision);
    if (this.#random.chance(1, 2)) response.watchId = -1n;
    this.#recorder.watchResponse(watcher.watch, response, this.#nowMs);
    watcher.seenRevision = this.#model.revision;
  }

  #cancelWatcher(watcher: Watcher): void {
    watcher.isOpen = false;
    if (watcher.nextRevision === 0) {
      this.#recorder.watchEnded(watcher.watch, "stream closed");
      return;
    }
    const response = etcdserverpb.createWatchResponse();
    response.header = this.#header(this.#model.revision);
    response.canceled = true;
    this.#recorder.watchResponse(watcher.watch, response, this.#nowMs);
    this.#recorder.watchEnded(watcher.watch, "canceled");
  }

  #resume(watcher: Watcher, startRevision: number): void {
    watcher.isOpen = false;
    const request = { ...watcher.request, startRevision };
    const where = { member: this.#random.pick(MEMBERS), nowMs: this.#nowMs };
    this.#recorder.resumeWatch(watcher.watch, request, where);
    this.#openWatcher(watcher.watch, request);
  }

  // -- the end

  #recordLogs(): void {
    for (const member of MEMBERS) {
      const lag = member === "m1" ? 0 : Math.min(this.#model.revision - 1, this.#random.below(20));
      const toRevision = this.#model.revision - lag;
      const revisions = [];
      for (let revision = 2; revision <= toRevision; revision++) {
        const events = this.#log[revision]!.map(({ type, kv }) => ({ type, kv, prevKv: null }));
        revisions.push({ revision, events });
      }
      this.#recorder.committed({ member, fromRevision: 2, toRevision, revisions });
      const hash = this.#model.revision * 7919;
      this.#recorder.hash({
        member,
        revision: toRevision,
        compactRevision: this.#compactRevision,
        hash: lag === 0 ? hash : toRevision,
      });
    }
  }
}

function wireError(code: ErrorCode): { status: number; message: string } {
  return { status: errorTable[code].status, message: errorTable[code].text };
}
