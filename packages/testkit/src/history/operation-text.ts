/** One line that says what an operation was, for people who read a violation. */

import { bytesToLatin1 } from "@kvorum/base";
import type { Operation } from "./history.ts";

const TEXT_LENGTH = 40;
const MAX_CHARACTERS = 600;

/** Client, member, method, fields that are not zero, and how it ended. */
export function operationText(operation: Operation): string {
  const { id, client, member, method, request, outcome, reason } = operation;
  const end = outcome === "done" ? "done" : `${outcome} (${reason})`;
  const text = `operation ${id} of client ${client} at ${member}: ${method} ${plainText(request)} ${end}`;
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}...` : text;
}

/** Fields that are not zero, bytes as latin1 text, long values cut. */
export function plainText(message: unknown): string {
  return JSON.stringify(message, (_name, value: unknown) => {
    if (value instanceof Uint8Array) {
      const text = bytesToLatin1(value, 0, Math.min(value.length, TEXT_LENGTH));
      return value.length > TEXT_LENGTH ? `${text}... ${value.length} bytes` : text;
    }
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).filter(([, field]) => !isZero(field)));
    }
    return value;
  });
}

function isZero(value: unknown): boolean {
  return (
    value === null ||
    value === 0 ||
    value === 0n ||
    value === false ||
    value === "" ||
    (value instanceof Uint8Array && value.length === 0) ||
    (Array.isArray(value) && value.length === 0)
  );
}
