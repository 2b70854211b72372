import { mkdir, readFile, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { checksum } from "./checksum.ts";
import type { Op } from "./editLog.ts";
import { asFingerprint, sameFile, type Fingerprint } from "./fingerprint.ts";
import { nodeDisk, prepareFile, type Disk } from "./replaceFile.ts";

/** A line of a journal. */
export type JournalEntry =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "op"; readonly op: Op }
  /** A save is about to put the file `fingerprint` in place, with all operations up to `seq` in it. */
  | { readonly kind: "commit"; readonly seq: number; readonly fingerprint: Fingerprint }
  /** That save failed after all. */
  | { readonly kind: "aborted"; readonly seq: number };

/** A line: checksum, a space, JSON, line end. */
export function journalLine(entry: JournalEntry): string {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
}

/** The valid start of a journal: a torn or damaged line ends it. */
export function parseJournal(text: string): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end);
    if (end < 0 || line[16] !== " " || checksum(line.slice(17)) !== line.slice(0, 16)) break;
    entries.push(JSON.parse(line.slice(17)) as JournalEntry);
    at = end + 1;
  }
  return entries;
}

/** Operations that are in no saved file: those after the last save that took place. */
export function unsavedOps(entries: readonly JournalEntry[], now: Fingerprint | null): Op[] {
  let saved = -1;
  let before = -1;
  for (const entry of entries) {
    if (entry.kind === "commit") {
      before = saved;
      const fingerprint = asFingerprint(entry.fingerprint);
      if (now !== null && fingerprint !== null && sameFile(fingerprint, now)) saved = entry.seq;
    } else if (entry.kind === "aborted") saved = before;
  }
  return entries.flatMap((entry) => (entry.kind === "op" && entry.op.seq > saved ? [entry.op] : []));
}

/** Reads a journal or backup. Null where there is none. @throws NodeJS.ErrnoException */
export async function readJournal(path: string): Promise<JournalEntry[] | null> {
  try {
    return parseJournal(await readFile(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Writes a journal or backup whole. @throws NodeJS.ErrnoException */
export async function writeJournal(
  path: string,
  entries: readonly JournalEntry[],
  disk: Disk = nodeDisk,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const text = entries.map(journalLine).join("");
  const prepared = await prepareFile(path, null, (write) => write(Buffer.from(text)), disk);
  await prepared.commit();
  await prepared.handle.close();
}

/** Unsaved operations on disk, each there before it is shown. Calls must not overlap. */
export class Journal {
  readonly path: string;
  readonly #header: JournalEntry;
  readonly #disk: Disk;
  #handle: FileHandle | null = null;

  /** @param dataset path of the dataset, kept inside for people who find the journal */
  constructor(path: string, dataset: string, disk: Disk = nodeDisk) {
    this.path = path;
    this.#header = { kind: "file", path: dataset };
    this.#disk = disk;
  }

  /** Appends and waits until it is on the disk itself. @throws NodeJS.ErrnoException */
  async append(...entries: readonly JournalEntry[]): Promise<void> {
    const fresh = this.#handle === null;
    const handle = (this.#handle ??= await this.#open());
    const lines = fresh && (await handle.stat()).size === 0 ? [this.#header, ...entries] : entries;
    await handle.appendFile(lines.map(journalLine).join(""));
    await handle.datasync();
  }

  /** Keeps these operations alone; without any the journal is deleted. @throws NodeJS.ErrnoException */
  async reset(ops: readonly Op[]): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
    if (ops.length === 0) {
      await this.#disk.unlink(this.path).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      });
      return;
    }
    await writeJournal(
      this.path,
      [this.#header, ...ops.map((op) => ({ kind: "op", op }) as const)],
      this.#disk,
    );
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }

  async #open(): Promise<FileHandle> {
    await mkdir(dirname(this.path), { recursive: true });
    return this.#disk.open(this.path, "a", 0o600);
  }
}
