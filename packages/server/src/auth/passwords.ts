/**
 * Hashing and verifying passwords, off the main thread and a few at a time (reliability, part 11):
 * a client that logs in without end gets slower, while the log and everybody else go on.
 *
 * The hashes are bcrypt's text as Go writes it ($2a$), so that members of etcd can verify them.
 */

import { createRequire } from "node:module";
import { utf8ToBytes } from "@kvorum/base";
import { RequestError } from "@kvorum/proto";
import type { PasswordHasher } from "@kvorum/store";
import type * as bcryptLibrary from "@node-rs/bcrypt";
import { MAX_CONCURRENT_PASSWORDS, MAX_PASSWORD_BYTES, MAX_WAITING_PASSWORDS } from "./limits.ts";

let loaded: typeof bcryptLibrary | null = null;

/** Loaded with the first password: most members never see one. */
function bcrypt(): typeof bcryptLibrary {
  loaded ??= createRequire(import.meta.url)("@node-rs/bcrypt") as typeof bcryptLibrary;
  return loaded;
}

/** The slow part; production has bcrypt's, tests and the simulator their own. */
export interface PasswordAlgorithm {
  hash(password: string): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
}

/** @param options.cost - 4 to 31: the logarithm of the rounds. */
export function bcryptAlgorithm({ cost }: { cost: number }): PasswordAlgorithm {
  return {
    hash: (password) => bcrypt().hash(password, { cost, version: "2a" }),
    verify: (password, hash) => bcrypt().verify(password, hash),
  };
}

/**
 * For passwords that members of etcd 3.4 put into the log in clear: at once, on the main thread,
 * since apply waits for it.
 */
export function bcryptHasher({ cost }: { cost: number }): PasswordHasher {
  return {
    hash: (password) => utf8ToBytes(bcrypt().hashSync(password, { cost, version: "2a" })),
  };
}

/** Someone's interest in the result; once closed, work that has not begun is dropped. */
export interface PasswordCall {
  readonly isOpen: boolean;
}

export class Passwords {
  readonly #algorithm: PasswordAlgorithm;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  /** What unknown users are verified against; made when first needed. */
  #decoy: Promise<string> | null = null;

  constructor(algorithm: PasswordAlgorithm) {
    this.#algorithm = algorithm;
  }

  /**
   * Resolves with the text to store; null where the call ended first. Rejects with RequestError
   * PasswordTooLong, TooManyRequests.
   */
  hash(password: string, call: PasswordCall): Promise<string | null> {
    if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
      return Promise.reject(new RequestError("PasswordTooLong"));
    }
    return this.#enqueue(call, () => this.#algorithm.hash(password));
  }

  /**
   * Resolves with whether the password is the one; null where the call ended first. An unknown
   * user (`stored` null) takes as long as a known one. Rejects with RequestError TooManyRequests.
   */
  verify(password: string, stored: string | null, call: PasswordCall): Promise<boolean | null> {
    return this.#enqueue(call, async () => {
      if (stored !== null) return this.#algorithm.verify(password, stored);
      this.#decoy ??= this.#algorithm.hash("");
      await this.#algorithm.verify(password, await this.#decoy);
      return false;
    });
  }

  #enqueue<Result>(call: PasswordCall, work: () => Promise<Result>): Promise<Result | null> {
    if (this.#waiting.length >= MAX_WAITING_PASSWORDS) {
      return Promise.reject(new RequestError("TooManyRequests"));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        if (!call.isOpen) {
          resolve(null);
          return;
        }
        this.#running++;
        work()
          .then(resolve, reject)
          .finally(() => {
            this.#running--;
            this.#startWaiting();
          });
      });
      this.#startWaiting();
    });
  }

  #startWaiting(): void {
    while (this.#running < MAX_CONCURRENT_PASSWORDS) {
      const start = this.#waiting.shift();
      if (start === undefined) return;
      start();
    }
  }
}
