/** The etcdctl program. */

import { ProcessTerminal, processArguments } from "@kvorum/command-line";
import { run } from "./run.ts";

// Output is written when it is produced, so nothing is lost by not waiting for the event loop.
process.exit(await run(processArguments(), new ProcessTerminal()));
