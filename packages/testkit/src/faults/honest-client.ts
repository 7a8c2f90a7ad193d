/**
 * An ordinary client beside an attack: it puts, reads back and watches, a few dozen times a second,
 * on connections that stay open throughout. Every answer is checked; whatever is wrong or missing
 * is kept and thrown by the next verify().
 */

import { bytesToLatin1, latin1ToBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { RawClient } from "../raw/client.ts";

const KEYS = 20;
const PAUSE_MS = 15;
/** An honest request may wait this long while others misbehave. reliability.md, part 9, is stricter. */
const ANSWER_LIMIT_MS = 5_000;
const PREFIX = "honest/";

export class HonestClient {
  readonly #client: RawClient;
  readonly #loop: Promise<void>;
  #isRunning = true;
  #rounds = 0;
  #lastRevision = 0;
  /** Values of events that no round has taken yet, by revision. */
  readonly #events = new Map<number, string>();
  #onEvent: (() => void) | null = null;
  #failure: Error | null = null;
  #latenciesMs: number[] = [];
  #wake: (() => void) | null = null;

  private constructor(client: RawClient) {
    this.#client = client;
    client.connection.onClose((error) => {
      if (this.#isRunning) this.#fail(`the connection was lost: ${error.message}`);
    });
    this.#watch();
    this.#loop = this.#run();
  }

  static async start(port: number): Promise<HonestClient> {
    return new HonestClient(await RawClient.connect({ port }));
  }

  /** @throws Error unless some more rounds, begun from now on, are answered rightly. */
  async verify(rounds = 3): Promise<void> {
    const wanted = this.#rounds + rounds + 1;
    while (this.#failure === null && this.#rounds < wanted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Of the rounds since the last call, in milliseconds, ascending. */
  takeLatencies(): number[] {
    const latenciesMs = this.#latenciesMs.sort((a, b) => a - b);
    this.#latenciesMs = [];
    return latenciesMs;
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#loop;
    this.#client.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #fail(message: string): void {
    this.#failure ??= new Error(`honest client, round ${this.#rounds}: ${message}`);
    this.#wake?.();
    this.#onEvent?.();
  }

  async #run(): Promise<void> {
    while (this.#isRunning && this.#failure === null) {
      const startMs = performance.now();
      try {
        await this.#round();
      } catch (error) {
        this.#fail(error instanceof Error ? error.message : String(error));
        return;
      }
      this.#latenciesMs.push(performance.now() - startMs);
      this.#rounds++;
      this.#wake?.();
      await pause(PAUSE_MS);
    }
  }

  async #round(): Promise<void> {
    const key = `${PREFIX}${this.#rounds % KEYS}`;
    const value = `round ${this.#rounds}`;
    const options = { timeoutMs: ANSWER_LIMIT_MS };
    const put = await this.#client.invoke<etcdserverpb.PutResponse>(
      "KV/Put",
      { key: latin1ToBytes(key), value: latin1ToBytes(value) },
      options,
    );
    const revision = put.header?.revision ?? 0;
    if (revision <= this.#lastRevision) {
      throw new Error(`revision ${revision} after ${this.#lastRevision}`);
    }
    this.#lastRevision = revision;
    const range = await this.#client.invoke<etcdserverpb.RangeResponse>(
      "KV/Range",
      { key: latin1ToBytes(key) },
      options,
    );
    const kv = range.kvs[0];
    if (kv === undefined || bytesToLatin1(kv.value) !== value || kv.modRevision !== revision) {
      throw new Error(`wrote "${value}" at ${revision}, read ${JSON.stringify(kv)}`);
    }
    const event = await this.#takeEvent(revision);
    if (event !== value) throw new Error(`wrote "${value}" at ${revision}, watched "${event}"`);
  }

  async #takeEvent(revision: number): Promise<string> {
    const timer = setTimeout(
      () => this.#fail(`no event for revision ${revision} in ${ANSWER_LIMIT_MS} ms`),
      ANSWER_LIMIT_MS,
    );
    while (!this.#events.has(revision)) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#onEvent = resolve;
      });
    }
    clearTimeout(timer);
    const value = this.#events.get(revision)!;
    this.#events.delete(revision);
    return value;
  }

  #watch(): void {
    let lastRevision = 0;
    const stream = this.#client.stream("/etcdserverpb.Watch/Watch", {
      onMessage: (message) => {
        const response = etcdserverpb.decodeWatchResponse(message);
        if (response.canceled) this.#fail(`watch canceled: ${response.cancelReason}`);
        for (const { kv } of response.events) {
          const revision = kv?.modRevision ?? 0;
          if (revision <= lastRevision) this.#fail(`event ${revision} after ${lastRevision}`);
          lastRevision = revision;
          this.#events.set(revision, bytesToLatin1(kv!.value));
          this.#onEvent?.();
        }
      },
      onEnd: (status, message) => {
        if (this.#isRunning) this.#fail(`the watch ended with ${status} ${message}`);
      },
    });
    stream.send(
      etcdserverpb.encodeWatchRequest({
        createRequest: { key: latin1ToBytes(PREFIX), rangeEnd: latin1ToBytes("honest0") },
      }),
    );
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
