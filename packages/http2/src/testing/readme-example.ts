import { createServer } from "node:net";
import { GrpcChannel, GrpcRoutes, Http2Server } from "@kvorum/http2";

export async function example(): Promise<string> {
  const routes = new GrpcRoutes();
  routes.unary("/demo.Greeter/Hello", (request, call) => call.respond(request));
  const http2 = new Http2Server({ routes });
  const listener = createServer((socket) => http2.accept(socket, null));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as { port: number };
  const channel = await GrpcChannel.connect({ host: "127.0.0.1", port });
  const answer = await channel.unary("/demo.Greeter/Hello", Buffer.from("hello"));
  await channel.close();
  listener.close();
  await http2.shutdown(1_000);
  return Buffer.from(answer).toString();
}
