/**
 * The alarms of the cluster: which member raised which. They are replicated, stored in bucket
 * `alarm` (the AlarmMember bytes are the key, the value is empty) and stay until they are
 * deactivated. What they forbid is decided by `apply`, which asks `hasNoSpace` and `hasCorrupt`.
 *
 * Neither member ids nor alarm numbers are checked, as in etcd; NONE (0) is never stored.
 * Specification: the v3 API, section 7.1; apply, 5.7; disk format, 6.
 */

import { bytesToHex, CorruptionError, EMPTY_BYTES } from "@kvorum/base";
import { DecodeError, etcdserverpb } from "@kvorum/proto";
import type { Backend } from "../backend-port.ts";
import type { AlarmCommands } from "../seams.ts";

const { NONE, NOSPACE, CORRUPT } = etcdserverpb.AlarmType;

export class Alarms implements AlarmCommands {
  #backend: Backend;
  /** By type, the ids of members, ascending. No type is left without members. */
  readonly #members = new Map<number, bigint[]>();

  /** @throws CorruptionError where a stored alarm cannot be read. */
  constructor(options: { backend: Backend }) {
    this.#backend = options.backend;
    this.#restore();
  }

  get hasNoSpace(): boolean {
    return this.#members.has(NOSPACE);
  }

  get hasCorrupt(): boolean {
    return this.#members.has(CORRUPT);
  }

  /** Starts over from what a backend holds, as after a snapshot was installed. */
  reload(backend: Backend): void {
    this.#backend = backend;
    this.#members.clear();
    this.#restore();
  }

  activate(alarm: etcdserverpb.AlarmMember): readonly etcdserverpb.AlarmMember[] {
    if (alarm.alarm === NONE) return [];
    const { memberID, alarm: type } = alarm;
    if (this.#add(memberID, type)) {
      this.#backend.put("alarm", etcdserverpb.encodeAlarmMember(alarm), EMPTY_BYTES);
    }
    return [{ memberID, alarm: type }];
  }

  deactivate(alarm: etcdserverpb.AlarmMember): readonly etcdserverpb.AlarmMember[] {
    const { memberID, alarm: type } = alarm;
    const members = this.#members.get(type);
    const at = members === undefined ? -1 : members.indexOf(memberID);
    if (members === undefined || at < 0) return [];
    members.splice(at, 1);
    if (members.length === 0) this.#members.delete(type);
    this.#backend.delete("alarm", etcdserverpb.encodeAlarmMember(alarm));
    return [{ memberID, alarm: type }];
  }

  /** In order of type, then member id, the same on all members. */
  list(alarm: number): readonly etcdserverpb.AlarmMember[] {
    const types = alarm === NONE ? [...this.#members.keys()].sort((a, b) => a - b) : [alarm];
    const alarms: etcdserverpb.AlarmMember[] = [];
    for (const type of types) {
      for (const memberID of this.#members.get(type) ?? []) alarms.push({ memberID, alarm: type });
    }
    return alarms;
  }

  /** Returns whether it was not there yet. */
  #add(memberID: bigint, type: number): boolean {
    const members = this.#members.get(type);
    if (members === undefined) {
      this.#members.set(type, [memberID]);
      return true;
    }
    let at = 0;
    while (at < members.length && members[at]! < memberID) at++;
    if (members[at] === memberID) return false;
    members.splice(at, 0, memberID);
    return true;
  }

  #restore(): void {
    this.#backend.scan("alarm", { start: EMPTY_BYTES, end: null }, (key) => {
      const { memberID, alarm } = decodeKey(key);
      if (alarm !== NONE) this.#add(memberID, alarm);
      return true;
    });
  }
}

function decodeKey(key: Uint8Array): etcdserverpb.AlarmMember {
  try {
    return etcdserverpb.decodeAlarmMember(key);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new CorruptionError(`alarm ${bytesToHex(key)}: ${error.message}`, {
      file: "bucket alarm",
      offset: -1,
    });
  }
}
