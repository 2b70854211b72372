import { basename } from "node:path";
import { ByteFile } from "../files/byteFile.ts";
import { storageError } from "../failures.ts";
import { FileRows, type Progress, type TextFile } from "./fileRows.ts";
import {
  fingerprintOf,
  fingerprintOrNull,
  sameContent,
  sameFile,
  type Fingerprint,
} from "../files/fingerprint.ts";
import type { IndexCache } from "../rows/indexCache.ts";
import { jsonlOf } from "./jsonl.ts";
import { Predecessors } from "../files/predecessors.ts";
import { recogniseContainer } from "./recogniseContainer.ts";
import { prepareFile, type Disk, type Ownership, type Prepared } from "../files/replaceFile.ts";
import type { RowIndex } from "../rows/rowIndex.ts";
import { longestRow } from "./rowText.ts";
import { copyBytes, spliceBytes, type BytePatch } from "../files/splice.ts";
import type {
  DiskChange,
  PendingSave,
  Rewritten,
  RowStore,
  StoredRow,
  StoreTexts,
  TextContainer,
} from "../store.ts";
import { StorageError } from "../types.ts";

/** Bytes looked at when a file is opened: enough to tell the container and to show the first rows at once. */
const headBytes = 256 << 10;
/** A file changed this short a time ago may be one that a running job is writing, milliseconds. */
const liveMs = 10 * 60_000;
/** Bytes read at once, unless one row is longer. */
const readAtOnce = 8 << 20;

/** A file that is to take a dataset's place. */
interface Replacement {
  readonly prepared: Prepared;
  /** Bytes of the dataset that were indexed when its rows were rewritten. */
  readonly from: number;
  /** Bytes of the dataset that are in it. */
  readonly copied: number;
  readonly fingerprint: Fingerprint;
}

/** One open text file: JSONL, a JSON array, or one JSON object. */
export class FileStore implements RowStore {
  #text: TextFile;
  readonly #rows: FileRows;
  /** Files that this one has replaced while they were being appended to. */
  #predecessors = new Predecessors();
  /** True where another program seems to be writing this file. */
  #live = false;
  /** The file as it was when it was found to have been appended to: what came later is for the next look. */
  #grown: Fingerprint | null = null;

  private constructor(text: TextFile, rows: FileRows) {
    this.#text = text;
    this.#rows = rows;
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
      const text = { path, file, container, start, progress, cache };
      const store = new FileStore(text, await FileRows.open(text, fingerprint, head));
      store.#live = container === "jsonl" && Date.now() - Number(fingerprint.mtime) / 1e6 < liveMs;
      return store;
    } catch (error) {
      await file.release();
      throw storageError(error, "read", path);
    }
  }

  /** The open file has another path now. */
  movedTo(path: string): void {
    this.#text = { ...this.#text, path };
  }

  get path(): string {
    return this.#text.path;
  }

  get container(): TextContainer {
    return this.#text.container;
  }

  get indexMs(): number | null {
    return this.#rows.indexMs;
  }

  get rows(): number {
    return this.#rows.count;
  }

  get indexed(): boolean {
    return this.#rows.indexed;
  }

  get fingerprint(): Fingerprint {
    return this.#rows.fingerprint;
  }

  get warning(): string | null {
    if (!this.#predecessors.active) return this.#rows.oddity;
    return `Another program is appending to ${basename(this.path)}. While it is open here, what that program writes is carried over to the saved file.`;
  }

  get bytes(): number {
    return this.fingerprint.size;
  }

  get #file(): ByteFile {
    return this.#text.file;
  }

  /** Resolves when all rows are indexed. @throws StorageError */
  whenIndexed(): Promise<void> {
    return this.#rows.whenIndexed();
  }

  /** Resolves when the row is indexed, or all rows are. @throws StorageError */
  whenRow(row: number): Promise<void> {
    return this.#rows.whenRow(row);
  }

  /** Rows `from` (included) to `to` (excluded), which must be indexed. @throws StorageError */
  async read(from: number, to: number): Promise<StoredRow[]> {
    if (to <= from) return [];
    const { index } = this.#rows;
    const place = index.start(from);
    const length = index.start(to - 1) + index.length(to - 1) - place;
    if (to - from > 1 && length > readAtOnce) {
      const middle = (from + to) >> 1;
      return [...(await this.read(from, middle)), ...(await this.read(middle, to))];
    }
    if (length > longestRow) return [this.#tooLong(index.line(from), length)];
    const bytes = await this.#file.read(place, length).catch((error: unknown) => {
      throw storageError(error, "read", this.path);
    });
    return Array.from({ length: to - from }, (_, k) => {
      const row = from + k;
      const [start, line] = [index.start(row) - place, index.line(row)];
      const end = start + index.length(row);
      const error = end > bytes.length ? this.#cutOff(line) : null;
      return { bytes: bytes.subarray(start, end), line, error };
    });
  }

  async compare(): Promise<DiskChange> {
    await this.#carryOver();
    const now = await fingerprintOrNull(this.path);
    if (now === null) return "deleted";
    if (sameContent(now, this.fingerprint)) return "same";
    // An empty file may become an array.
    const grown =
      this.container === "jsonl" &&
      this.bytes > 0 &&
      sameFile(now, this.fingerprint) &&
      now.size > this.bytes;
    if (!grown || !(await this.#rows.isWhole())) return "changed";
    this.#grown = now;
    return "appended";
  }

  async extend(): Promise<number | null> {
    this.#live = true;
    return this.#rows.extend(this.#grown ?? (await fingerprintOf(this.#file.handle)));
  }

  async reopen(rewritten: Rewritten | null = null): Promise<FileStore> {
    const known = rewritten === null ? null : await this.#rewritten(rewritten);
    if (known !== null) return known;
    const next = await FileStore.open(this.path, this.#text.cache, this.#text.progress);
    await next.whenIndexed();
    return next;
  }

  async prepareSave(rows: ReadonlyMap<number, string>, disk: Disk): Promise<PendingSave> {
    // Where the last row is unfinished, what is appended may belong to it.
    const takesMore = this.container === "jsonl" && this.#rows.endsWhole;
    const from = this.bytes;
    const prepared = await this.#prepare(rows, this.path, await this.#file.handle.stat(), disk);
    let made: Replacement = { prepared, from, copied: from, fingerprint: prepared.fingerprint };
    const follow = async (): Promise<void> => {
      made = await this.#copyOn(made);
    };
    return {
      fingerprint: prepared.fingerprint,
      ...(takesMore ? { follow } : {}),
      discard: () => prepared.discard(),
      commit: async () => {
        await prepared.commit();
        return this.#replacedBy(made, rows);
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

  texts(): StoreTexts {
    const { path, fingerprint } = this;
    const { index } = this.#rows;
    const file = this.#file.retain();
    return {
      path,
      fd: file.handle.fd,
      fingerprint,
      index,
      lines: this.container === "jsonl",
      longest: longestRow,
      elsewhere: [],
      line: (row) => index.line(row),
      release: () => file.release(),
    };
  }

  async close(): Promise<void> {
    await this.#rows.close();
    await this.#carryOver().catch(() => undefined);
    await this.#predecessors.close();
    await this.#file.release();
  }

  async #prepare(
    rows: ReadonlyMap<number, string>,
    target: string,
    like: Ownership | null,
    disk: Disk,
  ): Promise<Prepared> {
    const patches = patchesOf(rows, this.#rows.index);
    const size = this.bytes;
    this.#file.retain();
    try {
      return await prepareFile(target, like, (write) => spliceBytes(this.#file, size, patches, write), disk);
    } finally {
      await this.#file.release();
    }
  }

  /** Copies what was appended since. */
  async #copyOn(made: Replacement): Promise<Replacement> {
    const { prepared, copied } = made;
    const { size } = await this.#file.handle.stat();
    if (size <= copied) return made;
    await prepared.append((write) => copyBytes(this.#file, copied, size, write));
    return { ...made, copied: size, fingerprint: await fingerprintOf(prepared.handle) };
  }

  /** The store of the file that `#prepare` wrote, once it took this one's place. */
  async #replacedBy(
    { prepared, from, copied, fingerprint }: Replacement,
    rows: ReadonlyMap<number, string>,
  ): Promise<FileStore> {
    const file = new ByteFile(prepared.handle);
    // What came after the last look, when the file still had its name, is told by its size.
    this.#live ||= this.container === "jsonl" && (await this.#file.handle.stat()).size > from;
    // As far as it is indexed: what was copied beyond that is found as appended at the next look.
    const size = prepared.fingerprint.size + this.bytes - from;
    const next = await this.#respliced(file, { ...fingerprint, size }, await this.#growth(rows));
    if (this.#live) await next.#predecessors.add(this.#file.retain(), copied);
    return next;
  }

  /** The store of the file that another process made of this one; null where it is not as long as it must be. */
  async #rewritten({ fingerprint, rows }: Rewritten): Promise<FileStore | null> {
    const growth = await this.#growth(rows);
    let size = this.bytes;
    for (const [row, bytes] of growth[0]) size += bytes - this.#rows.index.length(row);
    const file = await ByteFile.open(this.path).catch(() => null);
    if (file === null) return null;
    const now = await fingerprintOf(file.handle);
    if (sameContent(now, fingerprint) && now.size === size) return this.#respliced(file, now, growth);
    await file.release();
    return null;
  }

  /** The store of a file in which rows of this one are rewritten: no new scan is needed. */
  async #respliced(
    file: ByteFile,
    fingerprint: Fingerprint,
    growth: [Map<number, number>, Map<number, number>],
  ): Promise<FileStore> {
    const text = { ...this.#text, file };
    const next = new FileStore(text, await this.#rows.respliced(text, fingerprint, ...growth));
    next.#predecessors = this.#predecessors;
    next.#live = this.#live;
    this.#predecessors = new Predecessors();
    return next;
  }

  /** New byte length of each rewritten row, and by how many lines it grew. */
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

  async #carryOver(): Promise<void> {
    await this.#predecessors.carryOver(this.path, this.fingerprint).catch((error: unknown) => {
      throw storageError(error, "write", this.path);
    });
  }

  /** Until the file is looked at again, which is soon. */
  #cutOff(line: number): string {
    return `${basename(this.path)}:${line}: this row is not in the file any more, which another program cut off.`;
  }

  #tooLong(line: number, length: number): StoredRow {
    const size = `${Math.round(length / 2 ** 20)} MB`;
    return {
      bytes: new Uint8Array(),
      line,
      error: `${basename(this.path)}:${line}: this row is ${size} long; rows up to ${longestRow >> 20} MB can be shown.`,
    };
  }
}

/** The bytes to change, in file order, so that rows read as these texts. */
function patchesOf(rows: ReadonlyMap<number, string>, index: RowIndex): BytePatch[] {
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([row, text]) => ({
      offset: index.start(row),
      length: index.length(row),
      bytes: Buffer.from(text, "utf8"),
    }));
}

function countNewlines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}
