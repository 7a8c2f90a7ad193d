/** A member without listeners and process matters, for the simulator. */

export { type PasswordAlgorithm, Passwords } from "../auth/passwords.ts";
export { newFounding } from "../cluster/founding.ts";
export { Logger } from "../logging/logger.ts";
export { createServerMetrics, type ServerMetrics } from "../metrics/families.ts";
export { MetricsRegistry } from "../metrics/registry.ts";
export { createServices, type ServiceOptions, type Services } from "../services/index.ts";
export { Member, type MemberEvents, MemberRemoved } from "./member.ts";
export type {
  Founding,
  FoundingMember,
  MemberDirectories,
  MemberSettings,
  MemberWorld,
} from "./member-options.ts";
export { peerServices } from "./peer-services.ts";
