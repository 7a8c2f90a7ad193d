/**
 * The recorded scenarios against real members: Debian's Go etcd, whose answers show that this
 * client is right on its own, and our member, where nothing may differ.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  describeOutcome,
  type GoldenOutcome,
  loadGoldenLines,
  repositoryRoot,
  runGoldenLines,
} from "./testing/golden.ts";
import {
  goEtcdCommand,
  kvorumCommand,
  type MemberProcess,
  startMember,
} from "./testing/member-process.ts";

const SCENARIOS = ["kv", "txn", "lease", "watch"] as const;
/** What a member of another release answers alike beyond those. */
const GO_SCENARIOS = [...SCENARIOS, "member", "lock-elect"] as const;
const etcdctl = [join(repositoryRoot, "bin/etcdctl")];
const lines = loadGoldenLines();

/** One recorded line never ends; what it shows is that nothing is refused. */
const ENDLESS_LINES: ReadonlySet<number> = new Set([172]);

function suite(
  title: string,
  command: readonly string[] | null,
  scenarios: readonly string[],
  missing: string,
): void {
  const skip =
    lines === null
      ? "the recordings are not beside the repository"
      : command === null
        ? missing
        : false;
  describe(title, { skip, concurrency: true }, () => {
    for (const scenario of scenarios) {
      describe(scenario, () => {
        let member: MemberProcess;
        let outcomes: readonly GoldenOutcome[] = [];
        before(async () => {
          member = await startMember(command!);
        });
        after(() => member.stop());

        test(`prints what etcdctl 3.7.1 printed`, async () => {
          outcomes = await runGoldenLines({
            lines: lines!.filter(
              (line) => line.scenario === scenario && !ENDLESS_LINES.has(line.n),
            ),
            endpoint: member.endpoint,
            etcdctl,
          });
          const different = outcomes.filter((outcome) => outcome.result === "different");
          assert.equal(different.map(describeOutcome).join("\n"), "");
          assert.ok(outcomes.some((outcome) => outcome.result === "equal"));
        });
      });
    }
  });
}

suite(
  "etcdctl with a Go member",
  goEtcdCommand(),
  GO_SCENARIOS,
  "there is no etcd on this machine",
);
suite(
  "etcdctl with our member",
  kvorumCommand(),
  [...SCENARIOS, "auth"],
  "packages/server is not built",
);
