/**
 * The metadata of a call from the headers of an HTTP request. HTTP surface, section 7.
 *
 * `Authorization` becomes `authorization`, a leading `Bearer ` removed; `Grpc-Metadata-X` becomes
 * `x`; headers of the permanent registry become `grpcgateway-...`; others stay outside.
 */

import type { HttpExchange } from "../http/exchange.ts";

/** A header that cannot be metadata; the message is the answer's. */
export class MetadataError extends Error {
  override readonly name = "MetadataError";
}

const METADATA_PREFIX = "grpc-metadata-";
const BEARER = "Bearer ";

const permanentHeaders: ReadonlySet<string> = new Set([
  "accept",
  "accept-charset",
  "accept-language",
  "accept-ranges",
  "authorization",
  "cache-control",
  "content-type",
  "cookie",
  "date",
  "expect",
  "from",
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-schedule-tag-match",
  "if-unmodified-since",
  "max-forwards",
  "origin",
  "pragma",
  "referer",
  "user-agent",
  "via",
  "warning",
]);

/** First value by name (lower case). @throws MetadataError */
export function callMetadata(exchange: HttpExchange): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  const add = (name: string, value: string): void => {
    if (!metadata.has(name)) metadata.set(name, value);
  };
  for (const [name, value] of exchange.headers) {
    if (name === "authorization") {
      add("authorization", value.startsWith(BEARER) ? value.slice(BEARER.length) : value);
    }
    if (name.startsWith(METADATA_PREFIX)) {
      const key = name.slice(METADATA_PREFIX.length);
      if (key.endsWith("-bin") && !isBase64(value)) {
        throw new MetadataError(`invalid binary header ${key}: illegal base64 data`);
      }
      add(key, value);
    } else if (permanentHeaders.has(name)) {
      add(`grpcgateway-${name}`, value);
    }
  }
  const forwardedHost = exchange.header("x-forwarded-host") ?? exchange.header("host");
  if (forwardedHost !== undefined) add("x-forwarded-host", forwardedHost);
  const forwardedFor = exchange.header("x-forwarded-for");
  const { remoteAddress } = exchange;
  if (remoteAddress !== "") {
    add(
      "x-forwarded-for",
      forwardedFor === undefined ? remoteAddress : `${forwardedFor}, ${remoteAddress}`,
    );
  }
  return metadata;
}

function isBase64(value: string): boolean {
  const unpadded = value.replace(/={1,2}$/, "");
  return /^[A-Za-z0-9+/]*$/.test(unpadded) && unpadded.length % 4 !== 1;
}
