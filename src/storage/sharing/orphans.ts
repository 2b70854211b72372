import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { temporaryOwner } from "../files/replaceFile.ts";
import { isRunning } from "./processes.ts";

/** Whether a process of another machine still writes a file can't be asked: it is let be for so long, milliseconds. */
const farMs = 2 * 24 * 60 * 60_000;

/** Deletes temporary files whose process ended before they took their place. */
export async function removeOrphans(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = temporaryOwner(name);
    if (owner === null) continue;
    const path = join(folder, name);
    const written = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    const over = owner.isHere ? ended(owner.pid, written) : written < Date.now() - farMs;
    if (over) await unlink(path).catch(() => undefined);
  }
}

/** In a container, each run has the process numbers of the last one. @param written milliseconds since 1970 */
function ended(pid: number, written: number): boolean {
  return pid === process.pid ? written < performance.timeOrigin : !isRunning(pid);
}
