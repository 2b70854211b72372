import type { Candidate } from "../../src/core/candidate.ts";
import type { Trace } from "../../src/core/model.ts";
import type { Query, ViewState } from "../../src/core/query.ts";
import { sameQuery } from "../../src/core/queryWords.ts";
import type {
  DatasetState,
  EditorStart,
  FoundRow,
  Place,
  RectificationState,
  RowState,
} from "../../src/protocol/traceEditor.ts";
import { patched, type Patch } from "../../src/protocol/patch.ts";
import { mergeCandidates } from "./order.ts";
import { share } from "./share.ts";
import {
  initialState,
  samePlace,
  type Editing,
  type Notice,
  type State,
  type StepPlace,
  type Zone,
} from "./state.ts";

/** Everything that can happen to the state. */
export type Action =
  | { readonly kind: "started"; readonly start: EditorStart }
  | { readonly kind: "dataset"; readonly dataset: DatasetState }
  | { readonly kind: "row"; readonly row: RowState }
  /** What changed of the row that the host sent last. */
  | { readonly kind: "rowPatch"; readonly index: number; readonly patch: Patch }
  /** The person goes to a row; its content follows as `loaded`. */
  | { readonly kind: "going"; readonly place: Place }
  | { readonly kind: "loaded"; readonly row: RowState }
  /** The row asked for can't be had: the one shown stays. */
  | { readonly kind: "notLoaded" }
  /** The person goes to a step; `quiet` where the focus is there already. */
  | { readonly kind: "step"; readonly trace: number; readonly step: number | null; readonly quiet?: boolean }
  | { readonly kind: "view"; readonly view: ViewState }
  /** The person changes the query in the bar. */
  | { readonly kind: "draft"; readonly query: Query }
  /** The host has taken a query: its own state counts, unless the person has gone on. */
  | { readonly kind: "taken"; readonly query: Query }
  | { readonly kind: "found"; readonly found: FoundRow }
  | { readonly kind: "filtering"; readonly open: boolean }
  /** The person asks for the search box. */
  | { readonly kind: "find" }
  | { readonly kind: "rectification"; readonly rectification: RectificationState | null }
  | {
      readonly kind: "candidates";
      readonly id: string;
      readonly changed: readonly Candidate[];
      readonly message: string | null;
    }
  /** A candidate became s_win: back to the steps. */
  | { readonly kind: "accepted"; readonly id: string }
  | { readonly kind: "panel"; readonly panel: StepPlace | null }
  | { readonly kind: "zone"; readonly zone: Zone }
  | { readonly kind: "candidate"; readonly candidate: number | null }
  | { readonly kind: "confirming"; readonly candidate: number | null }
  | { readonly kind: "editing"; readonly editing: Editing | null }
  | { readonly kind: "notice"; readonly notice: Notice | null }
  | { readonly kind: "opening"; readonly row: number | null }
  | { readonly kind: "silent"; readonly silent: boolean }
  | { readonly kind: "announce"; readonly message: string }
  | { readonly kind: "help"; readonly open: boolean }
  | { readonly kind: "prompt"; readonly text: string | null }
  | { readonly kind: "pairSource"; readonly on: boolean };

/** The state after an action. Parts that stay equal keep their identity. */
export function reduce(state: State, action: Action): State {
  switch (action.kind) {
    case "started":
      return started(state, action.start);
    case "dataset":
      return withDataset(state, share(state.dataset, action.dataset));
    case "row":
      return action.row.index === state.place.row ? withRow(state, action.row) : state;
    case "rowPatch":
      // A row that is on its way comes as a whole.
      if (state.loading || action.index !== state.place.row || action.index !== state.row?.index)
        return state;
      return withRow(state, patched(state.row, action.patch) as RowState);
    case "going":
      return { ...state, place: action.place, loading: true, ...settled, moves: state.moves + 1 };
    case "loaded":
      if (action.row.index !== state.place.row) return state;
      return { ...withRow(state, action.row), loading: false, moves: state.moves + 1 };
    case "notLoaded":
      return { ...(state.row === null ? state : withRow(state, state.row)), loading: false };
    case "step":
      return atStep(state, action.trace, action.step, action.quiet === true);
    case "rectification":
      return withRectification(state, action.rectification);
    case "candidates":
      return withCandidates(state, action);
    case "accepted":
      return { ...state, ...settled, accepted: action.id, panel: null, moves: state.moves + 1 };
    case "panel":
      return { ...state, panel: action.panel, zone: "steps", confirming: null };
    case "candidate":
      return { ...state, candidate: action.candidate, confirming: null, zone: "candidates" };
    case "confirming":
      return { ...state, confirming: action.candidate };
    case "opening":
      return { ...state, opening: action.row };
    case "silent":
      return state.silent === action.silent ? state : { ...state, silent: action.silent };
    case "announce":
      return { ...state, announcement: action.message };
    case "help":
      return { ...state, help: action.open };
    case "prompt":
      return { ...state, prompt: action.text };
    case "pairSource":
      return { ...state, pairSource: action.on };
    case "view":
      return { ...state, view: share(state.view, action.view) };
    case "draft":
      return { ...state, draft: action.query };
    case "taken":
      return taken(state, action.query);
    case "found":
      return action.found.row === state.place.row
        ? { ...state, found: share(state.found, action.found) }
        : state;
    case "filtering":
      return { ...state, filtering: action.open };
    case "find":
      return { ...state, filtering: false, finds: state.finds + 1 };
    case "zone":
      return { ...state, zone: action.zone };
    case "editing":
      return { ...state, editing: action.editing };
    case "notice":
      return { ...state, notice: action.notice };
  }
}

/** What doesn't outlive a move to another row. */
const settled = {
  opening: null,
  editing: null,
  confirming: null,
  notice: null,
  zone: "steps",
  prompt: null,
} as const;

function started(state: State, start: EditorStart): State {
  const { dataset, row, view, rectification } = start;
  const place = start.place ?? initialState.place;
  const begun: State = { ...state, dataset, place, view, loading: row === null && dataset.rows > 0 };
  const shown = row === null ? begun : withRow(begun, row);
  return { ...shown, rectification, panel: rectification?.place ?? null };
}

/** What is known of the dataset; of one that was emptied no row is shown. */
function withDataset(state: State, dataset: DatasetState): State {
  const emptied = dataset.indexed && dataset.rows === 0 && state.dataset !== null;
  return { ...state, dataset, ...(emptied ? { row: null, loading: false } : {}) };
}

/** What the host finds comes later; the query is the new one at once, so that the bar doesn't flicker. */
function taken(state: State, query: Query): State {
  const { draft, view } = state;
  if (draft !== query) return state;
  // "None of the rows found is after row 7" was said of the last query.
  const notice = state.notice?.kind === "info" ? null : state.notice;
  const running = view !== null && (view.running || !sameQuery(view.query, query));
  return { ...state, draft: null, notice, view: view === null ? null : { ...view, query, running } };
}

/** A row's content, and the place kept inside it. */
function withRow(state: State, fresh: RowState): State {
  const row = share(state.row, fresh);
  const traces = row.row?.traces ?? [];
  const trace = clamp(state.place.trace, traces.length);
  const steps = traces[trace]?.steps.length ?? 0;
  const kept = resplit(state.row?.row?.traces[trace], traces[trace], state.place.step);
  const step = steps === 0 ? null : clamp(kept ?? state.place.step ?? 0, steps);
  return { ...state, row, place: share(state.place, { row: row.index, trace, step }) };
}

/** Where a step's text went to as the trace was cut anew; null where it is another trace, or the person at no step. */
function resplit(before: Trace | undefined, now: Trace | undefined, step: number | null): number | null {
  if (step === null || before === undefined || before.text !== now?.text) return null;
  const start = before.steps[step]?.start ?? 0;
  return now.steps.findIndex(({ end }) => end > start);
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}

function atStep(state: State, trace: number, step: number | null, quiet: boolean): State {
  const found = state.row?.row?.traces[trace];
  if (found === undefined) return state;
  const place: Place = {
    row: state.place.row,
    trace,
    step: found.steps.length === 0 ? null : clamp(step ?? 0, found.steps.length),
  };
  return { ...state, place, zone: "steps", confirming: null, moves: state.moves + (quiet ? 0 : 1) };
}

function withRectification(state: State, fresh: RectificationState | null): State {
  const old = state.rectification;
  const rectification = share(old, fresh);
  if (fresh === null) {
    const panel = samePlace(state.panel, old?.place ?? null) ? null : state.panel;
    const notice = whileSampled(state.notice, []);
    return { ...state, notice, rectification, panel, zone: "steps", candidate: null, confirming: null };
  }
  const isNew = old?.id !== fresh.id;
  return {
    ...state,
    notice: whileSampled(state.notice, fresh.candidates),
    rectification,
    panel: isNew ? fresh.place : state.panel,
    candidate: isNew ? null : state.candidate,
    confirming: isNew ? null : state.confirming,
  };
}

function withCandidates(state: State, action: Extract<Action, { kind: "candidates" }>): State {
  const old = state.rectification;
  if (old === null || old.id !== action.id) return state;
  const candidates = share(old.candidates, mergeCandidates(old.candidates, action.changed));
  const notice = whileSampled(state.notice, candidates);
  return { ...state, notice, rectification: { ...old, candidates, message: action.message } };
}

/** A notice, unless it said that a candidate is being sampled that no longer is. */
function whileSampled(notice: Notice | null, candidates: readonly Candidate[]): Notice | null {
  if (notice?.sampling === undefined) return notice;
  return candidates.some(({ index, state }) => index === notice.sampling && state === "streaming")
    ? notice
    : null;
}
