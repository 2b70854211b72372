import type { ReadOptions } from "../../formats/format.ts";
import { decodeRow } from "../../storage/containers/rowText.ts";
import { formatsCodec } from "../../storage/formatsCodec.ts";
import { placeOf } from "../../storage/names.ts";
import type { RowView, SessionInfo } from "../../storage/types.ts";
import { PieceReader } from "../../storage/files/pieceReader.ts";
import { EvaluationSet, problemKeys, type EvaluationColumns, type ProblemKeys } from "./evaluation.ts";
import { chosenRules } from "./index.ts";
import { looking, type Look, type RowLook } from "./look.ts";
import type { Piece } from "./pieces.ts";
import type { CheckOptions } from "./types.ts";

/** How the rows of a job are looked at: options of the check, its evaluation set as columns. Crosses threads. */
export interface JobOptions extends Omit<CheckOptions, "evaluation"> {
  readonly evaluation: EvaluationColumns | null;
}

/** Who looks at rows: threads, or for a few rows the thread that asks. */
export interface Looker {
  /** Pieces that are worth having under way. */
  readonly ahead: number;
  /** Starts a job: rows looked at in one way. @returns what names it, up to `end` */
  begin(options: JobOptions): number;
  end(job: number): void;
  /** What the rules of a job say of rows. @throws ThreadEndedError; Error where the rows can't be read */
  look(job: number, piece: Piece): Promise<readonly RowLook[]>;
  /** The keys of the problems of rows; those that can't be read are left out. @throws as `look` */
  problems(piece: Piece): Promise<readonly ProblemKeys[]>;
  /** Lets go of what it holds; what was asked and not answered fails. */
  close(): Promise<void>;
}

/** Jobs of one thread. */
export class Jobs {
  readonly #looks = new Map<number, Look>();
  readonly #reader = new PieceReader();

  begin(job: number, { evaluation, ...options }: JobOptions): void {
    const rest = evaluation === null ? {} : { evaluation: new EvaluationSet(evaluation) };
    this.#looks.set(job, looking(chosenRules(options), { ...options, ...rest }));
  }

  end(job: number): void {
    this.#looks.delete(job);
  }

  look(job: number, piece: Piece): readonly RowLook[] {
    const look = this.#looks.get(job);
    if (look === undefined) throw new Error(`There is no job ${job}.`);
    return Array.from(this.#views(piece), look);
  }

  problems(piece: Piece): readonly ProblemKeys[] {
    const found: ProblemKeys[] = [];
    for (const { row } of this.#views(piece)) {
      const keys = row === null ? null : problemKeys(row.problem);
      if (keys !== null) found.push(keys);
    }
    return found;
  }

  *#views(piece: Piece): Generator<RowView> {
    if (piece.kind === "views") {
      yield* piece.views;
      return;
    }
    const { file, from, starts, lengths, lines } = piece;
    const options: ReadOptions = { ...file.options, neutralAs: true, now: () => "", provenance: false };
    const first = starts[0] ?? 0;
    const bytes = this.#reader.read(file.fd, first, (starts.at(-1) ?? 0) + (lengths.at(-1) ?? 0) - first);
    for (const [at, length] of lengths.entries()) {
      const start = (starts[at] ?? 0) - first;
      const raw = decodeRow(bytes.subarray(start, start + length)).text;
      const reading = formatsCodec.read(raw, options);
      const [index, line] = [from + at, lines[at] || null];
      const error =
        reading.error === null ? null : `${placeOf(file.path, index, { line })}: ${reading.error}`;
      yield { index, line, raw, ...reading, error, edited: false, readOnly: null };
    }
  }
}

/** Rows and bytes up to which looking at a dataset takes less time than starting a thread for it. */
const [fewRows, fewBytes] = [500, 1 << 20];

/** Whether a dataset is better looked at without threads. Its size must be known. */
export function isSmall({ rows, bytes }: Pick<SessionInfo, "rows" | "bytes">): boolean {
  return rows <= fewRows && bytes <= fewBytes;
}

/** Looks at rows on the thread that asks: for a few of them, which take less time than starting a thread. */
export function sameThread(): Looker {
  const jobs = new Jobs();
  let last = 0;
  return {
    ahead: 1,
    begin(options) {
      jobs.begin(++last, options);
      return last;
    },
    end: (job) => jobs.end(job),
    look: (job, piece) => Promise.resolve().then(() => jobs.look(job, piece)),
    problems: (piece) => Promise.resolve().then(() => jobs.problems(piece)),
    close: () => Promise.resolve(),
  };
}
