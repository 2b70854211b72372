import { realpath, unlink, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ReadOptions } from "../formats/format.ts";
import { checksum } from "./checksum.ts";
import type { Op } from "./editLog.ts";
import { storageError } from "./failures.ts";
import { formatsCodec } from "./formatsCodec.ts";
import { IndexCache } from "./indexCache.ts";
import { Journal, readJournal, unsavedOps, writeJournal } from "./journal.ts";
import { Lock } from "./lock.ts";
import { openStore } from "./openStore.ts";
import { pairLines } from "./pairs.ts";
import { nodeDisk, temporaryOwner, type Disk } from "./replaceFile.ts";
import type { RowCodec } from "./rowCodec.ts";
import { readOnlyReason, Session, type Leftover } from "./session.ts";
import type { RowStore } from "./store.ts";
import type { DatasetSession, OpenOptions } from "./types.ts";
import { watchPath } from "./watch.ts";

/** What tests put in place of the real thing. */
export interface Surroundings {
  readonly codec?: RowCodec;
  readonly disk?: Disk;
}

interface Shared {
  readonly opening: Promise<{ session: Session; stop: () => void }>;
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
  const { session, stop } = await shared.opening;
  stop();
  const done = session.close();
  const forget = done.catch(() => undefined).then(() => void closing.delete(path));
  closing.set(path, forget);
  await done;
}

async function openSession(
  path: string,
  options: OpenOptions,
  { codec = formatsCodec, disk = nodeDisk }: Surroundings,
): Promise<{ session: Session; stop: () => void }> {
  const log = options.log ?? (() => undefined);
  const cache = options.stateDir === null ? null : new IndexCache(options.stateDir);
  let session: Session | null = null;
  const store = await openStore(path, cache, () => session?.indexProgress());
  const state =
    options.stateDir === null ? null : join(options.stateDir, `${checksum(path)}-${basename(path)}`);
  const lock = state === null ? null : new Lock(`${state}.lock`);
  session = new Session({
    path,
    store,
    pairs: pairLines(path),
    codec,
    disk,
    journal: state === null ? null : new Journal(`${state}.journal`, path, disk),
    lock,
    readOptions: readOptions(options),
    readOnly: await readOnlyReason(path),
    leftover: state === null || lock === null ? null : await findLeftover(state, lock, path, store, log),
    log,
  });
  const opened = session;
  const check = (): void => {
    opened.diskMayHaveChanged().catch((error: unknown) => log(storageError(error, "read", path).message));
  };
  void store.whenIndexed().then(check, () => undefined);
  return { session, stop: watchPath(path, check) };
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

/**
 * Unsaved edits of a process that ended, with what is left of earlier ones. They are put aside, so that the new
 * session has a journal of its own. A living process's journal is let be.
 */
async function findLeftover(
  state: string,
  lock: Lock,
  path: string,
  store: RowStore,
  log: (message: string) => void,
): Promise<Leftover | null> {
  const [journal, aside] = [`${state}.journal`, `${state}.left`];
  try {
    const entries = (await lock.holder()) === null ? await readJournal(journal) : null;
    const ops: Op[] = unsavedOps((await readJournal(aside)) ?? [], null);
    if (entries !== null) {
      await removeOrphans(path);
      ops.push(...unsavedOps(entries, store.fingerprint));
      if (ops.length > 0) {
        await writeJournal(aside, [
          { kind: "file", path },
          ...ops.map((op) => ({ kind: "op", op }) as const),
        ]);
      }
      await unlink(journal);
    }
    return ops.length === 0 ? null : { ops, forget: () => unlink(aside).catch(() => undefined) };
  } catch (error) {
    log(`Unsaved edits of an earlier session can't be read. ${storageError(error, "read", journal).message}`);
    return null;
  }
}

/** Deletes temporary files of saves whose process ended. */
async function removeOrphans(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    const owner = temporaryOwner(name, path);
    if (owner !== null && !isRunning(owner)) await unlink(join(dirname(path), name)).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
