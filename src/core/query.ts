/**
 * A condition on what a row means, such as "a trace ends wrong". The same words are `--where` of the command line, the
 * filters of the tree and those of the trace editor. A row passes where it has a trace that does.
 */
export type Condition =
  | { readonly kind: "outcome"; readonly is: "right" | "wrong" | "unknown" }
  | { readonly kind: "label"; readonly is: "correct" | "neutral" | "incorrect" }
  /** A trace with steps of which none has a label. */
  | { readonly kind: "unlabelled" }
  /** The file's mark and the grader differ. */
  | { readonly kind: "disagree" }
  /** A judge's or a person's labels and the rollouts' values name different first errors. */
  | { readonly kind: "judge-disagrees" }
  | { readonly kind: "win" }
  /** A wrong trace without an s_win. */
  | { readonly kind: "no-win" }
  | { readonly kind: "edited" }
  | { readonly kind: "unreadable" }
  /** A raw value of the row: dotted path, array places left out; the value as JSON, or as text where it is none. */
  | { readonly kind: "field"; readonly path: string; readonly value: string };

/** What rows are sorted by; `file` is their order in the file. */
export type SortKey = "file" | "first-error" | "steps" | "traces" | "length" | "win-rate";

/** Which rows are shown, and in what order. */
export interface Query {
  /** Looked for as `SearchQuery.text` says; empty takes all rows. */
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  /** Dotted path of the field to look in; null for all. */
  readonly field: string | null;
  /** Values of one facet are alternatives, and all facets must hold (`byFacet`). */
  readonly conditions: readonly Condition[];
  readonly sort: SortKey;
  readonly descending: boolean;
}

/** One value of a facet, with the number of rows that have it. */
export interface FacetValue {
  readonly condition: Condition;
  /** For people: "wrong". */
  readonly title: string;
  readonly rows: number;
}

/** One way to part the rows, such as by outcome; values of raw fields with few different values are facets too. */
export interface Facet {
  /** For people: "Outcome", or the dotted path of a field. */
  readonly title: string;
  readonly values: readonly FacetValue[];
}

/** State of a view, for the tree and the trace editor. */
export interface ViewState {
  readonly query: Query;
  /** True where the query takes all rows in the order of the file. */
  readonly whole: boolean;
  /** Rows found so far. */
  readonly found: number;
  /** Rows that have a place: those found, or those of the last query while nothing is found yet. */
  readonly shown: number;
  /** Rows looked at so far and rows in all, while it runs. */
  readonly looked: number;
  readonly rows: number;
  /** Rows that are counted so far, once facets are asked for or a filter needs it. */
  readonly counted: number;
  readonly running: boolean;
  /** Why the query can't be used, or how the search failed; null where all is well. */
  readonly error: string | null;
}

/** The query that shows the whole file. */
export const wholeFile: Query = {
  text: "",
  regex: false,
  caseSensitive: false,
  field: null,
  conditions: [],
  sort: "file",
  descending: false,
};
