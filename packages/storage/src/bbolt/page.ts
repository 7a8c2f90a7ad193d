/**
 * Pages of a bbolt file (spec: disk-format section 5); all integers little-endian.
 *
 * ```
 * every page     0 u64 id | 8 u16 flags | 10 u16 count | 12 u32 overflow | 16 body
 * meta body     16 u32 magic | u32 version | u32 pageSize | u32 flags | u64 root | u64 sequence
 *               48 u64 freelist | u64 high-water mark | u64 txid | 72 u64 FNV-1a over 16..71
 * leaf body      u32 flags | u32 pos | u32 ksize | u32 vsize, for each element
 * branch body    u32 pos | u32 ksize | u64 child, for each element
 * ```
 * `pos` counts from the start of its own element. A page with overflow k takes k+1 page slots.
 */

export const PAGE_HEADER_BYTES = 16;
export const ELEMENT_BYTES = 16;
export const BUCKET_HEADER_BYTES = 16;
export const META_BYTES = 80;
export const MAX_PAGE_COUNT = 65_534;
export const MIN_PAGE_BYTES = 1024;
export const MAX_PAGE_BYTES = 65_536;
/** Of bbolt itself; etcd's own keys stay far below. */
export const MAX_KEY_BYTES = 32_768;

export const PageFlag = { branch: 0x01, leaf: 0x02, meta: 0x04, freelist: 0x10 } as const;
/** Of a leaf element: the value is a bucket. */
export const BUCKET_ELEMENT = 0x01;

const MAGIC = 0xed0cdaed;
const VERSION = 2;
const TWO_32 = 0x1_0000_0000;
const NO_FREELIST = 0xffff_ffff_ffff_ffffn;

export interface Meta {
  readonly pageBytes: number;
  readonly rootId: number;
  /** Null: not stored; whatever is not reachable is free. */
  readonly freelistId: number | null;
  /** The first page id that was never allocated. */
  readonly highWaterMark: number;
  readonly txid: number;
}

/** The meta page in `page`, or why it is none. `page` holds at least META_BYTES. */
export function decodeMeta(page: Uint8Array): Meta | string {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  if (view.getUint32(16, true) !== MAGIC) return "wrong magic number";
  if (view.getUint32(20, true) !== VERSION) return `version ${view.getUint32(20, true)}`;
  if (view.getBigUint64(72, true) !== fnv1a(page.subarray(16, 72))) return "wrong checksum";
  const pageBytes = view.getUint32(24, true);
  const isPower = (pageBytes & (pageBytes - 1)) === 0;
  if (!isPower || pageBytes < MIN_PAGE_BYTES || pageBytes > MAX_PAGE_BYTES) {
    return `page size ${pageBytes}`;
  }
  const freelist = view.getBigUint64(48, true);
  const numbers = [
    view.getBigUint64(32, true),
    view.getBigUint64(56, true),
    view.getBigUint64(64, true),
  ];
  if (freelist !== NO_FREELIST) numbers.push(freelist);
  if (numbers.some((number) => number > BigInt(Number.MAX_SAFE_INTEGER)))
    return "page id too large";
  return {
    pageBytes,
    rootId: Number(numbers[0]),
    highWaterMark: Number(numbers[1]),
    txid: Number(numbers[2]),
    freelistId: freelist === NO_FREELIST ? null : Number(freelist),
  };
}

/** A whole meta page with number `id`. */
export function encodeMeta(id: 0 | 1, meta: Meta): Uint8Array {
  const page = new Uint8Array(meta.pageBytes);
  const view = new DataView(page.buffer);
  writePageHeader(page, 0, { id, flags: PageFlag.meta, count: 0, overflow: 0 });
  view.setUint32(16, MAGIC, true);
  view.setUint32(20, VERSION, true);
  view.setUint32(24, meta.pageBytes, true);
  view.setBigUint64(32, BigInt(meta.rootId), true);
  view.setBigUint64(48, meta.freelistId === null ? NO_FREELIST : BigInt(meta.freelistId), true);
  view.setBigUint64(56, BigInt(meta.highWaterMark), true);
  view.setBigUint64(64, BigInt(meta.txid), true);
  view.setBigUint64(72, fnv1a(page.subarray(16, 72)), true);
  return page;
}

export function writePageHeader(
  target: Uint8Array,
  at: number,
  header: { id: number; flags: number; count: number; overflow: number },
): void {
  putUint32(target, at, header.id >>> 0);
  putUint32(target, at + 4, Math.floor(header.id / TWO_32));
  target[at + 8] = header.flags;
  target[at + 9] = header.flags >>> 8;
  target[at + 10] = header.count;
  target[at + 11] = header.count >>> 8;
  putUint32(target, at + 12, header.overflow);
}

export function putUint32(target: Uint8Array, at: number, value: number): void {
  target[at] = value;
  target[at + 1] = value >>> 8;
  target[at + 2] = value >>> 16;
  target[at + 3] = value >>> 24;
}

export function readUint16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
  );
}

/** Rounded beyond 2^53, which no page id reaches. */
export function readUint64(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at + 4) * TWO_32 + readUint32(bytes, at);
}

function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100_0000_01b3n);
  return hash;
}
