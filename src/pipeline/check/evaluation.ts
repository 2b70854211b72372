import type { RowView } from "../../storage/types.ts";
import { problemKey, textHash } from "./hash.ts";
import { NearIndex, type Near } from "./minHash.ts";

/** A problem of an evaluation set. */
export interface EvaluationProblem {
  /** Name of the set, such as "GSM8K test". */
  readonly set: string;
  readonly problem: string;
}

/** Share of four-word runs in common from which a problem counts as a copy with changes. */
const near = 0.7;

/** Problems that must not be trained on, looked up exactly and nearly. Memory: some 2 KB a problem. */
export class EvaluationSet {
  readonly #exact = new Map<number, EvaluationProblem>();
  readonly #copies = new NearIndex<EvaluationProblem>();

  get size(): number {
    return this.#exact.size;
  }

  add(one: EvaluationProblem): void {
    const key = problemKey(one.problem);
    const hash = textHash(key);
    if (key === "" || this.#exact.has(hash)) return;
    this.#exact.set(hash, one);
    this.#copies.add(key, one);
  }

  /** Takes the problems of rows that can be read. @param set name of their set */
  async addRows(set: string, rows: AsyncIterable<RowView>): Promise<void> {
    for await (const { row } of rows) if (row !== null) this.add({ set, problem: row.problem });
  }

  /** The problem of which this is a copy (similarity 1 where it is the same), or null. */
  find(problem: string): Near<EvaluationProblem> | null {
    if (this.size === 0) return null;
    const key = problemKey(problem);
    const same = this.#exact.get(textHash(key));
    return same === undefined ? this.#copies.find(key, near) : { item: same, similarity: 1, exact: true };
  }
}
