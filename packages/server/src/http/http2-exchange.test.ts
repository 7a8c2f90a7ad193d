import assert from "node:assert/strict";
import { type ClientHttp2Session, connect } from "node:http2";
import net from "node:net";
import { after, before, test } from "node:test";
import { Http2Server, type StreamCall } from "@kvorum/http2";
import { etcdserverpb } from "@kvorum/proto";
import { Harness } from "../gateway/gateway-harness.ts";
import { Http2Exchange } from "./http2-exchange.ts";

let harness: Harness;
let server: Http2Server;
let listener: net.Server;
let session: ClientHttp2Session;

before(async () => {
  harness = await Harness.start();
  harness.routes.unary("/etcdserverpb.KV/Range", (request, call) =>
    call.respond(etcdserverpb.encodeRangeResponse({ count: request.length })),
  );
  harness.routes.bidiStream("/etcdserverpb.Watch/Watch", (call: StreamCall) => {
    call.onMessage(() => void call.send(etcdserverpb.encodeWatchResponse({ created: true })));
    call.onHalfClose(() => call.end());
  });
  server = new Http2Server({
    routes: harness.routes,
    onHttpRequest: (call) => harness.edges.clientHandler(new Http2Exchange(call)),
  });
  listener = net.createServer((socket) => server.accept(socket, null));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  session = connect(`http://127.0.0.1:${(listener.address() as net.AddressInfo).port}`);
});

after(async () => {
  session.destroy();
  listener.close();
  await server.shutdown(0);
  await harness.stop();
});

function request(
  method: string,
  path: string,
  body = "",
): Promise<{ readonly headers: { [name: string]: unknown }; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ":method": method, ":path": path });
    let headers: { [name: string]: unknown } = {};
    let text = "";
    stream.setEncoding("utf8");
    stream.on("response", (received) => {
      headers = received;
    });
    stream.on("data", (chunk: string) => {
      text += chunk;
    });
    stream.on("end", () => resolve({ headers, body: text }));
    stream.on("error", reject);
    if (method !== "GET") stream.end(body);
  });
}

test("the client router answers requests that came over HTTP/2", async () => {
  const version = await request("GET", "/version");
  assert.equal(version.headers[":status"], 200);
  assert.equal(version.headers["content-type"], "application/json");
  assert.equal(version.headers["access-control-allow-origin"], "*");
  assert.equal(version.body, '{"etcdserver":"3.7.1","etcdcluster":"3.7.0","storage":"3.7.0"}');
  const missing = await request("GET", "/nosuch");
  assert.equal(`${missing.headers[":status"]} ${missing.body}`, "404 404 page not found\n");
});

test("the gateway answers over HTTP/2, unary and streaming", async () => {
  const range = await request("POST", "/v3/kv/range", '{"key":"YQ=="}');
  assert.equal(range.body, '{"count":"3"}');
  const failed = await request("POST", "/v3/kv/range", "nope");
  assert.equal(failed.headers[":status"], 400);
  const watch = await request("POST", "/v3/watch", "{}{}");
  assert.equal(watch.body, '{"result":{"created":true}}\n{"result":{"created":true}}\n');
});
