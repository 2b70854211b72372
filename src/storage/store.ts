import type { Fingerprint } from "./files/fingerprint.ts";
import type { Disk } from "./files/replaceFile.ts";
import type { RowIndex } from "./rows/rowIndex.ts";
import type { Container } from "./types.ts";

/** A row as it lies in its container. */
export interface StoredRow {
  readonly bytes: Uint8Array;
  /** Line (from 1) where it starts; null for containers without lines. */
  readonly line: number | null;
  /** The row's own file, in containers that have one a row. */
  readonly name?: string;
  /** Why it can't be read, or null. */
  readonly error: string | null;
}

/** Containers that are text, indexed and rewritten in place. */
export type TextContainer = Extract<Container, "jsonl" | "json-array" | "json">;

/** How a dataset on disk differs from the one that was indexed. */
export type DiskChange = "same" | "appended" | "changed" | "deleted";

/** A save that is complete but for taking its place. */
export interface PendingSave {
  /** What the dataset will be on disk; null where it isn't one file. */
  readonly fingerprint: Fingerprint | null;
  /**
   * Takes in what was appended to the dataset since, however often that is; absent where it can't be, and the save must
   * start over. @throws NodeJS.ErrnoException
   */
  readonly follow?: () => Promise<void>;
  /** Takes its place. Returns the store to go on with, which may be the same. */
  commit(): Promise<RowStore>;
  discard(): Promise<void>;
}

/** Where the texts of rows lie in one open file, which stays open until it is released. */
export interface StoreTexts {
  readonly path: string;
  readonly fd: number;
  /** Of the file that `fd` is; the path may be another by now. */
  readonly fingerprint: Fingerprint;
  readonly index: RowIndex;
  /** True where each line is a row. */
  readonly lines: boolean;
  /** Bytes of the longest row that is read. */
  readonly longest: number;
  /** Rows whose text is kept elsewhere. */
  readonly elsewhere: readonly number[];
  /** As `StoredRow.line`. */
  readonly line: (row: number) => number | null;
  readonly release: () => Promise<void>;
}

/** What a save made of a file. */
export interface Rewritten {
  readonly fingerprint: Fingerprint;
  /** New texts of the rows that it rewrote. */
  readonly rows: ReadonlyMap<number, string>;
}

/** Rows in a container: read, watched and rewritten. One a container kind. */
export interface RowStore {
  readonly container: Container;
  /** Rows indexed so far. */
  readonly rows: number;
  readonly indexed: boolean;
  readonly bytes: number;
  readonly indexMs: number | null;
  readonly warning: string | null;
  /** Null where it isn't one file. */
  readonly fingerprint: Fingerprint | null;
  /** Resolves when all rows are indexed. @throws StorageError */
  whenIndexed(): Promise<void>;
  /** Resolves when the row is indexed, or all rows are. @throws StorageError */
  whenRow(row: number): Promise<void>;
  /** Rows `from` (included) to `to` (excluded), which must be indexed. @throws StorageError */
  read(from: number, to: number): Promise<StoredRow[]>;
  /**
   * Compares with what is on disk now.
   * @param edited rows that matter most: containers of many files look at theirs alone
   * @throws StorageError
   */
  compare(edited: readonly number[]): Promise<DiskChange>;
  /** Takes in what was appended. Returns the row that was unfinished and may read differently now, or null. */
  extend(): Promise<number | null>;
  /**
   * The same dataset opened anew, after a change on disk.
   * @param rewritten what a save of another process made of this very file, where that is known: it needs no scan
   * @throws StorageError
   */
  reopen(rewritten?: Rewritten | null): Promise<RowStore>;
  /** Writes everything that a save needs beside the target. @throws NodeJS.ErrnoException */
  prepareSave(rows: ReadonlyMap<number, string>, disk: Disk): Promise<PendingSave>;
  /** Writes the dataset with rows rewritten to another path. @throws NodeJS.ErrnoException */
  writeTo(path: string, rows: ReadonlyMap<number, string>, disk: Disk): Promise<void>;
  /** Where the rows' texts lie in one open file; null where they don't, as in a folder of files. */
  texts(): StoreTexts | null;
  close(): Promise<void>;
}
