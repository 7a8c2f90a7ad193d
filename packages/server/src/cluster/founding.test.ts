import assert from "node:assert/strict";
import { test } from "node:test";
import type { PeerMembership, PeerVersions } from "@kvorum/peer";
import { parseServerUrls } from "../config/server-url.ts";
import { decideFounding, type FoundingConfig, newFounding } from "./founding.ts";
import { FakePeerRequests, fakeMember, recordLog } from "./testing/fakes.ts";

interface World {
  readonly requests: FakePeerRequests;
  readonly lines: string[];
  readonly decide: (config: FoundingConfig) => ReturnType<typeof decideFounding>;
}

function world(hosts: { readonly [name: string]: string } = {}): World {
  const requests = new FakePeerRequests();
  const { log, lines } = recordLog();
  const resolveHost = async (name: string): Promise<string> => {
    const address = hosts[name];
    if (address === undefined) throw new Error("no such host");
    return address;
  };
  return {
    requests,
    lines,
    decide: (config) => decideFounding(config, { requests, resolveHost, log }),
  };
}

function settings(fields: Partial<FoundingConfig> & { own: string }): FoundingConfig {
  return {
    name: "a",
    initialAdvertisePeerUrls: parseServerUrls(fields.own),
    initialCluster: "a=http://127.0.0.1:1,b=http://127.0.0.1:2,c=http://127.0.0.1:3",
    initialClusterState: "new",
    initialClusterToken: "etcd-cluster",
    electionTimeoutMs: 1000,
    maxLearners: 1,
    ...fields,
  };
}

const founder = settings({ own: "http://127.0.0.1:1" });
const joiner = settings({ own: "http://127.0.0.1:1", initialClusterState: "existing" });

test("newFounding() derives the ids of a lone default member as etcd does", () => {
  const founding = newFounding({
    name: "default",
    initialCluster: "default=http://localhost:2380",
    initialClusterToken: "etcd-cluster",
  });
  assert.equal(founding.memberId, 0x8e9e05c52164694dn);
  assert.equal(founding.clusterId, 0xcdf818194e3a8c32n);
});

test("newFounding() gives all founders the same cluster, in order of the ids", () => {
  const [a, b] = ["a", "b"].map((name) => newFounding({ ...founder, name }));
  assert.equal(a!.clusterId, b!.clusterId);
  assert.deepEqual(a!.members, b!.members);
  assert.notEqual(a!.memberId, b!.memberId);
  const ids = a!.members.map(({ id }) => id);
  assert.deepEqual(
    ids,
    [...ids].sort((x, y) => (x < y ? -1 : 1)),
  );
  const other = newFounding({ ...founder, initialClusterToken: "x" });
  assert.notEqual(other.clusterId, a!.clusterId);
});

test("decideFounding() asks every other member once, for a second, when nobody answers", async () => {
  const { requests, decide, lines } = world();
  assert.deepEqual(await decide(founder), newFounding(founder));
  assert.deepEqual(requests.asked, ["members http://127.0.0.1:2", "members http://127.0.0.1:3"]);
  assert.deepEqual(requests.timeoutsMs, [1000, 1000]);
  assert.deepEqual(lines, []);
});

test("decideFounding() asks nobody when the member stands alone", async () => {
  const { requests, decide } = world();
  await decide(settings({ own: "http://127.0.0.1:1", initialCluster: "a=http://127.0.0.1:1" }));
  assert.deepEqual(requests.asked, []);
});

test("decideFounding() refuses to found what has long been founded with this member", async () => {
  const { requests, decide, lines } = world();
  const { memberId: ID, clusterId } = newFounding(founder);
  let clientURLs = ["http://127.0.0.1:9"];
  requests.answers.set("http://127.0.0.1:3", {
    members: () => ({ clusterId, members: [fakeMember({ ID, clientURLs })] }),
  });
  assert.equal(await decide(founder), null);
  const refusal = `member ${ID.toString(16)} has already been bootstrapped`;
  assert.deepEqual(lines, [
    `error: bootstrap failed: ${refusal}`,
    `fatal: discovery failed: ${refusal}`,
  ]);
  clientURLs = [];
  assert.notEqual(await decide(founder), null);
});

test("decideFounding() refuses what the initial cluster does not agree with", async () => {
  const refusals: readonly (readonly [Partial<FoundingConfig>, string])[] = [
    [{ name: "x" }, `couldn't find local name "x" in the initial cluster configuration`],
    [
      { initialCluster: "a=http://127.0.0.1:1,b=http://127.0.0.1:1" },
      "initial cluster a=http://127.0.0.1:1,b=http://127.0.0.1:1 has duplicate url",
    ],
    [
      { initialCluster: "a=http://127.0.0.1:4,b=http://127.0.0.1:2" },
      "--initial-cluster has a=http://127.0.0.1:4 but missing from " +
        "--initial-advertise-peer-urls=http://127.0.0.1:1 " +
        '(resolved urls: "http://127.0.0.1:1" != "http://127.0.0.1:4")',
    ],
    [
      { initialCluster: "a=http://127.0.0.1:1,a=http://127.0.0.1:4,b=http://127.0.0.1:2" },
      "--initial-cluster has a=http://127.0.0.1:4 but missing from " +
        "--initial-advertise-peer-urls=http://127.0.0.1:1 " +
        '(len(["http://127.0.0.1:1"]) != len(["http://127.0.0.1:1" "http://127.0.0.1:4"]))',
    ],
    [
      { initialCluster: "a=http://127.0.0.1:4,b=http://127.0.0.1:4" },
      "--initial-cluster has a=http://127.0.0.1:4 but missing from " +
        "--initial-advertise-peer-urls=http://127.0.0.1:1 " +
        '(resolved urls: "http://127.0.0.1:1" != "http://127.0.0.1:4")',
    ],
    [
      {
        initialClusterState: "existing",
        initialCluster: "a=http://127.0.0.1:4,b=http://127.0.0.1:4",
      },
      "initial cluster a=http://127.0.0.1:4,b=http://127.0.0.1:4 has duplicate url",
    ],
    [
      { initialAdvertisePeerUrls: parseServerUrls("http://127.0.0.1:1,http://127.0.0.1:4") },
      "--initial-advertise-peer-urls has http://127.0.0.1:4 but missing from " +
        "--initial-cluster=a=http://127.0.0.1:1,a=http://127.0.0.1:4",
    ],
  ];
  for (const [fields, refusal] of refusals) {
    const { decide, lines, requests } = world();
    assert.equal(await decide({ ...founder, ...fields }), null);
    assert.deepEqual(lines, [
      `error: bootstrap failed: ${refusal}`,
      `fatal: discovery failed: ${refusal}`,
    ]);
    assert.deepEqual(requests.asked, []);
  }
  const { decide, lines } = world();
  assert.equal(await decide({ ...founder, initialCluster: "a=http://h" }), null);
  assert.deepEqual(lines, [
    "fatal: discovery failed: error setting up initial cluster: " +
      'URL address does not have the form "host:port": http://h',
  ]);
});

test("decideFounding() lets names differ that lead to the same address", async () => {
  const initialCluster = "a=http://one:1,b=http://two:2";
  const own = "http://127.0.0.1:1";
  const { decide } = world({ one: "127.0.0.1" });
  assert.notEqual(await decide(settings({ own, initialCluster })), null);
});

const CLUSTER_ID = 0xcdf818194e3a8c32n;

/** A cluster of a (10), b (20) and c (30), of which a has not started. */
function runningCluster(requests: FakePeerRequests, change: Partial<PeerMembership> = {}): void {
  const membership: PeerMembership = {
    clusterId: CLUSTER_ID,
    members: [
      fakeMember({ ID: 10n, peerURLs: ["http://127.0.0.1:1"] }),
      fakeMember({ ID: 20n, name: "b", peerURLs: ["http://127.0.0.1:2"] }),
      fakeMember({ ID: 30n, name: "c", peerURLs: ["http://127.0.0.1:3"] }),
    ],
    ...change,
  };
  answerAs(requests, membership, { server: "3.7.1", cluster: "3.7.0", storage: "3.7.0" });
}

function answerAs(
  requests: FakePeerRequests,
  membership: PeerMembership,
  versions: PeerVersions,
): void {
  for (const port of [2, 3]) {
    requests.answers.set(`http://127.0.0.1:${port}`, {
      members: () => membership,
      versions: () => versions,
      isDowngradeEnabled: () => false,
    });
  }
}

async function refusalOf(asked: World, config: FoundingConfig = joiner): Promise<string> {
  assert.equal(await asked.decide(config), null);
  const bootstrap = asked.lines.find((line) => line.startsWith("error: bootstrap failed: "));
  const refusal = bootstrap?.slice("error: bootstrap failed: ".length);
  assert.equal(asked.lines.at(-1), `fatal: discovery failed: ${refusal}`);
  return refusal!;
}

test("decideFounding() takes the ids of the cluster that the member joins", async () => {
  const { requests, decide, lines } = world();
  runningCluster(requests);
  const founding = await decide(joiner);
  assert.deepEqual(founding, {
    kind: "join",
    memberId: 10n,
    clusterId: CLUSTER_ID,
    members: [
      { id: 10n, name: "", peerUrls: ["http://127.0.0.1:1"] },
      { id: 20n, name: "b", peerUrls: ["http://127.0.0.1:2"] },
      { id: 30n, name: "c", peerUrls: ["http://127.0.0.1:3"] },
    ],
  });
  assert.deepEqual(requests.asked, [
    "members http://127.0.0.1:2",
    "versions http://127.0.0.1:2",
    "versions http://127.0.0.1:3",
    "downgrade http://127.0.0.1:2",
  ]);
  assert.equal(requests.timeoutsMs[1], 7000);
  assert.deepEqual(lines, []);
});

test("decideFounding() joins whatever the member advertises, and by resolved names", async () => {
  const { requests, decide } = world({ two: "127.0.0.1" });
  runningCluster(requests);
  requests.answers.set("http://two:2", requests.answers.get("http://127.0.0.1:2")!);
  const initialCluster = "a=http://127.0.0.1:1,b=http://two:2,c=http://127.0.0.1:3";
  const founding = await decide({
    ...joiner,
    initialCluster,
    initialAdvertisePeerUrls: parseServerUrls("http://10.0.0.9:9"),
  });
  assert.equal(founding?.memberId, 10n);
});

test("decideFounding() asks on, in order, when a member does not answer the joiner", async () => {
  const asked = world();
  runningCluster(asked.requests);
  asked.requests.answers.delete("http://127.0.0.1:2");
  assert.equal((await asked.decide(joiner))?.memberId, 10n);
  assert.deepEqual(asked.requests.asked.slice(0, 2), [
    "members http://127.0.0.1:2",
    "members http://127.0.0.1:3",
  ]);
  assert.match(asked.lines[0]!, /^warn: failed to get cluster response: /);
  assert.match(asked.lines[1]!, /^warn: failed to reach the peer URL: /);
});

test("decideFounding() refuses to join when nobody answers, or knows no member", async () => {
  assert.equal(
    await refusalOf(world()),
    "cannot fetch cluster info from peer urls: " +
      "could not retrieve cluster information from the given URLs",
  );
  const empty = world();
  runningCluster(empty.requests, { members: [] });
  assert.equal(
    await refusalOf(empty),
    "cannot fetch cluster info from peer urls: " +
      "failed to get raft cluster member(s) from the given URLs",
  );
});

test("decideFounding() refuses a join whose members do not pair up", async () => {
  const fewer = world();
  runningCluster(fewer.requests, {
    members: [
      fakeMember({
        ID: 255n,
        name: "b",
        peerURLs: ["http://127.0.0.1:2"],
        clientURLs: ["http://127.0.0.1:8", "http://127.0.0.1:9"],
      }),
    ],
  });
  assert.equal(
    await refusalOf(fewer),
    "error validating peerURLs {ClusterID:cdf818194e3a8c32 Members:[&{ID:ff " +
      "RaftAttributes:{PeerURLs:[http://127.0.0.1:2] IsLearner:false} Attributes:{Name:b " +
      "ClientURLs:[http://127.0.0.1:8 http://127.0.0.1:9]}}] RemovedMemberIDs:[]}: " +
      "member count is unequal",
  );
  const other = world();
  runningCluster(other.requests, {
    members: [
      fakeMember({ ID: 10n, peerURLs: ["http://127.0.0.1:7"] }),
      fakeMember({ ID: 20n, peerURLs: ["http://127.0.0.1:2"] }),
      fakeMember({ ID: 30n, peerURLs: ["http://127.0.0.1:3"] }),
    ],
  });
  assert.match(
    await refusalOf(other),
    /: PeerURLs: no match found for existing member \(a, \[http:\/\/127\.0\.0\.1:7\]\), last resolver error \(resolved urls: "http:\/\/127\.0\.0\.1:7" != "http:\/\/127\.0\.0\.1:3"\)$/,
  );
});

test("decideFounding() joins only a cluster whose version this release can have", async () => {
  const window: readonly (readonly [string | null, boolean, boolean])[] = [
    ["3.7.0", false, true],
    ["3.6.0", false, true],
    ["3.4.0", false, true],
    ["3.0.0", false, true],
    ["2.3.0", false, false],
    ["3.8.0", false, false],
    ["4.0.0", false, false],
    [null, false, false],
    ["garbage", false, false],
    ["3.8.0", true, true],
    ["3.7.0", true, true],
    ["3.9.0", true, false],
  ];
  for (const [cluster, isDowngrade, fits] of window) {
    const asked = world();
    runningCluster(asked.requests);
    for (const port of [2, 3]) {
      const url = `http://127.0.0.1:${port}`;
      asked.requests.answers.set(url, {
        ...asked.requests.answers.get(url)!,
        versions: () => ({ server: "3.7.1", cluster, storage: null }),
        isDowngradeEnabled: () => isDowngrade,
      });
    }
    const what = `cluster version ${cluster}, downgrade ${isDowngrade}`;
    if (fits) assert.equal((await asked.decide(joiner))?.kind, "join", what);
    else assert.equal(await refusalOf(asked), "incompatible with current running cluster", what);
  }
});

test("decideFounding() refuses to join when no member tells its version", async () => {
  const asked = world();
  runningCluster(asked.requests);
  const { members } = asked.requests.answers.get("http://127.0.0.1:2")!;
  for (const port of [2, 3])
    asked.requests.answers.set(`http://127.0.0.1:${port}`, { members: members! });
  assert.equal(await refusalOf(asked), "incompatible with current running cluster");
});

test("decideFounding() refuses a cluster with more learners than allowed", async () => {
  const asked = world();
  runningCluster(asked.requests, {
    members: [
      fakeMember({ ID: 10n, peerURLs: ["http://127.0.0.1:1"], isLearner: true }),
      fakeMember({ ID: 20n, peerURLs: ["http://127.0.0.1:2"], isLearner: true }),
      fakeMember({ ID: 30n, peerURLs: ["http://127.0.0.1:3"] }),
    ],
  });
  assert.equal(await refusalOf(asked), "membership: too many learner members in cluster");
  assert.equal((await asked.decide({ ...joiner, maxLearners: 2 }))?.memberId, 10n);
});
