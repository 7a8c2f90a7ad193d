import assert from "node:assert/strict";
import { test } from "node:test";
import { tableText } from "./table.ts";

test("tableText() centres headers and puts cells on the right", () => {
  assert.equal(
    tableText(
      ["endpoint", "health", "took", "error"],
      [["127.0.0.1:36790", true, "2.658626ms", ""]],
    ),
    [
      "┌─────────────────┬────────┬────────────┬───────┐",
      "│    ENDPOINT     │ HEALTH │    TOOK    │ ERROR │",
      "├─────────────────┼────────┼────────────┼───────┤",
      "│ 127.0.0.1:36790 │   true │ 2.658626ms │       │",
      "└─────────────────┴────────┴────────────┴───────┘",
      "",
    ].join("\n"),
  );
});

test("tableText() closes the header when there are no rows", () => {
  assert.equal(tableText(["a_b"], []), "┌─────┐\n│ A B │\n└─────┘\n");
});

test("tableText() counts the columns of wide characters", () => {
  assert.equal(
    tableText(["x"], [["键"], ["ab"]]),
    "┌────┐\n│ X  │\n├────┤\n│ 键 │\n│ ab │\n└────┘\n",
  );
});
