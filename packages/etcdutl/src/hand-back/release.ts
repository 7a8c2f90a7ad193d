/**
 * What the etcd releases understand that a directory can be written for: which log entries they can
 * apply, and which records of the database they know. Disk format, section 8; apply, 2 and 3.
 */

import { AssertionError } from "@kvorum/base";
import { DecodeError, etcdserverpb, membershippb, raftpb } from "@kvorum/proto";
import { decodeV2Request, EntryParser, RequestField } from "@kvorum/store";

const MAJOR = 3;
const OLDEST_MINOR = 4;
const NEWEST_MINOR = 7;
/** Of a release before 3.5, for a whole record of the log. */
const OLD_RECORD_BYTES = 10 * 1024 * 1024 - 8;
/** What a record has beside the entry's data, at most. */
const RECORD_OVERHEAD_BYTES = 64;

const AUTH_STATUS = 1013;
const AUTH_USER_ADD = 1100;
const AUTH_USER_CHANGE_PASSWORD = 1103;

export class Release {
  readonly minor: number;
  readonly #parser: EntryParser = new EntryParser();

  private constructor(minor: number) {
    this.minor = minor;
  }

  /** From `X.Y`; null where the text is no such thing, or a release that is not written for. */
  static parse(text: string): Release | null {
    const match = /^(\d+)\.(\d+)$/.exec(text);
    return match === null ? null : Release.#of(Number(match[1]), Number(match[2]));
  }

  /** The release that a cluster version `X.Y.Z` names; the oldest one where none is decided. */
  static ofClusterVersion(version: string | null): Release | null {
    if (version === null) return new Release(OLDEST_MINOR);
    const [major, minor] = version.split(".").map(Number);
    return Release.#of(major!, Math.max(minor!, OLDEST_MINOR));
  }

  static #of(major: number, minor: number): Release | null {
    if (major !== MAJOR || !(minor >= OLDEST_MINOR && minor <= NEWEST_MINOR)) return null;
    return new Release(minor);
  }

  /** `X.Y` */
  get text(): string {
    return `${MAJOR}.${this.minor}`;
  }

  /** As cluster and storage version. */
  get version(): string {
    return `${this.text}.0`;
  }

  /** Whether a version is of a later release than this. */
  isBelow(version: string): boolean {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    return major > MAJOR || (major === MAJOR && minor > this.minor);
  }

  /** Keeps `meta/term` and `meta/confState`. */
  get storesTerm(): boolean {
    return this.minor >= 5;
  }

  get knowsDowngrades(): boolean {
    return this.minor >= 5;
  }

  get hasStorageVersion(): boolean {
    return this.minor >= 6;
  }

  /** Why the release cannot apply this entry, or null. */
  refusal(entry: raftpb.Entry): string | null {
    const { Data: data } = entry;
    if (data !== null && this.minor < 5 && data.length + RECORD_OVERHEAD_BYTES > OLD_RECORD_BYTES) {
      return `its ${data.length} bytes are more than a log record may have`;
    }
    if (entry.Type === raftpb.EntryType.EntryConfChange) return null;
    if (entry.Type !== raftpb.EntryType.EntryNormal) return `it has type ${entry.Type}`;
    if (data === null || data.length === 0) return null;
    try {
      this.#parser.parse(data);
      return this.#parser.isV2 ? this.#v2Refusal(data) : this.#requestRefusal();
    } catch (error) {
      const isUnreadable =
        error instanceof DecodeError ||
        error instanceof AssertionError ||
        error instanceof SyntaxError;
      if (isUnreadable) return error.message;
      throw error;
    }
  }

  #v2Refusal(data: Uint8Array): string | null {
    const { command } = decodeV2Request(data);
    if (command.kind === "version") {
      const refusal = this.#versionRefusal(command.version);
      if (refusal !== null) return refusal;
    }
    if (this.minor >= 7) return "it is a v2 request";
    return this.minor === 6 && command.kind === "nothing" ? "it is a v2 request" : null;
  }

  #requestRefusal(): string | null {
    const { field, body } = this.#parser;
    switch (field) {
      case RequestField.CLUSTER_VERSION_SET:
        return (
          this.#needs(5, field) ??
          this.#versionRefusal(membershippb.decodeClusterVersionSetRequest(body).ver)
        );
      case AUTH_STATUS:
      case RequestField.CLUSTER_MEMBER_ATTR_SET:
      case RequestField.DOWNGRADE_INFO_SET:
        return this.#needs(5, field);
      case RequestField.DOWNGRADE_VERSION_TEST:
        return this.#needs(6, field);
      case AUTH_USER_ADD: {
        const { password, hashedPassword } = etcdserverpb.decodeAuthUserAddRequest(body);
        return this.#passwordRefusal(password, hashedPassword);
      }
      case AUTH_USER_CHANGE_PASSWORD: {
        const request = etcdserverpb.decodeAuthUserChangePasswordRequest(body);
        return this.#passwordRefusal(request.password, request.hashedPassword);
      }
      default:
        return null;
    }
  }

  /** 3.4 would hash the empty password. */
  #passwordRefusal(password: string, hashedPassword: string): string | null {
    if (this.minor >= 5 || hashedPassword === "" || password !== "") return null;
    return "it carries a hashed password";
  }

  #versionRefusal(version: string): string | null {
    return this.isBelow(version) ? `it sets the cluster version ${version}` : null;
  }

  #needs(minor: number, field: number): string | null {
    return this.minor >= minor ? null : `it carries request ${field} of ${MAJOR}.${minor}`;
  }
}
