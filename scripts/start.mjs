// npm start: installs, builds and runs one member with etcd's defaults, or with the flags given
// after `--`.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { installAndBuild, root } from "./setup.mjs";

installAndBuild();
const member = spawn(join(root, "bin", "etcd"), process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => member.kill(signal));
member.on("exit", (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
});
