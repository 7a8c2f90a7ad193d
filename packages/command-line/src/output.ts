/**
 * How a result becomes output. A command describes its result once, as a Rendering; the format
 * that the user chose picks the part. What a format cannot show is an error after the call, as in
 * etcdctl (the etcdctl specification, section 8).
 */

import { concatBytes, utf8ToBytes } from "@kvorum/base";
import type { MessageDescriptor } from "@kvorum/proto";
import { badFeature } from "./exit.ts";
import { type JsonOptions, jsonMessage } from "./json-text.ts";
import { type Cell, tableText } from "./table.ts";

export const OUTPUT_FORMATS = ["simple", "json", "fields", "table", "protobuf"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Text and bytes of one result, written in one piece. */
export class Output {
  readonly #parts: Uint8Array[] = [];

  line(text: string): void {
    this.#parts.push(utf8ToBytes(`${text}\n`));
  }

  bytesLine(bytes: Uint8Array): void {
    this.#parts.push(bytes, NEWLINE);
  }

  finish(): Uint8Array {
    return concatBytes(this.#parts);
  }
}

const NEWLINE = Uint8Array.of(10);

export interface Rendering {
  readonly simple: (output: Output) => void;
  readonly json: () => string;
  /** Null: not supported. */
  readonly fields: ((output: Output) => void) | null;
  readonly table: (() => { header: readonly string[]; rows: readonly (readonly Cell[])[] }) | null;
  readonly protobuf: (() => Uint8Array) | null;
}

/** The rendering of one response message: json and protobuf follow from its descriptor. */
export function messageRendering(
  descriptor: MessageDescriptor,
  message: object,
  parts: Pick<Rendering, "simple" | "fields"> & {
    readonly table?: Rendering["table"];
    readonly jsonOptions?: JsonOptions;
  },
): Rendering {
  return {
    simple: parts.simple,
    fields: parts.fields,
    table: parts.table ?? null,
    json: () => jsonMessage(descriptor, message, parts.jsonOptions),
    protobuf: () => descriptor.encode(message),
  };
}

/**
 * The bytes to print.
 *
 * @throws CommandError when the format cannot show this result.
 */
export function render(format: OutputFormat, rendering: Rendering): Uint8Array {
  switch (format) {
    case "simple": {
      const output = new Output();
      rendering.simple(output);
      return output.finish();
    }
    case "json":
      return utf8ToBytes(`${rendering.json()}\n`);
    case "fields": {
      if (rendering.fields === null) throw unsupported(format);
      const output = new Output();
      rendering.fields(output);
      return output.finish();
    }
    case "table": {
      if (rendering.table === null) throw unsupported(format);
      const { header, rows } = rendering.table();
      return utf8ToBytes(tableText(header, rows));
    }
    case "protobuf":
      if (rendering.protobuf === null) throw unsupported(format);
      return rendering.protobuf();
  }
}

function unsupported(format: OutputFormat): Error {
  return badFeature(`${format} not supported as output format`);
}
