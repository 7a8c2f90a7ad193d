import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { ConfChangeScript } from "./confchange-script.ts";
import { InteractionScript } from "./interaction.ts";
import { runQuorumDirective } from "./quorum-script.ts";
import { type Directive, runScript } from "./script.ts";
import { scriptsIn, upstreamFolder } from "./script-files.ts";

const folder = upstreamFolder();
const skip = folder === null ? "no shared/raft-testdata beside the repository" : false;

interface Suite {
  readonly path: string;
  readonly filesCount: number;
  readonly directivesCount: number;
  readonly start: () => (directive: Directive) => string;
}

const suites: readonly Suite[] = [
  {
    path: "testdata",
    filesCount: 28,
    directivesCount: 558,
    start: () => {
      const script = new InteractionScript();
      return (directive) => script.run(directive);
    },
  },
  {
    path: join("quorum", "testdata"),
    filesCount: 4,
    directivesCount: 127,
    start: () => runQuorumDirective,
  },
  {
    path: join("confchange", "testdata"),
    filesCount: 9,
    directivesCount: 58,
    start: () => {
      const script = new ConfChangeScript();
      return (directive) => script.run(directive);
    },
  },
];

for (const suite of suites) {
  const files = folder === null ? [] : scriptsIn(join(folder, suite.path));
  let directivesCount = 0;
  for (const file of files) {
    test(`upstream script ${suite.path}/${file.name} gives its outputs`, () => {
      directivesCount += runScript(file, suite.start()).directivesCount;
    });
  }
  test(`upstream scripts in ${suite.path} ran completely`, { skip }, () => {
    assert.equal(files.length, suite.filesCount);
    assert.equal(directivesCount, suite.directivesCount);
  });
}
