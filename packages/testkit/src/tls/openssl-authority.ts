/**
 * Certificates for tests with real programs, made by the machine's openssl: another hand than the
 * one that makes and reads them in the server.
 */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "../process/programs.ts";

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateRequest {
  /** Of the files; unique in the directory. */
  readonly name: string;
  readonly commonName: string;
  /** As in openssl's configuration, such as `IP:127.0.0.1,DNS:a.example`. */
  readonly alternativeNames: string;
}

export class OpensslAuthority {
  /** The authority's own certificate. */
  readonly cert: string;
  readonly #key: string;
  readonly #directory: string;

  /** @param directory - where all files go; the caller's */
  constructor(directory: string) {
    this.#directory = directory;
    this.cert = join(directory, "authority.pem");
    this.#key = join(directory, "authority.key");
    openssl([
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", "/CN=test authority", "-days", "2", "-out", this.cert, "-keyout", this.#key],
    ]);
  }

  /** For servers and for clients. */
  issue({ name, commonName, alternativeNames }: CertificateRequest): CertificateFiles {
    const files = {
      cert: join(this.#directory, `${name}.pem`),
      key: join(this.#directory, `${name}.key`),
    };
    const request = join(this.#directory, `${name}.csr`);
    const extensions = join(this.#directory, `${name}.ext`);
    writeFileSync(
      extensions,
      `subjectAltName=${alternativeNames}\nextendedKeyUsage=serverAuth,clientAuth\n`,
    );
    openssl([
      ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", `/CN=${commonName}`, "-out", request, "-keyout", files.key],
    ]);
    openssl([
      ...["x509", "-req", "-in", request, "-CA", this.cert, "-CAkey", this.#key],
      ...["-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", files.cert],
    ]);
    return files;
  }
}

/** The serial number of a certificate file, in hexadecimal. */
export function serialOf(path: string): string {
  return openssl(["x509", "-in", path, "-noout", "-serial"])
    .trim()
    .replace(/^serial=/, "");
}

/** Puts the content of one pair in the place of another. */
export function replacePair(target: CertificateFiles, source: CertificateFiles): void {
  for (const kind of ["key", "cert"] as const) {
    writeFileSync(target[kind], readFileSync(source[kind]));
  }
}

function openssl(args: readonly string[]): string {
  return execFileSync(findProgram("openssl")!, args, {
    stdio: ["ignore", "pipe", "pipe"],
  }).toString();
}
