/** The one compression of the gRPC protocol that we speak, as a port: the core has no zlib. */
export interface Gzip {
  /**
   * The inflated bytes; null when they would be more than `maxBytes` (nothing larger is ever
   * allocated). Throws when the input is not gzip.
   */
  inflate(bytes: Uint8Array, maxBytes: number): Uint8Array | null;
  deflate(bytes: Uint8Array): Uint8Array;
}
