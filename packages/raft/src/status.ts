/** The state of a member as a value, for people, metrics and tests. Specification: raft.md 4.4. */

import type { Core } from "./core.ts";
import type { HardState } from "./messages.ts";
import type { SoftState } from "./roles.ts";
import type { Configuration } from "./tracker/configuration.ts";
import type { Progress } from "./tracker/progress.ts";

export interface Status {
  readonly id: bigint;
  readonly hardState: HardState;
  readonly softState: SoftState;
  readonly applied: number;
  /** The target of a transfer of leadership in progress, or 0. */
  readonly leadTransferee: bigint;
  readonly configuration: Configuration;
  /** Copies, ascending by id; empty unless this member leads. */
  readonly progress: readonly Progress[];
}

export function memberStatus(core: Core): Status {
  return {
    id: core.id,
    hardState: core.hardState(),
    softState: { lead: core.lead, role: core.role },
    applied: core.log.applied,
    leadTransferee: core.leadTransferee,
    configuration: core.tracker.configuration,
    progress:
      core.role === "leader" ? core.tracker.members.map((progress) => progress.clone()) : [],
  };
}
