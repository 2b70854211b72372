import { spawn } from "node:child_process";
import type { Needle } from "./needle.ts";
import { pieces } from "./pieces.ts";
import type { RowIndex } from "./rowIndex.ts";

/** Where to look. */
export interface CandidateTask {
  readonly path: string;
  readonly fd: number;
  readonly size: number;
  readonly start: number;
  readonly index: RowIndex;
  /** True for one row a line. */
  readonly lines: boolean;
}

/**
 * Rows in whose bytes a spelling of the needle occurs, in order, some at a time. ripgrep finds them where it is
 * given; it reads lines whole, so that arrays on one line are left to us.
 * @param ripgrep path of the program, or null
 */
export async function* candidates(
  task: CandidateTask,
  needle: Needle & { spellings: NonNullable<Needle["spellings"]> },
  ripgrep: string | null,
  signal: AbortSignal,
): AsyncGenerator<number[]> {
  let row = -1;
  const found =
    ripgrep !== null && task.lines
      ? withRipgrep(task, needle, ripgrep, signal)
      : withScan(task, needle, signal);
  for await (const offsets of found) {
    const rows: number[] = [];
    for (const offset of offsets) {
      const at = rowAt(task.index, offset, row);
      if (at > row && offset < task.index.start(at) + task.index.length(at)) rows.push(at);
      row = Math.max(row, at);
    }
    if (rows.length > 0) yield rows;
  }
}

/** Offsets of matches, found by ripgrep. A program that fails leaves the search to us. */
async function* withRipgrep(
  task: CandidateTask,
  needle: Needle & { spellings: NonNullable<Needle["spellings"]> },
  ripgrep: string,
  signal: AbortSignal,
): AsyncGenerator<number[]> {
  const patterns = needle.spellings.unicode.flatMap((pattern) => ["-e", pattern]);
  const how = ["--no-config", "--text", "--encoding=none", "--color=never", "--no-heading", "--no-filename"];
  // One match a line would do, but only all matches come with the offset of the match.
  const what = ["--no-line-number", "--byte-offset", "--only-matching", "--replace="];
  const child = spawn(ripgrep, [...how, ...what, ...patterns, "--", task.path], {
    stdio: ["ignore", "pipe", "ignore"],
    signal,
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
  let rest = "";
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const lines = (rest + chunk.toString("latin1")).split("\n");
      rest = lines.pop() ?? "";
      yield lines.map((line) => Number.parseInt(line, 10)).filter((offset) => offset < task.size);
    }
    const code = await ended;
    signal.throwIfAborted();
    // 0 found some, 1 found none; anything else is no answer.
    if (code !== 0 && code !== 1) yield* withScan(task, needle, signal);
  } finally {
    child.kill();
  }
}

async function* withScan(
  task: CandidateTask,
  needle: Needle & { spellings: NonNullable<Needle["spellings"]> },
  signal: AbortSignal,
): AsyncGenerator<number[]> {
  const [wanted = "", escapes = ""] = needle.spellings.bytes;
  const patterns = [new RegExp(wanted, "g"), new RegExp(escapes, "g")] as const;
  let carried = Buffer.alloc(0);
  let base = task.start;
  for await (const piece of pieces({ fd: task.fd, size: task.size, from: { offset: task.start } })) {
    signal.throwIfAborted();
    const bytes =
      carried.length === 0
        ? Buffer.from(piece.buffer, piece.byteOffset, piece.length)
        : Buffer.concat([carried, piece]);
    const from = base - carried.length;
    const offsets =
      needle.anchor === null
        ? matches(latin1(bytes), patterns[0], task.lines)
        : anchored(bytes, needle.anchor, patterns[0], needle.longest);
    if (bytes.includes("\\u00")) offsets.push(...matches(latin1(bytes), patterns[1], task.lines));
    yield offsets.sort((a, b) => a - b).map((at) => at + from);
    base += piece.length;
    // Copied: the piece's memory is read into again.
    carried = Buffer.from(bytes.subarray(Math.max(0, bytes.length - needle.longest)));
  }
}

function latin1(bytes: Buffer): string {
  return bytes.toString("latin1");
}

/** Offsets of matches of a slow pattern that all lie around places of a quick one. */
function anchored(bytes: Buffer, anchor: Buffer | RegExp, pattern: RegExp, longest: number): number[] {
  const offsets: number[] = [];
  let last = -1;
  for (const place of placesOf(bytes, anchor)) {
    const from = Math.max(0, place - longest);
    const window = latin1(bytes.subarray(from, place + longest));
    for (const offset of matches(window, pattern, false)) {
      if (from + offset > last) offsets.push((last = from + offset));
    }
  }
  return offsets;
}

function* placesOf(bytes: Buffer, anchor: Buffer | RegExp): Generator<number> {
  if (anchor instanceof RegExp) {
    for (const match of latin1(bytes).matchAll(anchor)) yield match.index;
    return;
  }
  for (let at = bytes.indexOf(anchor); at >= 0; at = bytes.indexOf(anchor, at + 1)) yield at;
}

/** Offsets of matches; one a line is enough where a line is a row. */
function matches(text: string, pattern: RegExp, lines: boolean): number[] {
  const offsets: number[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    offsets.push(match.index);
    if (!lines) continue;
    const lineEnd = text.indexOf("\n", match.index);
    if (lineEnd < 0) break;
    pattern.lastIndex = lineEnd;
  }
  return offsets;
}

/** The last row that starts at or before an offset, looked for from `from` on. */
function rowAt(index: RowIndex, offset: number, from: number): number {
  let low = Math.max(0, from);
  let high = index.count - 1;
  if (high < 0 || index.start(low) > offset) return -1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (index.start(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
