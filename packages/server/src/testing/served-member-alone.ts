/**
 * A member without log, disk and sockets, for tests of the services: what is proposed is applied at
 * once, in memory, and calls are plain objects that keep what they were answered.
 */

import { crc32c, utf8ToBytes } from "@kvorum/base";
import type {
  BidiStreamHandler,
  CallContext,
  GrpcRoutes,
  ServerStreamHandler,
  StreamCall,
  UnaryCall,
  UnaryHandler,
} from "@kvorum/http2";
import { type etcdserverpb, RequestError, raftpb } from "@kvorum/proto";
import { MemoryBackend } from "@kvorum/storage";
import { type ApplyOutcome, type Caller, Store } from "@kvorum/store";
import { Callers } from "../auth/callers.ts";
import { type PasswordAlgorithm, Passwords } from "../auth/passwords.ts";
import type { TokenAuthority } from "../auth/signed-tokens.ts";
import { wrapRequest } from "../member/log-entry.ts";
import { RequestIds } from "../member/request-ids.ts";
import { RequestTiming } from "../member/request-timing.ts";
import { ResponseHeaders } from "../member/response-header.ts";
import { createServerMetrics } from "../metrics/families.ts";
import { MetricsRegistry } from "../metrics/registry.ts";
import { ClientRequests } from "../services/client-requests.ts";
import { createServices } from "../services/index.ts";
import type { ServedMember } from "../services/served-member.ts";

/** Instead of bcrypt: the password itself, marked as hashed. */
export const plainPasswords: PasswordAlgorithm = {
  hash: async (password) => `hash(${password})`,
  verify: async (password, hash) => hash === `hash(${password})`,
};

const idleTimers = { after: () => ({ cancel: () => {} }), soon: () => ({ cancel: () => {} }) };

export class ServedMemberAlone implements ServedMember {
  readonly id = 1n;
  readonly store: Store;
  readonly headers: ResponseHeaders = new ResponseHeaders({ clusterId: 2n, memberId: 1n });
  readonly callers: Callers;
  readonly clientRequests: ClientRequests;
  readonly timing: RequestTiming;
  readonly routes: GrpcRoutes;
  nowMs = 0;
  readonly wallMs = 0;
  readonly maxRequestBytes = 1 << 20;
  readonly maxTxnOps = 128;
  readonly isLearner = false;
  readonly hasLeader = true;
  readonly isTicking = true;
  canReadNow = true;
  readonly isReconfigurationStrict = false;
  readonly quotaBackendBytes = 2 ** 31;
  /** Runs once, between the proposal and its entry. */
  beforeApply: (() => void) | null = null;
  /** Requests that were carried out without an error, defragmentations and the like included. */
  effects = 0;
  readonly #ids = new RequestIds(1n, 0);

  constructor(options: { trustsCertificates?: boolean; tokens?: TokenAuthority } = {}) {
    this.store = Store.open({
      backend: new MemoryBackend(),
      crc32c,
      minLeaseTtlSeconds: 1,
      quotaBackendBytes: 0,
      passwordHasher: { hash: (password) => utf8ToBytes(`hash(${password})`) },
    });
    this.callers = new Callers({
      auth: this.store.auth,
      appliedIndex: () => this.store.appliedIndex,
      nowMs: () => this.nowMs,
      tokens: options.tokens ?? null,
      trustsCertificates: options.trustsCertificates ?? false,
    });
    const metrics = createServerMetrics(new MetricsRegistry());
    this.timing = new RequestTiming(metrics);
    this.clientRequests = new ClientRequests(metrics.clientRequests);
    this.store.lessor.promote({ nowMs: 0, extendMs: 0 });
    let tokens = 0;
    const { routes } = createServices(this, {
      timers: idleTimers,
      nowMs: () => this.nowMs,
      electionTimeoutMs: 1000,
      progressNotifyIntervalMs: 1000,
      jitter: () => 0,
      passwords: new Passwords(plainPasswords),
      tokens: options.tokens ?? null,
      tokenPrefix: () => `token${String.fromCharCode(97 + (tokens++ % 26))}`,
      runSliced: (job, done, failed) => {
        try {
          for (let step = job.next(); ; step = job.next()) {
            if (step.done !== true) continue;
            done(step.value);
            return;
          }
        } catch (error) {
          failed(error);
        }
      },
    });
    this.routes = routes;
  }

  get appliedTerm(): number {
    return this.store.appliedTerm;
  }

  /** Applies a request as the next entry of the log. */
  apply(field: number, request: Uint8Array, caller: Caller | null): ApplyOutcome {
    const hook = this.beforeApply;
    this.beforeApply = null;
    hook?.();
    const data = wrapRequest(field, request, this.#ids, this.#ids.nextLow(), caller);
    const index = this.store.appliedIndex + 1;
    const type = raftpb.EntryType.EntryNormal;
    const outcome = this.store.apply({ index, term: 2, type, data }, { nowMs: this.nowMs });
    if (outcome.error === null) this.effects++;
    return outcome;
  }

  proposeCall(field: number, request: Uint8Array, call: UnaryCall, caller: Caller | null): void {
    const { answer, error } = this.apply(field, request, caller);
    if (answer !== null) {
      call.respondJoined(this.headers.field(answer.revision, this.appliedTerm), answer.body);
    } else if (error !== null) call.fail(error.status, error.message);
  }

  propose: ServedMember["propose"] = (field, request, settled) => {
    const { answer, error } = this.apply(field, request, null);
    if (answer !== null) settled(null, answer);
    else settled(error ?? new RequestError("Stopped"), null);
  };

  afterReadIndex(callback: (error: RequestError | null) => void): void {
    callback(null);
  }

  admitWrite(): boolean {
    return true;
  }

  wakeCatchUp(): void {}

  forgetCheckpoint(): void {}

  nextLeaseId(): bigint {
    return this.#ids.nextLeaseId();
  }

  readonly leases: ServedMember["leases"] = {
    renew: () => Promise.reject(new RequestError("LeaseNotFound")),
    timeToLive: ({ id, keys }) => {
      const { lessor } = this.store;
      const found = lessor.timeToLive(id, this.nowMs);
      if (found === null) return Promise.reject(new RequestError("LeaseNotFound"));
      return Promise.resolve({
        id,
        ttl: found.remainingSeconds,
        grantedTtl: found.grantedTtlSeconds,
        keys: keys ? lessor.keysOf(id).map((key) => Buffer.from(key, "latin1")) : [],
      });
    },
  };

  proposeChange: ServedMember["proposeChange"] = (_change, settled) => {
    this.effects++;
    settled(null);
    return () => {};
  };

  reconfigurationView(): never {
    throw new Error("reconfiguration is not checked strictly here");
  }

  promote(): Promise<readonly etcdserverpb.Member[]> {
    this.effects++;
    return Promise.resolve([]);
  }

  transferLeadership(_target: bigint, done: () => void): () => void {
    this.effects++;
    done();
    return () => {};
  }

  exportDatabase(): ReturnType<ServedMember["exportDatabase"]> {
    this.effects++;
    return Promise.reject(new RequestError("Stopped"));
  }

  status(): ReturnType<ServedMember["status"]> {
    return { leaderId: 1n, committedIndex: 0, term: 2, isLearner: false };
  }

  members(): readonly etcdserverpb.Member[] {
    return [];
  }

  readonly versions = { server: "3.7.1", cluster: "3.7.0", storage: "3.7.0" };

  defragment(): Promise<void> {
    this.effects++;
    return Promise.resolve();
  }

  /**
   * Calls a method and waits until it is answered, for a stream: until the first answer. Gives
   * null for a call that nothing answers.
   */
  async call(path: string, request: Uint8Array, caller: CallerSide = {}): Promise<CallRecord> {
    const route = this.routes.find(path);
    if (route === undefined) throw new Error(`no method ${path}`);
    const call = new RecordedCall(path, caller);
    if (route.unaryHandler !== null) (route.unaryHandler as UnaryHandler)(request, call);
    else if (route.serverStreamHandler !== null) {
      (route.serverStreamHandler as ServerStreamHandler)(request, call);
    } else {
      (route.bidiStreamHandler as BidiStreamHandler)(call);
      call.deliver(request);
    }
    // Passwords and followers answer later, after a few turns of the microtask queue.
    for (let turn = 0; call.isSilent && turn < 50; turn++) await Promise.resolve();
    return call;
  }
}

/** What a client brings with its call. */
export interface CallerSide {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tlsCommonName?: string;
}

export interface CallRecord {
  /** gRPC status of the end; null while it has not ended. */
  readonly status: number | null;
  readonly errorText: string;
  /** Messages of the answer. */
  readonly messages: readonly Uint8Array[];
}

class RecordedCall implements UnaryCall, StreamCall, CallContext, CallRecord {
  readonly path: string;
  readonly deadlineMs = null;
  readonly peer: { readonly address: string; readonly tlsCommonName: string | null };
  readonly bufferedBytes = 0;
  status: number | null = null;
  errorText = "";
  readonly messages: Uint8Array[] = [];
  readonly #metadata: Readonly<Record<string, string>>;
  #onMessage: (message: Uint8Array) => void = () => {};

  constructor(path: string, caller: CallerSide) {
    this.path = path;
    this.#metadata = caller.metadata ?? {};
    this.peer = { address: "here", tlsCommonName: caller.tlsCommonName ?? null };
  }

  get isSilent(): boolean {
    return this.status === null && this.messages.length === 0;
  }

  get isOpen(): boolean {
    return this.status === null;
  }

  deliver(message: Uint8Array): void {
    this.#onMessage(message);
  }

  metadata(name: string): string | undefined {
    return this.#metadata[name];
  }

  onCancel(): void {}
  onHalfClose(): void {}
  onDrain(): void {}
  pauseReading(): void {}
  resumeReading(): void {}

  onMessage(callback: (message: Uint8Array) => void): void {
    this.#onMessage = callback;
  }

  respond(message: Uint8Array): void {
    this.respondJoined(message, new Uint8Array(0));
  }

  respondJoined(head: Uint8Array, body: Uint8Array): void {
    this.sendJoined(head, body);
    this.end();
  }

  send(message: Uint8Array): boolean {
    return this.sendJoined(message, new Uint8Array(0));
  }

  sendJoined(head: Uint8Array, body: Uint8Array): boolean {
    if (this.isOpen) this.messages.push(Buffer.concat([head, body]));
    return true;
  }

  end(): void {
    this.status ??= 0;
  }

  fail(status: number, message: string): void {
    if (this.status !== null) return;
    this.status = status;
    this.errorText = message;
  }
}
