/**
 * Members that speak TLS to each other, and to clients on a port beside the plain one, which
 * stays for the harness's own questions.
 */

import type { TestContext } from "node:test";
import { ClusterMember } from "../cluster/cluster-member.ts";
import { freePorts } from "../process/ports.ts";
import type { ServerCommand } from "../process/server-command.ts";

export interface TlsMember {
  readonly member: ClusterMember;
  /** `https://127.0.0.1:port` for clients. */
  readonly secureUrl: string;
  readonly securePort: number;
}

export interface TlsClusterOptions {
  /** One for each member: m1, m2, ... */
  readonly programs: readonly ServerCommand[];
  /** TLS flags of the member with this index. */
  readonly flags: (index: number) => readonly string[];
}

const HOST = "127.0.0.1";

/** Members that were told to found a cluster over https URLs, and launched; they may not serve. */
export async function launchTlsCluster(
  t: Pick<TestContext, "after">,
  { programs, flags }: TlsClusterOptions,
): Promise<readonly TlsMember[]> {
  const ports = await freePorts(programs.length * 3);
  const members = programs.map((command, index): TlsMember => {
    const [clientPort, peerPort, securePort] = ports.slice(index * 3) as [number, number, number];
    const secureUrl = `https://${HOST}:${securePort}`;
    const peerUrl = `https://${HOST}:${peerPort}`;
    const clientUrls = `http://${HOST}:${clientPort},${secureUrl}`;
    const member = new ClusterMember({
      name: `m${index + 1}`,
      command,
      place: { host: HOST, clientPort, peerPort, launcher: [], advertisedPeerUrl: peerUrl },
      flags: [
        `--listen-peer-urls=${peerUrl}`,
        `--listen-client-urls=${clientUrls}`,
        `--advertise-client-urls=${clientUrls}`,
        ...flags(index),
      ],
      founding: { initialCluster: "", state: "new" },
      parentDirectory: null,
    });
    return { member, secureUrl, securePort };
  });
  t.after(async () => {
    await Promise.all(members.map(({ member }) => member.dispose({ keepFiles: false })));
  });
  const initialCluster = members.map(({ member }) => `${member.name}=${member.peerUrl}`).join(",");
  for (const { member } of members) {
    member.founding = { initialCluster, state: "new" };
    member.launch();
  }
  return members;
}

/** The same, and every member serves. */
export async function startTlsCluster(
  t: Pick<TestContext, "after">,
  options: TlsClusterOptions,
): Promise<readonly TlsMember[]> {
  const members = await launchTlsCluster(t, options);
  await Promise.all(
    members.map(async ({ member }) => {
      await member.serving();
      await member.status();
    }),
  );
  return members;
}
