/** gRPC statuses as HTTP statuses and JSON bodies. HTTP surface, section 8. */

import { GrpcStatus } from "@kvorum/proto";
import { escapeForStream } from "./proto-to-json.ts";

const httpStatuses: readonly number[] = [
  200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401,
];

/** The HTTP status of a gRPC one; 500 for a number outside the table. */
export function httpStatusOf(status: number): number {
  return httpStatuses[status] ?? httpStatuses[GrpcStatus.Internal]!;
}

/** `{"code":5,"message":"Not Found"}` */
export function errorBody(status: number, message: string): string {
  return `{"code":${status},"message":${JSON.stringify(message)}}`;
}

/** The last line of a stream that failed, newline included. */
export function errorLine(status: number, message: string): string {
  return `{"error":${escapeForStream(errorBody(status, message))}}\n`;
}

/** A message as the value of an HTTP header, which may hold printable ASCII only. */
export function headerText(message: string): string {
  return message.replaceAll(/[^\x20-\x7e]/g, "?");
}
