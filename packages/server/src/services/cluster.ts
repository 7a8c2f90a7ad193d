/** The Cluster service: the member list. v3 API, section 6. */

import type { GrpcRoutes } from "@kvorum/http2";
import { etcdserverpb } from "@kvorum/proto";
import type { ServedMember } from "./served-member.ts";
import { failCall, unary } from "./unary.ts";

const service = "/etcdserverpb.Cluster";

export function registerCluster(routes: GrpcRoutes, member: ServedMember): void {
  unary(
    routes,
    member,
    `${service}/MemberList`,
    etcdserverpb.decodeMemberListRequest,
    (request, call) => {
      const respond = (): void => {
        const body = etcdserverpb.encodeMemberListResponse({ members: [...member.members()] });
        // Cluster answers carry no revision.
        call.respondJoined(member.headers.field(0, member.appliedTerm), body);
      };
      if (!request.linearizable || member.canReadNow) {
        respond();
        return;
      }
      member.afterReadIndex((error) => {
        if (error === null) respond();
        else failCall(call, error);
      });
    },
  );
}
