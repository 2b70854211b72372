import { access, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { prepareFile, type Write } from "../storage/files/replaceFile.ts";
import { UsageError, type Io } from "./io.ts";

/** Whether there is a file of this name. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * The path of a file that is to be written.
 * @param from the file that is read for it
 * @throws UsageError where that is the same file, or the file exists and isn't to be written over
 */
export async function targetPath(io: Io, from: string, to: string, force: boolean): Promise<string> {
  const [source, target] = [resolve(io.cwd, from), resolve(io.cwd, to)];
  if (from !== "-" && (await realName(source)) === (await realName(target)))
    throw new UsageError(`${to} is the file that is read. Name another to write to.`);
  if (!force && (await exists(target))) throw new UsageError(`${to} exists. Give --force to write over it.`);
  return target;
}

async function realName(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** Writes a file that takes its place whole: where writing fails or is cancelled, nothing is left and nothing lost. */
export async function writeWhole(target: string, fill: (write: Write) => Promise<void>): Promise<void> {
  const prepared = await prepareFile(target, null, fill);
  await prepared.commit();
  await prepared.handle.close();
}
