/**
 * Who a client with a verified certificate is, and whether it may be: allowed common names or host
 * names, names that fit the address it comes from, no revoked serial number. Peer protocol,
 * section 11; the order and the texts are etcd's.
 *
 * The rule of addresses: a certificate without names fits everywhere; else its IP names must hold
 * the remote address, or one of its DNS names must stand for it: a name that the address has by
 * reverse lookup (`*.` covers any number of labels), or one that resolves to it.
 */

import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { goQuote } from "../config/go-values.ts";
import { type AlternativeNames, parseAlternativeNames } from "./alternative-names.ts";
import type { RevocationList } from "./revocation-list.ts";

/** The client is refused; the message is for the log. */
export class IdentityRefused extends Error {
  override readonly name = "IdentityRefused";
}

/** Lookups of names. Both reject where there is none, as Node's do. */
export interface NameResolver {
  /** Names of an address. */
  reverse(address: string): Promise<readonly string[]>;
  /** Addresses of a name, of both families. */
  addresses(name: string): Promise<readonly string[]>;
}

export interface IdentityRules {
  readonly allowedCommonNames: readonly string[];
  readonly allowedHostnames: readonly string[];
  /** Where the client comes from does not count. */
  readonly skipsAddress: boolean;
  readonly revoked: RevocationList | null;
}

/** A certificate that was presented, and those that vouch for it. */
export interface PresentedCertificate {
  readonly leaf: X509Certificate;
  readonly commonName: string | null;
  readonly names: AlternativeNames;
}

/** @throws IdentityRefused for names that cannot be read */
export function presented(leaf: X509Certificate): PresentedCertificate {
  let names: AlternativeNames;
  try {
    names = parseAlternativeNames(leaf.subjectAltName);
  } catch (cause) {
    throw new IdentityRefused("x509: unreadable subject alternative names", { cause });
  }
  return { leaf, commonName: commonNameOf(leaf), names };
}

/** The subject's common name, the last where there are several, as in Go. */
export function commonNameOf(leaf: X509Certificate): string | null {
  const subject = leaf.toLegacyObject().subject as { readonly CN?: string | string[] } | undefined;
  const name = subject?.CN;
  return (Array.isArray(name) ? name[name.length - 1] : name) ?? null;
}

/** @throws IdentityRefused unless the certificate has one of the allowed names, if there are any */
export function checkAllowedNames(
  { leaf, commonName }: Pick<PresentedCertificate, "leaf" | "commonName">,
  { allowedCommonNames, allowedHostnames }: IdentityRules,
): void {
  const isAllowed =
    allowedCommonNames.length > 0
      ? commonName !== null && allowedCommonNames.includes(commonName)
      : allowedHostnames.length === 0 || allowedHostnames.some((name) => isFor(leaf, name));
  if (!isAllowed) throw new IdentityRefused("client certificate authentication failed");
}

/** By its alternative names only; a name may be an IP address. */
function isFor(leaf: X509Certificate, name: string): boolean {
  if (isIP(name) !== 0) return leaf.checkIP(name) !== undefined;
  return leaf.checkHost(name, { subject: "never", partialWildcards: false }) !== undefined;
}

/**
 * Whether a certificate fits the address: null where that takes lookups.
 * @throws IdentityRefused where it does not, and no lookup could change that
 */
export function fitsAddress(client: PresentedCertificate, address: string): true | null {
  const { dnsNames, ipAddresses } = client.names;
  if (dnsNames.length === 0 && ipAddresses.length === 0) return true;
  if (ipAddresses.length > 0 && client.leaf.checkIP(address) !== undefined) return true;
  if (dnsNames.length > 0) return null;
  throw new IdentityRefused(
    `x509: certificate is valid for ${ipAddresses.join(", ")}, not ${address}`,
  );
}

/** @throws IdentityRefused unless one of the DNS names stands for the address */
export async function checkAddressByName(
  client: PresentedCertificate,
  address: string,
  resolver: NameResolver,
): Promise<void> {
  const { dnsNames } = client.names;
  const wildcards = dnsNames.filter((name) => name.startsWith("*."));
  const exact = dnsNames.filter((name) => !name.startsWith("*."));
  const failures: string[] = [];
  const tryLookup = async (found: Promise<readonly string[]>): Promise<readonly string[]> => {
    try {
      return await found;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      return [];
    }
  };
  const ownNames = (await tryLookup(resolver.reverse(address))).map(canonicalName);
  const isNamed = ownNames.some(
    (own) =>
      exact.some((name) => canonicalName(name) === own) ||
      wildcards.some((name) => own.endsWith(canonicalName(name).slice(1))),
  );
  if (isNamed) return;
  for (const name of exact) {
    if ((await tryLookup(resolver.addresses(name))).includes(address)) return;
  }
  const quoted = dnsNames.map(goQuote).join(" ");
  const reason = failures.length === 0 ? "" : ` (${failures.join(", ")})`;
  throw new IdentityRefused(
    `tls: ${goQuote(address)} does not match any of DNSNames [${quoted}]${reason}`,
  );
}

function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/**
 * @param serials - of the certificate and of those that vouch for it, hexadecimal
 * @throws IdentityRefused for a revoked one; TlsFileError where the list cannot be read
 */
export function checkRevocation(serials: readonly string[], revoked: RevocationList): void {
  for (const serial of serials) {
    if (revoked.isRevoked(serial)) {
      throw new IdentityRefused(
        `transport: certificate serial ${serial.toLowerCase().replace(/^(00)+/, "")} revoked`,
      );
    }
  }
}

/** An IPv4 address that came over an IPv6 socket, in its plain form. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").replace(/%.*$/, "");
}
