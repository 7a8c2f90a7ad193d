/**
 * A CPU profile of V8 in the pprof format (gzipped profile.proto), which Go's and everybody's
 * pprof tools read.
 */

import type { Profiler } from "node:inspector";
import { ProtoBuilder } from "../gateway/proto-builder.ts";

/** The profile as protobuf, not compressed yet. */
export function encodePprof(profile: Profiler.Profile): Uint8Array {
  const strings = new StringTable();
  const output = new ProtoBuilder();
  const writeType = (field: number, type: string, unit: string): void => {
    const mark = openMessage(output, field);
    writeInteger(output, 1, strings.index(type));
    writeInteger(output, 2, strings.index(unit));
    output.closeLength(mark);
  };
  writeType(1, "samples", "count");
  writeType(1, "cpu", "nanoseconds");
  const parents = new Map<number, number>();
  const nodes = new Map<number, Profiler.ProfileNode>();
  for (const node of profile.nodes) {
    nodes.set(node.id, node);
    for (const child of node.children ?? []) parents.set(child, node.id);
  }
  for (const [id, { count, micros }] of countSamples(profile)) {
    const stack: number[] = [];
    // The root stands for the whole program and is in no Go profile either.
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      if (parents.has(at)) stack.push(at);
    }
    // Time without work is no CPU time.
    if (stack.length === 0 || nodes.get(id)?.callFrame.functionName === "(idle)") continue;
    const mark = openMessage(output, 2);
    writePacked(output, 1, stack);
    writePacked(output, 2, [count, micros * 1000]);
    output.closeLength(mark);
  }
  for (const [id, { callFrame }] of nodes) {
    const location = openMessage(output, 4);
    writeInteger(output, 1, id);
    const line = openMessage(output, 4);
    writeInteger(output, 1, id);
    writeInteger(output, 2, callFrame.lineNumber + 1);
    output.closeLength(line);
    output.closeLength(location);
    const name = callFrame.functionName === "" ? "(anonymous)" : callFrame.functionName;
    const described = openMessage(output, 5);
    writeInteger(output, 1, id);
    writeInteger(output, 2, strings.index(name));
    writeInteger(output, 3, strings.index(name));
    writeInteger(output, 4, strings.index(callFrame.url));
    writeInteger(output, 5, callFrame.lineNumber + 1);
    output.closeLength(described);
  }
  writeInteger(output, 10, (profile.endTime - profile.startTime) * 1000);
  writeType(11, "cpu", "nanoseconds");
  for (const text of strings.all()) {
    output.tag(6, 2);
    output.lengthDelimited(Buffer.from(text, "utf8"));
  }
  return output.bytes;
}

/** Samples and their time, by the node they fell on. */
function countSamples(
  profile: Profiler.Profile,
): ReadonlyMap<number, { count: number; micros: number }> {
  const totals = new Map<number, { count: number; micros: number }>();
  const samples = profile.samples ?? [];
  for (let i = 0; i < samples.length; i++) {
    const id = samples[i]!;
    const total = totals.get(id) ?? { count: 0, micros: 0 };
    total.count++;
    total.micros += Math.max(0, profile.timeDeltas?.[i] ?? 0);
    totals.set(id, total);
  }
  return totals;
}

class StringTable {
  readonly #indexes = new Map<string, number>([["", 0]]);

  index(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    this.#indexes.set(text, index);
    return index;
  }

  all(): Iterable<string> {
    return this.#indexes.keys();
  }
}

function openMessage(output: ProtoBuilder, field: number): number {
  output.tag(field, 2);
  return output.openLength();
}

function writeInteger(output: ProtoBuilder, field: number, value: number): void {
  if (value === 0) return;
  output.tag(field, 0);
  output.bigint(BigInt(Math.round(value)));
}

function writePacked(output: ProtoBuilder, field: number, values: readonly number[]): void {
  const mark = openMessage(output, field);
  for (const value of values) output.bigint(BigInt(Math.round(value)));
  output.closeLength(mark);
}
