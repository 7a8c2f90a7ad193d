/** Paths and codecs of the methods that simulated clients call. */

import { etcdserverpb } from "@kvorum/proto";
import type { Messages, Method } from "@kvorum/testkit";

interface Codec<M extends Method> {
  readonly path: string;
  readonly encode: (request: Messages[M]["request"]) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => Messages[M]["answer"];
}

export const codecs: { readonly [M in Method]: Codec<M> } = {
  Range: {
    path: "/etcdserverpb.KV/Range",
    encode: etcdserverpb.encodeRangeRequest,
    decode: etcdserverpb.decodeRangeResponse,
  },
  Put: {
    path: "/etcdserverpb.KV/Put",
    encode: etcdserverpb.encodePutRequest,
    decode: etcdserverpb.decodePutResponse,
  },
  DeleteRange: {
    path: "/etcdserverpb.KV/DeleteRange",
    encode: etcdserverpb.encodeDeleteRangeRequest,
    decode: etcdserverpb.decodeDeleteRangeResponse,
  },
  Txn: {
    path: "/etcdserverpb.KV/Txn",
    encode: etcdserverpb.encodeTxnRequest,
    decode: etcdserverpb.decodeTxnResponse,
  },
  Compact: {
    path: "/etcdserverpb.KV/Compact",
    encode: etcdserverpb.encodeCompactionRequest,
    decode: etcdserverpb.decodeCompactionResponse,
  },
  LeaseGrant: {
    path: "/etcdserverpb.Lease/LeaseGrant",
    encode: etcdserverpb.encodeLeaseGrantRequest,
    decode: etcdserverpb.decodeLeaseGrantResponse,
  },
  LeaseRevoke: {
    path: "/etcdserverpb.Lease/LeaseRevoke",
    encode: etcdserverpb.encodeLeaseRevokeRequest,
    decode: etcdserverpb.decodeLeaseRevokeResponse,
  },
  LeaseKeepAlive: {
    path: "/etcdserverpb.Lease/LeaseKeepAlive",
    encode: etcdserverpb.encodeLeaseKeepAliveRequest,
    decode: etcdserverpb.decodeLeaseKeepAliveResponse,
  },
  LeaseTimeToLive: {
    path: "/etcdserverpb.Lease/LeaseTimeToLive",
    encode: etcdserverpb.encodeLeaseTimeToLiveRequest,
    decode: etcdserverpb.decodeLeaseTimeToLiveResponse,
  },
};

export function encodeCall(method: Method, request: object): Uint8Array {
  return (codecs[method].encode as (request: object) => Uint8Array)(request);
}

export const WATCH_PATH = "/etcdserverpb.Watch/Watch";
