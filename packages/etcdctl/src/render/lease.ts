/**
 * Results of the lease commands. Their json is not the wire's: the header's fields stand beside
 * the others, under Go's names. Their protobuf is the header alone, as etcdctl prints it.
 */

import { concatBytes, utf8ToBytes } from "@kvorum/base";
import {
  badFeature,
  jsonBytes,
  jsonMembers,
  jsonString,
  messageRendering,
  type Output,
  quoteBytes,
  type Rendering,
} from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { type FieldsOptions, headerFields, leaseHex } from "./header.ts";

type Header = pb.ResponseHeader | null;

export function grantRendering(response: pb.LeaseGrantResponse, options: FieldsOptions): Rendering {
  return {
    ...flattened(response.header, [
      `"ID":${response.ID}`,
      `"TTL":${response.TTL}`,
      `"Error":${jsonString(response.error)}`,
    ]),
    simple: (output) =>
      output.line(`lease ${leaseHex(response.ID)} granted with TTL(${response.TTL}s)`),
    fields: (output) => idAndTtl(output, response, options),
  };
}

export function keepAliveRendering(
  response: pb.LeaseKeepAliveResponse,
  options: FieldsOptions,
): Rendering {
  return {
    ...flattened(response.header, [`"ID":${response.ID}`, `"TTL":${response.TTL}`]),
    simple: (output) =>
      output.line(`lease ${leaseHex(response.ID)} keepalived with TTL(${response.TTL})`),
    fields: (output) => idAndTtl(output, response, options),
  };
}

export function timeToLiveRendering(
  response: pb.LeaseTimeToLiveResponse,
  options: FieldsOptions & { readonly withKeys: boolean },
): Rendering {
  const keys = response.keys.length === 0 ? "null" : `[${response.keys.map(jsonBytes).join(",")}]`;
  return {
    ...flattened(response.header, [
      `"id":${response.ID}`,
      `"ttl":${response.TTL}`,
      `"granted-ttl":${response.grantedTTL}`,
      `"keys":${keys}`,
    ]),
    simple: (output) => {
      const id = leaseHex(response.ID);
      if (response.grantedTTL === 0 && response.TTL === -1) {
        output.line(`lease ${id} already expired`);
        return;
      }
      const head = `lease ${id} granted with TTL(${response.grantedTTL}s), remaining(${response.TTL}s)`;
      if (!options.withKeys) {
        output.line(head);
        return;
      }
      const blank = Uint8Array.of(0x20);
      const list = response.keys.flatMap((key, at) => (at === 0 ? [key] : [blank, key]));
      output.bytesLine(
        concatBytes([utf8ToBytes(`${head}, attached keys([`), ...list, utf8ToBytes("])")]),
      );
    },
    fields: (output) => {
      headerFields(output, response.header, options);
      output.line(`"ID" : ${leaseId(response.ID, options)}`);
      output.line(`"TTL" : ${response.TTL}`);
      output.line(`"GrantedTTL" : ${response.grantedTTL}`);
      for (const key of response.keys) output.line(`"Key" : ${quoteBytes(key)}`);
    },
  };
}

export function leasesRendering(
  response: pb.LeaseLeasesResponse,
  options: FieldsOptions,
): Rendering {
  const ids = response.leases.map((lease) => lease.ID);
  return {
    ...flattened(response.header, [`"leases":[${ids.map((id) => `{"id":${id}}`).join(",")}]`]),
    simple: (output) => {
      output.line(`found ${ids.length} leases`);
      for (const id of ids) output.line(leaseHex(id));
    },
    fields: (output) => {
      headerFields(output, response.header, options);
      for (const id of ids) output.line(`"ID" : ${leaseId(id, options)}`);
    },
  };
}

export function revokeRendering(
  response: pb.LeaseRevokeResponse,
  options: FieldsOptions & { readonly leaseId: bigint },
): Rendering {
  return {
    ...messageRendering(pb.messageTypes["LeaseRevokeResponse"]!, response, {
      simple: (output) => output.line(`lease ${leaseHex(options.leaseId)} revoked`),
      fields: (output) => headerFields(output, response.header, options),
    }),
    protobuf: () => {
      throw badFeature("marshal unsupported for type v3.LeaseRevokeResponse");
    },
  };
}

function idAndTtl(
  output: Output,
  response: { readonly header: Header; readonly ID: bigint; readonly TTL: number },
  options: FieldsOptions,
): void {
  headerFields(output, response.header, options);
  output.line(`"ID" : ${leaseId(response.ID, options)}`);
  output.line(`"TTL" : ${response.TTL}`);
}

function leaseId(id: bigint, options: FieldsOptions): string {
  return options.isHex ? leaseHex(id) : id.toString();
}

function flattened(
  header: Header,
  members: readonly string[],
): Pick<Rendering, "json" | "protobuf" | "table"> {
  const embedded = header ?? pb.createResponseHeader();
  return {
    table: null,
    json: () =>
      `{${[...jsonMembers(pb.messageTypes["ResponseHeader"]!, embedded), ...members].join(",")}}`,
    protobuf: () => pb.encodeResponseHeader(embedded),
  };
}
