/**
 * A peer's URLs, of which one is in use until it fails: then the next one is. Shared by all
 * connections to the peer.
 */

export interface PeerUrl {
  /** As given. */
  readonly text: string;
  readonly isTls: boolean;
  /** Host and port, or the path of a socket. */
  readonly target:
    | { readonly host: string; readonly port: number }
    | { readonly socketPath: string };
  /** For the Host header. */
  readonly authority: string;
}

/** Null for a text that is no peer URL: scheme http, https, unix or unixs, and an address. */
export function parsePeerUrl(text: string): PeerUrl | null {
  const socket = /^unix(s?):\/\/([^\0-\x20\x7f]+)$/.exec(text);
  if (socket !== null) {
    const target = { socketPath: socket[2]! };
    return { text, isTls: socket[1] === "s", target, authority: "localhost" };
  }
  if (!/^https?:\/\/[^\0-\x20\x7f]+$/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.hostname === "" || url.username !== "" || url.password !== "") return null;
  const isTls = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port === "" ? (isTls ? 443 : 80) : Number(url.port);
  if (port === 0) return null;
  return { text, isTls, target: { host, port }, authority: url.host };
}

export class UrlRotation {
  #urls: readonly PeerUrl[];
  #next = 0;

  constructor(urls: readonly PeerUrl[]) {
    this.#urls = urls;
  }

  replace(urls: readonly PeerUrl[]): void {
    this.#urls = urls;
    this.#next = 0;
  }

  /** The one in use; null where there is none. */
  pick(): PeerUrl | null {
    return this.#urls[this.#next] ?? null;
  }

  /** Moves on, unless another failure of the same URL did already. */
  failed(url: PeerUrl): void {
    if (this.#urls[this.#next] === url) this.#next = (this.#next + 1) % this.#urls.length;
  }

  texts(): string[] {
    return this.#urls.map((url) => url.text);
  }
}
