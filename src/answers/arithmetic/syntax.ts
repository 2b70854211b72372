import type { Rational } from "../rational.ts";

/** Operators with two sides. `implicit` is a product written side by side, `of` is "1/2 of 30". */
export type BinaryOperator = "+" | "-" | "*" | "/" | "^" | "mod" | "//" | "implicit" | "of";

/** A number as it is written, with what stands around it. */
export interface NumberNode {
  readonly type: "number";
  readonly value: Rational;
  /** Its digits, without thousands commas. */
  readonly text: string;
  readonly places: number;
  readonly money: boolean;
  readonly cut: boolean;
  readonly percent: boolean;
  /** The words after it, in lower case: "apples", "miles per hour". Empty when there are none. */
  readonly unit: string;
}

/** An expression. */
export type Node =
  | NumberNode
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "negative"; readonly of: Node }
  | { readonly type: "root"; readonly of: Node; readonly degree: Node | null }
  | { readonly type: "factorial"; readonly of: Node }
  | { readonly type: "percent"; readonly of: Node }
  | { readonly type: "binomial"; readonly n: Node; readonly k: Node }
  /** A whole number and a fraction side by side: 2 1/2. */
  | { readonly type: "mixed"; readonly whole: Node; readonly part: Node }
  /** A bracket; `unit` holds the words after it. */
  | { readonly type: "group"; readonly of: Node; readonly unit: string }
  | { readonly type: "binary"; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node };

/** A longest piece of a clause that reads as one expression. Positions are token indices in the clause. */
export interface Run {
  readonly node: Node;
  readonly from: number;
  /** Index after the last token of the expression. */
  readonly to: number;
  /** Index after the unit words that trail it. */
  readonly tail: number;
  /** How many unit words trail it. */
  readonly trailing: number;
  /** How many operators it has. */
  readonly operators: number;
  /** An operator with something unreadable stands right before it or right after it: the run is only a part. */
  readonly open: boolean;
  /** It has an operator in words: "half of 6", "8 divided by 2". */
  readonly spoken: boolean;
  /** Read in a way that a person could read otherwise: a mismatch is not to be trusted. */
  readonly doubtful: boolean;
}
