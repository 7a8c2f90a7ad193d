/**
 * Writes a bbolt file in one pass from sorted pairs (spec: disk-format 5.7), the form in which a Go
 * member and the Go tools take a database. Pages are packed full and leave in the order of their
 * ids; only the separators of each level stay in memory. The meta pages come last, so a file whose
 * writing was interrupted is not one.
 *
 * No freelist is stored, as etcd does on Linux: nothing is free.
 */

import { assert, compareBytes, concatBytes } from "@kvorum/base";
import type { OpenFile } from "../file-system.ts";
import {
  BUCKET_ELEMENT,
  BUCKET_HEADER_BYTES,
  ELEMENT_BYTES,
  encodeMeta,
  MAX_KEY_BYTES,
  MAX_PAGE_COUNT,
  PAGE_HEADER_BYTES,
  PageFlag,
  putUint32,
  writePageHeader,
} from "./page.ts";

const TXID = 2;
const OUTPUT_BYTES = 1 << 20;

interface Element {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly flags: number;
}

/** A page that was written, by its smallest key. */
interface Child {
  readonly key: Uint8Array;
  readonly id: number;
}

export class BboltWriter {
  readonly #file: OpenFile;
  readonly #pageBytes: number;
  #nextId = 2;
  /** Complete pages that wait to be written, from `#outputId` on. */
  #output: Uint8Array[] = [];
  #outputBytes = 0;
  #outputId = 2;
  #unsyncedBytes = 0;
  readonly #roots: Element[] = [];
  #name: Uint8Array | null = null;
  #tree: LeafLevel | null = null;

  /** @param options.file - empty and writable. */
  constructor(options: { file: OpenFile; pageBytes?: number }) {
    this.#file = options.file;
    this.#pageBytes = options.pageBytes ?? 4096;
  }

  /** Buckets may come in any order; each name once. */
  beginBucket(name: Uint8Array): void {
    assert(this.#tree === null, "a bucket begins inside another");
    this.#name = name;
    this.#tree = new LeafLevel();
  }

  /** Keys of a bucket must ascend. The bytes are copied before the call returns or kept unchanged. */
  add(key: Uint8Array, value: Uint8Array): void {
    this.#addElement(this.#tree!, { key: key.slice(), value: value.slice(), flags: 0 });
  }

  endBucket(): void {
    const tree = this.#tree!;
    const { elements } = tree;
    let value: Uint8Array;
    if (tree.children.length === 0 && tree.bytes <= this.#pageBytes / 4) {
      // An inline bucket has a page image without an id behind its header.
      value = new Uint8Array(BUCKET_HEADER_BYTES + tree.bytes);
      writeLeaf(value, { at: BUCKET_HEADER_BYTES, id: 0, overflow: 0, elements });
    } else {
      value = new Uint8Array(BUCKET_HEADER_BYTES);
      const rootId = this.#finishTree(tree);
      putUint32(value, 0, rootId >>> 0);
      putUint32(value, 4, Math.floor(rootId / 0x1_0000_0000));
    }
    this.#roots.push({ key: this.#name!, value, flags: BUCKET_ELEMENT });
    this.#tree = null;
  }

  /** Bytes written and not synced; the caller of a large export syncs now and then. */
  get unsyncedBytes(): number {
    return this.#unsyncedBytes;
  }

  /** Syncs what was written, off this thread. */
  sync(): Promise<void> {
    this.#unsyncedBytes = 0;
    return new Promise((resolve, reject) => {
      this.#file.syncAsync((error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** Writes the root and the meta pages and syncs the file. Resolves with its length. */
  async finish(): Promise<number> {
    assert(this.#tree === null, "the file ends inside a bucket");
    const root = new LeafLevel();
    for (const element of this.#roots.sort((a, b) => compareBytes(a.key, b.key))) {
      this.#addElement(root, element);
    }
    const rootId = this.#finishTree(root);
    this.#flush();
    const meta = {
      pageBytes: this.#pageBytes,
      rootId,
      freelistId: null,
      highWaterMark: this.#nextId,
    };
    // All that the meta pages point to must be on the disk before they are.
    await this.sync();
    this.#file.write(0, encodeMeta(0, { ...meta, txid: TXID }));
    this.#file.write(this.#pageBytes, encodeMeta(1, { ...meta, txid: TXID - 1 }));
    await this.sync();
    return this.#nextId * this.#pageBytes;
  }

  #addElement(tree: LeafLevel, element: Element): void {
    const { key } = element;
    assert(key.length > 0 && key.length <= MAX_KEY_BYTES, `a key of ${key.length} bytes`);
    assert(
      tree.lastKey === null || compareBytes(tree.lastKey, key) < 0,
      "keys do not ascend within a bucket",
    );
    tree.lastKey = key;
    const bytes = ELEMENT_BYTES + key.length + element.value.length;
    const isFull = tree.bytes + bytes > this.#pageBytes || tree.elements.length >= MAX_PAGE_COUNT;
    if (isFull && tree.elements.length > 0) this.#writeLeafPage(tree);
    tree.elements.push(element);
    tree.bytes += bytes;
  }

  #writeLeafPage(tree: LeafLevel): void {
    const { id, page, overflow } = this.#allocate(tree.bytes);
    writeLeaf(page, { at: 0, id, overflow, elements: tree.elements });
    tree.children.push({ key: tree.elements[0]?.key ?? new Uint8Array(0), id });
    tree.elements = [];
    tree.bytes = PAGE_HEADER_BYTES;
    this.#emit(page);
  }

  /** Writes what is left of the leaves and the levels above; returns the id of the root. */
  #finishTree(tree: LeafLevel): number {
    if (tree.elements.length > 0 || tree.children.length === 0) this.#writeLeafPage(tree);
    let level = tree.children;
    while (level.length > 1) {
      level = this.#groups(level).map((children) => this.#writeBranchPage(children));
    }
    return level[0]!.id;
  }

  /** Packs children into pages, two at least in each. */
  #groups(children: readonly Child[]): Child[][] {
    const groups: Child[][] = [];
    let group: Child[] = [];
    let bytes = PAGE_HEADER_BYTES;
    for (const child of children) {
      const more = ELEMENT_BYTES + child.key.length;
      if (group.length >= 2 && (bytes + more > this.#pageBytes || group.length >= MAX_PAGE_COUNT)) {
        groups.push(group);
        group = [];
        bytes = PAGE_HEADER_BYTES;
      }
      group.push(child);
      bytes += more;
    }
    const last = groups[groups.length - 1];
    if (group.length === 1 && last !== undefined) {
      if (last.length > 2) group.unshift(last.pop()!);
      else {
        last.push(...group);
        return groups;
      }
    }
    groups.push(group);
    return groups;
  }

  #writeBranchPage(children: readonly Child[]): Child {
    let bytes = PAGE_HEADER_BYTES;
    for (const { key } of children) bytes += ELEMENT_BYTES + key.length;
    const { id, page, overflow } = this.#allocate(bytes);
    writePageHeader(page, 0, { id, flags: PageFlag.branch, count: children.length, overflow });
    let data = PAGE_HEADER_BYTES + children.length * ELEMENT_BYTES;
    children.forEach(({ key, id: childId }, i) => {
      const at = PAGE_HEADER_BYTES + i * ELEMENT_BYTES;
      putUint32(page, at, data - at);
      putUint32(page, at + 4, key.length);
      putUint32(page, at + 8, childId >>> 0);
      putUint32(page, at + 12, Math.floor(childId / 0x1_0000_0000));
      page.set(key, data);
      data += key.length;
    });
    this.#emit(page);
    return { key: children[0]!.key, id };
  }

  #allocate(bytes: number): { id: number; page: Uint8Array; overflow: number } {
    const slots = Math.ceil(bytes / this.#pageBytes);
    const id = this.#nextId;
    this.#nextId += slots;
    return { id, page: new Uint8Array(slots * this.#pageBytes), overflow: slots - 1 };
  }

  #emit(page: Uint8Array): void {
    this.#output.push(page);
    this.#outputBytes += page.length;
    if (this.#outputBytes >= OUTPUT_BYTES) this.#flush();
  }

  #flush(): void {
    if (this.#output.length === 0) return;
    this.#file.write(this.#outputId * this.#pageBytes, concatBytes(this.#output));
    this.#unsyncedBytes += this.#outputBytes;
    this.#outputId = this.#nextId;
    this.#output = [];
    this.#outputBytes = 0;
  }
}

/** The leaves of one tree: the page that is being filled, and those already written. */
class LeafLevel {
  elements: Element[] = [];
  bytes = PAGE_HEADER_BYTES;
  lastKey: Uint8Array | null = null;
  readonly children: Child[] = [];
}

function writeLeaf(
  target: Uint8Array,
  page: { at: number; id: number; overflow: number; elements: readonly Element[] },
): void {
  const { at, id, overflow, elements } = page;
  writePageHeader(target, at, { id, flags: PageFlag.leaf, count: elements.length, overflow });
  let data = at + PAGE_HEADER_BYTES + elements.length * ELEMENT_BYTES;
  for (let i = 0; i < elements.length; i++) {
    const { key, value, flags } = elements[i]!;
    const element = at + PAGE_HEADER_BYTES + i * ELEMENT_BYTES;
    putUint32(target, element, flags);
    putUint32(target, element + 4, data - element);
    putUint32(target, element + 8, key.length);
    putUint32(target, element + 12, value.length);
    target.set(key, data);
    target.set(value, data + key.length);
    data += key.length + value.length;
  }
}
