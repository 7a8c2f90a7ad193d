/** Answers of the raft paths that are no streams: texts as Go's net/http writes errors. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Timers } from "@kvorum/base";

/** How long a sender may go on after it was refused, so that it reads the refusal. */
const LINGER_MS = 5_000;

/** An error's text, with a newline, as text/plain. No-op where the connection is gone. */
export function plainText(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = status;
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.end(`${text}\n`);
}

/**
 * As plainText, in the middle of the request's body: the rest is read and dropped for some seconds,
 * since closing with unread bytes would take the answer along, and then cut off.
 */
export function refuseBody(
  request: IncomingMessage,
  response: ServerResponse,
  options: { readonly status: number; readonly text: string; readonly timers: Timers },
): void {
  plainText(response, options.status, options.text);
  if (request.complete || request.destroyed) return;
  request.resume();
  const { socket } = request;
  // Node drops the rest unseen: no event of the request tells its end, only the socket's.
  const cancel = (): void => timer.cancel();
  const timer = options.timers.after(LINGER_MS, () => {
    socket.off("close", cancel);
    if (!request.complete) socket.destroy();
  });
  socket.once("close", cancel);
}

export function emptyAnswer(response: ServerResponse, status: number): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = status;
  response.end();
}
