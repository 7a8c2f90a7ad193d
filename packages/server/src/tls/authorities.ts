/**
 * The certificates of those whose signature is trusted: the trusted CA file, or the system's.
 * Read once, at start, as in etcd.
 */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { TlsFileError, WatchedFile } from "./watched-file.ts";

/** Where the common distributions keep the system's bundle. */
const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
] as const;

/**
 * PEM certificates of a file, one per element, never none.
 * @throws TlsFileError
 */
export function readAuthorities(path: string): readonly string[] {
  const found = pemCertificates(new WatchedFile(path).read());
  // Without any, Node would trust the public authorities instead.
  if (found.length === 0) throw new TlsFileError(`no certificate in ${path}`);
  for (const pem of found) {
    try {
      new X509Certificate(pem);
    } catch (cause) {
      throw new TlsFileError(`x509: malformed certificate in ${path}`, { cause });
    }
  }
  return found;
}

/** The bundle of SSL_CERT_FILE or of the system; Node's own list where there is none. */
export function systemAuthorities(environment: NodeJS.ProcessEnv): readonly string[] {
  const named = environment["SSL_CERT_FILE"] ?? "";
  for (const path of named === "" ? systemBundles : [named]) {
    try {
      const found = pemCertificates(readFileSync(path));
      if (found.length > 0) return found;
    } catch {
      // Not this distribution: the next candidate.
    }
  }
  return rootCertificates;
}

function pemCertificates(bytes: Buffer): string[] {
  const text = bytes.toString("latin1");
  return [...text.matchAll(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)].map(
    ([pem]) => pem,
  );
}
