import { some, symbols, type Expression, type Quantity } from "../expression.ts";
import { div, rational, type Rational } from "../rational.ts";
import { same } from "./same.ts";
import { measureOf, unitOf } from "../read/units.ts";
import { opposite } from "./texts.ts";
import { different, unsure, type Context, type Verdict } from "./verdict.ts";

/** Compares two values of which at least one has a unit. A unit that only one has is left out; two must agree. */
export function compareQuantities(gold: Expression, pred: Expression, context: Context): Verdict {
  if (gold.kind === "quantity" && pred.kind === "quantity") return bothWithUnit(gold, pred, context);
  const [goldUnit, predUnit] = [withLetterUnit(gold), withLetterUnit(pred)];
  if (gold.kind === "quantity" && predUnit !== null) return bothWithUnit(gold, predUnit, context);
  if (goldUnit !== null && pred.kind === "quantity") return bothWithUnit(goldUnit, pred, context);
  if (gold.kind === "quantity") return oneWithUnit(gold, pred, (value) => same(value, pred, context));
  if (pred.kind === "quantity") return oneWithUnit(pred, gold, (value) => same(gold, value, context));
  return same(gold, pred, context);
}

/** 5 m or 1500 g, read as a product, taken as a number with a unit. Null for other products. */
function withLetterUnit(node: Expression): Quantity | null {
  if (node.kind !== "product" || node.factors.length !== 2) return null;
  const [value, letter] = node.factors;
  if (value?.kind !== "number" || letter?.kind !== "symbol" || !/^[mgshlLNJWK]$/.test(letter.name))
    return null;
  const unit = unitOf(letter.name);
  return unit === null ? null : { kind: "quantity", value, unit: unit.name };
}

/** Words after a number that make it another answer. */
const CHANGING = /\b(?:not|more|less|fewer|least|most|than|over|under|above|below|short|off|except)\b/;

function oneWithUnit(
  quantity: Quantity,
  other: Expression,
  compareValue: (value: Expression) => Verdict,
): Verdict {
  const plain = compareValue(quantity.value);
  if (plain.equal === true && CHANGING.test(quantity.unit))
    return unsure(`equal numbers, but one says ${quantity.unit}`);
  if (plain.equal === true)
    return { equal: true, reason: `${plain.reason}; one leaves out ${quantity.unit}` };
  const scaled = scaledValue(quantity, other);
  if (scaled === null) return plain;
  const verdict = compareValue(scaled);
  return verdict.equal === null ? plain : verdict;
}

/** A percentage as a part of one; degrees as radians when the other side has a pi in it. */
function scaledValue(quantity: Quantity, other: Expression): Expression | null {
  if (quantity.unit === "%") return { kind: "quotient", over: quantity.value, under: whole(100n) };
  if (quantity.unit !== "°" || symbols(other).size > 0 || !some(other, isAngle)) return null;
  return {
    kind: "quotient",
    over: { kind: "product", factors: [quantity.value, { kind: "constant", name: "pi" }] },
    under: whole(180n),
  };
}

/** What shows that a value is an angle in radians. */
function isAngle(node: Expression): boolean {
  return (
    (node.kind === "constant" && node.name === "pi") || (node.kind === "call" && node.name.startsWith("arc"))
  );
}

function whole(value: bigint): Expression {
  return { kind: "number", value: rational(value), places: 0 };
}

function bothWithUnit(gold: Quantity, pred: Quantity, context: Context): Verdict {
  const plain = same(gold.value, pred.value, context);
  if (gold.unit === pred.unit)
    return plain.equal === true ? { equal: true, reason: `${plain.reason}, in the same unit` } : plain;
  const factor = conversion(pred.unit, gold.unit);
  if (factor === "incompatible") return different("units of different kinds");
  if (factor !== null) {
    const converted: Expression = {
      kind: "product",
      factors: [pred.value, { kind: "number", value: factor, places: 0 }],
    };
    const verdict = same(gold.value, converted, context);
    return verdict.equal === true
      ? { equal: true, reason: `equal after converting ${pred.unit} to ${gold.unit}` }
      : different("different amounts");
  }
  if (opposite(gold.unit.split(" "), pred.unit.split(" "))) return different("opposite words");
  return plain.equal === true ? unsure(`equal numbers of ${gold.unit} and of ${pred.unit}`) : plain;
}

/** How many of unit `to` one of unit `from` is; null when one of them is unknown. */
function conversion(from: string, to: string): Rational | "incompatible" | null {
  const [a, b] = [measureOf(from), measureOf(to)];
  if (a === null || b === null || isPound(from, to) || a.measures === "count" || b.measures === "count")
    return null;
  return a.measures === b.measures ? div(a.size, b.size) : "incompatible";
}

/** "pound" may be money or weight. */
function isPound(from: string, to: string): boolean {
  return [from, to].sort().join(" ") === "lb £";
}
