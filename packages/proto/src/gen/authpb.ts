// Generated from proto/authpb.proto by scripts/generate.mjs. Do not edit.

import { EMPTY_BYTES } from "@kvorum/base";
import { type Init, type MessageDescriptor, int64Size, lengthDelimited, utf8Length, Reader, Writer } from "../wire.ts";

/** Open: unknown numbers pass through. */
export const PermissionType = {
  READ: 0,
  WRITE: 1,
  READWRITE: 2,
} as const;

export interface UserAddOptions {
  noPassword: boolean;
}

export function createUserAddOptions(): UserAddOptions {
  return { noPassword: false };
}

export function readUserAddOptions(r: Reader, end: number, m: UserAddOptions): UserAddOptions {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.noPassword = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no authpb.UserAddOptions. Bytes fields are views of the input. */
export function decodeUserAddOptions(bytes: Uint8Array): UserAddOptions {
  return readUserAddOptions(new Reader(bytes), bytes.length, createUserAddOptions());
}

export function sizeUserAddOptions(m: Init<UserAddOptions>): number {
  let size = 0;
  if (m.noPassword === true) size += 1 + 1;
  return size;
}

export function writeUserAddOptions(m: Init<UserAddOptions>, w: Writer): void {
  if (m.noPassword === true) { w.uint32(8); w.byte(m.noPassword ? 1 : 0); }
}

export function encodeUserAddOptions(m: Init<UserAddOptions>): Uint8Array {
  const w = new Writer(sizeUserAddOptions(m));
  writeUserAddOptions(m, w);
  return w.finish();
}

export interface User {
  name: Uint8Array;
  password: Uint8Array;
  roles: string[];
  options: UserAddOptions | null;
}

export function createUser(): User {
  return { name: EMPTY_BYTES, password: EMPTY_BYTES, roles: [], options: null };
}

export function readUser(r: Reader, end: number, m: User): User {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.bytes();
        break;
      case 18:
        m.password = r.bytes();
        break;
      case 26:
        m.roles.push(r.string());
        break;
      case 34:
        m.options = r.nested(readUserAddOptions, m.options ?? createUserAddOptions());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no authpb.User. Bytes fields are views of the input. */
export function decodeUser(bytes: Uint8Array): User {
  return readUser(new Reader(bytes), bytes.length, createUser());
}

export function sizeUser(m: Init<User>): number {
  let size = 0;
  if (m.name !== undefined && m.name.length > 0) size += 1 + lengthDelimited(m.name.length);
  if (m.password !== undefined && m.password.length > 0) size += 1 + lengthDelimited(m.password.length);
  if (m.roles !== undefined && m.roles !== null) for (const item of m.roles) size += 1 + lengthDelimited(utf8Length(item));
  if (m.options !== undefined && m.options !== null) size += 1 + lengthDelimited(sizeUserAddOptions(m.options));
  return size;
}

export function writeUser(m: Init<User>, w: Writer): void {
  if (m.name !== undefined && m.name.length > 0) { w.uint32(10); w.bytes(m.name); }
  if (m.password !== undefined && m.password.length > 0) { w.uint32(18); w.bytes(m.password); }
  if (m.roles !== undefined && m.roles !== null) for (const item of m.roles) { w.uint32(26); w.string(item); }
  if (m.options !== undefined && m.options !== null) { w.uint32(34); w.uint32(sizeUserAddOptions(m.options)); writeUserAddOptions(m.options, w); }
}

export function encodeUser(m: Init<User>): Uint8Array {
  const w = new Writer(sizeUser(m));
  writeUser(m, w);
  return w.finish();
}

export interface Permission {
  permType: number;
  key: Uint8Array;
  rangeEnd: Uint8Array;
}

export function createPermission(): Permission {
  return { permType: 0, key: EMPTY_BYTES, rangeEnd: EMPTY_BYTES };
}

export function readPermission(r: Reader, end: number, m: Permission): Permission {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.permType = r.int32();
        break;
      case 18:
        m.key = r.bytes();
        break;
      case 26:
        m.rangeEnd = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no authpb.Permission. Bytes fields are views of the input. */
export function decodePermission(bytes: Uint8Array): Permission {
  return readPermission(new Reader(bytes), bytes.length, createPermission());
}

export function sizePermission(m: Init<Permission>): number {
  let size = 0;
  if (m.permType !== undefined && m.permType !== 0) size += 1 + int64Size(m.permType);
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) size += 1 + lengthDelimited(m.rangeEnd.length);
  return size;
}

export function writePermission(m: Init<Permission>, w: Writer): void {
  if (m.permType !== undefined && m.permType !== 0) { w.uint32(8); w.int64(m.permType); }
  if (m.key !== undefined && m.key.length > 0) { w.uint32(18); w.bytes(m.key); }
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) { w.uint32(26); w.bytes(m.rangeEnd); }
}

export function encodePermission(m: Init<Permission>): Uint8Array {
  const w = new Writer(sizePermission(m));
  writePermission(m, w);
  return w.finish();
}

export interface Role {
  name: Uint8Array;
  keyPermission: Permission[];
}

export function createRole(): Role {
  return { name: EMPTY_BYTES, keyPermission: [] };
}

export function readRole(r: Reader, end: number, m: Role): Role {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.bytes();
        break;
      case 18:
        m.keyPermission.push(r.nested(readPermission, createPermission()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no authpb.Role. Bytes fields are views of the input. */
export function decodeRole(bytes: Uint8Array): Role {
  return readRole(new Reader(bytes), bytes.length, createRole());
}

export function sizeRole(m: Init<Role>): number {
  let size = 0;
  if (m.name !== undefined && m.name.length > 0) size += 1 + lengthDelimited(m.name.length);
  if (m.keyPermission !== undefined && m.keyPermission !== null) for (const item of m.keyPermission) size += 1 + lengthDelimited(sizePermission(item));
  return size;
}

export function writeRole(m: Init<Role>, w: Writer): void {
  if (m.name !== undefined && m.name.length > 0) { w.uint32(10); w.bytes(m.name); }
  if (m.keyPermission !== undefined && m.keyPermission !== null) for (const item of m.keyPermission) { w.uint32(18); w.uint32(sizePermission(item)); writePermission(item, w); }
}

export function encodeRole(m: Init<Role>): Uint8Array {
  const w = new Writer(sizeRole(m));
  writeRole(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  UserAddOptions: {
    name: "authpb.UserAddOptions",
    fields: [
      { number: 1, name: "no_password", local: "noPassword", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createUserAddOptions,
    decode: decodeUserAddOptions,
    encode: encodeUserAddOptions as (message: object) => Uint8Array,
  },
  User: {
    name: "authpb.User",
    fields: [
      { number: 1, name: "name", local: "name", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "password", local: "password", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "roles", local: "roles", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "options", local: "options", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["UserAddOptions"]!, values: null },
    ],
    create: createUser,
    decode: decodeUser,
    encode: encodeUser as (message: object) => Uint8Array,
  },
  Permission: {
    name: "authpb.Permission",
    fields: [
      { number: 1, name: "permType", local: "permType", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: PermissionType },
      { number: 2, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "range_end", local: "rangeEnd", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createPermission,
    decode: decodePermission,
    encode: encodePermission as (message: object) => Uint8Array,
  },
  Role: {
    name: "authpb.Role",
    fields: [
      { number: 1, name: "name", local: "name", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "keyPermission", local: "keyPermission", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Permission"]!, values: null },
    ],
    create: createRole,
    decode: decodeRole,
    encode: encodeRole as (message: object) => Uint8Array,
  },
};
