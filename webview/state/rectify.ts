import type { RectificationState, RectifyChoice } from "../../src/protocol/traceEditor.ts";
import { announce, attempt, inform, type Context } from "./context.ts";
import { nothingChanged, readOnlyReason } from "./edit.ts";
import { goTo } from "./navigate.ts";
import { acceptance, currentCandidate, orderCandidates } from "./order.ts";
import { samePlace, type StepPlace } from "./state.ts";

/** Whether a rectification can start without asking anything first. */
function canStart(context: Context): boolean {
  const { dataset, row } = context.store.get();
  return dataset?.model != null && row?.row?.gold.answer != null;
}

/**
 * Opens the panel of a step and, where a model and a gold answer are there, starts sampling with the settings last
 * chosen. A step that already has candidates shows those.
 */
export async function rectifyStep(context: Context, place: StepPlace): Promise<void> {
  const { dataset, rectification } = context.store.get();
  openPanel(context, place);
  if (samePlace(rectification?.place ?? null, place)) {
    context.store.dispatch({ kind: "zone", zone: "candidates" });
    return;
  }
  if (dataset !== null && canStart(context) && rectification?.running !== true) {
    await startRectify(context, place, dataset.rectify);
  }
}

/** Opens the panel of a step, with its settings. */
export function openPanel(context: Context, place: StepPlace): void {
  context.store.dispatch({ kind: "step", trace: place.trace, step: place.step });
  context.store.dispatch({ kind: "panel", panel: place });
}

/** Starts sampling. What was sampled before for another step gives way. */
export async function startRectify(context: Context, place: StepPlace, choice: RectifyChoice): Promise<void> {
  context.store.dispatch({ kind: "notice", notice: null });
  await attempt(context, () => context.host.rectify(place, choice));
}

/** Stops the model. */
export async function cancelRectify(context: Context): Promise<void> {
  const { rectification } = context.store.get();
  if (rectification?.running === true)
    await attempt(context, () => context.host.cancelRectify(rectification.id));
}

/** Closes the panel; a finished rectification is let go, a running one goes on. */
export async function closePanel(context: Context): Promise<void> {
  const { rectification, panel } = context.store.get();
  context.store.dispatch({ kind: "panel", panel: null });
  if (rectification === null || rectification.running || !samePlace(rectification.place, panel)) return;
  await attempt(context, () => context.host.dismiss(rectification.id));
}

/** The candidates that the open panel shows, or null. */
export function shownRectification(context: Context): RectificationState | null {
  const { rectification, panel } = context.store.get();
  return samePlace(rectification?.place ?? null, panel) ? rectification : null;
}

/** Accepts a candidate (the current one where none is named). Anything but a clean win is asked about first. */
export async function acceptCandidate(context: Context, index: number | null): Promise<void> {
  const { store, host } = context;
  const rectification = shownRectification(context);
  if (rectification === null) return;
  const candidate = currentCandidate(rectification, index ?? store.get().candidate);
  if (candidate === null || refusedReadOnly(context)) return;
  const verdict = acceptance(candidate);
  if (verdict !== "free" && "never" in verdict) {
    inform(context, verdict.never, candidate.state === "streaming" ? candidate.index : undefined);
    return;
  }
  if (verdict !== "free" && store.get().confirming !== candidate.index) {
    store.dispatch({ kind: "candidate", candidate: candidate.index });
    store.dispatch({ kind: "confirming", candidate: candidate.index });
    announce(context, `${verdict.ask} Press A again to accept.`);
    return;
  }
  await take(context, rectification, () => host.accept(rectification.id, candidate.index, null));
}

/** Accepts a candidate with its first step as the person edited it. */
export async function acceptEdited(context: Context, index: number, text: string): Promise<void> {
  const rectification = shownRectification(context);
  if (rectification === null || refusedReadOnly(context)) return;
  await take(context, rectification, () => context.host.accept(rectification.id, index, text));
}

async function take(
  context: Context,
  rectification: RectificationState,
  work: () => Promise<void>,
): Promise<void> {
  const done = await attempt(context, async () => {
    await work();
    return true;
  });
  if (done !== true) return;
  context.store.dispatch({ kind: "accepted", id: rectification.id });
  announce(context, "Accepted: its first step is s_win now.");
  // The choice is made: the model need not go on.
  if (rectification.running) await attempt(context, () => context.host.cancelRectify(rectification.id));
}

function refusedReadOnly(context: Context): boolean {
  const reason = readOnlyReason(context);
  if (reason !== null) inform(context, nothingChanged);
  return reason !== null;
}

/** Rejects a candidate and goes to the next one. */
export async function rejectCandidate(context: Context, index: number | null): Promise<void> {
  const { store, host } = context;
  const rectification = shownRectification(context);
  if (rectification === null) return;
  const candidate = currentCandidate(rectification, index ?? store.get().candidate);
  if (candidate === null || candidate.state === "streaming") return;
  const open = orderCandidates(rectification).filter((one) => !rectification.rejected.includes(one.index));
  const at = open.findIndex((one) => one.index === candidate.index);
  const next = open[at + 1] ?? open[at - 1] ?? null;
  await attempt(context, () => host.reject(rectification.id, candidate.index));
  if (next !== null) store.dispatch({ kind: "candidate", candidate: next.index });
}

/** Moves among the candidates as shown. */
export function moveCandidate(context: Context, to: number | "first" | "last"): void {
  const rectification = shownRectification(context);
  if (rectification === null) return;
  const ordered = orderCandidates(rectification);
  const current = currentCandidate(rectification, context.store.get().candidate);
  const at = ordered.findIndex((candidate) => candidate.index === current?.index);
  const target = to === "first" ? 0 : to === "last" ? ordered.length - 1 : at + to;
  const found = ordered[Math.max(0, Math.min(target, ordered.length - 1))];
  if (found !== undefined) context.store.dispatch({ kind: "candidate", candidate: found.index });
}

/** Shows the exact prompt that the settings give. */
export async function showPrompt(context: Context, place: StepPlace, choice: RectifyChoice): Promise<void> {
  const text = await attempt(context, () => context.host.prompt(place, choice));
  if (text !== undefined) context.store.dispatch({ kind: "prompt", text });
}

/** Goes to the step whose candidates there are. */
export async function goToRectification(context: Context): Promise<void> {
  const place = context.store.get().rectification?.place;
  if (place === undefined) return;
  await goTo(context, place);
  context.store.dispatch({ kind: "panel", panel: place });
}
