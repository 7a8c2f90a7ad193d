/**
 * gRPC status codes and the text forms of the gRPC-over-HTTP/2 protocol: percent-encoded messages
 * and timeouts.
 */

export const GrpcStatus = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export const GRPC_STATUS_COUNT = 17;

const HEX = "0123456789ABCDEF";

/** The header value of `grpc-message`: UTF-8, with all but printable ASCII and '%' escaped. */
export function encodeGrpcMessage(message: string): string {
  let isPlain = true;
  for (let i = 0; i < message.length && isPlain; i++) {
    const code = message.charCodeAt(i);
    isPlain = code >= 0x20 && code <= 0x7e && code !== 0x25;
  }
  // A header value may neither begin nor end with a space.
  if (isPlain && !message.startsWith(" ") && !message.endsWith(" ")) return message;
  const bytes = Buffer.from(message, "utf8");
  let text = "";
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const isEdge = i === 0 || i === bytes.length - 1;
    const isKept = byte >= 0x20 && byte <= 0x7e && byte !== 0x25 && !(byte === 0x20 && isEdge);
    text += isKept ? String.fromCharCode(byte) : `%${HEX[byte >>> 4]!}${HEX[byte & 15]!}`;
  }
  return text;
}

/** The inverse; a '%' that begins no escape stays as it is, as the protocol asks. */
export function decodeGrpcMessage(value: string): string {
  if (!value.includes("%")) return Buffer.from(value, "latin1").toString("utf8");
  const bytes = new Uint8Array(value.length);
  let length = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 0x25) {
      const digits = value.slice(i + 1, i + 3);
      if (/^[0-9a-fA-F]{2}$/.test(digits)) {
        bytes[length++] = Number.parseInt(digits, 16);
        i += 2;
        continue;
      }
    }
    bytes[length++] = code;
  }
  return Buffer.from(bytes.subarray(0, length)).toString("utf8");
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["H", 3_600_000],
  ["M", 60_000],
  ["S", 1_000],
  ["m", 1],
  ["u", 1e-3],
  ["n", 1e-6],
]);

/** Milliseconds of a `grpc-timeout` value, or the text that says what is wrong with it. */
export function parseGrpcTimeout(value: string): number | string {
  if (value.length < 2) return `transport: timeout string is too short: ${quoted(value)}`;
  if (value.length > 9) return `transport: timeout string is too long: ${quoted(value)}`;
  const unitMs = UNIT_MS.get(value[value.length - 1]!);
  if (unitMs === undefined) {
    return `transport: timeout unit is not recognized: ${quoted(value)}`;
  }
  let amount = 0;
  for (let i = 0; i < value.length - 1; i++) {
    const digit = value.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) {
      return `strconv.ParseUint: parsing ${quoted(value.slice(0, -1))}: invalid syntax`;
    }
    amount = amount * 10 + digit;
  }
  return amount * unitMs;
}

/** The `grpc-timeout` value for some milliseconds: at most eight digits, rounded up. */
export function encodeGrpcTimeout(timeoutMs: number): string {
  if (timeoutMs <= 0) return "0n";
  const micros = Math.ceil(timeoutMs * 1000);
  if (micros < 100_000_000) return `${micros}u`;
  const millis = Math.ceil(timeoutMs);
  if (millis < 100_000_000) return `${millis}m`;
  const seconds = Math.ceil(timeoutMs / 1000);
  if (seconds < 100_000_000) return `${seconds}S`;
  return `${Math.min(99_999_999, Math.ceil(timeoutMs / 3_600_000))}H`;
}

/** Quoted as Go's %q does for the bytes that may stand in a header value. */
export function quoted(value: string): string {
  let text = '"';
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!;
    const code = value.charCodeAt(i);
    if (char === '"' || char === "\\") text += `\\${char}`;
    else if (char === "\t") text += "\\t";
    else if (code < 0x20 || code >= 0x7f) text += `\\x${code.toString(16).padStart(2, "0")}`;
    else text += char;
  }
  return `${text}"`;
}
