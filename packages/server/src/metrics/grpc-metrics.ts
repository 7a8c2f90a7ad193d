/**
 * The grpc_server_* families: one record of plain counters for each method, found once and kept
 * by whoever runs the calls. Metrics, section 9.
 *
 * A call counts as started when its handler is about to run, and as handled exactly once, when it
 * ends; calls to unknown methods count nowhere. Calls through the JSON gateway count as well.
 */

import {
  etcdserverpb,
  GrpcStatus,
  type MethodDescriptor,
  v3electionpb,
  v3lockpb,
} from "@kvorum/proto";
import { renderLabels } from "./exposition.ts";
import { Histogram } from "./instruments.ts";
import type { MetricsRegistry } from "./registry.ts";

export type GrpcCallType = "unary" | "server_stream" | "client_stream" | "bidi_stream";

const codeNames: readonly string[] = Object.keys(GrpcStatus);
const HANDLING_BOUNDS: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

export class GrpcMethodMetrics {
  readonly path: string;
  readonly type: GrpcCallType;
  /** Rendered labels of the method: name, service, type. */
  readonly labels: string;
  /** Labels in front of these, with the code before them. */
  readonly service: string;
  readonly method: string;
  /** True: shown from the start; false: shown from the first call on. */
  readonly preset: boolean;
  started = 0;
  messagesReceived = 0;
  messagesSent = 0;
  /** By status code. */
  readonly handled: Float64Array = new Float64Array(codeNames.length);
  /** Null unless metrics are extensive. */
  readonly handlingSeconds: Histogram | null;

  constructor(options: {
    readonly path: string;
    readonly type: GrpcCallType;
    readonly preset: boolean;
    readonly extensive: boolean;
  }) {
    this.path = options.path;
    this.type = options.type;
    this.preset = options.preset;
    const slash = options.path.indexOf("/", 1);
    this.service = options.path.slice(1, slash);
    this.method = options.path.slice(slash + 1);
    this.labels = renderLabels(
      ["grpc_method", "grpc_service", "grpc_type"],
      [this.method, this.service, this.type],
    );
    this.handlingSeconds = options.extensive ? new Histogram(HANDLING_BOUNDS) : null;
  }

  /** The end of a call, once. A status outside the table counts as Unknown. */
  finish(status: number, durationMs: number): void {
    const known = status >= 0 && status < this.handled.length ? status : GrpcStatus.Unknown;
    this.handled[known]!++;
    this.handlingSeconds?.observe(durationMs / 1000);
  }
}

const healthMethods: readonly (readonly [path: string, type: GrpcCallType])[] = [
  ["/grpc.health.v1.Health/Check", "unary"],
  ["/grpc.health.v1.Health/List", "unary"],
  ["/grpc.health.v1.Health/Watch", "server_stream"],
];

export class GrpcMetrics {
  readonly #methods = new Map<string, GrpcMethodMetrics>();

  /** @param options.extensive - --metrics=extensive: latency histograms as well. */
  constructor(registry: MetricsRegistry, options: { readonly extensive: boolean }) {
    const { extensive } = options;
    for (const { path, clientStreaming, serverStreaming } of etcdserverpb.methods) {
      this.#add(path, callType(clientStreaming, serverStreaming), true, extensive);
    }
    for (const [path, type] of healthMethods) this.#add(path, type, true, extensive);
    const lazily: readonly MethodDescriptor[] = [...v3lockpb.methods, ...v3electionpb.methods];
    for (const { path, clientStreaming, serverStreaming } of lazily) {
      this.#add(path, callType(clientStreaming, serverStreaming), false, extensive);
    }
    this.#register(registry, extensive);
  }

  /** The counters of a method, or undefined for a path that no service has. */
  forPath(path: string): GrpcMethodMetrics | undefined {
    return this.#methods.get(path);
  }

  /** A call's duration, where the counters are kept elsewhere; only extensive metrics take it. */
  observe(path: string, durationMs: number): void {
    this.#methods.get(path)?.handlingSeconds?.observe(durationMs / 1000);
  }

  #add(path: string, type: GrpcCallType, preset: boolean, extensive: boolean): void {
    this.#methods.set(path, new GrpcMethodMetrics({ path, type, preset, extensive }));
  }

  #register(registry: MetricsRegistry, extensive: boolean): void {
    // Series are ordered by method, then service: the first labels that differ, taken by name.
    const methods = [...this.#methods.values()].sort((a, b) =>
      a.method === b.method ? (a.service < b.service ? -1 : 1) : a.method < b.method ? -1 : 1,
    );
    const shown = (): readonly GrpcMethodMetrics[] =>
      methods.filter((method) => method.preset || method.started > 0);
    const add = (
      name: string,
      help: string,
      value: (method: GrpcMethodMetrics) => number,
    ): void => {
      registry.add({
        name,
        help,
        type: "counter",
        writeSeries(output) {
          for (const method of shown()) output.sample(name, method.labels, value(method));
        },
      });
    };
    add("grpc_server_started_total", "Calls begun.", (method) => method.started);
    add("grpc_server_msg_received_total", "Messages received.", (one) => one.messagesReceived);
    add("grpc_server_msg_sent_total", "Messages sent.", (method) => method.messagesSent);
    const byName = codeNames
      .map((name, code) => ({ name, code }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    registry.add({
      name: "grpc_server_handled_total",
      help: "Calls finished, by status.",
      type: "counter",
      writeSeries(output) {
        const methodsNow = shown();
        for (const { name, code } of byName) {
          for (const method of methodsNow) {
            const labels = `grpc_code="${name}",${method.labels}`;
            output.sample("grpc_server_handled_total", labels, method.handled[code]!);
          }
        }
      },
    });
    if (!extensive) return;
    registry.add({
      name: "grpc_server_handling_seconds",
      help: "Time from a call's start to its end.",
      type: "histogram",
      writeSeries(output) {
        for (const { labels, handlingSeconds } of shown()) {
          if (handlingSeconds === null) continue;
          output.instrument("grpc_server_handling_seconds", labels, handlingSeconds);
        }
      },
    });
  }
}

function callType(clientStreaming: boolean, serverStreaming: boolean): GrpcCallType {
  if (clientStreaming) return serverStreaming ? "bidi_stream" : "client_stream";
  return serverStreaming ? "server_stream" : "unary";
}
