/**
 * The two forms in which the log can say who a member is and which version the cluster has: the
 * v2 PUT of releases up to 3.5, and fields 1300 and 1301 of an InternalRaftRequest. Apply
 * specification, section 3.
 *
 *   release   writes   reads           of Kvorum: reads both
 *   3.4       v2       v2 only: the other form ends the process
 *   3.5       v2       both
 *   3.6       v3       both
 *   3.7       v3       v3 only: the other form ends the process
 *
 * So the choice is a matter of life and death for Go members, and it may rest on members that
 * were not seen yet. 3.4 and 3.7 of Go are never in one cluster (section 7).
 */

import type { Clock, Timers } from "@kvorum/base";
import type { PeerVersions } from "@kvorum/peer";
import { bigintSize, lengthDelimited, membershippb, utf8Length, Writer } from "@kvorum/proto";
import { attributesText, memberIdText } from "@kvorum/store";
import { RequestField, wrapRequest } from "../member/log-entry.ts";
import type { KnownVersions } from "./member-versions.ts";
import { compareVersions, type MinorVersion, parseVersion } from "./version.ts";

export type SetterForm = "v2" | "v3";

const FIRST_TO_READ_V3: MinorVersion = { major: 3, minor: 5 };
const FIRST_WITHOUT_V2: MinorVersion = { major: 3, minor: 7 };

export interface FormChoice {
  readonly form: SetterForm;
  /** Members that were not seen could still prove the choice wrong. */
  readonly isCertain: boolean;
}

/**
 * @param others - versions of the other members; null for one that was not reached.
 */
export function chooseForm(known: {
  readonly clusterVersion: string | null;
  readonly others: readonly (PeerVersions | null)[];
}): FormChoice {
  const { others } = known;
  const cluster = known.clusterVersion === null ? null : parseVersion(known.clusterVersion);
  // No member is older than the cluster version, once it is decided: 3.0 only stands in for one.
  if (cluster !== null && compareVersions(cluster, FIRST_TO_READ_V3) >= 0) {
    return { form: "v3", isCertain: true };
  }
  let isComplete = true;
  let hasGo37 = false;
  for (const versions of others) {
    const server = versions === null ? null : parseVersion(versions.server);
    if (server === null) isComplete = false;
    else if (compareVersions(server, FIRST_TO_READ_V3) < 0) return { form: "v2", isCertain: true };
    else if (versions?.isKvorum !== true && compareVersions(server, FIRST_WITHOUT_V2) >= 0) {
      hasGo37 = true;
    }
  }
  if (isComplete || hasGo37) return { form: "v3", isCertain: true };
  // Every release but one reads v2.
  return { form: "v2", isCertain: false };
}

/** How long members that have not been seen are waited for. */
const PATIENCE_MS = 3000;
const RETRY_MS = 100;

export interface FormPorts {
  readonly clusterVersion: () => string | null;
  /** Of all members but the own one. */
  readonly askOthers: () => Promise<KnownVersions>;
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * The form for an entry that this member proposes now. Asks the others; when some do not answer
 * and it matters, asks again for a few seconds before it decides without them.
 */
export async function settleForm(ports: FormPorts): Promise<SetterForm> {
  const untilMs = ports.clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    let choice = chooseForm({ clusterVersion: ports.clusterVersion(), others: [null] });
    if (choice.isCertain) return choice.form;
    const others = [...(await ports.askOthers()).values()];
    choice = chooseForm({ clusterVersion: ports.clusterVersion(), others });
    if (choice.isCertain || ports.clock.monotonicMs() >= untilMs) return choice.form;
    await new Promise<void>((resolve) => {
      ports.timers.after(RETRY_MS, resolve);
    });
  }
}

/** What a membership setter says. */
export type MembershipSetter =
  | {
      readonly kind: "attributes";
      readonly memberId: bigint;
      readonly name: string;
      readonly clientUrls: readonly string[];
    }
  | { readonly kind: "version"; readonly version: string };

/** The data of the log entry. The id is given in its two parts, see RequestIds. */
export function encodeSetter(
  setter: MembershipSetter,
  form: SetterForm,
  id: { readonly prefix: number; readonly low: number },
): Uint8Array {
  if (form === "v2") return encodeV2Put(setter, (BigInt(id.prefix) << 48n) | BigInt(id.low));
  return setter.kind === "version"
    ? wrapRequest(
        RequestField.clusterVersionSet,
        membershippb.encodeClusterVersionSetRequest({ ver: setter.version }),
        id,
        id.low,
      )
    : wrapRequest(
        RequestField.clusterMemberAttrSet,
        membershippb.encodeClusterMemberAttrSetRequest({
          memberID: setter.memberId,
          memberAttributes: { name: setter.name, clientUrls: setter.clientUrls },
        }),
        id,
        id.low,
      );
}

/**
 * Fields 5 to 16 of a v2 Request, all zero, as Go's writers emit them: dir, prevValue, prevIndex,
 * expiration, wait, since, recursive, sorted, quorum, time, stream. Not written: 8 and 17.
 */
const V2_ZERO_FIELDS = Uint8Array.of(
  ...[0x28, 0x00, 0x32, 0x00, 0x38, 0x00, 0x48, 0x00, 0x50, 0x00, 0x58, 0x00],
  ...[0x60, 0x00, 0x68, 0x00, 0x70, 0x00, 0x78, 0x00, 0x80, 0x01, 0x00],
);

function encodeV2Put(setter: MembershipSetter, id: bigint): Uint8Array {
  const path =
    setter.kind === "version"
      ? "/0/version"
      : `/0/members/${memberIdText(setter.memberId)}/attributes`;
  const value =
    setter.kind === "version"
      ? setter.version
      : attributesText({
          id: setter.memberId,
          name: setter.name,
          clientUrls: setter.clientUrls,
          peerUrls: [],
          isLearner: false,
        });
  const texts: readonly (readonly [tag: number, text: string])[] = [
    [0x12, "PUT"],
    [0x1a, path],
    [0x22, value],
  ];
  let size = 1 + bigintSize(id) + V2_ZERO_FIELDS.length;
  for (const [, text] of texts) size += 1 + lengthDelimited(utf8Length(text));
  const writer = new Writer(size);
  writer.uint32(0x08);
  writer.bigInt(id);
  for (const [tag, text] of texts) {
    writer.uint32(tag);
    writer.string(text);
  }
  for (const byte of V2_ZERO_FIELDS) writer.byte(byte);
  return writer.finish();
}
