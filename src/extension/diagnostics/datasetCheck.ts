import type { CheckFinding, Drops, EvaluationSet } from "../../pipeline/check/index.ts";
import type { DatasetSession, RowView, SessionEvent } from "../../storage/types.ts";
import type { Later } from "../editor/batch.ts";
import { Findings } from "./findings.ts";
import { Pace } from "./pace.ts";
import { acrossRows, checkView, checkViews, dropsOf, textsKey } from "./rowCheck.ts";

/** Time that edits are gathered for before their rows are checked again, milliseconds. */
const settling = 250;
/** Least time between two reports while a check goes on, milliseconds. */
const reportEvery = 500;
/** Rows and text (UTF-16 units) read at once: reading parses them, which must not take long either. */
const [mostRows, mostText] = [64, 200_000];

/** What the check of one dataset needs of the world. */
export interface DatasetCheckPorts {
  readonly session: Pick<DatasetSession, "info" | "rows" | "whenIndexed" | "onEvent">;
  /** The findings are others now. */
  readonly report: (findings: Findings) => void;
  /** Most rows of the check in the background, asked for as it starts; null where there is to be none. */
  readonly limit: () => number | null;
  /** Problems that must not be in the dataset, and what is wrong with the sets that can't be read. */
  readonly evaluation?: (pace: Pace, signal: AbortSignal) => Promise<Evaluation>;
  /** What failed in the background. */
  readonly failed: (error: unknown) => void;
  readonly later: Later;
  readonly pace?: () => Pace;
}

/** Evaluation sets as they could be read. */
export interface Evaluation {
  readonly set: EvaluationSet;
  /** For people: which set is missing, and why. */
  readonly failures: readonly string[];
}

/** How far a check is. */
export interface CheckProgress {
  /** Rows that were checked. */
  readonly row: number;
  /** Rows to be checked. */
  readonly rows: number;
}

/** Checks one open dataset: all of it once, then the rows that change. Everything runs in turn, one piece after the other. */
export class DatasetCheck {
  readonly #ports: DatasetCheckPorts;
  readonly #unlisten: () => void;
  #findings = new Findings();
  #evaluation: EvaluationSet | null = null;
  /** What the texts of rows were when they were compared with other rows. */
  #keys = new Map<number, number>();
  /** A check was begun: rows that change are checked again. */
  #begun = false;
  /** Rows that a whole check went through; null where none has ended. */
  #upTo: number | null = null;
  /** Rows that changed since. */
  readonly #changed = new Set<number>();
  #callOff: (() => void) | null = null;
  /** Stops what goes on. */
  #stop = new AbortController();
  #disposed = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: DatasetCheckPorts) {
    this.#ports = ports;
    this.#unlisten = ports.session.onEvent((event) => this.#hear(event));
  }

  get findings(): Findings {
    return this.#findings;
  }

  /** Whether all rows there are were checked. */
  get whole(): boolean {
    return this.#upTo !== null && this.#upTo >= this.#ports.session.info.rows;
  }

  /** Whether there was anything checked yet. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Checks in the background, as far as the settings say. */
  start(): void {
    const limit = this.#ports.limit();
    if (limit === null) this.#forget();
    else void this.all(limit).catch((error: unknown) => this.#failedInBackground(error));
  }

  /**
   * Checks the dataset from its first row on, in place of a check that goes on.
   * @returns how many rows it went through; fewer than there are to be checked where it was stopped
   * @throws StorageError where rows can't be read
   */
  all(limit: number, signal?: AbortSignal, progress?: (at: CheckProgress) => void): Promise<CheckProgress> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const stop = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
    return this.#inTurn(() => this.#pass(limit, stop, progress));
  }

  /** Looks at every row again, for the rules whose rows are to be left out of a copy. @throws the signal's reason */
  async drops(
    names: readonly string[],
    signal: AbortSignal,
    progress: (at: CheckProgress) => void,
  ): Promise<Drops> {
    const { session } = this.#ports;
    await session.whenIndexed();
    const { rows } = session.info;
    const views = this.#reported(
      this.#views(rows, signal),
      ({ index }) =>
        () =>
          progress({ row: index + 1, rows }),
    );
    const drops = await dropsOf(views, this.#pace(), { ...this.#options(), rules: names });
    signal.throwIfAborted();
    return drops;
  }

  /** Resolves when what is under way has ended. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  dispose(): void {
    this.#disposed = true;
    this.#unlisten();
    this.#callOff?.();
    this.#stop.abort();
  }

  async #pass(
    limit: number,
    signal: AbortSignal,
    progress: (at: CheckProgress) => void = () => undefined,
  ): Promise<CheckProgress> {
    const { session, report } = this.#ports;
    await session.whenIndexed();
    const pace = this.#pace();
    const evaluation = (await this.#ports.evaluation?.(pace, signal)) ?? null;
    const to = Math.min(limit, session.info.rows);
    const stopped = (): boolean => signal.aborted;
    if (stopped()) return { row: 0, rows: to };
    this.#findings = new Findings();
    this.#keys = new Map();
    this.#begun = true;
    this.#upTo = null;
    this.#evaluation = evaluation?.set ?? null;
    for (const message of evaluation?.failures ?? [])
      this.#findings.add(ofDataset("evaluation-set", "warning", message));
    const at: { view: RowView | null } = { view: null };
    const rows = this.#reported(this.#views(to, signal), (view) => {
      at.view = view;
      return () => progress({ row: view.index + 1, rows: to });
    });
    for await (const finding of checkViews(rows, pace, this.#options())) {
      this.#findings.add(finding);
      const row = at.view?.row ?? null;
      if (finding.row !== null && row !== null && acrossRows.has(finding.rule))
        this.#keys.set(finding.row, textsKey(row));
    }
    if (!stopped()) {
      this.#upTo = to;
      if (to < session.info.rows) this.#findings.add(notAll(to, session.info.rows));
    }
    if (!this.#disposed) report(this.#findings);
    return { row: stopped() ? (at.view?.index ?? -1) + 1 : to, rows: to };
  }

  /** Notes each row as it comes, and reports now and then. */
  async *#reported(
    views: AsyncIterable<RowView>,
    note: (view: RowView) => () => void,
  ): AsyncGenerator<RowView> {
    let since = performance.now();
    for await (const view of views) {
      const progress = note(view);
      if (performance.now() - since > reportEvery) {
        since = performance.now();
        this.#ports.report(this.#findings);
        progress();
      }
      yield view;
    }
  }

  #options(): { evaluation?: EvaluationSet } {
    return this.#evaluation === null ? {} : { evaluation: this.#evaluation };
  }

  #pace(): Pace {
    return this.#ports.pace?.() ?? new Pace();
  }

  /** Rows from the first on, a few at a time; ends early where it is stopped. */
  async *#views(to: number, signal: AbortSignal): AsyncGenerator<RowView> {
    for (let at = 0, size = 1; at < to;) {
      const views = await this.#ports.session.rows(at, Math.min(to, at + size));
      if (views.length === 0) return;
      for (const view of views) {
        if (signal.aborted) return;
        yield view;
      }
      at += views.length;
      const text = views.reduce((sum, view) => sum + view.raw.length, 0) / views.length;
      size = Math.max(1, Math.min(mostRows, size * 2, Math.floor(mostText / (text + 1))));
    }
  }

  #hear(event: SessionEvent): void {
    if (event.kind === "all") {
      if (this.#begun) this.start();
    } else if (event.kind === "rows") {
      this.#takeChanged(event.rows);
    } else if (event.kind === "info") {
      this.#takeAppended();
    }
  }

  /** Another program appended rows. */
  #takeAppended(): void {
    const { info } = this.#ports.session;
    const from = this.#upTo;
    if (from === null || !info.indexed) return;
    this.#upTo = Math.max(from, Math.min(this.#ports.limit() ?? 0, info.rows));
    this.#takeChanged(Array.from({ length: this.#upTo - from }, (_, at) => from + at));
  }

  #takeChanged(rows: readonly number[]): void {
    if (!this.#begun || rows.length === 0) return;
    for (const row of rows) this.#changed.add(row);
    this.#callOff ??= this.#ports.later(() => {
      this.#callOff = null;
      void this.#inTurn(() => this.#again()).catch((error: unknown) => this.#failedInBackground(error));
    }, settling);
  }

  /** Checks the changed rows. */
  async #again(): Promise<void> {
    const { signal } = this.#stop;
    const pace = this.#pace();
    const rows = [...this.#changed];
    this.#changed.clear();
    for (const index of rows) {
      await pace.turn();
      if (signal.aborted) return;
      const [view] = await this.#ports.session.rows(index, index + 1);
      const same = view?.row != null && this.#keys.get(index) === textsKey(view.row);
      const kept = same ? this.#findings.of(index).filter(({ rule }) => acrossRows.has(rule)) : [];
      this.#findings.replace(
        index,
        view === undefined ? [] : [...(await checkView(view, pace, this.#options())), ...kept],
      );
    }
    if (!signal.aborted) this.#ports.report(this.#findings);
  }

  #forget(): void {
    this.#stop.abort();
    this.#begun = false;
    this.#upTo = null;
    this.#findings = new Findings();
    this.#ports.report(this.#findings);
  }

  /** A dataset that was closed meanwhile can't be read: that is no failure. */
  #failedInBackground(error: unknown): void {
    if (!this.#stop.signal.aborted) this.#ports.failed(error);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function notAll(checked: number, rows: number): CheckFinding {
  const number = (count: number): string => count.toLocaleString("en-US");
  return ofDataset(
    "check-limit",
    "info",
    `The first ${number(checked)} of ${number(rows)} rows were checked. “Step-DPO: Check Dataset” checks all.`,
  );
}

function ofDataset(rule: string, severity: CheckFinding["severity"], message: string): CheckFinding {
  return { ...{ rule, severity, message }, row: null, line: null, trace: null, step: null, fix: null };
}
