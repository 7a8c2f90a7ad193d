import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Logger } from "../logging/logger.ts";
import { dataDirectoryRefusal } from "./data-directory-kind.ts";

test("dataDirectoryRefusal() tells members, proxies and strangers apart", (t) => {
  const root = mkdtempSync(join(tmpdir(), "kvorum-kind-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const lines: string[] = [];
  const logger = Logger.create({
    level: "info",
    format: "json",
    sinks: [{ write: (line) => lines.push(String(line)), flush: () => {}, close: () => {} }],
    clock: { monotonicMs: () => 0, wallMs: () => 0 },
  });
  const directory = (name: string, ...inside: readonly string[]): string => {
    for (const path of inside) mkdirSync(join(root, name, path), { recursive: true });
    return join(root, name);
  };

  assert.equal(dataDirectoryRefusal(join(root, "none"), logger), null);
  assert.equal(dataDirectoryRefusal(directory("member", "member"), logger), null);
  assert.deepEqual(dataDirectoryRefusal(directory("proxy", "proxy"), logger), {
    text: "v2 http proxy has already been deprecated in 3.6",
    exitCode: 2,
  });
  assert.deepEqual(dataDirectoryRefusal(directory("both", "member", "proxy"), logger), {
    text: "invalid datadir; both member and proxy directories exist",
    exitCode: 1,
  });
  assert.deepEqual(lines, []);
  assert.equal(dataDirectoryRefusal(directory("stranger", "member", "lost+found"), logger), null);
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /"found invalid file under data directory","filename":"lost\+found"/);

  const file = join(root, "file");
  writeFileSync(file, "");
  assert.throws(
    () => dataDirectoryRefusal(file, logger),
    new RegExp(`^Error: cannot access data directory: scandir ${file}: not a directory$`),
  );
});
