import { availableParallelism } from "node:os";
import type { DatasetSession, RowView, TextRows } from "../../storage/types.ts";
import { ChunkWriter, type Chunk } from "./chunk.ts";
import { fillByWorkers } from "./fillByWorkers.ts";
import { breathe } from "./pause.ts";

/** Rows and bytes up to which a worker takes longer to start than the rows to look at. */
const fewRows = 256;
const fewBytes = 1 << 20;
/** From this many rows on a second worker is worth its start. */
const manyRows = 4096;
/** Rows looked at in a stretch on the host's thread. */
const page = 16;

/**
 * Works out the facts of a session's rows from `from` on: in workers, or where there are few rows, or no one file that
 * holds them, on this thread in slices.
 * @param elsewhere told first of rows that must be looked at again, because their text in the file is not all of them
 * @throws StorageError; the signal's reason where aborted
 */
export async function fill(
  session: DatasetSession,
  from: number,
  signal: AbortSignal,
  take: (chunk: Chunk) => void,
  elsewhere: (rows: readonly number[]) => void,
): Promise<void> {
  const texts = await session.textRows();
  try {
    signal.throwIfAborted();
    if (texts === null || isSmall(texts, from)) {
      await fillHere(session, from, signal, take);
      return;
    }
    elsewhere(texts.elsewhere);
    const workers = texts.starts.length - from >= manyRows && availableParallelism() > 1 ? 2 : 1;
    await fillByWorkers(texts, from, workers, signal, take);
  } finally {
    await texts?.release();
  }
}

function isSmall({ starts, lengths }: TextRows, from: number): boolean {
  const bytes = (starts.at(-1) ?? 0) + (lengths.at(-1) ?? 0) - (starts[from] ?? 0);
  return starts.length - from <= fewRows && bytes <= fewBytes;
}

async function fillHere(
  session: DatasetSession,
  first: number,
  signal: AbortSignal,
  take: (chunk: Chunk) => void,
): Promise<void> {
  await session.whenIndexed();
  const pause = breathe();
  for (let from = first; from < session.info.rows; from += page) {
    const chunk = chunkOf(await session.rows(from, from + page));
    signal.throwIfAborted();
    take(chunk);
    await pause();
  }
}

/** The chunk of neighbouring rows as a session has them. */
export function chunkOf(views: readonly RowView[]): Chunk {
  const rows = views.map(({ raw, row }) => ({ value: parsed(raw), row }));
  return new ChunkWriter(views.length).write(views[0]?.index ?? 0, rows);
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}
