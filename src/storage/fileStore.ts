import { basename } from "node:path";
import { ByteFile } from "./byteFile.ts";
import { candidates } from "./candidates.ts";
import { checksum } from "./checksum.ts";
import { storageError } from "./failures.ts";
import { fingerprintOf, sameContent, sameFile, type Fingerprint } from "./fingerprint.ts";
import type { IndexCache } from "./indexCache.ts";
import { recogniseContainer, type Recognised } from "./recogniseContainer.ts";
import { jsonlOf } from "./jsonl.ts";
import type { Needle } from "./needle.ts";
import { Predecessors } from "./predecessors.ts";
import { prepareFile, type Disk, type Ownership, type Prepared } from "./replaceFile.ts";
import { BatchWriter, RowIndex, type Tail } from "./rowIndex.ts";
import { scannerFor } from "./scanFile.ts";
import { startScan, type Scan } from "./startScan.ts";
import { spliceBytes, type BytePatch } from "./splice.ts";
import type { DiskChange, PendingSave, RowStore, StoredRow } from "./store.ts";
import { StorageError } from "./types.ts";

/** Bytes looked at when a file is opened: enough to tell the container and to show the first rows at once. */
const headBytes = 256 << 10;
/** Bytes before the end that tell an appended file from a rewritten one. */
const tailBytes = 4096;
/** How often more rows are told of while a file is indexed, milliseconds. */
const tellMs = 100;
/** A file changed this short a time ago may be one that a running job is writing, milliseconds. */
const liveMs = 10 * 60_000;
/** A row longer than this can't be one JavaScript string. */
const longestRow = 400 << 20;

/** Told when more rows are indexed, and when all are. */
export type Progress = () => void;

/** One open text file and where its rows lie: JSONL, a JSON array, or one JSON object. */
export class FileStore implements RowStore {
  readonly path: string;
  readonly container: "jsonl" | "json-array" | "json";
  /** Time the scan took, milliseconds. */
  indexMs: number | null = null;
  readonly #start: number;
  readonly #file: ByteFile;
  readonly #progress: Progress;
  readonly #cache: IndexCache | null;
  #fingerprint: Fingerprint;
  #index: RowIndex;
  #indexed = false;
  #tail: Tail;
  #tailSum = "";
  #scan: Scan | null = null;
  #done: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];
  #toldAt = 0;
  /** Files that this one has replaced while they were being appended to. */
  #predecessors = new Predecessors();
  /** The index being kept. */
  #remembered: Promise<void> = Promise.resolve();
  /** True where another program seems to be writing this file. */
  #live = false;
  /** What the scan found odd. */
  #oddity: string | null = null;

  private constructor(
    path: string,
    file: ByteFile,
    fingerprint: Fingerprint,
    recognised: Recognised & { container: FileStore["container"] },
    index: RowIndex,
    progress: Progress,
    cache: IndexCache | null,
  ) {
    this.#cache = cache;
    this.path = path;
    this.#file = file;
    this.#fingerprint = fingerprint;
    this.container = recognised.container;
    this.#start = recognised.start;
    this.#index = index;
    this.#progress = progress;
    this.#tail = { offset: this.#start, line: 1, open: false };
  }

  /**
   * Opens a text file: its first rows are there at once, the rest as the scan goes on.
   * @throws StorageError where it can't be opened or is in a container that is no text
   */
  static async open(path: string, cache: IndexCache | null, progress: Progress): Promise<FileStore> {
    const file = await ByteFile.open(path).catch((error: unknown) => {
      throw storageError(error, "read", path);
    });
    try {
      const fingerprint = await fingerprintOf(file.handle);
      const head = await file.read(0, Math.min(headBytes, fingerprint.size));
      const { container, start } = recogniseContainer(head, path);
      if (container === "parquet" || container === "jsonl.gz") {
        throw new StorageError("not-a-dataset", `${path} is ${container}, not text.`);
      }
      const store = new FileStore(
        path,
        file,
        fingerprint,
        { container, start },
        new RowIndex(),
        progress,
        cache,
      );
      const cached = (await cache?.load(path, fingerprint)) ?? null;
      if (
        cached !== null &&
        cached.container === container &&
        (await store.#fits(cached.tailSum, cached.size))
      ) {
        store.#index = cached.index;
        store.#tail = cached.tail;
        store.#oddity = cached.warning;
      } else {
        store.#takeFirstRows(head);
      }
      store.#live = store.container === "jsonl" && Date.now() - Number(fingerprint.mtime) / 1e6 < liveMs;
      store.#run(cached !== null && store.#index === cached.index && cached.size === fingerprint.size);
      return store;
    } catch (error) {
      await file.release();
      throw error instanceof StorageError ? error : storageError(error, "read", path);
    }
  }

  get rows(): number {
    return this.#index.count;
  }

  get indexed(): boolean {
    return this.#indexed;
  }

  get fingerprint(): Fingerprint {
    return this.#fingerprint;
  }

  get warning(): string | null {
    if (this.#indexed && this.rows === 0) return `${basename(this.path)} is empty: it holds no rows.`;
    if (!this.#predecessors.active) return this.#oddity;
    return `Another program is appending to ${basename(this.path)}. While it is open here, what that program writes is carried over to the saved file.`;
  }

  get bytes(): number {
    return this.#fingerprint.size;
  }

  /** Resolves when all rows are indexed. @throws StorageError */
  whenIndexed(): Promise<void> {
    return this.#done;
  }

  /** Resolves when the row is indexed, or all rows are. @throws StorageError */
  async whenRow(row: number): Promise<void> {
    while (row >= this.rows && !this.#indexed) {
      await Promise.race([this.#done, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
    }
  }

  /** Rows `from` (included) to `to` (excluded), which must be indexed. @throws StorageError */
  async read(from: number, to: number): Promise<StoredRow[]> {
    if (to <= from) return [];
    const index = this.#index;
    const place = index.start(from);
    const length = index.start(to - 1) + index.length(to - 1) - place;
    if (to - from > 1 && length > 8 << 20) {
      const middle = (from + to) >> 1;
      return [...(await this.read(from, middle)), ...(await this.read(middle, to))];
    }
    if (length > longestRow) return [this.#tooLong(from, length)];
    const bytes = await this.#file.read(place, length).catch((error: unknown) => {
      throw storageError(error, "read", this.path);
    });
    return Array.from({ length: to - from }, (_, k) => {
      const row = from + k;
      const start = index.start(row) - place;
      return { bytes: bytes.subarray(start, start + index.length(row)), line: index.line(row), error: null };
    });
  }

  async compare(): Promise<DiskChange> {
    await this.#carryOver();
    const now = await this.#now();
    if (now === null) return "deleted";
    if (sameContent(now, this.#fingerprint)) return "same";
    // An empty file may become an array.
    const grown =
      this.container === "jsonl" &&
      this.bytes > 0 &&
      sameFile(now, this.#fingerprint) &&
      now.size > this.bytes;
    return grown && (await this.#fits(this.#tailSum, this.bytes)) ? "appended" : "changed";
  }

  async extend(): Promise<number | null> {
    this.#live = true;
    const reread = this.#tail.open ? this.rows - 1 : null;
    this.#fingerprint = await fingerprintOf(this.#file.handle);
    this.#run(false);
    await this.#done;
    return reread;
  }

  async reopen(): Promise<FileStore> {
    const next = await FileStore.open(this.path, this.#cache, this.#progress);
    await next.whenIndexed();
    return next;
  }

  async prepareSave(rows: ReadonlyMap<number, string>, disk: Disk): Promise<PendingSave> {
    const prepared = await this.#prepare(rows, this.path, await this.#file.handle.stat(), disk);
    return {
      fingerprint: prepared.fingerprint,
      discard: () => prepared.discard(),
      commit: async () => {
        await prepared.commit();
        return this.#replacedBy(prepared, rows);
      },
    };
  }

  async writeTo(path: string, rows: ReadonlyMap<number, string>, disk: Disk): Promise<void> {
    if (this.container !== "jsonl" && /\.(?:jsonl|ndjson)$/iu.test(path))
      return jsonlOf(this, rows, path, disk);
    const prepared = await this.#prepare(rows, path, null, disk);
    await prepared.commit();
    await prepared.handle.close();
  }

  async #prepare(
    rows: ReadonlyMap<number, string>,
    target: string,
    like: Ownership | null,
    disk: Disk,
  ): Promise<Prepared> {
    const patches = this.#patches(rows);
    const size = this.bytes;
    this.#file.retain();
    try {
      return await prepareFile(target, like, (write) => spliceBytes(this.#file, size, patches, write), disk);
    } finally {
      await this.#file.release();
    }
  }

  /** The store of the file that `#prepare` wrote, once it took this one's place: no new scan is needed. */
  async #replacedBy(prepared: Prepared, rows: ReadonlyMap<number, string>): Promise<FileStore> {
    const index = this.#index.respliced(...(await this.#growth(rows)));
    const next = new FileStore(
      this.path,
      new ByteFile(prepared.handle),
      prepared.fingerprint,
      { container: this.container, start: this.#start },
      index,
      this.#progress,
      this.#cache,
    );
    next.#indexed = true;
    next.indexMs = this.indexMs;
    next.#oddity = this.#oddity;
    next.#predecessors = this.#predecessors;
    next.#live = this.#live;
    this.#predecessors = new Predecessors();
    if (this.#live) next.#predecessors.add(this.#file.retain(), this.bytes);
    next.#tail = this.#tailAfter(index);
    await next.#rememberTail();
    next.#remember();
    return next;
  }

  /** Keeps the index for the next session; nobody waits for it but `close`. */
  #remember(): void {
    if (this.#cache === null) return;
    this.#remembered = this.#cache.save(this.path, {
      fingerprint: this.#fingerprint,
      container: this.container,
      size: this.bytes,
      tail: this.#tail,
      tailSum: this.#tailSum,
      warning: this.#oddity,
      index: this.#index,
    });
  }

  async #carryOver(): Promise<void> {
    await this.#predecessors.carryOver(this.path, this.#fingerprint).catch((error: unknown) => {
      throw storageError(error, "write", this.path);
    });
  }

  async #now(): Promise<Fingerprint | null> {
    try {
      return await fingerprintOf(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw storageError(error, "read", this.path);
    }
  }

  candidates(
    { spellings, ...needle }: Needle,
    ripgrep: string | null,
    signal: AbortSignal,
  ): AsyncIterable<number[]> | null {
    if (spellings === null) return null;
    const task = {
      path: this.path,
      fd: this.#file.handle.fd,
      size: this.bytes,
      start: this.#start,
      index: this.#index,
      lines: this.container === "jsonl",
    };
    return this.#retained(candidates(task, { ...needle, spellings }, ripgrep, signal));
  }

  /** The file stays open until it is read, or the reader stops. */
  async *#retained<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    this.#file.retain();
    try {
      yield* items;
    } finally {
      await this.#file.release();
    }
  }

  async close(): Promise<void> {
    this.#scan?.cancel();
    await this.#done.catch(() => undefined);
    await this.#carryOver().catch(() => undefined);
    await this.#predecessors.close();
    await this.#remembered;
    await this.#file.release();
  }

  #takeFirstRows(head: Uint8Array): void {
    const rows = new BatchWriter();
    const scanner = scannerFor({ container: this.container, from: this.#tail });
    scanner.push(head.subarray(this.#start), rows);
    this.#index.append(rows.take());
  }

  /** Scans from the tail; rows known from the head are found again and replaced. */
  #run(complete: boolean): void {
    const started = performance.now();
    if (complete) {
      this.#indexed = true;
      this.indexMs = 0;
      this.#done = this.#rememberTail();
      return;
    }
    this.#indexed = false;
    const fromStart = this.#tail.offset === this.#start;
    if (!fromStart && this.#tail.open && this.#index.start(this.rows - 1) === this.#tail.offset)
      this.#index.dropLast();
    const fresh = fromStart ? new RowIndex() : this.#index;
    if (fromStart) fresh.expect(this.#likelyRows());
    this.#scan = startScan(
      { fd: this.#file.handle.fd, size: this.#fingerprint.size, container: this.container, from: this.#tail },
      (batch) => {
        fresh.append(batch);
        if (fresh.count < this.#index.count) return;
        this.#index = fresh;
        this.#wake();
      },
    );
    this.#done = this.#scan.done.then(
      async (end) => {
        this.#index = fresh;
        this.#tail = end.tail;
        this.#oddity = end.warning;
        await this.#rememberTail();
        this.#indexed = true;
        this.#scan = null;
        this.indexMs = performance.now() - started;
        this.#wake();
        this.#remember();
      },
      (error: unknown) => {
        throw storageError(error, "read", this.path);
      },
    );
    // Who doesn't wait for the index must not die of its failure.
    this.#done.catch(() => undefined);
  }

  /** Rows that the file holds if all are as long as the first ones. */
  #likelyRows(): number {
    const last = this.rows - 1;
    if (last < 0) return 0;
    const seen = this.#index.start(last) + this.#index.length(last) - this.#start;
    return Math.min((this.rows / seen) * this.bytes * 1.02, 1 << 24);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
    const now = performance.now();
    if (!this.#indexed && now - this.#toldAt < tellMs) return;
    this.#toldAt = now;
    this.#progress();
  }

  async #rememberTail(): Promise<void> {
    this.#tailSum = await this.#sumBefore(this.#fingerprint.size);
  }

  async #fits(tailSum: string, size: number): Promise<boolean> {
    return (await this.#sumBefore(size)) === tailSum;
  }

  async #sumBefore(size: number): Promise<string> {
    const length = Math.min(tailBytes, size);
    return checksum(await this.#file.read(size - length, length));
  }

  #patches(rows: ReadonlyMap<number, string>): BytePatch[] {
    return [...rows]
      .sort(([a], [b]) => a - b)
      .map(([row, text]) => ({
        offset: this.#index.start(row),
        length: this.#index.length(row),
        bytes: Buffer.from(text, "utf8"),
      }));
  }

  async #growth(rows: ReadonlyMap<number, string>): Promise<[Map<number, number>, Map<number, number>]> {
    const bytes = new Map<number, number>();
    const newlines = new Map<number, number>();
    for (const [row, text] of rows) {
      bytes.set(row, Buffer.byteLength(text));
      const [old] = await this.read(row, row + 1);
      newlines.set(row, countNewlines(Buffer.from(text)) - countNewlines(old?.bytes ?? new Uint8Array()));
    }
    return [bytes, newlines];
  }

  #tailAfter(index: RowIndex): Tail {
    const last = this.rows - 1;
    if (this.#tail.open) return { ...this.#tail, offset: index.start(last) };
    if (last < 0) return this.#tail;
    const oldEnd = this.#index.start(last) + this.#index.length(last);
    return {
      offset: index.start(last) + index.length(last) + (this.#tail.offset - oldEnd),
      line: this.#tail.line + index.line(last) - this.#index.line(last),
      open: false,
    };
  }

  #tooLong(row: number, length: number): StoredRow {
    const line = this.#index.line(row);
    const size = `${Math.round(length / 2 ** 20)} MB`;
    return {
      bytes: new Uint8Array(),
      line,
      error: `${basename(this.path)}:${line}: this row is ${size} long; rows up to ${longestRow >> 20} MB can be shown.`,
    };
  }
}

function countNewlines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}
