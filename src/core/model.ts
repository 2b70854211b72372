/** What a person or a judge says of one step. Absent (null) means not judged. */
export type Label = "correct" | "neutral" | "incorrect";

/** Whether a trace's final answer equals gold. */
export type Outcome = "right" | "wrong" | "unknown";

/** A half-open range of UTF-16 offsets into a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a label or verdict comes from: `file` (the format's own field), `person`, `arithmetic`,
 * `judge:<model>` or `rollouts:<model>`.
 */
export type Source = "file" | "person" | "arithmetic" | `judge:${string}` | `rollouts:${string}`;

/** One step of a trace; its span is its place in the trace's text. */
export interface Step extends Span {
  /** The trace's text from `start` to `end`, separators included: concatenated steps give the trace. */
  readonly text: string;
  readonly label: Label | null;
  /** Who gave the label; null where there is none. */
  readonly by: Source | null;
  /** When the label was given (ISO 8601), where that is kept. */
  readonly at: string | null;
  /** Share of rollouts from here that end right, 0 to 1; null where not measured. */
  readonly value: number | null;
}

/** One attempt at a problem: text cut into contiguous steps. */
export interface Trace {
  /** What tells it from the row's other traces, such as the model's name; empty for a lone trace. */
  readonly name: string;
  readonly text: string;
  readonly steps: readonly Step[];
  /** True where the format stores steps itself, so that no splitter can cut them otherwise. */
  readonly fixedSteps: boolean;
  /** Outcome that the file or a person states; unknown where neither does. */
  readonly outcome: Outcome;
  readonly outcomeBy: Source | null;
  /** Final answer that the file states; null where it must be extracted from the text. */
  readonly answer: string | null;
}

/** What the right answer is; both null where the row has none. */
export interface Gold {
  /** The bare answer, such as "18" or "\\frac{1}{2}". */
  readonly answer: string | null;
  /** A worked solution. */
  readonly solution: string | null;
  /** `file`, `person`, or `trace` where it is the trace's own answer, known right (ProcessBench). */
  readonly by: "file" | "person" | "trace" | null;
}

/** A preference pair at one step: two texts for the same place after the same prefix. */
export interface Pair {
  /** Index of the trace that holds the losing step; null where the row stores only the pair. */
  readonly trace: number | null;
  /** Index (from 0) of the step that the pair is about. */
  readonly step: number;
  /** What comes before both, in the row's own form, such as "Step 1: …\nStep 2:". */
  readonly prefix: string;
  readonly win: string | null;
  readonly lose: string | null;
  /** Run folder the win came from, where known. */
  readonly run: string | null;
  /** `row` where the row itself holds it, `sidecar` where `<name>.pairs.jsonl` does. */
  readonly from: "row" | "sidecar";
}

/** Whether a pair has a win with something in it: public sets hold pairs whose win is empty. */
export function hasWin({ win }: Pick<Pair, "win">): boolean {
  return win !== null && win.trim() !== "";
}

/** One row of a dataset: a problem with any number of traces and pairs. */
export interface Row {
  readonly problem: string;
  readonly gold: Gold;
  readonly traces: readonly Trace[];
  readonly pairs: readonly Pair[];
  /** Other fields worth showing, in file order: level, type, generator, … */
  readonly meta: readonly { readonly name: string; readonly value: string }[];
}

/** Index of the first step labelled incorrect, or null. */
export function firstError(trace: Pick<Trace, "steps">): number | null {
  const index = trace.steps.findIndex((step) => step.label === "incorrect");
  return index < 0 ? null : index;
}
