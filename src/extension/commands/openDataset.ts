import * as vscode from "vscode";
import type { Command } from "../command.ts";

/** Asks for a file and opens it as a dataset. */
export const openDataset: Command = {
  async run(studio) {
    const chosen = await vscode.window.showOpenDialog({
      title: "Open a Dataset",
      openLabel: "Open Dataset",
      canSelectMany: true,
      filters: { Datasets: ["jsonl", "ndjson", "json", "parquet", "gz"], "All Files": ["*"] },
    });
    for (const uri of chosen ?? []) await studio.editors.open(uri);
  },
};
