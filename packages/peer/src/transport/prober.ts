/**
 * Asks a peer every four seconds whether it is there, how far away it is and what time it has. Only
 * log lines and metrics come of it. Peer protocol, section 8.7.
 */

import type { TimerHandle } from "@kvorum/base";
import { idText } from "./identity.ts";
import { type PeerAnswer, RequestConnection } from "./request-connection.ts";
import type { TransportContext } from "./transport-context.ts";
import type { UrlRotation } from "./url-rotation.ts";

/** The kind of connection that is probed, as Go's log lines name it. */
export type ProbeName = "ROUND_TRIPPER_RAFT_MESSAGE" | "ROUND_TRIPPER_SNAPSHOT";

export const PROBE_NAMES: readonly ProbeName[] = [
  "ROUND_TRIPPER_RAFT_MESSAGE",
  "ROUND_TRIPPER_SNAPSHOT",
];

/** The share of the newest probe in the smoothed round-trip time. */
const SMOOTHING = 0.125;
const HEALTHY_REPORT_MS = 30_000;
const UNHEALTHY_REPORT_MS = 5_000;
/** Clocks that are further apart are worth a line. */
const MAX_DRIFT_MS = 1_000;

export class Prober {
  readonly #context: TransportContext;
  readonly #name: ProbeName;
  readonly #peerId: bigint;
  readonly #urls: UrlRotation;
  #connection: RequestConnection | null = null;
  #probeTimer: TimerHandle;
  #reportTimer: TimerHandle;
  #smoothedMs: number | null = null;
  #driftMs = 0;
  #failure: string | null = "not probed yet";
  #isStopped = false;

  constructor(
    context: TransportContext,
    options: { name: ProbeName; peerId: bigint; urls: UrlRotation },
  ) {
    this.#context = context;
    this.#name = options.name;
    this.#peerId = options.peerId;
    this.#urls = options.urls;
    this.#probeTimer = this.#armProbe();
    this.#reportTimer = this.#armReport(UNHEALTHY_REPORT_MS);
  }

  stop(): void {
    this.#isStopped = true;
    this.#probeTimer.cancel();
    this.#reportTimer.cancel();
    this.#connection?.close();
  }

  #armProbe(): TimerHandle {
    return this.#context.timers.after(this.#context.limits.probeIntervalMs, () => {
      if (this.#isStopped || this.#context.isStopped) return;
      this.#probeTimer = this.#armProbe();
      this.#probe();
    });
  }

  #armReport(delayMs: number): TimerHandle {
    return this.#context.timers.after(delayMs, () => {
      if (this.#isStopped || this.#context.isStopped) return;
      this.#report();
      this.#reportTimer = this.#armReport(
        this.#failure === null ? HEALTHY_REPORT_MS : UNHEALTHY_REPORT_MS,
      );
    });
  }

  #probe(isRepeated = false): void {
    const url = this.#urls.pick();
    if (url === null) {
      this.#failure = "no usable URL";
      return;
    }
    let connection = this.#connection;
    if (connection?.isBusy === true) return;
    if (connection === null || isRepeated || !connection.isUsable || connection.url !== url) {
      connection?.close();
      connection = new RequestConnection(this.#context, url);
      this.#connection = connection;
    }
    const { clock, limits, requestHeaders } = this.#context;
    const startedMs = clock.monotonicMs();
    const head = `GET /raft/probing HTTP/1.1\r\n${requestHeaders}`;
    connection.send({ head, body: null }, limits.stalledMs, (answer, failure) => {
      if (this.#isStopped) return;
      if (answer !== null) this.#answered(answer, clock.monotonicMs() - startedMs);
      else if (failure!.wasStale && !isRepeated) this.#probe(true);
      else {
        this.#failure = failure!.reason;
        this.#urls.failed(url);
      }
    });
  }

  #answered(answer: PeerAnswer, roundTripMs: number): void {
    const remoteMs = answer.status === 200 ? remoteTime(answer.text) : null;
    if (remoteMs === null) {
      this.#failure = `status ${answer.status} ${answer.text.trim().slice(0, 200)}`;
      return;
    }
    this.#failure = null;
    this.#smoothedMs =
      this.#smoothedMs === null
        ? roundTripMs
        : this.#smoothedMs * (1 - SMOOTHING) + roundTripMs * SMOOTHING;
    this.#driftMs = this.#context.clock.wallMs() - remoteMs - this.#smoothedMs / 2;
  }

  #report(): void {
    const { logger, observer } = this.#context;
    const fields = {
      "round-tripper-name": this.#name,
      "remote-peer-id": idText(this.#peerId),
      rtt: milliseconds(this.#smoothedMs ?? 0),
    };
    if (this.#failure !== null) {
      logger.warn("prober detected unhealthy status", { ...fields, error: this.#failure });
    } else if (Math.abs(this.#driftMs) > MAX_DRIFT_MS) {
      logger.warn("prober found high clock drift", {
        ...fields,
        "clock-drift": milliseconds(this.#driftMs),
      });
    }
    if (this.#smoothedMs !== null) observer.roundTrip(this.#peerId, this.#smoothedMs / 1_000);
  }
}

function milliseconds(value: number): string {
  return `${value.toFixed(3)}ms`;
}

/** The wall clock in an answer, or null where it does not say that all is well. */
function remoteTime(text: string): number | null {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof answer !== "object" || answer === null) return null;
  const { OK, Now } = answer as { readonly OK?: unknown; readonly Now?: unknown };
  if (OK !== true || typeof Now !== "string") return null;
  // Node reads at most milliseconds of Go's nanoseconds.
  const time = Date.parse(Now.replace(/(\.[0-9]{3})[0-9]+/, "$1"));
  return Number.isNaN(time) ? null : time;
}
