/**
 * How a member says no: the status and text of each refusal that the asking side must be able to
 * tell from an accident. Both directions read these tables. Peer protocol, sections 8.4 to 8.6.
 */

import { type ErrorCode, RequestError } from "@kvorum/proto";

export interface Verdict {
  readonly code: ErrorCode;
  readonly status: number;
  readonly text: string;
  /** The status alone decides, whatever the text: releases differ in some texts. */
  readonly byStatus: boolean;
}

export type VerdictTable = readonly Verdict[];

export const promoteVerdicts: VerdictTable = [
  { code: "MemberNotFound", status: 404, text: "membership: ID not found", byStatus: true },
  {
    code: "MemberNotLearner",
    status: 412,
    text: "membership: can only promote a learner member",
    byStatus: false,
  },
  {
    code: "LearnerNotReady",
    status: 412,
    text: "etcdserver: can only promote a learner member which is in sync with leader",
    byStatus: false,
  },
];

export const hashVerdicts: VerdictTable = [
  {
    code: "Compacted",
    status: 400,
    text: "mvcc: required revision has been compacted",
    byStatus: false,
  },
  {
    code: "FutureRev",
    status: 400,
    text: "mvcc: required revision is a future revision",
    byStatus: false,
  },
  { code: "ClusterIDMismatch", status: 412, text: "cluster ID mismatch", byStatus: true },
];

const leaseNotFound: Verdict = {
  code: "LeaseNotFound",
  status: 404,
  text: "lease not found",
  byStatus: true,
};
const applyIsLate: Verdict = {
  code: "TimeoutWaitAppliedIndex",
  status: 408,
  text: "waiting for node to catch up its applied index has timed out",
  byStatus: true,
};

export const renewVerdicts: VerdictTable = [
  leaseNotFound,
  applyIsLate,
  { code: "NotPrimaryLessor", status: 400, text: "not a primary lessor", byStatus: false },
];

/** The only difference: leadership is lost while the lease is looked up. */
export const timeToLiveVerdicts: VerdictTable = [
  leaseNotFound,
  applyIsLate,
  { code: "NotPrimaryLessor", status: 500, text: "not a primary lessor", byStatus: false },
  { code: "LeaderChanged", status: 500, text: "not a primary lessor", byStatus: false },
];

/** The answer for an error of a service; undefined where the table has none. */
export function verdictOf(table: VerdictTable, error: RequestError): Verdict | undefined {
  return table.find(({ code }) => code === error.code);
}

/** The error that an answer stands for; null where it is none of the table's. */
export function errorOf(
  table: VerdictTable,
  answer: { readonly status: number; readonly text: string },
): RequestError | null {
  const text = answer.text.endsWith("\n") ? answer.text.slice(0, -1) : answer.text;
  const found = table.find(
    (verdict) => verdict.status === answer.status && (verdict.byStatus || verdict.text === text),
  );
  return found === undefined ? null : new RequestError(found.code);
}
