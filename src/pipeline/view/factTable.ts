import { flagNames, type RowFacts } from "./rowFacts.ts";

/** Stands for "none" in the columns of 16 bits; larger values are kept as the largest. */
const none = 0xffff;
const most = none - 1;
/** The bit of a row that is known, above those of `flagNames`. */
const knownBit = 1 << 15;

/** Facts of some neighbouring rows, as columns that cross threads without being copied. */
export interface FactColumns {
  readonly flags: Uint16Array;
  readonly firstErrors: Uint16Array;
  readonly steps: Uint16Array;
  readonly traces: Uint16Array;
  readonly lengths: Uint32Array;
  readonly winRates: Uint16Array;
}

/** Empty columns for some rows: 14 bytes a row. */
export function factColumns(rows: number): FactColumns {
  return {
    flags: new Uint16Array(rows),
    firstErrors: new Uint16Array(rows),
    steps: new Uint16Array(rows),
    traces: new Uint16Array(rows),
    lengths: new Uint32Array(rows),
    winRates: new Uint16Array(rows),
  };
}

/** Writes the facts of a row into columns. */
export function putFacts(columns: FactColumns, at: number, facts: RowFacts): void {
  columns.flags[at] = facts.flags | knownBit;
  columns.firstErrors[at] = facts.firstError === null ? none : Math.min(facts.firstError, most);
  columns.steps[at] = Math.min(facts.steps, most);
  columns.traces[at] = Math.min(facts.traces, most);
  columns.lengths[at] = facts.length;
  columns.winRates[at] = facts.winRate === null ? none : Math.round(facts.winRate * most);
}

/** What rows can be sorted by, as a number; null where a row has none. */
export type NumberKey = "first-error" | "steps" | "traces" | "length" | "win-rate";

/** Facts of all rows of a dataset, and how many rows have each flag. Rows come in any order. */
export class FactTable {
  #columns = factColumns(0);
  #known = 0;
  readonly #counts = new Float64Array(flagNames.length);

  /** Rows from the first on without a gap whose facts are known. */
  get known(): number {
    return this.#known;
  }

  /** Rows that have a flag, which is one bit. */
  count(flag: number): number {
    return this.#counts[31 - Math.clz32(flag)] ?? 0;
  }

  isKnown(row: number): boolean {
    return this.#raw(row) !== 0;
  }

  /** The flags of a known row. */
  flags(row: number): number {
    return this.#raw(row) & ~knownBit;
  }

  /** A known row's key; null where it has none. */
  key(row: number, key: NumberKey): number | null {
    const { firstErrors, steps, traces, lengths, winRates } = this.#columns;
    if (key === "length") return lengths[row] ?? 0;
    const column = { "first-error": firstErrors, steps, traces, "win-rate": winRates }[key];
    const value = column[row] ?? none;
    return value === none ? null : value;
  }

  /** Takes the facts of neighbouring rows, from `row` on. */
  put(row: number, columns: FactColumns): void {
    const rows = columns.flags.length;
    this.#reserve(row + rows);
    for (let k = 0; k < rows; k++) this.#recount(this.#raw(row + k), columns.flags[k] ?? 0);
    for (const name of columnNames) this.#columns[name].set(columns[name], row);
    while (this.isKnown(this.#known)) this.#known++;
  }

  /** The row was not whole: it is unknown again. */
  forget(row: number): void {
    if (!this.isKnown(row)) return;
    this.#recount(this.#raw(row), 0);
    this.#columns.flags[row] = 0;
    this.#known = Math.min(this.#known, row);
  }

  /** The facts of all rows, which must be known; not copied. */
  all(): FactColumns {
    const { flags, firstErrors, steps, traces, lengths, winRates } = this.#columns;
    const rows = this.#known;
    return {
      flags: flags.subarray(0, rows),
      firstErrors: firstErrors.subarray(0, rows),
      steps: steps.subarray(0, rows),
      traces: traces.subarray(0, rows),
      lengths: lengths.subarray(0, rows),
      winRates: winRates.subarray(0, rows),
    };
  }

  #raw(row: number): number {
    return this.#columns.flags[row] ?? 0;
  }

  #recount(before: number, now: number): void {
    for (let left = (before ^ now) & ~knownBit; left !== 0; left &= left - 1) {
      const at = 31 - Math.clz32(left & -left);
      this.#counts[at] = (this.#counts[at] ?? 0) + ((now >> at) & 1 ? 1 : -1);
    }
  }

  /** Makes room for rows; growing by halves keeps the copies few. */
  #reserve(rows: number): void {
    const old = this.#columns;
    if (rows <= old.flags.length) return;
    this.#columns = factColumns(Math.max(rows, Math.ceil(old.flags.length * 1.5)));
    for (const name of columnNames) this.#columns[name].set(old[name]);
  }
}

const columnNames = ["flags", "firstErrors", "steps", "traces", "lengths", "winRates"] as const;
