/**
 * Embedding: a whole server inside another Node program. Experimental: the settings are those of
 * the flags (`ServerConfig`), and may still change their shape.
 */
export { decideStart, type StartDecision } from "./command/start-command.ts";
export type { ServerConfig } from "./config/server-config.ts";
export { Logger } from "./logging/logger.ts";
export { type RunningServer, StartRefused, startServer } from "./server.ts";
