/**
 * Writers, a reader and a watcher whose every request and answer goes into a ledger, so that a
 * member that ended under them can be checked after its restart: nothing acknowledged is lost, no
 * revision is used twice, what was seen stays true.
 */

import { bytesToLatin1, type SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import type { Ledger } from "../durability/ledger.ts";
import { valueText } from "../durability/ledger.ts";
import { makeOperation } from "../durability/operation.ts";
import { etcdMethod, RawClient } from "../raw/client.ts";

const ALL_KEYS = Uint8Array.of(0);
const DELETE = 1;
/** Between two reads of the reader, which must not use up the machine. */
const READ_PAUSE_MS = 2;
/** An answer that takes this long counts as none. */
const CALL_LIMIT_MS = 20_000;

/** An acknowledged write as the client saw it; wall times. */
export interface Acknowledgement {
  readonly sentMs: number;
  readonly acknowledgedMs: number;
}

export class RecordedLoad {
  /** In the order in which they came. */
  readonly acknowledgements: Acknowledgement[] = [];
  /** Answers to writes that were errors while the connection lived, with their texts. */
  readonly errors: string[] = [];
  readonly #client: RawClient;
  readonly #ledger: Ledger;
  readonly #random: SeededRandom;
  readonly #workers: Promise<void>[];
  #isRunning = true;
  #onProgress: (() => void) | null = null;

  private constructor(
    client: RawClient,
    options: { ledger: Ledger; random: SeededRandom; writers: number; watches?: boolean },
  ) {
    this.#client = client;
    this.#ledger = options.ledger;
    this.#random = options.random;
    if (options.watches !== false) this.#watch();
    this.#workers = [...Array.from({ length: options.writers }, () => this.#write()), this.#read()];
  }

  static async start(options: {
    port: number;
    ledger: Ledger;
    random: SeededRandom;
    writers: number;
    /** False: no watcher, whose open stream would delay a stop in good order. */
    watches?: boolean;
  }): Promise<RecordedLoad> {
    return new RecordedLoad(await RawClient.connect({ port: options.port }), options);
  }

  /** Resolves when `count` writes are acknowledged in all, or the connection has ended. */
  async acknowledged(count: number): Promise<void> {
    while (this.acknowledgements.length < count && this.#client.connection.isOpen) {
      await new Promise<void>((resolve) => {
        this.#onProgress = resolve;
      });
    }
  }

  /** No more requests; resolves when those on their way are answered or lost. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#workers);
    this.#client.close();
  }

  get #isOpen(): boolean {
    return this.#isRunning && this.#client.connection.isOpen;
  }

  #progress(): void {
    const callback = this.#onProgress;
    this.#onProgress = null;
    callback?.();
  }

  async #write(): Promise<void> {
    while (this.#isOpen) {
      const operation = makeOperation(this.#random, {
        id: this.#ledger.nextId,
        sentAfterRevision: this.#ledger.floorRevision,
        lease: 0n,
      });
      this.#ledger.sent(operation);
      const method = etcdMethod(operation.method);
      const sentMs = Date.now();
      const reply = await this.#client.call(method.path, operation.request, {
        timeoutMs: CALL_LIMIT_MS,
      });
      if (reply.status !== 0) {
        this.errors.push(`${reply.status} ${reply.message}`);
        this.#progress();
        await pause(1);
        continue;
      }
      const response = method.response.decode(reply.body!) as etcdserverpb.TxnResponse;
      const revision = response.header?.revision ?? 0;
      if (operation.method === "KV/Txn" && !response.succeeded) {
        this.#ledger.refused(operation, revision);
      } else this.#ledger.acknowledged(operation, revision);
      this.acknowledgements.push({ sentMs, acknowledgedMs: Date.now() });
      this.#progress();
    }
  }

  async #read(): Promise<void> {
    const method = etcdMethod("KV/Range");
    while (this.#isOpen) {
      const key = `key/${this.#random.below(48)}`;
      const request = etcdserverpb.encodeRangeRequest({ key: Buffer.from(key, "latin1") });
      const reply = await this.#client.call(method.path, request, { timeoutMs: CALL_LIMIT_MS });
      if (reply.status === 0) {
        const response = etcdserverpb.decodeRangeResponse(reply.body!);
        this.#ledger.told(response.header?.revision ?? 0);
        const kv = response.kvs[0];
        if (kv !== undefined) {
          this.#ledger.saw({ revision: kv.modRevision, key, value: valueText(kv.value) });
        }
      }
      await pause(READ_PAUSE_MS);
    }
  }

  #watch(): void {
    const stream = this.#client.stream("/etcdserverpb.Watch/Watch", {
      onMessage: (message) => {
        for (const { kv, type } of etcdserverpb.decodeWatchResponse(message).events) {
          if (kv === null) continue;
          const value = type === DELETE ? null : valueText(kv.value);
          this.#ledger.saw({ revision: kv.modRevision, key: bytesToLatin1(kv.key), value });
        }
      },
      onEnd: () => this.#progress(),
    });
    stream.send(
      etcdserverpb.encodeWatchRequest({ createRequest: { key: ALL_KEYS, rangeEnd: ALL_KEYS } }),
    );
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
