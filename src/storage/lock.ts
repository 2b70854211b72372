import { mkdir, open, readFile, rename, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { readFileSync } from "node:fs";

/** Who holds a lock. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When that process started, in the system's own terms: process numbers are used again. */
  readonly started: string | null;
}

/** A lock file that says which process has unsaved edits of a dataset. */
export class Lock {
  readonly #path: string;
  #held = false;

  constructor(path: string) {
    this.#path = path;
  }

  get held(): boolean {
    return this.#held;
  }

  /** Takes the lock. Returns who holds it, or null where we do now. @throws NodeJS.ErrnoException */
  async take(): Promise<LockHolder | null> {
    if (this.#held) return null;
    await mkdir(dirname(this.#path), { recursive: true });
    for (let attempt = 0; attempt < 5; attempt++) {
      if (await this.#create()) {
        this.#held = true;
        return null;
      }
      const holder = await this.holder();
      if (holder !== null) return holder;
      await this.#removeStale();
    }
    return this.holder();
  }

  /** The living process that holds the lock; null where there is none. */
  async holder(): Promise<LockHolder | null> {
    try {
      const holder = JSON.parse(await readFile(this.#path, "utf8")) as LockHolder;
      return isAlive(holder) ? holder : null;
    } catch {
      return null;
    }
  }

  async release(): Promise<void> {
    if (!this.#held) return;
    this.#held = false;
    await unlink(this.#path).catch(() => undefined);
  }

  async #create(): Promise<boolean> {
    try {
      const handle = await open(this.#path, "wx");
      const holder: LockHolder = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
      await handle.writeFile(JSON.stringify(holder));
      await handle.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }

  /** Renamed away first: of two that find it stale, one does it, and neither deletes the other's new lock. */
  async #removeStale(): Promise<void> {
    const aside = `${this.#path}.${process.pid}.stale`;
    try {
      await rename(this.#path, aside);
      const holder = JSON.parse(await readFile(aside, "utf8")) as LockHolder;
      if (isAlive(holder)) await rename(aside, this.#path);
      else await unlink(aside);
    } catch {
      await unlink(aside).catch(() => undefined);
    }
  }
}

/** A lock of another machine (a shared folder) can't be checked: it counts as held. */
function isAlive(holder: LockHolder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return holder.started === null || holder.started === startOf(holder.pid);
}

/** Start time of a process where the system tells it (Linux: field 22 of /proc/<pid>/stat, in clock ticks). */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
