/** What the grader may be told about the question. */
export interface GradeOptions {
  /** The texts of the options A, B, C ... of a multiple-choice question, so that a letter may be answered by its content. */
  readonly choices?: readonly string[];
  /** Whether a list must come in the gold answer's order. Brackets keep their order always. Default false. */
  readonly ordered?: boolean;
  /** Other numbers beside the prediction that may be the answer just as well, as an extraction tells them. */
  readonly rivals?: readonly string[];
}

/** The verdict on an answer. */
export interface Grade {
  /** true: equal; false: different; null: a judge or a person should look. */
  readonly equal: boolean | null;
  /** Why, in words: "equal as numbers", "different sets", "not comparable: ...". */
  readonly reason: string;
  /** What the gold answer was read as. */
  readonly gold: string;
  /** What the predicted answer was read as. */
  readonly pred: string;
}

/** A text cut off where it is too long to show. */
export function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
