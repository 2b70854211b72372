import type { Change } from "../../core/change.ts";
import type { RowView } from "../../storage/types.ts";
import { checkOneRow } from "./index.ts";
import type { CheckFinding } from "./types.ts";

/** What fixing a row works on. */
export interface FixPorts {
  readonly view: () => Promise<RowView>;
  /** Makes one edit of the row. @throws Error with the format's reason where it refuses */
  readonly apply: (change: Change) => Promise<unknown>;
}

/** What came of fixing a row. */
export interface Fixed {
  readonly fixed: readonly CheckFinding[];
  readonly refused: readonly { readonly finding: CheckFinding; readonly error: unknown }[];
}

/** Enough for any row; a fix that brings a new finding with every edit ends here. */
const mostFixes = 200;

/**
 * Fixes a row, one finding after the other: each is looked for anew, since the one before may have moved or mended it.
 * @param rules names of the rules whose findings are fixed
 * @param wants takes findings; all where absent
 */
export async function fixRow(
  ports: FixPorts,
  rules: readonly string[],
  wants: (finding: CheckFinding) => boolean = () => true,
): Promise<Fixed> {
  const tried = new Set<string>();
  const fixed: CheckFinding[] = [];
  const refused: { finding: CheckFinding; error: unknown }[] = [];
  while (tried.size < mostFixes) {
    const view = await ports.view();
    const finding = checkOneRow(view, { rules }).find(
      (one) => one.fix !== null && !tried.has(keyOf(one)) && wants(one),
    );
    if (finding?.fix == null) break;
    tried.add(keyOf(finding));
    try {
      for (const change of finding.fix.changes) await ports.apply(change);
      fixed.push(finding);
    } catch (error) {
      refused.push({ finding, error });
    }
  }
  return { fixed, refused };
}

function keyOf({ rule, trace, step, message }: CheckFinding): string {
  return JSON.stringify([rule, trace, step, message]);
}
