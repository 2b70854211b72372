import { attempt, div, mul, sign } from "../rational.ts";
import { type Reading, evaluate, walk } from "./evaluate.ts";
import type { Node, NumberNode, Run } from "./syntax.ts";
import { familiesOf, isConversion, sizeIn, unitsIn } from "./units.ts";
import { type Value, same } from "./value.ts";

/** Every unit phrase of an expression; "$" for money. */
export function phrases(node: Node): string[] {
  const found: string[] = [];
  walk(node, (part) => {
    if (part.type !== "number" && part.type !== "group") return;
    if (part.unit !== "") found.push(part.unit);
    if (part.type === "number" && part.money) found.push("$");
  });
  return found;
}

/** Whether the sides agree once their units are changed into one another: "2 * 60 = 2 hours", "1 hour + 30 minutes = 90 minutes". */
export function inOtherUnits(left: Run, right: Run, plain: Reading, l: Value, r: Value): boolean {
  const [lefts, rights] = [phrases(left.node), phrases(right.node)];
  const texts = [...lefts, ...rights];
  const words = [...new Set(texts.flatMap(unitsIn))].slice(0, 12);
  if (words.length === 0) return false;
  // $5 * 4 = $100: both sides count in one unit, there is nothing to change.
  if (words.length === 1 && [lefts, rights].every((side) => side.flatMap(unitsIn).length > 0)) return false;
  const powers = texts.some((text) => /square|sq|cubic|cube/.test(text)) ? [1, 2, 3] : [1];
  if (convertible(l, r, words, powers)) return true;
  const families = new Set(words.flatMap(familiesOf));
  return [...families].some((family) => {
    const number = (node: NumberNode): Value => {
      const unit = node.unit === "" && node.money ? "$" : node.unit;
      return attempt(() => mul(node.value, sizeIn(unit, family))) ?? node.value;
    };
    const scaledLeft = evaluate(left.node, { ...plain, number });
    const scaledRight = evaluate(right.node, { ...plain, number });
    if (scaledLeft === null || scaledRight === null) return false;
    return same(scaledLeft, scaledRight) || convertible(scaledLeft, scaledRight, words, powers);
  });
}

function convertible(l: Value, r: Value, words: readonly string[], powers: readonly number[]): boolean {
  if (typeof l === "number" || typeof r === "number" || sign(l) === 0 || sign(r) === 0) return false;
  const quotient = attempt(() => div(l, r));
  return quotient !== null && sign(quotient) > 0 && isConversion(quotient, words, powers);
}
