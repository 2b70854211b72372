import type { Change } from "../../core/change.ts";
import type { CheckFinding } from "../../pipeline/check/index.ts";

/** A finding that has a fix in the form of edits of its row. */
export interface Fix {
  readonly finding: CheckFinding & { readonly row: number };
  readonly title: string;
  readonly changes: readonly Change[];
}

/** Those of the findings that can be fixed by edits, which the trace editor can undo. */
export function fixesOf(findings: readonly CheckFinding[]): readonly Fix[] {
  return findings.flatMap((finding) => {
    const { row, fix } = finding;
    if (row === null || fix === null || !("changes" in fix) || fix.changes.length === 0) return [];
    return [{ finding: { ...finding, row }, title: fix.title, changes: fix.changes }];
  });
}

/**
 * Applies fixes, the last of a row first, so that none moves the place of another.
 * @returns how many were applied, and why others were not
 */
export async function applyFixes(
  fixes: readonly Fix[],
  apply: (row: number, change: Change) => Promise<void>,
): Promise<{ readonly applied: number; readonly refused: readonly { row: number; error: unknown }[] }> {
  const refused: { row: number; error: unknown }[] = [];
  for (const { finding, changes } of fixes.toReversed()) {
    try {
      for (const change of changes) await apply(finding.row, change);
    } catch (error) {
      refused.push({ row: finding.row, error });
    }
  }
  return { applied: fixes.length - refused.length, refused };
}
