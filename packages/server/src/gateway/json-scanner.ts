/**
 * Finds the end of a JSON value in bytes that arrive in pieces, and the first mistake in it, with
 * the words of Go's JSON reader. RFC 8259; HTTP surface, section 5.
 *
 * Constant memory for each level of nesting and none for anything else: a value is looked at byte
 * by byte and never built. Numbers of any length, and any number of keys, cost their bytes only.
 */

import { assert } from "@kvorum/base";

/** Text that is not JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
}

/** Deeper nesting is refused, as Go's reader does. */
const MAX_DEPTH = 10_000;

const OBJECT = 1;
const ARRAY = 2;

/** What the next byte belongs to. */
const State = {
  value: 0,
  valueOrEnd: 1,
  key: 2,
  keyOrEnd: 3,
  colon: 4,
  commaOrEnd: 5,
  string: 6,
  escape: 7,
  unicode: 8,
  literal: 9,
  minus: 10,
  zero: 11,
  integer: 12,
  point: 13,
  fraction: 14,
  exponent: 15,
  exponentSign: 16,
  exponentDigits: 17,
  done: 18,
} as const;

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;

export class JsonScanner {
  #state: number = State.value;
  readonly #stack: number[] = [];
  /** True while a string is a key. */
  #isKey = false;
  #literal = "";
  #literalPosition = 0;
  #unicodeDigits = 0;

  /** True when a value has begun and not ended. */
  get isInside(): boolean {
    return this.#state !== State.done && (this.#state !== State.value || this.#stack.length > 0);
  }

  /** Makes ready for the next value. */
  reset(): void {
    this.#state = State.value;
    this.#stack.length = 0;
  }

  /**
   * Reads on. Blanks before the value count as read.
   * @returns the offset behind the value's last byte, or -1 when it has not ended yet
   * @throws JsonSyntaxError
   */
  scan(bytes: Uint8Array, start: number): number {
    assert(this.#state !== State.done, "scan() after the end of a value");
    let position = start;
    const end = bytes.length;
    while (position < end) {
      if (this.#state === State.string) {
        position = skipPlain(bytes, position);
        if (position === end) break;
      }
      const byte = bytes[position]!;
      if (this.#state >= State.zero && this.#endsNumber(byte)) {
        this.#afterValue();
        if (this.#stack.length === 0) return position;
        continue;
      }
      this.#take(byte);
      position++;
      if ((this.#state as number) === State.done) return position;
    }
    return -1;
  }

  /**
   * The input is over. True: a value ended just here (a bare number); false: there was none.
   * @throws JsonSyntaxError in the middle of a value
   */
  finish(): boolean {
    if (!this.isInside) return false;
    if (this.#stack.length === 0 && isCompleteNumber(this.#state)) {
      this.#state = State.done;
      return true;
    }
    throw new JsonSyntaxError("unexpected EOF");
  }

  /** True for a byte that cannot go on a number which could end here. */
  #endsNumber(byte: number): boolean {
    switch (this.#state) {
      case State.zero:
        return byte !== 0x2e && byte !== 0x65 && byte !== 0x45;
      case State.integer:
        return !isDigit(byte) && byte !== 0x2e && byte !== 0x65 && byte !== 0x45;
      case State.fraction:
        return !isDigit(byte) && byte !== 0x65 && byte !== 0x45;
      case State.exponentDigits:
        return !isDigit(byte);
      default:
        return false;
    }
  }

  #take(byte: number): void {
    switch (this.#state) {
      case State.value:
        if (!isBlank(byte)) this.#beginValue(byte);
        break;
      case State.valueOrEnd:
        if (isBlank(byte)) break;
        if (byte === 0x5d) this.#pop();
        else this.#beginValue(byte);
        break;
      case State.key:
      case State.keyOrEnd:
        this.#takeKey(byte);
        break;
      case State.colon:
        if (isBlank(byte)) break;
        if (byte !== 0x3a) throw unexpected(byte, "after object key");
        this.#state = State.value;
        break;
      case State.commaOrEnd:
        this.#takeComma(byte);
        break;
      case State.string:
        if (byte === BACKSLASH) this.#state = State.escape;
        else if (byte !== QUOTE) throw unexpected(byte, "in string literal");
        else if (this.#isKey) this.#state = State.colon;
        else this.#afterValue();
        break;
      case State.escape:
        this.#takeEscape(byte);
        break;
      case State.unicode:
        if (!isHexadecimal(byte)) {
          throw unexpected(byte, "in \\u hexadecimal character escape");
        }
        if (--this.#unicodeDigits === 0) this.#state = State.string;
        break;
      case State.literal:
        this.#takeLiteral(byte);
        break;
      default:
        this.#takeNumber(byte);
    }
  }

  #beginValue(byte: number): void {
    switch (byte) {
      case 0x7b:
        this.#push(OBJECT);
        this.#state = State.keyOrEnd;
        break;
      case 0x5b:
        this.#push(ARRAY);
        this.#state = State.valueOrEnd;
        break;
      case QUOTE:
        this.#isKey = false;
        this.#state = State.string;
        break;
      case 0x2d:
        this.#state = State.minus;
        break;
      case ZERO:
        this.#state = State.zero;
        break;
      case 0x74:
        this.#beginLiteral("true");
        break;
      case 0x66:
        this.#beginLiteral("false");
        break;
      case 0x6e:
        this.#beginLiteral("null");
        break;
      default:
        if (!isDigit(byte)) throw unexpected(byte, "looking for beginning of value");
        this.#state = State.integer;
    }
  }

  #beginLiteral(literal: string): void {
    this.#literal = literal;
    this.#literalPosition = 1;
    this.#state = State.literal;
  }

  #takeLiteral(byte: number): void {
    const expected = this.#literal[this.#literalPosition]!;
    if (byte !== expected.charCodeAt(0)) {
      throw unexpected(byte, `in literal ${this.#literal} (expecting '${expected}')`);
    }
    if (++this.#literalPosition === this.#literal.length) this.#afterValue();
  }

  #takeKey(byte: number): void {
    if (isBlank(byte)) return;
    if (byte === 0x7d && this.#state === State.keyOrEnd) {
      this.#pop();
    } else if (byte === QUOTE) {
      this.#isKey = true;
      this.#state = State.string;
    } else {
      throw unexpected(byte, "looking for beginning of object key string");
    }
  }

  #takeComma(byte: number): void {
    if (isBlank(byte)) return;
    const isObject = this.#stack[this.#stack.length - 1] === OBJECT;
    if (byte === 0x2c) this.#state = isObject ? State.key : State.value;
    else if (byte === (isObject ? 0x7d : 0x5d)) this.#pop();
    else throw unexpected(byte, isObject ? "after object key:value pair" : "after array element");
  }

  #takeEscape(byte: number): void {
    switch (byte) {
      case QUOTE:
      case BACKSLASH:
      case 0x2f:
      case 0x62:
      case 0x66:
      case 0x6e:
      case 0x72:
      case 0x74:
        this.#state = State.string;
        break;
      case 0x75:
        this.#unicodeDigits = 4;
        this.#state = State.unicode;
        break;
      default:
        throw unexpected(byte, "in string escape code");
    }
  }

  #takeNumber(byte: number): void {
    switch (this.#state) {
      case State.minus:
        if (!isDigit(byte)) throw unexpected(byte, "in numeric literal");
        this.#state = byte === ZERO ? State.zero : State.integer;
        break;
      case State.zero:
      case State.integer:
        if (byte === 0x2e) this.#state = State.point;
        else if (byte === 0x65 || byte === 0x45) this.#state = State.exponent;
        break;
      case State.point:
        if (!isDigit(byte)) throw unexpected(byte, "after decimal point in numeric literal");
        this.#state = State.fraction;
        break;
      case State.fraction:
        if (byte === 0x65 || byte === 0x45) this.#state = State.exponent;
        break;
      case State.exponent:
        if (byte === 0x2b || byte === 0x2d) {
          this.#state = State.exponentSign;
          break;
        }
        if (!isDigit(byte)) throw unexpected(byte, "in exponent of numeric literal");
        this.#state = State.exponentDigits;
        break;
      case State.exponentSign:
        if (!isDigit(byte)) throw unexpected(byte, "in exponent of numeric literal");
        this.#state = State.exponentDigits;
        break;
    }
  }

  #push(kind: number): void {
    if (this.#stack.length === MAX_DEPTH) throw new JsonSyntaxError("exceeded max depth");
    this.#stack.push(kind);
  }

  #pop(): void {
    this.#stack.pop();
    this.#afterValue();
  }

  #afterValue(): void {
    this.#state = this.#stack.length === 0 ? State.done : State.commaOrEnd;
  }
}

/** The offset of the next quote, backslash or control character. */
function skipPlain(bytes: Uint8Array, start: number): number {
  let position = start;
  while (position < bytes.length) {
    const byte = bytes[position]!;
    if (byte === QUOTE || byte === BACKSLASH || byte < SPACE) break;
    position++;
  }
  return position;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isHexadecimal(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

function isCompleteNumber(state: number): boolean {
  return (
    state === State.zero ||
    state === State.integer ||
    state === State.fraction ||
    state === State.exponentDigits
  );
}

function unexpected(byte: number, context: string): JsonSyntaxError {
  return new JsonSyntaxError(`invalid character ${quoteByte(byte)} ${context}`);
}

/** A byte as Go shows it in these errors. */
function quoteByte(byte: number): string {
  switch (byte) {
    case 0x27:
      return "'\\''";
    case 0x5c:
      return "'\\\\'";
    case 0x07:
      return "'\\a'";
    case 0x08:
      return "'\\b'";
    case 0x0c:
      return "'\\f'";
    case 0x0a:
      return "'\\n'";
    case 0x0d:
      return "'\\r'";
    case 0x09:
      return "'\\t'";
    case 0x0b:
      return "'\\v'";
    default:
      if (byte < SPACE || byte === 0x7f) return `'\\x${byte.toString(16).padStart(2, "0")}'`;
      if (byte > 0x7f && byte < 0xa0) return `'\\u${byte.toString(16).padStart(4, "0")}'`;
      return byte === 0xad ? "'\\u00ad'" : `'${String.fromCharCode(byte)}'`;
  }
}
