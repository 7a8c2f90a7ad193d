/**
 * The member that the interoperability tests of one file share: Kvorum when it is built, or the
 * server that KVORUM_TEST_SERVER names. When there is none, the tests skip and say why.
 */

import { MemberProcess } from "../process/member-process.ts";
import { serverUnderTest } from "../process/server-command.ts";

export class ServerFixture {
  /** The value of a test's `skip` option. */
  readonly skip: string | false;
  readonly isKvorum: boolean;
  #member: MemberProcess | null = null;

  /** @param missing - what else the tests need, from skipWithout(); false when all is there. */
  constructor(missing: string | false = false) {
    const server = serverUnderTest();
    this.skip = typeof server === "string" ? server : missing;
    this.isKvorum = typeof server !== "string" && server.isKvorum;
  }

  /** For before(): starts the member unless the tests are skipped. */
  async start(): Promise<void> {
    const server = serverUnderTest();
    if (this.skip !== false || typeof server === "string") return;
    this.#member = await MemberProcess.start({ command: server });
  }

  /** For after(). */
  async stop(): Promise<void> {
    await this.#member?.dispose();
  }

  get member(): MemberProcess {
    if (this.#member === null) throw new Error("the fixture is not started");
    return this.#member;
  }
}
