/** For tools and tests that run etcdctl inside their own process. */
export { run } from "./run.ts";
export type { ChildResult, Terminal } from "./terminal.ts";
