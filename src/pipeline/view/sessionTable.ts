import { Pauses } from "../../storage/pauses.ts";
import type { DatasetSession } from "../../storage/types.ts";
import type { Chunk } from "./chunk.ts";
import { FactTable } from "./factTable.ts";
import { FieldTable } from "./fieldTable.ts";
import { chunkOf, fill } from "./fill.ts";
import { Signal } from "./signal.ts";
import { factsProgram, saveTable } from "./tableFile.ts";

/** Work that nobody waits for any more goes on for so long: the next query may want it too, milliseconds. */
const lingerMs = 1000;

/** A kept table is kept anew while its dataset is open once so many times the rows are known; else when it is closed. */
const keptAgainFrom = 1.25;

/** How tables are kept between sessions. */
export interface KeepOptions {
  /** What `factsProgram` says where not given: another version of the program works out the facts anew. */
  readonly program?: string;
  /** Tables that take less long to make are not kept, milliseconds; 1000 where not given. */
  readonly keptFromMs?: number;
}

/** The facts of a session's rows: made when first asked for, and kept. Its owner says when rows read differently. */
export class SessionTable {
  readonly #session: DatasetSession;
  readonly #changed: () => void;
  readonly #grown = new Signal();
  #table = new FactTable();
  #fields = new FieldTable();
  #filling: AbortController | null = null;
  #error: Error | null = null;
  /** How many wait for more rows. */
  #waiting = 0;
  #wanted = false;
  #closed = false;
  /** Rows to look at again, once they are known, each with what tells its last change from those before. */
  readonly #stale = new Map<number, symbol>();
  /** Those of them that were not whole rows, and had no facts. */
  readonly #torn = new Set<number>();
  #looking = false;

  readonly #program: Promise<string | null>;
  readonly #keptFromMs: number;
  /** The content of the dataset whose table is kept; null where none is. */
  #kept: string | null = null;
  /** Rows of the table that is kept. */
  #keptRows = 0;
  /** Whether making the table again would take time. */
  #slow = false;

  /** @param changed told where more rows are known, and where facts of known rows have changed */
  constructor(session: DatasetSession, changed: () => void, { program, keptFromMs = 1000 }: KeepOptions) {
    this.#session = session;
    this.#changed = changed;
    this.#program = program === undefined ? factsProgram().catch(() => null) : Promise.resolve(program);
    this.#keptFromMs = keptFromMs;
  }

  /** The facts known so far; another table once all rows may read differently. */
  get table(): FactTable {
    return this.#table;
  }

  /** The values of raw fields known so far. */
  get fields(): FieldTable {
    return this.#fields;
  }

  /** Rows from the first on without a gap whose facts are known. */
  get known(): number {
    return Math.min(this.#table.known, ...this.#torn);
  }

  /** Whether a known row has a flag. */
  has(row: number, flag: number): boolean {
    return (this.#table.flags(row) & flag) !== 0;
  }

  /** True once the facts of all rows are known, as the rows are now. */
  get complete(): boolean {
    const { indexed, rows } = this.#session.info;
    return indexed && this.#table.known >= rows && this.#stale.size === 0;
  }

  /** True where the facts of a row are known, as it is now. */
  isKnown(row: number): boolean {
    return this.#table.isKnown(row) && !this.#stale.has(row);
  }

  /** Resolves when known rows that were edited are looked at. @throws what it failed with; the signal's reason */
  async settled(signal: AbortSignal): Promise<void> {
    while (this.#knownStale().length > 0) await this.grown(signal);
  }

  /** Starts making it, where that has not begun, has ended with an error, or was left off. */
  start(): void {
    if (this.#closed) return;
    this.#wanted = true;
    this.#error = null;
    const { indexed, rows } = this.#session.info;
    const whole = indexed && this.#table.known >= rows;
    if (this.#filling === null && !whole) this.#fill();
  }

  /**
   * Resolves when more rows are known, or it is made anew. Where nobody waits any more it is left off, to be gone on with.
   * @throws what it failed with; the signal's reason
   */
  async grown(signal: AbortSignal): Promise<void> {
    this.#check();
    this.#waiting++;
    this.grow();
    try {
      await this.#grown.wait(signal);
    } finally {
      this.#waiting--;
      if (signal.aborted) setTimeout(() => this.#leaveOff(), lingerMs).unref();
    }
    this.#check();
  }

  /** Resolves when all rows are known. @throws what it failed with; the signal's reason */
  async whenComplete(signal: AbortSignal): Promise<void> {
    this.start();
    while (!this.complete) await this.grown(signal);
  }

  /** All rows may read differently. */
  restart(): void {
    this.#filling?.abort();
    this.#filling = null;
    this.#table = new FactTable();
    this.#fields = new FieldTable();
    this.#error = null;
    this.#kept = null;
    this.#keptRows = 0;
    this.#torn.clear();
    this.#stale.clear();
    this.grow();
    this.#grown.tell();
  }

  /** There are more rows. */
  grow(): void {
    if (this.#wanted && this.#error === null) this.start();
  }

  /** These rows read differently. */
  again(rows: readonly number[]): void {
    for (const row of rows) this.#stale.set(row, Symbol());
    void this.#lookAgain();
  }

  /** The last row there was is one that was not whole before: it is unknown again. */
  torn(row: number): void {
    this.#table.forget(row);
    this.#torn.add(row);
    // Facts of what it was before may be on their way.
    this.again([row]);
  }

  /** The session must still be open: what was worked out is kept for the next one. */
  async close(): Promise<void> {
    if (this.#slow) await this.#keep();
    this.#closed = true;
    this.#filling?.abort();
    this.#filling = null;
    this.#error = new Error("The dataset is closed.");
    this.#grown.tell();
  }

  #check(): void {
    if (this.#error !== null) throw this.#error;
  }

  #leaveOff(): void {
    if (this.#waiting > 0) return;
    this.#filling?.abort();
    this.#filling = null;
  }

  #fill(): void {
    const filling = new AbortController();
    this.#filling = filling;
    this.#fillWith(filling).then(
      () => this.#filled(filling, null),
      (error: unknown) => this.#filled(filling, error instanceof Error ? error : new Error(String(error))),
    );
  }

  async #fillWith(filling: AbortController): Promise<void> {
    const began = performance.now();
    await fill(this.#session, this.#table.known, await this.#program, filling.signal, {
      take: (chunk) => {
        if (this.#filling !== filling) return;
        this.#take(chunk);
        this.#slow ||= performance.now() - began >= this.#keptFromMs;
        this.#grown.tell();
        this.#changed();
        if (this.#stale.size > 0) void this.#lookAgain();
      },
      elsewhere: (rows) => this.again(rows),
      kept: (rows, content) => {
        this.#kept = content;
        this.#keptRows = rows;
        this.#slow = true;
      },
    });
  }

  /** Keeps the table, or as much of it as is known, unless it was kept for this content of the file. */
  async #keep(): Promise<void> {
    const program = await this.#program;
    if (program === null || !this.#session.info.indexed) return;
    const texts = await this.#session.textRows().catch(() => null);
    if (texts === null) return;
    try {
      const { known } = this;
      if (known === 0 || known > texts.starts.length || this.#knownStale().length > 0) return;
      if (this.#kept === texts.content && this.#keptRows === known) return;
      this.#kept = texts.content;
      this.#keptRows = known;
      const chunk = { from: 0, facts: this.#table.all(), fields: this.#fields.all(known) };
      await saveTable(texts, program, { chunk, apart: texts.elsewhere });
    } finally {
      await texts.release();
    }
  }

  #filled(filling: AbortController, error: Error | null): void {
    if (this.#filling !== filling) return;
    this.#filling = null;
    this.#error = error;
    // Rows may have been appended meanwhile.
    this.grow();
    this.#grown.tell();
    void this.#lookAgain().then(() => (this.#isWorthKeeping() ? this.#keep() : undefined));
  }

  /** While a running job appends, the table would be written again and again. */
  #isWorthKeeping(): boolean {
    return this.#slow && this.complete && this.known >= this.#keptRows * keptAgainFrom;
  }

  #take({ from, facts, fields }: Chunk): void {
    this.#table.put(from, facts);
    this.#fields.put(from, facts.flags.length, fields);
  }

  async #lookAgain(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (let rows = this.#knownStale(); rows.length > 0; rows = this.#knownStale()) {
        await this.#lookAt(rows);
        this.#grown.tell();
        this.#changed();
      }
    } finally {
      this.#looking = false;
    }
  }

  #knownStale(): number[] {
    return [...this.#stale.keys()].filter((row) => this.#table.isKnown(row));
  }

  async #lookAt(rows: readonly number[]): Promise<void> {
    const pauses = new Pauses();
    for (const row of rows) {
      const table = this.#table;
      const change = this.#stale.get(row);
      // A row that can't be read any more is of a dataset that will be read anew, or is closed.
      const view = await this.#session.row(row).catch(() => null);
      if (view !== null && table === this.#table) this.#take(chunkOf([view]));
      // Changed again meanwhile, it stays stale.
      if (this.#stale.get(row) === change) {
        this.#stale.delete(row);
        this.#torn.delete(row);
      }
      await pauses.turn();
    }
  }
}
