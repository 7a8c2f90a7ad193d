/**
 * A process for lmdb-failure.test.ts: opens a store that may be damaged in its structure, reads all
 * of it, and prints how many records were read and whether each was right. The engine may end the
 * process on such a file, which is why this is one of its own.
 */

import { readUint64 } from "./buckets.ts";
import { LmdbBackend } from "./lmdb-backend.ts";
import { scrub } from "./scrub.ts";

const directory = process.argv[2]!;
try {
  const backend = LmdbBackend.open({
    directory,
    timers: { after: () => ({ cancel: () => {} }), soon: () => ({ cancel: () => {} }) },
    onFailure: () => {},
  });
  const view = backend.openView();
  let wrong = 0;
  view.scan("key", { start: new Uint8Array(0), end: null }, (key, value) => {
    if (value.length !== 100 || value[0] !== readUint64(key, 0) % 256) wrong++;
    return true;
  });
  const run = scrub(view, directory);
  for (let step = run.next(); ; step = run.next()) {
    if (step.done !== true) continue;
    console.log(wrong > 0 ? "wrong" : `read ${step.value}`);
    break;
  }
} catch (error) {
  console.log(`refused ${(error as Error).name}`);
}
process.kill(process.pid, "SIGKILL");
