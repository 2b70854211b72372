import type { Facet, Query, ViewState } from "../../core/query.ts";
import type { SearchHit } from "../../storage/types.ts";

export { wholeFile } from "../../core/query.ts";
export type { Condition, Facet, FacetValue, Query, SortKey, ViewState } from "../../core/query.ts";

/**
 * What is shown of one dataset: the rows that a query takes, in its order. The tree, the trace editor and its next and
 * previous keys share it. Rows are indices from 0; places are positions among the rows found.
 */
export interface DatasetView {
  readonly state: ViewState;
  /** Starts the query; rows stream in. The rows of the last query are shown until the first of the new ones. */
  set(query: Query): void;
  /** Ends a running search; what was found stays. */
  cancel(): void;
  /** Rows at places `from` (included) to `to` (excluded), cut at the rows found so far. */
  at(from: number, to: number): readonly number[];
  /** The place of a row, or null where the query doesn't take it. */
  placeOf(row: number): number | null;
  /**
   * The nearest found row in a direction, in the view's order; where `row` itself is not found and the order is the
   * file's, the nearest one in the file. Waits, while it runs, until the answer is sure. Null where there is none.
   */
  next(row: number, direction: 1 | -1): Promise<number | null>;
  /** What the text search found in a row; null where no text is looked for or the row isn't found. */
  hit(row: number): SearchHit | null;
  /** Counts of all values, over the whole dataset; made in a worker, kept, and brought up to date after edits. */
  facets(signal?: AbortSignal): Promise<readonly Facet[]>;
  onChange(listener: () => void): () => void;
  /** The view lets go of the session and its worker. */
  close(): Promise<void>;
}
