import { watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";

/** How often the file is looked at where the system tells of no change (network disks), milliseconds. */
const pollMs = 2000;
/** How long a file being written is let settle, milliseconds. */
const settleMs = 100;

/**
 * Calls `onChange` some time after a file may have changed, and now and then without reason. Keeps no process alive.
 * @param settle changes closer together than this are one, milliseconds
 * @returns what stops it
 */
export function watchPath(path: string, onChange: () => void, settle = settleMs): () => void {
  let timer: NodeJS.Timeout | null = null;
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      onChange();
    }, settle).unref();
  };
  const poll = setInterval(onChange, pollMs).unref();
  const watcher = folderWatcher(path, soon);
  return () => {
    clearInterval(poll);
    if (timer !== null) clearTimeout(timer);
    watcher?.close();
  };
}

/** The folder is watched, since a file replaced by a rename is another file. Null where watching is not possible. */
function folderWatcher(path: string, soon: () => void): FSWatcher | null {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) soon();
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}
