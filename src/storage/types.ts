import type { Change } from "../core/change.ts";
import type { Row } from "../core/model.ts";
import type { Splitter } from "../core/split.ts";
import type { Capabilities, FieldMapping } from "../formats/format.ts";

/** How rows lie in the file; `json` is one object over several lines. */
export type Container = "jsonl" | "json-array" | "json" | "folder" | "parquet" | "jsonl.gz";

/** A row as it is now: file content with unsaved edits applied. */
export interface RowView {
  /** Index from 0. */
  readonly index: number;
  /** Line (from 1) where it starts in the file; null for containers without lines. */
  readonly line: number | null;
  /** Path of the row's own file, in folders of one-row files alone. */
  readonly file?: string;
  /** JSON text of the row, unsaved edits applied. */
  readonly raw: string;
  /** Format id; null where no format fits. */
  readonly format: string | null;
  readonly formatTitle: string | null;
  readonly can: Capabilities | null;
  /** Null where the row can't be read; then `error` says why. */
  readonly row: Row | null;
  /** Where, what was expected and what to do. */
  readonly error: string | null;
  /** True of an object that fits no format: a field mapping may help. */
  readonly noFormat?: true;
  /** True where it has unsaved edits. */
  readonly edited: boolean;
  /** Why it can't be edited, or null where it can. */
  readonly readOnly: string | null;
}

/** One applied edit. Undo and redo take it by its `id`. */
export interface Edit {
  readonly id: number;
  readonly row: number;
  readonly change: Change;
  /** For people: "Label step 3 incorrect". */
  readonly title: string;
  /** ISO time. */
  readonly at: string;
  /** True for an edit that another session of the dataset made. */
  readonly elsewhere?: true;
}

/** State of a session that its clients show. */
export interface SessionInfo {
  readonly path: string;
  readonly container: Container;
  /** Format of most rows seen so far; null until one is known. */
  readonly format: string | null;
  readonly formatTitle: string | null;
  /** Rows indexed so far. */
  readonly rows: number;
  /** False while the index is still being made. */
  readonly indexed: boolean;
  /** Size in bytes. */
  readonly bytes: number;
  /** Time the index took, milliseconds; null while it is being made. */
  readonly indexMs: number | null;
  readonly dirty: boolean;
  readonly splitter: Splitter;
  /** Why nothing can be edited, or null. */
  readonly readOnly: string | null;
  /** Something a person must see, such as "deleted on disk"; null where all is well. */
  readonly warning: string | null;
  /** True where another program took the dataset away; what was read of it is still there. */
  readonly deleted: boolean;
}

/** What happened to a session. */
export type SessionEvent =
  /** More rows indexed, indexing ended, dirty state, warning, splitter: read `info` again. */
  | { readonly kind: "info" }
  /** These rows read differently now. */
  | { readonly kind: "rows"; readonly rows: readonly number[] }
  /** All rows may read differently (reverted, reloaded, splitter changed). */
  | { readonly kind: "all" }
  /** The file on disk was changed by another program. */
  /** Another session of the dataset edited, undid, dropped or saved: whether anything is unsaved now. */
  | { readonly kind: "elsewhere"; readonly dirty: boolean }
  | {
      readonly kind: "changed-on-disk";
      readonly how: "appended" | "changed" | "deleted";
      readonly editedRows: readonly number[];
      /** Where rows were appended: the row that was the last, if it was not whole and may read differently now. */
      readonly torn?: number;
    };

/** What a field of a row must be. A row passes where one place of the field does. */
export interface FieldTest {
  /** Dotted path, array places left out: `dataset`, `steps.label`. */
  readonly field: string;
  /** One of them, as JSON has them: the text "1" is not the number 1. */
  readonly values: readonly (string | number | boolean | null)[];
}

/** What to look for in a dataset. */
export interface SearchQuery {
  /** Looked for in the decoded texts, numbers and truth values of rows; empty finds all rows that `where` takes. */
  readonly text: string;
  /** `literal` where not given. */
  readonly kind?: "literal" | "regex";
  /** False where not given. */
  readonly caseSensitive?: boolean;
  /** Dotted path of the field to look in, array places left out: `steps`, `label.steps.completions.text`. */
  readonly field?: string | null;
  /** Fields that must all have one of their values; told by rows' bytes, whatever their format. */
  readonly equals?: readonly FieldTest[] | null;
  /** Takes rows by what they mean; asked only for rows that hold the text. */
  readonly where?: ((view: RowView) => boolean) | null;
  /** The first row to look at; what lies before it is not read. 0 where not given. */
  readonly from?: number;
}

/** A row that was found. */
export interface SearchHit {
  /** Index from 0. */
  readonly row: number;
  /** Line (from 1), where the container has lines. */
  readonly line: number | null;
  /** Dotted path of the first value that holds the text; null where no text was looked for or the row is not JSON. */
  readonly field: string | null;
  /** The first match with some text around it. */
  readonly excerpt: string;
  /** The match in the excerpt. */
  readonly start: number;
  readonly end: number;
}

/** What is written of a row. */
export interface RowTexts {
  /** JSON text of the row. */
  readonly row: string;
  /** JSON lines of its accepted pairs in `<name>.pairs.jsonl`, where they are kept there. */
  readonly pairs: readonly string[];
}

/** A row with unsaved edits that another program changed on disk too, as JSON texts. */
export interface Conflict {
  readonly row: number;
  /** Before either changed it. */
  readonly base: string;
  /** With the unsaved edits. */
  readonly mine: string;
  /** In the file now; null where the file has no such row any more. */
  readonly theirs: string | null;
}

/** What becomes of a row in conflict: the unsaved edits, what the file has, or a JSON text made of both. */
export type Choice = "mine" | "theirs" | { readonly text: string };

/** Where the texts of all rows lie in an open file, for code on another thread that reads and decodes them itself. */
export interface TextRows {
  /** File descriptors belong to the process: all its threads may read this one. */
  readonly fd: number;
  /** Byte offset where each row starts. */
  readonly starts: Float64Array;
  /** Bytes of each row. */
  readonly lengths: Uint32Array;
  /** Line (from 1) where a row starts; null in containers without lines. */
  readonly line: (row: number) => number | null;
  /** Rows of more bytes than this can't be read. */
  readonly longest: number;
  /** Rows whose text is another now, or that have pairs beside the file: read these from the session. */
  readonly elsewhere: readonly number[];
  readonly splitter: Splitter;
  readonly mapping: FieldMapping | null;
  /** Tells one content of the file from another. */
  readonly content: string;
  /** Whether nothing but appending need have happened to the file since an earlier `content` of it; its bytes say more. */
  readonly mayHaveGrown: (earlier: string) => boolean;
  /** Where what is worked out of the dataset may be kept: the start of file names; null keeps nothing. */
  readonly keptAt: string | null;
  /** The file stays open until this is called. */
  release(): Promise<void>;
}

/** How a copy of some rows is made. */
export interface CopyOptions {
  /** Indices of the rows to leave out. */
  readonly without: { has(row: number): boolean };
  /** Path to write those to; null or not given keeps them nowhere but here. */
  readonly leftOut?: string | null;
  /** Told how many rows were gone through. */
  readonly progress?: (rows: number) => void;
  readonly signal?: AbortSignal;
}

/** One open dataset file: index, edit log and journal. Trace editor, tree and command line are its clients. */
export interface DatasetSession {
  readonly info: SessionInfo;
  /** Resolves when all rows are indexed; rejects with StorageError. */
  whenIndexed(): Promise<void>;
  /** One row. @throws StorageError where the index is not in the file. */
  row(index: number): Promise<RowView>;
  /** Rows `from` (included) to `to` (excluded), cut at the rows indexed so far. */
  rows(from: number, to: number): Promise<RowView[]>;
  /** Where the texts of all rows lie, once they are indexed; null where they don't lie in one file. @throws StorageError */
  textRows(): Promise<TextRows | null>;
  /** What is written of a row: on disk, and after saving now. @throws StorageError where the index is not in the file. */
  texts(index: number): Promise<{ readonly onDisk: RowTexts; readonly now: RowTexts }>;
  /** Applies a change, journals it, and tells the clients. @throws StorageError, with the format's reason where it refuses. */
  apply(row: number, change: Change): Promise<Edit>;
  /**
   * Undoes one applied edit. A session's edits of a row are undone in reverse order; those of other sessions stay over
   * it where they say other things of the row, or else it is refused.
   */
  undo(edit: Edit): Promise<void>;
  redo(edit: Edit): Promise<void>;
  /** Unsaved edits, oldest first. */
  readonly edits: readonly Edit[];
  /**
   * Edits that a killed process left in its journal, oldest first; null where there are none. They are not part of
   * the dataset until `recover` takes them.
   */
  readonly recoverable: readonly Edit[] | null;
  /**
   * Takes the recoverable edits as unsaved edits. Returns those that have to wait, and stay recoverable: their row has
   * other unsaved edits, or it changed and it isn't known what it was.
   */
  recover(): Promise<readonly Edit[]>;
  /** Forgets the recoverable edits for good. */
  discardRecovered(): Promise<void>;
  /**
   * Writes unsaved edits; never overlaps itself, and folds in edits made meanwhile.
   * @throws StorageError; nothing is lost then. `changed-on-disk` where another program changed edited rows: `reload`
   * drops those edits, `overwrite` puts those in conflict as it is asked for over what is on disk now. `own` leaves rows unsaved in which other
   * sessions have unsaved edits, and their edits elsewhere; without it, all that is unsaved is saved.
   */
  save(options?: { readonly overwrite?: boolean; readonly own?: boolean }): Promise<void>;
  /**
   * Writes the dataset with its edits to another path; the session stays on its own file.
   * @throws StorageError; the signal's reason where it is aborted. Nothing is left behind then
   */
  saveAs(path: string, signal?: AbortSignal): Promise<void>;
  /**
   * Writes a copy, edits included, without some rows: an array where the name ends in `.json`, else JSONL. Bytes of the
   * others stay; accepted pairs go along under the new row numbers. Files of those names are replaced.
   * @throws StorageError; the signal's reason where it is aborted. Nothing is left behind then
   */
  copyRows(path: string, options: CopyOptions): Promise<void>;
  /** Rows in conflict, in order: a save is refused while there are any. The `info` event tells of changes. */
  readonly conflicts: readonly number[];
  /** What a choice is made between; null where the row is in no conflict. @throws StorageError */
  conflict(row: number): Promise<Conflict | null>;
  /**
   * Ends the conflict of a row. Returns the one edit that then stands in place of the row's unsaved edits, and that
   * can be undone; null where there is none to save.
   * @throws StorageError where the row is in no conflict, is gone from the file, or the text is no JSON object
   */
  resolve(row: number, choice: Choice): Promise<Edit | null>;
  /** Ends all conflicts; `mine` leaves rows that are gone from the file in conflict. Returns the edits that stand now. */
  resolveAll(choice: "mine" | "theirs"): Promise<readonly Edit[]>;
  /** Drops unsaved edits, but for those of other living sessions and what these stand on. */
  revert(): Promise<void>;
  /** Writes the unsaved edits to a backup file (hot exit). */
  backup(path: string): Promise<void>;
  /** Takes the edits of a backup file as unsaved edits; those that have to wait become recoverable. */
  restore(path: string): Promise<void>;
  setSplitter(splitter: Splitter): void;
  /** Rereads the file after a change on disk; unsaved edits that still fit are kept. Returns those that don't. */
  reload(): Promise<readonly Edit[]>;
  /**
   * Rows that a query finds, some at a time, at least one, in no fixed order where rows have unsaved edits; unsaved edits
   * count. Ends early, with the signal's reason thrown, when aborted. @throws StorageError where the pattern can't be used
   */
  search(query: SearchQuery, signal?: AbortSignal): AsyncIterable<readonly SearchHit[]>;
  onEvent(listener: (event: SessionEvent) => void): () => void;
  /** Counted: the session closes when the last of its clients lets go. */
  close(): Promise<void>;
}

/** How `openDataset` reads and writes. */
export interface OpenOptions {
  readonly splitter?: Splitter;
  readonly mapping?: FieldMapping | null;
  readonly neutralAs?: boolean;
  readonly provenance?: boolean;
  /** ISO time; the caller's clock. */
  readonly now?: () => string;
  /** Folder for index caches and journals; null keeps no cache and no journal (read-only uses of the command line). */
  readonly stateDir: string | null;
  /** True for uses that only read: the dataset is shown as it is saved, and can't be edited. */
  readonly reading?: boolean;
  readonly log?: (message: string) => void;
  /** Path of a ripgrep program, which makes searches faster; null or not given searches without. */
  readonly ripgrep?: string | null;
}

/** A file, row or write that failed, in words for a person: where, what was expected, what to do. */
export class StorageError extends Error {
  readonly kind:
    | "missing"
    | "unreadable"
    | "not-a-dataset"
    | "refused"
    | "changed-on-disk"
    | "write-failed"
    | "no-such-row"
    | "locked";
  constructor(kind: StorageError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StorageError";
    this.kind = kind;
  }
}
