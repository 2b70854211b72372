import type { DatasetView } from "../../pipeline/view/types.ts";
import type { DatasetSession, RowView } from "../../storage/types.ts";
import type { RowRange } from "./ranges.ts";

/** The rows under a dataset's node: those that its view takes, each at its place in the view's order. */
export class ShownRows {
  readonly #session: DatasetSession;
  readonly #view: DatasetView;

  constructor(session: DatasetSession, view: DatasetView) {
    this.#session = session;
    this.#view = view;
  }

  /** True where these are all rows in the order of the file, so that a place is a row. */
  get whole(): boolean {
    return this.#view.state.whole;
  }

  /** Rows shown so far. */
  get count(): number {
    return this.whole ? this.#session.info.rows : this.#view.state.shown;
  }

  /** The place of a row; null where it isn't shown. */
  placeOf(row: number): number | null {
    if (this.whole) return row < this.count ? row : null;
    return this.#view.placeOf(row);
  }

  /** First and last row of a range of places. */
  ends({ from, to }: RowRange): readonly [number, number] | null {
    const [first, last] = [this.#view.at(from, from + 1)[0], this.#view.at(to - 1, to)[0]];
    return first === undefined || last === undefined ? null : [first, last];
  }

  /** The rows at a range of places, in order. */
  at({ from, to }: RowRange): readonly number[] {
    if (!this.whole) return this.#view.at(from, to);
    return Array.from({ length: Math.max(0, Math.min(to, this.count) - from) }, (_, place) => from + place);
  }

  /** Reads rows. Neighbours in the file are read together. */
  async read(rows: readonly number[]): Promise<readonly RowView[]> {
    const views: RowView[] = [];
    for (const run of neighbours(rows)) views.push(...(await this.#session.rows(run.from, run.to)));
    return views;
  }
}

/** Rows as ranges of rows that follow each other. */
export function neighbours(rows: readonly number[]): readonly RowRange[] {
  const runs: RowRange[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.to === row) runs[runs.length - 1] = { from: last.from, to: row + 1 };
    else runs.push({ from: row, to: row + 1 });
  }
  return runs;
}
