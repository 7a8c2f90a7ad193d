import assert from "node:assert/strict";
import test from "node:test";
import { bytesToLatin1, SeededRandom } from "@kvorum/base";
import type { History, Method } from "./history.ts";
import { historyLines } from "./history-file.ts";
import { visitReach } from "./request-reach.ts";
import { simulateHistory } from "./testing/simulated-cluster.ts";
import { WorkloadClient, type WorkloadProfile, workloadProfiles } from "./workload.ts";

function simulated(profile: WorkloadProfile, seed: number): History {
  return simulateHistory({ seed, operationsCount: 600, profiles: [profile], hasFaults: false });
}

test("WorkloadClient repeats itself from a seed", () => {
  for (const profile of workloadProfiles) {
    const [a, b, c] = [7, 7, 8].map((seed) =>
      [...historyLines(simulated(profile, seed))].join("\n"),
    );
    assert.equal(a, b, profile);
    assert.notEqual(a, c, profile);
  }
});

test("WorkloadClient never puts the same value twice", () => {
  for (const profile of workloadProfiles) {
    const values = new Map<string, number>();
    for (const operation of simulated(profile, 3).operations) {
      visitReach(operation, {
        put: (_name, { value, ignoreValue }) => {
          if (ignoreValue) return;
          // A list holds the values before its last item as well.
          const text = bytesToLatin1(value)
            .split(/[ ,]/)
            .filter((part) => part !== "");
          const own = profile === "listAppend" ? text.at(-1)! : text[0]!;
          assert.ok(/^\d+\.\d+$/.test(own), `${profile}: ${own}`);
          assert.equal(values.get(own), undefined, `${profile}: ${own} again`);
          values.set(own, operation.id);
        },
        delete: () => {},
        read: () => {},
        revoke: () => {},
      });
    }
    assert.ok(values.size > 50, `${profile}: ${values.size} values`);
  }
});

test("WorkloadClient uses what its profile is for", () => {
  const wanted: { readonly [P in WorkloadProfile]: readonly Method[] } = {
    plain: ["Put", "DeleteRange", "Range"],
    transactions: ["Txn", "LeaseGrant", "LeaseKeepAlive", "LeaseRevoke", "LeaseTimeToLive"],
    listWatch: ["Range", "Txn"],
    compaction: ["Compact", "Range", "Put", "Txn"],
    locks: ["LeaseGrant", "LeaseKeepAlive", "LeaseRevoke", "Txn"],
    listAppend: ["Range", "Txn"],
  };
  for (const profile of workloadProfiles) {
    const history = simulated(profile, 5);
    const methods = new Set(history.operations.map(({ method }) => method));
    for (const method of wanted[profile]) assert.ok(methods.has(method), `${profile}: ${method}`);
    const done = history.operations.filter(({ outcome }) => outcome === "done").length;
    assert.ok(done > 500, `${profile}: only ${done} of 600 requests were answered`);
    if (profile === "locks") {
      const guarded = history.operations.filter(
        (each) =>
          each.method === "Txn" &&
          each.answer?.succeeded === true &&
          (each.request.compare[0]?.createRevision ?? 0n) > 0n,
      );
      assert.ok(guarded.length > 30, `only ${guarded.length} guarded writes`);
    }
    if (profile === "listWatch") {
      const pages = history.operations.filter(
        (each) => each.method === "Range" && each.request.revision > 0 && each.answer !== null,
      );
      assert.ok(pages.length > 10, `only ${pages.length} further pages`);
    }
  }
});

test("WorkloadClient opens no more watches than it may", () => {
  const client = new WorkloadClient({
    profile: "plain",
    random: new SeededRandom(1),
    client: 0,
    maxWatches: 1,
  });
  let open = 0;
  for (let i = 0; i < 2000; i++) {
    const { kind } = client.next();
    if (kind === "watch") open++;
    if (kind === "unwatch") open--;
    assert.ok(open === 0 || open === 1);
  }
});
