/** Authorities, certificates and revocation lists for tests, made when a test wants them. */

import "reflect-metadata";
import { KeyObject, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

export interface Issued {
  readonly cert: string;
  readonly key: string;
  readonly serialNumber: string;
}

export interface IssueOptions {
  readonly commonName: string;
  /** DNS names and addresses; none: the extension is left out. */
  readonly names?: readonly string[];
  /** By default it serves clients and servers both. */
  readonly usages?: readonly ("serverAuth" | "clientAuth")[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const HOUR_MS = 3_600_000;

/** Signs certificates under a name of its own. */
export class Authority {
  readonly #name: string;
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly cert: string;
  #issuedCount = 0;

  private constructor(name: string, keys: webcrypto.CryptoKeyPair, cert: string) {
    this.#name = name;
    this.#keys = keys;
    this.cert = cert;
  }

  static async create(commonName = "test authority"): Promise<Authority> {
    const keys = await newKeys();
    const name = `CN=${commonName}`;
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: "01",
      name,
      ...lifetime({}),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
          true,
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new Authority(name, keys, certificate.toString("pem"));
  }

  async issue(options: IssueOptions): Promise<Issued> {
    const keys = await newKeys();
    const serialNumber = (0x1000 + ++this.#issuedCount).toString(16);
    const usages = options.usages ?? ["serverAuth", "clientAuth"];
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber,
      subject: `CN=${options.commonName}`,
      issuer: this.#name,
      ...lifetime(options),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        new x509.ExtendedKeyUsageExtension(usages.map((usage) => x509.ExtendedKeyUsage[usage])),
        ...(options.names === undefined ? [] : [alternativeNames(options.names)]),
      ],
    });
    const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" });
    return { cert: certificate.toString("pem"), key: String(key), serialNumber };
  }

  /** A list that takes these certificates back. */
  async revoke(certificates: readonly Issued[], format: "pem" | "der"): Promise<Uint8Array> {
    const list = await x509.X509CrlGenerator.create({
      issuer: this.#name,
      thisUpdate: new Date(Date.now() - HOUR_MS),
      nextUpdate: new Date(Date.now() + HOUR_MS),
      entries: certificates.map(({ serialNumber }) => ({ serialNumber })),
      signingAlgorithm: algorithm,
      signingKey: this.#keys.privateKey,
    });
    return format === "der" ? new Uint8Array(list.rawData) : Buffer.from(list.toString("pem"));
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function lifetime({ notBefore, notAfter }: Pick<IssueOptions, "notBefore" | "notAfter">): {
  notBefore: Date;
  notAfter: Date;
} {
  return {
    notBefore: notBefore ?? new Date(Date.now() - HOUR_MS),
    notAfter: notAfter ?? new Date(Date.now() + 24 * HOUR_MS),
  };
}

function alternativeNames(names: readonly string[]): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension(
    names.map((name) => ({ type: isIP(name) === 0 ? "dns" : "ip", value: name })),
  );
}

/** By its basic constraints alone, whatever it may sign. */
export function isAuthority(pem: string): boolean {
  const certificate = new x509.X509Certificate(pem);
  return certificate.getExtension(x509.BasicConstraintsExtension)?.ca === true;
}
