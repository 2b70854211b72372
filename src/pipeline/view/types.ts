import type { Facet, Query, ViewState } from "../../core/query.ts";
import type { SearchHit } from "../../storage/types.ts";

export { wholeFile } from "../../core/query.ts";
export type { Facet, Query, ViewState } from "../../core/query.ts";

/**
 * What is shown of one dataset: the rows that a query takes, in its order. The tree, the trace editor and its next and
 * previous keys share it. Rows are indices from 0; places are positions among the rows found.
 */
export interface DatasetView {
  readonly state: ViewState;
  /**
   * Starts the query; rows stream in. The rows of the last query are shown until the first of the new ones, and where the
   * new one fails. A row that an edit takes out of the query keeps its place until the query is set again: nothing moves
   * under the hands of a person who labels. Rows that are appended to the file are looked at and added.
   */
  set(query: Query): void;
  /** Ends a running search; what was found stays. */
  cancel(): void;
  /** Rows at places `from` (included) to `to` (excluded), cut at the rows found so far. */
  at(from: number, to: number): readonly number[];
  /** The place of a row, or null where the query doesn't take it. */
  placeOf(row: number): number | null;
  /**
   * The nearest found row in a direction, in the view's order; where `row` itself is not found, the nearest to where it
   * would be. Waits, while it runs, until the answer is sure. Null where there is none.
   */
  next(row: number, direction: 1 | -1): Promise<number | null>;
  /**
   * What the text search found in a row; null where no text is looked for, the row isn't found, or tens of thousands of
   * rows were found before it: `hitIn` tells it then.
   */
  hit(row: number): SearchHit | null;
  /** Counts of all values, over the whole dataset; made in a worker, kept, and brought up to date after edits. */
  facets(signal?: AbortSignal): Promise<readonly Facet[]>;
  /** Counts of the rows that are known so far, at once; it starts nothing. More are told as `ViewState.counted`. */
  facetsSoFar(): Promise<readonly Facet[]>;
  onChange(listener: () => void): () => void;
  /** The view lets go of the session and its worker. */
  close(): Promise<void>;
}
