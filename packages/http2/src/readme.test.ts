import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { example } from "./testing/readme-example.ts";

const packageRoot = new URL("../", import.meta.url);

test("the README's example is the one that runs here", async () => {
  const readme = readFileSync(new URL("README.md", packageRoot), "utf8");
  const source = readFileSync(new URL("src/testing/readme-example.ts", packageRoot), "utf8");
  assert.ok(readme.includes(source.trim()), "copy testing/readme-example.ts into the README");
  assert.ok(readme.split("\n").length <= 100);
  assert.equal(await example(), "hello");
});
