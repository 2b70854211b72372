import { mostValues, type FieldColumn, type FieldColumns } from "./fieldScan.ts";

/** Fields that are kept: a byte a row each. */
const mostFields = 32;

/** How many rows have a value of a field. */
export interface ValueCount {
  readonly value: string;
  readonly rows: number;
}

/** A field with few different values over the whole dataset. */
export interface FieldCounts {
  readonly path: string;
  readonly values: readonly ValueCount[];
  /** Rows that have the field. */
  readonly rows: number;
}

/** Which rows have which values of the fields that have few. Rows come in any order, and may come again. */
export class FieldTable {
  readonly #columns = new Map<string, Column>();
  readonly #dropped = new Set<string>();

  /** Takes the values of neighbouring rows, from `from` on. */
  put(from: number, rows: number, { columns, dropped }: FieldColumns): void {
    for (const path of dropped) this.#drop(path);
    const seen = new Set<string>();
    columns.forEach((column, place) => {
      if (this.#dropped.has(column.path)) return;
      seen.add(column.path);
      const mine = this.#columns.get(column.path) ?? this.#add(column.path);
      // Fields are shown in the order in which rows have them, whatever order the rows come in.
      mine.first = Math.min(mine.first, from * mostRank + Math.min(place, mostRank - 1));
      if (!mine.put(from, column)) this.#drop(column.path);
    });
    for (const [path, column] of this.#columns) if (!seen.has(path)) column.clear(from, rows);
    while (this.#columns.size > mostFields) this.#dropLast();
  }

  /** The rows' test for a value of a field; null where the field has too many values to be kept. */
  test(path: string, value: string): ((row: number) => boolean) | null {
    return this.#columns.get(path)?.test(value) ?? null;
  }

  /** The fields, in the order in which rows have them. */
  counts(): FieldCounts[] {
    return this.#inOrder()
      .map(([path, column]) => ({ path, ...column.counts() }))
      .filter(({ rows }) => rows > 0);
  }

  /** The values of all rows; not copied, where they are as many. */
  all(rows: number): FieldColumns {
    const columns = this.#inOrder().map(([path, column]) => ({ path, ...column.all(rows) }));
    return { columns, dropped: [...this.#dropped] };
  }

  #inOrder(): [string, Column][] {
    return [...this.#columns].sort(([, a], [, b]) => a.first - b.first);
  }

  #add(path: string): Column {
    const column = new Column();
    this.#columns.set(path, column);
    return column;
  }

  #drop(path: string): void {
    this.#dropped.add(path);
    this.#columns.delete(path);
  }

  #dropLast(): void {
    const last = this.#inOrder().at(-1);
    if (last !== undefined) this.#drop(last[0]);
  }
}

const mostRank = 1024;

/** One field's values. */
class Column {
  /** Where it first came. */
  first = Infinity;
  readonly #values: string[] = [];
  /** Sets of values, a bit a value; rows hold their places, from 1. */
  readonly #sets: number[] = [];
  readonly #rowsOfSet = new Float64Array(256);
  #codes = new Uint8Array(0);

  all(rows: number): Omit<FieldColumn, "path"> {
    this.#reserve(rows);
    return { values: this.#values, sets: this.#sets, codes: this.#codes.subarray(0, rows) };
  }

  /** False where there are too many values. */
  put(from: number, column: FieldColumn): boolean {
    const codes = this.#translated(column);
    if (codes === null) return false;
    this.#reserve(from + column.codes.length);
    for (let k = 0; k < column.codes.length; k++) this.#set(from + k, codes[column.codes[k] ?? 0] ?? 0);
    return true;
  }

  clear(from: number, rows: number): void {
    for (let row = from; row < Math.min(from + rows, this.#codes.length); row++) this.#set(row, 0);
  }

  test(value: string): (row: number) => boolean {
    const place = this.#values.indexOf(value);
    const takes = Uint8Array.from({ length: 256 }, (_, code) =>
      place < 0 || code === 0 ? 0 : ((this.#sets[code - 1] ?? 0) >> place) & 1,
    );
    return (row) => takes[this.#codes[row] ?? 0] === 1;
  }

  counts(): Pick<FieldCounts, "values" | "rows"> {
    let rows = 0;
    const counts = this.#values.map(() => 0);
    this.#sets.forEach((set, at) => {
      const having = this.#rowsOfSet[at + 1] ?? 0;
      rows += having;
      counts.forEach((count, place) => (counts[place] = count + ((set >> place) & 1) * having));
    });
    const values = this.#values.map((value, place) => ({ value, rows: counts[place] ?? 0 }));
    return { values: values.filter((value) => value.rows > 0), rows };
  }

  /** For each of their codes ours; null where there are too many values or sets. */
  #translated({ values, sets }: FieldColumn): Uint8Array | null {
    const places = values.map((value) => this.#placeOf(value));
    if (this.#values.length > mostValues) return null;
    const codes = sets.map((set) =>
      this.#codeOf(places.reduce((sum, to, at) => sum | (((set >> at) & 1) << to), 0)),
    );
    return this.#sets.length > 255 ? null : Uint8Array.of(0, ...codes);
  }

  #placeOf(value: string): number {
    const place = this.#values.indexOf(value);
    return place < 0 ? this.#values.push(value) - 1 : place;
  }

  #codeOf(set: number): number {
    const place = this.#sets.indexOf(set);
    return (place < 0 ? this.#sets.push(set) - 1 : place) + 1;
  }

  #set(row: number, code: number): void {
    const before = this.#codes[row] ?? 0;
    if (before === code) return;
    this.#rowsOfSet[before] = (this.#rowsOfSet[before] ?? 0) - 1;
    this.#rowsOfSet[code] = (this.#rowsOfSet[code] ?? 0) + 1;
    this.#codes[row] = code;
  }

  #reserve(rows: number): void {
    if (rows <= this.#codes.length) return;
    const bigger = new Uint8Array(Math.max(rows, Math.ceil(this.#codes.length * 1.5)));
    bigger.set(this.#codes);
    this.#codes = bigger;
  }
}
