import type { CheckFinding } from "../../pipeline/check/index.ts";
import type { Place } from "../../protocol/traceEditor.ts";

/** A finding as the Problems panel shows it, without VS Code. */
export interface Problem {
  readonly message: string;
  readonly severity: CheckFinding["severity"];
  readonly rule: string;
  /** Where it is in the trace editor; null for the dataset as a whole. */
  readonly place: Place | null;
}

/** A finding with its place in words: the row, trace and step where it names them. */
export function describeFinding(finding: CheckFinding): Problem {
  const { row, trace, step, rule, severity } = finding;
  const words = placeWords({
    row,
    trace,
    // Some rules name the step themselves.
    step: step !== null && new RegExp(`\\bstep ${step + 1}\\b`, "iu").test(finding.message) ? null : step,
  });
  return {
    message: words === "" ? finding.message : `${words}: ${finding.message}`,
    ...{ severity, rule },
    place: row === null ? null : { row, trace: trace ?? 0, step },
  };
}

/** "Row 3, trace 2, step 1"; the first trace is the only one of most rows and goes without saying. */
export function placeWords({ row, trace, step }: Pick<CheckFinding, "row" | "trace" | "step">): string {
  const words = [
    row === null ? "" : `row ${row + 1}`,
    trace === null || trace === 0 ? "" : `trace ${trace + 1}`,
    step === null ? "" : `step ${step + 1}`,
  ].filter((word) => word !== "");
  const text = words.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "3 findings: false-equation 2, empty-side 1" */
export function describeCounts(counts: readonly (readonly [rule: string, count: number])[]): string {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return "nothing found";
  const rules = counts.map(([rule, count]) => `${rule} ${count.toLocaleString("en-US")}`).join(", ");
  return `${total.toLocaleString("en-US")} ${total === 1 ? "finding" : "findings"}: ${rules}`;
}
