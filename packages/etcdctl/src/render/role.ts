/** Roles and their permissions. */

import { compareBytes, concatBytes, equalBytes, utf8ToBytes } from "@kvorum/base";
import { messageRendering, type Output, quoteBytes, type Rendering } from "@kvorum/command-line";
import { authpb, etcdserverpb as pb } from "@kvorum/proto";
import { prefixEnd } from "../key-range.ts";
import { type FieldsOptions, headerFields } from "./header.ts";

export function roleRendering(
  response: pb.AuthRoleGetResponse,
  options: FieldsOptions & { readonly role: string },
): Rendering {
  return messageRendering(pb.messageTypes["AuthRoleGetResponse"]!, response, {
    simple: (output) => roleLines(output, options.role, response.perm),
    fields: (output) => {
      headerFields(output, response.header, options);
      for (const permission of response.perm) {
        output.line(`"PermType" :  ${permissionName(permission.permType)}`);
        output.line(`"Key" : ${quoteBytes(permission.key)}`);
        output.line(`"RangeEnd" : ${quoteBytes(permission.rangeEnd)}`);
      }
    },
  });
}

function permissionName(type: number): string {
  const entry = Object.entries(authpb.PermissionType).find(([, value]) => value === type);
  return entry?.[0] ?? String(type);
}

function roleLines(output: Output, role: string, permissions: readonly authpb.Permission[]): void {
  output.line(`Role ${role}`);
  // The role root may do everything, without permissions of its own.
  const all = { permType: authpb.PermissionType.READWRITE, key: EMPTY, rangeEnd: Uint8Array.of(0) };
  const shown = role === "root" && permissions.length === 0 ? [all] : permissions;
  for (const [title, type] of [
    ["KV Read:", authpb.PermissionType.READ],
    ["KV Write:", authpb.PermissionType.WRITE],
  ] as const) {
    output.line(title);
    for (const permission of shown) {
      if (permission.permType !== type && permission.permType !== authpb.PermissionType.READWRITE) {
        continue;
      }
      output.bytesLine(concatBytes([TAB, rangeText(permission)]));
    }
  }
}

const EMPTY = new Uint8Array(0);
const TAB = Uint8Array.of(9);

/** `key`, `[key, end)`, `[key, end) (prefix key)` or `[key, <open ended>`. */
export function rangeText(range: {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
}): Uint8Array {
  const { key, rangeEnd } = range;
  if (rangeEnd.length === 0) return key;
  const head = [utf8ToBytes("["), key, utf8ToBytes(", ")];
  if (isOpen(rangeEnd)) return concatBytes([...head, utf8ToBytes("<open ended>")]);
  const closed = [...head, rangeEnd, utf8ToBytes(")")];
  const isPrefix = key.length > 0 && equalBytes(prefixEnd(key), rangeEnd);
  return concatBytes(
    isPrefix ? [...closed, utf8ToBytes(" (prefix "), key, utf8ToBytes(")")] : closed,
  );
}

export function isOpen(rangeEnd: Uint8Array): boolean {
  return compareBytes(rangeEnd, Uint8Array.of(0)) === 0;
}
