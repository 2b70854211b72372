import type { ByteFile } from "../files/byteFile.ts";
import { checksum } from "../files/checksum.ts";
import { storageError } from "../failures.ts";
import type { Fingerprint } from "../files/fingerprint.ts";
import type { CachedIndex, IndexCache } from "../rows/indexCache.ts";
import { BatchWriter, RowIndex, type Tail } from "../rows/rowIndex.ts";
import { scannerFor } from "../rows/scanFile.ts";
import { startScan, type Scan } from "../rows/startScan.ts";
import type { TextContainer } from "../store.ts";

/** Bytes before the end that tell an appended file from a rewritten one. */
const tailBytes = 4096;
/** How often more rows are told of while a file is indexed, milliseconds. */
const tellMs = 100;

/** Told when more rows are indexed, and when all are. */
export type Progress = () => void;

/** An open text file and who wants to know of its rows. */
export interface TextFile {
  readonly path: string;
  readonly file: ByteFile;
  readonly container: TextContainer;
  /** Where its text starts, past a byte order mark. */
  readonly start: number;
  readonly progress: Progress;
  /** Where its index is kept; null keeps none. */
  readonly cache: IndexCache | null;
}

/** Where the rows of an open text file lie: found by a scan that goes on, kept between sessions. */
export class FileRows {
  readonly #text: TextFile;
  /** Time the scan took, milliseconds. */
  indexMs: number | null = null;
  /** What the scan found odd, or null. */
  oddity: string | null = null;
  #fingerprint: Fingerprint;
  #index = new RowIndex();
  #indexed = false;
  #tail: Tail;
  #tailSum = "";
  #scan: Scan | null = null;
  #done: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];
  #toldAt = 0;
  /** The index being kept. */
  #remembered: Promise<void> = Promise.resolve();

  private constructor(text: TextFile, fingerprint: Fingerprint) {
    this.#text = text;
    this.#fingerprint = fingerprint;
    this.#tail = { offset: text.start, line: 1, open: false };
  }

  /** Takes the index that was kept, or starts a scan. @param head the file's first bytes: their rows are there at once */
  static async open(text: TextFile, fingerprint: Fingerprint, head: Uint8Array): Promise<FileRows> {
    const rows = new FileRows(text, fingerprint);
    const cached = (await text.cache?.load(fingerprint)) ?? null;
    const fits =
      cached?.container === text.container && (await rows.#sumBefore(cached.size)) === cached.tailSum;
    if (fits) rows.#takeCached(cached);
    else rows.#takeFirstRows(head);
    rows.#run(fits && cached.size === fingerprint.size);
    return rows;
  }

  get index(): RowIndex {
    return this.#index;
  }

  get count(): number {
    return this.#index.count;
  }

  get indexed(): boolean {
    return this.#indexed;
  }

  /** What was indexed. */
  get fingerprint(): Fingerprint {
    return this.#fingerprint;
  }

  /** True where nothing that is appended can belong to the last row that was indexed. */
  get endsWhole(): boolean {
    return !this.#tail.open;
  }

  /** Resolves when all rows are indexed. @throws StorageError */
  whenIndexed(): Promise<void> {
    return this.#done;
  }

  /** Resolves when the row is indexed, or all rows are. @throws StorageError */
  async whenRow(row: number): Promise<void> {
    while (row >= this.count && !this.#indexed) {
      await Promise.race([this.#done, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
    }
  }

  /** True where the file starts with all that was indexed, as far as its end tells. */
  async isWhole(): Promise<boolean> {
    return (await this.#sumBefore(this.#fingerprint.size)) === this.#tailSum;
  }

  /** Takes in what was appended. Returns the row that was unfinished and may read differently now, or null. */
  async extend(fingerprint: Fingerprint): Promise<number | null> {
    const reread = this.#tail.open ? this.count - 1 : null;
    this.#fingerprint = fingerprint;
    this.#run(false);
    await this.#done;
    return reread;
  }

  /** The rows after some were rewritten in place, in the file that holds them now: no new scan is needed. */
  async respliced(
    text: TextFile,
    fingerprint: Fingerprint,
    bytes: ReadonlyMap<number, number>,
    newlines: ReadonlyMap<number, number>,
  ): Promise<FileRows> {
    const next = new FileRows(text, fingerprint);
    next.#index = this.#index.respliced(bytes, newlines);
    next.#indexed = true;
    next.indexMs = this.indexMs;
    next.oddity = this.oddity;
    next.#tail = this.#tailAfter(next.#index);
    await next.#rememberTail();
    next.#remember();
    return next;
  }

  async close(): Promise<void> {
    this.#scan?.cancel();
    await this.#done.catch(() => undefined);
    await this.#remembered;
  }

  #takeCached({ index, tail, warning }: CachedIndex): void {
    this.#index = index;
    this.#tail = tail;
    this.oddity = warning;
  }

  #takeFirstRows(head: Uint8Array): void {
    const { container, start } = this.#text;
    const rows = new BatchWriter();
    scannerFor({ container, from: this.#tail }).push(head.subarray(start), rows);
    this.#index.append(rows.take());
  }

  /** Scans from the tail; rows known from the head are found again and replaced. */
  #run(complete: boolean): void {
    const { file, container, start, path } = this.#text;
    const started = performance.now();
    if (complete) {
      this.#indexed = true;
      this.indexMs = 0;
      this.#done = this.#rememberTail();
      return;
    }
    this.#indexed = false;
    const fromStart = this.#tail.offset === start;
    if (!fromStart && this.#tail.open && this.#index.start(this.count - 1) === this.#tail.offset)
      this.#index.dropLast();
    const fresh = fromStart ? new RowIndex() : this.#index;
    if (fromStart) fresh.expect(this.#likelyRows());
    this.#scan = startScan(
      { fd: file.handle.fd, size: this.#fingerprint.size, container, from: this.#tail },
      (batch) => {
        fresh.append(batch);
        if (fresh.count < this.count) return;
        this.#index = fresh;
        this.#wake();
      },
    );
    this.#done = this.#scan.done.then(
      async (end) => {
        this.#index = fresh;
        this.#tail = end.tail;
        this.oddity = end.warning;
        await this.#rememberTail();
        this.#indexed = true;
        this.#scan = null;
        this.indexMs = performance.now() - started;
        this.#wake();
        this.#remember();
      },
      (error: unknown) => {
        throw storageError(error, "read", path);
      },
    );
    // Who doesn't wait for the index must not die of its failure.
    this.#done.catch(() => undefined);
  }

  /** Rows that the file holds if all are as long as the first ones. */
  #likelyRows(): number {
    const last = this.count - 1;
    if (last < 0) return 0;
    const seen = this.#index.start(last) + this.#index.length(last) - this.#text.start;
    return Math.min((this.count / seen) * this.#fingerprint.size * 1.02, 1 << 24);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
    const now = performance.now();
    if (!this.#indexed && now - this.#toldAt < tellMs) return;
    this.#toldAt = now;
    this.#text.progress();
  }

  /** Keeps the index for the next session; nobody waits for it but `close`. */
  #remember(): void {
    const { cache, container } = this.#text;
    if (cache === null) return;
    this.#remembered = cache.save({
      fingerprint: this.#fingerprint,
      container,
      size: this.#fingerprint.size,
      tail: this.#tail,
      tailSum: this.#tailSum,
      warning: this.oddity,
      index: this.#index,
    });
  }

  async #rememberTail(): Promise<void> {
    this.#tailSum = await this.#sumBefore(this.#fingerprint.size);
  }

  async #sumBefore(size: number): Promise<string> {
    const length = Math.min(tailBytes, size);
    return checksum(await this.#text.file.read(size - length, length));
  }

  #tailAfter(index: RowIndex): Tail {
    const last = this.count - 1;
    if (this.#tail.open) return { ...this.#tail, offset: index.start(last) };
    if (last < 0) return this.#tail;
    const oldEnd = this.#index.start(last) + this.#index.length(last);
    return {
      offset: index.start(last) + index.length(last) + (this.#tail.offset - oldEnd),
      line: this.#tail.line + index.line(last) - this.#index.line(last),
      open: false,
    };
  }
}
