import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { expectFile } from "../files/byteFile.ts";
import { storageError } from "../failures.ts";
import { fingerprintOf, sameContent, type Fingerprint } from "../files/fingerprint.ts";
import { jsonlOf } from "./jsonl.ts";
import { prepareFile, type Disk, type Prepared } from "../files/replaceFile.ts";
import { isJsonSpace } from "../rows/scanner.ts";
import type { DiskChange, PendingSave, RowStore, StoredRow } from "../store.ts";
import { StorageError } from "../types.ts";

/** A file of one row: what lies around the row's text stays. */
interface RowFile {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** A folder of `.json` files of one row each, in the order of their names, numbers by value. */
export class FolderStore implements RowStore {
  readonly container = "folder";
  readonly fingerprint = null;
  readonly indexMs: number;
  readonly indexed = true;
  readonly warning = null;
  readonly bytes: number;
  readonly #path: string;
  readonly #names: readonly string[];
  /** Files as they were when they were first read: an edit may lie over that, whoever reads them later. */
  readonly #seen = new Map<number, Fingerprint>();
  #folder: Fingerprint;

  private constructor(
    path: string,
    names: readonly string[],
    bytes: number,
    folder: Fingerprint,
    indexMs: number,
  ) {
    this.#path = path;
    this.#names = names;
    this.bytes = bytes;
    this.#folder = folder;
    this.indexMs = indexMs;
  }

  /** @throws StorageError where it holds no such files */
  static async open(path: string): Promise<FolderStore> {
    const started = performance.now();
    try {
      const folder = await fingerprintOf(path);
      const names = await rowNames(path);
      if (names.length === 0) {
        throw new StorageError(
          "not-a-dataset",
          `${path} is a folder without .json files. Open a file, or a folder that holds a .json file a row.`,
        );
      }
      return new FolderStore(path, names, await totalBytes(path, names), folder, performance.now() - started);
    } catch (error) {
      throw storageError(error, "read", path);
    }
  }

  get rows(): number {
    return this.#names.length;
  }

  whenIndexed(): Promise<void> {
    return Promise.resolve();
  }

  whenRow(): Promise<void> {
    return Promise.resolve();
  }

  async read(from: number, to: number): Promise<StoredRow[]> {
    const rows = this.#names.slice(from, to).map((_, k) => this.#readRow(from + k));
    return Promise.all(rows);
  }

  async compare(edited: readonly number[]): Promise<DiskChange> {
    try {
      const now = await fingerprintOf(this.#path);
      if (now.mtime !== this.#folder.mtime) {
        const names = await rowNames(this.#path);
        if (names.join("\0") !== this.#names.join("\0")) return "changed";
        this.#folder = now;
      }
      for (const row of edited) {
        const seen = this.#seen.get(row);
        if (seen !== undefined && !sameContent(seen, await fingerprintOf(this.#file(row)))) return "changed";
      }
      return "same";
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "deleted";
      throw storageError(error, "read", this.#path);
    }
  }

  extend(): Promise<number | null> {
    return Promise.resolve(null);
  }

  reopen(): Promise<RowStore> {
    return FolderStore.open(this.#path);
  }

  /** Each file is replaced whole; a kill between two leaves some saved, and the others' edits in the journal. */
  async prepareSave(rows: ReadonlyMap<number, string>, disk: Disk): Promise<PendingSave> {
    const prepared = new Map<number, Prepared>();
    const discard = async (): Promise<void> => {
      for (const one of prepared.values()) await one.discard();
    };
    try {
      for (const [row, text] of rows) prepared.set(row, await this.#prepareRow(row, text, disk));
    } catch (error) {
      await discard();
      throw error;
    }
    return {
      fingerprint: null,
      discard,
      commit: async () => {
        for (const one of prepared.values()) {
          await one.commit();
          await one.handle.close();
        }
        for (const [row, { fingerprint }] of prepared) this.#seen.set(row, fingerprint);
        return this;
      },
    };
  }

  /** As JSONL where the name says so, else as a folder like this one. */
  async writeTo(path: string, rows: ReadonlyMap<number, string>, disk: Disk): Promise<void> {
    if (/\.(?:jsonl|ndjson|json)$/iu.test(path)) return jsonlOf(this, rows, path, disk);
    await mkdir(path, { recursive: true });
    if ((await readdir(path)).length > 0) {
      throw new StorageError(
        "refused",
        `${path} is a folder that holds files already: the rows would mix with them. Choose a new name, or one that ends in .jsonl.`,
      );
    }
    try {
      await this.#copyTo(path, rows, disk);
    } catch (error) {
      // Half a folder would be taken for the whole dataset.
      await rm(path, { recursive: true, force: true });
      throw error;
    }
  }

  async #copyTo(path: string, rows: ReadonlyMap<number, string>, disk: Disk): Promise<void> {
    for (const [row, name] of this.#names.entries()) {
      const file = await this.#load(row);
      const bytes = withRow(file, rows.get(row) ?? null);
      const prepared = await prepareFile(join(path, name), null, (write) => write(bytes), disk);
      await prepared.commit();
      await prepared.handle.close();
    }
  }

  texts(): null {
    return null;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #file(row: number): string {
    return join(this.#path, this.#names[row] ?? "");
  }

  async #readRow(row: number): Promise<StoredRow> {
    const name = join(basename(this.#path), this.#names[row] ?? "");
    try {
      const { bytes, start, end } = await this.#load(row);
      const isArray = bytes[start] === 0x5b;
      const error = isArray ? `${name} holds an array of rows: open that file by itself.` : null;
      return { bytes: bytes.subarray(start, end), line: null, name, error };
    } catch (error) {
      return {
        bytes: Buffer.alloc(0),
        line: null,
        name,
        error: storageError(error, "read", this.#file(row)).message,
      };
    }
  }

  async #load(row: number): Promise<RowFile> {
    const path = this.#file(row);
    const now = await fingerprintOf(path);
    if (!this.#seen.has(row)) this.#seen.set(row, now);
    await expectFile(path);
    const bytes = await readFile(path);
    let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    let end = bytes.length;
    while (start < end && isJsonSpace(bytes[start] ?? 0)) start++;
    while (end > start && isJsonSpace(bytes[end - 1] ?? 0)) end--;
    return { bytes, start, end };
  }

  async #prepareRow(row: number, text: string, disk: Disk): Promise<Prepared> {
    const file = await this.#load(row);
    return prepareFile(
      this.#file(row),
      await stat(this.#file(row)),
      (write) => write(withRow(file, text)),
      disk,
    );
  }
}

function withRow({ bytes, start, end }: RowFile, text: string | null): Uint8Array {
  if (text === null) return bytes;
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(end)]);
}

async function rowNames(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const order = new Intl.Collator("en", { numeric: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith(".") && /\.json$/iu.test(entry.name))
    .map((entry) => entry.name)
    .sort((a, b) => order.compare(a, b) || (a < b ? -1 : 1));
}

async function totalBytes(path: string, names: readonly string[]): Promise<number> {
  let total = 0;
  for (let from = 0; from < names.length; from += 256) {
    // One that can't be read says so in its row.
    const sizes = names.slice(from, from + 256).map((name) =>
      stat(join(path, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    for (const size of await Promise.all(sizes)) total += size;
  }
  return total;
}
