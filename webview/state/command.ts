import type { Label } from "../../src/core/model.ts";
import type { WebviewApi } from "../../src/protocol/traceEditor.ts";
import { inform, type Context } from "./context.ts";
import { labelStep, startEditing } from "./edit.ts";
import { moves, type Command } from "./keys.ts";
import { moveStep, moveTrace, seekRow, whenArrived } from "./navigate.ts";
import { currentCandidate } from "./order.ts";
import {
  acceptCandidate,
  closePanel,
  moveCandidate,
  openPanel,
  rectifyStep,
  rejectCandidate,
  shownRectification,
} from "./rectify.ts";
import type { StepPlace } from "./state.ts";

const steps = { nextStep: 1, previousStep: -1, firstStep: "first", lastStep: "last" } as const;
const labels: Partial<Record<Command, Label | null>> = {
  labelCorrect: "correct",
  labelNeutral: "neutral",
  labelIncorrect: "incorrect",
  labelNone: null,
};

/** What was asked for while the view was on its way to another row, in order. */
const waiting = new WeakMap<Context["store"], Promise<void>>();

/** What may not wait: it is about the view itself. */
const atOnce: ReadonlySet<Command> = new Set(["goToRow", "find", "filter", "help", "escape"]);

/**
 * Does what a key, or a command of VS Code, asks for. What is about a step waits for the row that the person has asked for
 * before: a label must not land on the row that is being left. `focusRowField` puts the cursor into the row number.
 */
export function perform(context: Context, command: Command, focusRowField: () => void): Promise<void> {
  const { store } = context;
  const before = waiting.get(store);
  const isSeek = command === "nextRow" || command === "previousRow";
  const isFree = before === undefined && !isSeek && !store.get().loading;
  if (isFree || atOnce.has(command)) return performNow(context, command, focusRowField);
  const turn = (before ?? Promise.resolve()).then(async () => {
    // Rows that are passed over need not be shown.
    if (isSeek) await performNow(context, command, focusRowField);
    else if (await whenArrived(context)) void performNow(context, command, focusRowField);
  });
  waiting.set(store, turn);
  return turn.finally(() => {
    if (waiting.get(store) === turn) waiting.delete(store);
  });
}

async function performNow(context: Context, command: Command, focusRowField: () => void): Promise<void> {
  const { store } = context;
  const state = store.get();
  const where = moves(command, state.zone);
  if (where !== null) {
    const to = steps[command as keyof typeof steps];
    if (where === "candidate") moveCandidate(context, to);
    else moveStep(context, to);
    return;
  }
  const label = labels[command];
  if (label !== undefined)
    return withStep(context, (place) => labelStep(context, place.trace, place.step, label));
  switch (command) {
    case "nextRow":
      return seekRow(context, 1);
    case "previousRow":
      return seekRow(context, -1);
    case "nextTrace":
      moveTrace(context, 1);
      return;
    case "previousTrace":
      moveTrace(context, -1);
      return;
    case "goToRow":
      focusRowField();
      return;
    case "find":
      store.dispatch({ kind: "find" });
      return;
    case "filter":
      store.dispatch({ kind: "filtering", open: true });
      return;
    case "rectify":
      return withStep(context, (place) => rectifyStep(context, place));
    case "rectifySettings":
      return withStep(context, (place) => openPanel(context, place));
    case "accept":
      return acceptCandidate(context, null);
    case "reject":
      return rejectCandidate(context, null);
    case "edit":
      return edit(context);
    case "candidates":
      toCandidates(context);
      return;
    case "help":
      store.dispatch({ kind: "help", open: !state.help });
      return;
    case "escape":
      return escape(context);
    default:
      return;
  }
}

/** The action of VS Code's own commands as a command here. */
export function commandOfAction(action: Parameters<WebviewApi["act"]>[0]): Command {
  return action === "editStep" ? "edit" : action;
}

async function withStep(context: Context, work: (place: StepPlace) => Promise<void> | void): Promise<void> {
  const { place } = context.store.get();
  if (place.step === null) inform(context, "There is no step here: this row has no trace.");
  else await work({ ...place, step: place.step });
}

function edit(context: Context): Promise<void> | void {
  const { zone, candidate } = context.store.get();
  const rectification = shownRectification(context);
  if (zone === "candidates" && rectification !== null) {
    const current = currentCandidate(rectification, candidate);
    if (current !== null && current.firstStep !== "") {
      startEditing(context, { kind: "candidate", candidate: current.index });
    }
    return;
  }
  return withStep(context, ({ trace, step }) => startEditing(context, { kind: "step", trace, step }));
}

function toCandidates(context: Context): void {
  const { zone } = context.store.get();
  const rectification = shownRectification(context);
  if (zone === "candidates" || rectification === null) {
    context.store.dispatch({ kind: "zone", zone: "steps" });
    return;
  }
  const current = currentCandidate(rectification, context.store.get().candidate);
  context.store.dispatch({ kind: "candidate", candidate: current?.index ?? null });
}

/** Leaves one thing at a time, the innermost first. */
async function escape(context: Context): Promise<void> {
  const { store } = context;
  const state = store.get();
  if (state.help) store.dispatch({ kind: "help", open: false });
  else if (state.prompt !== null) store.dispatch({ kind: "prompt", text: null });
  else if (state.editing !== null) store.dispatch({ kind: "editing", editing: null });
  else if (state.confirming !== null) store.dispatch({ kind: "confirming", candidate: null });
  else if (state.notice !== null) store.dispatch({ kind: "notice", notice: null });
  else if (state.zone === "candidates") store.dispatch({ kind: "zone", zone: "steps" });
  else if (state.panel !== null) await closePanel(context);
}
