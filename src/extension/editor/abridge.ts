import type { Pair, Row, Trace } from "../../core/model.ts";

/** The start of a row that is too long to be shown whole. */
export interface Abridged {
  readonly row: Row;
  /** Characters (UTF-16 units) of its texts that are in `row`, and that there are. */
  readonly shown: number;
  readonly length: number;
}

/** Characters that a step counts for at least where it is sent to the view: it has a weight of its own. */
const stepWeight = 50;

/**
 * The first characters of a row's texts, in the order in which they are read, the gold solution last; what is left out ends in "…" or is missing.
 * Steps keep their numbers, so that a label goes to the step that it is meant for.
 * @param limit characters, UTF-16 units
 */
export function abridge(row: Row, limit: number): Abridged {
  const budget = new Budget(limit);
  const problem = budget.take(row.problem);
  const traces: Trace[] = [];
  for (const trace of row.traces) {
    if (traces.length > 0 && budget.isSpent) break;
    traces.push(abridgedTrace(trace, budget));
  }
  const pairs = row.pairs
    .filter(({ trace }) => trace === null || trace < traces.length)
    .map((pair) => abridgedPair(pair, budget));
  const own = ownSolution(row);
  const solution = own === null || budget.isSpent ? null : budget.take(own);
  const { shown } = budget;
  return {
    row: { ...row, problem, gold: { ...row.gold, solution }, traces, pairs },
    shown,
    length: lengthOf(row),
  };
}

class Budget {
  shown = 0;
  steps: number;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
    this.steps = limit / stepWeight;
  }

  get isSpent(): boolean {
    return this.shown >= this.#limit || this.steps <= 0;
  }

  take(text: string): string {
    const left = this.#limit - this.shown;
    const taken = text.length <= left ? text : `${text.slice(0, Math.max(0, left))}…`;
    this.shown += Math.min(text.length, Math.max(0, left));
    return taken;
  }
}

/** Its steps alone: a trace's text would be sent twice. */
function abridgedTrace(trace: Trace, budget: Budget): Trace {
  const steps = [];
  for (const step of trace.steps) {
    if (budget.isSpent) break;
    steps.push({ ...step, text: budget.take(step.text) });
    budget.steps--;
  }
  return { ...trace, text: "", steps };
}

function abridgedPair(pair: Pair, budget: Budget): Pair {
  const take = (text: string | null) => (text === null ? null : budget.take(text));
  return { ...pair, prefix: budget.take(pair.prefix), lose: take(pair.lose), win: take(pair.win) };
}

/** The gold solution; null where it is one of the traces, known to be right. */
function ownSolution({ gold, traces }: Row): string | null {
  return traces.some(({ text }) => text === gold.solution) ? null : gold.solution;
}

function lengthOf(row: Row): number {
  const { problem, pairs } = row;
  const texts = [problem, ownSolution(row), ...row.traces.map(({ text }) => text)];
  const ofPairs = pairs.flatMap(({ prefix, lose, win }) => [prefix, lose, win]);
  return [...texts, ...ofPairs].reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
