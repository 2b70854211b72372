import {
  wholeFile,
  type Condition,
  type Facet,
  type Query,
  type ViewState,
} from "../../../src/core/query.ts";
import { knownFacets } from "../../../src/core/facets.ts";
import { byFacet, takesAll } from "../../../src/core/queryWords.ts";
import type { FieldTexts, FoundRow, FoundText, RowState } from "../../../src/protocol/traceEditor.ts";
import { searchPattern } from "../../../webview/text/search.ts";

/** Which of the invented rows are shown. A search is over at once, unless it is told to wait. */
export class FakeView {
  readonly #rows: readonly RowState[];
  readonly #tell: (view: ViewState) => void;
  /** Searches and counts go on until `finish`. */
  slow = false;
  #counting: (() => void)[] = [];
  state: ViewState;
  #shown: readonly number[];

  constructor(rows: readonly RowState[], tell: (view: ViewState) => void) {
    this.#rows = rows;
    this.#tell = tell;
    this.#shown = rows.map((_, row) => row);
    const count = rows.length;
    const done = { looked: count, rows: count, counted: 0, running: false, error: null };
    this.state = { query: wholeFile, whole: true, found: count, shown: count, ...done };
  }

  set(query: Query): void {
    const invalid = query.text !== "" && searchPattern(query) === null;
    const whole = takesAll(query) && query.sort === "file" && !query.descending;
    this.#shown = invalid ? [] : this.#select(query);
    const running = this.slow && !whole;
    const looked = running ? 3 : this.#rows.length;
    const error = invalid ? "The pattern can't be used: nothing closes its group." : null;
    const found = this.#shown.length;
    // Told later, as the real one does.
    setTimeout(() => this.#set({ query, whole, found, shown: found, looked, running, error }));
  }

  finish(): void {
    for (const counted of this.#counting.splice(0)) counted();
    this.#set({ looked: this.#rows.length, running: false });
  }

  cancel(): void {
    this.#set({ running: false });
  }

  next(row: number, direction: 1 | -1): number | null {
    const place = this.#shown.indexOf(row);
    if (place >= 0) return this.#shown[place + direction] ?? null;
    const sorted = [...this.#shown].sort((a, b) => a - b);
    return (direction === 1 ? sorted.find((one) => one > row) : sorted.findLast((one) => one < row)) ?? null;
  }

  found(row: number): FoundRow {
    const place = this.#shown.indexOf(row);
    return {
      row,
      place: place < 0 ? null : place,
      hit: place < 0 ? null : this.#hit(row),
      texts: this.#texts(row),
    };
  }

  /** As the host tells it of a field of this name: "problem", "steps" or one of the others. */
  #texts(row: number): FieldTexts | null {
    const { field } = this.state.query;
    const shown = this.#rows[row]?.row;
    if (field === null || shown == null) return null;
    const whole = (name: string) => (name === field ? [{ start: 0, end: Number.MAX_SAFE_INTEGER }] : []);
    return {
      problem: whole("problem"),
      goldAnswer: whole("gold"),
      goldSolution: whole("gold"),
      traces: shown.traces.map(() => whole("steps")),
      pairs: shown.pairs.map(() => ({ prefix: whole("pair"), lose: whole("pair"), win: whole("pair") })),
      meta: shown.meta.map(({ name }) => whole(name)),
    };
  }

  async facets(): Promise<readonly Facet[]> {
    if (this.slow) {
      this.#set({ counted: 2 });
      await new Promise<void>((resolve) => this.#counting.push(resolve));
    }
    return this.#counts();
  }

  /** As though three of the rows were counted. */
  facetsSoFar(): Promise<readonly Facet[]> {
    return Promise.resolve(this.slow ? this.#counts(3) : []);
  }

  #counts(known = this.#rows.length): readonly Facet[] {
    const rows = this.#rows.slice(0, known);
    const counted = knownFacets.map(({ title, values }) => ({
      title,
      values: values
        .map((value) => ({ ...value, rows: rows.filter((row) => passes(row, value.condition)).length }))
        .filter(({ rows }) => rows > 0),
    }));
    const source = (value: string, rows: number) => ({
      condition: { kind: "field", path: "source", value } as const,
      title: value,
      rows,
    });
    return [
      ...counted.filter(({ values }) => values.length > 0),
      {
        title: "source",
        values: [source("gsm8k", 4), source("competition_math with a rather long name", 2)],
      },
    ];
  }

  #set(change: Partial<ViewState>): void {
    this.state = { ...this.state, ...change };
    this.#tell(this.state);
  }

  #select(query: Query): readonly number[] {
    const pattern = searchPattern(query);
    const found = this.#rows
      .filter((row) =>
        byFacet(query.conditions).every((values) => values.some((value) => passes(row, value))),
      )
      .filter((row) => pattern === null || this.#match(row, query) !== null)
      .map(({ index }) => index);
    if (query.sort === "steps")
      found.sort((a, b) => stepsOf(this.#rows[a]) - stepsOf(this.#rows[b]) || a - b);
    return query.descending ? found.reverse() : found;
  }

  #hit(row: number): FoundText | null {
    const state = this.#rows[row];
    return state === undefined ? null : this.#match(state, this.state.query);
  }

  #match(state: RowState, query: Query): FoundText | null {
    const pattern = searchPattern(query);
    if (pattern === null) return null;
    for (const { field, text } of textsOf(state)) {
      if (query.field !== null && field !== query.field) continue;
      const match = new RegExp(pattern.source, pattern.flags.replace("g", "")).exec(text);
      if (match === null) continue;
      const from = Math.max(0, match.index - 60);
      const start = match.index - from;
      const end = start + match[0].length;
      return { field, excerpt: text.slice(from, from + end + 60), start, end };
    }
    return null;
  }
}

function textsOf({ row, raw }: RowState): { field: string | null; text: string }[] {
  if (row === null) return [{ field: null, text: raw ?? "" }];
  return [
    { field: "problem", text: row.problem },
    ...row.traces.map((trace) => ({ field: "steps", text: trace.text })),
    ...row.meta.map(({ name, value }) => ({ field: name, text: value })),
    // What no view shows.
    { field: "id", text: `hidden-id-${row.problem.length}` },
  ];
}

function stepsOf(state: RowState | undefined): number {
  return Math.max(0, ...(state?.row?.traces ?? []).map((trace) => trace.steps.length));
}

function passes({ row, facts, edited }: RowState, condition: Condition): boolean {
  switch (condition.kind) {
    case "outcome":
      return facts.some((one) => one.outcome === condition.is);
    case "label":
      return row?.traces.some((one) => one.steps.some((step) => step.label === condition.is)) ?? false;
    case "unlabelled":
      return row?.traces.some((one) => one.steps.every((step) => step.label === null)) ?? false;
    case "disagree":
      return facts.some((one) => one.disagree);
    case "judge-disagrees":
      return false;
    case "win":
      return row?.pairs.some((pair) => pair.win !== null) ?? false;
    case "no-win":
      return facts.some((one) => one.outcome === "wrong") && !row?.pairs.some((pair) => pair.win !== null);
    case "edited":
      return edited;
    case "unreadable":
      return row === null;
    case "field":
      return (
        row?.meta.some(({ name, value }) => name === condition.path && value === condition.value) ?? false
      );
  }
}
