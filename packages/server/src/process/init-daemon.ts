/**
 * Tells systemd that the server is ready (`Type=notify`), where it asked to be told. Node has no
 * datagram sockets of the Unix family, so systemd's own tool sends the message.
 */

import { spawn } from "node:child_process";
import type { Logger } from "../logging/logger.ts";

export function notifyReady(
  environment: { readonly [name: string]: string | undefined },
  log: Logger,
): void {
  log.info("notifying init daemon");
  if (!environment["NOTIFY_SOCKET"]) {
    log.info("successfully notified init daemon");
    return;
  }
  const failed = (error: string): void =>
    log.error("failed to notify systemd for readiness", { error });
  const tool = spawn("systemd-notify", [`--pid=${process.pid}`, "--ready"], { stdio: "ignore" });
  tool.on("error", (error) => failed(error.message));
  tool.on("exit", (code) => {
    if (code === 0) log.info("successfully notified init daemon");
    else failed(`systemd-notify ended with ${code}`);
  });
}
