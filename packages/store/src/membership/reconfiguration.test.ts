import assert from "node:assert/strict";
import { test } from "node:test";
import type { RequestError } from "@kvorum/proto";
import type { Member } from "./member-json.ts";
import {
  checkAddMember,
  checkPromoteMember,
  checkRemoveMember,
  type ReconfigurationView,
} from "./reconfiguration.ts";

/**
 * Members 1, 2, ... from letters: S started and active, R started and connected just now, D started
 * and down, N never started but connected, X neither, L a learner. Member 1 is the local one.
 */
function view(letters: string): ReconfigurationView {
  const members: Member[] = [...letters].map((letter, i) => ({
    id: BigInt(i + 1),
    name: "SRD".includes(letter) ? `m${i}` : "",
    peerUrls: [`http://m${i}:1`],
    clientUrls: [],
    isLearner: letter === "L",
  }));
  const isActive = (id: bigint) => "SN".includes(letters[Number(id) - 1]!);
  const isConnected = (id: bigint) => "SRN".includes(letters[Number(id) - 1]!);
  return { members, localId: 1n, isActive, isConnected };
}

function code(error: RequestError | null): string {
  return error === null ? "ok" : error.code;
}

test("checkAddMember() needs a started and an active quorum of the grown cluster", () => {
  const rows: [letters: string, voter: string, learner: string][] = [
    ["S", "ok", "ok"],
    ["N", "NotEnoughStarted", "ok"],
    ["SS", "ok", "ok"],
    ["SX", "NotEnoughStarted", "Unhealthy"],
    ["SN", "NotEnoughStarted", "ok"],
    ["SD", "Unhealthy", "Unhealthy"],
    ["SSS", "ok", "ok"],
    ["SSD", "Unhealthy", "Unhealthy"],
    ["SSX", "NotEnoughStarted", "Unhealthy"],
    ["SSSD", "ok", "ok"],
    ["SSSDL", "ok", "ok"],
    ["SSDD", "Unhealthy", "Unhealthy"],
    ["SL", "ok", "ok"],
  ];
  for (const [letters, voter, learner] of rows) {
    assert.equal(code(checkAddMember(view(letters), { isLearner: false })), voter, letters);
    assert.equal(code(checkAddMember(view(letters), { isLearner: true })), learner, letters);
  }
});

test("checkRemoveMember() must leave a started and an active quorum (71)", () => {
  const rows: [letters: string, id: bigint, verdict: string][] = [
    ["S", 1n, "NotEnoughStarted"],
    ["SS", 2n, "ok"],
    ["SD", 2n, "ok"],
    ["SX", 2n, "ok"],
    ["SX", 1n, "NotEnoughStarted"],
    ["SSS", 3n, "ok"],
    ["SSS", 1n, "ok"],
    ["SSD", 3n, "ok"],
    ["SSD", 2n, "Unhealthy"],
    ["SSD", 1n, "Unhealthy"],
    ["SSR", 3n, "Unhealthy"],
    ["SDR", 3n, "Unhealthy"],
    ["SDR", 2n, "ok"],
    ["SSX", 2n, "NotEnoughStarted"],
    ["SSSS", 4n, "ok"],
    ["SSSD", 3n, "ok"],
    ["SSL", 3n, "ok"],
    ["SS", 9n, "ok"],
  ];
  for (const [letters, id, verdict] of rows) {
    assert.equal(code(checkRemoveMember(view(letters), id)), verdict, `${letters} without ${id}`);
  }
});

test("checkPromoteMember() counts the learner as a started voter", () => {
  const rows: [letters: string, id: bigint, verdict: string][] = [
    ["SL", 2n, "ok"],
    ["SXL", 3n, "ok"],
    ["SXXL", 4n, "NotEnoughStarted"],
    ["SDDL", 4n, "ok"],
  ];
  for (const [letters, id, verdict] of rows) {
    assert.equal(code(checkPromoteMember(view(letters), id)), verdict, letters);
  }
});
