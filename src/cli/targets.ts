import { realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { failureReason } from "../storage/failures.ts";
import { exists } from "../storage/files/exists.ts";
import { prepareFile, type Write } from "../storage/files/replaceFile.ts";
import { UsageError, type Io } from "./io.ts";

/**
 * The path of a file that is to be written.
 * @param from the file that is read for it
 * @throws UsageError where that is the same file, no file can be there, or the file exists and isn't to be written over
 */
export async function targetPath(io: Io, from: string, to: string, force: boolean): Promise<string> {
  const [source, target] = [resolve(io.cwd, from), resolve(io.cwd, to)];
  if (from !== "-" && (await realName(source)) === (await realName(target)))
    throw new UsageError(`${to} is the file that is read. Name another to write to.`);
  await checkPlace(to, target);
  if (!force && (await exists(target))) throw new UsageError(`${to} exists. Give --force to write over it.`);
  return target;
}

/** Checks that a file can be at a path. @param name how it was given @throws UsageError */
export async function checkPlace(name: string, path: string): Promise<void> {
  if (await isFolder(path)) throw new UsageError(`${name} is a folder. Name a file to write to.`);
  if (!(await isFolder(dirname(path))))
    throw new UsageError(`${name} can't be written: there is no folder ${dirname(path)}. Make it first.`);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function realName(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/**
 * Writes a file that takes its place whole: where writing fails or is cancelled, nothing is left and nothing lost.
 * @throws Error naming the file and what to do where it can't be written; what `fill` throws
 */
export async function writeWhole(target: string, fill: (write: Write) => Promise<void>): Promise<void> {
  const failed = (error: unknown): never => {
    throw new Error(`Can't write ${target}: ${failureReason(error)}`, { cause: error });
  };
  let filling = false;
  const prepared = await prepareFile(target, null, (write) => {
    filling = true;
    return fill((bytes) => write(bytes).catch(failed));
  }).catch((error: unknown) => {
    if (filling) throw error;
    return failed(error);
  });
  await prepared.commit().catch(async (error: unknown) => {
    await prepared.discard();
    failed(error);
  });
  await prepared.handle.close();
}
