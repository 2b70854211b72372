/** Hand-written rows that a rule must flag, and near misses that it must not. */
export interface RuleCases {
  readonly rule: string;
  /** Each case is a row, or rows of which the last must be flagged. */
  readonly bad: readonly Case[];
  /** Each case is a row, or rows of which none may be flagged. */
  readonly good: readonly Case[];
}

export type Case = object | string | readonly (object | string)[];

export const raw = String.raw;

const hens = {
  prompt: "A hen lays 2 eggs a day. How many eggs does it lay in 3 days?",
  initial_reason_steps: "Let's think step by step.\nStep 1: Each day brings 2 eggs.\nStep 2:",
  chosen: " In 3 days that is 2*3 = 6 eggs.",
  rejected: " In 3 days that is 2+3 = 5 eggs.",
  full_chosen: "",
  full_rejected: "",
  answer: "6",
};

/** A row of the public pairs' format. Whole texts that are not given are the side alone. */
export function pair(fields: Partial<typeof hens> = {}): object {
  const row = { dataset: "own", ...hens, ...fields };
  return {
    ...row,
    full_chosen: fields.full_chosen ?? row.chosen,
    full_rejected: fields.full_rejected ?? row.rejected,
  };
}

/** The same with its two sides alone told. */
export function sides(chosen: string, rejected: string): object {
  return pair({ chosen, rejected });
}

/** A problem with one trace, its steps found by the splitter. */
export function solved(query: string, response: string): object {
  return { query, response };
}

/** A problem with steps as the file has them. */
export function steps(problem: string, ...texts: readonly string[]): object {
  return { id: "a", generator: "g", problem, steps: texts, final_answer_correct: true, label: -1 };
}

/** A trace with labels. */
export function labelled(labels: readonly unknown[], completions?: readonly string[]): object {
  const texts = completions ?? labels.map((_, at) => `Part ${at + 1} of it.`);
  return { prompt: "Work it out.", completions: texts, labels };
}

/** A trace with the outcome and the answer that the file states. */
export function judged(gold: string, response: string, right: boolean, stated = ""): object {
  return { question: "Work it out.", gt: gold, code: [response], pred: [stated], score: [right] };
}
