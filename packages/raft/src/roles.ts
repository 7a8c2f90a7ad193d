/** The four roles of a member, with the names that etcd prints. */

export type Role = "follower" | "candidate" | "leader" | "pre-candidate";

export const roleNames: { readonly [Key in Role]: string } = {
  follower: "StateFollower",
  candidate: "StateCandidate",
  leader: "StateLeader",
  "pre-candidate": "StatePreCandidate",
};

/** What a member knows about leadership; volatile. */
export interface SoftState {
  /** Zero if no leader is known. */
  readonly lead: bigint;
  readonly role: Role;
}
