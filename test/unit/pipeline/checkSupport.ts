import { applyTextEdits, type Change } from "../../../src/core/change.ts";
import { fixRow } from "../../../src/pipeline/check/fixRow.ts";
import { problemKeys } from "../../../src/pipeline/check/evaluation.ts";
import {
  checkRows,
  EvaluationBuilder,
  type EvaluationSet,
  rules,
  type CheckFinding,
  type CheckOptions,
} from "../../../src/pipeline/check/index.ts";
import { formatsCodec } from "../../../src/storage/formatsCodec.ts";
import type { RowView } from "../../../src/storage/types.ts";
import { readOptions as options } from "../../support/readOptions.ts";

export function view(raw: string, index: number): RowView {
  return { index, line: index + 1, raw, edited: false, readOnly: null, ...formatsCodec.read(raw, options) };
}

export async function check(
  rows: readonly (object | string)[],
  how: CheckOptions = {},
): Promise<CheckFinding[]> {
  async function* views() {
    for (const [index, row] of rows.entries()) {
      await Promise.resolve();
      yield view(typeof row === "string" ? row : JSON.stringify(row), index);
    }
  }
  const found: CheckFinding[] = [];
  for await (const one of checkRows(views(), how)) found.push(one);
  return found;
}

/** The row after its fixes, as text, and what could not be fixed. */
export async function fixed(raw: string, names = rules.map(({ name }) => name)): Promise<[string, string[]]> {
  let now = raw;
  const apply = (change: Change): Promise<void> => {
    const writing = formatsCodec.write(now, change, options);
    if (writing.kind !== "row") return Promise.reject(new Error(writing.kind));
    now = applyTextEdits(now, writing.edits).text;
    return Promise.resolve();
  };
  const { refused } = await fixRow({ view: () => Promise.resolve(view(now, 0)), apply }, names);
  return [now, refused.map(({ finding }) => finding.rule)];
}

/** An evaluation set of problems. */
export function evaluationOf(set: string, problems: readonly string[]): Promise<EvaluationSet> {
  const builder = new EvaluationBuilder();
  for (const problem of problems) builder.add(set, problemKeys(problem)!);
  return builder.build();
}
