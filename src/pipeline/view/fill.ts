import { availableParallelism } from "node:os";
import { Pauses } from "../../storage/pauses.ts";
import type { DatasetSession, RowView, TextRows } from "../../storage/types.ts";
import { ChunkWriter, type Chunk } from "./chunk.ts";
import { fillByWorkers } from "./fillByWorkers.ts";
import { loadTable } from "./tableFile.ts";

/** Rows and bytes up to which a worker takes longer to start than the rows to look at. */
const fewRows = 256;
const fewBytes = 1 << 20;
/** From this many rows on a second worker is worth its start. */
const manyRows = 4096;
/** Rows looked at in a stretch on the host's thread. */
const page = 16;

/** Who gets the facts that `fill` works out. */
export interface Filled {
  /** Facts of neighbouring rows. */
  take(chunk: Chunk): void;
  /** Told first of rows that must be looked at again, because their text in the file is not all of them. */
  elsewhere(rows: readonly number[]): void;
  /**
   * Told before the first rows come out of a table that was kept.
   * @param content of the file, where those are all its rows; null where there are more
   */
  kept(rows: number, content: string | null): void;
}

/**
 * Works out the facts of a session's rows from `from` on: in workers, or where there are few rows, or no one file that
 * holds them, on this thread in slices. Takes what was kept of the whole table instead, as far as it still holds.
 * @param program what `factsProgram` says
 * @throws StorageError; the signal's reason where aborted
 */
export async function fill(
  session: DatasetSession,
  from: number,
  program: string | null,
  signal: AbortSignal,
  filled: Filled,
): Promise<void> {
  const texts = await session.textRows();
  try {
    signal.throwIfAborted();
    if (texts === null || isSmall(texts, from)) await fillHere(session, from, signal, filled);
    else await fillFrom(session, texts, from, program, signal, filled);
  } finally {
    await texts?.release();
  }
}

async function fillFrom(
  session: DatasetSession,
  texts: TextRows,
  first: number,
  program: string | null,
  signal: AbortSignal,
  filled: Filled,
): Promise<void> {
  const kept = first > 0 || program === null ? null : await loadTable(texts, program);
  signal.throwIfAborted();
  filled.elsewhere([...texts.elsewhere, ...(kept?.apart ?? [])]);
  const keptRows = kept?.chunk.facts.flags.length ?? 0;
  if (kept !== null) {
    filled.kept(keptRows, keptRows === texts.starts.length ? texts.content : null);
    filled.take(kept.chunk);
  }
  const from = first + keptRows;
  if (isSmall(texts, from)) {
    await fillHere(session, from, signal, filled);
    return;
  }
  const workers = texts.starts.length - from >= manyRows && availableParallelism() > 1 ? 2 : 1;
  await fillByWorkers(texts, from, workers, signal, (chunk) => filled.take(chunk));
}

function isSmall({ starts, lengths }: TextRows, from: number): boolean {
  const bytes = (starts.at(-1) ?? 0) + (lengths.at(-1) ?? 0) - (starts[from] ?? Infinity);
  return starts.length - from <= fewRows && bytes <= fewBytes;
}

async function fillHere(
  session: DatasetSession,
  first: number,
  signal: AbortSignal,
  filled: Filled,
): Promise<void> {
  await session.whenIndexed();
  const pauses = new Pauses({ signal });
  for (let from = first; from < session.info.rows; from += page) {
    const chunk = chunkOf(await session.rows(from, from + page));
    signal.throwIfAborted();
    filled.take(chunk);
    await pauses.turn();
  }
}

/** The chunk of neighbouring rows as a session has them. */
export function chunkOf(views: readonly RowView[]): Chunk {
  return new ChunkWriter(views.length).write(views[0]?.index ?? 0, views.length, (at) => {
    const view = views[at];
    return { value: view === undefined ? undefined : parsed(view.raw), row: view?.row ?? null };
  });
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}
