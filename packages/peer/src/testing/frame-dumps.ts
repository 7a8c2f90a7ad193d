/**
 * Frames recorded between two members of release 3.4.23, and the short forms of release 3.7. Peer
 * protocol, sections 5 and 6.
 */

export function hexBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/\s+/g, ""), "hex"));
}

export const VOTE_FRAME = hexBytes(`
  00 00 00 00 00 00 00 30  08 05 10 c0 a8 f7 80 d5 f2 f9 94 ef 01 18 9f d9  98 97 c3 c7 8d eb e1 01
  20 02 28 01 30 03 40 00  4a 0a 12 08 0a 02 28 00 10 00 18 00 50 00 58 00`);

export const LONG_HEARTBEAT_FRAME = hexBytes(`
  00 00 00 00 00 00 00 1e 08 08 10 00 18 00 20 00 28 00 30 00 40 00 4a 0a 12 08 0a 02 28 00 10 00
  18 00 50 00 58 00`);

export const SHORT_HEARTBEAT_FRAME = hexBytes("00 00 00 00 00 00 00 02 08 08");

/** The first append of a new leader: a whole message. */
export const FIRST_APPEND_FRAME = hexBytes(`
  02 00 00 00 00 00 00 00  38 08 03 10 c0 a8 f7 80 d5 f2 f9 94 ef 01 18 9f  d9 98 97 c3 c7 8d eb e1
  01 20 02 28 01 30 03 3a  06 08 00 10 02 18 04 40 03 4a 0a 12 08 0a 02 28  00 10 00 18 00 50 00 58
  00`);

/** Put of `aa`=`1` at index 9 of term 2, from the state of term 2, index 8. */
export const PUT_FRAME = hexBytes(`
  01 00 00 00 00 00 00 00  01 00 00 00 00 00 00 00 1f 08 00 10 02 18 09 22  17 22 07 0a 02 61 61 12
  01 31 a2 06 0b 08 84 fa  ca af 84 bf a8 a0 d4 01 00 00 00 00 00 00 00 08`);

export const RECEIVER_ID = 0xef29e795501dd440n;
export const SENDER_ID = 0xe1d6363c32e62c9fn;
