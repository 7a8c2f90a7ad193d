/** Layer 0: what every package may lean on. Imports nothing. */
export { AssertionError, assert, CorruptionError, unreachable } from "./assert.ts";
export {
  bytesToHex,
  bytesToLatin1,
  bytesToUtf8,
  compareBytes,
  concatBytes,
  EMPTY_BYTES,
  equalBytes,
  latin1ToBytes,
  utf8ToBytes,
} from "./bytes.ts";
export { type Crc32c, crc32c, crc32cRange } from "./crc32c.ts";
export type { Clock, Random, TimerHandle, Timers } from "./ports.ts";
export { SeededRandom } from "./seeded-random.ts";
