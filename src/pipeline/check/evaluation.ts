import { problemKey, textHash } from "./hash.ts";
import { nearColumns, NearIndex, nearKeys, type NearColumns, type NearKeys } from "./minHash.ts";

/** A problem of an evaluation set. */
export interface EvaluationProblem {
  /** Name of the set, such as "GSM8K test". */
  readonly set: string;
  /** How it begins, for people. */
  readonly problem: string;
}

/** What a problem is looked up by. Crosses threads. */
export interface ProblemKeys {
  readonly problem: string;
  readonly hash: number;
  /** Hash of the numbers in it. */
  readonly numbers: number;
  readonly near: NearKeys | null;
}

/** Share of four-word runs in common from which a problem with the same numbers counts as a copy with changes. */
const near = 0.6;
/** The same where numbers differ: short problems of one kind differ in them alone, and are others. */
const nearWithOtherNumbers = 0.9;
/** A problem is shown up to so many characters. */
const shown = 100;

/** The keys of a problem; null where there is nothing to it. */
export function problemKeys(problem: string): ProblemKeys | null {
  const key = problemKey(problem);
  if (key === "") return null;
  const start = problem.length > shown ? `${problem.slice(0, shown - 1)}…` : problem;
  return { problem: start, hash: textHash(key), numbers: numbersIn(key), near: nearKeys(key) };
}

function numbersIn(key: string): number {
  return textHash((key.match(/\d+/gu) ?? []).sort().join(" "));
}

/** Problems of evaluation sets as columns that threads share. */
export interface EvaluationColumns {
  readonly problems: readonly EvaluationProblem[];
  readonly hashes: Float64Array;
  readonly numbers: Float64Array;
  readonly near: NearColumns;
}

/** Gathers the problems of evaluation sets. */
export class EvaluationBuilder {
  readonly #problems: EvaluationProblem[] = [];
  readonly #keys: ProblemKeys[] = [];
  readonly #known = new Set<number>();

  /** Takes a problem, unless it is there already. @param set name of its set */
  add(set: string, keys: ProblemKeys): void {
    if (this.#known.has(keys.hash)) return;
    this.#known.add(keys.hash);
    this.#problems.push({ set, problem: keys.problem });
    this.#keys.push(keys);
  }

  /** @param pause lets others have their turn between pieces of work @throws RangeError where there are too many */
  async build(pause: () => Promise<void> = () => Promise.resolve()): Promise<EvaluationSet> {
    const numbersOf = (pick: (keys: ProblemKeys) => number): Float64Array => {
      const column = new Float64Array(new SharedArrayBuffer(8 * this.#keys.length));
      for (const [at, keys] of this.#keys.entries()) column[at] = pick(keys);
      return column;
    };
    return new EvaluationSet({
      problems: this.#problems,
      hashes: numbersOf(({ hash }) => hash),
      numbers: numbersOf(({ numbers }) => numbers),
      near: await nearColumns(
        this.#keys.map((keys) => keys.near),
        pause,
      ),
    });
  }
}

/** A problem that was found in an evaluation set. */
export interface Leak extends EvaluationProblem {
  /** Share of the four-word runs of either that both have, 0 to 1. */
  readonly similarity: number;
  /** The texts are the same but for spelling. */
  readonly exact: boolean;
}

/** Problems that must not be trained on, looked up exactly and nearly. Memory: some 1 KB a problem, shared by threads. */
export class EvaluationSet {
  readonly columns: EvaluationColumns;
  readonly #exact: ReadonlyMap<number, number>;
  readonly #copies: NearIndex;

  constructor(columns: EvaluationColumns) {
    this.columns = columns;
    this.#exact = new Map(Array.from(columns.hashes, (hash, at) => [hash, at]));
    this.#copies = new NearIndex(columns.near);
  }

  get size(): number {
    return this.columns.problems.length;
  }

  /** The problem of which this is a copy, or null. */
  find(problem: string): Leak | null {
    if (this.size === 0) return null;
    const key = problemKey(problem);
    const same = this.#exact.get(textHash(key));
    if (same !== undefined) return this.#leak(same, 1, true);
    const numbers = numbersIn(key);
    const copy = this.#copies
      .find(key, near)
      .find(
        ({ text, similarity }) =>
          similarity >= nearWithOtherNumbers || this.columns.numbers[text] === numbers,
      );
    return copy === undefined ? null : this.#leak(copy.text, copy.similarity, false);
  }

  #leak(at: number, similarity: number, exact: boolean): Leak | null {
    const problem = this.columns.problems[at];
    return problem === undefined ? null : { ...problem, similarity, exact };
  }
}
