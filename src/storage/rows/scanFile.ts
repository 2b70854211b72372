import { readSync } from "node:fs";
import { BatchWriter, type RowBatch, type Tail } from "./rowIndex.ts";
import { ArrayScanner } from "./scanArray.ts";
import { LineScanner } from "./scanLines.ts";
import type { ScanEnd, Scanner } from "./scanner.ts";

/** What to scan. File descriptors belong to the process, so that a worker reads the very file its owner opened. */
export interface ScanTask {
  readonly fd: number;
  /** Bytes; what is appended meanwhile is left for the next scan. */
  readonly size: number;
  readonly container: "jsonl" | "json-array" | "json";
  readonly from: Pick<Tail, "offset" | "line">;
}

/** Bytes a read: large enough to be quick, small enough for memory. */
const pieceBytes = 4 << 20;

/** The scanner of a container. */
export function scannerFor(task: Pick<ScanTask, "container" | "from">): Scanner {
  if (task.container === "jsonl") return new LineScanner(task.from);
  return new ArrayScanner(task.from.offset, task.container === "json-array" ? "array" : "value");
}

/**
 * Scans a file piece by piece, blocking its thread: for workers, and for a few bytes.
 * @param onBatch gets the rows found, after each piece that held some
 */
export function scanFile(task: ScanTask, onBatch: (batch: RowBatch) => void): ScanEnd {
  const scanner = scannerFor(task);
  const rows = new BatchWriter();
  const piece = Buffer.allocUnsafeSlow(Math.max(1, Math.min(pieceBytes, task.size - task.from.offset)));
  let at = task.from.offset;
  while (at < task.size) {
    const read = readSync(task.fd, piece, 0, Math.min(piece.length, task.size - at), at);
    if (read === 0) break;
    scanner.push(piece.subarray(0, read), rows);
    at += read;
    if (rows.count > 0) onBatch(rows.take());
  }
  const end = scanner.end(rows);
  if (rows.count > 0) onBatch(rows.take());
  return end;
}
