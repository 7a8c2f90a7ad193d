// npm test: installs, builds, checks the house rules and runs every test.
//
// Unit tests run first, all packages at once; tests that start processes (*.integration.test.js)
// follow, two files at a time: most of their time goes into waiting for processes.
// Arguments: names of packages to restrict the run to; --unit leaves the integration tests out.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { installAndBuild, root, run } from "./setup.mjs";

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith("--"));
const unitOnly = args.includes("--unit");

installAndBuild();
run(process.execPath, [join(root, "scripts", "check.mjs")]);

function testFiles() {
  const files = [];
  const visit = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith(".test.js")) files.push(path);
    }
  };
  for (const name of readdirSync(join(root, "packages"))) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const dist = join(root, "packages", name, "dist");
    if (existsSync(dist)) visit(dist);
  }
  return files.sort();
}

const all = testFiles();
const integration = all.filter((file) => file.endsWith(".integration.test.js"));
const unit = all.filter((file) => !integration.includes(file));

/** No single test takes a third of this on two busy cores. */
const TEST_TIMEOUT_MS = 480_000;

/** Runs files under the runner of Node and returns its exit code. */
function runTests(files, concurrency) {
  if (files.length === 0) return 0;
  const result = spawnSync(
    process.execPath,
    [
      ...["--test", `--test-concurrency=${concurrency}`, "--test-reporter=spec"],
      // A test that hangs is to be named, not waited for.
      ...[`--test-timeout=${TEST_TIMEOUT_MS}`, ...files],
    ],
    { cwd: root, stdio: "inherit" },
  );
  return result.status ?? 1;
}

console.log(`unit tests: ${unit.length} files`);
const unitStatus = runTests(unit, 2);
let integrationStatus = 0;
if (!unitOnly) {
  console.log(`integration tests: ${integration.length} files`);
  integrationStatus = runTests(integration, 2);
}
process.exitCode = unitStatus || integrationStatus;
