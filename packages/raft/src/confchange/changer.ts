/**
 * Membership arithmetic: from one configuration and its members' progress to the next. Works on
 * copies, so that a refused change leaves nothing behind. Specification: raft.md 13.1, 13.6, 13.7.
 */

import { AssertionError } from "@kvorum/base";
import { type ConfChangeSingle, ConfChangeType, type ConfChangeV2, NONE } from "../messages.ts";
import { type Configuration, isJoint, sortedIds } from "../tracker/configuration.ts";
import { Inflights } from "../tracker/inflights.ts";
import { Progress } from "../tracker/progress.ts";
import { changeKind } from "./conf-change.ts";

/** A change that the present configuration does not allow. */
export class ConfChangeError extends Error {
  override readonly name = "ConfChangeError";
}

/** A configuration with the progress of exactly its members, ascending by id. */
export interface Membership {
  readonly configuration: Configuration;
  readonly members: readonly Progress[];
}

/** What the progress of a new member starts with. */
export interface NewMember {
  readonly lastIndex: number;
  readonly maxInflightMessages: number;
  readonly maxInflightBytes: number;
}

/** Carries out a change in the way that it asks for. @throws ConfChangeError */
export function applyChange(from: Membership, change: ConfChangeV2, fresh: NewMember): Membership {
  const how = changeKind(change);
  switch (how.kind) {
    case "leave-joint":
      return leaveJoint(from);
    case "enter-joint":
      return enterJoint(from, { autoLeave: how.autoLeave, changes: change.changes }, fresh);
    case "simple":
      return simpleChange(from, change.changes, fresh);
  }
}

/** Changes that touch at most one voter take effect at once. @throws ConfChangeError */
export function simpleChange(
  from: Membership,
  changes: readonly ConfChangeSingle[],
  fresh: NewMember,
): Membership {
  checkMembership(from);
  if (isJoint(from.configuration)) {
    throw new ConfChangeError("can't apply simple config change in joint config");
  }
  const draft = new Draft(from, fresh);
  draft.change(changes);
  let changedCount = 0;
  for (const id of draft.voters) if (!from.configuration.voters.includes(id)) changedCount++;
  for (const id of from.configuration.voters) if (!draft.voters.has(id)) changedCount++;
  if (changedCount > 1) {
    throw new ConfChangeError("more than one voter changed without entering joint config");
  }
  return draft.finish();
}

/** From here on both the old and the new voters must agree. @throws ConfChangeError */
export function enterJoint(
  from: Membership,
  how: { readonly autoLeave: boolean; readonly changes: readonly ConfChangeSingle[] },
  fresh: NewMember,
): Membership {
  checkMembership(from);
  if (isJoint(from.configuration)) throw new ConfChangeError("config is already joint");
  if (from.configuration.voters.length === 0) {
    throw new ConfChangeError("can't make a zero-voter config joint");
  }
  const draft = new Draft(from, fresh);
  for (const id of draft.voters) draft.votersOutgoing.add(id);
  draft.change(how.changes);
  draft.autoLeave = how.autoLeave;
  return draft.finish();
}

/** The old voters are dismissed, and demoted ones become learners. @throws ConfChangeError */
export function leaveJoint(from: Membership): Membership {
  checkMembership(from);
  if (!isJoint(from.configuration)) throw new ConfChangeError("can't leave a non-joint config");
  // Nobody is added on this way, so that the start of new members does not matter.
  const draft = new Draft(from, { lastIndex: 0, maxInflightMessages: 1, maxInflightBytes: 0 });
  for (const id of draft.learnersNext) {
    draft.learners.add(id);
    draft.setLearner(id, true);
  }
  draft.learnersNext.clear();
  for (const id of draft.votersOutgoing) {
    if (!draft.voters.has(id) && !draft.learners.has(id)) draft.members.delete(id);
  }
  draft.votersOutgoing.clear();
  draft.autoLeave = false;
  return draft.finish();
}

/** The invariants of raft.md 13.1; a violation is an assertion. */
export function checkMembership(membership: Membership): void {
  const { configuration, members } = membership;
  const fail = (reason: string): never => {
    throw new AssertionError(`invalid configuration: ${reason}`);
  };
  const learnerFlags = new Map(members.map((progress) => [progress.id, progress.isLearner]));
  const known = new Set<bigint>();
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = configuration;
  for (const ids of [voters, votersOutgoing, learners, learnersNext]) {
    for (const id of ids) {
      if (!learnerFlags.has(id)) fail(`no progress for ${id}`);
      known.add(id);
    }
  }
  if (known.size !== members.length) fail("progress of a member that is not configured");
  for (const id of learners) {
    if (voters.includes(id) || votersOutgoing.includes(id)) fail(`${id} is learner and voter`);
    if (learnerFlags.get(id) !== true) fail(`learner ${id} is not marked as one`);
  }
  for (const id of learnersNext) {
    if (!votersOutgoing.includes(id)) fail(`next learner ${id} is no outgoing voter`);
  }
  for (const id of [...voters, ...votersOutgoing]) {
    if (learnerFlags.get(id) !== false) fail(`voter ${id} is marked as learner`);
  }
  if (!isJoint(configuration) && (learnersNext.length > 0 || autoLeave)) {
    fail("parts of a joint configuration without its outgoing half");
  }
}

class Draft {
  readonly voters: Set<bigint>;
  readonly votersOutgoing: Set<bigint>;
  readonly learners: Set<bigint>;
  readonly learnersNext: Set<bigint>;
  autoLeave: boolean;
  /** Progress objects of the old membership until one must differ. */
  readonly members: Map<bigint, Progress>;
  readonly #fresh: NewMember;

  constructor(from: Membership, fresh: NewMember) {
    const { configuration } = from;
    this.voters = new Set(configuration.voters);
    this.votersOutgoing = new Set(configuration.votersOutgoing);
    this.learners = new Set(configuration.learners);
    this.learnersNext = new Set(configuration.learnersNext);
    this.autoLeave = configuration.autoLeave;
    this.members = new Map(from.members.map((progress) => [progress.id, progress]));
    this.#fresh = fresh;
  }

  change(changes: readonly ConfChangeSingle[]): void {
    for (const { type, nodeId } of changes) {
      // The application refuses a change by setting its id to none.
      if (nodeId === NONE) continue;
      switch (type) {
        case ConfChangeType.ConfChangeAddNode:
          this.#addVoter(nodeId);
          break;
        case ConfChangeType.ConfChangeAddLearnerNode:
          this.#addLearner(nodeId);
          break;
        case ConfChangeType.ConfChangeRemoveNode:
          this.#remove(nodeId);
          break;
        case ConfChangeType.ConfChangeUpdateNode:
          break;
        default:
          throw new ConfChangeError(`unexpected conf type ${type}`);
      }
    }
    if (this.voters.size === 0) throw new ConfChangeError("removed all voters");
  }

  setLearner(id: bigint, isLearner: boolean): void {
    const progress = this.members.get(id)!;
    if (progress.isLearner === isLearner) return;
    const changed = progress.clone();
    changed.isLearner = isLearner;
    this.members.set(id, changed);
  }

  finish(): Membership {
    const ids = sortedIds(this.members.keys());
    const membership: Membership = {
      configuration: {
        voters: sortedIds(this.voters),
        votersOutgoing: sortedIds(this.votersOutgoing),
        learners: sortedIds(this.learners),
        learnersNext: sortedIds(this.learnersNext),
        autoLeave: this.autoLeave,
      },
      members: ids.map((id) => this.members.get(id)!),
    };
    checkMembership(membership);
    return membership;
  }

  #addVoter(id: bigint): void {
    if (this.members.has(id)) this.setLearner(id, false);
    else this.#create(id, false);
    this.learners.delete(id);
    this.learnersNext.delete(id);
    this.voters.add(id);
  }

  #addLearner(id: bigint): void {
    if (!this.members.has(id)) {
      this.#create(id, true);
      this.learners.add(id);
      return;
    }
    if (this.learners.has(id)) return;
    this.voters.delete(id);
    // A voter of the outgoing half keeps its vote until the joint configuration is left.
    if (this.votersOutgoing.has(id)) {
      this.learnersNext.add(id);
    } else {
      this.setLearner(id, true);
      this.learners.add(id);
    }
  }

  #remove(id: bigint): void {
    if (!this.members.has(id)) return;
    this.voters.delete(id);
    this.learners.delete(id);
    this.learnersNext.delete(id);
    if (!this.votersOutgoing.has(id)) this.members.delete(id);
  }

  #create(id: bigint, isLearner: boolean): void {
    const { lastIndex, maxInflightMessages, maxInflightBytes } = this.#fresh;
    this.members.set(
      id,
      new Progress(id, {
        next: Math.max(lastIndex, 1),
        isLearner,
        // Counted as alive, or a quorum check right after the change could depose the leader.
        recentActive: true,
        inflights: new Inflights({ maxMessages: maxInflightMessages, maxBytes: maxInflightBytes }),
      }),
    );
  }
}
