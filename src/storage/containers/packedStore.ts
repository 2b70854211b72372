import { basename } from "node:path";
import { storageError } from "../failures.ts";
import { fingerprintOf, fingerprintOrNull, sameContent, type Fingerprint } from "../files/fingerprint.ts";
import type { Progress } from "./fileRows.ts";
import { FileStore } from "./fileStore.ts";
import { labelLine, LabelFile } from "./labelFile.ts";
import { rowList } from "../names.ts";
import type { Disk } from "../files/replaceFile.ts";
import { decodeRow } from "./rowText.ts";
import type { DiskChange, PendingSave, RowStore, StoredRow, StoreTexts } from "../store.ts";
import { StorageError } from "../types.ts";
import type { UnpackTask } from "./unpackFile.ts";
import { Unpacked } from "./unpacked.ts";
import { startUnpacking, type Unpacking } from "./unpackInWorker.ts";

/**
 * Rows of a container that is not rewritten (Parquet, gzip). They are unpacked once into text under the state folder;
 * edits lie in `<name>.labels.jsonl` beside the container and are shown as if inside.
 */
export class PackedStore implements RowStore {
  readonly container: UnpackTask["container"];
  readonly fingerprint = null;
  indexMs: number | null = null;
  readonly #path: string;
  readonly #source: Fingerprint;
  readonly #unpacked: Unpacked;
  readonly #labels: LabelFile;
  readonly #progress: Progress;
  readonly #stateDir: string | null;
  #labelsOnDisk: Fingerprint | null = null;
  #text: FileStore | null = null;
  #unpacking: Unpacking | null = null;
  #warning: string | null = null;
  #done: Promise<void> = Promise.resolve();
  #indexed = false;
  #strange = new Set<number>();
  #waiting: (() => void)[] = [];

  private constructor(
    path: string,
    container: UnpackTask["container"],
    source: Fingerprint,
    unpacked: Unpacked,
    stateDir: string | null,
    progress: Progress,
  ) {
    this.#path = path;
    this.container = container;
    this.#source = source;
    this.#unpacked = unpacked;
    this.#stateDir = stateDir;
    this.#progress = progress;
    this.#labels = new LabelFile(path);
  }

  /** @throws StorageError where it can't be read */
  static async open(
    path: string,
    container: UnpackTask["container"],
    stateDir: string | null,
    progress: Progress,
  ): Promise<PackedStore> {
    const source = await fingerprintOf(path);
    const unpacked = await Unpacked.of(source, stateDir);
    const store = new PackedStore(path, container, source, unpacked, stateDir, progress);
    try {
      await store.#loadLabels();
      await store.#start();
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  get rows(): number {
    return this.#text?.rows ?? 0;
  }

  get indexed(): boolean {
    return this.#indexed;
  }

  get bytes(): number {
    return this.#source.size;
  }

  get warning(): string | null {
    if (this.#strange.size === 0) return this.#warning ?? this.#text?.warning ?? null;
    return `${basename(this.#labels.path)} holds edits of other rows than ${basename(this.#path)} has now: rows ${rowList(this.#strange)} are shown without them.`;
  }

  whenIndexed(): Promise<void> {
    return this.#done;
  }

  async whenRow(row: number): Promise<void> {
    while (row >= this.rows && !this.#indexed) {
      await Promise.race([this.#done, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
    }
  }

  async read(from: number, to: number): Promise<StoredRow[]> {
    const stored = (await this.#text?.read(from, to)) ?? [];
    return Promise.all(stored.map((row, k) => this.#labelled(from + k, row)));
  }

  async compare(): Promise<DiskChange> {
    const now = await fingerprintOrNull(this.#path);
    if (now === null) return "deleted";
    const labels = await fingerprintOrNull(this.#labels.path);
    const sameLabels =
      labels === null || this.#labelsOnDisk === null
        ? labels === this.#labelsOnDisk
        : sameContent(labels, this.#labelsOnDisk);
    return sameContent(now, this.#source) && sameLabels ? "same" : "changed";
  }

  extend(): Promise<number | null> {
    return Promise.resolve(null);
  }

  async reopen(): Promise<RowStore> {
    const now = await fingerprintOrNull(this.#path);
    if (now !== null && sameContent(now, this.#source)) {
      await this.#loadLabels();
      return this;
    }
    const next = await PackedStore.open(this.#path, this.container, this.#stateDir, this.#progress);
    await next.whenIndexed();
    return next;
  }

  async prepareSave(rows: ReadonlyMap<number, string>, disk: Disk): Promise<PendingSave> {
    const lines = new Map<string, string | null>();
    for (const [row, text] of rows) {
      const [stored] = (await this.#text?.read(row, row + 1)) ?? [];
      lines.set(...labelLine(row, decodeRow(stored?.bytes ?? new Uint8Array()).text, text));
    }
    const prepared = await this.#labels.prepare(lines, this.#labels.path, disk);
    return {
      fingerprint: null,
      discard: () => prepared.discard(),
      commit: async () => {
        await prepared.commit();
        await prepared.handle.close();
        await this.#loadLabels();
        return this;
      },
    };
  }

  async writeTo(path: string, rows: ReadonlyMap<number, string>, disk: Disk): Promise<void> {
    if (/\.(?:gz|parquet)$/iu.test(path)) {
      throw new StorageError(
        "refused",
        `${basename(path)} can't be written in that container. Save it as .jsonl.`,
      );
    }
    const all = new Map<number, string>();
    for (const row of this.#labels.rows) {
      const [stored] = row < this.rows ? await this.read(row, row + 1) : [];
      if (stored !== undefined) all.set(row, decodeRow(stored.bytes).text);
    }
    for (const [row, text] of rows) all.set(row, text);
    await this.#text?.writeTo(path, all, disk);
  }

  /** Rows edited beside the container are not as its own text has them. */
  texts(): StoreTexts | null {
    const texts = this.#text?.texts() ?? null;
    if (texts === null) return null;
    const elsewhere = [...this.#labels.rows].filter((row) => row < this.rows);
    return { ...texts, elsewhere, line: () => null };
  }

  async close(): Promise<void> {
    await this.#unpacking?.cancel();
    await this.#done.catch(() => undefined);
    await this.#text?.close();
    await this.#labels.close();
    await this.#unpacked.close(this.#indexed && this.#warning === null);
  }

  async #loadLabels(): Promise<void> {
    this.#labelsOnDisk = await fingerprintOrNull(this.#labels.path);
    await this.#labels.load();
    this.#strange.clear();
  }

  async #labelled(row: number, stored: StoredRow): Promise<StoredRow> {
    const labelled = await this.#labels.row(row, stored.bytes);
    if (labelled !== null) return { ...stored, line: null, bytes: Buffer.from(labelled) };
    if (this.#labels.rows.has(row)) this.#strange.add(row);
    return { ...stored, line: null };
  }

  /** Starts unpacking, or takes what was unpacked before. Resolves when the first rows are there. */
  async #start(): Promise<void> {
    const started = performance.now();
    const { text } = this.#unpacked;
    if (this.#unpacked.complete) {
      this.#text = await FileStore.open(text, null, this.#progress);
      this.#done = this.#text.whenIndexed().then(() => this.#finish(started));
      this.#done.catch(() => undefined);
      return;
    }
    const first = new Promise<void>((resolve) => {
      this.#unpacking = startUnpacking({ container: this.container, path: this.#path, target: text }, () => {
        resolve();
        this.#grown = true;
      });
    });
    this.#done = this.#follow(text, first).then(async () => {
      if (this.#warning === null && (await this.#unpacked.publish()))
        this.#text?.movedTo(this.#unpacked.text);
      this.#finish(started);
    });
    this.#done.catch(() => undefined);
    await Promise.race([first.then(() => this.#whenOpened), this.#done]);
  }

  #grown = false;
  #opened: () => void = () => undefined;
  readonly #whenOpened = new Promise<void>((resolve) => {
    this.#opened = resolve;
  });

  /** Indexes the text while it is being written. */
  async #follow(text: string, first: Promise<void>): Promise<void> {
    const unpacking = this.#unpacking?.done ?? Promise.resolve(null);
    const ended = unpacking.then(
      () => true,
      () => true,
    );
    const failedOrDone = await Promise.race([first.then(() => false), ended]);
    try {
      if (failedOrDone) await unpacking;
      this.#text = await FileStore.open(text, null, () => undefined);
      await this.#text.whenIndexed();
      this.#opened();
      for (let over = false; !over;) {
        over = await Promise.race([
          ended,
          new Promise<false>((resolve) => setTimeout(() => resolve(false), 100)),
        ]);
        if (this.#grown || over) {
          this.#grown = false;
          if ((await this.#text.compare()) !== "same") await this.#text.extend();
          this.#wake();
        }
      }
      this.#warning = await unpacking;
    } catch (error) {
      if (error instanceof StorageError && error.kind === "not-a-dataset") {
        const what = `What is in ${this.#path} is not text. Unpack it and open what is in it.`;
        throw new StorageError("not-a-dataset", what, { cause: error });
      }
      const failed = storageError(error, "read", this.#path);
      throw new StorageError("unreadable", failed.message, { cause: error });
    }
  }

  #finish(started: number): void {
    this.#indexed = true;
    this.#unpacking = null;
    this.indexMs = performance.now() - started;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
    this.#progress();
  }
}
