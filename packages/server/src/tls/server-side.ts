/**
 * One side of a member that serves TLS, clients or peers: what its handshakes use, and which
 * clients it lets in. Peer protocol, section 11.
 *
 * Certificate, key and revocation list are read again when their files change; the trusted
 * authorities are those of the start. Sessions are never resumed, so that each connection passes
 * every check.
 */

import { constants } from "node:crypto";
import type { SecureContextOptions, SecureVersion } from "node:tls";
import type { Clock, Timers } from "@kvorum/base";
import type { TlsFiles } from "../config/server-config.ts";
import type { Logger } from "../logging/logger.ts";
import { readAuthorities, systemAuthorities } from "./authorities.ts";
import type { IdentityRules, NameResolver } from "./client-identity.ts";
import { HandshakePace } from "./handshake-pace.ts";
import { type KeyPair, KeyPairFiles } from "./key-pair.ts";
import { RevocationList } from "./revocation-list.ts";
import { UnfinishedHandshakes } from "./unfinished-handshakes.ts";

export interface ProtocolChoice {
  readonly ciphers: string;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
}

export interface ServerSideOptions {
  /** In log lines: `rejected connection on client endpoint`. */
  readonly name: "client" | "peer";
  readonly files: TlsFiles;
  readonly protocol: ProtocolChoice;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly resolver: NameResolver;
}

export class ServerSide {
  readonly name: "client" | "peer";
  readonly logger: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly resolver: NameResolver;
  /** A client has to show a certificate that the authorities vouch for. */
  readonly requiresCertificate: boolean;
  readonly identity: IdentityRules;
  /** Of all listeners of this side. */
  readonly handshakes = new UnfinishedHandshakes();
  readonly pace: HandshakePace;
  readonly #pairFiles: KeyPairFiles;
  readonly #protocol: ProtocolChoice;
  readonly #authorities: readonly string[];
  #pair: KeyPair | null = null;
  #context: SecureContextOptions | null = null;

  private constructor(options: ServerSideOptions, revoked: RevocationList | null) {
    const { files } = options;
    this.name = options.name;
    this.logger = options.logger;
    this.clock = options.clock;
    this.timers = options.timers;
    this.pace = new HandshakePace(options.timers);
    this.resolver = options.resolver;
    this.requiresCertificate = files.trustedCaFile !== "" || files.clientCertAuth;
    this.identity = {
      allowedCommonNames: files.allowedCommonNames,
      allowedHostnames: files.allowedHostnames,
      skipsAddress: files.skipClientSanVerification,
      revoked,
    };
    this.#protocol = options.protocol;
    this.#pairFiles = new KeyPairFiles(files);
    this.#authorities = !this.requiresCertificate
      ? []
      : files.trustedCaFile === ""
        ? systemAuthorities(process.env)
        : readAuthorities(files.trustedCaFile);
  }

  /** @throws TlsFileError for a file that cannot be used as it is now */
  static async open(options: ServerSideOptions): Promise<ServerSide> {
    const { crlFile } = options.files;
    const revoked = crlFile === "" ? null : await RevocationList.open(crlFile);
    const side = new ServerSide(options, revoked);
    side.context();
    return side;
  }

  /**
   * For a handshake that begins now; the same object until a file changes.
   * @throws TlsFileError while certificate and key cannot be used
   */
  context(): SecureContextOptions {
    const pair = this.#pairFiles.read();
    if (this.#context === null || pair !== this.#pair) {
      this.#pair = pair;
      this.#context = {
        ...pair,
        ...this.#protocol,
        ...(this.requiresCertificate ? { ca: [...this.#authorities] } : {}),
        secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
      };
    }
    return this.#context;
  }
}
