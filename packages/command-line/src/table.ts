/** Tables in box-drawing lines: headers in capitals and centred, cells on the right. */

export type Cell = string | number | bigint | boolean;

/** The table with its last newline. Cells keep their text; nothing wraps. */
export function tableText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const titles = header.map((title) => title.toUpperCase().replaceAll("_", " "));
  const cells = rows.map((row) => row.map(String));
  const widths = titles.map((title, column) =>
    Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[column] ?? ""))),
  );
  const rule = (left: string, middle: string, right: string) =>
    `${left}${widths.map((width) => "─".repeat(width + 2)).join(middle)}${right}\n`;
  const line = (texts: readonly string[]) => `│${texts.map((text) => ` ${text} `).join("│")}│\n`;
  const centred = titles.map((title, column) => {
    const free = widths[column]! - displayWidth(title);
    const left = Math.floor(free / 2);
    return " ".repeat(left) + title + " ".repeat(free - left);
  });
  const body = cells.map((row) =>
    line(widths.map((width, column) => padLeft(row[column] ?? "", width))),
  );
  return (
    rule("┌", "┬", "┐") +
    line(centred) +
    (body.length > 0 ? rule("├", "┼", "┤") : "") +
    body.join("") +
    rule("└", "┴", "┘")
  );
}

function padLeft(text: string, width: number): string {
  return " ".repeat(width - displayWidth(text)) + text;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{Mn}/u;

/** Columns that a terminal gives the text. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  }
  return width;
}
