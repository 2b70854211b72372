import { PieceReader } from "../files/pieceReader.ts";
import { JsonBytes } from "./jsonTokens.ts";
import { oddEscapeAt } from "./oddRows.ts";

/** Rows that lie near each other in a file, to be searched. Crosses threads. */
export interface Stretch {
  /** File descriptors belong to the process: a worker reads the very file that its owner opened. */
  readonly fd: number;
  /** Its first row. */
  readonly first: number;
  /** Byte offsets and lengths of its rows. */
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;
  /** Its rows with odd escapes; null where they aren't known. */
  readonly odd: readonly number[] | null;
}

/**
 * Bytes read at a time, unless one row has more: they stay in the processor's own cache while they are looked at, and
 * their text is still made where the collector takes least time.
 */
const pieceBytes = 96 << 10;

const reader = new PieceReader();

/** Some rows of a stretch in memory. */
export interface Piece {
  /** The bytes of them all, good up to the next piece. */
  readonly json: JsonBytes;
  /** Places of its first row and of the row after its last, counted from the stretch's first. */
  readonly from: number;
  readonly to: number;
  /** Where in the file its bytes start. */
  readonly offset: number;
}

/**
 * Reads the rows of a stretch, blocking its thread. Those that the file doesn't hold any more are left out.
 * @throws NodeJS.ErrnoException
 */
export function* piecesOf({ fd, starts, lengths }: Stretch): Generator<Piece> {
  const endOf = (row: number): number => (starts[row] ?? 0) + (lengths[row] ?? 0);
  for (let from = 0; from < starts.length;) {
    const offset = starts[from] ?? 0;
    let next = from + 1;
    while (next < starts.length && endOf(next) - offset <= pieceBytes) next++;
    const bytes = reader.read(fd, offset, endOf(next - 1) - offset);
    let to = next;
    while (to > from && endOf(to - 1) - offset > bytes.length) to--;
    yield { json: new JsonBytes(bytes), from, to, offset };
    from = next;
  }
}

/** Adds the rows of a piece that have odd escapes. */
export function addOddRows(odd: Set<number>, { first, starts, lengths }: Stretch, piece: Piece): void {
  const { json, from, to, offset } = piece;
  let at = oddEscapeAt(json.bytes, 0);
  for (let row = from; at >= 0 && row < to; row++) {
    const end = (starts[row] ?? 0) + (lengths[row] ?? 0) - offset;
    if (end <= at) continue;
    odd.add(first + row);
    at = oddEscapeAt(json.bytes, end);
  }
}
