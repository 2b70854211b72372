import { Across } from "./across.ts";
import type { EvaluationBuilder, ProblemKeys } from "./evaluation.ts";
import { chosenRules } from "./index.ts";
import type { Looker } from "./jobs.ts";
import type { RowLook } from "./look.ts";
import { piecesOf, rowsIn, type Piece, type PieceSource } from "./pieces.ts";
import type { CheckFinding, CheckOptions } from "./types.ts";

/** How far a check goes. */
export interface Extent {
  /** Rows to check, from the first on; all where not given. */
  readonly rows?: number;
  readonly signal?: AbortSignal;
  /** Told how many rows were gone through. */
  readonly progress?: (rows: number) => void;
}

/**
 * The check of one dataset: of its rows in order, then of those that change. It finds what `checkRows` finds, in the
 * same order, whoever looks at the rows. Memory grows by some 50 bytes a row, and holds a few pieces of rows.
 */
export class DatasetRules {
  readonly #session: PieceSource;
  readonly #looker: Looker;
  readonly #across: Across;
  readonly #job: number;

  /** @throws RangeError where `options.rules` names a rule that there is none of */
  constructor(session: PieceSource, looker: Looker, options: CheckOptions) {
    const { rules, equations = false, evaluation } = options;
    this.#session = session;
    this.#looker = looker;
    this.#across = new Across(chosenRules(options));
    this.#job = looker.begin({
      ...(rules === undefined ? {} : { rules }),
      equations,
      evaluation: evaluation === undefined || evaluation.size === 0 ? null : evaluation.columns,
    });
  }

  /** What is found in the rows, then in all of them together. @throws StorageError; ThreadEndedError; the signal's reason */
  async *all(extent: Extent = {}): AsyncGenerator<CheckFinding> {
    const { rows = Infinity } = extent;
    await this.#session.whenIndexed();
    for await (const look of this.#looks([[0, rows]], extent)) yield* this.#across.take(look);
    yield* this.#across.all();
  }

  /**
   * What is found now in rows that changed or are new, and in the later rows that say, or said, the same.
   * @param others rows of which something was found because of the changed ones
   * @throws as `all`
   */
  async again(
    rows: Iterable<number>,
    others: Iterable<number>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, readonly CheckFinding[]>> {
    const found = new Map<number, readonly CheckFinding[]>();
    const changed = new Set(rows);
    const beside = new Set(others);
    for await (const look of this.#looks(stretches(changed), { signal })) {
      found.set(look.row, this.#across.take(look));
      for (const row of this.#across.later(look)) beside.add(row);
    }
    for await (const look of this.#looks(stretches([...beside].filter((row) => !changed.has(row))), {
      signal,
    }))
      found.set(look.row, this.#across.take(look));
    return found;
  }

  /** What is found in all rows together, as they are now. */
  ofAll(): readonly CheckFinding[] {
    return this.#across.all();
  }

  end(): void {
    this.#looker.end(this.#job);
  }

  #looks(of: readonly Stretch[], extent: Extent): AsyncGenerator<RowLook> {
    return answers(this.#session, this.#looker, of, extent, (piece) => this.#looker.look(this.#job, piece));
  }
}

/** Takes the problems of rows that can be read into a set. @param set name of the set @throws as `DatasetRules` */
export async function addProblems(
  builder: EvaluationBuilder,
  set: string,
  session: PieceSource,
  looker: Looker,
  extent: Extent = {},
): Promise<void> {
  await session.whenIndexed();
  const ask = (piece: Piece): Promise<readonly ProblemKeys[]> => looker.problems(piece);
  for await (const keys of answers(session, looker, [[0, Infinity]], extent, ask)) builder.add(set, keys);
}

/** Rows from the first (included) to the last (excluded). */
type Stretch = readonly [from: number, to: number];

function stretches(rows: Iterable<number>): Stretch[] {
  const found: [number, number][] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.[1] === row) last[1]++;
    else found.push([row, row + 1]);
  }
  return found;
}

/** So few rows the session reads itself: where all rows lie need not be asked. */
const fewRows = 64;

/** Asks for each piece of rows, a few ahead, and gives the answers in the order of the rows. */
async function* answers<T>(
  session: PieceSource,
  { ahead }: Looker,
  of: readonly Stretch[],
  { signal, progress }: Extent,
  ask: (piece: Piece) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  const { rows } = session.info;
  const cut = of.map(([from, to]): Stretch => [from, Math.min(to, rows)]);
  const count = cut.reduce((sum, [from, to]) => sum + to - from, 0);
  const texts = count <= fewRows ? null : await session.textRows();
  const asked: { readonly answer: Promise<readonly T[]>; readonly rows: number }[] = [];
  const stopped = stoppedBy(signal);
  let done = 0;
  async function* first(): AsyncGenerator<T> {
    const [one] = asked;
    if (one === undefined) return;
    yield* await Promise.race([one.answer, stopped]);
    asked.shift();
    done += one.rows;
    progress?.(done);
  }
  try {
    for (const [from, to] of cut) {
      for await (const piece of piecesOf(session, texts, from, to)) {
        signal?.throwIfAborted();
        const answer = ask(piece);
        // What fails is told when its turn comes; where the check stops before, nobody asks.
        answer.catch(() => undefined);
        asked.push({ answer, rows: rowsIn(piece) });
        if (asked.length >= ahead) yield* first();
      }
    }
    while (asked.length > 0) yield* first();
  } finally {
    // Threads may still read the file.
    void Promise.allSettled(asked.map(({ answer }) => answer)).then(() => texts?.release());
  }
}

/** Rejects with the signal's reason. */
function stoppedBy(signal: AbortSignal | undefined): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  stopped.catch(() => undefined);
  return stopped;
}
