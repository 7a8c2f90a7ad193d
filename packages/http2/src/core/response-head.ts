/** A response's header list, or its trailers, read as gRPC. Read-only, shared by equal blocks. */

import { decodeGrpcMessage, GrpcStatus, quoted } from "./grpc-status.ts";
import {
  type HeaderField,
  NAME_CONNECTION_SPECIFIC,
  NAME_CONTENT_TYPE,
  NAME_GRPC_ENCODING,
  NAME_GRPC_MESSAGE,
  NAME_GRPC_STATUS,
  NAME_STATUS,
} from "./header-field.ts";
import type { HeaderList } from "./hpack-decoder.ts";
import type { Metadata } from "./metadata.ts";
import { isGrpcContentType } from "./request-head.ts";

export class ResponseHead {
  /** 0 in trailers. */
  httpStatus = 0;
  contentType = "";
  encoding = "";
  /** -1 without one. */
  grpcStatus = -1;
  grpcMessage = "";
  malformed: string | null = null;
  readonly #fields: HeaderField[] = [];

  add(field: HeaderField): void {
    this.#fields.push(field);
  }

  get hasFields(): boolean {
    return this.#fields.length > 0;
  }

  get metadata(): Metadata {
    return this.#fields.map((field) => [field.name, field.value] as const);
  }
}

export function parseResponseHead(list: HeaderList): ResponseHead {
  const head = new ResponseHead();
  for (const field of list.fields) {
    if (!field.isWellFormed) {
      head.malformed = `malformed field ${quoted(field.name)}`;
      return head;
    }
    if (field.isPseudo) {
      if (field.nameId !== NAME_STATUS || head.httpStatus !== 0 || head.hasFields) {
        head.malformed = `pseudo-header ${quoted(field.name)} in a response`;
        return head;
      }
      if (!/^[1-9][0-9]{2}$/.test(field.value)) {
        head.malformed = `malformed http-status: ${quoted(field.value)}`;
        return head;
      }
      head.httpStatus = Number(field.value);
      continue;
    }
    head.add(field);
    switch (field.nameId) {
      case NAME_CONNECTION_SPECIFIC:
        head.malformed = `connection-specific field ${field.name}`;
        return head;
      case NAME_CONTENT_TYPE:
        head.contentType = field.value;
        break;
      case NAME_GRPC_ENCODING:
        head.encoding = field.value === "identity" ? "" : field.value;
        break;
      case NAME_GRPC_STATUS:
        head.grpcStatus = /^[0-9]{1,9}$/.test(field.value)
          ? Number(field.value)
          : GrpcStatus.UNKNOWN;
        break;
      case NAME_GRPC_MESSAGE:
        head.grpcMessage = decodeGrpcMessage(field.value);
        break;
    }
  }
  return head;
}

const HTTP_TO_GRPC: ReadonlyMap<number, number> = new Map([
  [400, GrpcStatus.INTERNAL],
  [401, GrpcStatus.UNAUTHENTICATED],
  [403, GrpcStatus.PERMISSION_DENIED],
  [404, GrpcStatus.UNIMPLEMENTED],
  [429, GrpcStatus.UNAVAILABLE],
  [502, GrpcStatus.UNAVAILABLE],
  [503, GrpcStatus.UNAVAILABLE],
  [504, GrpcStatus.UNAVAILABLE],
]);

/** What is wrong with a response that is not gRPC; null when it is one. */
export function nonGrpcFailure(head: ResponseHead): { status: number; message: string } | null {
  if (isGrpcContentType(head.contentType) && (head.httpStatus === 200 || head.grpcStatus >= 0)) {
    return null;
  }
  const parts: string[] = [];
  if (head.httpStatus !== 200) {
    parts.push(`unexpected HTTP status code received from server: ${head.httpStatus}`);
  }
  if (head.contentType === "") parts.push("missing HTTP content-type");
  else if (!isGrpcContentType(head.contentType)) {
    parts.push(
      `transport: received unexpected content-type ${quoted(head.contentType.slice(0, 256))}`,
    );
  }
  return {
    status:
      head.httpStatus === 200
        ? GrpcStatus.UNKNOWN
        : (HTTP_TO_GRPC.get(head.httpStatus) ?? GrpcStatus.UNKNOWN),
    message: parts.join("; "),
  };
}
