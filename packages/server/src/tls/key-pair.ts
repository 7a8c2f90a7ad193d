/** A certificate with its private key, read from two files that may be replaced at any time. */

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { TlsFileError, WatchedFile } from "./watched-file.ts";

export interface KeyPair {
  /** The certificate and those between it and the authority, as PEM. */
  readonly cert: Buffer;
  readonly key: Buffer;
}

export class KeyPairFiles {
  readonly #certFile: WatchedFile;
  readonly #keyFile: WatchedFile;
  #current: KeyPair | null = null;

  constructor(paths: { readonly certFile: string; readonly keyFile: string }) {
    this.#certFile = new WatchedFile(paths.certFile);
    this.#keyFile = new WatchedFile(paths.keyFile);
  }

  /**
   * The pair as of now; the same object as long as neither file has changed.
   * @throws TlsFileError where a file cannot be read or the two do not belong together, as they do
   * not for a moment while they are being replaced
   */
  read(): KeyPair {
    const cert = this.#certFile.read();
    const key = this.#keyFile.read();
    const current = this.#current;
    if (current !== null && current.cert === cert && current.key === key) return current;
    this.#current = null;
    check(cert, key);
    this.#current = { cert, key };
    return this.#current;
  }
}

function check(cert: Buffer, key: Buffer): void {
  if (!cert.includes("-----BEGIN CERTIFICATE-----")) {
    throw new TlsFileError("tls: failed to find any PEM data in certificate input");
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key.toString("latin1"))) {
    throw new TlsFileError("tls: failed to find any PEM data in key input");
  }
  let leaf: X509Certificate;
  let secret: KeyObject;
  try {
    leaf = new X509Certificate(cert);
  } catch (cause) {
    throw new TlsFileError("x509: malformed certificate", { cause });
  }
  try {
    secret = createPrivateKey(key);
  } catch (cause) {
    throw new TlsFileError("tls: failed to parse private key", { cause });
  }
  if (!leaf.checkPrivateKey(secret)) {
    throw new TlsFileError("tls: private key does not match public key");
  }
}
