import type { WebviewApi } from "../../src/protocol/traceEditor.ts";
import type { ViewState } from "../../src/core/query.ts";
import { sameQuery } from "../../src/core/queryWords.ts";
import { commandOfAction, perform } from "./command.ts";
import { announce, attempt, type Context } from "./context.ts";
import { foundWords } from "./find.ts";
import { goTo, rereadRow } from "./navigate.ts";
import { rectifyStep } from "./rectify.ts";
import { stayInside } from "./stayInside.ts";
import type { Saved } from "./vscode.ts";

/** What the host may call. */
export function webviewApi(context: Context): WebviewApi {
  const { store } = context;
  return {
    datasetChanged: (dataset) => {
      const { row, place, loading } = store.get();
      store.dispatch({ kind: "dataset", dataset });
      // The index may reach the row only now.
      if (row === null && loading && dataset.rows > place.row) void goTo(context, place);
    },
    rowChanged: (row) => store.dispatch({ kind: "row", row }),
    rowPatched: (index, patch) => store.dispatch({ kind: "rowPatch", index, patch }),
    allChanged: () => void rereadRow(context),
    viewChanged: (view) => {
      const before = store.get().view;
      store.dispatch({ kind: "view", view });
      if (hasEnded(before, view)) announce(context, foundWords(view));
    },
    reveal: (place) => void goTo(context, place),
    undone: (place) => {
      const { editing, place: here } = store.get();
      // What concerns the whole row leaves the person at her step of it; nothing takes a text away that she is typing.
      if (editing === null && (place.step !== null || here.row !== place.row)) void goTo(context, place);
    },
    rectification: (rectification) => {
      const before = store.get().rectification;
      store.dispatch({ kind: "rectification", rectification });
      if (before?.running === true && rectification?.running === false) {
        announce(context, rectification.error ?? rectification.message ?? "Sampling has ended.");
      }
    },
    candidates: (id, changed, message) => {
      const before = wins(context);
      store.dispatch({ kind: "candidates", id, changed, message });
      const after = wins(context);
      // Each word that comes would be too much to hear; a win is worth it.
      if (after > before) announce(context, `${after} ${after === 1 ? "win" : "wins"} found.`);
    },
    askRectify: (place) =>
      void goTo(context, place).then((arrived) => (arrived ? rectifyStep(context, place) : undefined)),
    showError: (message) => store.dispatch({ kind: "notice", notice: { kind: "error", message } }),
    act: (action) => void perform(context, commandOfAction(action), () => undefined),
  };
}

/** Whether a search has come to its end, so that its count is worth hearing. */
function hasEnded(before: ViewState | null, now: ViewState): boolean {
  if (before === null || now.running || now.error !== null) return false;
  return before.running || !sameQuery(before.query, now.query);
}

function wins({ store }: Context): number {
  const candidates = store.get().rectification?.candidates ?? [];
  return candidates.filter((candidate) => candidate.state === "win").length;
}

/** Asks the host where the person was, and goes there. */
export async function start(context: Context, saved: Saved | null): Promise<void> {
  if (saved !== null) {
    context.store.dispatch({ kind: "pairSource", on: saved.pairSource });
  }
  const begin = await attempt(context, () => context.host.start());
  if (begin === undefined) return;
  followFound(context);
  stayInside(context);
  context.store.dispatch({ kind: "started", start: begin });
  const { rows, indexed } = begin.dataset;
  const { place } = context.store.get();
  // A window that was reloaded has a host that knows of no place. The index may reach the row only later.
  if (begin.place === null && saved !== null && (saved.place.row < rows || !indexed))
    await goTo(context, saved.place);
  else if (begin.row === null && rows > place.row) await goTo(context, place);
}

/** Tells the host at once where the person is: what it does there, as for a command of the palette, must not be a place late. */
export function reportMoves(context: Context): void {
  let reported = context.store.get().place;
  context.store.subscribe(() => {
    const { place, row } = context.store.get();
    if (row === null || place === reported) return;
    reported = place;
    void attempt(context, () => context.host.moved(place));
  });
}

/** Asks the host where the row is among those shown, whenever one or the other is another. */
function followFound(context: Context): void {
  const { store, host } = context;
  let asked: { row: number; view: ViewState } | null = null;
  let asking = false;
  const ask = async (): Promise<void> => {
    const { row, view } = store.get();
    if (row === null || view === null || view.whole) return;
    if (asking || (asked?.row === row.index && asked.view === view)) return;
    asked = { row: row.index, view };
    // One at a time: a busy host is asked no more often than it can answer.
    asking = true;
    await attempt(context, async () => {
      store.dispatch({ kind: "found", found: await host.found(row.index) });
    });
    asking = false;
    await ask();
  };
  store.subscribe(() => void ask());
}
