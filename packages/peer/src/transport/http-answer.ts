/**
 * Reads HTTP/1.1 answers off a connection, cut anywhere: heads, and bodies that are chunked, of a
 * given length, or last until the connection ends. RFC 9112, sections 2 to 7.
 *
 * Ours rather than Node's because the streams' bodies pass here: each socket chunk is handed on in
 * views, without a stream object in between. Heads and chunk lines are bounded. Trailers and chunk
 * extensions are skipped, informational answers (1xx) too.
 */

/** Bytes that are no HTTP/1.1 answer, or one beyond the bounds. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";
}

export interface AnswerHead {
  readonly status: number;
  /** By lower-case name; of several only the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** The connection may carry another request afterwards. */
  readonly keepsAlive: boolean;
}

export interface AnswerSink {
  answerHead(head: AnswerHead): void;
  /** A view of the socket's chunk. */
  answerBody(bytes: Uint8Array): void;
  answerEnd(): void;
}

type Awaited = "head" | "chunk size" | "chunk" | "chunk end" | "trailers" | "fixed" | "until close";

const LF = 10;
const CR = 13;
/** A chunk size line, extensions included; a trailer line. */
const MAX_LINE_BYTES = 4096;
const MAX_TRAILER_LINES = 100;

export class AnswerReader {
  readonly #sink: AnswerSink;
  readonly #maxHeadBytes: number;
  #awaited: Awaited = "head";
  /** The part of a head that came so far. */
  #partialHead: Buffer | null = null;
  /** Of the chunk or the body of fixed length. */
  #missingBytes = 0;
  #chunkBytes = 0;
  #digitsCount = 0;
  #areDigitsOver = false;
  #lineBytes = 0;
  #trailerLines = 0;
  #isStopped = false;

  constructor(sink: AnswerSink, maxHeadBytes: number) {
    this.#sink = sink;
    this.#maxHeadBytes = maxHeadBytes;
  }

  /** No byte of an answer has come since the last one ended. */
  get isIdle(): boolean {
    return this.#awaited === "head" && this.#partialHead === null;
  }

  /** The sink wants no more: from within its calls, too. */
  stop(): void {
    this.#isStopped = true;
  }

  /** @throws AnswerError; then the connection is of no more use. */
  feed(chunk: Buffer): void {
    // Bodies are handed on as plain arrays: entries are views of them, and whoever gets those meets
    // one kind of object.
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    let position = 0;
    while (position < chunk.length && !this.#isStopped) {
      switch (this.#awaited) {
        case "head":
          position = this.#readHead(chunk, position);
          break;
        case "chunk size":
          position = this.#readChunkSize(chunk, position);
          break;
        case "chunk":
        case "fixed": {
          const end = Math.min(chunk.length, position + this.#missingBytes);
          this.#missingBytes -= end - position;
          const isEnd = this.#missingBytes === 0;
          const isFixed = this.#awaited === "fixed";
          if (isEnd && !isFixed) this.#awaited = "chunk end";
          this.#sink.answerBody(bytes.subarray(position, end));
          position = end;
          if (isEnd && isFixed) this.#end();
          break;
        }
        case "chunk end":
          position = this.#readChunkEnd(chunk, position);
          break;
        case "trailers":
          position = this.#readTrailers(chunk, position);
          break;
        case "until close":
          this.#sink.answerBody(bytes.subarray(position));
          position = chunk.length;
          break;
      }
    }
  }

  /** The connection ended. True if an answer that lasts until then is complete by that. */
  finish(): boolean {
    if (this.#awaited !== "until close" || this.#isStopped) return false;
    this.#end();
    return true;
  }

  #end(): void {
    this.#awaited = "head";
    this.#sink.answerEnd();
  }

  #readHead(chunk: Buffer, start: number): number {
    const partial = this.#partialHead;
    const bytes = partial === null ? chunk.subarray(start) : Buffer.concat([partial, chunk]);
    const end = bytes.indexOf("\r\n\r\n", 0, "latin1");
    if (end < 0 ? bytes.length > this.#maxHeadBytes : end > this.#maxHeadBytes) {
      throw new AnswerError(`head of over ${this.#maxHeadBytes} bytes`);
    }
    if (end < 0) {
      this.#partialHead = Buffer.from(bytes);
      return chunk.length;
    }
    this.#partialHead = null;
    const consumed = end + 4 - (partial === null ? 0 : partial.length);
    this.#parseHead(bytes.toString("latin1", 0, end));
    return partial === null ? start + consumed : consumed;
  }

  #parseHead(text: string): void {
    const lines = text.split("\r\n");
    const statusLine = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: |$)/.exec(lines[0]!);
    if (statusLine === null) throw new AnswerError("not an HTTP/1.1 answer");
    const isHttp11 = statusLine[1] === "1";
    const status = Number(statusLine[2]);
    const headers = new Map<string, string>();
    for (let i = 1; i < lines.length; i++) {
      const line = lines[i]!;
      const colon = line.indexOf(":");
      if (colon <= 0) throw new AnswerError("a header line without a name");
      const name = line.slice(0, colon).toLowerCase();
      if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
    }
    if (status < 200) {
      if (status === 101) throw new AnswerError("a switch of protocols that was not asked for");
      return;
    }
    const connection = (headers.get("connection") ?? "").toLowerCase();
    const encoding = headers.get("transfer-encoding")?.toLowerCase();
    const length = headers.get("content-length");
    const hasEnd = encoding !== undefined || length !== undefined || hasNoBody(status);
    if (encoding !== undefined && encoding !== "chunked") {
      throw new AnswerError(`transfer encoding ${encoding.slice(0, 32)}`);
    }
    if (length !== undefined && !/^[0-9]{1,15}$/.test(length)) {
      throw new AnswerError("a content length that is no number");
    }
    const keepsAlive = isHttp11 && hasEnd && !connection.includes("close");
    this.#missingBytes = 0;
    if (hasNoBody(status)) this.#awaited = "fixed";
    else if (encoding !== undefined) this.#awaitChunk();
    else if (length !== undefined) {
      this.#awaited = "fixed";
      this.#missingBytes = Number(length);
    } else this.#awaited = "until close";
    const isEmpty = this.#awaited === "fixed" && this.#missingBytes === 0;
    this.#sink.answerHead({ status, headers, keepsAlive });
    if (isEmpty && !this.#isStopped) this.#end();
  }

  #awaitChunk(): void {
    this.#awaited = "chunk size";
    this.#chunkBytes = 0;
    this.#digitsCount = 0;
    this.#areDigitsOver = false;
    this.#lineBytes = 0;
  }

  #readChunkSize(chunk: Buffer, position: number): number {
    while (position < chunk.length) {
      const byte = chunk[position++]!;
      if (byte === LF) {
        if (this.#digitsCount === 0) throw new AnswerError("a chunk without a size");
        this.#missingBytes = this.#chunkBytes;
        this.#lineBytes = 0;
        this.#trailerLines = 0;
        this.#awaited = this.#chunkBytes === 0 ? "trailers" : "chunk";
        return position;
      }
      if (++this.#lineBytes > MAX_LINE_BYTES) throw new AnswerError("a chunk line without an end");
      if (this.#areDigitsOver) continue;
      const digit = hexDigit(byte);
      if (digit < 0) {
        this.#areDigitsOver = true;
        continue;
      }
      if (++this.#digitsCount > 16) throw new AnswerError("a chunk size of over 16 digits");
      this.#chunkBytes = this.#chunkBytes * 16 + digit;
      if (!Number.isSafeInteger(this.#chunkBytes)) throw new AnswerError("a chunk beyond 2^53");
    }
    return position;
  }

  #readChunkEnd(chunk: Buffer, position: number): number {
    const byte = chunk[position]!;
    if (byte === LF) this.#awaitChunk();
    else if (byte !== CR) throw new AnswerError("a chunk that is longer than its size");
    return position + 1;
  }

  #readTrailers(chunk: Buffer, position: number): number {
    while (position < chunk.length) {
      const byte = chunk[position++]!;
      if (byte === LF) {
        if (this.#lineBytes === 0) {
          this.#end();
          return position;
        }
        this.#lineBytes = 0;
        if (++this.#trailerLines > MAX_TRAILER_LINES) throw new AnswerError("trailers without end");
      } else if (byte !== CR && ++this.#lineBytes > MAX_LINE_BYTES) {
        throw new AnswerError("a trailer without an end");
      }
    }
    return position;
  }
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
