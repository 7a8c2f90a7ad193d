/**
 * The member's log: one line an event, in the shape that etcd's logger (zap) gives it, so that
 * whoever collects or greps etcd's logs needs no change. Server flags, section 7.1.
 *
 * Keys come in zap's order: level, ts, logger (only named ones), caller, msg, fields, stacktrace
 * (error and above). `ts` is local time with microseconds. A line is written before the call
 * returns; a failing output never throws into the caller. A call below the level costs one
 * comparison: build costly fields only after `isEnabled`.
 *
 * Levels: debug is for developers and may come per request; info marks milestones; warn is a
 * trouble that the member lives with; error is one that an operator must look at; fatal is the
 * last line before the process ends. Ending it is the caller's business.
 */

import type { Clock } from "@kvorum/base";
import { encodeFields, type LogFields, type LogFormat, quote } from "./fields.ts";
import { LogSampler } from "./sampler.ts";
import type { LogSink } from "./sinks.ts";

const levels = ["debug", "info", "warn", "error", "panic", "fatal"] as const;

export type LogLevel = (typeof levels)[number];

const DEBUG = 0;
const INFO = 1;
const WARN = 2;
const ERROR = 3;
const FATAL = 5;

/** The level that a word names, or null: the words of --log-level. */
export function parseLogLevel(word: string): LogLevel | null {
  return (levels as readonly string[]).includes(word) ? (word as LogLevel) : null;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Each gets every line, newline included. */
  readonly sinks: readonly LogSink[];
  readonly clock: Clock;
  /** Minutes east of UTC at a moment; the machine's zone unless given. */
  readonly utcOffsetMinutes?: (wallMs: number) => number;
}

/** What all loggers of one tree share, so that a change of level reaches each of them. */
interface Core {
  threshold: number;
  readonly format: LogFormat;
  readonly sinks: readonly LogSink[];
  readonly clock: Clock;
  readonly utcOffsetMinutes: (wallMs: number) => number;
  readonly sampler: LogSampler;
}

export class Logger {
  readonly #core: Core;
  readonly #name: string;
  /** Already encoded; empty for none. */
  readonly #fields: string;

  private constructor(core: Core, name: string, fields: string) {
    this.#core = core;
    this.#name = name;
    this.#fields = fields;
  }

  static create(options: LoggerOptions): Logger {
    const core: Core = {
      threshold: levels.indexOf(options.level),
      format: options.format,
      sinks: options.sinks,
      clock: options.clock,
      utcOffsetMinutes: options.utcOffsetMinutes ?? machineOffsetMinutes,
      sampler: new LogSampler(),
    };
    return new Logger(core, "", "");
  }

  /** A logger that adds these fields to each line; it follows later changes of level. */
  with(fields: LogFields): Logger {
    const comma = this.#core.format === "json" ? "," : ", ";
    return new Logger(this.#core, this.#name, join(this.#fields, comma, fields, this.#core.format));
  }

  /** A logger whose lines carry this name, such as `raft`. */
  named(name: string): Logger {
    return new Logger(this.#core, this.#name === "" ? name : `${this.#name}.${name}`, this.#fields);
  }

  get level(): LogLevel {
    return levels[this.#core.threshold]!;
  }

  /** Changes the level of this logger and of all that share its origin, at once. */
  set level(level: LogLevel) {
    this.#core.threshold = levels.indexOf(level);
  }

  isEnabled(level: LogLevel): boolean {
    return levels.indexOf(level) >= this.#core.threshold;
  }

  debug(message: string, fields?: LogFields): void {
    if (this.#core.threshold <= DEBUG) this.#write(DEBUG, message, fields, this.debug);
  }

  info(message: string, fields?: LogFields): void {
    if (this.#core.threshold <= INFO) this.#write(INFO, message, fields, this.info);
  }

  warn(message: string, fields?: LogFields): void {
    if (this.#core.threshold <= WARN) this.#write(WARN, message, fields, this.warn);
  }

  error(message: string, fields?: LogFields): void {
    if (this.#core.threshold <= ERROR) this.#write(ERROR, message, fields, this.error);
  }

  /** The last line: also waits, for a bounded time, until the outputs have taken all lines. */
  fatal(message: string, fields?: LogFields): void {
    this.#write(FATAL, message, fields, this.fatal);
    this.flush();
  }

  /** Waits for outputs that were busy, for a bounded time. Call it before the process ends. */
  flush(): void {
    for (const sink of this.#core.sinks) sink.flush();
  }

  #write(
    level: number,
    message: string,
    fields: LogFields | undefined,
    calledAs: (message: string, fields?: LogFields) => void,
  ): void {
    const core = this.#core;
    const wallMs = core.clock.wallMs();
    if (level !== FATAL && !core.sampler.admits(level, message, wallMs)) return;
    const time = formatTime(wallMs, core.utcOffsetMinutes(wallMs));
    const stack = captureStack(calledAs, level >= ERROR ? STACK_FRAMES : 1);
    const caller = callerOf(stack);
    const line =
      core.format === "json"
        ? this.#jsonLine(level, time, caller, message, fields, stack)
        : this.#consoleLine(level, time, caller, message, fields, stack);
    for (const sink of core.sinks) sink.write(line);
  }

  #jsonLine(
    level: number,
    time: string,
    caller: string,
    message: string,
    fields: LogFields | undefined,
    stack: string,
  ): string {
    let line = `{"level":"${levels[level]!}","ts":"${time}"`;
    if (this.#name !== "") line += `,"logger":${quote(this.#name)}`;
    line += `,"caller":${quote(caller)},"msg":${quote(message)}`;
    const encoded = fields === undefined ? this.#fields : join(this.#fields, ",", fields, "json");
    if (encoded !== "") line += `,${encoded}`;
    if (level >= ERROR) line += `,"stacktrace":${quote(stack)}`;
    return `${line}}\n`;
  }

  #consoleLine(
    level: number,
    time: string,
    caller: string,
    message: string,
    fields: LogFields | undefined,
    stack: string,
  ): string {
    let line = `${time}\t${levels[level]!}`;
    if (this.#name !== "") line += `\t${this.#name}`;
    line += `\t${caller}\t${message}`;
    const encoded =
      fields === undefined ? this.#fields : join(this.#fields, ", ", fields, "console");
    if (encoded !== "") line += `\t{${encoded}}`;
    if (level >= ERROR) line += `\n${stack}`;
    return `${line}\n`;
  }
}

/** Frames of a stacktrace field. */
const STACK_FRAMES = 16;

function join(before: string, comma: string, fields: LogFields, format: LogFormat): string {
  const encoded = encodeFields(fields, format);
  return before === "" ? encoded : encoded === "" ? before : `${before}${comma}${encoded}`;
}

/** The frames above `calledAs`, one a line. */
function captureStack(calledAs: (...parameters: never[]) => unknown, framesCount: number): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = framesCount;
  const holder = { stack: "" };
  Error.captureStackTrace(holder, calledAs);
  Error.stackTraceLimit = before;
  const start = holder.stack.indexOf("\n");
  return start < 0 ? "" : holder.stack.slice(start + 1).replaceAll(/^ +at /gm, "");
}

/** `directory/file:line` of the first frame, as zap prints it. */
function callerOf(stack: string): string {
  const match = /([^/\\(]+[/\\][^/\\]+):(\d+):\d+\)?$/m.exec(stack);
  return match === null ? "undefined" : `${match[1]!}:${match[2]!}`;
}

function machineOffsetMinutes(wallMs: number): number {
  return -new Date(wallMs).getTimezoneOffset();
}

/** Such as `2026-11-20T09:23:23.087950Z`, or `+0200` (no colon) instead of the Z. */
export function formatTime(wallMs: number, utcOffsetMinutes: number): string {
  const wholeMs = Math.floor(wallMs);
  // A double resolves a quarter of a microsecond at today's date: round, never to the next one.
  const micros = Math.min(999, Math.round((wallMs - wholeMs) * 1000));
  const local = new Date(wholeMs + utcOffsetMinutes * 60_000).toISOString().slice(0, -1);
  return `${local}${String(micros).padStart(3, "0")}${formatOffset(utcOffsetMinutes)}`;
}

function formatOffset(minutes: number): string {
  if (minutes === 0) return "Z";
  const distance = Math.abs(minutes);
  const hours = String(Math.floor(distance / 60)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${hours}${String(distance % 60).padStart(2, "0")}`;
}
