import { type Client, kv } from "@kvorum/client";
import { badArguments, type CommandCall, callFailed } from "@kvorum/command-line";
import type { Init, etcdserverpb as pb } from "@kvorum/proto";
import { rangeRequest } from "../operations.ts";
import { getRendering } from "../render/kv.ts";
import { withSession } from "../session.ts";

/** `get <key> [range_end]` */
export async function run(call: CommandCall): Promise<number> {
  const { args, flags } = call;
  const request = rangeRequest(args, flags);
  return await withSession(call, async (session) => {
    const client = await session.client();
    const options = { timeoutMs: session.commandTimeoutMs };
    let response: pb.RangeResponse;
    try {
      response = flags.bool("stream")
        ? await rangeStream(client, request, options)
        : await client.unary(kv.range, request, options);
    } catch (error) {
      throw callFailed(error);
    }
    if (flags.bool("count-only") && session.format !== "fields") {
      throw badArguments("--count-only is only for `--write-out=fields`");
    }
    const valueOnly = flags.bool("print-value-only");
    if (valueOnly && session.format !== "simple") {
      throw badArguments("print-value-only is only for `--write-out=simple`");
    }
    session.display(getRendering(response, { isHex: session.isHex, valueOnly }));
    return 0;
  });
}

/** The parts of a streamed range, put together: the last one carries header, more and count. */
async function rangeStream(
  client: Client,
  request: Init<pb.RangeRequest>,
  options: { timeoutMs: number },
): Promise<pb.RangeResponse> {
  const stream = await client.stream(kv.rangeStream, options);
  stream.send(request);
  stream.halfClose();
  const whole: pb.RangeResponse = { header: null, kvs: [], more: false, count: 0 };
  for await (const { rangeResponse } of stream) {
    if (rangeResponse === null) continue;
    for (const kv of rangeResponse.kvs) whole.kvs.push(kv);
    whole.header = rangeResponse.header ?? whole.header;
    whole.more = rangeResponse.more;
    whole.count = rangeResponse.count;
  }
  return whole;
}
