/** What metrics call the requests in the log, by their field number in InternalRaftRequest. */
export const operationNames: { readonly [field: number]: string } = {
  4: "Put",
  5: "DeleteRange",
  6: "Txn",
  7: "Compaction",
  8: "LeaseGrant",
  9: "LeaseRevoke",
  10: "Alarm",
  11: "LeaseCheckpoint",
  1300: "ClusterVersionSet",
  1301: "ClusterMemberAttrSet",
  1302: "DowngradeInfoSet",
};
