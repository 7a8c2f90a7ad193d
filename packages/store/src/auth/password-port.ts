/**
 * Where the hash of a password comes from. The store is pure, so whoever opens it brings one.
 *
 * Only members of etcd 3.4 write passwords into the log as they are; each member then hashes them
 * with a salt of its own, so that bucket authUsers differs between members (apply specification,
 * 5.6). Everyone else hashes before proposing. Checking a password is the server's business: what
 * `authenticate` finds in the log has been checked already.
 */

export interface PasswordHasher {
  /** The bcrypt text of a password, synchronously: apply waits for it. */
  hash(password: string): Uint8Array;
}
