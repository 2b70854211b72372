import { applyTextEdits, type Change } from "../../../src/core/change.ts";
import { formatsCodec } from "../../../src/storage/formatsCodec.ts";
import type { DatasetSession, Edit, RowView, SessionEvent } from "../../../src/storage/types.ts";
import { readOptions as options } from "../../support/readOptions.ts";

/** A dataset session in memory, as far as the extension's pure parts use one. */
export function fakeSession(
  rows: readonly unknown[],
): DatasetSession & { readonly raws: string[]; readonly reads: number[] } {
  const raws = rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row)));
  const onDisk = [...raws];
  const edits: Edit[] = [];
  const reads: number[] = [];
  const listeners = new Set<(event: SessionEvent) => void>();
  const view = (index: number): RowView => {
    const raw = raws[index];
    if (raw === undefined) throw new Error(`There is no row ${index + 1}.`);
    reads.push(index);
    return {
      index,
      line: index + 1,
      raw,
      ...formatsCodec.read(raw, options),
      edited: edits.some((edit) => edit.row === index),
      readOnly: null,
    };
  };
  const no = (): Promise<never> => Promise.reject(new Error("not in this fake"));
  return {
    raws,
    reads,
    edits,
    recoverable: null,
    conflicts: [],
    get info() {
      return {
        ...{
          path: "/data/fake.jsonl",
          container: "jsonl" as const,
          format: null,
          formatTitle: "Fake",
          rows: raws.length,
          indexed: true,
        },
        ...{
          bytes: 1,
          indexMs: 1,
          dirty: edits.length > 0,
          splitter: "auto" as const,
          readOnly: null,
          warning: null,
          deleted: false,
        },
      };
    },
    whenIndexed: () => Promise.resolve(),
    row: (index) => Promise.resolve().then(() => view(index)),
    rows: (from, to) =>
      Promise.resolve().then(() =>
        Array.from({ length: Math.min(to, raws.length) - from }, (_, at) => view(from + at)),
      ),
    textRows: () => Promise.resolve(null),
    texts: (index) =>
      Promise.resolve({
        onDisk: { row: onDisk[index] ?? "", pairs: [] },
        now: { row: raws[index] ?? "", pairs: [] },
      }),
    apply: (row: number, change: Change) => {
      const raw = raws[row] ?? "";
      const written = formatsCodec.write(raw, change, options);
      if (written.kind === "row") raws[row] = applyTextEdits(raw, written.edits).text;
      const edit = { id: edits.length, row, change, title: change.kind, at: "2026-01-01T00:00:00Z" };
      edits.push(edit);
      listeners.forEach((listener) => listener({ kind: "rows", rows: [row] }));
      return Promise.resolve(edit);
    },
    ...{
      undo: no,
      redo: no,
      recover: no,
      discardRecovered: no,
      save: no,
      saveAs: no,
      copyRows: no,
      revert: no,
      conflict: no,
      resolve: no,
      resolveAll: no,
      backup: no,
      restore: no,
      reload: no,
    },
    search: () => {
      throw new Error("not in this fake");
    },
    setSplitter: () => undefined,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => Promise.resolve(),
  };
}

/** A ProcessBench row of small arithmetic; `gold` makes its outcome known. */
export function processBench(id: number, steps: readonly string[], label: number, right = false): object {
  return {
    id: `t-${id}`,
    generator: "g",
    problem: `What is ${id} + 2?`,
    steps,
    final_answer_correct: right,
    label,
  };
}
