/**
 * TLS cipher suites by the names that Go gives them, as OpenSSL knows them. Server flags,
 * section 2 (--cipher-suites).
 *
 * As in Go, the list is about TLS 1.2 only: the suites of TLS 1.3 are always offered, and the
 * order is the program's, not the user's. Suites that this build's OpenSSL has no more (RC4,
 * 3DES) are known names all the same.
 */

import { getCiphers } from "node:tls";

const TLS13_SUITES = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
] as const;

/** Go's name to OpenSSL's, the preferred first. */
const tls12Suites: ReadonlyMap<string, string> = new Map([
  ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"],
  ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"],
  ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"],
  ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384"],
  ["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"],
  ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305"],
  ["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305", "ECDHE-ECDSA-CHACHA20-POLY1305"],
  ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305", "ECDHE-RSA-CHACHA20-POLY1305"],
  ["TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA"],
  ["TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA"],
  ["TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA"],
  ["TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA"],
  ["TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "ECDHE-ECDSA-AES128-SHA256"],
  ["TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE-RSA-AES128-SHA256"],
  ["TLS_RSA_WITH_AES_128_GCM_SHA256", "AES128-GCM-SHA256"],
  ["TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384"],
  ["TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA"],
  ["TLS_RSA_WITH_AES_256_CBC_SHA", "AES256-SHA"],
  ["TLS_RSA_WITH_AES_128_CBC_SHA256", "AES128-SHA256"],
  ["TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "ECDHE-RSA-DES-CBC3-SHA"],
  ["TLS_RSA_WITH_3DES_EDE_CBC_SHA", "DES-CBC3-SHA"],
  ["TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "ECDHE-ECDSA-RC4-SHA"],
  ["TLS_ECDHE_RSA_WITH_RC4_128_SHA", "ECDHE-RSA-RC4-SHA"],
  ["TLS_RSA_WITH_RC4_128_SHA", "RC4-SHA"],
]);

/** What Go offers when nothing is asked for: forward secrecy, and AES or ChaCha20. */
const DEFAULT_TLS12_COUNT = 12;

/** True for a name that --cipher-suites takes. */
export function isCipherSuite(name: string): boolean {
  return tls12Suites.has(name) || (TLS13_SUITES as readonly string[]).includes(name);
}

export interface SuiteChoice {
  /** For the `ciphers` option of Node. */
  readonly ciphers: string;
  /** Asked for, by Go's names, but not in this build. */
  readonly missing: readonly string[];
  /** No suite for TLS 1.2 is left. */
  readonly isTls13Only: boolean;
}

/** @param names - names that isCipherSuite knows; none: Go's defaults. */
export function chooseCipherSuites(
  names: readonly string[],
  available: readonly string[] = getCiphers(),
): SuiteChoice {
  const all = [...tls12Suites];
  const asked =
    names.length === 0
      ? all.slice(0, DEFAULT_TLS12_COUNT)
      : all.filter(([name]) => names.includes(name));
  const isAvailable = ([, name]: readonly [string, string]): boolean =>
    available.includes(name.toLowerCase());
  const usable = new Set(asked.filter(isAvailable).map(([, name]) => name));
  return {
    ciphers: [...TLS13_SUITES, ...usable].join(":"),
    missing: asked.filter((suite) => !isAvailable(suite)).map(([name]) => name),
    isTls13Only: usable.size === 0,
  };
}
