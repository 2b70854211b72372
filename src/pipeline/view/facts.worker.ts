/** Works out facts of rows off the host's thread: is sent ranges of an open file, and answers each with a chunk. */
import { parentPort, workerData } from "node:worker_threads";
import { PieceReader } from "../../storage/files/pieceReader.ts";
import { readRow, type ReadRow } from "./readRow.ts";
import { ChunkWriter, memoryOf, type Chunk } from "./chunk.ts";
import type { ReadOptions } from "../../formats/format.ts";

/** What the worker is started with. */
export interface FactsTask {
  /** File descriptors belong to the process, so that this reads the very file that the session has open. */
  readonly fd: number;
  readonly options: Pick<ReadOptions, "splitter" | "mapping">;
  /** Rows of more bytes than this can't be read. */
  readonly longest: number;
  /** Most rows of a range. */
  readonly rows: number;
}

/** Neighbouring rows to look at. */
export interface RowRange {
  readonly from: number;
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;
}

/** What the worker says to each range. */
export type FactsMessage =
  { readonly kind: "chunk"; readonly chunk: Chunk } | { readonly kind: "failed"; readonly message: string };

const { fd, options, longest, rows } = workerData as FactsTask;
const readOptions: ReadOptions = { ...options, neutralAs: true, now: () => "", provenance: false };
const writer = new ChunkWriter(rows);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const pieces = new PieceReader();
const unread: ReadRow = { value: undefined, row: null };

function chunkOf({ from, starts, lengths }: RowRange): Chunk {
  const first = starts[0] ?? 0;
  const end = (starts.at(-1) ?? 0) + (lengths.at(-1) ?? 0);
  if (end - first > longest) return writer.write(from, starts.length, () => unread);
  const bytes = pieces.read(fd, first, end - first);
  return writer.write(from, starts.length, (at) => {
    const start = (starts[at] ?? 0) - first;
    return readRow(decoder.decode(bytes.subarray(start, start + (lengths[at] ?? 0))), readOptions);
  });
}

function answer(message: FactsMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

parentPort?.on("message", (range: RowRange) => {
  try {
    const chunk = chunkOf(range);
    answer({ kind: "chunk", chunk }, memoryOf(chunk));
  } catch (error) {
    answer({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});
