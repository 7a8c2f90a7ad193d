import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { InteractionScript } from "./interaction.ts";
import { type Directive, rewriteScript, runScript } from "./script.ts";
import { ownFolder, scriptsIn } from "./script-files.ts";

/** KVORUM_REWRITE=1 writes today's outputs into the scripts; see testdata/README.md. */
const isRewriting = process.env["KVORUM_REWRITE"] === "1";

function interpreter(): (directive: Directive) => string {
  const script = new InteractionScript();
  return (directive) => script.run(directive);
}

const files = scriptsIn(ownFolder);

for (const file of files) {
  test(`script ${file.name} gives its outputs`, () => {
    if (isRewriting) writeFileSync(file.path, rewriteScript(file.text, interpreter()));
    else runScript(file, interpreter());
  });
}

test("the scripts of this package are found", () => {
  assert.ok(files.length > 10, `only ${files.length} in ${ownFolder}`);
});
