/** A real server on a fresh port, for tests of the shells. */

import { type AddressInfo, createServer, type Server } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { Http2Server, type Http2ServerOptions } from "../shell/server.ts";

export interface Listening {
  readonly http2: Http2Server;
  readonly port: number;
  /** Shuts the server down and closes its port. */
  close(): Promise<void>;
}

export async function listen(options: Http2ServerOptions, tls?: TlsOptions): Promise<Listening> {
  const http2 = new Http2Server(options);
  const server: Server =
    tls === undefined
      ? createServer((socket) => http2.accept(socket, null))
      : createTlsServer({ ALPNProtocols: ["h2"], ...tls }, (socket) => http2.accept(socket, null));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    http2,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      await http2.shutdown(100);
    },
  };
}
