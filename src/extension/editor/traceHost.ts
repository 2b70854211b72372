import type { Change } from "../../core/change.ts";
import type { FieldMapping } from "../../core/mapping.ts";
import { stepBody } from "../../core/prefix.ts";
import type { Label, Row } from "../../core/model.ts";
import { toggleLabel } from "../../core/toggleLabel.ts";
import type { Splitter } from "../../core/split.ts";
import type { Facet, Query } from "../../core/query.ts";
import type { Model } from "../../models/types.ts";
import type { RectifyEvent } from "../../pipeline/types.ts";
import type { DatasetView } from "../../pipeline/view/types.ts";
import type {
  DatasetState,
  EditorStart,
  FoundRow,
  HostApi,
  Place,
  RectifyChoice,
  RowState,
} from "../../protocol/traceEditor.ts";
import type { DatasetSession } from "../../storage/types.ts";
import { deletedState } from "./deleted.ts";
import type { ChangeOf } from "./document.ts";
import { rowState } from "./facts.ts";
import { fieldTexts } from "./fieldTexts.ts";
import { longRowState } from "./longRow.ts";
import type { Rectification, Rectifications } from "./rectification.ts";

type StepPlace = Place & { readonly step: number };

/** What a step is rectified with. */
export interface RectifyWork {
  readonly model: Model;
  readonly row: Row;
  readonly place: StepPlace;
  readonly choice: RectifyChoice;
}

/** What the trace editor's host needs of the world. */
export interface TraceHostPorts {
  readonly session: DatasetSession;
  /** Which rows are shown; shared with the Datasets view. */
  readonly view: DatasetView;
  /** File name for people. */
  readonly name: string;
  /** The person's mapping of the file's fields; null where none is set. */
  readonly mapping: () => FieldMapping | null;
  /** Applies a change as one undoable edit of the editor. */
  readonly apply: (row: number, change: ChangeOf) => Promise<void>;
  readonly models: {
    readonly names: () => readonly string[];
    readonly chosen: () => string | null;
    readonly choose: (name: string) => Promise<void>;
    /** The chosen model, ready to use. @throws Error, for the person, where there is none */
    readonly open: () => Promise<Model>;
  };
  /** The settings that the person last chose, else those of the configuration. */
  readonly choice: () => RectifyChoice;
  readonly rememberChoice: (choice: RectifyChoice) => void;
  /** Keeps how this dataset's traces are split, for the next time that it is opened. */
  readonly keepSplitter: (splitter: Splitter) => Promise<void>;
  readonly rectifications: Rectifications;
  readonly rectify: (work: RectifyWork, signal: AbortSignal) => AsyncIterable<RectifyEvent>;
  readonly renderPrompt: (work: RectifyWork) => Promise<string>;
  /** A rectification has started: show its progress in the window. */
  readonly started: (rectification: Rectification) => void;
  readonly moved: (place: Place) => void;
  readonly run: HostApi["run"];
  /** Fresh text for each rectification. */
  readonly newId: () => string;
}

/** The host's side of one trace editor. Knows nothing of VS Code; `editor/provider.ts` joins the two. */
export class TraceHost implements HostApi {
  readonly #ports: TraceHostPorts;
  /** Where the person is; null until they moved. */
  #place: Place | null = null;
  /** The long row that the person opened all the same. */
  #long: { readonly row: number; readonly limit: number; readonly stop: AbortController } | null = null;

  constructor(ports: TraceHostPorts) {
    this.#ports = ports;
  }

  get place(): Place {
    return this.#place ?? { row: 0, trace: 0, step: null };
  }

  /** Sets where a view that opens now starts. */
  goTo(place: Place): void {
    this.#place = place;
  }

  dataset(): DatasetState {
    const { session, models, choice, name } = this.#ports;
    const { formatTitle, container, rows, indexed, dirty, splitter, readOnly, warning } = session.info;
    return {
      ...{ name, formatTitle, container, rows, indexed, dirty, splitter, readOnly, warning },
      deleted: deletedState(session),
      conflicts: session.conflicts,
      recoverable: recoverableOf(session),
      model: models.chosen(),
      models: models.names(),
      rectify: choice(),
    };
  }

  async start(): Promise<EditorStart> {
    // Another may be gone to meanwhile.
    const place = this.#place;
    const { row } = this.place;
    // Read first: a dataset's format is known by its rows.
    const state = row < this.#ports.session.info.rows ? await this.row(row) : null;
    return {
      dataset: this.dataset(),
      row: state,
      place,
      view: this.#ports.view.state,
      rectification: this.#rectification()?.state ?? null,
    };
  }

  alive(): Promise<void> {
    return Promise.resolve();
  }

  async row(index: number): Promise<RowState> {
    const view = await this.#ports.session.row(index);
    const long = this.#long;
    // Once opened, it stays so until the person opens another.
    return long?.row === index ? longRowState(view, long.limit, long.stop.signal) : rowState(view);
  }

  async openLong(index: number, limit: number): Promise<RowState> {
    const before = this.#long;
    before?.stop.abort();
    const opening = (this.#long = { row: index, limit, stop: new AbortController() });
    try {
      return await this.row(index);
    } catch (error) {
      if (this.#long === opening) this.#long = null;
      throw opening.stop.signal.aborted ? new Error(`Row ${index + 1} was not opened.`) : error;
    }
  }

  cancelOpenLong(): Promise<void> {
    this.#long?.stop.abort();
    this.#long = null;
    return Promise.resolve();
  }

  next(from: number, direction: 1 | -1): Promise<number | null> {
    return this.#ports.view.next(from, direction);
  }

  setQuery(query: Query): Promise<void> {
    const { view } = this.#ports;
    // What is shown already isn't looked for again; a search that failed or was stopped is.
    const { state } = view;
    const done = state.running || (state.error === null && state.looked >= state.rows);
    if (!done || JSON.stringify(state.query) !== JSON.stringify(query)) view.set(query);
    return Promise.resolve();
  }

  cancelQuery(): Promise<void> {
    this.#ports.view.cancel();
    return Promise.resolve();
  }

  facets(): Promise<readonly Facet[]> {
    return this.#ports.view.facets();
  }

  facetsSoFar(): Promise<readonly Facet[]> {
    return this.#ports.view.facetsSoFar();
  }

  async found(row: number): Promise<FoundRow> {
    const { view, session, mapping } = this.#ports;
    const { text, field } = view.state.query;
    const isInField = text !== "" && field !== null;
    const texts = isInField ? fieldTexts(await session.row(row), field, mapping()) : null;
    return { row, place: view.placeOf(row), hit: view.hit(row), texts };
  }

  moved(place: Place): Promise<void> {
    this.#place = place;
    this.#ports.moved(place);
    return Promise.resolve();
  }

  change(row: number, change: Change): Promise<void> {
    return this.#ports.apply(row, change);
  }

  async toggleLabel({ row, trace, step }: StepPlace, label: Label | null): Promise<Label | null> {
    let given: Label | null = null;
    await this.#ports.apply(row, (now) => {
      const change = toggleLabel(now, trace, step, label);
      given = change?.kind === "label" ? change.label : (now?.traces[trace]?.steps[step]?.label ?? null);
      return change;
    });
    return given;
  }

  setSplitter(splitter: Splitter): Promise<void> {
    this.#ports.session.setSplitter(splitter);
    return this.#ports.keepSplitter(splitter);
  }

  async rectify(place: StepPlace, choice: RectifyChoice): Promise<string> {
    const { rectifications, session, newId, rememberChoice } = this.#ports;
    rememberChoice(choice);
    const work = await this.#work(place, choice);
    const started = rectifications.start(session.info.path, {
      id: newId(),
      place,
      model: work.model.ref.name,
      choice,
      run: (signal) => this.#ports.rectify(work, signal),
    });
    this.#ports.started(started);
    return started.state.id;
  }

  async cancelRectify(id: string): Promise<void> {
    const running = this.#byId(id);
    running.cancel();
    await running.ended;
  }

  async accept(id: string, candidate: number, editedText: string | null): Promise<void> {
    const rectification = this.#byId(id);
    const { place } = rectification.state;
    const row = await this.#readable(place);
    const win = rectification.win(candidate, editedText, losingStep(row, place));
    await this.#ports.apply(place.row, { kind: "win", trace: place.trace, step: place.step, win });
  }

  reject(id: string, candidate: number): Promise<void> {
    this.#byId(id).reject(candidate);
    return Promise.resolve();
  }

  dismiss(id: string): Promise<void> {
    this.#ports.rectifications.dismiss(this.#ports.session.info.path, id);
    return Promise.resolve();
  }

  async prompt(place: StepPlace, choice: RectifyChoice): Promise<string> {
    return this.#ports.renderPrompt(await this.#work(place, choice));
  }

  chooseModel(name: string): Promise<void> {
    return this.#ports.models.choose(name);
  }

  run(command: Parameters<HostApi["run"]>[0], place: Place): Promise<void> {
    return this.#ports.run(command, place);
  }

  #rectification(): Rectification | null {
    return this.#ports.rectifications.of(this.#ports.session.info.path);
  }

  #byId(id: string): Rectification {
    return this.#ports.rectifications.byId(this.#ports.session.info.path, id);
  }

  async #work(place: StepPlace, choice: RectifyChoice): Promise<RectifyWork> {
    const row = await this.#readable(place);
    return { row, place, choice, model: await this.#ports.models.open() };
  }

  async #readable({ row: index, trace, step }: StepPlace): Promise<Row> {
    const { row, error } = await this.#ports.session.row(index);
    if (row === null) throw new Error(error ?? `Row ${index + 1} can’t be read.`);
    if (row.traces[trace]?.steps[step] === undefined) {
      throw new Error(
        `Row ${index + 1} has no step ${step + 1}: the row has changed since. Choose the step again.`,
      );
    }
    return row;
  }
}

/** What s_win may not equal: the row's own losing text for this place, else the step. */
function losingStep(row: Row, { trace, step }: StepPlace): string | null {
  const pair = row.pairs.find((one) => one.trace === trace && one.step === step);
  const from = row.traces[trace];
  return pair?.lose ?? (from === undefined ? null : stepBody(from, step));
}

function recoverableOf({ recoverable }: DatasetSession): DatasetState["recoverable"] {
  if (recoverable === null || recoverable.length === 0) return null;
  return { count: recoverable.length, last: recoverable.at(-1)?.at ?? null };
}
