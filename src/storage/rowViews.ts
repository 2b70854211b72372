import { dirname, join } from "node:path";
import type { Row } from "../core/model.ts";
import type { ReadOptions } from "../formats/format.ts";
import { placeOf } from "./names.ts";
import { pairsOf } from "./pairs.ts";
import type { RowCodec } from "./rowCodec.ts";
import { decodeRow } from "./containers/rowText.ts";
import type { StoredRow } from "./store.ts";
import type { RowView } from "./types.ts";
import type { Unsaved } from "./journal/unsaved.ts";

/** Makes rows as people see them out of stored ones. */
export class RowViews {
  readonly #path: string;
  readonly #codec: RowCodec;
  readonly #readOnly: string | null;
  readonly #unsaved: Unsaved;
  #formats = new Map<string, { title: string; rows: number }>();

  constructor(path: string, codec: RowCodec, readOnly: string | null, unsaved: Unsaved) {
    this.#path = path;
    this.#codec = codec;
    this.#readOnly = readOnly;
    this.#unsaved = unsaved;
  }

  async view(index: number, stored: StoredRow, options: ReadOptions): Promise<RowView> {
    const { text, exact } = decodeRow(stored.bytes);
    const raw = this.#unsaved.overlay.get(index)?.now ?? text;
    const { line, name } = stored;
    const own = name === undefined ? {} : { file: join(dirname(this.#path), name) };
    const base = { index, line, ...own, raw, edited: this.#unsaved.isEdited(index) };
    if (stored.error !== null) {
      const unread = { format: null, formatTitle: null, can: null, row: null };
      return { ...base, ...unread, error: stored.error, readOnly: stored.error };
    }
    const reading = this.#codec.read(raw, options);
    if (reading.format !== null) this.#count(reading.format, reading.formatTitle ?? reading.format);
    const error = reading.error === null ? null : `${placeOf(this.#path, index, stored)}: ${reading.error}`;
    const row = reading.row === null ? null : await this.#withPairs(index, reading.row);
    return { ...base, ...reading, row, error, readOnly: this.readOnly(index, stored, exact) };
  }

  /** Why a row can't be edited, or null. */
  readOnly(index: number, stored: StoredRow, exact: boolean): string | null {
    if (this.#readOnly !== null) return this.#readOnly;
    if (exact) return stored.error;
    const place = placeOf(this.#path, index, stored);
    return `${place}: this row is not valid UTF-8, so it can't be rewritten without changing other bytes of it. Convert the file to UTF-8 to edit it.`;
  }

  /** The format of most rows seen so far. */
  get mainFormat(): { id: string; title: string } | null {
    let best: { id: string; title: string; rows: number } | null = null;
    for (const [id, { title, rows }] of this.#formats) {
      if (best === null || rows > best.rows) best = { id, title, rows };
    }
    return best;
  }

  /** Counts formats anew. */
  forgetFormats(): void {
    this.#formats = new Map();
  }

  async #withPairs(index: number, row: Row): Promise<Row> {
    const lines = await this.#unsaved.pairs.ofRow(index);
    return lines.length === 0 ? row : { ...row, pairs: [...row.pairs, ...pairsOf(row, lines)] };
  }

  #count(id: string, title: string): void {
    const known = this.#formats.get(id);
    if (known === undefined) this.#formats.set(id, { title, rows: 1 });
    else known.rows++;
  }
}
