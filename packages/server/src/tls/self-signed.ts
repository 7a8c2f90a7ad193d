/**
 * The certificate that a member makes for itself with --auto-tls and --peer-auto-tls: kept in its
 * data directory and used again at the next start. Server flags, section 8.5.
 *
 * Nothing signs it but itself: it hides what is sent from those who only listen, and proves
 * nothing to anybody. The library that makes it is loaded only when one has to be made.
 */

import { KeyObject, randomBytes, webcrypto } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import type { Logger } from "../logging/logger.ts";

export interface SelfSignedOptions {
  /** Made if missing, for its owner alone. */
  readonly directory: string;
  /** Names or addresses that listeners are reached by. */
  readonly hosts: readonly string[];
  readonly validityYears: number;
  readonly nowMs: number;
  readonly logger: Logger;
}

export interface SelfSignedFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

const DAY_MS = 86_400_000;
const DAYS_PER_YEAR = 365;
const SERIAL_BYTES = 16;

/** The pair of the directory, made first unless both files are there. @throws system errors */
export async function selfSignedFiles(options: SelfSignedOptions): Promise<SelfSignedFiles> {
  const { directory, logger } = options;
  const files = { certFile: join(directory, "cert.pem"), keyFile: join(directory, "key.pem") };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (existsSync(files.certFile) && existsSync(files.keyFile)) return files;
  logger.info("automatically generate certificates", {
    "certificate-validity-bound-not-after": new Date(
      options.nowMs + options.validityYears * DAYS_PER_YEAR * DAY_MS,
    ).toISOString(),
  });
  const { certificate, key } = await selfSignedPair(options);
  writeFileSync(files.certFile, certificate);
  // Clients of other users may read it; the process's own mask would not let them.
  chmodSync(files.certFile, 0o644);
  logger.info("created cert file", { path: files.certFile });
  writeFileSync(files.keyFile, key, { mode: 0o600 });
  logger.info("created key file", { path: files.keyFile });
  return files;
}

/** Both as PEM; the key in the form of Go's programs (SEC 1). */
export async function selfSignedPair(
  options: Pick<SelfSignedOptions, "hosts" | "validityYears" | "nowMs">,
): Promise<{ readonly certificate: string; readonly key: string }> {
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-521" }, true, [
    "sign",
    "verify",
  ]);
  // Whole seconds: the format has no more.
  const notBefore = Math.floor(options.nowMs / 1000) * 1000;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: "O=etcd",
    notBefore: new Date(notBefore),
    notAfter: new Date(notBefore + options.validityYears * DAYS_PER_YEAR * DAY_MS),
    signingAlgorithm: { name: "ECDSA", hash: "SHA-512" },
    keys,
    extensions: [
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectAlternativeNameExtension(
        options.hosts.map((host) => ({ type: isIP(host) === 0 ? "dns" : "ip", value: host })),
      ),
    ],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: "sec1", format: "pem" });
  return { certificate: `${certificate.toString("pem")}\n`, key: String(key) };
}

/** Positive, and of full length, as some readers want it. */
function serialNumber(): string {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString("hex");
}
