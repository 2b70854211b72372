import { resolve } from "node:path";
import type { Drops } from "../pipeline/check/index.ts";
import { pairsPath } from "../storage/edits/copyRows.ts";
import type { DatasetSession } from "../storage/types.ts";
import { exists } from "../storage/files/exists.ts";
import { checkPlace } from "./targets.ts";
import { CancelledError, progress, UsageError, type Io } from "./io.ts";

/** Options of `--drop`. */
export interface DropOptions {
  /** Names of the rules whose rows are left out. */
  readonly drop?: string[];
  readonly out?: string;
  readonly dropped?: string;
  readonly force: boolean;
}

/** What was left out. */
export interface Dropped {
  readonly rows: number;
  readonly byRule: Readonly<Record<string, number>>;
  /** Rows that stay although something of them was found fault with. */
  readonly partial: number;
}

/** Checks that the files can be written before anything is done. @throws UsageError */
export async function dropTargets(
  io: Io,
  file: string,
  { drop, out, dropped, force }: DropOptions,
): Promise<void> {
  if (drop === undefined) {
    if (out !== undefined || dropped !== undefined)
      throw new UsageError(
        "--out and --dropped go with --drop: name the rules whose rows are to be left out.",
      );
    return;
  }
  if (out === undefined)
    throw new UsageError("--drop writes a copy: name it with --out, such as --out clean.jsonl.");
  const targets = [out, ...(dropped === undefined ? [] : [dropped])];
  const paths = targets.map((target) => resolve(io.cwd, target));
  if (new Set([...paths, resolve(io.cwd, file)]).size < paths.length + 1)
    throw new UsageError("FILE, --out and --dropped must be different files.");
  for (const target of targets) {
    if (!/\.(?:jsonl|ndjson|json)$/iu.test(target))
      throw new UsageError(`${target}: the name must end in .jsonl, .ndjson or .json.`);
    const path = resolve(io.cwd, target);
    await checkPlace(target, path);
    if (!force && ((await exists(path)) || (await exists(pairsPath(path)))))
      throw new UsageError(`${target} (or its pairs file) exists. Give --force to write over it.`);
  }
}

/** Writes the copy. @throws StorageError; CancelledError */
export async function dropRows(
  io: Io,
  session: DatasetSession,
  drops: Drops,
  { out = "", dropped }: DropOptions,
): Promise<Dropped> {
  const { rows, partial } = drops;
  const bar = progress(io);
  try {
    await session.copyRows(resolve(io.cwd, out), {
      without: rows,
      leftOut: dropped === undefined ? null : resolve(io.cwd, dropped),
      progress: (done) => bar.update(`${done} of ${session.info.rows} rows written`),
      signal: io.signal,
    });
  } catch (error) {
    throw io.signal.aborted ? new CancelledError() : error;
  } finally {
    bar.end();
  }
  const byRule: Record<string, number> = {};
  for (const rule of rows.values()) byRule[rule] = (byRule[rule] ?? 0) + 1;
  return { rows: rows.size, byRule, partial };
}
