/**
 * The `header` field (number 1) of a response, as bytes that stand in front of a response body.
 * The two ids never change, so their bytes are made once; within one turn of the loop most
 * responses carry the same revision and term, so the last header is kept.
 */

import { bigintSize, int64Size, Writer } from "@kvorum/proto";

const HEADER_TAG = 0x0a;
const REVISION_TAG = 0x18;
const TERM_TAG = 0x20;

export class ResponseHeaders {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  readonly #ids: Uint8Array;
  #revision = -1;
  #term = -1;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(ids: { clusterId: bigint; memberId: bigint }) {
    this.clusterId = ids.clusterId;
    this.memberId = ids.memberId;
    const writer = new Writer(2 + bigintSize(ids.clusterId) + bigintSize(ids.memberId));
    writer.byte(0x08);
    writer.bigInt(ids.clusterId);
    writer.byte(0x10);
    writer.bigInt(ids.memberId);
    this.#ids = writer.finish();
  }

  /** Header field bytes; a revision of 0 is left out. Valid for ever; nobody writes to them. */
  field(revision: number, term: number): Uint8Array {
    if (revision === this.#revision && term === this.#term) return this.#bytes;
    const revisionSize = revision === 0 ? 0 : 1 + int64Size(revision);
    const termSize = term === 0 ? 0 : 1 + int64Size(term);
    const length = this.#ids.length + revisionSize + termSize;
    const writer = new Writer(2 + length);
    writer.byte(HEADER_TAG);
    writer.byte(length); // Two ids, a revision and a term take at most 44 bytes.
    writer.buffer.set(this.#ids, writer.position);
    writer.position += this.#ids.length;
    if (revision !== 0) {
      writer.byte(REVISION_TAG);
      writer.int64(revision);
    }
    if (term !== 0) {
      writer.byte(TERM_TAG);
      writer.int64(term);
    }
    this.#revision = revision;
    this.#term = term;
    this.#bytes = writer.finish();
    return this.#bytes;
  }
}
