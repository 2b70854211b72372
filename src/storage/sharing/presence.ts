import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asProcess, processes, type ProcessMark } from "./processes.ts";

/** A session that has the dataset open. */
export interface Participant extends ProcessMark {
  readonly id: string;
}

/** What the names of sessions start with that only read. */
const reads = "reads-";
/** A file that says nothing is one being written, or one whose writer was killed at that: after so long, milliseconds. */
const emptyMs = 60_000;

/** Whether a living session is in a folder of presences, one that only reads or one that may edit. */
export async function anyoneIn(folder: string): Promise<boolean> {
  for (const id of await readdir(folder).catch(() => [])) {
    const one = await participant(folder, id);
    if (one === null ? !(await isTorn(folder, id)) : await processes.isAlive(one)) return true;
    if (one === null || id.startsWith(reads)) await unlink(join(folder, id)).catch(() => undefined);
  }
  return false;
}

/** Whether a file that says nothing will never say more. */
async function isTorn(folder: string, id: string): Promise<boolean> {
  return stat(join(folder, id)).then(
    ({ mtimeMs }) => Math.abs(Date.now() - mtimeMs) > emptyMs,
    () => true,
  );
}

async function participant(folder: string, id: string): Promise<Participant | null> {
  const mark = await readFile(join(folder, id), "utf8").then(asProcess, () => null);
  return mark === null ? null : { ...mark, id };
}

/** Who has a dataset open: a file each, in a folder. */
export class Presence {
  /** Name of this session among those of the dataset. */
  readonly id: string;
  readonly #folder: string;
  #known = new Map<string, Participant>();

  /** @param reading true for a session that doesn't edit: it counts for caches alone */
  constructor(folder: string, reading = false) {
    this.id = (reading ? reads : "") + randomBytes(8).toString("hex");
    this.#folder = folder;
  }

  /** @throws NodeJS.ErrnoException */
  async join(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.fileOf(this.id), JSON.stringify(processes.own)).catch(async (error: unknown) => {
      await this.leave();
      throw error;
    });
  }

  async leave(): Promise<void> {
    await unlink(this.fileOf(this.id)).catch(() => undefined);
  }

  /** The file that says that a session has it open. */
  fileOf(id: string): string {
    return join(this.#folder, id);
  }

  /** Living sessions of others that may edit. Files of those that ended without leaving are removed. */
  async others(): Promise<Participant[]> {
    const known = new Map<string, Participant>();
    for (const id of await readdir(this.#folder).catch(() => [])) {
      if (id === this.id || id.startsWith(reads)) continue;
      const one = this.#known.get(id) ?? (await participant(this.#folder, id));
      if (one !== null && (await processes.isAlive(one))) known.set(id, one);
      else if (one !== null || (await isTorn(this.#folder, id)))
        await unlink(this.fileOf(id)).catch(() => undefined);
    }
    this.#known = known;
    return [...known.values()];
  }
}
