/**
 * A request's header list, checked (RFC 9113 section 8.3.1 and 8.2.2) and read once as gRPC or as
 * plain HTTP. Read-only and shared by all calls whose header block was the same.
 */

import { GrpcStatus, parseGrpcTimeout, quoted } from "./grpc-status.ts";
import {
  type HeaderField,
  NAME_AUTHORITY,
  NAME_CONNECTION_SPECIFIC,
  NAME_CONTENT_LENGTH,
  NAME_CONTENT_TYPE,
  NAME_GRPC_ACCEPT_ENCODING,
  NAME_GRPC_ENCODING,
  NAME_GRPC_TIMEOUT,
  NAME_HOST,
  NAME_METHOD,
  NAME_PATH,
  NAME_SCHEME,
  NAME_TE,
} from "./header-field.ts";
import type { HeaderList } from "./hpack-decoder.ts";
import { decodeBinaryMetadata } from "./metadata.ts";
import type { GrpcRoutes, Route } from "./routes.ts";

/** A refusal that needs no handler: an HTTP status and a gRPC status. */
export interface EarlyAnswer {
  readonly httpStatus: number;
  readonly grpcStatus: number;
  readonly message: string;
}

export class RequestHead {
  method = "";
  scheme = "";
  authority = "";
  path = "";
  contentType = "";
  /** `content-type` says gRPC. */
  isGrpc = false;
  /** `grpc-timeout`, as it came in milliseconds; null for none. */
  timeoutMs: number | null = null;
  /** `grpc-encoding`; empty for none or identity. */
  encoding = "";
  acceptsGzip = false;
  /** -1 without one. */
  contentLength = -1;
  /** Ordinary fields, `host` and protocol fields included. */
  readonly fields: HeaderField[] = [];
  /** The method, when the request is gRPC and its path is known. */
  route: Route | null = null;
  /** Set when the request is answered without a handler. */
  earlyAnswer: EarlyAnswer | null = null;
  /** Set when the request is malformed: a stream error of type PROTOCOL_ERROR. */
  malformed: string | null = null;

  /** The first value of this name. */
  value(name: string): string | undefined {
    for (const field of this.fields) if (field.name === name) return field.value;
    return undefined;
  }
}

/** Reads a list as a request. `routes` decides about gRPC paths. */
export function parseRequestHead(list: HeaderList, routes: GrpcRoutes): RequestHead {
  const head = new RequestHead();
  let pseudoSeen = 0;
  let hosts = 0;
  let timeout: number | string | null = null;
  let badBinary: HeaderField | null = null;

  for (const field of list.fields) {
    if (!field.isWellFormed) return malformed(head, `malformed field ${quoted(field.name)}`);
    const nameId = field.nameId;
    if (field.isPseudo) {
      if (head.fields.length > 0) return malformed(head, "pseudo-header after an ordinary field");
      const bit = 1 << nameId;
      if (pseudoSeen & bit) return malformed(head, `${field.name} twice`);
      pseudoSeen |= bit;
      if (nameId === NAME_METHOD) head.method = field.value;
      else if (nameId === NAME_PATH) head.path = field.value;
      else if (nameId === NAME_SCHEME) head.scheme = field.value;
      else if (nameId === NAME_AUTHORITY) head.authority = field.value;
      else return malformed(head, `pseudo-header ${quoted(field.name)} in a request`);
      continue;
    }
    head.fields.push(field);
    switch (nameId) {
      case NAME_CONNECTION_SPECIFIC:
        return malformed(head, `connection-specific field ${field.name}`);
      case NAME_TE:
        if (field.value !== "trailers") return malformed(head, "te other than trailers");
        break;
      case NAME_CONTENT_TYPE:
        head.contentType = field.value;
        head.isGrpc = isGrpcContentType(field.value);
        break;
      case NAME_CONTENT_LENGTH: {
        if (!/^[0-9]{1,15}$/.test(field.value)) return malformed(head, "bad content-length");
        const length = Number(field.value);
        if (head.contentLength >= 0 && head.contentLength !== length) {
          return malformed(head, "content-length twice");
        }
        head.contentLength = length;
        break;
      }
      case NAME_GRPC_TIMEOUT:
        timeout = parseGrpcTimeout(field.value);
        break;
      case NAME_GRPC_ENCODING:
        head.encoding = field.value === "identity" ? "" : field.value;
        break;
      case NAME_GRPC_ACCEPT_ENCODING:
        head.acceptsGzip = /(^|,)\s*gzip\s*(,|$)/.test(field.value);
        break;
      case NAME_HOST:
        hosts++;
        break;
      default:
        if (field.name.endsWith("-bin") && badBinary === null) {
          for (const part of field.value.split(",")) {
            if (decodeBinaryMetadata(part.trim()) === null) badBinary = field;
          }
        }
    }
  }

  const isConnect = head.method === "CONNECT";
  const hasPath = (pseudoSeen & (1 << NAME_PATH)) !== 0;
  const hasScheme = (pseudoSeen & (1 << NAME_SCHEME)) !== 0;
  if (!(pseudoSeen & (1 << NAME_METHOD)) || head.method === "") {
    return malformed(head, "request without :method");
  }
  if (isConnect ? hasPath || hasScheme || head.authority === "" : !hasPath || !hasScheme) {
    return malformed(head, "request without :scheme or :path");
  }
  if (!isConnect && head.path === "") return malformed(head, "empty :path");

  if (!head.isGrpc) return head;
  if (head.method !== "POST") {
    head.earlyAnswer = {
      httpStatus: 405,
      grpcStatus: GrpcStatus.INTERNAL,
      message: `Received a HEADERS frame with :method ${quoted(head.method)} which should be POST`,
    };
  } else if (hosts > 1) {
    head.earlyAnswer = {
      httpStatus: 400,
      grpcStatus: GrpcStatus.INTERNAL,
      message: `num values of :authority: ${head.authority === "" ? 0 : 1}, num values of host: ${hosts}, both must only have 1 value as per HTTP/2 spec`,
    };
  } else if (typeof timeout === "string") {
    head.earlyAnswer = {
      httpStatus: 400,
      grpcStatus: GrpcStatus.INTERNAL,
      message: `malformed grpc-timeout: ${timeout}`,
    };
  } else if (badBinary !== null) {
    head.earlyAnswer = {
      httpStatus: 400,
      grpcStatus: GrpcStatus.INTERNAL,
      message: `malformed binary metadata ${quoted(badBinary.value)} in header ${quoted(badBinary.name)}: illegal base64 data`,
    };
  } else {
    head.timeoutMs = timeout;
    const route = routes.find(head.path);
    if (route === undefined) {
      const failure = routes.unknownPathFailure(head.path);
      head.earlyAnswer = { httpStatus: 200, grpcStatus: failure.status, message: failure.message };
    } else if (head.encoding !== "" && head.encoding !== "gzip") {
      head.earlyAnswer = {
        httpStatus: 200,
        grpcStatus: GrpcStatus.UNIMPLEMENTED,
        message: `grpc: Decompressor is not installed for grpc-encoding ${quoted(head.encoding)}`,
      };
    } else {
      head.route = route;
    }
  }
  return head;
}

/** `application/grpc`, alone or followed by `+codec` or `;parameters`; case does not matter. */
export function isGrpcContentType(value: string): boolean {
  const base = "application/grpc";
  if (value === base) return true;
  if (value.length <= base.length || value.slice(0, base.length).toLowerCase() !== base) {
    return false;
  }
  const next = value[base.length];
  return next === "+" || next === ";";
}

function malformed(head: RequestHead, reason: string): RequestHead {
  head.malformed = reason;
  return head;
}
