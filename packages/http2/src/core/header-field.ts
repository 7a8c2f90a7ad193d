/**
 * One decoded header field, with what a receiver asks about it again and again worked out once:
 * whether it is a name that the protocol knows, and whether name and value are well-formed. Fields
 * of the static and dynamic tables are shared objects, so repeated requests pay nothing for this.
 *
 * Names and values are latin1 strings: one char a byte, as they came.
 */

/** Names that HTTP/2 or gRPC give a meaning to; everything else is OTHER. */
export const NAME_OTHER = 0;
export const NAME_AUTHORITY = 1;
export const NAME_METHOD = 2;
export const NAME_PATH = 3;
export const NAME_SCHEME = 4;
export const NAME_STATUS = 5;
export const NAME_UNKNOWN_PSEUDO = 6;
export const NAME_CONTENT_TYPE = 7;
export const NAME_TE = 8;
export const NAME_GRPC_TIMEOUT = 9;
export const NAME_GRPC_ENCODING = 10;
export const NAME_GRPC_ACCEPT_ENCODING = 11;
export const NAME_CONTENT_LENGTH = 12;
export const NAME_CONNECTION_SPECIFIC = 13;
export const NAME_HOST = 14;
export const NAME_GRPC_STATUS = 15;
export const NAME_GRPC_MESSAGE = 16;

const knownNames: ReadonlyMap<string, number> = new Map([
  [":authority", NAME_AUTHORITY],
  [":method", NAME_METHOD],
  [":path", NAME_PATH],
  [":scheme", NAME_SCHEME],
  [":status", NAME_STATUS],
  ["content-type", NAME_CONTENT_TYPE],
  ["te", NAME_TE],
  ["grpc-timeout", NAME_GRPC_TIMEOUT],
  ["grpc-encoding", NAME_GRPC_ENCODING],
  ["grpc-accept-encoding", NAME_GRPC_ACCEPT_ENCODING],
  ["content-length", NAME_CONTENT_LENGTH],
  ["connection", NAME_CONNECTION_SPECIFIC],
  ["proxy-connection", NAME_CONNECTION_SPECIFIC],
  ["keep-alive", NAME_CONNECTION_SPECIFIC],
  ["transfer-encoding", NAME_CONNECTION_SPECIFIC],
  ["upgrade", NAME_CONNECTION_SPECIFIC],
  ["host", NAME_HOST],
  ["grpc-status", NAME_GRPC_STATUS],
  ["grpc-message", NAME_GRPC_MESSAGE],
]);

/** RFC 7541 section 4.1: what a field costs in a table and in a header list. */
export const FIELD_OVERHEAD_BYTES = 32;

export class HeaderField {
  readonly name: string;
  readonly value: string;
  /** One of the NAME_ constants. */
  readonly nameId: number;
  /** Name, value and 32. */
  readonly sizeBytes: number;
  /** False when RFC 9113 section 8.2.1 calls the field malformed. */
  readonly isWellFormed: boolean;

  constructor(name: string, value: string, sharedName: HeaderField | null) {
    this.name = name;
    this.value = value;
    this.sizeBytes = name.length + value.length + FIELD_OVERHEAD_BYTES;
    if (sharedName !== null) {
      this.nameId = sharedName.nameId;
      this.isWellFormed =
        (sharedName.isWellFormed || isValidName(name, sharedName.nameId)) && isValidValue(value);
    } else {
      const isPseudo = name.charCodeAt(0) === 0x3a;
      this.nameId = knownNames.get(name) ?? (isPseudo ? NAME_UNKNOWN_PSEUDO : NAME_OTHER);
      this.isWellFormed = isValidName(name, this.nameId) && isValidValue(value);
    }
  }

  get isPseudo(): boolean {
    return this.nameId >= NAME_AUTHORITY && this.nameId <= NAME_UNKNOWN_PSEUDO;
  }
}

/** No upper case, no space or control, no high byte, and a colon only in front of a pseudo name. */
function isValidName(name: string, nameId: number): boolean {
  if (nameId !== NAME_OTHER) return nameId !== NAME_UNKNOWN_PSEUDO || name.length > 1;
  if (name.length === 0) return false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code <= 0x20 || code >= 0x7f || code === 0x3a || (code >= 0x41 && code <= 0x5a)) {
      return false;
    }
  }
  return true;
}

/** No NUL, CR or LF anywhere, no space or tab at either end. */
function isValidValue(value: string): boolean {
  const length = value.length;
  if (length === 0) return true;
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code === 0 || code === 0x0a || code === 0x0d) return false;
  }
  const first = value.charCodeAt(0);
  const last = value.charCodeAt(length - 1);
  return first !== 0x20 && first !== 0x09 && last !== 0x20 && last !== 0x09;
}
