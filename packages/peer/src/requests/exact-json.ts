/**
 * JSON whose integers may need all 64 bits: an id read as a double would be another id. Peer
 * protocol, sections 8.1 and 13.
 */

/** Strings are stepped over whole, so that digits inside of them are left alone. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/gs;
/** No integer of 64 bits has more digits, and a longer one is not worth a bigint's time. */
const INTEGER = /^-?(?:0|[1-9][0-9]{0,19})$/;
/** Marks an integer on its way through JSON.parse. */
const MARKED = /^\0-?[0-9]+$/;

/**
 * What JSON.parse gives, but integers are bigint. (A string of a NUL and digits becomes one too;
 * nobody has reason to send one.) The shape is for the caller to check. @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    INTEGER.test(token) ? `"\\u0000${token}"` : token,
  );
  return JSON.parse(marked, (_name, value: unknown) =>
    typeof value === "string" && MARKED.test(value) ? BigInt(value.slice(1)) : value,
  );
}

/** An unsigned 64-bit integer from its decimal digits, or null. */
export function parseUint64(digits: string): bigint | null {
  if (!/^[0-9]{1,20}$/.test(digits)) return null;
  const value = BigInt(digits);
  return value < 1n << 64n ? value : null;
}

/** A string as Go's encoder writes it, quotes included: its HTML escapes come on top. */
export function goJsonString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
