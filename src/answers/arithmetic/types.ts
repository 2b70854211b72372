/**
 * What kind of claim a finding contradicts.
 * - `equation`: two sides of a written equation, or two neighbours in a chain A = B = C, differ.
 * - `note`: the same inside a GSM8K calculator note `<<a+b=c>>`.
 * - `name`: a named value is given two different values, one by its definition and one by its calculation.
 * - `restated`: "Total = 20 + 15" followed by "Total = 36".
 * - `unbalanced`: a well-formed side is rewritten into one that has a parenthesis too many or too few.
 * - `rewriting`: "this can be written as A - B" does not give the value of the problem's expression.
 * - `answer`: the stated answer is not the value of the problem's expression.
 * The last two are inferred from prose, so they are reported only where no written equation of the trace is false.
 */
export type FindingKind = "equation" | "note" | "name" | "restated" | "unbalanced" | "rewriting" | "answer";

/** One false equation in a trace. */
export interface Finding {
  /** Index of the step, from 0. */
  readonly step: number;
  /** Start of the false equation in the step's text, in UTF-16 units. */
  readonly start: number;
  /** End of the false equation in the step's text, in UTF-16 units. */
  readonly end: number;
  /** The false equation as it is written. */
  readonly equation: string;
  /** Exact value of the left side ("7/3", "-21.5"); "≈" before a value that is not rational. */
  readonly left: string;
  /** Exact value of the right side. */
  readonly right: string;
  /** What the right side should have said. */
  readonly expected: string;
  /** Whether this is the first false equation of its trace. */
  readonly first: boolean;
  readonly kind: FindingKind;
}

/** What the trace adds to a check of its steps. */
export interface TraceOptions {
  /** The problem's text. Where it is one bare expression ("(3 + 4) * 5 ="), rewritings and the answer are held to its value. */
  readonly problem?: string | undefined;
}
