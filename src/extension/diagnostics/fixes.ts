import type { Change } from "../../core/change.ts";
import { fixRow } from "../../pipeline/check/fixRow.ts";
import type { CheckFinding } from "../../pipeline/check/index.ts";
import type { RowView } from "../../storage/types.ts";

/** A finding that has a fix in the form of edits of its row. */
export interface Fix {
  readonly finding: CheckFinding & { readonly row: number };
  readonly title: string;
}

/** Those of the findings that can be fixed by edits, which the trace editor can undo. */
export function fixesOf(findings: readonly CheckFinding[]): readonly Fix[] {
  return findings.flatMap((finding) => {
    const { row, fix } = finding;
    return row === null || fix === null ? [] : [{ finding: { ...finding, row }, title: fix.title }];
  });
}

/** What fixing works on. */
export interface FixWork {
  readonly view: (row: number) => Promise<RowView>;
  readonly apply: (row: number, change: Change) => Promise<void>;
  /** Told how many rows are done, of how many; returns false to stop. */
  readonly goOn: (done: number, rows: number) => boolean;
}

/** What came of fixes. */
export interface FixesDone {
  readonly applied: number;
  readonly refused: readonly { readonly row: number; readonly error: unknown }[];
}

/** Applies the fixes of chosen findings, row by row; each finding is looked for anew, since another may have moved it. */
export async function applyFixes(fixes: readonly Fix[], { view, apply, goOn }: FixWork): Promise<FixesDone> {
  const rows = byRow(fixes);
  const refused: { row: number; error: unknown }[] = [];
  let [applied, done] = [0, 0];
  for (const [row, own] of rows) {
    if (!goOn(done++, rows.size)) break;
    const wanted = new Set(own.map(({ finding }) => keyOf(finding)));
    const rules = [...new Set(own.map(({ finding }) => finding.rule))];
    const ports = { view: () => view(row), apply: (change: Change) => apply(row, change) };
    const result = await fixRow(ports, rules, (finding) => wanted.has(keyOf(finding)));
    applied += result.fixed.length;
    refused.push(...result.refused.map(({ error }) => ({ row, error })));
  }
  return { applied, refused };
}

function byRow(fixes: readonly Fix[]): Map<number, Fix[]> {
  const rows = new Map<number, Fix[]>();
  for (const fix of fixes) rows.set(fix.finding.row, [...(rows.get(fix.finding.row) ?? []), fix]);
  return rows;
}

function keyOf({ rule, trace, step }: CheckFinding): string {
  return JSON.stringify([rule, trace, step]);
}
