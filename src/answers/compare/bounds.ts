import type { Expression } from "../expression.ts";
import { boundSign } from "../read/wordSets.ts";
import { compareAsSets } from "./realsets.ts";
import type { Context, Verdict } from "./verdict.ts";

/** "at least 5" as a relation of an x; null for anything else. */
function boundFromWords(node: Expression): Expression | null {
  if (node.kind !== "product") return null;
  const [words, value, more] = node.factors;
  const sign = words?.kind === "text" ? boundSign(words.text) : null;
  if (sign === null || value === undefined || more !== undefined) return null;
  return { kind: "relation", signs: [sign], sides: [{ kind: "symbol", name: "x" }, value] };
}

/** Compares a bound in words with another, an inequality, an interval or another set of reals; null when it is not that. */
export function compareBounds(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [boundFromWords(gold), boundFromWords(pred)];
  const other = a === null ? gold : b === null ? pred : null;
  if (a === null && b === null) return null;
  if (other !== null && !["relation", "bracketed", "join", "builder"].includes(other.kind)) return null;
  return compareAsSets(a ?? gold, b ?? pred, context);
}
