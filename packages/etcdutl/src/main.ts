/** The etcdutl command: prints what command.ts decided. */

import { runCommand } from "./command.ts";

const result = runCommand(process.argv.slice(2));
process.stdout.write(result.stdout);
process.stderr.write(result.stderr);
process.exitCode = result.exitCode;
