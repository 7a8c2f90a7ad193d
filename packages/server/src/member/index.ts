/** A member without listeners and process matters, for the simulator. */

export { createServices, type Services } from "../services/index.ts";
export { Member, MemberRemoved } from "./member.ts";
export type {
  Founding,
  FoundingMember,
  MemberDirectories,
  MemberSettings,
  MemberWorld,
} from "./member-options.ts";
