/** The response header in the fields format, and identifiers in both notations. */

import type { Output } from "@kvorum/command-line";
import type { etcdserverpb } from "@kvorum/proto";

export interface FieldsOptions {
  readonly isHex: boolean;
}

const NO_HEADER = { clusterId: 0n, memberId: 0n, revision: 0, raftTerm: 0 };

export function headerFields(
  output: Output,
  header: etcdserverpb.ResponseHeader | null,
  options: FieldsOptions,
): void {
  const { clusterId, memberId, revision, raftTerm } = header ?? NO_HEADER;
  output.line(`"ClusterID" : ${identifier(clusterId, options)}`);
  output.line(`"MemberID" : ${identifier(memberId, options)}`);
  // Calls that have no revision leave it out of their header.
  if (revision > 0) output.line(`"Revision" : ${revision}`);
  output.line(`"RaftTerm" : ${raftTerm}`);
}

/** A cluster or member id: decimal, or hexadecimal without padding. */
export function identifier(id: bigint, options: FieldsOptions): string {
  return options.isHex ? id.toString(16) : id.toString();
}

/** Sixteen digits; a negative id, which Go prints with its sign, keeps the width. */
export function leaseHex(id: bigint): string {
  return id < 0n ? `-${(-id).toString(16).padStart(15, "0")}` : id.toString(16).padStart(16, "0");
}
