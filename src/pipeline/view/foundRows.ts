import type { Query } from "../../core/query.ts";
import type { FactTable } from "./factTable.ts";
import { sorted, sortPlace } from "./order.ts";

/** Rows in the order of a view. */
export interface ShownRows {
  readonly size: number;
  at(from: number, to: number): readonly number[];
  placeOf(row: number): number | null;
  /** The nearest row in a direction, or null where there is none; undefined where more rows may change the answer. */
  nearest(row: number, direction: 1 | -1): number | null | undefined;
}

/** All rows in the order of the file, or the other way round. */
export class AllRows implements ShownRows {
  readonly #info: () => { readonly rows: number; readonly indexed: boolean };
  readonly #descending: boolean;

  constructor(info: () => { readonly rows: number; readonly indexed: boolean }, descending: boolean) {
    this.#info = info;
    this.#descending = descending;
  }

  get size(): number {
    return this.#info().rows;
  }

  at(from: number, to: number): readonly number[] {
    const { size } = this;
    const places = Array.from({ length: Math.max(0, Math.min(to, size) - from) }, (_, k) => from + k);
    return this.#descending ? places.map((place) => size - 1 - place) : places;
  }

  placeOf(row: number): number | null {
    if (row < 0 || row >= this.size) return null;
    return this.#descending ? this.size - 1 - row : row;
  }

  nearest(row: number, direction: 1 | -1): number | null | undefined {
    const { rows, indexed } = this.#info();
    const next = this.#descending ? row - direction : row + direction;
    if (next < 0) return null;
    if (next < rows) return next;
    return indexed ? null : undefined;
  }
}

/** Rows that a query finds, as they come. */
export class FoundRows implements ShownRows {
  readonly #query: Query;
  readonly #table: () => { readonly table: FactTable; readonly rows: number };
  /** In the order of the file. */
  readonly #rows: number[] = [];
  /** In the order of the key; null where rows are in the order of the file. */
  #ordered: readonly number[] | null;
  /** Of the rows before this one all that pass are found. */
  #decided = 0;
  #ended = false;

  constructor(query: Query, table: () => { readonly table: FactTable; readonly rows: number }) {
    this.#query = query;
    this.#table = table;
    this.#ordered = query.sort === "file" ? null : [];
  }

  get size(): number {
    return (this.#ordered ?? this.#rows).length;
  }

  /** Rows found, whether they have their place in the order yet or not. */
  get found(): number {
    return this.#rows.length;
  }

  get decided(): number {
    return this.#decided;
  }

  add(rows: readonly number[], decided: number): void {
    this.#decided = Math.max(this.#decided, decided);
    for (const row of rows) {
      if (row > (this.#rows.at(-1) ?? -1)) this.#rows.push(row);
      else this.#insert(row);
    }
  }

  /** The row was not whole: it is looked at again, along with those after it. */
  undecide(row: number): void {
    this.#decided = Math.min(this.#decided, row);
    const place = lowerBound(this.#rows, row);
    if (this.#rows[place] === row) this.#rows.splice(place, 1);
  }

  /** No more rows come, unless the dataset grows. */
  end(ended: boolean): void {
    this.#ended = ended;
    this.arrange();
  }

  /** Gives the rows found so far their places; while more come, only once there are half as many again. */
  arrange(): void {
    const { sort, descending } = this.#query;
    if (sort === "file" || (!this.#ended && this.found < this.size * 1.5)) return;
    const { table, rows } = this.#table();
    this.#ordered = sorted(this.#rows, rows, table, sort, descending);
  }

  at(from: number, to: number): readonly number[] {
    if (this.#ordered !== null) return this.#ordered.slice(from, to);
    if (!this.#query.descending) return this.#rows.slice(from, to);
    const { size } = this;
    return this.#rows.slice(Math.max(0, size - to), Math.max(0, size - from)).reverse();
  }

  placeOf(row: number): number | null {
    if (this.#ordered !== null) return found(this.#ordered.indexOf(row));
    const place = lowerBound(this.#rows, row);
    if (this.#rows[place] !== row) return null;
    return this.#query.descending ? this.size - 1 - place : place;
  }

  nearest(row: number, direction: 1 | -1): number | null | undefined {
    if (this.#ordered !== null) return this.#ended ? this.#inOrder(row, direction) : undefined;
    const forward = (direction === 1) !== this.#query.descending;
    const place = lowerBound(this.#rows, forward ? row + 1 : row);
    const next = this.#rows[forward ? place : place - 1];
    const sure = this.#ended || this.#decided > (forward ? (next ?? Infinity) : row - 1);
    return sure ? (next ?? null) : undefined;
  }

  #inOrder(row: number, direction: 1 | -1): number | null {
    const ordered = this.#ordered ?? [];
    const place = this.placeOf(row);
    if (place !== null) return ordered[place + direction] ?? null;
    const { sort, descending } = this.#query;
    const { table, rows } = this.#table();
    if (sort === "file" || !table.isKnown(row)) return null;
    const placeAt = (one: number): number => sortPlace(one, rows, table, sort, descending);
    const gap = lowerBound(ordered, placeAt(row), placeAt);
    return ordered[direction === 1 ? gap : gap - 1] ?? null;
  }

  #insert(row: number): void {
    const place = lowerBound(this.#rows, row);
    if (this.#rows[place] !== row) this.#rows.splice(place, 0, row);
  }
}

function found(place: number): number | null {
  return place < 0 ? null : place;
}

/** The first place whose row is not before a value. */
function lowerBound(
  rows: readonly number[],
  value: number,
  of: (row: number) => number = (row) => row,
): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(rows[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
