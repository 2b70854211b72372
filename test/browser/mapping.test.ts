import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf } from "./folder.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();

/** Rows whose labels have a name that says nothing. */
const rows = [1, 2, 3].map((n) =>
  JSON.stringify({
    exercise: `Tom has ${n} pens and buys 2. How many?`,
    gt: String(n + 2),
    attempt: `He has ${n}.\n\nSo it is ${n + 3}.`,
    zz: [1, 0],
  }),
);

describe("a file of no known format", () => {
  it("is mapped with a live preview, opened so, and read as before once the mapping is removed", async () => {
    const folder = folderOf(suite.server(), { files: { "unknown.jsonl": `${rows.join("\n")}\n` } });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench, view } = editor;
    await workbench.contextMenu(workbench.treeRow("unknown.jsonl"), "Open as Step-DPO Dataset");
    await editor.button("Map Fields").click();

    const panel = view.locator(".mapping");
    await panel
      .locator(".tally", { hasText: "3 of 3 sampled rows read well: 3 problems, 3 traces, 6 steps" })
      .waitFor();
    expect(await view.locator("#role-trace").inputValue()).toBe("attempt");
    await view.locator("#role-labels").fill("zz");
    await view.locator("#role-labels").press("Enter");
    await panel.locator(".step.label-incorrect.first-error").waitFor();
    await workbench.screenshot("mapping-panel");

    // Each way to split says what it gives; another one counts at once.
    await view.locator("vscode-dropdown.splitter").click();
    await view.locator("vscode-option", { hasText: "Lines – 2 steps" }).click();
    await editor.button("Save and Open").click();
    await editor.label(2, "Incorrect").waitFor();
    await view.locator(".header").getByText("Mapped fields").waitFor();
    const settings = readFileSync(join(folder, ".vscode/settings.json"), "utf8");
    expect(JSON.parse(settings)).toEqual({
      "stepDpo.fieldMappings": {
        "unknown.jsonl": { problem: "exercise", answer: "gt", trace: "attempt", labels: "zz" },
      },
      "stepDpo.splitters": { "unknown.jsonl": "lines" },
    });

    // A label goes into the mapped field.
    await editor.label(2, "Correct").click();
    await editor.dirty();
    await editor.save();
    expect(readFileSync(join(folder, "unknown.jsonl"), "utf8")).toBe(
      `${[rows[0]?.replace("[1,0]", "[1,1]"), ...rows.slice(1)].join("\n")}\n`,
    );

    await workbench.command("Step-DPO: Map Fields…");
    await editor.button("Remove Mapping").click();
    await view.locator(".bad-row").waitFor();
  });
});
