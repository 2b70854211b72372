import { dirname, join } from "node:path";
import { jsonEditsToTextEdits } from "../../formats/index.ts";
import { applyTextEdits } from "../../core/change.ts";
import { onOneLine } from "../containers/jsonText.ts";
import { datasetName } from "../names.ts";
import { preparePairs } from "./pairsOfCopy.ts";
import type { PairFile } from "../pairs.ts";
import { prepareFile, type Disk, type Prepared, type Write } from "../files/replaceFile.ts";
import { decodeRow } from "../containers/rowText.ts";
import type { StoredRow } from "../store.ts";
import { StorageError, type CopyOptions } from "../types.ts";

/** Rows read at a time. */
const page = 256;

/** What a copy is made of. */
export interface CopySource {
  /** Number of rows. */
  readonly rows: number;
  read(from: number, to: number): Promise<readonly StoredRow[]>;
  /** Texts of rows that differ from the stored ones. */
  readonly edited: ReadonlyMap<number, string>;
  readonly pairs: PairFile;
}

/** Where the pairs of a dataset lie. */
export function pairsPath(dataset: string): string {
  return join(dirname(dataset), `${datasetName(dataset)}.pairs.jsonl`);
}

/**
 * Writes the rows that stay, and those left out where they are to be kept, each with its pairs under the new row
 * numbers. All files are whole under temporary names before the first takes its place.
 * @throws StorageError where a row can't be written in that container; NodeJS.ErrnoException; the signal's reason
 */
export async function copyRows(
  source: CopySource,
  path: string,
  options: CopyOptions,
  disk: Disk,
): Promise<void> {
  const prepared: Prepared[] = [];
  const { without, leftOut = null } = options;
  try {
    for (const [target, stays] of [
      [path, (row: number) => !without.has(row)],
      ...(leftOut === null ? [] : [[leftOut, (row: number) => without.has(row)] as const]),
    ] as const) {
      prepared.push(
        await prepareFile(target, null, (write) => writeRows(source, target, stays, options, write), disk),
      );
      const pairs = await preparePairs(target, await numbered(source.pairs, stays), disk);
      if (pairs !== null) prepared.push(pairs);
    }
    options.signal?.throwIfAborted();
    for (const one of prepared.toReversed()) await one.commit();
  } catch (error) {
    for (const one of prepared) await one.discard();
    throw error;
  }
  for (const one of prepared) await one.handle.close();
}

async function writeRows(
  source: CopySource,
  target: string,
  stays: (row: number) => boolean,
  { progress, signal }: CopyOptions,
  write: Write,
): Promise<void> {
  const array = /\.json$/iu.test(target);
  let first = true;
  for (let from = 0; from < source.rows; from += page) {
    signal?.throwIfAborted();
    const to = Math.min(from + page, source.rows);
    const stored = await source.read(from, to);
    const pieces: Uint8Array[] = [];
    for (const [k, row] of stored.entries()) {
      if (!stays(from + k)) continue;
      if (array) pieces.push(Buffer.from(first ? "[\n" : ",\n"));
      first = false;
      const bytes = bytesOf(row, source.edited.get(from + k) ?? null);
      pieces.push(...(array ? [bytes] : [oneLine(bytes), Buffer.from("\n")]));
    }
    if (pieces.length > 0) await write(Buffer.concat(pieces));
    progress?.(to);
  }
  if (array) await write(Buffer.from(first ? "[]\n" : "\n]\n"));
}

/** A row's bytes as they are, whether they can be read or not. */
function bytesOf({ bytes, error }: StoredRow, edited: string | null): Uint8Array {
  if (edited !== null) return Buffer.from(edited);
  if (bytes.length === 0 && error !== null) throw new StorageError("refused", error);
  return bytes;
}

function oneLine(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0x0a) && !bytes.includes(0x0d)) return bytes;
  const { text, exact } = decodeRow(bytes);
  if (!exact)
    throw new StorageError(
      "refused",
      "A row over several lines is not valid UTF-8, so that it can't be put on one line. Write to a .json file.",
    );
  return Buffer.from(onOneLine(text));
}

/** The lines of the pairs of rows that stay, in order, with their new row numbers. @throws StorageError */
async function numbered(pairs: PairFile, stays: (row: number) => boolean): Promise<Map<string, string>> {
  const places = [...(await pairs.lines())]
    .map(([key, line]) => ({ key, line, row: Number.parseInt(key, 10) - 1 }))
    .sort((a, b) => a.row - b.row);
  const found = new Map<string, string>();
  let [at, before] = [0, 0];
  for (const { key, line, row } of places) {
    for (; at < row; at++) before += stays(at) ? 1 : 0;
    if (!stays(row)) continue;
    const edits = jsonEditsToTextEdits(line, [{ path: ["step_dpo", "row"], value: before + 1 }]);
    found.set(key.replace(/^\d+/u, String(before + 1)), applyTextEdits(line, edits).text);
  }
  return found;
}
