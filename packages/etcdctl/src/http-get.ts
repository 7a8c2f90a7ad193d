/** A plain HTTP request to a member's client port, under the session's TLS settings. */

import { get as httpGet, type IncomingMessage } from "node:http";
import { get as httpsGet } from "node:https";
import { parseEndpoint, usesTls } from "@kvorum/client";
import type { Session } from "./session.ts";

/** A page larger than this is not what was asked for. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;

/** The body of a page of the first endpoint. Rejects on any status but 200. */
export function fetchText(session: Session, path: string): Promise<string> {
  const endpoint = parseEndpoint(session.endpoints[0]!);
  const { tls } = session;
  const target =
    endpoint.address.kind === "unix"
      ? { socketPath: endpoint.address.path }
      : { host: endpoint.address.host, port: endpoint.address.port };
  const options = { ...target, path, timeout: session.commandTimeoutMs };
  return new Promise((resolve, reject) => {
    const onResponse = (response: IncomingMessage) => {
      collect(response).then(resolve, reject);
    };
    const request = usesTls([endpoint], tls !== null)
      ? httpsGet(
          {
            ...options,
            rejectUnauthorized: tls?.isServerVerified !== false,
            ...(tls?.ca === undefined ? {} : { ca: Buffer.from(tls.ca) }),
            ...(tls?.cert === undefined ? {} : { cert: Buffer.from(tls.cert) }),
            ...(tls?.key === undefined ? {} : { key: Buffer.from(tls.key) }),
          },
          onResponse,
        )
      : httpGet(options, onResponse);
    request.on("timeout", () => request.destroy(new Error("timed out")));
    request.on("error", reject);
  });
}

async function collect(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_PAGE_BYTES) throw new Error(`page larger than ${MAX_PAGE_BYTES} bytes`);
    parts.push(part);
  }
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  return Buffer.concat(parts).toString("utf8");
}
