/**
 * How a member gets its backend: by opening the store in a directory, and by building another one
 * from a bbolt file that takes its place. The member sees only this, so that the simulator can
 * give it a backend in memory.
 */

import type { Timers } from "@kvorum/base";
import { type Amendment, type BuiltStore, buildStore } from "../bbolt/exchange.ts";
import type { FileSystem } from "../file-system.ts";
import type { Backend } from "./backend-port.ts";
import { LmdbBackend } from "./lmdb-backend.ts";

export interface BackendEngine {
  /** Opens the store in the directory member/snap, or makes an empty one. */
  open(options: { directory: string; onFailure: (error: unknown) => void }): Backend;
  /**
   * Builds a store from the bbolt file at `path`, beside the one in `directory`, which may be open
   * meanwhile; `install` needs it closed. `amend` may change the store before it is done. Rejects with CorruptionError where the file is not sound.
   */
  build(options: { path: string; directory: string; amend?: Amendment }): Promise<BuiltStore>;
}

/** The engine of members on disk. */
export function lmdbEngine(ports: { fileSystem: FileSystem; timers: Timers }): BackendEngine {
  return {
    open: ({ directory, onFailure }) => LmdbBackend.open({ ...ports, directory, onFailure }),
    build: (options) => buildStore({ ...ports, ...options }),
  };
}
