import { ByteFile, type ByteSource } from "../files/byteFile.ts";
import { storageError } from "../failures.ts";
import {
  fingerprintOf,
  fingerprintOrNull,
  isMissing,
  sameContent,
  type Fingerprint,
} from "../files/fingerprint.ts";
import { nodeDisk, prepareFile, type Disk, type Prepared } from "../files/replaceFile.ts";
import { BatchWriter } from "../rows/rowIndex.ts";
import { LineScanner } from "../rows/scanLines.ts";
import { spliceBytes, type BytePatch } from "../files/splice.ts";

/** A file that isn't there yet. */
const nothing: ByteSource = {
  read: () => Promise.resolve(Buffer.alloc(0)),
  readInto: () => Promise.resolve(0),
};

interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What was read of the file; there is nothing of one that isn't there. */
interface Reading {
  readonly file: ByteFile | null;
  readonly fingerprint: Fingerprint | null;
  readonly size: number;
  /** True where no line end follows the last line. */
  readonly endsOpen: boolean;
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

/** A line's text and its key; null for lines that aren't ours, which are kept as they are. */
export type KeyOf = (line: string) => string | null;

/**
 * A JSONL file beside the dataset whose lines have keys: writing a key twice leaves one line. Lines without a key
 * stay. Unsaved lines lie over those of the file.
 */
export class KeyedLines {
  readonly path: string;
  readonly #keyOf: KeyOf;
  #read: Reading = { file: null, fingerprint: null, size: 0, endsOpen: false, places: new Map() };
  readonly #unsaved = new Map<string, string | null>();

  constructor(path: string, keyOf: KeyOf) {
    this.path = path;
    this.#keyOf = keyOf;
  }

  /** For what is derived from the keys. */
  protected keysChanged(): void {
    // Nothing here.
  }

  /** Reads the keys of the file; a file that isn't there has none. @throws StorageError */
  async load(): Promise<void> {
    const old = this.#read;
    try {
      this.#read = await this.#scan();
    } catch (error) {
      throw storageError(error, "read", this.path);
    } finally {
      this.keysChanged();
    }
    await old.file?.release();
  }

  /** Whether another program changed the file. @throws StorageError */
  async changed(): Promise<boolean> {
    const now = await fingerprintOrNull(this.path);
    const { fingerprint } = this.#read;
    return now === null || fingerprint === null ? now !== fingerprint : !sameContent(now, fingerprint);
  }

  /** Reads the keys anew where another program changed the file. Returns whether it did. @throws StorageError */
  async refresh(): Promise<boolean> {
    const changed = await this.changed();
    if (changed) await this.load();
    return changed;
  }

  /** Tells one reading of the file from the next. */
  get reading(): unknown {
    return this.#read;
  }

  /** All keys with a line, unsaved ones included. */
  keys(): string[] {
    const keys = new Set(this.#read.places.keys());
    for (const [key, line] of this.#unsaved) {
      if (line === null) keys.delete(key);
      else keys.add(key);
    }
    return [...keys];
  }

  /** The line of a key, or null. @throws StorageError */
  async get(key: string): Promise<string | null> {
    const unsaved = this.#unsaved.get(key);
    return unsaved === undefined ? this.onDisk(key) : unsaved;
  }

  /** All lines by their keys, unsaved ones included. @throws StorageError */
  async lines(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const key of this.keys()) {
      const line = await this.get(key);
      if (line !== null) found.set(key, line);
    }
    return found;
  }

  /** Keys with a line in the file, unsaved changes left out. */
  keysOnDisk(): string[] {
    return [...this.#read.places.keys()];
  }

  /** The line of a key in the file, unsaved changes left out, or null. @throws StorageError */
  async onDisk(key: string): Promise<string | null> {
    const { places, file } = this.#read;
    const place = places.get(key)?.at(-1);
    if (place === undefined || file === null) return null;
    return (await file.read(place.offset, place.length)).toString("utf8");
  }

  /** Sets the unsaved line of a key; null removes it. */
  async set(key: string, line: string | null): Promise<void> {
    this.#unsaved.delete(key);
    if ((await this.get(key)) !== line) this.#unsaved.set(key, line);
    this.keysChanged();
  }

  /** Unsaved lines by key. */
  get unsaved(): ReadonlyMap<string, string | null> {
    return this.#unsaved;
  }

  /** Writes the file with these lines set to a temporary file beside it. @throws NodeJS.ErrnoException */
  async prepare(
    lines: ReadonlyMap<string, string | null>,
    target = this.path,
    disk: Disk = nodeDisk,
  ): Promise<Prepared> {
    const patches = this.#patches(lines);
    const { file, size } = this.#read;
    file?.retain();
    try {
      const stats = (await file?.handle.stat()) ?? null;
      return await prepareFile(
        target,
        stats,
        (write) => spliceBytes(file ?? nothing, size, patches, write),
        disk,
      );
    } finally {
      await file?.release();
    }
  }

  /** Goes over to the file that `prepare` wrote, after its commit. */
  async saved(lines: ReadonlyMap<string, string | null>): Promise<void> {
    await this.load();
    for (const [key, line] of lines) {
      if (this.#unsaved.get(key) === line) this.#unsaved.delete(key);
    }
  }

  async close(): Promise<void> {
    await this.#read.file?.release();
    this.#read = { ...this.#read, file: null };
  }

  async #scan(): Promise<Reading> {
    const file = await ByteFile.open(this.path).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (file === null) return { file: null, fingerprint: null, size: 0, endsOpen: false, places: new Map() };
    try {
      return await this.#scanFile(file);
    } catch (error) {
      await file.release();
      throw error;
    }
  }

  async #scanFile(file: ByteFile): Promise<Reading> {
    const places = new Map<string, Place[]>();
    const fingerprint = await fingerprintOf(file.handle);
    const { size } = fingerprint;
    const scanner = new LineScanner({ offset: 0, line: 1 });
    const rows = new BatchWriter();
    for (let at = 0; at < size;) {
      const piece = await file.read(at, Math.min(1 << 20, size - at));
      if (piece.length === 0) break;
      scanner.push(piece, rows);
      at += piece.length;
      await this.#remember(file, rows, places);
    }
    const { tail } = scanner.end(rows);
    await this.#remember(file, rows, places);
    return { file, fingerprint, size, endsOpen: tail.offset < size, places };
  }

  async #remember(file: ByteFile, rows: BatchWriter, found: Map<string, Place[]>): Promise<void> {
    const { starts, lengths } = rows.take();
    const first = starts[0];
    if (first === undefined) return;
    const end = (starts.at(-1) ?? 0) + (lengths.at(-1) ?? 0);
    const bytes = await file.read(first, end - first);
    starts.forEach((offset, k) => {
      const length = lengths[k] ?? 0;
      const key = this.#keyOf(bytes.toString("utf8", offset - first, offset - first + length));
      if (key === null) return;
      const places = found.get(key);
      if (places === undefined) found.set(key, [{ offset, length }]);
      else places.push({ offset, length });
    });
  }

  #patches(lines: ReadonlyMap<string, string | null>): BytePatch[] {
    const { places: known, size, endsOpen } = this.#read;
    const patches: BytePatch[] = [];
    const added: string[] = [];
    for (const [key, line] of lines) {
      const places = known.get(key) ?? [];
      const kept = line === null ? undefined : places.at(-1);
      for (const { offset, length } of places) {
        if (offset === kept?.offset) patches.push({ offset, length, bytes: Buffer.from(line ?? "") });
        else
          patches.push({
            offset,
            length: Math.min(length + 1, size - offset),
            bytes: new Uint8Array(),
          });
      }
      if (line !== null && kept === undefined) added.push(`${line}\n`);
    }
    if (added.length > 0) {
      const gap = endsOpen ? "\n" : "";
      patches.push({ offset: size, length: 0, bytes: Buffer.from(gap + added.join("")) });
    }
    return patches.sort((a, b) => a.offset - b.offset);
  }
}
