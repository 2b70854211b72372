import { isScalar, type Expression } from "../expression.ts";
import { withImaginaryUnit } from "./imaginary.ts";
import { comparePieces } from "./pieces.ts";
import { renamedParameter } from "./parameters.ts";
import { compareProgressions } from "./progressions.ts";
import { compareLetterUnits, compareQuantities } from "./quantities.ts";
import { NUMBER_SETS } from "../read/names.ts";
import { realSet } from "./realsets.ts";
import { LINE, sameSet } from "./spans.ts";
import { compareRelations } from "./related.ts";
import { compareBounds } from "./bounds.ts";
import { compareScalars } from "./scalars.ts";
import { compareStructures } from "./structures.ts";
import { compareTexts, meaning, meansAllReals, meansEmpty } from "./texts.ts";
import { different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

/** Compares two prepared answers of any kind. */
export function same(gold: Expression, pred: Expression, context: Context): Verdict {
  const pieces = gold.kind === "apply" || pred.kind === "apply" ? comparePieces(gold, pred, context) : null;
  if (pieces !== null && gold.kind !== "relation" && pred.kind !== "relation") return pieces;
  if (isScalar(gold) && isScalar(pred)) {
    if (isSameNumberSet(gold, pred)) return equal("the same set of numbers");
    const verdict = compareScalars(gold, pred, context);
    if (verdict.equal === true) return verdict;
    return (
      compareImaginary(gold, pred, context) ??
      compareRenamed(gold, pred, context) ??
      compareLetterUnits(gold, pred, context) ??
      compareProgressions(gold, pred, context) ??
      verdict
    );
  }
  const bounds = compareBounds(gold, pred, context);
  if (bounds !== null) return bounds;
  if (gold.kind === "relation" || pred.kind === "relation") return compareRelations(gold, pred, context);
  const introduced = compareIntroduced(gold, pred, context);
  if (introduced !== null) return introduced;
  if (gold.kind === "quantity" || pred.kind === "quantity") return compareQuantities(gold, pred, context);
  if (gold.kind === "text" || pred.kind === "text") return compareWithText(gold, pred, context);
  return compareStructures(gold, pred, context);
}

function compareImaginary(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [withImaginaryUnit(gold, pred), withImaginaryUnit(pred, gold)];
  if (a === null && b === null) return null;
  const verdict = compareScalars(a ?? gold, b ?? pred, context);
  return verdict.equal === true ? equal(`${verdict.reason}, with another letter for i`) : null;
}

/** ℝ against a plain R. */
function isSameNumberSet(gold: Expression, pred: Expression): boolean {
  if (gold.kind !== "symbol" || pred.kind !== "symbol") return false;
  return NUMBER_SETS.get(gold.name) === pred.name || NUMBER_SETS.get(pred.name) === gold.name;
}

/** Expressions that are equal once a letter of no matter is called the same; null for others. */
function compareRenamed(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const renamed = renamedParameter(gold, pred);
  if (renamed === null || compareScalars(gold, renamed.node, context).equal !== true) return null;
  return renamed.doubtful
    ? unsure("equal, if its constant is free to have any name")
    : equal("equal, with another letter for a free number");
}

/** Values after words such as "at least": the words must agree too. Null when neither has any. */
function compareIntroduced(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [introduction(gold), introduction(pred)];
  if (a === null && b === null) return null;
  const values = same(a?.value ?? gold, b?.value ?? pred, context);
  if (values.equal !== true) return values;
  if (a === null || b === null) return unsure("equal values, but only one has words before it");
  const words = compareTexts(a.words, b.words);
  return words.equal === true ? values : words;
}

function introduction(node: Expression): { words: string; value: Expression } | null {
  if (node.kind === "quantity") {
    const inner = introduction(node.value);
    return inner === null ? null : { ...inner, value: { ...node, value: inner.value } };
  }
  if (node.kind !== "product") return null;
  const [first, second, ...rest] = node.factors;
  if (first?.kind !== "text" || second === undefined) return null;
  return {
    words: first.text,
    value: rest.length === 0 ? second : { kind: "product", factors: [second, ...rest] },
  };
}

function compareWithText(gold: Expression, pred: Expression, context: Context): Verdict {
  if (gold.kind === "text" && pred.kind === "text") return compareTexts(gold.text, pred.text);
  const [text, other] =
    gold.kind === "text" ? [gold.text, pred] : pred.kind === "text" ? [pred.text, gold] : ["", pred];
  if (other.kind === "set" && other.items.length === 0)
    return meansEmpty(text) ? equal("both say there is none") : different("only one is empty");
  if (meansAllReals(text)) {
    const set = realSet(other, context);
    if (set !== null)
      return sameSet(set, [LINE]) ? equal("all real numbers") : different("not all real numbers");
  }
  if (other.kind === "list" && other.items[0]?.kind === "text")
    return compareTexts(text, other.items[0].text);
  if (meaning(text) !== null) return different("words against a value");
  return text.split(" ").length > 3
    ? unsure("not comparable: words and a value")
    : different("words against a value");
}
