/** For tools and tests that run etcdutl inside their own process. The command is `main.ts`. */
export { run } from "./run.ts";
