import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, truncate, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { ModelRef } from "../models/types.ts";

/** What `run.json` says of a run. Written at its start and at its end. */
export interface RunInfo {
  readonly version: 1;
  readonly stage: string;
  /** ISO 8601; `ended` is null while it runs, and stays so where it was killed. */
  readonly started: string;
  readonly ended: string | null;
  readonly settings: unknown;
  readonly model: ModelRef | null;
  /** Path of what it works on, and what tells that file from a later version of it. */
  readonly input: { readonly path: string; readonly fingerprint: string | null };
  /** Of the product and the runtime, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number>>;
  /** How it ended, such as "enough wins"; null while it runs. */
  readonly reason: string | null;
}

/** What a run is started with. */
export type RunStart = Pick<RunInfo, "stage" | "settings" | "model" | "input" | "versions">;

/**
 * What rows call a run folder: its path from `.stepdpo` on, which means the same on every machine and tells nothing of
 * this one; its name where it lies elsewhere.
 */
export function runName(path: string): string {
  const parts = path.split(/[\\/]/u);
  const from = parts.lastIndexOf(".stepdpo");
  return parts.slice(from < 0 ? -1 : from).join("/");
}

/** Rows, or milliseconds, after which what was written is forced to disk. */
const group = { rows: 64, ms: 1000 };

/**
 * The folder of a run: `run.json` and `rows.jsonl`, to which rows are only added. Rows reach the file as they come and the
 * disk in groups, so that a kill loses none that are in the file, and a power cut at most the last group.
 */
export class RunFolder {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #now: () => Date;
  #info: RunInfo;
  #unsynced = 0;
  #synced: number;
  /** Writes happen one after the other, also where callers don't wait. */
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, info: RunInfo, now: () => Date) {
    this.path = path;
    this.#file = file;
    this.#info = info;
    this.#now = now;
    this.#synced = now().getTime();
  }

  /**
   * Makes the folder `<stamp>-<stage>` in `root` (`.stepdpo/runs` of a workspace), with a number behind where it exists.
   */
  static async create(root: string, start: RunStart, now: () => Date): Promise<RunFolder> {
    const started = now().toISOString();
    const path = await makeFolder(root, `${started.slice(0, 19).replaceAll(":", "-")}-${start.stage}`);
    const info: RunInfo = { version: 1, ...start, started, ended: null, counts: {}, reason: null };
    await writeInfo(path, info);
    return new RunFolder(path, await open(join(path, "rows.jsonl"), "a"), info, now);
  }

  /**
   * Opens a run that was cut short, to go on with it. A torn last line is dropped.
   * @param seen told each row that is there, in order
   * @throws Error where the folder is no run, or a line of it isn't a JSON object
   */
  static async resume(
    path: string,
    seen: (row: Record<string, unknown>) => void,
    now: () => Date,
  ): Promise<RunFolder> {
    const info = await readInfo(path);
    const rows = join(path, "rows.jsonl");
    // Makes it where the run was killed before its first row.
    const file = await open(rows, "a");
    try {
      const whole = await readRows(rows, seen);
      if (whole !== null) await truncate(rows, whole);
    } catch (error) {
      await file.close();
      throw error;
    }
    return new RunFolder(path, file, { ...info, ended: null, reason: null }, now);
  }

  get info(): RunInfo {
    return this.#info;
  }

  /** Adds a row. Resolved once it is in the file. */
  append(row: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#next(async () => {
      await this.#file.appendFile(`${JSON.stringify(row)}\n`);
      this.#unsynced += 1;
      if (this.#unsynced >= group.rows || this.#now().getTime() - this.#synced >= group.ms)
        await this.#sync();
    });
  }

  /** Forces all rows to disk, writes how the run ended, and closes it. */
  close(reason: string, counts: Readonly<Record<string, number>>): Promise<void> {
    return this.#next(async () => {
      await this.#sync();
      await this.#file.close();
      this.#info = { ...this.#info, ended: this.#now().toISOString(), reason, counts };
      await writeInfo(this.path, this.#info);
    });
  }

  async #sync(): Promise<void> {
    await this.#file.datasync();
    this.#unsynced = 0;
    this.#synced = this.#now().getTime();
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

async function makeFolder(root: string, name: string): Promise<string> {
  await mkdir(root, { recursive: true });
  for (let number = 1; ; number += 1) {
    const path = join(root, number === 1 ? name : `${name}-${number}`);
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

async function writeInfo(path: string, info: RunInfo): Promise<void> {
  const part = join(path, "run.json.part");
  const file = await open(part, "w");
  try {
    await file.writeFile(`${JSON.stringify(info, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, join(path, "run.json"));
}

async function readInfo(path: string): Promise<RunInfo> {
  const file = join(path, "run.json");
  const value: unknown = JSON.parse(await readFile(file, "utf8"));
  if (
    typeof value !== "object" ||
    value === null ||
    !("version" in value) ||
    value.version !== 1 ||
    !("stage" in value)
  ) {
    throw new Error(`${file} is not the description of a run: "version" should be 1 and "stage" given.`);
  }
  return value as RunInfo;
}

/** Tells each row; returns the length of the whole lines where the file ends in a torn one, else null. */
async function readRows(path: string, seen: (row: Record<string, unknown>) => void): Promise<number | null> {
  let rest = Buffer.alloc(0);
  let whole = 0;
  let line = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
      seen(parseRow(rest.toString("utf8", start, end), path, ++line));
      start = end + 1;
    }
    whole += start;
    rest = rest.subarray(start);
  }
  return rest.length > 0 ? whole : null;
}

function parseRow(text: string, path: string, line: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below, with its place.
  }
  throw new Error(
    `${path}, line ${line}: a row should be a JSON object. Delete the line to go on without it.`,
  );
}
