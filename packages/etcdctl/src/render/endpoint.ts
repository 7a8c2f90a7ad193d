/** Results of the endpoint commands: one row for each endpoint. */

import {
  formatSize,
  jsonMessage,
  jsonString,
  type Output,
  quoteText,
  type Rendering,
} from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { type FieldsOptions, headerFields } from "./header.ts";

export interface EndpointHealth {
  readonly endpoint: string;
  readonly isHealthy: boolean;
  /** Go's form. */
  readonly took: string;
  /** "" when there is nothing to say. */
  readonly error: string;
}

export interface EndpointStatus {
  readonly endpoint: string;
  readonly status: pb.StatusResponse;
}

export interface EndpointHash {
  readonly endpoint: string;
  readonly hash: pb.HashKVResponse;
}

/** `writeError` takes the lines of unhealthy endpoints, which go to stderr. */
export function healthRendering(
  results: readonly EndpointHealth[],
  writeError: (text: string) => void,
): Rendering {
  return {
    simple: (output) => {
      for (const { endpoint, error, took } of results) {
        if (error === "") {
          output.line(`${endpoint} is healthy: successfully committed proposal: took = ${took}`);
        } else writeError(`${endpoint} is unhealthy: failed to commit proposal: ${error}\n`);
      }
    },
    json: () =>
      `[${results
        .map(({ endpoint, isHealthy, took, error }) => {
          const tail = error === "" ? "" : `,"error":${jsonString(error)}`;
          return `{"endpoint":${jsonString(endpoint)},"health":${isHealthy},"took":${jsonString(took)}${tail}}`;
        })
        .join(",")}]`,
    fields: (output) => {
      for (const { endpoint, isHealthy, took, error } of results) {
        output.line(`"Endpoint" : ${quoteText(endpoint)}`);
        output.line(`"Health" : ${isHealthy}`);
        output.line(`"Took" : ${took}`);
        output.line(`"Error" : ${error}`);
        output.line("");
      }
    },
    table: () => ({
      header: ["endpoint", "health", "took", "error"],
      rows: results.map(({ endpoint, isHealthy, took, error }) => [
        endpoint,
        isHealthy,
        took,
        error,
      ]),
    }),
    protobuf: null,
  };
}

const STATUS_HEADER = [
  "endpoint",
  "ID",
  "version",
  "storage version",
  "db size",
  "in use",
  "percentage not in use",
  "quota",
  "is leader",
  "is learner",
  "raft term",
  "raft index",
  "raft applied index",
  "errors",
  "downgrade target version",
  "downgrade enabled",
] as const;

export function statusRendering(
  results: readonly EndpointStatus[],
  options: FieldsOptions,
): Rendering {
  return {
    simple: (output) => {
      for (const result of results) output.line(statusRow(result).join(", "));
    },
    json: () =>
      results.length === 0
        ? "null"
        : endpointArray(results, "Status", (result) =>
            jsonMessage(pb.messageTypes["StatusResponse"]!, result.status),
          ),
    fields: (output) => {
      for (const result of results) statusFields(output, result, options);
    },
    table: () => ({ header: STATUS_HEADER, rows: results.map(statusRow) }),
    protobuf: null,
  };
}

function statusRow({ endpoint, status }: EndpointStatus): (string | number | boolean)[] {
  return [
    endpoint,
    (status.header?.memberId ?? 0n).toString(16),
    status.version,
    status.storageVersion,
    formatSize(status.dbSize),
    formatSize(status.dbSizeInUse),
    `${percentageNotInUse(status)}%`,
    formatSize(Math.max(0, status.dbSizeQuota)),
    status.leader === (status.header?.memberId ?? 0n),
    status.isLearner,
    status.raftTerm,
    status.raftIndex,
    status.raftAppliedIndex,
    status.errors.join(", "),
    status.downgradeInfo?.targetVersion ?? "",
    status.downgradeInfo?.enabled ?? false,
  ];
}

function percentageNotInUse({ dbSize, dbSizeInUse }: pb.StatusResponse): number {
  if (dbSize <= 0) return 0;
  return 100 - Math.trunc((dbSizeInUse * 100) / dbSize);
}

function statusFields(
  output: Output,
  { endpoint, status }: EndpointStatus,
  options: FieldsOptions,
): void {
  headerFields(output, status.header, options);
  output.line(`"Version" : ${quoteText(status.version)}`);
  output.line(`"StorageVersion" : ${quoteText(status.storageVersion)}`);
  output.line(`"DBSize" : ${status.dbSize}`);
  output.line(`"DBSizeInUse" : ${status.dbSizeInUse}`);
  output.line(`"DBSizeQuota" : ${status.dbSizeQuota}`);
  output.line(`"Leader" : ${status.leader}`);
  output.line(`"IsLearner" : ${status.isLearner}`);
  output.line(`"RaftIndex" : ${status.raftIndex}`);
  output.line(`"RaftTerm" : ${status.raftTerm}`);
  output.line(`"RaftAppliedIndex" : ${status.raftAppliedIndex}`);
  output.line(`"Errors" : [${status.errors.join(" ")}]`);
  output.line(`"Endpoint" : ${quoteText(endpoint)}`);
  output.line(`"DowngradeTargetVersion" : ${quoteText(status.downgradeInfo?.targetVersion ?? "")}`);
  output.line(`"DowngradeEnabled" : ${status.downgradeInfo?.enabled ?? false}`);
  output.line("");
}

export function hashRendering(results: readonly EndpointHash[], options: FieldsOptions): Rendering {
  return {
    simple: (output) => {
      for (const { endpoint, hash } of results) {
        output.line(`${endpoint}, ${hash.hash}, ${hash.hashRevision}`);
      }
    },
    json: () =>
      endpointArray(results, "HashKV", (result) =>
        jsonMessage(pb.messageTypes["HashKVResponse"]!, result.hash),
      ),
    fields: (output) => {
      for (const { endpoint, hash } of results) {
        headerFields(output, hash.header, options);
        output.line(`"Endpoint" : ${quoteText(endpoint)}`);
        output.line(`"Hash" : ${hash.hash}`);
        output.line(`"HashRevision" : ${hash.hashRevision}`);
        output.line("");
      }
    },
    table: () => ({
      header: ["endpoint", "hash", "hash revision"],
      rows: results.map(({ endpoint, hash }) => [endpoint, hash.hash, hash.hashRevision]),
    }),
    protobuf: null,
  };
}

function endpointArray<Result extends { readonly endpoint: string }>(
  results: readonly Result[],
  name: string,
  json: (result: Result) => string,
): string {
  const items = results.map(
    (result) => `{"Endpoint":${jsonString(result.endpoint)},"${name}":${json(result)}}`,
  );
  return `[${items.join(",")}]`;
}
