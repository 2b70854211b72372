import { mkdir, open, readFile, unlink, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asProcess, processes, type ProcessMark } from "./processes.ts";

/** A lock without a readable holder is one being made, or one whose maker was killed at that: after so long, milliseconds. */
const unreadableMs = 1000;
/** Longest pause between two looks at a lock that is held, milliseconds. */
const longestPauseMs = 10;

/** A file that one process at a time may make. Of a process that ended without removing it, it is taken away. */
export class Lock {
  readonly path: string;
  #held = false;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Takes the lock, waiting while a living process has it. Returns null, or who still has it after that time.
   * @param waitMs milliseconds
   * @throws NodeJS.ErrnoException where lock files can't be written
   */
  async take(waitMs: number): Promise<ProcessMark | null> {
    const since = performance.now();
    let readable = since;
    for (let pause = 1; !(await this.#make()); pause = Math.min(pause * 2, longestPauseMs)) {
      const now = performance.now();
      const waited = now - since;
      const text = await this.#text();
      const holder = text === null ? null : asProcess(text);
      if (text === null || holder !== null) readable = now;
      const gone = holder === null ? now - readable > unreadableMs : !(await processes.isAlive(holder));
      if (text !== null && gone) {
        await this.#takeAway(text);
        continue;
      }
      if (holder !== null && waited > waitMs) return holder;
      await sleep(pause);
    }
    this.#held = true;
    return null;
  }

  async release(): Promise<void> {
    if (!this.#held) return;
    this.#held = false;
    await unlink(this.path).catch(() => undefined);
  }

  async #make(): Promise<boolean> {
    let handle: FileHandle;
    try {
      handle = await open(this.path, "wx");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") await mkdir(dirname(this.path), { recursive: true });
      else if (code !== "EEXIST") throw error;
      return false;
    }
    try {
      await handle.writeFile(JSON.stringify(processes.own));
      return true;
    } catch (error) {
      // On a full disk there is room for a file, but not for what is in it: nobody could tell whose it is.
      await unlink(this.path).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
  }

  async #text(): Promise<string | null> {
    try {
      return await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }

  /** Under a lock of its own: of two that find it stale, the second must not take away the first one's new lock. */
  async #takeAway(stale: string): Promise<void> {
    const guard = new Lock(`${this.path}~`);
    if ((await guard.take(unreadableMs)) !== null) return;
    try {
      if ((await this.#text()) === stale) await unlink(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    } finally {
      await guard.release();
    }
  }
}
