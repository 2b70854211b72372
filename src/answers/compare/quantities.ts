import { some, symbols, wholeNumber, type Expression, type Quantity } from "../expression.ts";
import { div, rational, type Rational } from "../rational.ts";
import { same } from "./same.ts";
import { measureOf } from "../read/units.ts";
import { isChange } from "./changes.ts";
import { asQuantity } from "./letterUnits.ts";
import { opposite } from "./texts.ts";
import { different, unsure, type Context, type Verdict } from "./verdict.ts";

/** Compares two values of which at least one has a unit. A unit that only one has is left out; two must agree. */
export function compareQuantities(gold: Expression, pred: Expression, context: Context): Verdict {
  if (isIn("rad", gold) || isIn("rad", pred)) {
    const [a, b] = [inRadians(gold, pred), inRadians(pred, gold)];
    if (a !== gold || b !== pred) return same(a, b, context);
  }
  if (gold.kind === "quantity" && pred.kind === "quantity")
    return withoutChange(gold, pred, context) ?? bothWithUnit(gold, pred, context);
  const [goldUnit, predUnit] = [asQuantity(gold), asQuantity(pred)];
  if (gold.kind === "quantity" && predUnit !== null && measureOf(gold.unit) !== null)
    return bothWithUnit(gold, predUnit, context);
  if (goldUnit !== null && pred.kind === "quantity" && measureOf(pred.unit) !== null)
    return bothWithUnit(goldUnit, pred, context);
  if (gold.kind === "quantity") return oneWithUnit(gold, pred, (value) => same(value, pred, context));
  if (pred.kind === "quantity") return oneWithUnit(pred, gold, (value) => same(gold, value, context));
  return same(gold, pred, context);
}

function isIn(unit: string, node: Expression): boolean {
  return node.kind === "quantity" && node.unit === unit;
}

/** An angle as the number of radians it is, against another angle or a bare number; anything else as it is. */
function inRadians(angle: Expression, other: Expression): Expression {
  if (angle.kind !== "quantity") return angle;
  const comparable = other.kind !== "quantity" || other.unit === "°" || other.unit === "rad";
  if (angle.unit === "°") return radians(angle.value);
  return angle.unit === "rad" && comparable ? angle.value : angle;
}

/** 10% against "10% increase": the amount alone, which a question after the change leaves open. Null when not just one names it. */
function withoutChange(gold: Quantity, pred: Quantity, context: Context): Verdict | null {
  if (isChange(gold.unit) === isChange(pred.unit)) return null;
  const [change, amount] = isChange(gold.unit) ? [gold, pred] : [pred, gold];
  if (change.value.kind !== "quantity" || change.value.unit !== amount.unit) return null;
  const plain = change === gold ? same(change.value, amount, context) : same(amount, change.value, context);
  if (plain.equal === true) return { equal: true, reason: `${plain.reason}; one leaves out ${change.unit}` };
  const negated: Quantity = { ...amount, value: { kind: "negative", of: amount.value } };
  return same(change.value, negated, context).equal === true
    ? unsure(`equal but for the sign, which ${change.unit} may stand for`)
    : plain;
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
  if (quantity.unit === "%") return { kind: "quotient", over: quantity.value, under: wholeNumber(100n) };
  if (quantity.unit !== "°" || symbols(other).size > 0 || !some(other, isAngle)) return null;
  return radians(quantity.value);
}

function radians(degrees: Expression): Expression {
  return {
    kind: "quotient",
    over: { kind: "product", factors: [degrees, { kind: "constant", name: "pi" }] },
    under: wholeNumber(180n),
  };
}

/** What shows that a value is an angle in radians. */
function isAngle(node: Expression): boolean {
  return (
    (node.kind === "constant" && node.name === "pi") || (node.kind === "call" && node.name.startsWith("arc"))
  );
}

function bothWithUnit(gold: Quantity, pred: Quantity, context: Context): Verdict {
  const plain = same(gold.value, pred.value, context);
  if (gold.unit === pred.unit)
    return plain.equal === true ? { equal: true, reason: `${plain.reason}, in the same unit` } : plain;
  const factor = conversion(pred.unit, gold.unit);
  if (factor === "loose") return unsure(`how many ${gold.unit} one ${pred.unit} is, is not fixed`);
  if (factor === "incompatible") return different("units of different kinds");
  if (factor !== null) return converted(gold, pred, factor, context);
  if (opposite(gold.unit.split(" "), pred.unit.split(" "))) return different("opposite words");
  return plain.equal === true ? unsure(`equal numbers of ${gold.unit} and of ${pred.unit}`) : plain;
}

/** Compares in gold's unit; a prediction that is rounded is, in its own unit, held to gold to the precision given. */
function converted(gold: Quantity, pred: Quantity, factor: Rational, context: Context): Verdict {
  const inGold = same(gold.value, times(pred.value, factor), context);
  const verdict =
    inGold.equal === true ? inGold : same(times(gold.value, div(rational(1n), factor)), pred.value, context);
  return verdict.equal === true
    ? { equal: true, reason: `equal after converting ${pred.unit} to ${gold.unit}` }
    : different("different amounts");
}

function times(value: Expression, factor: Rational): Expression {
  return { kind: "product", factors: [value, { kind: "number", value: factor, places: 0 }] };
}

/**
 * Values written with letters for units on both sides, such as 20 J and 20 N m, compared as amounts; null when they are not
 * amounts of one kind in different letters.
 */
export function compareLetterUnits(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [asQuantity(gold), asQuantity(pred)];
  if (a === null || b === null) return oneWithLetter(a, b, gold, pred, context);
  if (a.unit === b.unit) return null;
  const verdict = bothWithUnit(a, b, context);
  return verdict.equal === true ? verdict : null;
}

/** 5 m against 5: the letter may be a unit, or a variable too many. */
function oneWithLetter(
  a: Quantity | null,
  b: Quantity | null,
  gold: Expression,
  pred: Expression,
  context: Context,
): Verdict | null {
  const [amount, other] = a === null ? [b, gold] : [a, pred];
  if (amount === null || symbols(other).size > 0) return null;
  return same(a?.value ?? gold, b?.value ?? pred, context).equal === true
    ? unsure(`equal numbers, if ${amount.unit} is a unit`)
    : null;
}

/** How many of unit `to` one of unit `from` is; "loose" where that depends, null when one of them is unknown. */
function conversion(from: string, to: string): Rational | "incompatible" | "loose" | null {
  const [a, b] = [measureOf(from), measureOf(to)];
  if (a === null || b === null || isPound(from, to)) return null;
  if (/count/.test(a.measures + b.measures)) return null;
  if (isLoose(a.measures, b.measures)) return "loose";
  return a.measures === b.measures ? div(a.size, b.size) : "incompatible";
}

/** Months against days, degrees of an angle against kelvin. */
function isLoose(a: string, b: string): boolean {
  const both = [a, b].sort().join(" ");
  return both === "time^1 years^1" || both === "angle^1 temperature^1";
}

/** "pound" may be money or weight. */
function isPound(from: string, to: string): boolean {
  return [from, to].sort().join(" ") === "lb £";
}
