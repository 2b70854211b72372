import type { Candidate, SamplingSettings } from "../core/candidate.ts";
import type { Change } from "../core/change.ts";
import type { Excerpt } from "../core/excerpt.ts";
import type { TraceFacts } from "../core/facts.ts";
import type { Label, Row, Span } from "../core/model.ts";
import type { Facet, Query, ViewState } from "../core/query.ts";
import type { Splitter } from "../core/split.ts";
import type { Patch } from "./patch.ts";

export type { TraceFacts } from "../core/facts.ts";

/** What the trace editor shows of the whole dataset. */
export interface DatasetState {
  /** File name for people. */
  readonly name: string;
  readonly formatTitle: string | null;
  readonly container: string;
  /** Rows indexed so far. */
  readonly rows: number;
  readonly indexed: boolean;
  readonly dirty: boolean;
  readonly splitter: Splitter;
  readonly readOnly: string | null;
  readonly warning: string | null;
  /** Another program took the dataset away: it can be written again, only as another file, or neither. */
  readonly deleted: "rewritable" | "copyable" | "gone" | null;
  /** Rows with unsaved edits that another program changed too, in order. */
  readonly conflicts: readonly number[];
  /** Unsaved edits of a window that ended early, which the person may take or drop; null where there are none. */
  readonly recoverable: { readonly count: number; readonly last: string | null } | null;
  /** Name of the chosen model; null where none is. */
  readonly model: string | null;
  readonly models: readonly string[];
  readonly rectify: RectifyChoice;
}

/** Settings of "Rectify from This Step", as the person last chose them. */
export interface RectifyChoice {
  readonly sampling: SamplingSettings;
  readonly stopAfterWins: number | null;
  readonly form: "native" | "step";
}

/** One row as the trace editor shows it. */
export interface RowState {
  /** Index from 0. */
  readonly index: number;
  readonly line: number | null;
  readonly formatTitle: string | null;
  readonly row: Row | null;
  /** As many as `row.traces`. */
  readonly facts: readonly TraceFacts[];
  /** Shown in place of a row that can't be read, with the raw text. */
  readonly error: string | null;
  readonly raw: string | null;
  readonly edited: boolean;
  readonly readOnly: string | null;
  /** `labels: "none"` etc.: which label buttons make sense here. */
  readonly holdsPairs: boolean;
  /** A row that can't be read, but is a JSON object: a field mapping may read it. */
  readonly mappable: boolean;
  /** A row that is too long to be shown whole; null for others. */
  readonly long: LongRow | null;
}

/** How long a row is, and how much of it is shown; all in UTF-16 units. */
export interface LongRow {
  /** Of its JSON text. */
  readonly length: number;
  /** Of its texts that are shown; null until the person asked for it. */
  readonly shown: number | null;
  /** Of all its texts; null as well. */
  readonly texts: number | null;
}

/** A place in a dataset; indices from 0. */
export interface Place {
  readonly row: number;
  readonly trace: number;
  readonly step: number | null;
}

/** Where the person was, kept across hiding the editor. */
export interface EditorStart {
  readonly dataset: DatasetState;
  /** The row of the place, the first where there is none; null where the index has not reached it. */
  readonly row: RowState | null;
  /** Where the person is; null where this host has not heard of it yet. */
  readonly place: Place | null;
  /** Which rows are shown of the dataset. */
  readonly view: ViewState;
  /** A rectification that is still running or was just finished, so that a reopened view shows it. */
  readonly rectification: RectificationState | null;
}

/** One rectification: its place, settings and candidates so far. */
export interface RectificationState {
  readonly id: string;
  readonly place: Place & { readonly step: number };
  readonly model: string;
  readonly choice: RectifyChoice;
  readonly candidates: readonly Candidate[];
  readonly running: boolean;
  /** Progress or how it ended, for people. */
  readonly message: string | null;
  readonly error: string | null;
  /** Indices of candidates that the person rejected. */
  readonly rejected: readonly number[];
}

/** A row among those that the view takes. */
export interface FoundRow {
  readonly row: number;
  /** Its position among the rows found, from 0; null where the view doesn't take it. */
  readonly place: number | null;
  /** What the text search found in it; null where no text is looked for. */
  readonly hit: FoundText | null;
  /** What of the row lies in the field that is searched; null where all fields are. */
  readonly texts: FieldTexts | null;
}

/**
 * Which of a row's texts lie in the one field that is searched, as stretches of each: a trace may be put together from
 * several fields.
 */
export interface FieldTexts {
  readonly problem: readonly Span[];
  readonly goldAnswer: readonly Span[];
  readonly goldSolution: readonly Span[];
  /** As many as `row.traces`. */
  readonly traces: readonly (readonly Span[])[];
  /** As many as `row.pairs`. */
  readonly pairs: readonly Readonly<Record<"prefix" | "lose" | "win", readonly Span[]>>[];
  /** As many as `row.meta`. */
  readonly meta: readonly (readonly Span[])[];
}

/** The first match of a text search in a row. */
export interface FoundText extends Excerpt {
  /** Dotted path of the value that holds it; null where the row is not JSON. */
  readonly field: string | null;
}

/** VS Code's own command that the view may link to, which works without a host. */
export const reloadWindow = "workbench.action.reloadWindow";

/** Calls from the trace editor's webview to the extension host. Every call answers or fails with a message. */
export interface HostApi {
  /** First call of a fresh webview. */
  start(): Promise<EditorStart>;
  /** Answers as long as the host lives. */
  alive(): Promise<void>;
  row(index: number): Promise<RowState>;
  /** Shows a row that is too long by the start of its texts, so many UTF-16 units, from now on. Fails where called off. */
  openLong(index: number, limit: number): Promise<RowState>;
  /** Calls that off. */
  cancelOpenLong(): Promise<void>;
  /** The next row in a direction that the view takes, in its order; null where there is none. */
  next(from: number, direction: 1 | -1): Promise<number | null>;
  /** Shows other rows; they come through `viewChanged`. The last query counts. */
  setQuery(query: Query): Promise<void>;
  /** Ends a running search; what was found stays. */
  cancelQuery(): Promise<void>;
  /** What rows can be filtered by, with counts over the whole dataset. */
  facets(): Promise<readonly Facet[]>;
  /** The counts of the rows that are known so far. */
  facetsSoFar(): Promise<readonly Facet[]>;
  /** Where a row is among those that the view takes. */
  found(row: number): Promise<FoundRow>;
  /** The person moved: told at once. Kept for reopening and for the tree's selection, once she rests there. */
  moved(place: Place): Promise<void>;
  change(row: number, change: Change): Promise<void>;
  /** Does what the key of a label does to a step, once the changes before are made. Returns the label that it then has. */
  toggleLabel(place: Place & { readonly step: number }, label: Label | null): Promise<Label | null>;
  setSplitter(splitter: Splitter): Promise<void>;
  /** Starts "Rectify from This Step"; candidates arrive through `rectification`. Returns its id. */
  rectify(place: Place & { readonly step: number }, choice: RectifyChoice): Promise<string>;
  cancelRectify(id: string): Promise<void>;
  /** Makes a candidate's first step (or the person's edited text) s_win. */
  accept(id: string, candidate: number, editedText: string | null): Promise<void>;
  reject(id: string, candidate: number): Promise<void>;
  /** Closes the candidate panel; kept candidates stay in the run folder. */
  dismiss(id: string): Promise<void>;
  /** The exact prompt that would be sent. */
  prompt(place: Place & { readonly step: number }, choice: RectifyChoice): Promise<string>;
  chooseModel(name: string): Promise<void>;
  /** Opens one of the extension's own dialogues. */
  run(
    command:
      | "addModel"
      | "manageModels"
      | "openAsText"
      | "showMatch"
      | "setGold"
      | "mapFields"
      | "reload"
      | "compare"
      | "keepMine"
      | "takeTheirs"
      | "saveAgain"
      | "recover"
      | "discardRecovered"
      | "save"
      | "undo"
      | "redo"
      | "saveAs"
      | "saveAsJsonl"
      | "keys",
    place: Place,
  ): Promise<void>;
}

/** Calls from the host to the webview; none answers. */
export interface WebviewApi {
  datasetChanged(dataset: DatasetState): void;
  /** A row reads differently now; shown if it is the current one. */
  rowChanged(row: RowState): void;
  /** The same, of the row that was sent last. */
  rowPatched(index: number, patch: Patch): void;
  /** Every row may read differently. */
  allChanged(): void;
  /** Other rows are shown, or more of them were found. */
  viewChanged(view: ViewState): void;
  /** Go to a place (from the tree or a command). */
  reveal(place: Place): void;
  /** An edit there was undone or redone. */
  undone(place: Place): void;
  rectification(state: RectificationState | null): void;
  /** Only the candidates that changed, while streaming. */
  candidates(id: string, changed: readonly Candidate[], message: string | null): void;
  /** Ask to start rectifying here (from the tree's context menu). */
  askRectify(place: Place & { readonly step: number }): void;
  /** A problem to show where the person is looking. */
  showError(message: string): void;
  /** A command of the palette or keybinding that acts on the current step. */
  act(
    action:
      | "labelCorrect"
      | "labelNeutral"
      | "labelIncorrect"
      | "labelNone"
      | "rectify"
      | "nextStep"
      | "previousStep"
      | "nextRow"
      | "previousRow"
      | "nextTrace"
      | "find"
      | "accept"
      | "editStep",
  ): void;
}
