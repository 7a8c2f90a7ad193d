// npm run bench: installs, builds and measures Kvorum side by side with the etcd on PATH.
//
// All arguments go to packages/bench (--help lists them). The exit code is 1 when a run failed: a
// wrong answer is never counted as speed.

import { join } from "node:path";
import { installAndBuild, root, run } from "./setup.mjs";

installAndBuild();
run(process.execPath, [join(root, "packages/bench/dist/main.js"), ...process.argv.slice(2)]);
