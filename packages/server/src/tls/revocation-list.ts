/**
 * The serial numbers that a CRL file takes back, read again when the file changes. Peer protocol,
 * section 11. As in etcd, a match of the serial alone refuses, and nobody checks the list's
 * signature or age: the file is the operator's word.
 */

import type { X509Crl } from "@peculiar/x509";
import { TlsFileError, WatchedFile } from "./watched-file.ts";

type CrlReader = (bytes: Uint8Array) => X509Crl;

export class RevocationList {
  readonly #file: WatchedFile;
  readonly #parse: CrlReader;
  #bytes: Buffer | null = null;
  #serials: ReadonlySet<string> = new Set();

  private constructor(path: string, parse: CrlReader) {
    this.#file = new WatchedFile(path);
    this.#parse = parse;
  }

  /** The file itself is read when it is asked. */
  static async open(path: string): Promise<RevocationList> {
    await import("reflect-metadata");
    const { X509Crl } = await import("@peculiar/x509");
    return new RevocationList(path, (bytes) => new X509Crl(bytes));
  }

  /**
   * Whether a certificate is revoked, by its serial number in hexadecimal.
   * @throws TlsFileError where the file cannot be read or is no CRL
   */
  isRevoked(serial: string): boolean {
    const bytes = this.#file.read();
    if (bytes !== this.#bytes) {
      this.#serials = this.#read(bytes);
      this.#bytes = bytes;
    }
    return this.#serials.has(canonicalSerial(serial));
  }

  #read(bytes: Buffer): ReadonlySet<string> {
    try {
      const list = this.#parse(derOf(bytes));
      return new Set(list.entries.map(({ serialNumber }) => canonicalSerial(serialNumber)));
    } catch (cause) {
      throw new TlsFileError(`x509: malformed crl in ${this.#file.path}`, { cause });
    }
  }
}

/** Hexadecimal without leading zeros, in lower case. */
export function canonicalSerial(serial: string): string {
  return serial.toLowerCase().replace(/^0+/, "");
}

/** Both spellings of the format are taken. */
function derOf(bytes: Buffer): Uint8Array {
  const text = bytes.toString("latin1");
  const pem = /-----BEGIN X509 CRL-----([^-]*)-----END X509 CRL-----/.exec(text);
  return pem === null ? bytes : Buffer.from(pem[1]!, "base64");
}
