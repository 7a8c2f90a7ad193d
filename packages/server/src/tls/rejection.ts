/** Failed handshakes in the words of Go's TLS, which operators search their logs for. */

/** OpenSSL's reasons (error codes of Node) that Go words in its own way. */
const goTexts: { readonly [code: string]: string } = {
  ERR_SSL_HTTP_REQUEST: "tls: first record does not look like a TLS handshake",
  ERR_SSL_WRONG_VERSION_NUMBER: "tls: first record does not look like a TLS handshake",
  ERR_SSL_UNEXPECTED_MESSAGE: "tls: unexpected message",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "tls: oversized record received",
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: "tls: client didn't provide a certificate",
  ERR_SSL_NO_SHARED_CIPHER: "tls: no cipher suite supported by both client and server",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "tls: client offered only unsupported versions",
  ERR_SSL_NO_APPLICATION_PROTOCOL: "tls: client requested unsupported application protocols",
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "remote error: tls: unknown certificate authority",
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "remote error: tls: bad certificate",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: "remote error: tls: unknown certificate",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: "remote error: tls: expired certificate",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: "remote error: tls: revoked certificate",
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: "remote error: tls: handshake failure",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "remote error: tls: protocol version not supported",
  ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR: "remote error: tls: internal error",
  ERR_TLS_HANDSHAKE_TIMEOUT: "context deadline exceeded",
};

/** Why a client certificate was not verified (error codes of OpenSSL). */
const verifyTexts: { readonly [code: string]: string } = {
  CERT_HAS_EXPIRED: "x509: certificate has expired or is not yet valid",
  CERT_NOT_YET_VALID: "x509: certificate has expired or is not yet valid",
  INVALID_PURPOSE: "x509: certificate specifies an incompatible key usage",
  CERT_REVOKED: "x509: certificate is revoked",
  PATH_LENGTH_EXCEEDED: "x509: too many intermediates for path length constraint",
};
const UNKNOWN_AUTHORITY = "x509: certificate signed by unknown authority";
const unknownAuthority: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_SIGNATURE_FAILURE",
  "INVALID_CA",
]);

/**
 * @param verifyCode - the socket's authorizationError, where the certificate was the reason
 */
export function handshakeErrorText(error: Error, verifyCode: string | null): string {
  if (verifyCode !== null) {
    const reason = unknownAuthority.has(verifyCode)
      ? UNKNOWN_AUTHORITY
      : (verifyTexts[verifyCode] ?? `x509: ${verifyCode}`);
    return `tls: failed to verify certificate: ${reason}`;
  }
  const { code, reason, syscall } = error as NodeJS.ErrnoException & { readonly reason?: string };
  const known = goTexts[code ?? ""];
  if (known !== undefined) return known;
  if (code === "ECONNRESET") return syscall === "read" ? "connection reset by peer" : "EOF";
  return reason === undefined ? error.message : `tls: ${reason}`;
}
