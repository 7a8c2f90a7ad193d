/** Results of the member commands. */

import {
  type JsonOptions,
  messageRendering,
  quoteText,
  type Rendering,
} from "@kvorum/command-line";
import { type MessageDescriptor, etcdserverpb as pb } from "@kvorum/proto";
import { type FieldsOptions, headerFields, identifier } from "./header.ts";

/** With --hex these become strings, in the member commands only. */
const HEX_FIELDS: JsonOptions = { hexFields: new Set(["cluster_id", "member_id", "ID"]) };

export function memberListRendering(
  response: pb.MemberListResponse,
  options: FieldsOptions,
): Rendering {
  return messageRendering(pb.messageTypes["MemberListResponse"]!, response, {
    simple: (output) => {
      for (const member of response.members) output.line(memberRow(member).join(", "));
    },
    fields: (output) => {
      headerFields(output, response.header, options);
      for (const member of response.members) {
        output.line(`"ID" : ${identifier(member.ID, options)}`);
        output.line(`"Name" : ${quoteText(member.name)}`);
        for (const url of member.peerURLs) output.line(`"PeerURL" : ${quoteText(url)}`);
        for (const url of member.clientURLs) output.line(`"ClientURL" : ${quoteText(url)}`);
        output.line(`"IsLearner" : ${member.isLearner}`);
        output.line("");
      }
    },
    table: () => ({
      header: ["ID", "Status", "Name", "Peer Addrs", "Client Addrs", "Is Learner"],
      rows: response.members.map(memberRow),
    }),
    ...(options.isHex ? { jsonOptions: HEX_FIELDS } : {}),
  });
}

function memberRow(member: pb.Member): (string | boolean)[] {
  return [
    member.ID.toString(16),
    member.name === "" ? "unstarted" : "started",
    member.name,
    member.peerURLs.join(","),
    member.clientURLs.join(","),
    member.isLearner,
  ];
}

/** The answer of a change: one line in the simple format, no fields. */
export function memberChangeRendering(
  descriptor: MessageDescriptor,
  response: { readonly header: pb.ResponseHeader | null },
  options: FieldsOptions & { readonly memberId: bigint; readonly verb: string },
): Rendering {
  const cluster = paddedHex(response.header?.clusterId ?? 0n);
  return messageRendering(descriptor, response, {
    simple: (output) =>
      output.line(`Member ${paddedHex(options.memberId)} ${options.verb} cluster ${cluster}`),
    fields: null,
    ...(options.isHex ? { jsonOptions: HEX_FIELDS } : {}),
  });
}

/** Sixteen columns, padded with blanks. */
function paddedHex(id: bigint): string {
  return id.toString(16).padStart(16);
}
