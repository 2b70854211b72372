import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asProcess, isAlive, thisProcess, type ProcessMark } from "./processes.ts";

/** A session of another process that has the dataset open. */
export interface Participant extends ProcessMark {
  readonly id: string;
}

/** Who has a dataset open to edit it: a file each, in a folder. */
export class Presence {
  /** Name of this session among those of the dataset. */
  readonly id = randomBytes(8).toString("hex");
  readonly #folder: string;
  #known = new Map<string, Participant>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws NodeJS.ErrnoException */
  async join(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.fileOf(this.id), JSON.stringify(thisProcess));
  }

  async leave(): Promise<void> {
    await unlink(this.fileOf(this.id)).catch(() => undefined);
  }

  /** The file that says that a session has it open. */
  fileOf(id: string): string {
    return join(this.#folder, id);
  }

  /** Living sessions of others. Files of those that ended without leaving are removed. */
  async others(): Promise<Participant[]> {
    const known = new Map<string, Participant>();
    for (const id of await readdir(this.#folder).catch(() => [])) {
      if (id === this.id) continue;
      const one = this.#known.get(id) ?? (await this.#read(id));
      // One that can't be read is being written.
      if (one === null) continue;
      if (isAlive(one)) known.set(id, one);
      else await unlink(this.fileOf(id)).catch(() => undefined);
    }
    this.#known = known;
    return [...known.values()];
  }

  async #read(id: string): Promise<Participant | null> {
    const mark = await readFile(this.fileOf(id), "utf8").then(asProcess, () => null);
    return mark === null ? null : { ...mark, id };
  }
}
