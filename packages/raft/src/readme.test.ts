import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { RawNode } from "./index.ts";

test("the example of the README runs, and applies its proposal", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(readme)?.[1];
  assert.ok(code !== undefined);
  const index = new URL("./index.js", import.meta.url).href;
  const folder = mkdtempSync(join(tmpdir(), "kvorum-raft-"));
  try {
    const path = join(folder, "example.mjs");
    writeFileSync(path, `${code.replace('"@kvorum/raft"', JSON.stringify(index))}export { node };`);
    const { node } = (await import(pathToFileURL(path).href)) as { node: RawNode };
    assert.equal(node.role, "leader");
    assert.equal(node.appliedIndex, 3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
