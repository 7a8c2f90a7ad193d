/** The texts of failed binds, as Go's net package words them. */

const reasons: { readonly [code: string]: string } = {
  EADDRINUSE: "address already in use",
  EADDRNOTAVAIL: "cannot assign requested address",
  EACCES: "permission denied",
};

/** `listen tcp 127.0.0.1:2379: bind: address already in use`; null for any other error. */
export function listenErrorText(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, address, port } = error as Error & {
    code?: string;
    syscall?: string;
    address?: string;
    port?: number;
  };
  const reason = code === undefined ? undefined : reasons[code];
  if (syscall !== "listen" || reason === undefined || address === undefined) return null;
  if (port === undefined || port === -1) return `listen unix ${address}: bind: ${reason}`;
  const host = address.includes(":") ? `[${address}]` : address;
  return `listen tcp ${host}:${port}: bind: ${reason}`;
}
