/**
 * How long requests take inside the server, consensus included, for etcd's histogram by type.
 * Labelled children are looked up once and kept by the field number of the request.
 */

import type { ServerMetrics } from "../metrics/families.ts";
import type { Histogram } from "../metrics/instruments.ts";
import { operationNames } from "./operation-names.ts";

export class RequestTiming {
  readonly #metrics: ServerMetrics;
  /** By field number and success. */
  readonly #proposals = new Map<number, Histogram>();
  readonly #ranges: { readonly [Success in "true" | "false"]: readonly [Histogram, Histogram] };

  constructor(metrics: ServerMetrics) {
    this.#metrics = metrics;
    const ranges = (success: "true" | "false"): [Histogram, Histogram] => [
      metrics.rangeDuration.child(success),
      metrics.requestDuration.child("Range", success),
    ];
    this.#ranges = { true: ranges("true"), false: ranges("false") };
  }

  /** A request that went through the log was answered. */
  proposal(field: number, isSuccess: boolean, durationMs: number): void {
    const key = field * 2 + (isSuccess ? 1 : 0);
    let histogram = this.#proposals.get(key);
    if (histogram === undefined) {
      const type = operationNames[field] ?? "Unknown";
      histogram = this.#metrics.requestDuration.child(type, String(isSuccess));
      this.#proposals.set(key, histogram);
    }
    histogram.observe(durationMs / 1000);
  }

  /** A range was answered: the time in the store, and since the request came. */
  range(isSuccess: boolean, storeMs: number, requestMs: number): void {
    const [store, request] = this.#ranges[isSuccess ? "true" : "false"];
    store.observe(storeMs / 1000);
    request.observe(requestMs / 1000);
  }
}
