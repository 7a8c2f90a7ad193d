/** Connections for the client (temporary: the transport is on its way). */
import type { Connect } from "@kvorum/client";

export interface TlsSettings {
  readonly ca: Uint8Array | null;
  readonly cert: Uint8Array | null;
  readonly key: Uint8Array | null;
  readonly isVerified: boolean;
  readonly serverName: string;
}
export interface ConnectOptions {
  readonly tls: TlsSettings | null;
  readonly dialTimeoutMs: number;
  readonly keepaliveTimeMs: number;
  readonly keepaliveTimeoutMs: number;
  readonly maxResponseBytes: number;
}
export let grpcConnect: (options: ConnectOptions) => Connect = () => () =>
  Promise.reject(new Error("no transport yet"));
export function setConnect(connect: (options: ConnectOptions) => Connect): void {
  grpcConnect = connect;
}
