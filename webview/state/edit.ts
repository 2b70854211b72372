import type { Change } from "../../src/core/change.ts";
import type { Label } from "../../src/core/model.ts";
import { announce, attempt, inform, type Context } from "./context.ts";
import { shownPlace, type Editing } from "./state.ts";

/** Why the current row can't be edited, or null where it can. */
export function readOnlyReason(context: Context): string | null {
  const { dataset, row } = context.store.get();
  return row?.readOnly ?? dataset?.readOnly ?? null;
}

/** Why it is read-only stands above all the time. */
export const nothingChanged = "Read-only: nothing was changed.";

/** Sends a change of the row shown; says why where the row is read-only. Returns whether it was made. */
export async function change(context: Context, change: Change): Promise<boolean> {
  const { row } = shownPlace(context.store.get());
  const reason = readOnlyReason(context);
  if (reason !== null) {
    inform(context, nothingChanged);
    return false;
  }
  const done = await attempt(context, async () => {
    await context.host.change(row, change);
    return true;
  });
  return done === true;
}

/** Labels a step; the label it already has is cleared, but agreed to where a judge, rollouts or arithmetic gave it. */
export async function labelStep(
  context: Context,
  trace: number,
  step: number,
  label: Label | null,
): Promise<void> {
  const { row } = shownPlace(context.store.get());
  if (readOnlyReason(context) !== null) {
    inform(context, nothingChanged);
    return;
  }
  // The host knows what label the step has by then: this view shows those of quick presses late.
  const given = await attempt(context, async () => ({
    label: await context.host.toggleLabel({ row, trace, step }, label),
  }));
  if (given !== undefined) announce(context, `Step ${step + 1}: ${given.label ?? "no label"}`);
}

/** Opens a text for editing in place. */
export function startEditing(context: Context, editing: Editing): void {
  if (readOnlyReason(context) !== null) inform(context, nothingChanged);
  else if (context.store.get().row?.long != null && editing.kind !== "candidate")
    inform(context, "The texts of a row this long can’t be edited here: what is not shown would be lost.");
  else context.store.dispatch({ kind: "editing", editing });
}

/** Leaves the text that is being edited, without a change. */
export function stopEditing(context: Context): void {
  context.store.dispatch({ kind: "editing", editing: null });
}

/** Takes an edited step, win or lose. An unchanged text makes no edit. */
export async function applyText(
  context: Context,
  editing: Exclude<Editing, { kind: "candidate" }>,
  old: string | null,
  text: string,
): Promise<void> {
  if (text === old) {
    stopEditing(context);
    return;
  }
  const { trace, step } = editing;
  const changes: Record<typeof editing.kind, Change> = {
    step: { kind: "stepText", trace, step, text },
    win: { kind: "win", trace, step, win: { text, continuation: null, run: null } },
    lose: { kind: "lose", trace, step, text },
  };
  // The text stays open where the change is refused, so that nothing typed is lost.
  if (await change(context, changes[editing.kind])) stopEditing(context);
}
