import type { Expression, NumberNode } from "../expression.ts";
import {
  abs,
  digits,
  div,
  equals,
  floor,
  fromNumber,
  mul,
  neg,
  pow,
  rational,
  round,
  type Rational,
} from "../rational.ts";
import { exactValue, MEASURED_PLACES } from "../evaluate/exact.ts";
import { different, equal, unsure, type Verdict } from "./verdict.ts";

/** A number as far as it is known: exactly, or as a double. */
export interface Known {
  readonly exact: Rational | null;
  readonly near: number;
}

/** Significant digits from which on a rounded value stands for an exact one. */
const ENOUGH_DIGITS = 4;

/** The number a node writes out in digits, its sign included; null when it is not bare digits. */
export function written(node: Expression): NumberNode | null {
  if (node.kind === "number") return node;
  if (node.kind !== "negative" || node.of.kind !== "number") return null;
  return { ...node.of, value: rational(-node.of.value.num, node.of.value.den) };
}

/** 6.63 × 10^-34 as its digits and its power of ten; null for anything else. */
function scientific(node: Expression): { digits: NumberNode; power: Rational } | null {
  if (node.kind !== "product" || node.factors.length !== 2) return null;
  const [first, second] = node.factors;
  const digits = first === undefined ? null : written(first);
  const isPower = second?.kind === "power" && exactValue(second.base)?.num === 10n;
  const power = isPower ? exactValue(second.exponent) : null;
  return digits === null || power === null ? null : { digits, power };
}

/**
 * Two different constants, one of which may be the other rounded: by the precision the rounded one is given to. 16386.17 stands
 * for 16386.169, 2.6667 for 8/3; 0.33 for 1/3 is left unsure; a whole number rounds nothing.
 */
export function compareRounded(
  gold: Expression,
  pred: Expression,
  goldValue: Known,
  predValue: Known,
): Verdict {
  const [goldDigits, predDigits] = [written(gold), written(pred)];
  const apart = different("different numbers");
  const [goldPower, predPower] = [scientific(gold), scientific(pred)];
  if (goldPower !== null && predPower !== null && equals(goldPower.power, predPower.power))
    return bothWritten(goldPower.digits, predPower.digits) ?? apart;
  if (goldDigits !== null && predDigits !== null) return bothWritten(goldDigits, predDigits) ?? apart;
  if (goldDigits !== null && goldDigits.places > 0) return oneWritten(goldDigits, predValue, 3) ?? apart;
  if (predDigits !== null && predDigits.places > 0)
    return oneWritten(predDigits, goldValue, ENOUGH_DIGITS) ?? apart;
  return apart;
}

function bothWritten(gold: NumberNode, pred: NumberNode): Verdict | null {
  const [coarse, fine] = gold.places <= pred.places ? [gold, pred] : [pred, gold];
  if (coarse.places < 2 || !equals(round(fine.value, coarse.places), coarse.value)) return null;
  const given = significant(coarse);
  if (given < 2) return null;
  const enough = coarse === gold ? given >= 3 : given >= ENOUGH_DIGITS && fine.places >= MEASURED_PLACES;
  return enough ? equal("equal to the precision given") : unsure("rounded to fewer digits");
}

/** A decimal against a value that isn't written as one: the decimal may round or cut it off. */
function oneWritten(decimal: NumberNode, other: Known, enough: number): Verdict | null {
  const exact = other.exact ?? fromNumber(other.near);
  if (exact === null || (other.exact !== null && decimal.places >= placesOf(other.exact))) return null;
  const given = significant(decimal);
  const rounded = equals(round(exact, decimal.places), decimal.value);
  const cut = given >= ENOUGH_DIGITS && equals(cutOff(exact, decimal.places), decimal.value);
  if (given < enough - 1 || !(rounded || cut)) return null;
  return given >= enough
    ? equal(`equal when rounded to ${decimal.places} places`)
    : unsure("rounded to few digits");
}

function cutOff(value: Rational, places: number): Rational {
  const scale = pow(rational(10n), places);
  const whole = rational(floor(mul(abs(value), scale)));
  return div(value.num < 0n ? neg(whole) : whole, scale);
}

/** How many places a number's decimals take, if no more than six; else infinitely many. */
function placesOf(value: Rational): number {
  let places = 0;
  while (places <= 6 && mul(value, pow(rational(10n), places)).den !== 1n) places += 1;
  return places > 6 ? Infinity : places;
}

function significant(node: NumberNode): number {
  const scaled = mul(abs(node.value), pow(rational(10n), node.places));
  return digits(scaled.num / scaled.den);
}
