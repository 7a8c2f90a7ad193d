/** Results of get, put, del and txn. */

import { utf8ToBytes } from "@kvorum/base";
import { messageRendering, type Output, quoteBytes, type Rendering } from "@kvorum/command-line";
import { type mvccpb, etcdserverpb as pb } from "@kvorum/proto";
import { headerFields } from "./header.ts";

export interface KvOptions {
  readonly isHex: boolean;
}

/** A key or value as the simple format prints it: raw, or every byte as `\x66`. */
export function printedBytes(bytes: Uint8Array, options: KvOptions): Uint8Array {
  if (!options.isHex) return bytes;
  let text = "";
  for (const byte of bytes) text += `\\x${byte.toString(16).padStart(2, "0")}`;
  return utf8ToBytes(text);
}

export function keyValueLines(output: Output, kv: mvccpb.KeyValue, options: KvOptions): void {
  output.bytesLine(printedBytes(kv.key, options));
  output.bytesLine(printedBytes(kv.value, options));
}

/** The six lines of a key, each name with the prefix. */
export function keyValueFields(
  output: Output,
  prefix: string,
  kv: mvccpb.KeyValue,
  options: KvOptions,
): void {
  output.line(`"${prefix}Key" : ${quoteBytes(kv.key)}`);
  output.line(`"${prefix}CreateRevision" : ${kv.createRevision}`);
  output.line(`"${prefix}ModRevision" : ${kv.modRevision}`);
  output.line(`"${prefix}Version" : ${kv.version}`);
  output.line(`"${prefix}Value" : ${quoteBytes(kv.value)}`);
  const lease = options.isHex ? kv.lease.toString(16).padStart(16, "0") : kv.lease.toString();
  output.line(`"${prefix}Lease" : ${lease}`);
}

export function getRendering(
  response: pb.RangeResponse,
  options: KvOptions & { readonly valueOnly?: boolean },
): Rendering {
  return messageRendering(pb.messageTypes["RangeResponse"]!, response, {
    simple: (output) => rangeLines(output, response, options),
    fields: (output) => rangeFields(output, response, options),
  });
}

export function putRendering(response: pb.PutResponse, options: KvOptions): Rendering {
  return messageRendering(pb.messageTypes["PutResponse"]!, response, {
    simple: (output) => putLines(output, response, options),
    fields: (output) => putFields(output, response, options),
  });
}

export function delRendering(response: pb.DeleteRangeResponse, options: KvOptions): Rendering {
  return messageRendering(pb.messageTypes["DeleteRangeResponse"]!, response, {
    simple: (output) => delLines(output, response, options),
    fields: (output) => delFields(output, response, options),
  });
}

export function txnRendering(response: pb.TxnResponse, options: KvOptions): Rendering {
  return messageRendering(pb.messageTypes["TxnResponse"]!, response, {
    simple: (output) => txnLines(output, response, options),
    fields: (output) => txnFields(output, response, options),
  });
}

function rangeLines(
  output: Output,
  response: pb.RangeResponse,
  options: KvOptions & { readonly valueOnly?: boolean },
): void {
  for (const kv of response.kvs) {
    if (options.valueOnly === true) output.bytesLine(printedBytes(kv.value, options));
    else keyValueLines(output, kv, options);
  }
}

function rangeFields(output: Output, response: pb.RangeResponse, options: KvOptions): void {
  headerFields(output, response.header, options);
  for (const kv of response.kvs) keyValueFields(output, "", kv, options);
  output.line(`"More" : ${response.more}`);
  output.line(`"Count" : ${response.count}`);
}

function putLines(output: Output, response: pb.PutResponse, options: KvOptions): void {
  output.line("OK");
  if (response.prevKv !== null) keyValueLines(output, response.prevKv, options);
}

function putFields(output: Output, response: pb.PutResponse, options: KvOptions): void {
  headerFields(output, response.header, options);
  if (response.prevKv !== null) keyValueFields(output, "Prev", response.prevKv, options);
}

function delLines(output: Output, response: pb.DeleteRangeResponse, options: KvOptions): void {
  output.line(String(response.deleted));
  for (const kv of response.prevKvs) keyValueLines(output, kv, options);
}

function delFields(output: Output, response: pb.DeleteRangeResponse, options: KvOptions): void {
  headerFields(output, response.header, options);
  output.line(`"Deleted" : ${response.deleted}`);
  for (const kv of response.prevKvs) keyValueFields(output, "Prev", kv, options);
}

function txnLines(output: Output, response: pb.TxnResponse, options: KvOptions): void {
  output.line(response.succeeded ? "SUCCESS" : "FAILURE");
  for (const {
    responseRange,
    responsePut,
    responseDeleteRange,
    responseTxn,
  } of response.responses) {
    output.line("");
    if (responseRange !== null) rangeLines(output, responseRange, options);
    if (responsePut !== null) putLines(output, responsePut, options);
    if (responseDeleteRange !== null) delLines(output, responseDeleteRange, options);
    if (responseTxn !== null) txnLines(output, responseTxn, options);
  }
}

function txnFields(output: Output, response: pb.TxnResponse, options: KvOptions): void {
  headerFields(output, response.header, options);
  output.line(`"Succeeded" : ${response.succeeded}`);
  for (const {
    responseRange,
    responsePut,
    responseDeleteRange,
    responseTxn,
  } of response.responses) {
    if (responseRange !== null) rangeFields(output, responseRange, options);
    if (responsePut !== null) putFields(output, responsePut, options);
    if (responseDeleteRange !== null) delFields(output, responseDeleteRange, options);
    if (responseTxn !== null) txnFields(output, responseTxn, options);
  }
}
