/**
 * One life of a simulated member: the production member and its services on a simulated process,
 * from opening its disk to its end. Several of them follow each other on one disk.
 */

import type { SeededRandom } from "@kvorum/base";
import type { Route } from "@kvorum/http2";
import type { RawNode } from "@kvorum/raft";
import {
  createServerMetrics,
  createServices,
  type Founding,
  Logger,
  Member,
  MemberRemoved,
  type MemberSettings,
  MetricsRegistry,
  type PasswordAlgorithm,
  Passwords,
  peerServices,
  type Services,
} from "@kvorum/server/member";
import type { FileSystem } from "@kvorum/storage";
import type { MemberDisk } from "../world/disk.ts";
import type { StoredContent } from "../world/engine.ts";
import type { Host, Network, Station } from "../world/network.ts";
import { SimulatedPeerRequests } from "../world/peer-requests.ts";
import { SimulatedTransport } from "../world/peer-transport.ts";
import type { Process } from "../world/process.ts";
import type { ServingLife } from "./calls.ts";
import { captureNode } from "./node-capture.ts";

export interface LifeOptions {
  readonly host: Host;
  readonly network: Network;
  readonly process: Process;
  readonly disk: MemberDisk;
  readonly content: StoredContent;
  readonly settings: MemberSettings;
  readonly founding: Founding;
  readonly random: SeededRandom;
  readonly progressNotifyIntervalMs: number;
  /** Each line of the member's log. */
  readonly log: ((line: string) => void) | null;
  /** The member gave up: what production does after this is to end the process. */
  readonly failed: (error: unknown) => void;
  readonly removed: () => void;
  readonly opened: (life: MemberLife) => void;
  readonly published: (life: MemberLife) => void;
}

/** The simulator does not attack passwords. */
const clearPasswords: PasswordAlgorithm = {
  hash: (password) => Promise.resolve(`clear:${password}`),
  verify: (password, hash) => Promise.resolve(hash === `clear:${password}`),
};

export class MemberLife implements ServingLife {
  readonly process: Process;
  readonly options: LifeOptions;
  /** Null until its disk is open. */
  member: Member | null = null;
  node: RawNode | null = null;
  transport: SimulatedTransport | null = null;
  isPublished = false;
  readonly fileSystem: FileSystem;
  #services: Services | null = null;
  #requests: SimulatedPeerRequests | null = null;
  #isStopping = false;

  constructor(options: LifeOptions) {
    this.options = options;
    this.process = options.process;
    this.fileSystem = options.disk.fileSystem(options.process);
  }

  /** Opens and starts the member; what goes wrong reaches `failed`. */
  start(): void {
    this.#open().catch((error: unknown) => {
      // That one has been told by an event of its own.
      if (error instanceof MemberRemoved) return;
      if (this.process.isAlive) this.options.failed(error);
    });
  }

  get isServing(): boolean {
    return this.process.isAlive && this.isPublished && !this.#isStopping;
  }

  find(path: string): Route | undefined {
    return this.#services?.routes.find(path);
  }

  /** Ends the member in good order. Rejects with what prevented it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#services?.stop();
    await this.member?.stop();
    this.#requests?.close();
  }

  async #open(): Promise<void> {
    const { host, network, disk, content, settings, founding, random } = this.options;
    const { process, fileSystem } = this;
    const clock = process;
    const metrics = createServerMetrics(new MetricsRegistry());
    let station: Station | null = null;
    const peerRequests = new SimulatedPeerRequests({
      ...{ network, host, process },
      clusterId: founding.clusterId,
    });
    this.#requests = peerRequests;
    const { log } = this.options;
    const logger = Logger.create({
      level: log === null ? "fatal" : "debug",
      format: "console",
      sinks: log === null ? [] : [{ write: log, flush: () => {}, close: () => {} }],
      clock,
      utcOffsetMinutes: () => 0,
    });
    const member = await Member.open(
      settings,
      { dataDir: "/data", walDir: null },
      {
        clock,
        timers: process,
        random,
        logger,
        metrics,
        hashSeed: random.below(2 ** 32),
        fileSystem,
        engine: content.engine(process, fileSystem),
        openTransport: ({ memberId }, receiver) => {
          const beforeSend = (): void => disk.point(process, "before send");
          this.transport = new SimulatedTransport({ network, host, process, receiver, beforeSend });
          station = {
            ...{ process, memberId, receiver },
            heardOf: (id, url) => this.transport!.addRemote(id, [url]),
            services: () => peerServices(this.member!),
            startedMs: network.scheduler.nowMs,
          };
          return this.transport;
        },
        peerRequests,
      },
      founding,
      {
        failed: (error) => {
          if (process.isAlive) this.options.failed(error);
        },
        removed: () => this.options.removed(),
      },
    );
    process.assertAlive();
    this.member = member;
    this.node = captureNode(member);
    this.#services = createServices(member, {
      timers: process,
      nowMs: () => process.monotonicMs(),
      electionTimeoutMs: settings.electionTimeoutMs,
      progressNotifyIntervalMs: this.options.progressNotifyIntervalMs,
      jitter: () => random.below(1000) / 1000,
      runSliced: (job, done, failed) => member.jobs.run(job, done, failed),
      passwords: new Passwords(clearPasswords),
      tokenPrefix: () => `t${random.below(2 ** 32)}`,
    });
    // From here on peers get through.
    host.station = station;
    this.options.opened(this);
    await member.start();
    process.assertAlive();
    this.isPublished = true;
    this.options.published(this);
  }
}
