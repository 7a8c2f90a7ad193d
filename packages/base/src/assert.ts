/**
 * Bugs and corruption: the two kinds of trouble after which a member stops rather than serve
 * doubt. Requests that fail and an environment that fails are not reported through this file.
 */

/** A broken invariant: a bug in this program, or damage that reached memory. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** Stored bytes that cannot be what was written. */
export class CorruptionError extends Error {
  override readonly name = "CorruptionError";
  /** The damaged file, or the name of the store that holds the bytes. */
  readonly file: string;
  /** Byte offset of the damage in the file, or -1 where there is none. */
  readonly offset: number;

  constructor(message: string, where: { file: string; offset: number }) {
    super(`${message} (${where.file}${where.offset >= 0 ? ` at offset ${where.offset}` : ""})`);
    this.file = where.file;
    this.offset = where.offset;
  }
}

/** Throws an AssertionError unless the condition holds. Stays on in production. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The end of an exhaustive switch: fails to compile while a case is missing. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable case ${String(value)}`);
}
