/**
 * One HTTP request and its answer, whatever carries them: an HTTP/1.1 connection, a stream of an
 * HTTP/2 one, or a WebSocket that stands for a request. Handlers are written against this.
 *
 * An answer is either one `respond`, or `begin`, any number of `write`s, and `end`. What comes
 * after the end, or after the client is gone, does nothing.
 */

export interface BodyReader {
  /** A piece of the body; the bytes may be kept. */
  onChunk(chunk: Uint8Array): void;
  /** The body is complete. */
  onEnd(): void;
}

export interface HttpExchange {
  /** As sent. */
  readonly method: string;
  /** The request target as sent: path and query, rarely a whole URL or `*`. */
  readonly target: string;
  /** All values of a header (lower case), joined as HTTP joins them. */
  header(name: string): string | undefined;
  /** Every header, names in lower case, in the order sent, repeats apart. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly remoteAddress: string;
  /** The connection is encrypted. */
  readonly isSecure: boolean;
  /** Common name of the verified client certificate. */
  readonly tlsCommonName: string | null;
  /** The body ends only with the connection, so the first value in it is the whole request. */
  readonly isConversation: boolean;

  /** Adds a header to the answer, before it begins. */
  setHeader(name: string, value: string): void;
  /** The whole answer. Content-Length is added unless `isChunked`. */
  respond(status: number, body: string | Uint8Array, options?: { isChunked?: boolean }): void;
  /** The head of an answer in parts. */
  begin(status: number): void;
  /** False: over the output limit; `onDrain` says when there is room again. */
  write(text: string): boolean;
  onDrain(callback: () => void): void;
  readonly bufferedBytes: number;
  end(): void;
  /** Drops the connection, the answer unfinished. */
  destroy(): void;
  /** Calls back once if the client goes away before the answer is complete. */
  onGone(callback: () => void): void;

  /** Starts delivering the body; at most once. Without it the body is dropped. */
  readBody(reader: BodyReader): void;
  pauseBody(): void;
  resumeBody(): void;
}
