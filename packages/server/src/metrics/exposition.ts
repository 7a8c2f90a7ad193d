/**
 * The Prometheus text format, version 0.0.4: families by name, series by label values, labels by
 * name, numbers as Go prints them. Metrics, section 1.
 *
 * A labelled family without series leaves no trace, as in etcd.
 */

import { type Counter, type Gauge, Histogram, type Labelled } from "./instruments.ts";

export type MetricType = "counter" | "gauge" | "histogram";

export interface MetricFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  /** Appends the series, each line ended. */
  readonly writeSeries: (output: ExpositionWriter) => void;
}

export class ExpositionWriter {
  #text = "";

  get text(): string {
    return this.#text;
  }

  /** @param labels - as renderLabels made them, empty for none. */
  sample(name: string, labels: string, value: number): void {
    this.#text += `${name}${labels === "" ? "" : `{${labels}}`} ${formatGoFloat(value)}\n`;
  }

  instrument(name: string, labels: string, instrument: Counter | Gauge | Histogram): void {
    if (!(instrument instanceof Histogram)) {
      this.sample(name, labels, instrument.value);
      return;
    }
    const comma = labels === "" ? "" : `${labels},`;
    let cumulative = 0;
    for (let i = 0; i < instrument.counts.length; i++) {
      cumulative += instrument.counts[i]!;
      const bound = i < instrument.bounds.length ? formatGoFloat(instrument.bounds[i]!) : "+Inf";
      this.sample(`${name}_bucket`, `${comma}le="${bound}"`, cumulative);
    }
    this.sample(`${name}_sum`, labels, instrument.sum);
    this.sample(`${name}_count`, labels, cumulative);
  }

  labelled(name: string, family: Labelled<Counter> | Labelled<Gauge> | Labelled<Histogram>): void {
    for (const { values, instrument } of family.children()) {
      this.instrument(name, renderLabels(family.labelNames, values), instrument);
    }
  }

  family(family: MetricFamily): void {
    const before = this.#text;
    this.#text = "";
    family.writeSeries(this);
    const series = this.#text;
    this.#text = before;
    if (series === "") return;
    this.#text += `# HELP ${family.name} ${escapeHelp(family.help)}\n`;
    this.#text += `# TYPE ${family.name} ${family.type}\n${series}`;
  }
}

/** `a="1",b="2"`, ordered by name. */
export function renderLabels(names: readonly string[], values: readonly string[]): string {
  return names
    .map((name, position) => ({ name, value: values[position]! }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value }) => `${name}="${escapeLabel(value)}"`)
    .join(",");
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

/** Go's shortest form: `0.001`, `524288`, `1.048576e+06`, `+Inf`. */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  if (value === 0) return "0";
  const text = value.toExponential();
  const mark = text.indexOf("e");
  const exponent = Number(text.slice(mark + 1));
  // Go writes an exponent where six digits before the point, or four zeros behind it, are
  // exceeded; in between, JavaScript's shortest form is the same as Go's.
  if (exponent >= -4 && exponent < 6) return String(value);
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${text.slice(0, mark)}e${exponent < 0 ? "-" : "+"}${digits}`;
}
