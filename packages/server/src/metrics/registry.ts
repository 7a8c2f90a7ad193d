/**
 * All families of a process, and the page that shows them. One registry serves every listener.
 */

import { assert } from "@kvorum/base";
import { ExpositionWriter, type MetricFamily } from "./exposition.ts";

/** The Content-Type of the page. */
export const EXPOSITION_CONTENT_TYPE =
  "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

export class MetricsRegistry {
  readonly #families = new Map<string, MetricFamily>();
  #beforeScrape: (() => void)[] = [];

  add(family: MetricFamily): void {
    assert(!this.#families.has(family.name), `metric ${family.name} is declared twice`);
    this.#families.set(family.name, family);
  }

  /** Calls back before each page is made, to read several values in one go. */
  onScrape(callback: () => void): void {
    this.#beforeScrape = [...this.#beforeScrape, callback];
  }

  /** The families, by name. */
  families(): readonly MetricFamily[] {
    return [...this.#families.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The page in the text format. */
  expose(): string {
    for (const callback of this.#beforeScrape) callback();
    const writer = new ExpositionWriter();
    for (const family of this.families()) writer.family(family);
    return writer.text;
  }
}
