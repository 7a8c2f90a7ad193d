/** Consensus as a pure state machine: messages and ticks in, effects out. */

export {
  type AnyConfChange,
  decodeConfChange,
  isConfChangeEntry,
  toConfChangeV2,
} from "./confchange/conf-change.ts";
export type { RaftConfig, ReadOnlyOption } from "./config.ts";
export type { ReadState } from "./core.ts";
export {
  type EventKind,
  type EventLevel,
  type EventSink,
  eventLevels,
  messageTypeName,
  type RaftEvent,
  renderEvent,
} from "./events.ts";
export { DEFAULT_MAX_INFLIGHT_MESSAGES, DEFAULT_MAX_MESSAGE_BYTES } from "./limits.ts";
export { MemoryStorage } from "./memory-storage.ts";
export {
  type ConfChange,
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  type ConfChangeV2,
  type ConfState,
  type Entry,
  EntryType,
  type HardState,
  isEmptyHardState,
  isEmptySnapshot,
  isLocalType,
  isResponseType,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  MessageType,
  NONE,
  type Snapshot,
} from "./messages.ts";
export { type Peer, RawNode } from "./raw-node.ts";
export type { Ready } from "./ready.ts";
export { type Role, roleNames, type SoftState } from "./roles.ts";
export type { Status } from "./status.ts";
export { refusalTexts, type StepRefusal } from "./step.ts";
export type { InitialState, LogGap, Storage } from "./storage.ts";
export {
  allVoters,
  type Configuration,
  isEquivalentConfState,
  isJoint,
  renderConfiguration,
} from "./tracker/configuration.ts";
export { type Progress, type ProgressState, renderProgress } from "./tracker/progress.ts";
