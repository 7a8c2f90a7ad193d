/** System errors in the words that Go gives them, since those are what operators search for. */

import { getSystemErrorMap } from "node:util";

/** Where Go's words differ from those that Node knows. */
const goWords: { readonly [code: string]: string } = {
  EADDRNOTAVAIL: "cannot assign requested address",
  EISDIR: "is a directory",
};

/**
 * Such as `open nosuch.yml: no such file or directory`, or
 * `listen tcp 127.0.0.1:2379: bind: address already in use`. Other errors give their message.
 */
export function goErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, errno, syscall, path, address, port } = error as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
  };
  if (errno === undefined || syscall === undefined) return error.message;
  const text = goWords[code ?? ""] ?? getSystemErrorMap().get(errno)?.[1] ?? error.message;
  if (syscall === "listen" && address !== undefined) {
    const host = address.includes(":") ? `[${address}]` : address;
    return port === undefined || port < 0
      ? `listen unix ${address}: bind: ${text}`
      : `listen tcp ${host}:${port}: bind: ${text}`;
  }
  return path === undefined ? `${syscall}: ${text}` : `${syscall} ${path}: ${text}`;
}
