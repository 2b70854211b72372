import type { Query, ViewState } from "../../src/core/query.ts";
import type {
  DatasetState,
  FoundRow,
  Place,
  RectificationState,
  RowState,
} from "../../src/protocol/traceEditor.ts";

/** A step of a row; indices from 0. */
export type StepPlace = Place & { readonly step: number };

/** The one text that is being edited in place. */
export type Editing =
  /** A step's own text, or the win or lose of the pair at it. */
  | { readonly kind: "step" | "win" | "lose"; readonly trace: number; readonly step: number }
  /** A candidate's first step, before it becomes s_win. */
  | { readonly kind: "candidate"; readonly candidate: number };

/** Which list the step keys move in. */
export type Zone = "steps" | "candidates";

/** Something the person must see; `error` is read out at once. */
export interface Notice {
  readonly kind: "error" | "info";
  readonly message: string;
  /** The candidate of which it says that it is still being sampled: it goes once that isn't so; absent for all else. */
  readonly sampling?: number;
}

/** Everything the view shows. */
export interface State {
  /** Null until the host answered `start`. */
  readonly dataset: DatasetState | null;
  readonly row: RowState | null;
  /** The row that was asked for; `row` follows. */
  readonly place: Place;
  readonly loading: boolean;
  /** Which rows are shown; null until the host answered `start`. */
  readonly view: ViewState | null;
  /** The query as the person has it in the bar, until the host has taken it. */
  readonly draft: Query | null;
  /** Where the row is among those shown; null until the host has said so. */
  readonly found: FoundRow | null;
  /** The list of conditions is open. */
  readonly filtering: boolean;
  /** Counts up when the person asks for the search box. */
  readonly finds: number;
  readonly rectification: RectificationState | null;
  /** The rectification that a candidate was accepted from: it need not be shown any more, but can be. */
  readonly accepted: string | null;
  /** The step whose rectify panel is open. */
  readonly panel: StepPlace | null;
  readonly zone: Zone;
  /** The candidate that keys act on; null takes the first that can be accepted. */
  readonly candidate: number | null;
  /** A candidate that needs a second "accept", since it isn't a clean win. */
  readonly confirming: number | null;
  readonly editing: Editing | null;
  readonly notice: Notice | null;
  /** The long row that is being opened all the same. */
  readonly opening: number | null;
  /** The host has not answered for a while. */
  readonly silent: boolean;
  /** Read out by screen readers, not shown. */
  readonly announcement: string;
  readonly help: boolean;
  /** The exact prompt, while it is shown. */
  readonly prompt: string | null;
  /** Pairs as written instead of rendered. */
  readonly pairSource: boolean;
  /** Counts up when the person moves, so that the view scrolls and focuses; what the host sends doesn't move the view. */
  readonly moves: number;
}

/** Before the host has answered. */
export const initialState: State = {
  dataset: null,
  row: null,
  place: { row: 0, trace: 0, step: null },
  loading: true,
  view: null,
  draft: null,
  found: null,
  filtering: false,
  finds: 0,
  rectification: null,
  accepted: null,
  panel: null,
  zone: "steps",
  candidate: null,
  confirming: null,
  editing: null,
  notice: null,
  opening: null,
  silent: false,
  announcement: "",
  help: false,
  prompt: null,
  pairSource: false,
  moves: 0,
};

/** The place of what is shown: while another row is on its way, what is clicked is in the one before. */
export function shownPlace({ row, place }: Pick<State, "row" | "place">): Place {
  return row === null || row.index === place.row ? place : { row: row.index, trace: 0, step: null };
}

/** Whether two places are the same step. */
export function samePlace(a: Place | null, b: Place | null): boolean {
  return a !== null && b !== null && a.row === b.row && a.trace === b.trace && a.step === b.step;
}
