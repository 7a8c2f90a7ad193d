/** /metrics: the registry's page, gzipped where the client takes that. HTTP surface, section 14. */

import { gzip } from "node:zlib";
import { Counter, Gauge, Labelled } from "../metrics/instruments.ts";
import { EXPOSITION_CONTENT_TYPE, type MetricsRegistry } from "../metrics/registry.ts";
import type { HttpExchange } from "./exchange.ts";
import { plainError } from "./plain-answer.ts";

export class MetricsEndpoint {
  readonly #registry: MetricsRegistry;
  readonly #requests = new Labelled(["code"], () => new Counter());
  readonly #inFlight = new Gauge();

  constructor(registry: MetricsRegistry) {
    this.#registry = registry;
    for (const code of ["200", "500", "503"]) this.#requests.child(code);
    registry.add({
      name: "promhttp_metric_handler_requests_total",
      help: "Scrapes by status.",
      type: "counter",
      writeSeries: (output) =>
        output.labelled("promhttp_metric_handler_requests_total", this.#requests),
    });
    registry.add({
      name: "promhttp_metric_handler_requests_in_flight",
      help: "Scrapes that are being answered.",
      type: "gauge",
      writeSeries: (output) =>
        output.instrument("promhttp_metric_handler_requests_in_flight", "", this.#inFlight),
    });
  }

  answer(exchange: HttpExchange): void {
    this.#inFlight.add(1);
    const page = this.#registry.expose();
    this.#inFlight.add(-1);
    if (!acceptsGzip(exchange.header("accept-encoding"))) {
      this.#finish(exchange, page);
      return;
    }
    gzip(page, (error, compressed) => {
      if (error !== null) {
        this.#requests.child("500").increment();
        plainError(exchange, 500, "An error has occurred while serving metrics");
        return;
      }
      exchange.setHeader("Content-Encoding", "gzip");
      this.#finish(exchange, compressed);
    });
  }

  #finish(exchange: HttpExchange, body: string | Uint8Array): void {
    this.#requests.child("200").increment();
    exchange.setHeader("Content-Type", EXPOSITION_CONTENT_TYPE);
    exchange.respond(200, body);
  }
}

/** True unless gzip is missing from the list or refused with `q=0`. */
function acceptsGzip(header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.split(",").some((part) => {
    const [coding, ...parameters] = part.trim().toLowerCase().split(";");
    const quality = parameters.map((one) => one.trim()).find((one) => one.startsWith("q="));
    return coding!.trim() === "gzip" && (quality === undefined || Number(quality.slice(2)) > 0);
  });
}
