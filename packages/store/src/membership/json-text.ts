/**
 * JSON as Go's encoding/json writes and reads it, for the few records that members exchange and
 * store as text. 64-bit ids are exact: integers are read as bigint and written as decimals, never
 * as doubles. Strings are escaped as Go escapes them, HTML characters included, so that the bytes
 * equal those of a Go member.
 *
 * Not a general parser: depth and shape are limited to what these records need.
 */

/** Bytes that are no JSON text. */
export class JsonError extends Error {
  override readonly name = "JsonError";
}

/** Integers are bigint, other numbers number. Objects are maps in the order of the text. */
export type JsonValue = null | boolean | bigint | number | string | JsonValue[] | JsonObject;
export type JsonObject = Map<string, JsonValue>;

/** Nesting beyond this is refused. The snapshot tree needs eight levels. */
const MAX_DEPTH = 64;

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: those JSON forbids inside strings
const PLAIN_TEXT = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\n\r]*/y;

/** @throws JsonError. Of members named twice in one object the last counts, as in Go. */
export function parseJson(text: string): JsonValue {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

/** A string as Go's json.Marshal writes it, quotes included. */
export function jsonString(text: string): string {
  // JSON.stringify does quotes, backslashes and control characters as Go (1.22 and later) does;
  // Go's HTML escapes come on top.
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

export function jsonStrings(texts: readonly string[]): string {
  return `[${texts.map(jsonString).join(",")}]`;
}

class Parser {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw this.#error("nested too deeply");
    this.#skipSpace();
    switch (this.#text[this.#offset]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  end(): void {
    this.#skipSpace();
    if (this.#offset !== this.#text.length) throw this.#error("text after the value");
  }

  #object(depth: number): JsonObject {
    const object: JsonObject = new Map();
    this.#offset++;
    this.#skipSpace();
    if (this.#take("}")) return object;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#offset] !== '"') throw this.#error("member name expected");
      const name = this.#string();
      this.#skipSpace();
      if (!this.#take(":")) throw this.#error("colon expected");
      object.set(name, this.value(depth + 1));
      this.#skipSpace();
      if (this.#take("}")) return object;
      if (!this.#take(",")) throw this.#error("comma expected");
    }
  }

  #array(depth: number): JsonValue[] {
    const array: JsonValue[] = [];
    this.#offset++;
    this.#skipSpace();
    if (this.#take("]")) return array;
    for (;;) {
      array.push(this.value(depth + 1));
      this.#skipSpace();
      if (this.#take("]")) return array;
      if (!this.#take(",")) throw this.#error("comma expected");
    }
  }

  #string(): string {
    const start = this.#offset++;
    for (;;) {
      PLAIN_TEXT.lastIndex = this.#offset;
      this.#offset += PLAIN_TEXT.exec(this.#text)![0].length;
      const char = this.#text[this.#offset];
      if (char === '"') break;
      // Escapes are only stepped over here; JSON.parse reads the whole literal below.
      if (char !== "\\" || this.#offset + 2 > this.#text.length) {
        throw this.#error("unterminated string");
      }
      this.#offset += 2;
    }
    this.#offset++;
    try {
      return JSON.parse(this.#text.slice(start, this.#offset)) as string;
    } catch {
      throw this.#error("malformed string");
    }
  }

  #number(): bigint | number {
    NUMBER.lastIndex = this.#offset;
    const match = NUMBER.exec(this.#text);
    if (match === null) throw this.#error("value expected");
    this.#offset += match[0].length;
    const isInteger = match[1] === undefined && match[2] === undefined;
    // No integer of these records has more digits; a longer one is not worth a bigint's time.
    return isInteger && match[0].length <= 20 ? BigInt(match[0]) : Number(match[0]);
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#offset)) throw this.#error("value expected");
    this.#offset += word.length;
    return value;
  }

  #take(char: string): boolean {
    if (this.#text[this.#offset] !== char) return false;
    this.#offset++;
    return true;
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#offset;
    this.#offset += SPACE.exec(this.#text)![0].length;
  }

  #error(what: string): JsonError {
    return new JsonError(`${what} at offset ${this.#offset}`);
  }
}
