import { type Client, cluster } from "@kvorum/client";
import {
  badArguments,
  badFeature,
  type CommandCall,
  callFailed,
  parseUint64,
  ValueError,
} from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { checkMemberUrls } from "../member-urls.ts";
import { memberChangeRendering, memberListRendering } from "../render/member.ts";
import { type Session, withSession } from "../session.ts";

/** `member list` */
export async function list(call: CommandCall): Promise<number> {
  const consistency = call.flags.string("consistency");
  // etcdctl names the default of another command here.
  if (consistency !== "l" && consistency !== "s") {
    throw badFeature('unknown consistency flag "l"');
  }
  return await withClient(call, async (session, client, options) => {
    const request = { linearizable: consistency === "l" };
    const response = await client.unary(cluster.memberList, request, options);
    session.display(memberListRendering(response, session));
  });
}

/** `member add <name>` */
export async function add(call: CommandCall): Promise<number> {
  const { args, flags, terminal } = call;
  if (args.length < 1) throw badArguments("member name not provided");
  if (args.length > 1) {
    const hints = args
      .filter((arg) => arg.toLowerCase().startsWith("http"))
      .map((arg) => `, did you mean --peer-urls=${arg}`);
    throw badArguments(`too many arguments${hints.join("")}`);
  }
  const name = args[0]!;
  const peerURLs = peerUrls(call);
  const isLearner = flags.bool("learner");
  return await withClient(call, async (session, client, options) => {
    checkMemberUrls(peerURLs);
    const response = await client.unary(cluster.memberAdd, { peerURLs, isLearner }, options);
    const memberId = response.member?.ID ?? 0n;
    session.display(
      memberChangeRendering(pb.messageTypes["MemberAddResponse"]!, response, {
        isHex: session.isHex,
        memberId,
        verb: isLearner ? "added as learner to" : "added to",
      }),
    );
    if (session.format !== "simple") return;
    const initialCluster = response.members.flatMap((member) =>
      member.peerURLs.map((url) => `${member.ID === memberId ? name : member.name}=${url}`),
    );
    terminal.writeOut(
      `\nETCD_NAME="${name}"\nETCD_INITIAL_CLUSTER="${initialCluster.join(",")}"\nETCD_INITIAL_ADVERTISE_PEER_URLS="${peerURLs.join(",")}"\nETCD_INITIAL_CLUSTER_STATE="existing"\n`,
    );
  });
}

/** `member remove <ID>` */
export async function remove(call: CommandCall): Promise<number> {
  const memberId = memberIdArgument(call);
  return await withClient(call, async (session, client, options) => {
    const response = await client.unary(cluster.memberRemove, { ID: memberId }, options);
    session.display(
      memberChangeRendering(pb.messageTypes["MemberRemoveResponse"]!, response, {
        isHex: session.isHex,
        memberId,
        verb: "removed from",
      }),
    );
  });
}

/** `member update <ID>` */
export async function update(call: CommandCall): Promise<number> {
  const memberId = memberIdArgument(call);
  const peerURLs = peerUrls(call);
  return await withClient(call, async (session, client, options) => {
    checkMemberUrls(peerURLs);
    const response = await client.unary(cluster.memberUpdate, { ID: memberId, peerURLs }, options);
    session.display(
      memberChangeRendering(pb.messageTypes["MemberUpdateResponse"]!, response, {
        isHex: session.isHex,
        memberId,
        verb: "updated in",
      }),
    );
  });
}

/** `member promote <ID>` */
export async function promote(call: CommandCall): Promise<number> {
  const memberId = memberIdArgument(call);
  return await withClient(call, async (session, client, options) => {
    const response = await client.unary(cluster.memberPromote, { ID: memberId }, options);
    session.display(
      memberChangeRendering(pb.messageTypes["MemberPromoteResponse"]!, response, {
        isHex: session.isHex,
        memberId,
        verb: "promoted in",
      }),
    );
  });
}

async function withClient(
  call: CommandCall,
  body: (session: Session, client: Client, options: { timeoutMs: number }) => Promise<void>,
): Promise<number> {
  return await withSession(call, async (session) => {
    const client = await session.client();
    try {
      await body(session, client, { timeoutMs: session.commandTimeoutMs });
      return 0;
    } catch (error) {
      throw callFailed(error);
    }
  });
}

function memberIdArgument(call: CommandCall): bigint {
  if (call.args.length !== 1) throw badArguments("member ID is not provided");
  try {
    return parseUint64(call.args[0]!, 16);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw badArguments(`bad member ID arg (${error.message}), expecting ID in Hex`);
  }
}

function peerUrls(call: CommandCall): readonly string[] {
  const text = call.flags.string("peer-urls");
  if (text === "") throw badArguments("member peer urls not provided");
  return text.split(",");
}
