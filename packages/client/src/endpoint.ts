/**
 * Endpoints as users write them: `host:port`, `http://host:port`, `https://host:port`,
 * `unix://path` and `unixs://path` (the etcdctl specification, section 4).
 */

/** An endpoint that cannot be connected to because of how it is written. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
}

export interface Endpoint {
  /** As it was given, blanks around it removed. */
  readonly text: string;
  /** What the scheme says about TLS; "unsaid" without a scheme. */
  readonly security: "plain" | "tls" | "unsaid";
  readonly address:
    | { readonly kind: "tcp"; readonly host: string; readonly port: number }
    | { readonly kind: "unix"; readonly path: string };
}

const SCHEMES: { readonly [scheme: string]: { unix: boolean; tls: boolean } } = {
  http: { unix: false, tls: false },
  https: { unix: false, tls: true },
  unix: { unix: true, tls: false },
  unixs: { unix: true, tls: true },
};

/** Where the endpoint is, without its scheme. */
export function addressText({ address }: Endpoint): string {
  if (address.kind === "unix") return address.path;
  const { host, port } = address;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** @throws EndpointError */
export function parseEndpoint(text: string): Endpoint {
  const trimmed = text.trim();
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(trimmed);
  if (match === null) {
    // gRPC also knows the form without slashes for local sockets.
    const socket = /^(unixs?):(.+)$/s.exec(trimmed);
    if (socket !== null) return unixEndpoint(trimmed, socket[2]!, socket[1] === "unixs");
    return { text: trimmed, security: "unsaid", address: tcpAddress(trimmed, trimmed) };
  }
  const scheme = SCHEMES[match[1]!.toLowerCase()];
  const rest = match[2]!;
  if (scheme === undefined) {
    throw new EndpointError(
      `endpoint ${JSON.stringify(trimmed)} has scheme ${match[1]}, not http, https, unix or unixs`,
    );
  }
  if (scheme.unix) return unixEndpoint(trimmed, rest, scheme.tls);
  const authority = rest.split(/[/?#]/, 1)[0]!;
  return {
    text: trimmed,
    security: scheme.tls ? "tls" : "plain",
    address: tcpAddress(authority.slice(authority.lastIndexOf("@") + 1), trimmed),
  };
}

function unixEndpoint(text: string, path: string, tls: boolean): Endpoint {
  if (path === "") throw new EndpointError(`endpoint ${JSON.stringify(text)} has no path`);
  return { text, security: tls ? "tls" : "plain", address: { kind: "unix", path } };
}

function tcpAddress(authority: string, text: string): { kind: "tcp"; host: string; port: number } {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):([0-9]+)$/.exec(authority);
  if (match === null) {
    throw new EndpointError(`endpoint ${JSON.stringify(text)} is not of the form host:port`);
  }
  const host = match[1] ?? match[2] ?? "";
  const port = Number(match[3]);
  if (port > 65535) throw new EndpointError(`endpoint ${JSON.stringify(text)} has port ${port}`);
  // Go dials the local machine when the host is empty.
  return { kind: "tcp", host: host === "" ? "localhost" : host, port };
}

/**
 * Whether a client of these endpoints speaks TLS: the scheme of the first one decides for all,
 * and without a scheme a TLS configuration does.
 */
export function usesTls(endpoints: readonly Endpoint[], hasTlsConfiguration: boolean): boolean {
  const first = endpoints[0]?.security ?? "unsaid";
  return first === "unsaid" ? hasTlsConfiguration : first === "tls";
}
