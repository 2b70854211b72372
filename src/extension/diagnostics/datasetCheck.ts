import { DatasetRules, type Extent } from "../../pipeline/check/checkDataset.ts";
import { Drops, rules, type CheckFinding, type EvaluationSet } from "../../pipeline/check/index.ts";
import type { Looker } from "../../pipeline/check/jobs.ts";
import type { PieceSource } from "../../pipeline/check/pieces.ts";
import type { DatasetSession, SessionEvent } from "../../storage/types.ts";
import type { Later } from "../editor/batch.ts";
import { messageOf } from "../text.ts";
import { Findings } from "./findings.ts";

/** Time that edits are gathered for before their rows are checked again, milliseconds. */
const settling = 250;
/** Least time between two reports while a check goes on, milliseconds. */
const reportEvery = 500;

/** Rules that compare rows with one another. */
const acrossRows: ReadonlySet<string> = new Set(
  rules.filter((rule) => rule.acrossRows).map(({ name }) => name),
);

/** What the check of one dataset needs of the world. */
export interface DatasetCheckPorts {
  readonly session: PieceSource & Pick<DatasetSession, "onEvent">;
  /** Looks at rows off this thread. */
  readonly looker: Looker;
  /** The findings are others now. */
  readonly report: (findings: Findings) => void;
  /** Most rows of the check in the background, asked for as it starts; null where there is to be none. */
  readonly limit: () => number | null;
  /** Problems that must not be in the dataset, and what is wrong with the sets that can't be read. */
  readonly evaluation?: (signal: AbortSignal) => Promise<Evaluation>;
  /** What failed in the background. */
  readonly failed: (error: unknown) => void;
  readonly later: Later;
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
  /** The check that was begun, with what it has seen: rows that change are checked again. */
  #rules: DatasetRules | null = null;
  #evaluation: EvaluationSet | null = null;
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
    return this.#rules !== null;
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
   * @throws StorageError where rows can't be read; ThreadEndedError
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
    const { session, looker } = this.#ports;
    await session.whenIndexed();
    const { rows } = session.info;
    const options = { ...(this.#evaluation === null ? {} : { evaluation: this.#evaluation }), rules: names };
    const dataset = new DatasetRules(session, looker, options);
    const drops = new Drops(names);
    try {
      const extent: Extent = { rows, signal, progress: (row) => progress({ row, rows }) };
      for await (const finding of dataset.all(extent)) drops.add(finding);
    } finally {
      dataset.end();
    }
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
    this.#rules?.end();
  }

  async #pass(
    limit: number,
    signal: AbortSignal,
    progress: (at: CheckProgress) => void = () => undefined,
  ): Promise<CheckProgress> {
    const { session } = this.#ports;
    await session.whenIndexed();
    const to = Math.min(limit, session.info.rows);
    let row = 0;
    try {
      signal.throwIfAborted();
      const dataset = await this.#begin(signal);
      const told = this.#reporting((done) => progress({ row: (row = done), rows: to }));
      for await (const finding of dataset.all({ rows: to, signal, progress: told }))
        this.#findings.add(finding);
      row = this.#upTo = to;
      if (to < session.info.rows) this.#findings.add(notAll(to, session.info.rows));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (!this.#disposed) this.#ports.report(this.#findings);
    return { row, rows: to };
  }

  /** Shows now and then what was found so far. */
  #reporting(progress: (row: number) => void): (row: number) => void {
    let since = performance.now();
    return (row) => {
      progress(row);
      if (performance.now() - since < reportEvery) return;
      since = performance.now();
      this.#ports.report(this.#findings);
    };
  }

  /** Forgets what was found, and readies the rules. @throws the signal's reason */
  async #begin(signal: AbortSignal): Promise<DatasetRules> {
    const { session, looker } = this.#ports;
    const evaluation = (await this.#ports.evaluation?.(signal)) ?? null;
    this.#rules?.end();
    this.#findings = new Findings();
    this.#upTo = null;
    this.#evaluation = evaluation?.set ?? null;
    for (const message of evaluation?.failures ?? [])
      this.#findings.add(ofDataset("evaluation-set", "warning", message));
    const set = evaluation === null ? {} : { evaluation: evaluation.set };
    return (this.#rules = new DatasetRules(session, looker, { ...set, equations: true }));
  }

  #hear(event: SessionEvent): void {
    if (event.kind === "all") {
      if (this.begun) this.start();
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
    if (!this.begun || rows.length === 0) return;
    for (const row of rows) this.#changed.add(row);
    this.#callOff ??= this.#ports.later(() => {
      this.#callOff = null;
      void this.#inTurn(() => this.#again()).catch((error: unknown) => this.#failedInBackground(error));
    }, settling);
  }

  /** Checks the changed rows, and those that say the same as one of them. */
  async #again(): Promise<void> {
    const { signal } = this.#stop;
    const dataset = this.#rules;
    const rows = new Set(this.#changed);
    this.#changed.clear();
    if (dataset === null || signal.aborted) return;
    const found = await dataset.again(rows, this.#findings.sameAs(rows), signal);
    for (const row of rows) if (!found.has(row)) this.#findings.replace(row, []);
    for (const [row, findings] of found) this.#findings.replace(row, findings);
    if (this.#upTo !== null) this.#findings.replaceOfAll(acrossRows, dataset.ofAll());
    this.#ports.report(this.#findings);
  }

  #forget(): void {
    this.#stop.abort();
    this.#rules?.end();
    this.#rules = null;
    this.#upTo = null;
    this.#findings = new Findings();
    this.#ports.report(this.#findings);
  }

  /** A dataset that was closed meanwhile can't be read: that is no failure. */
  #failedInBackground(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#ports.failed(error);
    const rule = "check-failed";
    const said = ofDataset(rule, "error", `The check stopped: ${messageOf(error)}`);
    this.#findings.replaceOfAll(new Set([rule]), [said]);
    this.#ports.report(this.#findings);
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
