/**
 * The shape that a message must have before the core looks at its meaning. Messages come from the
 * network: one that no correct member sends is refused here, before it can do damage.
 */

import { type Message, MessageType, snapshotIndex, snapshotTerm, typeTable } from "./messages.ts";

export function isWellFormed(message: Message): boolean {
  if (
    !isCounter(message.term) ||
    !isCounter(message.logTerm) ||
    !isCounter(message.index) ||
    !isCounter(message.commit) ||
    !isCounter(message.rejectHint)
  ) {
    return false;
  }
  if (message.type > MessageType.MsgForgetLeader || message.type < 0) return false;
  if (needsTerm[message.type] && message.term === 0) return false;
  switch (message.type) {
    case MessageType.MsgApp:
      return areConsecutive(message);
    case MessageType.MsgSnap:
      return isSnapshotInRange(message);
    case MessageType.MsgProp:
      return message.entries.length > 0;
    case MessageType.MsgReadIndex:
      return message.entries.length === 1;
    default:
      return true;
  }
}

/** Between members these always carry a term; without one they would pass for local messages. */
const needsTerm = typeTable([
  MessageType.MsgApp,
  MessageType.MsgAppResp,
  MessageType.MsgVote,
  MessageType.MsgVoteResp,
  MessageType.MsgSnap,
  MessageType.MsgHeartbeat,
  MessageType.MsgHeartbeatResp,
  MessageType.MsgTransferLeader,
  MessageType.MsgTimeoutNow,
  MessageType.MsgReadIndexResp,
  MessageType.MsgPreVote,
  MessageType.MsgPreVoteResp,
]);

/** Room is left above, so that counting on stays exact. */
const MAX_COUNTER = 2 ** 52;

function isCounter(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MAX_COUNTER;
}

/** Entries follow the previous position without a gap, and terms never fall. */
function areConsecutive(message: Message): boolean {
  const { entries } = message;
  let index = message.index;
  let term = message.logTerm;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    if (entry.Index !== ++index || entry.Term < term || entry.Term > message.term) return false;
    term = entry.Term;
  }
  return true;
}

function isSnapshotInRange(message: Message): boolean {
  const { snapshot } = message;
  if (snapshot === null) return true;
  return isCounter(snapshotIndex(snapshot)) && isCounter(snapshotTerm(snapshot));
}
