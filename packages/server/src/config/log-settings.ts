/**
 * The logging flags together: which combination is refused, in etcd's words, and what the rest
 * means. Server flags, sections 2.4 and 6.3.
 */

import type { LogFormat } from "../logging/fields.ts";
import { type LogLevel, parseLogLevel } from "../logging/logger.ts";
import { isFileOutput } from "../logging/outputs.ts";
import type { RotationSettings } from "../logging/rotating-file.ts";
import type { Settings } from "./flags.ts";
import { goQuote } from "./go-values.ts";

export interface LogSettings {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly outputs: readonly string[];
  readonly rotation: RotationSettings | null;
}

export type LogSettingsResult =
  | { readonly settings: LogSettings; readonly refusal: null; readonly badLevel: null }
  /** Inside the `failed to verify flags` line, exit code 1. */
  | { readonly settings: null; readonly refusal: string; readonly badLevel: null }
  /** etcd panics here: the text goes to stderr, exit code 2. */
  | { readonly settings: null; readonly refusal: null; readonly badLevel: string };

export function readLogSettings(settings: Settings): LogSettingsResult {
  const outputs = settings["log-outputs"].length === 0 ? ["default"] : settings["log-outputs"];
  if (settings.logger === "capnslog") return refused("--logger=capnslog is removed in v3.5");
  if (settings.logger !== "zap") {
    return refused(`unknown logger option ${goQuote(settings.logger)}`);
  }
  if (outputs.length > 1 && outputs.includes("default")) {
    return refused('multi logoutput for "default" is not supported yet');
  }
  let rotation: RotationSettings | null = null;
  if (settings["enable-log-rotation"]) {
    if (outputs.filter(isFileOutput).length !== 1 || outputs.length !== 1) {
      return refused(
        "--log-outputs requires a single file path when --log-rotate-config-json is defined",
      );
    }
    const parsed = parseRotation(settings["log-rotation-config-json"]);
    if (typeof parsed === "string") return refused(parsed);
    rotation = parsed;
  }
  const format = settings["log-format"];
  if (format !== "json" && format !== "console") {
    return refused(`unknown log format: ${format}, supported values json, console`);
  }
  const level = parseLogLevel(settings["log-level"]);
  if (level === null) {
    return {
      settings: null,
      refusal: null,
      badLevel: `unrecognized level: ${goQuote(settings["log-level"])}`,
    };
  }
  return { settings: { level, format, outputs, rotation }, refusal: null, badLevel: null };
}

function refused(refusal: string): LogSettingsResult {
  return { settings: null, refusal, badLevel: null };
}

/** The settings, or the text of the refusal. */
function parseRotation(text: string): RotationSettings | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const reason =
      text.trim() === "" || /end of JSON input/.test((error as Error).message)
        ? "unexpected end of JSON input"
        : (error as Error).message;
    return `improperly formatted log rotation config: ${reason}`;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return `invalid log rotation config: json: cannot unmarshal ${typeNameOf(parsed)} into Go value of type embed.logRotationConfig`;
  }
  const result = { maxsize: 0, maxage: 0, maxbackups: 0, localtime: false, compress: false };
  for (const [rawKey, value] of Object.entries(parsed)) {
    const key = rawKey.toLowerCase();
    if (value === null) continue;
    if (key === "maxsize" || key === "maxage" || key === "maxbackups") {
      if (typeof value !== "number" || !Number.isSafeInteger(value)) {
        return mismatch(value, key, "int");
      }
      if (value < 0) return `invalid log rotation config: ${key} must not be negative`;
      result[key] = value;
    } else if (key === "localtime" || key === "compress") {
      if (typeof value !== "boolean") return mismatch(value, key, "bool");
      result[key] = value;
    }
  }
  return {
    maxSizeMegabytes: result.maxsize,
    maxAgeDays: result.maxage,
    maxBackups: result.maxbackups,
    localTime: result.localtime,
    compress: result.compress,
  };
}

function mismatch(value: unknown, key: string, goType: string): string {
  const shown = typeof value === "number" ? `number ${value}` : typeNameOf(value);
  return (
    `invalid log rotation config: json: cannot unmarshal ${shown} into Go struct field ` +
    `logRotationConfig.${key} of type ${goType}`
  );
}

function typeNameOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean") return "bool";
  return typeof value === "object" ? "object" : typeof value;
}
