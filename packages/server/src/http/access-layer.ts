/**
 * What every request on a client listener passes before it is routed: the old path prefix, the
 * host whitelist, the refusal of client certificates at the gateway, CORS, OPTIONS. HTTP surface,
 * section 2. Metrics and peer listeners have none of it.
 */

import type { HttpExchange } from "./exchange.ts";
import { plainError } from "./plain-answer.ts";

export interface AccessRules {
  /** Names that the Host header may hold on plain connections; `*` or nothing allows all. */
  readonly hostWhitelist: readonly string[];
  /** Origins as browsers send them; `*` or nothing allows all. */
  readonly corsOrigins: readonly string[];
  /** --client-cert-auth together with the gateway. */
  readonly refusesGatewayCertificates: boolean;
  readonly isAuthEnabled: () => boolean;
}

const GATEWAY_PREFIX = "/v3/";
const OLD_GATEWAY_PREFIX = "/v3beta/";

/** What the rules look at. */
export interface Applicant {
  readonly isSecure: boolean;
  /** The Host header. */
  readonly host: string;
  readonly tlsCommonName: string | null;
}

export interface Refusal {
  readonly status: number;
  readonly text: string;
}

/** The path without the prefix that older releases used. */
export function currentPath(sentPath: string): string {
  return sentPath.startsWith(OLD_GATEWAY_PREFIX)
    ? GATEWAY_PREFIX + sentPath.slice(OLD_GATEWAY_PREFIX.length)
    : sentPath;
}

/** Why a request for a path (in its current form) is not let in, or null. */
export function accessRefusal(
  applicant: Applicant,
  path: string,
  rules: AccessRules,
): Refusal | null {
  if (!applicant.isSecure) {
    const host = hostOf(applicant.host);
    return isHostAllowed(host, rules.hostWhitelist)
      ? null
      : { status: 421, text: unrecognizedHost(host) };
  }
  const isRefused =
    rules.refusesGatewayCertificates &&
    path.startsWith(GATEWAY_PREFIX) &&
    applicant.tlsCommonName !== null &&
    rules.isAuthEnabled();
  return isRefused ? { status: 400, text: COMMON_NAME_IGNORED } : null;
}

const COMMON_NAME_IGNORED =
  "CommonName of client sending a request against gateway will be ignored and not used as expected";

/** The path to route, or null when the request has been answered. */
export function admit(exchange: HttpExchange, sentPath: string, rules: AccessRules): string | null {
  const path = currentPath(sentPath);
  const { isSecure, tlsCommonName } = exchange;
  const host = exchange.header("host") ?? "";
  const refusal = accessRefusal({ isSecure, host, tlsCommonName }, path, rules);
  if (refusal !== null) {
    plainError(exchange, refusal.status, refusal.text);
    return null;
  }
  setCorsHeaders(exchange, rules.corsOrigins);
  if (exchange.method === "OPTIONS") {
    exchange.respond(200, "");
    return null;
  }
  return path;
}

/** A Host header without its port. */
function hostOf(header: string): string {
  const bracket = /^\[([^\]]*)\]/.exec(header);
  if (bracket !== null) return bracket[1]!;
  const colon = header.indexOf(":");
  return colon < 0 || colon !== header.lastIndexOf(":") ? header : header.slice(0, colon);
}

function isHostAllowed(host: string, whitelist: readonly string[]): boolean {
  return whitelist.length === 0 || whitelist.includes("*") || whitelist.includes(host);
}

function unrecognizedHost(host: string): string {
  const shown = JSON.stringify(host);
  return `
The Host header of this request was not recognized, so the request was refused: a page in a
browser could otherwise reach this server through a name of its own (CVE-2018-5702).

* Enabling TLS switches this check off.
* To let this host in, start the server with --host-whitelist ${shown}
`;
}

function setCorsHeaders(exchange: HttpExchange, origins: readonly string[]): void {
  let allowed: string | undefined;
  if (origins.length === 0 || origins.includes("*")) {
    allowed = "*";
  } else {
    const origin = exchange.header("origin");
    if (origin !== undefined && origins.includes(origin)) allowed = origin;
  }
  if (allowed === undefined) return;
  exchange.setHeader("Access-Control-Allow-Headers", "accept, content-type, authorization");
  exchange.setHeader("Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE");
  exchange.setHeader("Access-Control-Allow-Origin", allowed);
}
