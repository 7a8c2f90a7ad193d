/**
 * A network of its own for every member: one namespace each, joined by a bridge, with packet
 * filters that cut single directions or lose a share of the packets. reliability.md, part 6.
 *
 * Addresses come from 198.18.0.0/15, the block that RFC 2544 sets aside for tests, so that nothing
 * real can be meant. The harness reaches every member through the bridge; filters look at members'
 * addresses only, so that clients stay connected while members are cut off.
 *
 * All that is made here carries the id of this process in its name. It is removed by dispose(), at
 * the latest when this process exits; what a killed process left behind is removed by the next run.
 */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { assert } from "@kvorum/base";
import { findProgram } from "../process/programs.ts";

const MAX_MEMBERS = 9;
/** The host part of the harness's own address on the bridge. */
const HARNESS_HOST = 254;
const NAME_PREFIX = "kvorum-";
const LINK_PREFIX = "kv";

let networksMade = 0;

export class NamespaceNetwork {
  readonly membersCount: number;
  readonly #bridge: string;
  /** Bridge, namespaces and links share it. */
  readonly #tag: string;
  readonly #subnet: string;
  /** Whether packets of a directed link are dropped, at [to][from]. */
  readonly #isCut: boolean[][];
  /** Packets of a hundred that a directed link loses, at [to][from]. */
  readonly #lossPercent: number[][];
  readonly #onExit = (): void => this.dispose();
  #isDisposed = false;

  private constructor(membersCount: number) {
    assert(membersCount >= 1 && membersCount <= MAX_MEMBERS, `${membersCount} members`);
    this.membersCount = membersCount;
    this.#tag = `${process.pid.toString(36)}x${networksMade++}`;
    this.#bridge = `${LINK_PREFIX}${this.#tag}b`;
    this.#subnet = freeSubnet();
    this.#isCut = matrix(membersCount, false);
    this.#lossPercent = matrix(membersCount, 0);
  }

  /** The value of a test's `skip` option: false, or why no namespaces can be made here. */
  static skip(): string | false {
    for (const program of ["ip", "nft"]) {
      if (findProgram(program) === null) return `not on PATH: ${program}`;
    }
    const name = `${NAME_PREFIX}${process.pid.toString(36)}-probe`;
    try {
      run("ip", ["netns", "add", name]);
    } catch (error) {
      return `network namespaces are not permitted here: ${firstLine(error)}`;
    }
    try {
      run("ip", ["netns", "exec", name, "nft", "list", "tables"]);
    } catch (error) {
      return `packet filters do not work here: ${firstLine(error)}`;
    } finally {
      run("ip", ["netns", "delete", name]);
    }
    return false;
  }

  static create(membersCount: number): NamespaceNetwork {
    removeLeftovers();
    const network = new NamespaceNetwork(membersCount);
    process.once("exit", network.#onExit);
    try {
      network.#build();
    } catch (error) {
      network.dispose();
      throw error;
    }
    return network;
  }

  /** The address of a member, counted from 0. */
  address(member: number): string {
    assert(member >= 0 && member < this.membersCount, `member ${member}`);
    return `${this.#subnet}.${member + 1}`;
  }

  /** What runs a program inside the member's namespace, to be put in front of its arguments. */
  launcher(member: number): readonly string[] {
    return ["ip", "netns", "exec", this.#namespace(member)];
  }

  /** Drops every packet that `from` sends to `to`. */
  cutOneWay(link: { readonly from: number; readonly to: number }): void {
    this.#isCut[link.to]![link.from] = true;
    this.#applyFilters(link.to);
  }

  /** Drops every packet between the two groups, in both directions. */
  cut(groupA: readonly number[], groupB: readonly number[]): void {
    for (const a of groupA) {
      for (const b of groupB) {
        this.#isCut[a]![b] = true;
        this.#isCut[b]![a] = true;
      }
    }
    for (const member of new Set([...groupA, ...groupB])) this.#applyFilters(member);
  }

  /** Lets every member talk to its two neighbours only: any majority overlaps, none is the same. */
  cutToRing(): void {
    const count = this.membersCount;
    for (let to = 0; to < count; to++) {
      for (let from = 0; from < count; from++) {
        const distance = Math.min((from - to + count) % count, (to - from + count) % count);
        this.#isCut[to]![from] = distance > 1;
      }
      this.#applyFilters(to);
    }
  }

  /** Every link between members loses this share of its packets, at random. */
  lose(percent: number): void {
    for (const [to, row] of this.#lossPercent.entries()) {
      row.fill(percent);
      this.#applyFilters(to);
    }
  }

  /** All links work again. */
  heal(): void {
    for (let to = 0; to < this.membersCount; to++) {
      this.#isCut[to]!.fill(false);
      this.#lossPercent[to]!.fill(0);
      this.#applyFilters(to);
    }
  }

  /** Removes all of it; may be called twice. Processes inside must have ended. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    process.removeListener("exit", this.#onExit);
    for (let member = 0; member < this.membersCount; member++) {
      // The link's outer end goes with its inner one, once nothing runs inside; deleted by hand,
      // it is gone even if something does.
      runQuietly("ip", ["link", "delete", this.#outerLink(member)]);
      runQuietly("ip", ["netns", "delete", this.#namespace(member)]);
    }
    runQuietly("ip", ["link", "delete", this.#bridge]);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #namespace(member: number): string {
    return `${NAME_PREFIX}${this.#tag}-${member}`;
  }

  #outerLink(member: number): string {
    return `${LINK_PREFIX}${this.#tag}m${member}`;
  }

  #build(): void {
    const lines = [
      `link add ${this.#bridge} type bridge`,
      `address add ${this.#subnet}.${HARNESS_HOST}/24 dev ${this.#bridge}`,
      `link set ${this.#bridge} up`,
    ];
    for (let member = 0; member < this.membersCount; member++) {
      const namespace = this.#namespace(member);
      const outer = this.#outerLink(member);
      run("ip", ["netns", "add", namespace]);
      lines.push(
        `link add ${outer} type veth peer name eth0 netns ${namespace}`,
        `link set ${outer} master ${this.#bridge} up`,
      );
    }
    run("ip", ["-batch", "-"], lines.join("\n"));
    for (let member = 0; member < this.membersCount; member++) {
      const inside = [
        `address add ${this.address(member)}/24 dev eth0`,
        "link set eth0 up",
        "link set lo up",
      ];
      run("ip", ["-netns", this.#namespace(member), "-batch", "-"], inside.join("\n"));
    }
  }

  /** Replaces the rules of the member's namespace in one step. */
  #applyFilters(to: number): void {
    const rules: string[] = [];
    for (let from = 0; from < this.membersCount; from++) {
      if (from === to) continue;
      const percent = this.#lossPercent[to]![from]!;
      if (this.#isCut[to]![from]!) rules.push(`ip saddr ${this.address(from)} drop`);
      else if (percent > 0) {
        rules.push(`ip saddr ${this.address(from)} numgen random mod 100 < ${percent} drop`);
      }
    }
    const script = [
      "table inet faults",
      "delete table inet faults",
      "table inet faults {",
      "chain arriving { type filter hook input priority 0; policy accept;",
      ...rules,
      "}",
      "}",
      "",
    ].join("\n");
    const [program, ...args] = [...this.launcher(to), "nft", "-f", "-"];
    run(program!, args, script);
  }
}

/** The first 24-bit block of the test addresses that no interface has. */
function freeSubnet(): string {
  const taken = run("ip", ["-4", "-oneline", "address", "show"]);
  // Two runs that start together choose differently.
  const first = process.pid + networksMade;
  for (let i = 0; i < 512; i++) {
    const block = (first + i) % 512;
    const subnet = `198.${18 + (block >> 8)}.${block & 255}`;
    if (!taken.includes(` ${subnet}.`)) return subnet;
  }
  throw new Error("no free block of test addresses");
}

/** Removes what processes that no longer exist have made. */
function removeLeftovers(): void {
  const isOrphan = (tag: string): boolean => {
    const pid = Number.parseInt(tag.split("x")[0]!, 36);
    return Number.isInteger(pid) && !existsSync(`/proc/${pid}`);
  };
  for (const line of run("ip", ["netns", "list"]).split("\n")) {
    const match = /^kvorum-([0-9a-z]+x\d+)-\d+/.exec(line);
    if (match !== null && isOrphan(match[1]!)) {
      runQuietly("ip", ["netns", "delete", match[0]]);
    }
  }
  for (const line of run("ip", ["-oneline", "link", "show"]).split("\n")) {
    const match = /^\d+: (kv([0-9a-z]+x\d+)(?:b|m\d))[:@]/.exec(line);
    if (match !== null && isOrphan(match[2]!)) runQuietly("ip", ["link", "delete", match[1]!]);
  }
}

function matrix<T>(size: number, value: T): T[][] {
  return Array.from({ length: size }, () => new Array<T>(size).fill(value));
}

/** @throws Error with what the program printed. */
function run(program: string, args: readonly string[], input = ""): string {
  try {
    return execFileSync(program, args, {
      input,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
    });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`${program} ${args.join(" ")}: ${stderr || String(error)}\n${input}`, {
      cause: error,
    });
  }
}

/** For removals: what is not there needs no removal. */
function runQuietly(program: string, args: readonly string[]): void {
  try {
    run(program, args);
  } catch (error) {
    if (!/Cannot find device|No such file|does not exist/.test(String(error))) throw error;
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!;
}
