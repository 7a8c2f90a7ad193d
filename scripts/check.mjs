// npm run check: format, lint, type-aware lint and the house rules. Any finding fails.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { root } from "./setup.mjs";

/**
 * Who may import whom (design, section 2). Imports point down only. `pure` packages import no
 * node: module and touch neither clock nor chance. devOnly names are for tests.
 */
const layers = {
  base: { pure: true, imports: [] },
  proto: { pure: true, imports: ["base"] },
  raft: { pure: true, imports: ["base", "proto"] },
  store: { pure: true, imports: ["base", "proto"] },
  storage: { pure: false, imports: ["base", "proto"] },
  http2: { pure: false, imports: ["base"] },
  peer: { pure: false, imports: ["base", "proto"] },
  client: { pure: false, imports: ["base", "proto", "http2"] },
  server: { pure: false, imports: ["base", "proto", "raft", "store", "storage", "http2", "peer"] },
  "command-line": { pure: false, imports: ["base", "proto"] },
  etcdctl: { pure: false, imports: ["base", "proto", "http2", "client", "command-line"] },
  etcdutl: {
    pure: false,
    imports: ["base", "proto", "http2", "client", "storage", "store", "command-line"],
  },
  testkit: { pure: false, imports: ["base", "proto", "http2", "client", "storage"] },
  bench: { pure: false, imports: ["base", "proto", "http2", "client", "testkit"] },
  sim: {
    pure: false,
    imports: ["base", "proto", "raft", "store", "storage", "http2", "peer", "server", "testkit"],
  },
};
/** Only tests may import these. */
const testOnly = new Set(["testkit", "bench", "sim"]);
/** A folder that is pure though its package is not. */
const pureFolders = ["http2/src/core"];

const bannedInPure = [
  [/\bDate\b(?!\w)/, "Date"],
  [/\bperformance\./, "performance"],
  [/\bMath\.random\b/, "Math.random"],
  [/\bset(?:Timeout|Interval|Immediate)\b/, "timers"],
  [/\bprocess\./, "process"],
  [/\bqueueMicrotask\b/, "queueMicrotask"],
];

const findings = [];
const report = (file, message) => findings.push(`${relative(root, file)}: ${message}`);

function sourceFiles(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Targets of static imports, re-exports and import() calls; strings elsewhere do not count. */
function importsOf(text) {
  const pattern =
    /^\s*(?:import|export)\b[^"';]*?\bfrom\s*"([^"\n]+)"|^\s*\}\s*from\s*"([^"\n]+)"|^\s*import\s*"([^"\n]+)"|\bimport\(\s*"([^"\n]+)"\s*\)/gm;
  return [...text.matchAll(pattern)].map((match) => match.slice(1).find((part) => part));
}

const isTest = (file) => /\.test\.ts$/.test(file) || file.includes("/testing/");
const withoutComments = (text) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (c) => c.replace(/[^\n]/g, " "))
    .replace(/(^|[^:"'`])\/\/[^\n]*/g, "$1");

for (const name of readdirSync(join(root, "packages"))) {
  const folder = join(root, "packages", name);
  if (!existsSync(join(folder, "package.json"))) continue;
  const layer = layers[name];
  if (layer === undefined) {
    report(folder, "this package has no place in the layers of scripts/check.mjs");
    continue;
  }
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const declared = new Set(Object.keys(manifest.dependencies ?? {}));
  const declaredDev = new Set(Object.keys(manifest.devDependencies ?? {}));
  if (!existsSync(join(folder, "README.md"))) report(folder, "no README.md");
  for (const dependency of declared) {
    if (dependency.startsWith("@kvorum/") && !layer.imports.includes(dependency.slice(8))) {
      report(join(folder, "package.json"), `may not depend on ${dependency}`);
    }
  }

  const files = sourceFiles(join(folder, "src"));
  const imported = new Set();
  for (const file of files) {
    const raw = readFileSync(file, "utf8");
    const text = withoutComments(raw);
    const test = isTest(file);
    const pure =
      !test &&
      (layer.pure || pureFolders.some((prefix) => file.includes(join("packages", prefix))));
    for (const target of importsOf(text)) {
      if (target.startsWith(".")) {
        imported.add(join(dirname(file), target));
        continue;
      }
      if (target.startsWith("node:")) {
        if (pure) report(file, `a pure file imports ${target}`);
        continue;
      }
      if (builtinModules.includes(target)) report(file, `write node:${target}`);
      const packageName = target.startsWith("@")
        ? target.split("/").slice(0, 2).join("/")
        : target.split("/")[0];
      if (packageName.startsWith("@kvorum/")) {
        const sibling = packageName.slice(8);
        const allowed = layer.imports.includes(sibling) || sibling === name;
        if (!allowed && !(test && (testOnly.has(sibling) || declaredDev.has(packageName)))) {
          report(file, `${name} may not import ${packageName}`);
        }
      }
      const known = declared.has(packageName) || (test && declaredDev.has(packageName));
      const rootDev = test && packageName === "fast-check";
      if (!known && !rootDev && packageName !== manifest.name) {
        report(file, `${packageName} is not declared in package.json`);
      }
    }
    if (pure) {
      for (const [pattern, what] of bannedInPure) {
        if (pattern.test(text)) report(file, `a pure file uses ${what}`);
      }
    }
    if (/\b(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/.test(raw))
      report(file, "a marker without an issue number");
    if (/\b(?:test|it|describe)\.(?:only|skip|todo)\b/.test(text)) report(file, "a narrowed test");
  }

  // Entry points: the index, programs, what package.json exports, and programs started by name.
  const exported = Object.values(manifest.exports ?? {}).map((entry) =>
    join(
      folder,
      String(entry.default ?? entry)
        .replace("./dist/", "src/")
        .replace(/\.js$/, ".ts"),
    ),
  );
  const entries = new Set([join(folder, "src", "index.ts"), ...exported]);
  const allText = files.map((file) => readFileSync(file, "utf8")).join("\n");
  for (const file of files) {
    const name = basename(file);
    if (entries.has(file) || imported.has(file)) continue;
    if (name === "main.ts" || /\.(?:test|d)\.ts$/.test(name)) continue;
    if (allText.includes(name.replace(/\.ts$/, ".js"))) continue;
    report(file, "nothing imports this file");
  }
}

// Links between documents.
for (const file of [
  ...["README.md", "ARCHITECTURE.md"].map((name) => join(root, name)),
  ...readdirSync(join(root, "docs"), { recursive: true })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(root, "docs", name)),
  ...readdirSync(join(root, "packages")).map((name) => join(root, "packages", name, "README.md")),
]) {
  if (!existsSync(file)) {
    if (["README.md", "ARCHITECTURE.md"].includes(basename(file)) && dirname(file) === root)
      report(file, "missing");
    continue;
  }
  for (const match of readFileSync(file, "utf8").matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
    const target = match[1];
    if (/^[a-z]+:/.test(target)) continue;
    if (!existsSync(join(dirname(file), target))) report(file, `dead link ${target}`);
  }
}

function tool(command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (result.status !== 0) findings.push(`${basename(command)} found something`);
}
const bin = (name) => join(root, "node_modules", ".bin", name);
tool(bin("biome"), ["check", "--error-on-warnings", "."]);
tool(bin("oxlint"), ["--type-aware", "--deny-warnings", "packages"]);
tool(process.execPath, [join(root, "packages", "proto", "scripts", "generate.mjs"), "--check"]);

for (const finding of findings) console.error(finding);
console.log(findings.length === 0 ? "check: ok" : `check: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
