import { equal } from "node:assert/strict";
import { commands } from "vscode";
import { cleanUp, file, openPanel, rows, until, untilDirty } from "./support.ts";

const presses = 200;

describe("A held-down undo key", () => {
  afterEach(cleanUp);

  it("undoes an edit a press, however fast they come, and redoes them", async () => {
    const uri = file("undo.jsonl", rows(4));
    const { document } = await openPanel(uri);
    const labels = ["incorrect", "correct"] as const;
    for (let press = 0; press < presses; press++) {
      const label = labels[press % 2] ?? null;
      await document.apply(press % 4, { kind: "label", trace: 0, step: 0, label, by: "person" });
    }
    await untilDirty(uri, true);
    const { session } = document;
    equal(session.edits.length, presses);
    const all = (command: string) =>
      Promise.all(Array.from({ length: presses }, () => commands.executeCommand(command)));
    await all("stepDpo.undo");
    await until("nothing is left to undo", () => session.edits.length === 0);
    await untilDirty(uri, false);
    await all("stepDpo.redo");
    await until("all is redone", () => session.edits.length === presses);
    await untilDirty(uri, true);
  });
});
