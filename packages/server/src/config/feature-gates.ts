/**
 * The feature gates of --feature-gates: names, stages, defaults, and how the switches for a whole
 * stage combine with those for one gate. Server flags, section 5.
 */

import { FlagValueError, parseGoBool } from "./go-values.ts";

interface Gate {
  readonly stage: "ALPHA" | "BETA";
  readonly enabled: boolean;
}

export const featureGates = {
  CompactHashCheck: { stage: "ALPHA", enabled: false },
  FastLeaseKeepAlive: { stage: "BETA", enabled: true },
  InitialCorruptCheck: { stage: "ALPHA", enabled: false },
  LeaseCheckpoint: { stage: "ALPHA", enabled: false },
  LeaseCheckpointPersist: { stage: "ALPHA", enabled: false },
  PriorityRequest: { stage: "ALPHA", enabled: false },
  SetMemberLocalAddr: { stage: "ALPHA", enabled: false },
  StopGRPCServiceOnDefrag: { stage: "ALPHA", enabled: false },
  TxnModeWriteWithSharedBuffer: { stage: "BETA", enabled: true },
} as const satisfies { readonly [name: string]: Gate };

export type FeatureGate = keyof typeof featureGates;

export type FeatureGates = { readonly [Name in FeatureGate]: boolean };

/** What the user set, by gate or stage name (`AllAlpha`, `AllBeta`). */
export type GateSwitches = { readonly [name: string]: boolean };

/** Reads `A=true,B=false`. @throws FlagValueError */
export function parseGateSwitches(text: string): GateSwitches {
  const switches: { [name: string]: boolean } = {};
  for (const part of text.split(",")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = (equals < 0 ? part : part.slice(0, equals)).trim();
    if (equals < 0) throw new FlagValueError(`missing bool value for ${name}`);
    const word = part.slice(equals + 1).trim();
    const value = parseGoBool(word);
    if (value === null) {
      throw new FlagValueError(
        `invalid value of ${name}=${word}, err: strconv.ParseBool: parsing "${word}": invalid syntax`,
      );
    }
    if (name !== "AllAlpha" && name !== "AllBeta" && !Object.hasOwn(featureGates, name)) {
      throw new FlagValueError(`unrecognized feature gate: ${name}`);
    }
    switches[name] = value;
  }
  return switches;
}

/** The state of each gate: its own switch, else its stage's, else its default. */
export function resolveGates(switches: GateSwitches): FeatureGates {
  const resolved: { [name: string]: boolean } = {};
  for (const [name, gate] of Object.entries(featureGates)) {
    const stageSwitch = switches[gate.stage === "ALPHA" ? "AllAlpha" : "AllBeta"];
    // A stage that is switched off turns nothing on; one that is switched on turns all on.
    const byStage = stageSwitch === undefined ? gate.enabled : stageSwitch;
    resolved[name] = switches[name] ?? byStage;
  }
  return resolved as FeatureGates;
}

/** Why the combination is impossible, or null. */
export function gateRefusal(gates: FeatureGates): string | null {
  return gates.LeaseCheckpointPersist && !gates.LeaseCheckpoint
    ? "enabling feature gate LeaseCheckpointPersist requires enabling feature gate LeaseCheckpoint"
    : null;
}
