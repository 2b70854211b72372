import type { ReadOptions } from "../../formats/format.ts";
import { Pauses } from "../../storage/pauses.ts";
import type { DatasetSession, RowView, TextRows } from "../../storage/types.ts";

/** A piece ends before it has more rows or bytes than this, unless one row is longer: it bounds a thread's memory. */
const pieceRows = 128;
const pieceBytes = 1 << 20;

/** The open file that a piece lies in, and how its rows are read. */
export interface PieceFile {
  /** File descriptors belong to the process, so that a thread reads the very file that the session has open. */
  readonly fd: number;
  readonly path: string;
  readonly options: Pick<ReadOptions, "splitter" | "mapping">;
}

/** Some neighbouring rows: where they lie in a file, or as a session reads them. */
export type Piece =
  | {
      readonly kind: "bytes";
      readonly file: PieceFile;
      readonly from: number;
      readonly starts: Float64Array;
      readonly lengths: Uint32Array;
      /** Line of each row from 1; 0 where there are no lines. */
      readonly lines: Uint32Array;
    }
  | { readonly kind: "views"; readonly views: readonly RowView[] };

/** Number of rows of a piece. */
export function rowsIn(piece: Piece): number {
  return piece.kind === "bytes" ? piece.starts.length : piece.views.length;
}

/** What of a session pieces are made of. */
export type PieceSource = Pick<DatasetSession, "info" | "whenIndexed" | "rows" | "textRows">;

/** Rows `from` (included) to `to` (excluded) of a session, in order. `texts` stays in use until the pieces are worked on. */
export async function* piecesOf(
  session: PieceSource,
  texts: TextRows | null,
  from: number,
  to: number,
): AsyncGenerator<Piece> {
  if (texts === null) {
    yield* viewsOf(session, from, to);
    return;
  }
  const { starts, lengths, longest } = texts;
  const apart = new Set(texts.elsewhere);
  const isApart = (row: number): boolean => apart.has(row) || (lengths[row] ?? 0) > longest;
  const file = {
    fd: texts.fd,
    path: session.info.path,
    options: { splitter: texts.splitter, mapping: texts.mapping },
  };
  const last = Math.min(to, starts.length);
  for (let at = from; at < last;) {
    const first = at;
    if (isApart(at)) {
      while (at < last && isApart(at)) at++;
      yield* viewsOf(session, first, at);
      continue;
    }
    const fits = (row: number): boolean =>
      row < last &&
      row - first < pieceRows &&
      (starts[row] ?? 0) + (lengths[row] ?? 0) - (starts[first] ?? 0) <= pieceBytes &&
      !isApart(row);
    do at++;
    while (fits(at));
    const lines = Uint32Array.from({ length: at - first }, (_, k) => texts.line(first + k) ?? 0);
    const place = { starts: starts.slice(first, at), lengths: lengths.slice(first, at), lines };
    yield { kind: "bytes", file, from: first, ...place };
  }
  // What another program appended meanwhile.
  yield* viewsOf(session, Math.max(from, last), to);
}

/** Rows and text (UTF-16 units) read at once: reading parses them on the host's thread, which must not take long. */
const [mostRows, mostText] = [64, 200_000];

async function* viewsOf(session: PieceSource, from: number, to: number): AsyncGenerator<Piece> {
  const pauses = new Pauses();
  for (let at = from, size = 1; at < to;) {
    const views = await session.rows(at, Math.min(to, at + size));
    if (views.length === 0) return;
    yield { kind: "views", views };
    at += views.length;
    const text = views.reduce((sum, view) => sum + view.raw.length, 0) / views.length;
    size = Math.max(1, Math.min(mostRows, size * 2, Math.floor(mostText / (text + 1))));
    // Reading what is in memory never waits: others would get no turn.
    await pauses.take();
  }
}
