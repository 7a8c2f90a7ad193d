/** For tools and tests that run etcdctl inside their own process. */

export type { ChildResult, Terminal } from "@kvorum/command-line";
export { run } from "./run.ts";
