import { access, constants, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ReadOptions } from "../formats/format.ts";
import { failureReason, storageError } from "./failures.ts";
import { formatsCodec } from "./formatsCodec.ts";
import { Leftovers } from "./sharing/leftovers.ts";
import { Lock } from "./sharing/lock.ts";
import { openStore } from "./containers/openStore.ts";
import { removeOrphans } from "./sharing/orphans.ts";
import { Presence } from "./sharing/presence.ts";
import { pruneCaches } from "./sharing/prune.ts";
import { nodeDisk, type Disk } from "./files/replaceFile.ts";
import type { RowCodec } from "./rowCodec.ts";
import { Session, type SessionParts } from "./session.ts";
import { SharedJournal } from "./journal/sharedJournal.ts";
import { statePaths, type StatePaths } from "./sharing/statePaths.ts";
import type { RowStore } from "./store.ts";
import { lockMs, type Kept } from "./sharing/turns.ts";
import type { DatasetSession, OpenOptions } from "./types.ts";
import { watchPath } from "./watch.ts";

/** Entries of a journal closer together than this are taken in at once, milliseconds. */
const journalSettleMs = 20;

/** What tests put in place of the real thing. */
export interface Surroundings {
  readonly codec?: RowCodec;
  readonly disk?: Disk;
}

interface Opened {
  readonly session: Session;
  /** Ends the session and what goes on beside it. */
  readonly close: () => Promise<void>;
}

interface Shared {
  readonly opening: Promise<Opened>;
  users: number;
}

const open = new Map<string, Shared>();
const closing = new Map<string, Promise<void>>();

/**
 * Opens a dataset file or folder. Clients of one path share one session; each must close it once. First rows are
 * there when it resolves; the index goes on.
 * @throws StorageError where it is missing, unreadable or no dataset
 */
export async function openDataset(
  path: string,
  options: OpenOptions,
  surroundings: Surroundings = {},
): Promise<DatasetSession> {
  const real = await realpath(path).catch((error: unknown) => {
    throw storageError(error, "read", path);
  });
  await closing.get(real);
  let shared = open.get(real);
  if (shared === undefined) {
    shared = { opening: openSession(real, options, surroundings), users: 0 };
    open.set(real, shared);
  }
  const mine = shared;
  mine.users++;
  try {
    const { session } = await mine.opening;
    return client(session, () => letGo(real, mine));
  } catch (error) {
    if (open.get(real) === mine) open.delete(real);
    throw error;
  }
}

/** A client's own handle: closing it twice lets go once. */
function client(session: Session, release: () => Promise<void>): DatasetSession {
  let closed: Promise<void> | null = null;
  return new Proxy<DatasetSession>(session, {
    get(target, name) {
      if (name === "close") return () => (closed ??= release());
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

async function letGo(path: string, shared: Shared): Promise<void> {
  if (--shared.users > 0) return;
  open.delete(path);
  const { close } = await shared.opening;
  const done = close();
  const forget = done.catch(() => undefined).then(() => void closing.delete(path));
  closing.set(path, forget);
  await done;
}

async function openSession(
  path: string,
  options: OpenOptions,
  { codec = formatsCodec, disk = nodeDisk }: Surroundings,
): Promise<Opened> {
  const log = options.log ?? (() => undefined);
  let session: Session | null = null;
  const paths = options.stateDir === null ? null : statePaths(options.stateDir, path);
  const store = await openStore(path, paths, () => session?.indexProgress());
  const access =
    options.reading === true
      ? readingAlone(path)
      : await accessTo(path).catch(async (error: unknown) => {
          // Taken away since it was opened.
          await store.close();
          throw storageError(error, "read", path);
        });
  const unsafe = (error: unknown): void => session?.journalFailed(error);
  const reader = paths === null || options.reading !== true ? null : new Presence(paths.open, true);
  await reader?.join().catch(() => undefined);
  const kept = paths === null || reader !== null ? null : await share(paths, store, disk, log, unsafe);
  const opened = new Session({
    ...{ path, store, codec, disk, kept },
    readOptions: readOptions(options),
    ripgrep: options.ripgrep ?? null,
    keptAt: paths === null ? null : join(paths.folder, "rows"),
    ...access,
    log,
  });
  session = opened;
  const failed = (error: unknown): void => log(storageError(error, "read", path).message);
  const look = (): void => void opened.lookAround().catch(failed);
  opened.start().catch(failed);
  void store.whenIndexed().then(look, () => undefined);
  const stops = [watchPath(path, look)];
  if (kept !== null && paths !== null) stops.push(watchPath(paths.journal, look, journalSettleMs));
  const pruning = options.stateDir === null ? null : pruneCaches(options.stateDir, log);
  const tidy = async (): Promise<void> => {
    if (kept === null || paths === null) return;
    const own = store.container === "folder" ? [path] : [];
    for (const folder of [dirname(path), paths.folder, ...own]) await removeOrphans(folder);
  };
  const tidied = tidy();
  return {
    session: opened,
    close: async () => {
      for (const stop of stops) stop();
      await reader?.leave();
      await Promise.all([pruning, tidied]);
      await opened.close();
      await tidy();
    },
  };
}

/** What is shared with other processes. Where no living one has the dataset open, what is in the journal was left over. */
async function share(
  paths: StatePaths,
  store: RowStore,
  disk: Disk,
  log: (message: string) => void,
  unsafe: (error: unknown) => void,
): Promise<Kept> {
  const lock = new Lock(paths.lock);
  const presence = new Presence(paths.open);
  const leftovers = new Leftovers(paths, log);
  try {
    const alone = (await lock.take(lockMs)) === null && (await presence.others()).length === 0;
    if (alone) await leftovers.collect(store.fingerprint);
    else await leftovers.look();
    await presence.join();
  } catch (error) {
    log(`${paths.dataset}: nothing is shared with other programs: ${failureReason(error)}`);
  } finally {
    await lock.release();
  }
  const journal = new SharedJournal(paths.journal, paths.dataset, disk, unsafe);
  return { journal, lock, saving: new Lock(paths.saving), presence, leftovers };
}

function readOptions(options: OpenOptions): ReadOptions {
  return {
    splitter: options.splitter ?? "auto",
    neutralAs: options.neutralAs ?? true,
    now: options.now ?? (() => new Date().toISOString()),
    mapping: options.mapping ?? null,
    provenance: options.provenance ?? false,
  };
}

function readingAlone(path: string): Pick<SessionParts, "readOnly" | "warning"> {
  return { readOnly: `${basename(path)} was opened for reading alone.`, warning: null };
}

/** Why a dataset can't be edited, and what a person should know before editing it. */
async function accessTo(path: string): Promise<Pick<SessionParts, "readOnly" | "warning">> {
  const name = basename(path);
  const writable = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) {
    return {
      readOnly: `${name} is read-only for you. To edit it, change its permissions or save it as another file.`,
      warning: null,
    };
  }
  const stats = await stat(path);
  const warning =
    stats.isFile() && stats.nlink > 1
      ? `${name} has ${stats.nlink} names (hard links). Saving gives this name a file of its own; the others keep the old content.`
      : null;
  return { readOnly: null, warning };
}
