import type { Outcome } from "../core/model.ts";
import type { RowView } from "../storage/types.ts";
import { goldAnswer, gradeTrace } from "./facts.ts";

/** One trace graded: the grader's verdict beside what the file or a person states. Indices from 0. */
export interface GradedTrace {
  readonly row: number;
  readonly trace: number;
  /** The gold answer; null where the row has none. */
  readonly gold: string | null;
  /** The final answer found in the trace; null where it has none. */
  readonly extracted: string | null;
  readonly normalized: { readonly gold: string | null; readonly pred: string | null };
  readonly equal: boolean | null;
  readonly reason: string;
  /** What the file or a person states. */
  readonly stated: Outcome;
  /** True where what is stated and what the grader finds differ. */
  readonly disagree: boolean;
}

/** Grades the traces of a row; none where it can't be read. */
export function gradedTraces({ index, row }: RowView): GradedTrace[] {
  if (row === null) return [];
  const gold = goldAnswer(row.gold);
  return row.traces.map((trace, at) => {
    const { answer, verdict, disagree } = gradeTrace(row, trace);
    return {
      row: index,
      trace: at,
      gold,
      extracted: answer.answer,
      normalized: { gold: verdict.gold, pred: verdict.pred },
      equal: verdict.equal,
      reason: verdict.reason,
      stated: trace.outcome,
      disagree,
    };
  });
}

/** The grader's verdict as an outcome. */
export function outcomeOf({ equal }: Pick<GradedTrace, "equal">): Outcome {
  return equal === null ? "unknown" : equal ? "right" : "wrong";
}

/** A trace whose outcome is another than before. */
export interface Flip {
  readonly row: number;
  readonly trace: number;
  readonly before: Outcome;
  readonly now: Outcome;
}

const letters: Readonly<Record<Outcome, string>> = { right: "r", wrong: "w", unknown: "?" };
const outcomes: ReadonlyMap<string, Outcome> = new Map([
  ["r", "right"],
  ["w", "wrong"],
  ["?", "unknown"],
]);

/**
 * Grades of a whole dataset, a letter a trace and a line a row, kept to tell the next time what flipped. Where there is nothing
 * from before, traces are held against what the file states.
 */
export class Grading {
  readonly flips: Flip[] = [];
  readonly counts: Record<Outcome, number> = { right: 0, wrong: 0, unknown: 0 };
  readonly #lines: string[] = [];
  readonly #before: readonly string[] | null;

  /** @param before what `toString` gave the last time; null where there is none */
  constructor(before: string | null) {
    this.#before = before === null ? null : before.split("\n");
  }

  /** Takes the traces of the next row. */
  add(graded: readonly GradedTrace[]): void {
    const old = this.#before?.[this.#lines.length];
    let line = "";
    for (const one of graded) {
      const now = outcomeOf(one);
      const before = this.#before === null ? one.stated : outcomes.get(old?.[one.trace] ?? "");
      // A mark that was never given can't flip.
      const known = before !== undefined && !(this.#before === null && before === "unknown");
      if (known && before !== now) this.flips.push({ row: one.row, trace: one.trace, before, now });
      this.counts[now] += 1;
      line += letters[now];
    }
    this.#lines.push(line);
  }

  /** What is kept for the next time. */
  toString(): string {
    return this.#lines.join("\n");
  }
}
