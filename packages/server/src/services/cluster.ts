/**
 * The Cluster service: who the members are, and changes of that. Every change is checked against
 * the quorum before it is proposed, is decided where it is applied, and answers with the whole list
 * after it. v3 API, section 6.
 */

import { createHash } from "node:crypto";
import type { GrpcRoutes, UnaryCall } from "@kvorum/http2";
import { etcdserverpb, RequestError, raftpb } from "@kvorum/proto";
import {
  checkAddMember,
  checkRemoveMember,
  deriveMemberId,
  encodeConfChangeContext,
  parseMemberUrls,
  UrlError,
} from "@kvorum/store";
import type { ServedMember } from "./served-member.ts";
import { failCall, unary } from "./unary.ts";

const service = "/etcdserverpb.Cluster";

const { ConfChangeAddNode, ConfChangeAddLearnerNode, ConfChangeRemoveNode, ConfChangeUpdateNode } =
  raftpb.ConfChangeType;

type Change = Pick<raftpb.ConfChange, "type" | "nodeId" | "context">;

export function registerCluster(routes: GrpcRoutes, member: ServedMember): void {
  /** Cluster answers carry no revision. */
  const header = (): Uint8Array => member.headers.field(0, member.appliedTerm);
  const list = (): etcdserverpb.Member[] => [...member.members()];

  /** Answers once the change is applied, however long that takes, or the caller gives up. */
  const propose = (change: Change, call: UnaryCall, answer: () => Uint8Array): void => {
    const giveUp = member.proposeChange(change, (error) => {
      if (error === null) call.respondJoined(header(), answer());
      else failCall(call, error);
    });
    call.onCancel(giveUp);
  };

  unary(
    routes,
    member,
    `${service}/MemberAdd`,
    etcdserverpb.decodeMemberAddRequest,
    (request, call) => {
      const { isLearner } = request;
      const peerUrls = checkedUrls(request.peerURLs);
      member.callers.admin(call);
      if (member.isReconfigurationStrict) {
        refuse(checkAddMember(member.reconfigurationView(), { isLearner }));
      }
      const id = deriveMemberId({ peerUrls, addedUnixSeconds: member.wallMs / 1000 }, (bytes) =>
        createHash("sha1").update(bytes).digest(),
      );
      const added = { id, name: "", peerUrls, clientUrls: [], isLearner };
      const change = {
        type: isLearner ? ConfChangeAddLearnerNode : ConfChangeAddNode,
        nodeId: id,
        context: encodeConfChangeContext({ member: added, isPromote: false }),
      };
      propose(change, call, () =>
        etcdserverpb.encodeMemberAddResponse({
          member: { ID: id, peerURLs: peerUrls, isLearner },
          members: list(),
        }),
      );
    },
  );

  unary(
    routes,
    member,
    `${service}/MemberRemove`,
    etcdserverpb.decodeMemberRemoveRequest,
    (request, call) => {
      member.callers.admin(call);
      if (member.isReconfigurationStrict) {
        refuse(checkRemoveMember(member.reconfigurationView(), request.ID));
      }
      const change = { type: ConfChangeRemoveNode, nodeId: request.ID, context: null };
      propose(change, call, () => etcdserverpb.encodeMemberRemoveResponse({ members: list() }));
    },
  );

  unary(
    routes,
    member,
    `${service}/MemberUpdate`,
    etcdserverpb.decodeMemberUpdateRequest,
    (request, call) => {
      member.callers.admin(call);
      const updated = {
        id: request.ID,
        name: "",
        peerUrls: request.peerURLs,
        clientUrls: [],
        isLearner: member.store.members.get(request.ID)?.isLearner ?? false,
      };
      const change = {
        type: ConfChangeUpdateNode,
        nodeId: request.ID,
        context: encodeConfChangeContext({ member: updated, isPromote: false }),
      };
      propose(change, call, () => etcdserverpb.encodeMemberUpdateResponse({ members: list() }));
    },
  );

  unary(
    routes,
    member,
    `${service}/MemberPromote`,
    etcdserverpb.decodeMemberPromoteRequest,
    (request, call) => {
      member.callers.admin(call);
      member.promote(request.ID).then(
        (members) =>
          call.respondJoined(
            header(),
            etcdserverpb.encodeMemberPromoteResponse({ members: [...members] }),
          ),
        (error: unknown) => failCall(call, error),
      );
    },
  );

  unary(
    routes,
    member,
    `${service}/MemberList`,
    etcdserverpb.decodeMemberListRequest,
    (request, call) => {
      member.callers.known(call);
      const respond = (): void =>
        call.respondJoined(header(), etcdserverpb.encodeMemberListResponse({ members: list() }));
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

function refuse(error: RequestError | null): void {
  if (error !== null) throw error;
}

function checkedUrls(urls: readonly string[]): string[] {
  try {
    return [...parseMemberUrls(urls)];
  } catch (error) {
    if (error instanceof UrlError) throw new RequestError("MemberBadURLs");
    throw error;
  }
}
