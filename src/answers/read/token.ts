import type { Rational } from "../rational.ts";

/** The kinds of token an answer is cut into. */
export type TokenType =
  | "number" // digits in any notation; `value` and `places` are set
  | "name" // a variable
  | "constant" // pi, e, i, infinity
  | "function" // a function this grader knows
  | "applied" // a word straight before "(" that is no known function
  | "command" // a LaTeX command with arguments: frac, sqrt, begin ...
  | "operator" // signs, relations, separators
  | "open" // ( [ { \{ ⟨ ⌊ ⌈, as one of ( [ { \{ < ⌊ ⌈
  | "close"
  | "text" // words
  | "currency"
  | "end";

/** One piece of an answer. `spaced`: white space stands before it. */
export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly spaced: boolean;
  readonly value?: Rational;
  readonly places?: number;
}

/** How a comma between digits is read: by its look, always as a separator, or as a decimal point. */
export type CommaReading = "by look" | "separator" | "decimal";
