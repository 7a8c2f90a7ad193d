/**
 * TLS of outgoing connections to peers: the certificate that is shown, and how the other's is
 * verified. Peer protocol, section 11. No ALPN is offered, as Go's members offer none.
 *
 * The pair is read again when its files change; the authorities are those of the start. With
 * auto-TLS nobody could vouch for the others' certificates, so they are not verified.
 */

import { constants, X509Certificate } from "node:crypto";
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
} from "node:tls";
import type { TlsFiles } from "../config/server-config.ts";
import { readAuthorities, systemAuthorities } from "./authorities.ts";
import { checkAllowedNames, commonNameOf, type IdentityRules } from "./client-identity.ts";
import { type KeyPair, KeyPairFiles } from "./key-pair.ts";
import type { ProtocolChoice } from "./server-side.ts";

export interface PeerDialingOptions {
  readonly files: TlsFiles;
  /** The pair is our own self-signed one. */
  readonly isSelfSigned: boolean;
  readonly protocol: ProtocolChoice;
}

/**
 * Gives the TLS options of one new connection at each call; host, port and server name are the
 * caller's. The result throws TlsFileError while certificate and key cannot be used.
 * @throws TlsFileError for files that cannot be used at the start
 */
export function peerDialing(options: PeerDialingOptions): () => ConnectionOptions {
  const { files, protocol } = options;
  const pairFiles = outgoingPair(files);
  const authorities = files.trustedCaFile === "" ? null : readAuthorities(files.trustedCaFile);
  let current: { readonly pair: KeyPair | null; readonly context: SecureContext } | null = null;
  const contextOf = (pair: KeyPair | null): SecureContext => {
    if (current === null || current.pair !== pair) {
      const context = createSecureContext({
        ...protocol,
        ...pair,
        ca: [...(authorities ?? systemAuthorities(process.env))],
        secureOptions: constants.SSL_OP_NO_TICKET,
      });
      current = { pair, context };
    }
    return current.context;
  };
  const verification: ConnectionOptions = options.isSelfSigned
    ? { rejectUnauthorized: false }
    : { rejectUnauthorized: true, checkServerIdentity: serverCheck(files) };
  const next = (): ConnectionOptions => ({
    secureContext: contextOf(pairFiles === null ? null : pairFiles.read()),
    ...verification,
  });
  pairFiles?.read();
  return next;
}

/** Null: none is shown. */
function outgoingPair(files: TlsFiles): KeyPairFiles | null {
  const { clientCertFile, clientKeyFile, certFile, keyFile } = files;
  if (clientCertFile !== "") {
    return new KeyPairFiles({ certFile: clientCertFile, keyFile: clientKeyFile });
  }
  return certFile === "" ? null : new KeyPairFiles({ certFile, keyFile });
}

type ServerCheck = (host: string, certificate: PeerCertificate) => Error | undefined;

/** The URL's host, and then the names that this member allows to its peers. */
function serverCheck(files: TlsFiles): ServerCheck {
  const rules: IdentityRules = {
    allowedCommonNames: files.allowedCommonNames,
    allowedHostnames: files.allowedHostnames,
    skipsAddress: true,
    revoked: null,
  };
  return (host, certificate) => {
    const wrongHost = checkServerIdentity(host, certificate);
    if (wrongHost !== undefined) return wrongHost;
    try {
      const leaf = new X509Certificate(certificate.raw);
      checkAllowedNames({ leaf, commonName: commonNameOf(leaf) }, rules);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
}
