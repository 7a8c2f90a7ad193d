/** A directory of its own for each user, below the system's temporary directory. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class TemporaryDirectory {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @param parent - where to create it; null for the system's temporary directory. */
  static create(options: { name: string; parent?: string | null }): TemporaryDirectory {
    const parent = options.parent ?? tmpdir();
    return new TemporaryDirectory(mkdtempSync(join(parent, `kvorum-${options.name}-`)));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  [Symbol.dispose](): void {
    this.remove();
  }
}
