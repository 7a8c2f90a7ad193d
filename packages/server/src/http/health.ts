/**
 * /health, /livez and /readyz: what they check, in which order, and how they say it. HTTP surface,
 * sections 12 and 13.
 */

import type { ServerMetrics } from "../metrics/families.ts";
import type { HttpExchange } from "./exchange.ts";
import type { AlarmKind, MemberProbe } from "./member-probe.ts";
import { isGet, notFound, plainError } from "./plain-answer.ts";

export type HealthMetrics = Pick<
  ServerMetrics,
  "healthSuccesses" | "healthFailures" | "healthcheck" | "healthchecks"
>;

interface Check {
  readonly name: string;
  /** Null when all is well, else what is not. */
  readonly run: (probe: MemberProbe) => string | null | Promise<string | null>;
}

const serializableRead: Check = {
  name: "serializable_read",
  run: (probe) => readFailure(probe, "serializable"),
};

const livezChecks: readonly Check[] = [serializableRead];

const readyzChecks: readonly Check[] = [
  {
    name: "data_corruption",
    run: (probe) => (probe.alarms().includes("CORRUPT") ? "alarm activated: CORRUPT" : null),
  },
  serializableRead,
  { name: "linearizable_read", run: (probe) => readFailure(probe, "linearizable") },
  {
    name: "non_learner",
    run: (probe) => (probe.isLearner() ? "not supported for learner" : null),
  },
];

async function readFailure(
  probe: MemberProbe,
  consistency: "serializable" | "linearizable",
): Promise<string | null> {
  try {
    await probe.read(consistency);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export class HealthEndpoints {
  readonly #probe: MemberProbe;
  readonly #metrics: HealthMetrics;

  constructor(probe: MemberProbe, metrics: HealthMetrics) {
    this.#probe = probe;
    this.#metrics = metrics;
  }

  /** True when the path is one of these endpoints: the answer is given or on its way. */
  handle(exchange: HttpExchange, path: string, query: string): boolean {
    if (path === "/health") {
      if (isGet(exchange)) this.#answer(exchange, () => this.#health(exchange, query));
      return true;
    }
    return (
      this.#handleChecks(exchange, path, query, "livez", livezChecks) ||
      this.#handleChecks(exchange, path, query, "readyz", readyzChecks)
    );
  }

  #handleChecks(
    exchange: HttpExchange,
    path: string,
    query: string,
    type: "livez" | "readyz",
    checks: readonly Check[],
  ): boolean {
    const root = `/${type}`;
    if (path !== root && !path.startsWith(`${root}/`)) return false;
    const parameters = new URLSearchParams(query);
    let chosen: readonly Check[];
    if (path === root) {
      const excluded = parameters.getAll("exclude");
      chosen = checks.filter((check) => !excluded.includes(check.name));
    } else {
      const name = path.slice(root.length + 1);
      chosen = checks.filter((check) => check.name === name);
      if (chosen.length === 0) {
        notFound(exchange);
        return true;
      }
    }
    if (isGet(exchange)) {
      const isVerbose = parameters.has("verbose");
      this.#answer(exchange, () => this.#runChecks(exchange, type, chosen, isVerbose));
    }
    return true;
  }

  /** Runs an answer that takes time; what it throws is a bug, told as such. */
  #answer(exchange: HttpExchange, run: () => Promise<void>): void {
    run().catch(() => plainError(exchange, 500, "500 Internal Server Error"));
  }

  async #health(exchange: HttpExchange, query: string): Promise<void> {
    const parameters = new URLSearchParams(query);
    const reason = await this.#healthFailure(
      parameters.getAll("exclude"),
      parameters.get("serializable") === "true",
    );
    if (reason === null) {
      this.#metrics.healthSuccesses.increment();
      const body = '{"health":"true","reason":""}';
      exchange.setHeader("Content-Length", String(body.length));
      exchange.setHeader("Content-Type", "text/plain; charset=utf-8");
      exchange.respond(200, body);
    } else {
      this.#metrics.healthFailures.increment();
      plainError(exchange, 503, JSON.stringify({ health: "false", reason }));
    }
  }

  async #healthFailure(
    excluded: readonly string[],
    isSerializable: boolean,
  ): Promise<string | null> {
    const probe = this.#probe;
    const alarm = probe.alarms().find((kind) => !excluded.includes(kind));
    if (alarm !== undefined) return alarmReason(alarm);
    if (!isSerializable && !probe.hasLeader()) return "RAFT NO LEADER";
    const failure = await readFailure(probe, isSerializable ? "serializable" : "linearizable");
    return failure === null ? null : `RANGE ERROR:${failure}`;
  }

  async #runChecks(
    exchange: HttpExchange,
    type: "livez" | "readyz",
    checks: readonly Check[],
    isVerbose: boolean,
  ): Promise<void> {
    const failures = await Promise.all(checks.map((check) => check.run(this.#probe)));
    let lines = "";
    let isGood = true;
    for (let i = 0; i < checks.length; i++) {
      const { name } = checks[i]!;
      const failure = failures[i]!;
      this.#count(type, name, failure === null);
      if (failure !== null) isGood = false;
      lines += failure === null ? `[+]${name} ok\n` : `[-]${name} failed: ${failure}\n`;
    }
    if (!isGood) {
      plainError(exchange, 503, lines);
      return;
    }
    exchange.setHeader("Content-Type", "text/plain; charset=utf-8");
    exchange.setHeader("X-Content-Type-Options", "nosniff");
    exchange.respond(200, isVerbose ? `${lines}ok\n` : "ok\n");
  }

  #count(type: string, name: string, isGood: boolean): void {
    this.#metrics.healthcheck.child(type, name).set(isGood ? 1 : 0);
    this.#metrics.healthchecks.child(type, name, isGood ? "success" : "error").increment();
  }
}

function alarmReason(alarm: AlarmKind): string {
  return `ALARM ${alarm}`;
}
