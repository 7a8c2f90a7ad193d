/**
 * Turns accepted connections into connections under TLS: handshake, check of the client's
 * identity, then hand-over. Peer protocol, section 11; reliability, part 8.
 *
 * A refused connection is closed and logged once with the reason. A handshake and the check that
 * follows have a deadline each; slow ones make room when there are too many. Every socket has an
 * error handler for as long as it lives.
 */

import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from "node:tls";
import type { TimerHandle } from "@kvorum/base";
import {
  checkAddressByName,
  checkAllowedNames,
  checkRevocation,
  fitsAddress,
  IdentityRefused,
  type PresentedCertificate,
  plainAddress,
  presented,
} from "./client-identity.ts";
import { HANDSHAKE_TIMEOUT_MS, IDENTITY_TIMEOUT_MS, MAX_PENDING_IDENTITIES } from "./limits.ts";
import { handshakeErrorText } from "./rejection.ts";
import type { ServerSide } from "./server-side.ts";

export interface TerminatorOptions {
  readonly side: ServerSide;
  /** Offered by ALPN, the preferred first. A client without ALPN is served as well. */
  readonly protocols: readonly string[];
  /** Gets the connections that passed every check. */
  readonly onSecure: (socket: TLSSocket) => void;
}

/** What is known about a connection before its handshake has ended. */
interface Handshake {
  readonly raw: Socket;
  readonly remoteAddress: string;
  readonly remotePort: number | undefined;
  readonly timer: TimerHandle;
  /** Why we ended it, where we did. */
  reason: string | null;
}

export class TlsTerminator {
  readonly #options: TerminatorOptions;
  readonly #pending = new Map<Socket, Handshake>();
  readonly #identities = new Set<TLSSocket>();
  #server: Server | null = null;
  #context: SecureContextOptions | null = null;

  constructor(options: TerminatorOptions) {
    this.#options = options;
  }

  /** Takes over a connected socket; what was read of it is back in its buffer. */
  accept(raw: Socket): void {
    const { side } = this.#options;
    raw.on("error", ignoreError);
    if (raw.destroyed) return;
    const remoteAddress = raw.remoteAddress ?? "";
    const { remotePort } = raw;
    const slowest = side.handshakes.slowestOver(remoteAddress, side.clock.monotonicMs());
    if (slowest !== null) slowest.destroy(new Error("too many unfinished handshakes"));
    const handshake: Handshake = {
      ...{ raw, remoteAddress, remotePort, reason: null },
      timer: side.timers.after(HANDSHAKE_TIMEOUT_MS, () => {
        handshake.reason = "context deadline exceeded";
        raw.destroy();
      }),
    };
    this.#pending.set(raw, handshake);
    side.handshakes.add(raw, side.clock.monotonicMs());
    // Node says what happened after the close of the connection below; where it does not, we do.
    raw.once("close", () => {
      side.timers.soon(() => {
        if (this.#finish(raw) !== null) this.#log(handshake, "", handshake.reason ?? "EOF", null);
      });
    });
    side.pace.run(() => this.#begin(handshake));
  }

  #begin(handshake: Handshake): void {
    const { raw } = handshake;
    if (raw.destroyed) return;
    try {
      this.#currentServer().emit("connection", raw);
    } catch (error) {
      // Files that do not fit together at this moment: this connection only.
      handshake.reason = messageOf(error);
      raw.destroy();
    }
  }

  /** Cuts what is not handed over yet. */
  close(): void {
    for (const { raw } of [...this.#pending.values()]) {
      this.#finish(raw);
      raw.destroy();
    }
    for (const socket of this.#identities) socket.destroy();
  }

  #currentServer(): Server {
    const { side, protocols } = this.#options;
    const context = side.context();
    if (this.#server === null) {
      this.#server = createServer({
        ...context,
        ALPNProtocols: [...protocols],
        requestCert: side.requiresCertificate,
        rejectUnauthorized: true,
        // Node's own limit is about silence; the deadline is ours.
        handshakeTimeout: 2 * HANDSHAKE_TIMEOUT_MS,
      });
      this.#server.on("tlsClientError", (error, socket) => this.#failed(error, socket));
      this.#server.on("secureConnection", (socket) => this.#secured(socket));
    } else if (context !== this.#context) {
      this.#server.setSecureContext(context);
    }
    this.#context = context;
    return this.#server;
  }

  /** The handshake's data, once. */
  #finish(raw: Socket | null): Handshake | null {
    const handshake = raw === null ? undefined : this.#pending.get(raw);
    if (handshake === undefined) return null;
    this.#pending.delete(handshake.raw);
    this.#options.side.handshakes.delete(handshake.raw);
    handshake.timer.cancel();
    return handshake;
  }

  #failed(error: Error, socket: TLSSocket): void {
    const handshake = this.#finish(rawSocketOf(socket));
    socket.destroy();
    if (handshake === null) return;
    const verifyCode = codeOf(socket.authorizationError);
    const text = handshake.reason ?? handshakeErrorText(error, verifyCode);
    this.#log(handshake, serverNameOf(socket), text, null);
  }

  #secured(socket: TLSSocket): void {
    socket.on("error", ignoreError);
    const handshake = this.#finish(rawSocketOf(socket));
    if (handshake === null) {
      // Ended meanwhile, or unknown: never served unchecked.
      socket.destroy();
      return;
    }
    const refuse = (error: unknown, client: PresentedCertificate | null): void => {
      this.#log(handshake, serverNameOf(socket), messageOf(error), client);
      socket.destroy();
    };
    if (!this.#options.side.requiresCertificate) {
      this.#options.onSecure(socket);
      return;
    }
    let client: PresentedCertificate | null = null;
    try {
      const leaf = socket.getPeerX509Certificate();
      if (!socket.authorized || leaf === undefined) {
        throw new IdentityRefused("tls: client didn't provide a certificate");
      }
      client = presented(leaf);
      if (this.#isKnown(client, handshake, leaf)) {
        this.#options.onSecure(socket);
        return;
      }
    } catch (error) {
      refuse(error, client);
      return;
    }
    this.#checkByName(client, socket, handshake).then(
      () => {
        if (!socket.destroyed) this.#options.onSecure(socket);
      },
      (error: unknown) => refuse(error, client),
    );
  }

  /**
   * False: the names have to be looked up first. @throws IdentityRefused, TlsFileError
   */
  #isKnown(
    client: PresentedCertificate,
    { remoteAddress }: Handshake,
    leaf: X509Certificate,
  ): boolean {
    const { identity } = this.#options.side;
    checkAllowedNames(client, identity);
    const isFit =
      identity.skipsAddress ||
      remoteAddress === "" ||
      fitsAddress(client, plainAddress(remoteAddress)) === true;
    if (isFit && identity.revoked !== null) checkRevocation(serialsOf(leaf), identity.revoked);
    return isFit;
  }

  async #checkByName(
    client: PresentedCertificate,
    socket: TLSSocket,
    { remoteAddress }: Handshake,
  ): Promise<void> {
    const { identity, resolver, timers } = this.#options.side;
    if (this.#identities.size >= MAX_PENDING_IDENTITIES) {
      throw new IdentityRefused("too many client certificates wait for their names");
    }
    this.#identities.add(socket);
    let timer: TimerHandle | null = null;
    const late = new Promise<never>((_resolve, reject) => {
      timer = timers.after(IDENTITY_TIMEOUT_MS, () =>
        reject(new IdentityRefused("context deadline exceeded")),
      );
    });
    try {
      await Promise.race([checkAddressByName(client, plainAddress(remoteAddress), resolver), late]);
      if (identity.revoked !== null) checkRevocation(serialsOf(client.leaf), identity.revoked);
    } finally {
      (timer as TimerHandle | null)?.cancel();
      this.#identities.delete(socket);
    }
  }

  #log(
    { remoteAddress, remotePort }: Pick<Handshake, "remoteAddress" | "remotePort">,
    serverName: string,
    error: string,
    client: PresentedCertificate | null,
  ): void {
    const { side } = this.#options;
    const host = remoteAddress.includes(":") ? `[${remoteAddress}]` : remoteAddress;
    // Whoever just looks whether the port is open leaves like that.
    const level = error === "EOF" ? "debug" : "warn";
    side.logger[level](`rejected connection on ${side.name} endpoint`, {
      "remote-addr": remotePort === undefined ? host : `${host}:${remotePort}`,
      "server-name": serverName,
      ...(client === null
        ? {}
        : { "ip-addresses": client.names.ipAddresses, "dns-names": client.names.dnsNames }),
      error,
    });
  }
}

/**
 * The connection below. Node has no public way to tell it; without it a connection is refused, so
 * that a Node that has it no more cannot go unnoticed.
 */
function rawSocketOf(socket: TLSSocket): Socket | null {
  return (socket as TLSSocket & { readonly _parent?: Socket })._parent ?? null;
}

/** Serial numbers of the certificate and of those that vouch for it. */
function serialsOf(leaf: X509Certificate): string[] {
  const serials: string[] = [];
  let current: X509Certificate | undefined = leaf;
  // A root is its own issuer; the chain was verified, so it is short.
  while (current !== undefined && serials.length < MAX_CHAIN_LENGTH) {
    serials.push(current.serialNumber);
    current = current.issuerCertificate;
  }
  return serials;
}

const MAX_CHAIN_LENGTH = 32;

/** Typed as an Error by Node, and yet a code. */
function codeOf(authorizationError: unknown): string | null {
  return typeof authorizationError === "string" ? authorizationError : null;
}

function serverNameOf(socket: TLSSocket): string {
  const { servername } = socket as TLSSocket & { readonly servername?: string | false | null };
  return typeof servername === "string" ? servername : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function ignoreError(): void {
  // The close event that follows says all that matters.
}
