/**
 * The checks of a put before it is proposed, on the client's own bytes: what `checkPut` and
 * `putCost` do for a decoded request, without decoding it.
 */

import { RequestError } from "@kvorum/proto";
import { PutFields } from "../mvcc/mvcc-store.ts";
import { parsePut } from "./entry-parser.ts";
import { putCostOf } from "./quota.ts";

/** One per service: it keeps what it read last. */
export class PutAdmission {
  readonly #put: PutFields = new PutFields();

  /**
   * Reads a PutRequest, which an entry may then carry as it is. Returns its quota cost in bytes;
   * `check` says whether it is well formed otherwise, since the quota comes first.
   * @throws DecodeError on bytes that are no PutRequest.
   */
  read(request: Uint8Array): number {
    const put = this.#put;
    parsePut(request, 0, request.length, put);
    return putCostOf({
      keyBytes: put.keyEnd - put.keyStart,
      valueBytes: put.valueEnd - put.valueStart,
    });
  }

  /** Checks what `read` has read. @throws RequestError EmptyKey, ValueProvided, LeaseProvided. */
  check(): void {
    const put = this.#put;
    if (put.keyEnd === put.keyStart) throw new RequestError("EmptyKey");
    if (put.ignoresValue && put.valueEnd !== put.valueStart) {
      throw new RequestError("ValueProvided");
    }
    if (put.ignoresLease && (put.leaseLow | put.leaseHigh) !== 0) {
      throw new RequestError("LeaseProvided");
    }
  }
}
