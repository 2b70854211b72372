import { scalarText, type Scalar } from "./fieldValues.ts";

/** Fields with more different values than this are no facets. */
export const mostValues = 24;
/** Nor are fields with a longer text, UTF-16. */
const longestValue = 64;
/** Nor those deeper inside a row, arrays counted. */
const deepest = 8;
/** An object with more keys than this is a map, its keys values. */
const mostKeys = 64;
/** Fields of a dataset that are looked at; rows with keys of their own have more. */
const mostFields = 512;

/** Values of one field in some neighbouring rows. */
export interface FieldColumn {
  /** Dotted path, array places left out. */
  readonly path: string;
  readonly values: readonly string[];
  /** The sets of values that rows have, a bit a value: a row may have several, in an array. */
  readonly sets: readonly number[];
  /** For each row the place of its set, from 1; 0 where it has no value. */
  readonly codes: Uint8Array;
}

/** Values of the fields of some neighbouring rows. */
export interface FieldColumns {
  readonly columns: readonly FieldColumn[];
  /** Fields that turned out to have too many values, or too long ones. */
  readonly dropped: readonly string[];
}

/**
 * Finds the fields of rows that have few different values, and which rows have which. What it drops stays dropped: a
 * field is no facet where any row says so.
 */
export class FieldScan {
  readonly #root = new Field("");
  readonly #live = new Set<Field>();
  readonly #touched = new Set<Field>();
  #dropped: string[] = [];
  #fields = 0;
  #rows: number;
  #row = 0;

  /** @param rows how many rows come at most until `take` */
  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Takes the next row. */
  add(value: unknown): void {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      this.#visit(value, this.#root, 0);
    }
    for (const field of this.#touched) {
      if (!field.close(this.#row)) this.#drop(field);
    }
    this.#touched.clear();
    this.#row++;
  }

  /** The rows since the last call. */
  take(): FieldColumns {
    const columns = [...this.#live].map((field) => field.take(this.#row));
    const dropped = this.#dropped;
    this.#live.clear();
    this.#dropped = [];
    this.#row = 0;
    return { columns, dropped };
  }

  #visit(value: unknown, field: Field, depth: number): void {
    if (typeof value !== "object" || value === null) {
      if (!field.dropped) this.#takeValue(value as Scalar, field);
    } else if (depth >= deepest) this.#drop(field);
    else if (Array.isArray(value)) {
      for (const item of value as unknown[]) this.#visit(item, field, depth + 1);
    } else this.#members(value as Record<string, unknown>, field, depth);
  }

  #members(value: Record<string, unknown>, field: Field, depth: number): void {
    const keys = Object.keys(value);
    if (keys.length > mostKeys) return;
    for (const key of keys) {
      const member = field.member(key) ?? this.#memberAt(field, key);
      if (member !== null) this.#visit(value[key], member, depth + 1);
    }
  }

  /** As a search tells paths apart: a key with dots is several, and one that is a number is a place. */
  #memberAt(field: Field, key: string): Field | null {
    let at: Field | null = field;
    for (const part of key.split(".")) {
      if (at === null || part === "") return null;
      if (!/^\d+$/u.test(part)) at = at.member(part) ?? this.#newMember(at, part);
    }
    return at;
  }

  #newMember(field: Field, key: string): Field | null {
    if (this.#fields >= mostFields) return null;
    this.#fields++;
    return field.add(key);
  }

  #takeValue(value: Scalar, field: Field): void {
    if (typeof value === "string" && value.length > longestValue) this.#drop(field);
    else {
      this.#live.add(field);
      this.#touched.add(field);
      if (!field.put(scalarText(value), this.#rows)) this.#drop(field);
    }
  }

  #drop(field: Field): void {
    if (field.dropped) return;
    field.dropped = true;
    this.#dropped.push(field.path);
    this.#live.delete(field);
    this.#touched.delete(field);
  }
}

/** A field, and its values since the last `take`. */
class Field {
  readonly path: string;
  dropped = false;
  readonly #members = new Map<string, Field>();
  #values = new Map<string, number>();
  #sets = new Map<number, number>();
  #codes: Uint8Array | null = null;
  /** Values of the row that is being looked at. */
  #set = 0;

  constructor(path: string) {
    this.path = path;
  }

  member(key: string): Field | null {
    return this.#members.get(key) ?? null;
  }

  add(key: string): Field {
    const member = new Field(this.path === "" ? key : `${this.path}.${key}`);
    this.#members.set(key, member);
    return member;
  }

  /** One more value of the row. False where there are too many. */
  put(text: string, rows: number): boolean {
    this.#codes ??= new Uint8Array(rows);
    let place = this.#values.get(text);
    if (place === undefined) {
      place = this.#values.size;
      if (place === mostValues) return false;
      this.#values.set(text, place);
    }
    this.#set |= 1 << place;
    return true;
  }

  /** Ends the row. False where there are too many sets. */
  close(row: number): boolean {
    let code = this.#sets.get(this.#set);
    if (code === undefined) {
      code = this.#sets.size + 1;
      if (code > 255) return false;
      this.#sets.set(this.#set, code);
    }
    if (this.#codes !== null) this.#codes[row] = code;
    this.#set = 0;
    return true;
  }

  take(rows: number): FieldColumn {
    const codes = this.#codes ?? new Uint8Array(0);
    const column = {
      path: this.path,
      values: [...this.#values.keys()],
      sets: [...this.#sets.keys()],
      codes: codes.length === rows ? codes : codes.slice(0, rows),
    };
    this.#values = new Map();
    this.#sets = new Map();
    this.#codes = null;
    return column;
  }
}
