import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { checksum } from "../files/checksum.ts";
import { exists } from "../files/exists.ts";
import type { Fingerprint } from "../files/fingerprint.ts";

/** Ending of the name of a folder that is being filled: before it, the process that does. */
const unfinished = /\.(\d+)-\d+\.unpacking$/u;

/** Ending of the name of a folder that holds a text, whole. */
const ending = ".unpacked";

let serial = 0;

/** The process that fills a folder of that name; null where it is another folder. */
export function unpackerOf(name: string): number | null {
  const match = unfinished.exec(name);
  return match === null ? null : Number(match[1]);
}

/**
 * Where the text of a packed container lies: a folder for each content of it, so that an old text is never taken for a
 * new one. It is filled under a name of the process's own, since another may be unpacking the same.
 */
export class Unpacked {
  /** Where it is filled; null where it is there already. */
  #work: string | null;
  /** Where it is kept; null where it isn't. */
  readonly #kept: string | null;

  private constructor(work: string | null, kept: string | null) {
    this.#work = work;
    this.#kept = kept;
  }

  /** @param state folder of the dataset's state; null keeps nothing */
  static async of(source: Fingerprint, state: string | null): Promise<Unpacked> {
    if (state === null) return new Unpacked(await mkdtemp(join(tmpdir(), "stepdpo-")), null);
    const content = checksum(JSON.stringify(source));
    const kept = join(state, content + ending);
    if (await exists(kept)) return new Unpacked(null, kept);
    const work = join(state, `${content}.${process.pid}-${serial++}.unpacking`);
    await mkdir(work, { recursive: true });
    return new Unpacked(work, kept);
  }

  /** True where the text is there, whole. */
  get complete(): boolean {
    return this.#work === null;
  }

  /** Path of the text. */
  get text(): string {
    return join(this.#work ?? this.#kept ?? "", "rows.jsonl");
  }

  /** Keeps the text, which is whole now, for the next session. Returns whether its path changed. */
  async publish(): Promise<boolean> {
    if (this.#work === null || this.#kept === null) return false;
    try {
      await rename(this.#work, this.#kept);
      this.#work = null;
      await removeEarlier(this.#kept);
      return true;
    } catch {
      // Another process was first, or the system moves no folder with open files: then at the end.
      return false;
    }
  }

  /** Lets go of it. @param whole whether the text may be kept */
  async close(whole: boolean): Promise<void> {
    if (whole) await this.publish();
    if (this.#work !== null) await rm(this.#work, { recursive: true, force: true });
  }
}

/** Texts of what the dataset held before: a file that is made anew again and again would fill the disk with them. */
async function removeEarlier(kept: string): Promise<void> {
  for (const name of await readdir(dirname(kept)).catch(() => [])) {
    if (!name.endsWith(ending) || name === basename(kept)) continue;
    // Who reads one still has it open; some systems keep it then, until caches are pruned.
    await rm(join(dirname(kept), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
