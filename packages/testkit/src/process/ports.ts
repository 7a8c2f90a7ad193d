/**
 * TCP ports that nobody listens on. The kernel hands them out and they are free again when the
 * promise resolves, so another process could take one before its user does: a member that fails to
 * bind reports it, and its start is repeated with fresh ports by MemberProcess.
 */

import { createServer, type Server } from "node:net";

/** `count` different free ports of the loopback interface. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  try {
    const ports: number[] = [];
    for (let i = 0; i < count; i++) {
      const server = createServer();
      servers.push(server);
      ports.push(await listen(server));
    }
    return ports;
  } finally {
    await Promise.all(servers.map(close));
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = server.address();
      if (address === null || typeof address === "string") {
        reject(new Error(`listener without a port: ${String(address)}`));
        return;
      }
      resolve(address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
