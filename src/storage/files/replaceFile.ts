import { randomInt } from "node:crypto";
import * as fs from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { checksum } from "./checksum.ts";
import { fingerprintOf, type Fingerprint } from "./fingerprint.ts";

/** The part of the file system that writing uses; tests make it fail. */
export type Disk = Pick<typeof fs, "open" | "rename" | "unlink"> & {
  /** Ends what is being written, with its reason, before a file takes its place. */
  readonly signal?: AbortSignal;
};

/** The same file system, for work that can be called off. */
export function abortable({ open, rename, unlink }: Disk, signal: AbortSignal): Disk {
  return { open, rename, unlink, signal };
}

/** The real file system. */
export const nodeDisk: Disk = fs;

/** Appends bytes; resolves when all of them are with the operating system. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/** Mode and owner for a new file. */
export interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A complete, fsynced file under a temporary name, waiting to take the target's place. */
export interface Prepared {
  /** What the target will be, once it is committed. */
  readonly fingerprint: Fingerprint;
  /** Open for reading; the receiver of `commit` owns it. */
  readonly handle: FileHandle;
  /** Writes more at its end, fsynced; the fingerprint stays that of before. @throws NodeJS.ErrnoException */
  append(more: (write: Write) => Promise<void>): Promise<void>;
  /** Renames it over the target and fsyncs the folder. */
  commit(): Promise<void>;
  /** Deletes it. */
  discard(): Promise<void>;
}

/** Names of files take up to 255 bytes on most disks: longer ones leave no room for what a temporary name adds, bytes. */
const longestName = 200;
/** Tells the temporary files of this machine from those of others that share the folder. */
const machine = checksum(hostname()).slice(0, 8);

/** Temporary name beside a target: hidden, with the process that makes it, so that orphans can be told. */
export function temporaryName(target: string): string {
  const name = basename(target);
  const start = Buffer.byteLength(name) > longestName ? checksum(name) : name;
  return join(dirname(target), `.${start}.${process.pid}-${randomInt(2 ** 32)}-${machine}.stepdpo-tmp`);
}

/** The process of a temporary file by its name, and whether it is of this machine; null where the name is none. */
export function temporaryOwner(name: string): { readonly pid: number; readonly isHere: boolean } | null {
  const [, pid, of] = /^\..+\.(\d+)-\d+-([0-9a-f]{8})\.stepdpo-tmp$/su.exec(name) ?? [];
  return pid === undefined ? null : { pid: Number(pid), isHere: of === machine };
}

/**
 * Writes a file that will replace `target` whole; where that is a symbolic link, what it leads to. Nothing is left behind
 * where it fails.
 * @param like mode and owner to keep; null for a new file
 * @throws NodeJS.ErrnoException such as ENOSPC, EACCES
 */
export async function prepareFile(
  target: string,
  like: Ownership | null,
  fill: (write: Write) => Promise<void>,
  disk: Disk = nodeDisk,
): Promise<Prepared> {
  const real = await fs.realpath(target).catch(() => target);
  const path = temporaryName(real);
  const handle = await disk.open(path, "wx+", like === null ? 0o666 : 0o600);
  const discard = async (): Promise<void> => {
    await handle.close().catch(() => undefined);
    await disk.unlink(path).catch(() => undefined);
  };
  try {
    const write = appender(handle, disk.signal);
    await fill(write);
    if (like !== null) await keepOwnership(handle, like);
    await handle.sync();
    disk.signal?.throwIfAborted();
    const fingerprint = await fingerprintOf(handle);
    const append = async (more: (write: Write) => Promise<void>): Promise<void> => {
      await more(write);
      await handle.sync();
    };
    return { fingerprint, handle, append, discard, commit: () => commit(path, real, disk) };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function commit(path: string, target: string, disk: Disk): Promise<void> {
  await disk.rename(path, target);
  await syncFolder(dirname(target), disk);
}

/** Writes in a checked loop: a full disk shows as a short write before it shows as an error. */
function appender(handle: FileHandle, signal: AbortSignal | undefined): Write {
  let position = 0;
  return async (bytes) => {
    signal?.throwIfAborted();
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position);
      if (bytesWritten === 0) throw Object.assign(new Error("ENOSPC: no bytes written"), { code: "ENOSPC" });
      done += bytesWritten;
      position += bytesWritten;
    }
  };
}

/** Owner first: changing it clears special mode bits. Only the superuser may give a file away. */
async function keepOwnership(handle: FileHandle, like: Ownership): Promise<void> {
  await handle.chown(like.uid, like.gid).catch(() => handle.chown(-1, like.gid).catch(() => undefined));
  await handle.chmod(like.mode & 0o7777);
}

/** Makes a rename last through a power cut. Some systems can't open a folder; there the rename itself has to do. */
async function syncFolder(folder: string, disk: Disk): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await disk.open(folder, "r");
  } catch {
    return;
  }
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
