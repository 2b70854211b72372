import { extname } from "node:path";
import type { Command } from "../command.ts";
import { nameOf, onDisk } from "../datasets/uri.ts";
import { withSlowProgress } from "../slowProgress.ts";
import type { Studio } from "../studio.ts";
import { targetOrActive, type Target } from "../target.ts";
import { chooseCopy } from "./chooseCopy.ts";

/**
 * Writes a dataset in another container, unsaved edits included, as a JSONL file, and opens it at the same row: what
 * is labelled in Parquet and gzip lies in a file of its own until then.
 */
export const saveAsJsonl: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const { fsPath } = onDisk(target.uri);
    const copy = await chooseCopy(fsPath, `Save ${nameOf(target.uri)} as JSONL`, ".jsonl", {
      JSONL: ["jsonl", "ndjson"],
    });
    if (copy === undefined) return;
    const wrong = !/^\.(?:jsonl|ndjson)$/iu.test(extname(copy.fsPath));
    if (wrong) throw new Error(`${nameOf(copy)} is no name of a JSONL file: end it with .jsonl.`);
    const place = studio.editors.of(target.uri)?.host.place ?? target.place;
    await write(studio, target, copy.fsPath);
    await studio.editors.open(copy, place ?? undefined);
  },
};

async function write(studio: Studio, { uri }: Target, path: string): Promise<void> {
  const session = await studio.sessions.open(uri);
  try {
    await withSlowProgress(`Writing ${nameOf(uri)} as JSONL`, (signal) => session.saveAs(path, signal));
  } finally {
    await session.close();
  }
}
