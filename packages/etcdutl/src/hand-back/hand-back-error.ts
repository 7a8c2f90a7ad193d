/** Why it cannot be done; the text is for the user. */
export class HandBackError extends Error {
  override readonly name = "HandBackError";
}
