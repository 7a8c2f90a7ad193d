/**
 * grpc.health.v1: the server as a whole (service name "") is SERVING from the moment the port
 * answers; no other name is known. v3 API, section 1 notes. The messages have two fields in all,
 * so they are read and written here: HealthCheckRequest {1 service string},
 * HealthCheckResponse {1 status enum, SERVING = 1, NOT_SERVING = 2, SERVICE_UNKNOWN = 3},
 * HealthListResponse {1 statuses map<string, HealthCheckResponse>}.
 */

import { bytesToUtf8 } from "@kvorum/base";
import type { GrpcRoutes } from "@kvorum/http2";
import { Reader, RequestError } from "@kvorum/proto";
import type { ServedMember } from "./served-member.ts";
import { failStream, gateError, streamGate, unary } from "./unary.ts";

const service = "/grpc.health.v1.Health";
const SERVING = new Uint8Array([0x08, 1]);
const SERVICE_UNKNOWN = new Uint8Array([0x08, 3]);
/** One map entry: key "" left out, value SERVING. */
const LIST = new Uint8Array([0x0a, 0x04, 0x12, 0x02, 0x08, 1]);

export function registerHealth(routes: GrpcRoutes, member: ServedMember): void {
  unary(routes, member, `${service}/Check`, decodeService, (name, call) => {
    if (name !== "") throw new RequestError("UnknownService");
    call.respond(SERVING);
  });

  unary(routes, member, `${service}/List`, decodeService, (_name, call) => call.respond(LIST));

  routes.serverStream(`${service}/Watch`, (bytes, call) => {
    try {
      const refusal = gateError(member, call, streamGate);
      if (refusal !== null) throw refusal;
      // The status never changes while the member runs, so the stream just stays open.
      call.send(decodeService(bytes) === "" ? SERVING : SERVICE_UNKNOWN);
    } catch (error) {
      failStream(call, error);
    }
  });
}

function decodeService(bytes: Uint8Array): string {
  const reader = new Reader(bytes);
  let name = "";
  while (reader.position < bytes.length) {
    const tag = reader.tag();
    if (tag === 0x0a) name = bytesToUtf8(reader.bytes());
    else reader.skip(tag);
  }
  return name;
}
