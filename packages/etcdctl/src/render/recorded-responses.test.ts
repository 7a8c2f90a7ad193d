/** The recorded protobuf output of a command, decoded, must render as its other recorded formats. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTPUT_FORMATS, type Rendering, render } from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { loadGoldenLines } from "../testing/golden.ts";
import { delRendering, getRendering } from "./kv.ts";
import { memberListRendering } from "./member.ts";

const lines = loadGoldenLines();
const skip = lines === null ? "the recordings are not beside the repository" : false;
const plain = { isHex: false };

const commands: [string, (bytes: Uint8Array) => Rendering][] = [
  ["etcdctl get foo", (bytes) => getRendering(pb.decodeRangeResponse(bytes), plain)],
  ["etcdctl del none", (bytes) => delRendering(pb.decodeDeleteRangeResponse(bytes), plain)],
  [
    "etcdctl member list",
    (bytes) => memberListRendering(pb.decodeMemberListResponse(bytes), plain),
  ],
];

for (const [command, rendering] of commands) {
  test(`render() shows the recorded answer of "${command}" as recorded`, { skip }, () => {
    const printed = (words: string) => lines!.find((line) => line.cmd === words)?.stdout ?? null;
    const dump = printed(`${command} -w protobuf | od -An -tx1 | tr -d "\\n"`);
    assert.ok(dump !== null);
    const bytes = Uint8Array.from(Buffer.from(dump.replaceAll(" ", ""), "hex"));
    let compared = 0;
    for (const format of OUTPUT_FORMATS) {
      const expected = printed(`${command} -w ${format}`);
      if (expected === null || expected === "") continue;
      assert.equal(Buffer.from(render(format, rendering(bytes))).toString("utf8"), expected);
      compared++;
    }
    assert.ok(compared >= 3, `${compared} formats compared`);
    assert.deepEqual(render("protobuf", rendering(bytes)), bytes);
  });
}
