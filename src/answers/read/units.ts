import { mul, pow, rational, type Rational } from "../rational.ts";
import { UNITS, type Unit } from "./unitTable.ts";

/** The unit of a word as written: case kept, then folded, then without its plural s. Null for other words. */
export function unitOf(word: string): Unit | null {
  const bare = word.replace(/\.$/, "");
  for (const form of [bare, bare.toLowerCase()]) {
    const unit =
      UNITS.get(form) ?? (form.length > 2 && form.endsWith("s") ? UNITS.get(form.slice(0, -1)) : undefined);
    if (unit !== undefined) return unit;
  }
  return null;
}

const SHORT = new Set(
  "mm cm dm km kg mg ml mL ft yd mi hr lb lbs oz gal mph kph kmph pct hrs mins secs yrs yr USD usd EUR eur GBP gbp RMB rmb CNY kN kJ kW kV mA mV Hz Pa eV cc".split(
    " ",
  ),
);

/** Whether letters straight after a number are a unit rather than a product of variables: "5 cm" is, "5 xy" is not. */
export function isUnitAfterNumber(word: string): boolean {
  return SHORT.has(word) || (word.length > 2 && unitOf(word) !== null);
}

/**
 * One spelling for a compound unit: "square feet", "ft^2", "sq ft" and "miles per hour", "mi/h" each come out alike.
 * Words that are no units stay, lower case, without their plural s.
 */
export function normalUnit(text: string): string {
  const words = text
    .replace(/[{}^\\]/g, (sign) => (sign === "^" ? "^" : " "))
    .replace(/(?:°|degrees?)?\s*(?:celsius|centigrade|fahrenheit)/i, "°")
    .replace(/\bsq(?:uare|\.)? (\S+)/gi, "$1^2")
    .replace(/\bcu(?:bic|\.)? (\S+)/gi, "$1^3")
    .replace(/平方(\p{Script=Han}+)/gu, "$1^2")
    .replace(/立方(\p{Script=Han}+)/gu, "$1^3")
    .replace(/²/g, "^2")
    .replace(/³/g, "^3")
    .replace(/\/\s?\(([^()/]*)\)/, "/ $1")
    .replace(/\bper\b/gi, "/")
    .replace(/\s*\/\s*/g, " / ")
    .replace(/\s*\^\s*/g, "^")
    .trim()
    .split(/[\s·*]+/)
    .filter((word) => word !== "" && !/^(?:[Oo]f|[Tt]he|a|[Aa]n)$/.test(word));
  return words.map(normalWord).join(" ");
}

/** What a unit measures, the powers of base quantities in one order, and how many of the base units it is. */
export interface Measure {
  readonly measures: string;
  readonly size: Rational;
}

/** The most parts of a compound unit, strokes among them. */
const MOST_PARTS = 16;

/**
 * What a compound unit measures: "m / s", "m s^-1" and "mph" are speeds, "kg m / s^2" and "N" forces. Everything after a slash
 * is below it, as in "J / kg K". Null where a part is no unit.
 */
export function measureOf(unit: string): Measure | null {
  const words = unit.split(" ");
  if (words.length > MOST_PARTS) return null;
  const powers = new Map<string, number>();
  let size = rational(1n);
  let side = 1;
  for (const word of words) {
    if (word === "/") {
      side = -1;
      continue;
    }
    const [name = "", raised = "1"] = word.split("^");
    const known = unitOf(name);
    if (known === null || !/^-?[1-9]$/.test(raised)) return null;
    const power = side * Number(raised);
    size = mul(size, pow(known.size, power));
    for (const [dimension, times] of Object.entries(known.dimensions))
      powers.set(dimension, (powers.get(dimension) ?? 0) + times * power);
  }
  const names = [...powers.keys()].filter((name) => powers.get(name) !== 0).sort();
  return { measures: names.map((name) => `${name}^${powers.get(name) ?? 0}`).join(" "), size };
}

function normalWord(word: string): string {
  const [stem = "", power] = word.split("^");
  const unit = unitOf(stem);
  const name = unit === null ? singular(stem.toLowerCase()) : unit.name;
  return power === undefined || power === "1" ? name : `${name}^${power}`;
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss")
    ? word.slice(0, -1)
    : word.replace(/[.,]$/, "");
}
