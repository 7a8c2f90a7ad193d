// Writes src/gen/<package>.ts from proto/<package>.proto. Run: npm run generate -w @kvorum/proto
//
// The output is committed; a test runs this script with --check and fails on a difference.
// 64-bit fields: opaque identifiers become bigint, everything else a number (see src/wire.ts).

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const checkOnly = process.argv.includes("--check");

/** Field names, or message.field, that hold opaque or user-given 64-bit values. */
const bigintFields = new Set([
  ...["cluster_id", "member_id", "memberID", "member_ID", "targetID", "ID", "lease", "watch_id"],
  ...["NodeID", "ClusterID", "node_id", "voters", "learners", "voters_outgoing", "learners_next"],
  ...["StatusResponse.leader", "Message.to", "Message.from", "Message.vote", "HardState.vote"],
  ...["ConfChange.id", "Compare.version", "Compare.create_revision", "Compare.mod_revision"],
]);

const files = readdirSync(join(root, "proto"))
  .filter((name) => name.endsWith(".proto"))
  .sort();
const registry = new protobuf.Root();
registry.resolvePath = (_origin, target) => join(root, "proto", target.split("/").pop());
registry.loadSync(files, { keepCase: true });
registry.resolveAll();

const camel = (name) => name.replace(/_([a-zA-Z0-9])/g, (_, letter) => letter.toUpperCase());
const packageOf = (type) => {
  let parent = type.parent;
  while (!(parent.constructor === protobuf.Namespace)) parent = parent.parent;
  return parent.name;
};
const enumName = (type) => (type.name === "Type" ? `${type.parent.name}Type` : type.name);

function messagesIn(namespace) {
  return namespace.nestedArray.filter((item) => item instanceof protobuf.Type);
}

function enumsIn(namespace) {
  return namespace.nestedArray.flatMap((item) =>
    item instanceof protobuf.Enum ? [item] : item instanceof protobuf.Type ? enumsIn(item) : [],
  );
}

function describe(field, message, packageName, isProto2) {
  field.resolve();
  const resolved = field.resolvedType;
  const isMessage = resolved instanceof protobuf.Type;
  const isEnum = resolved instanceof protobuf.Enum;
  const type = isEnum ? "enum" : isMessage ? "message" : field.type;
  const is64 = type === "int64" || type === "uint64";
  const isBigint =
    is64 && (bigintFields.has(field.name) || bigintFields.has(`${message.name}.${field.name}`));
  const refPackage = isMessage || isEnum ? packageOf(resolved) : null;
  const prefix = refPackage && refPackage !== packageName ? `${refPackage}.` : "";
  const refName = isMessage ? resolved.name : isEnum ? enumName(resolved) : null;
  const inOneof = field.partOf !== null && field.partOf !== undefined;
  // proto2 bytes keep their presence: an absent field and an empty one differ on disk.
  const hasPresence = isMessage || inOneof || (isProto2 && type === "bytes");
  const base = isMessage
    ? `${prefix}${refName}`
    : isEnum
      ? "number"
      : type === "bytes"
        ? "Uint8Array"
        : type === "string"
          ? "string"
          : type === "bool"
            ? "boolean"
            : isBigint
              ? "bigint"
              : "number";
  const zero =
    base === "Uint8Array"
      ? "EMPTY_BYTES"
      : base === "string"
        ? '""'
        : base === "boolean"
          ? "false"
          : base === "bigint"
            ? "0n"
            : "0";
  const wire = isMessage || type === "bytes" || type === "string" ? 2 : 0;
  return {
    name: field.name,
    local: camel(field.name),
    number: field.id,
    repeated: field.repeated,
    type,
    isMessage,
    isBigint,
    refPackage,
    refName,
    prefix,
    base,
    zero,
    hasPresence: hasPresence && !field.repeated,
    oneof: inOneof ? field.partOf.name : null,
    writeZero: isProto2 && !field.repeated,
    wire,
    tag: ((field.id << 3) | wire) >>> 0,
    refFullName: isMessage ? resolved.fullName.slice(1) : null,
    enumRef: isEnum ? `${prefix}${refName}` : null,
  };
}

const varintLength = (value) => (value < 128 ? 1 : value < 16384 ? 2 : value < 2097152 ? 3 : 4);

function readExpression(f) {
  switch (f.type) {
    case "bytes":
      return "r.bytes()";
    case "string":
      return "r.string()";
    case "bool":
      return "r.bool()";
    case "enum":
    case "int32":
      return "r.int32()";
    case "uint32":
      return "r.uint32()";
    case "int64":
      return f.isBigint ? "r.bigInt64()" : "r.int64()";
    case "uint64":
      return f.isBigint ? "r.bigUint64()" : "r.uint64()";
    default:
      throw new Error(`no reader for ${f.type}`);
  }
}

function sizeOf(f, value) {
  switch (f.type) {
    case "message":
      return `lengthDelimited(${f.prefix}size${f.refName}(${value}))`;
    case "bytes":
      return `lengthDelimited(${value}.length)`;
    case "string":
      return `lengthDelimited(utf8Length(${value}))`;
    case "bool":
      return "1";
    case "uint32":
      return `varintSize(${value})`;
    default:
      return f.isBigint ? `bigintSize(${value})` : `int64Size(${value})`;
  }
}

function writeOf(f, value) {
  switch (f.type) {
    case "message":
      return `w.uint32(${f.prefix}size${f.refName}(${value})); ${f.prefix}write${f.refName}(${value}, w);`;
    case "bytes":
      return `w.bytes(${value});`;
    case "string":
      return `w.string(${value});`;
    case "bool":
      return `w.byte(${value} ? 1 : 0);`;
    case "uint32":
      return `w.uint32(${value});`;
    default:
      return f.isBigint ? `w.bigInt(${value});` : `w.int64(${value});`;
  }
}

function present(f, value) {
  if (f.repeated || f.hasPresence) return `${value} !== undefined && ${value} !== null`;
  if (f.writeZero) return null;
  switch (f.base) {
    case "Uint8Array":
      return `${value} !== undefined && ${value}.length > 0`;
    case "string":
      return `${value} !== undefined && ${value} !== ""`;
    case "boolean":
      return `${value} === true`;
    case "bigint":
      return `${value} !== undefined && ${value} !== 0n`;
    default:
      return `${value} !== undefined && ${value} !== 0`;
  }
}

function generatePackage(namespace, source) {
  const packageName = namespace.name;
  const isProto2 = source.includes('syntax = "proto2"');
  const out = [];
  const imports = new Set();
  const messages = messagesIn(namespace).map((type) => {
    const fields = type.fieldsArray.map((field) => describe(field, type, packageName, isProto2));
    for (const f of fields) if (f.prefix) imports.add(f.refPackage);
    return { name: type.name, fullName: `${packageName}.${type.name}`, fields };
  });

  for (const item of enumsIn(namespace)) {
    const name = enumName(item);
    out.push(`/** Open: unknown numbers pass through. */\nexport const ${name} = {`);
    for (const [key, value] of Object.entries(item.values)) out.push(`  ${key}: ${value},`);
    out.push(`} as const;\n`);
  }

  for (const { name, fullName, fields } of messages) {
    const ordered = [...fields].sort((a, b) => a.number - b.number);
    out.push(`export interface ${name} {`);
    for (const f of fields) {
      const type = f.repeated ? `${f.base}[]` : f.hasPresence ? `${f.base} | null` : f.base;
      out.push(`  ${f.local}: ${type};`);
    }
    out.push(`}\n`);

    out.push(`export function create${name}(): ${name} {`);
    const inits = fields.map(
      (f) => `${f.local}: ${f.repeated ? "[]" : f.hasPresence ? "null" : f.zero}`,
    );
    out.push(inits.length === 0 ? `  return {};` : `  return { ${inits.join(", ")} };`);
    out.push(`}\n`);

    const used = fields.length > 0;
    out.push(
      `export function read${name}(r: Reader, end: number, m: ${name}): ${name} {`,
      `  while (r.position < end) {`,
      `    const tag = r.tag();`,
      `    switch (tag) {`,
    );
    for (const f of fields) {
      const target = `m.${f.local}`;
      out.push(`      case ${f.tag}:`);
      if (f.isMessage) {
        const create = `${f.prefix}create${f.refName}()`;
        const read = (into) => `r.nested(${f.prefix}read${f.refName}, ${into})`;
        if (!f.repeated && f.oneof !== null) {
          for (const other of fields) {
            if (other !== f && other.oneof === f.oneof)
              out.push(`        m.${other.local} = null;`);
          }
        }
        out.push(
          f.repeated
            ? `        ${target}.push(${read(create)});`
            : `        ${target} = ${read(`${target} ?? ${create}`)};`,
        );
      } else if (f.repeated) {
        out.push(`        ${target}.push(${readExpression(f)});`);
      } else {
        if (f.oneof !== null) {
          for (const other of fields) {
            if (other !== f && other.oneof === f.oneof)
              out.push(`        m.${other.local} = null;`);
          }
        }
        out.push(`        ${target} = ${readExpression(f)};`);
      }
      out.push(`        break;`);
      if (f.repeated && f.wire === 0) {
        out.push(
          `      case ${((f.number << 3) | 2) >>> 0}:`,
          `        for (const packedEnd = r.packedEnd(); r.position < packedEnd; ) ${target}.push(${readExpression(f)});`,
          `        break;`,
        );
      }
    }
    out.push(
      `      default:`,
      `        r.skip(tag);`,
      `    }`,
      `  }`,
      `  return r.finished(end, m);`,
      `}\n`,
    );
    out.push(
      `/** @throws DecodeError on bytes that are no ${fullName}. Bytes fields are views of the input. */`,
      `export function decode${name}(bytes: Uint8Array): ${name} {`,
      `  return read${name}(new Reader(bytes), bytes.length, create${name}());`,
      `}\n`,
    );

    const m = used ? "m" : "_m";
    out.push(`export function size${name}(${m}: Init<${name}>): number {`, `  let size = 0;`);
    for (const f of ordered) {
      const value = `m.${f.local}`;
      const condition = present(f, value);
      const tagBytes = varintLength(f.tag);
      if (f.repeated) {
        out.push(
          `  if (${condition}) for (const item of ${value}) size += ${tagBytes} + ${sizeOf(f, "item")};`,
        );
      } else if (condition === null) {
        out.push(`  size += ${tagBytes} + ${sizeOf(f, `(${value} ?? ${f.zero})`)};`);
      } else {
        out.push(`  if (${condition}) size += ${tagBytes} + ${sizeOf(f, value)};`);
      }
    }
    out.push(`  return size;`, `}\n`);

    out.push(
      `export function write${name}(${m}: Init<${name}>, ${used ? "w" : "_w"}: Writer): void {`,
    );
    for (const f of ordered) {
      const value = `m.${f.local}`;
      const condition = present(f, value);
      if (f.repeated) {
        out.push(
          `  if (${condition}) for (const item of ${value}) { w.uint32(${f.tag}); ${writeOf(f, "item")} }`,
        );
      } else if (condition === null) {
        out.push(`  w.uint32(${f.tag}); ${writeOf(f, `(${value} ?? ${f.zero})`)}`);
      } else {
        out.push(`  if (${condition}) { w.uint32(${f.tag}); ${writeOf(f, value)} }`);
      }
    }
    out.push(`}\n`);
    out.push(
      `export function encode${name}(m: Init<${name}>): Uint8Array {`,
      `  const w = new Writer(size${name}(m));`,
      `  write${name}(m, w);`,
      `  return w.finish();`,
      `}\n`,
    );
  }

  out.push(`/** The shape of each message, for the JSON mapping and for tools. */`);
  out.push(`export const messageTypes: { readonly [name: string]: MessageDescriptor } = {`);
  for (const { name, fullName, fields } of messages) {
    out.push(
      `  ${name}: {`,
      `    name: "${fullName}",`,
      `    fields: [`,
      ...fields.map(
        (f) =>
          `      { number: ${f.number}, name: "${f.name}", local: "${f.local}", type: "${f.type}", repeated: ${f.repeated}, bigint: ${f.isBigint}, presence: ${f.hasPresence}, oneof: ${f.oneof ? `"${f.oneof}"` : "null"}, message: ${f.isMessage ? `() => ${f.prefix}messageTypes["${f.refName}"]!` : "null"}, values: ${f.enumRef ?? "null"} },`,
      ),
      `    ],`,
      `    create: create${name},`,
      `    decode: decode${name},`,
      `    encode: encode${name} as (message: object) => Uint8Array,`,
      `  },`,
    );
  }
  out.push(`};\n`);

  const services = namespace.nestedArray.filter((item) => item instanceof protobuf.Service);
  if (services.length > 0) {
    out.push(`/** Every method of this package's services. */`);
    out.push(`export const methods: readonly MethodDescriptor[] = [`);
    for (const service of services) {
      for (const method of service.methodsArray) {
        out.push(
          `  { path: "/${packageName}.${service.name}/${method.name}", service: "${packageName}.${service.name}", method: "${method.name}", request: messageTypes["${method.requestType}"]!, response: messageTypes["${method.responseType}"]!, clientStreaming: ${method.requestStream === true}, serverStreaming: ${method.responseStream === true} },`,
        );
      }
    }
    out.push(`];\n`);
  }

  const body = out.join("\n");
  const names = [
    ...["bigintSize", "int64Size", "lengthDelimited", "utf8Length", "varintSize"],
    ...["Reader", "Writer"],
  ].filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const types = ["Init", "MessageDescriptor", "MethodDescriptor"].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(body),
  );
  return [
    `// Generated from proto/${packageName}.proto by scripts/generate.mjs. Do not edit.`,
    "",
    ...(/\bEMPTY_BYTES\b/.test(body) ? [`import { EMPTY_BYTES } from "@kvorum/base";`] : []),
    `import { ${[...types.map((name) => `type ${name}`), ...names].join(", ")} } from "../wire.ts";`,
    ...[...imports].sort().map((name) => `import * as ${name} from "./${name}.ts";`),
    "",
    body,
  ].join("\n");
}

let stale = 0;
for (const file of files) {
  const packageName = file.replace(".proto", "");
  const source = readFileSync(join(root, "proto", file), "utf8");
  const text = generatePackage(registry.lookup(packageName), source);
  const target = join(root, "src", "gen", `${packageName}.ts`);
  if (checkOnly) {
    let current = "";
    try {
      current = readFileSync(target, "utf8");
    } catch {
      // A missing file is as stale as a different one.
    }
    if (current !== text) {
      console.error(`${target} is not what ${file} generates`);
      stale++;
    }
  } else {
    writeFileSync(target, text);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
