import type { Change } from "./change.ts";
import type { Label, Row } from "./model.ts";

/**
 * What the key of a label does to a step: gives it, takes it away where the step has it, but agrees to it where a judge,
 * rollouts or arithmetic gave it. Null where nothing changes, as for a step that is not there.
 */
export function toggleLabel(
  row: Row | null,
  trace: number,
  step: number,
  label: Label | null,
): Change | null {
  const now = row?.traces[trace]?.steps[step];
  if (now === undefined) return null;
  const has = label === now.label;
  const agreed = has && label !== null && now.by !== "person" && now.by !== "file";
  const fresh = has && !agreed ? null : label;
  if (fresh === now.label && !agreed) return null;
  return { kind: "label", trace, step, label: fresh, by: "person" };
}
