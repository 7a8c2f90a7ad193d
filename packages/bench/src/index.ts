/** Measurements of members; nothing else imports this package. */
export { LatencyHistogram } from "./latency-histogram.ts";
export type {
  LoadPlan,
  LoadResult,
  PrefillPlan,
  UnaryOperation,
  UnaryPlan,
  WatchPlan,
} from "./load-plan.ts";
export { runLoadProcess } from "./load-process.ts";
export { LoadError, runLoad } from "./load-run.ts";
