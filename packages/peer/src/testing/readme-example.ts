import { createServer } from "node:http";
import { HttpTransport, type HttpTransportOptions } from "@kvorum/peer";
import { raftpb } from "@kvorum/proto";

/** One member asks the other for its vote; `heard` resolves when the other's receiver has it. */
export async function example(
  one: HttpTransportOptions,
  other: HttpTransportOptions,
  heard: Promise<void>,
): Promise<void> {
  const [candidate, voter] = [new HttpTransport(one), new HttpTransport(other)];
  const server = createServer((request, response) => {
    if (!voter.handle(request, response)) response.writeHead(404).end();
  });
  server.requestTimeout = 0; // Streams and snapshots last as long as they last.
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  candidate.addPeer(other.localId, [`http://127.0.0.1:${port}`]);
  const vote = { type: raftpb.MessageType.MsgVote, from: one.localId, to: other.localId };
  candidate.send([{ ...raftpb.createMessage(), ...vote }]); // Once for each turn.
  await heard;
  await Promise.all([candidate.stop(), voter.stop()]); // Before the server is closed.
  server.close();
}
