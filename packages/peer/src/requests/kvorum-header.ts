/**
 * A header in the answer to /version: this member is no Go member, whatever version it shows, and
 * reads log entries of every release. Not in the body, which is etcd's to the byte.
 */
export const KVORUM_HEADER = "X-Kvorum";
