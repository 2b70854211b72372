import type { ReadOptions } from "../formats/format.ts";
import { decodeRow } from "./containers/rowText.ts";
import { hasGrown } from "./files/fingerprint.ts";
import type { OnDisk } from "./journal/onDisk.ts";
import type { Unsaved } from "./journal/unsaved.ts";
import type { RowViews } from "./rowViews.ts";
import type { RowTexts, RowView, TextRows } from "./types.ts";

/** What rows are read from. */
export interface ReadingParts {
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly views: RowViews;
  /** How rows are read now. */
  readonly options: () => ReadOptions;
  /** The start of file names for what may be worked out again; null keeps nothing. */
  readonly keptAt: string | null;
  /** Resolves when the pairs beside the dataset are read, or can't be. */
  readonly pairsRead: () => Promise<void>;
}

/** Rows as people, stages and other threads read them. */
export class Reading {
  readonly #parts: ReadingParts;

  constructor(parts: ReadingParts) {
    this.#parts = parts;
  }

  /** @throws StorageError where there is no such row */
  async row(index: number): Promise<RowView> {
    const { onDisk, views, options, pairsRead } = this.#parts;
    await pairsRead();
    const stored = await onDisk.readOne(index);
    return views.view(index, stored, options());
  }

  async rows(from: number, to: number): Promise<RowView[]> {
    const { onDisk, views, options, pairsRead } = this.#parts;
    await pairsRead();
    const first = Math.max(0, from);
    const stored = await onDisk.read(first, to);
    const now = options();
    return Promise.all(stored.map((row, k) => views.view(first + k, row, now)));
  }

  /** @throws StorageError where there is no such row */
  async texts(index: number): Promise<{ readonly onDisk: RowTexts; readonly now: RowTexts }> {
    const { onDisk, unsaved, pairsRead } = this.#parts;
    await pairsRead();
    const { bytes } = await onDisk.readOne(index);
    const row = decodeRow(bytes).text;
    return {
      onDisk: { row, pairs: await unsaved.pairs.ofRowOnDisk(index) },
      now: { row: unsaved.overlay.get(index)?.now ?? row, pairs: await unsaved.pairs.ofRow(index) },
    };
  }

  /** Null where texts don't lie in one file. @throws StorageError */
  async textRows(): Promise<TextRows | null> {
    const { onDisk, unsaved, options, keptAt, pairsRead } = this.#parts;
    await onDisk.store.whenIndexed();
    await pairsRead();
    const texts = onDisk.store.texts();
    if (texts === null) return null;
    const { fd, fingerprint, index, line, longest, release } = texts;
    const { starts, lengths } = index.columns();
    const apart = new Set([...texts.elsewhere, ...unsaved.overlay.rows(), ...unsaved.pairs.rows()]);
    const { splitter, mapping } = options();
    return {
      ...{ fd, starts, lengths, line, longest, release, splitter, mapping, keptAt },
      mayHaveGrown: (earlier) => texts.lines && hasGrown(earlier, fingerprint),
      elsewhere: [...apart],
      content: JSON.stringify(fingerprint),
    };
  }
}
