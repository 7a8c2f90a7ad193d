/** Ends of key ranges. A range is [key, end); one zero byte as end means "no end". */

export const OPEN_END: Uint8Array = Uint8Array.of(0);

export const WHOLE_KEYSPACE: { readonly key: Uint8Array; readonly rangeEnd: Uint8Array } = {
  key: Uint8Array.of(0),
  rangeEnd: OPEN_END,
};

/** The smallest key above every key with this prefix; open if there is none. */
export function prefixEnd(prefix: Uint8Array): Uint8Array {
  for (let i = prefix.length - 1; i >= 0; i--) {
    if (prefix[i]! < 0xff) {
      const end = prefix.slice(0, i + 1);
      end[i]!++;
      return end;
    }
  }
  return OPEN_END;
}
