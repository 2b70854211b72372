import { constants } from "node:fs";
import { mkdir, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { journalLine, parseJournal, type JournalEntry } from "./journal.ts";
import type { Disk } from "../files/replaceFile.ts";

/** What other sessions wrote into a journal. */
export interface News {
  readonly entries: readonly JournalEntry[];
  /** True where the file is another one than before: what was in that one may be missing. */
  readonly fresh: boolean;
}

/**
 * The journal of a dataset's unsaved edits, which the sessions of several processes read and append to: they all hold
 * what it says, in its order. Calls must not overlap, and are made under the dataset's lock, but for `changed` and
 * `flushed`.
 */
export class SharedJournal {
  readonly #path: string;
  readonly #header: JournalEntry;
  readonly #disk: Disk;
  readonly #failed: (error: unknown) => void;
  #handle: FileHandle | null = null;
  #inode: bigint | null = null;
  /** Bytes read, up to the end of a line. */
  #read = 0;
  #size = 0;
  /** Entries that could not be written: they go with the next. */
  #backlog: JournalEntry[] = [];
  #unsynced = false;
  #syncing: Promise<void> | null = null;

  /**
   * @param dataset path of the dataset, kept inside for people who find the journal
   * @param failed told where entries that were written don't get to the disk itself
   */
  constructor(path: string, dataset: string, disk: Disk, failed: (error: unknown) => void) {
    this.#path = path;
    this.#header = { kind: "file", path: dataset };
    this.#disk = disk;
    this.#failed = failed;
  }

  /** Bytes in the file as far as it was read or written here. */
  get size(): number {
    return this.#size;
  }

  /** True where entries could not be written: they go with the next. */
  get behind(): boolean {
    return this.#backlog.length > 0;
  }

  /** Whether there may be news. */
  async changed(): Promise<boolean> {
    const now = await this.#stat();
    return now === null ? this.#handle !== null : now.inode !== this.#inode || now.size !== this.#size;
  }

  /** What others wrote since the last call. @throws NodeJS.ErrnoException */
  async news(): Promise<News> {
    if (!(await this.changed())) return { entries: [], fresh: false };
    const entries = await this.#unread();
    const now = await this.#stat();
    if (now === null ? this.#handle === null : now.inode === this.#inode) return { entries, fresh: false };
    const fresh = this.#handle !== null;
    await this.close();
    if (now !== null) {
      await this.#open(constants.O_RDWR | constants.O_APPEND);
      entries.push(...(await this.#unread()));
    }
    return { entries, fresh };
  }

  /**
   * Appends entries. They outlive the process when this resolves, and a power cut some milliseconds later: all that
   * came meanwhile shares a flush, which nobody but `flushed` waits for. @throws NodeJS.ErrnoException; they are
   * tried again with the next
   */
  async append(...entries: readonly JournalEntry[]): Promise<void> {
    this.#backlog.push(...entries);
    const handle = this.#handle ?? (await this.#create());
    // What a killed process left half written must not take the next line with it.
    const gap = this.#size > this.#read ? "\n" : "";
    const header = this.#size === 0 ? [this.#header] : [];
    try {
      await handle.appendFile(gap + [...header, ...this.#backlog].map(journalLine).join(""));
      this.#backlog = [];
    } finally {
      this.#size = (await handle.stat()).size;
    }
    this.#read = this.#size;
    this.#unsynced = true;
    this.#syncing ??= this.#sync();
  }

  /** Resolves when all that was appended is on the disk itself, or can't get there. */
  async flushed(): Promise<void> {
    await this.#syncing;
  }

  /** Deletes it: nothing is unsaved. */
  async remove(): Promise<void> {
    await this.close();
    await this.#disk.unlink(this.#path).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.flushed();
    await this.#handle?.close();
    this.#handle = null;
    this.#inode = null;
    this.#read = 0;
    this.#size = 0;
  }

  async #sync(): Promise<void> {
    try {
      while (this.#unsynced) {
        this.#unsynced = false;
        await this.#handle?.datasync();
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#syncing = null;
    }
  }

  async #stat(): Promise<{ readonly inode: bigint; readonly size: number } | null> {
    try {
      const { ino, size } = await stat(this.#path, { bigint: true });
      return { inode: ino, size: Number(size) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }

  /** Entries after those read, as far as their lines are whole. */
  async #unread(): Promise<JournalEntry[]> {
    if (this.#handle === null) return [];
    const { size } = await this.#handle.stat();
    if (size < this.#read) this.#read = 0;
    const bytes = Buffer.alloc(size - this.#read);
    const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, this.#read);
    const whole = bytes.subarray(0, bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1);
    this.#read += whole.length;
    this.#size = size;
    return parseJournal(whole.toString("utf8"));
  }

  async #create(): Promise<FileHandle> {
    await mkdir(dirname(this.#path), { recursive: true });
    return this.#open(constants.O_RDWR | constants.O_APPEND | constants.O_CREAT);
  }

  async #open(flags: number): Promise<FileHandle> {
    const handle = await this.#disk.open(this.#path, flags, 0o600);
    this.#handle = handle;
    const { ino } = await handle.stat({ bigint: true });
    this.#inode = ino;
    return handle;
  }
}
