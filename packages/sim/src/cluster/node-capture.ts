/**
 * A look at the raft node inside a member, for the checks after each step. The member keeps it to
 * itself; asking for its status calls a method of the node, which is where it is caught.
 */

import { RawNode } from "@kvorum/raft";
import type { Member } from "@kvorum/server/member";

export function captureNode(member: Member): RawNode {
  const original = RawNode.prototype.status;
  const caught: { node: RawNode | null } = { node: null };
  RawNode.prototype.status = function status(this: RawNode) {
    caught.node = this;
    return original.call(this);
  };
  try {
    member.raftStatus();
  } finally {
    RawNode.prototype.status = original;
  }
  return caught.node!;
}
