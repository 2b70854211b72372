import { takesAll } from "../../core/queryWords.ts";
import type { DatasetSession, SearchHit, SessionEvent } from "../../storage/types.ts";
import { facetsOf } from "./facets.ts";
import { AllRows, FoundRows, type ShownRows } from "./foundRows.ts";
import { editedRows, select } from "./select.ts";
import { SessionTable, type KeepOptions } from "./sessionTable.ts";
import { Signal } from "./signal.ts";
import { wholeFile, type DatasetView, type Facet, type Query, type ViewState } from "./types.ts";

/** How often clients are told of more rows while a query runs, milliseconds. */
const tellMs = 100;

/** What was found is kept of so many rows: some ten megabytes. */
const mostHits = 50_000;

/** Rows that a running job appends are looked at without a word, unless it takes longer than this, milliseconds. */
const quietMs = 500;

/** A query and what it has found. */
interface Run {
  readonly query: Query;
  readonly rows: FoundRows;
  readonly hits: Map<number, SearchHit>;
  readonly abort: AbortController;
  /** Rows that turned out not to have been whole while it ran. */
  readonly torn: Set<number>;
  running: boolean;
  /** The rows there were when it had looked at all of them; null before. */
  done: number | null;
  /** Since when rows wait that were appended after that; null where none do. */
  behindSince: number | null;
  error: string | null;
}

type Progress = Pick<ViewState, "looked" | "rows" | "running">;

/** The one view of a session. Its clients share it; `createView` hands it out. */
export class SharedView implements DatasetView {
  readonly #session: DatasetSession;
  readonly #facts: SessionTable;
  readonly #stop: () => void;
  readonly #listeners = new Set<() => void>();
  readonly #progress = new Signal();
  readonly #closed = new AbortController();
  #query: Query = wholeFile;
  /** The query under way or done; null where it takes all rows as they are. */
  #run: Run | null = null;
  #shown: ShownRows;
  #shownHits: ReadonlyMap<number, SearchHit> = new Map();
  #telling: NodeJS.Timeout | null = null;
  #toldAt = -Infinity;
  /** Rows with unsaved edits, until something changes. */
  #edited: Promise<ReadonlySet<number>> | null = null;

  constructor(session: DatasetSession, options: KeepOptions) {
    this.#session = session;
    this.#facts = new SessionTable(session, () => this.#tell(), options);
    this.#shown = this.#allRows(wholeFile);
    this.#stop = session.onEvent((event) => this.#heard(event));
  }

  get state(): ViewState {
    const { rows, indexed } = this.#session.info;
    const run = this.#run;
    return {
      query: this.#query,
      whole: run === null && !this.#query.descending,
      found: run === null ? this.#shown.size : run.rows.found,
      shown: this.#shown.size,
      counted: this.#facts.table.known,
      ...(run === null ? { looked: rows, rows, running: !indexed } : this.#progressOf(run)),
      error: run?.error ?? null,
    };
  }

  #progressOf({ rows: found, done, behindSince, running, error, abort }: Run): Progress {
    const { rows } = this.#session.info;
    const looked = Math.min(rows, found.decided);
    const goesOn = error === null && !abort.signal.aborted;
    if (done === null || !goesOn || done === rows) return { looked, rows, running };
    const quiet = performance.now() - (behindSince ?? Infinity) < quietMs;
    return quiet ? { looked: done, rows: done, running: false } : { looked, rows, running: true };
  }

  set(query: Query): void {
    this.#run?.abort.abort();
    this.#query = query;
    if (takesAll(query) && query.sort === "file") {
      this.#run = null;
      this.#shown = this.#allRows(query);
      this.#shownHits = new Map();
      this.#tellNow();
      return;
    }
    const table = (): { table: SessionTable["table"]; rows: number } => ({
      table: this.#facts.table,
      rows: this.#session.info.rows,
    });
    const run: Run = {
      ...{ query, rows: new FoundRows(query, table), hits: new Map<number, SearchHit>() },
      ...{ abort: new AbortController(), torn: new Set<number>() },
      ...{ running: false, done: null, behindSince: null, error: null },
    };
    this.#run = run;
    void this.#go(run);
  }

  cancel(): void {
    const run = this.#run;
    if (run?.running !== true) return;
    run.abort.abort();
    this.#end(run);
  }

  at(from: number, to: number): readonly number[] {
    return this.#shown.at(from, to);
  }

  placeOf(row: number): number | null {
    return this.#shown.placeOf(row);
  }

  async next(row: number, direction: 1 | -1): Promise<number | null> {
    for (;;) {
      const rows = this.#run === null || this.#run.error !== null ? this.#shown : this.#run.rows;
      const next = this.#closed.signal.aborted ? null : rows.nearest(row, direction);
      if (next !== undefined) return next;
      await this.#progress.wait();
    }
  }

  hit(row: number): SearchHit | null {
    // Keys may lead to a row before it is shown.
    return this.#run?.hits.get(row) ?? this.#shownHits.get(row) ?? null;
  }

  async facets(signal: AbortSignal = this.#closed.signal): Promise<readonly Facet[]> {
    await this.#facts.whenComplete(AbortSignal.any([signal, this.#closed.signal]));
    return this.#counts(true);
  }

  facetsSoFar(): Promise<readonly Facet[]> {
    return this.#counts(false);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#stop();
    this.#run?.abort.abort();
    if (this.#telling !== null) clearTimeout(this.#telling);
    this.#listeners.clear();
    this.#progress.tell();
    await this.#facts.close();
  }

  async #counts(sure: boolean): Promise<readonly Facet[]> {
    this.#edited ??= editedRows(this.#session).catch((error: unknown) => {
      this.#edited = null;
      throw error;
    });
    const { size } = await this.#edited;
    return facetsOf(this.#facts.table, this.#facts.fields, size, sure);
  }

  #allRows({ descending }: Query): AllRows {
    return new AllRows(() => this.#session.info, descending);
  }

  /** Runs a query on from where it is. */
  async #go(run: Run): Promise<void> {
    run.running = true;
    run.rows.end(false);
    this.#tell();
    const { signal } = run.abort;
    try {
      for await (const { rows, hits, decided } of select(
        this.#session,
        this.#facts,
        run.query,
        run.rows.decided,
        signal,
      )) {
        signal.throwIfAborted();
        run.rows.add(rows, decided);
        for (const hit of hits) if (run.hits.size < mostHits) run.hits.set(hit.row, hit);
        this.#progress.tell();
        this.#tell();
      }
      if (run.query.sort !== "file") await this.#facts.whenComplete(signal);
    } catch (error) {
      if (signal.aborted) return;
      run.error = error instanceof Error ? error.message : String(error);
    }
    this.#end(run);
  }

  #end(run: Run): void {
    run.running = false;
    run.done = run.rows.decided;
    run.rows.end(true);
    this.#progress.tell();
    this.#tellNow();
    // Rows that came meanwhile.
    if (run.error === null && !run.abort.signal.aborted) this.#goOn();
  }

  /** Looks at rows that were appended since the query ended, and at those that were torn. */
  #goOn(): void {
    const run = this.#run;
    if (run === null || run.running || run.error !== null || run.abort.signal.aborted) return;
    for (const row of run.torn) {
      run.rows.undecide(row);
      run.hits.delete(row);
      run.done = Math.min(run.done ?? row, row);
    }
    run.torn.clear();
    if (run.rows.decided >= this.#session.info.rows) run.behindSince = null;
    else {
      run.behindSince ??= performance.now();
      if (this.#session.info.indexed) void this.#go(run);
    }
  }

  #heard(event: SessionEvent): void {
    this.#edited = null;
    if (event.kind === "all") {
      this.#facts.restart();
      if (this.#run !== null) this.set(this.#query);
    } else if (event.kind === "rows") this.#facts.again(event.rows);
    else {
      if (event.kind === "changed-on-disk" && event.torn !== undefined) {
        this.#facts.torn(event.torn);
        this.#run?.torn.add(event.torn);
      }
      this.#facts.grow();
      this.#goOn();
    }
    if (event.kind !== "rows") this.#progress.tell();
    this.#tell();
  }

  /** Tells the clients soon, a few times a second at most. */
  #tell(): void {
    if (this.#telling !== null || this.#closed.signal.aborted) return;
    const wait = Math.max(0, tellMs - (performance.now() - this.#toldAt));
    this.#telling = setTimeout(() => this.#tellNow(), wait);
  }

  #tellNow(): void {
    if (this.#closed.signal.aborted) return;
    if (this.#telling !== null) clearTimeout(this.#telling);
    this.#telling = null;
    this.#show();
    for (const listener of [...this.#listeners]) listener();
    this.#toldAt = performance.now();
  }

  /** Shows what the query under way has found; until it has found something, what was shown before stays. */
  #show(): void {
    const run = this.#run;
    if (run === null || run.error !== null) return;
    if (run.running && run.rows.found === 0 && run.rows !== this.#shown) return;
    if (run.running) run.rows.arrange();
    this.#shown = run.rows;
    this.#shownHits = run.hits;
  }
}
