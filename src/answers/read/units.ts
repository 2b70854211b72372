import { div, mul, parseRational, pow, rational, type Rational } from "../rational.ts";

/** What a unit measures and how many of the kind's base unit it is. */
export interface Unit {
  readonly measures: string;
  readonly size: Rational;
}

/** kind: unit=size, with every spelling of a unit before the equals sign. Sizes are exact by definition of the unit. */
const TABLE: readonly (readonly [measures: string, units: string])[] = [
  ["length", "mm|millimeter|millimetre=1/1000 cm|centimeter|centimetre=1/100 dm|decimeter|decimetre=1/10 m|meter|metre=1 km|kilometer|kilometre=1000 in|inch|inche=0.0254 ft|foot|feet=0.3048 yd|yard=0.9144 mi|mile=1609.344"],
  ["time", "ms|millisecond=1/1000 s|sec|second=1 min|minute=60 hr|h|hour=3600 day=86400 week|wk=604800"],
  ["years", "month=1/12 yr|year=1 decade=10 century|centurie=100"],
  ["mass", "mg|milligram=1/1000 g|gram|gramme=1 kg|kilogram|kilo=1000 ton|tonne=1000000 oz|ounce=28.349523125 lb|pound=453.59237"],
  ["volume", "ml|mL|milliliter|millilitre=1/1000 cl|centiliter=1/100 dl=1/10 l|L|liter|litre=1 gal|gallon=3.785411784 quart|qt=0.946352946 pint|pt=0.473176473"],
  ["money", "$|dollar|usd|USD|buck=1 ¢|cent|penny|pennie|dime=1/100"],
  ["money €", "€|euro|eur|EUR=1"], ["money £", "£|gbp|GBP=1"], ["money ¥", "¥|yen|yuan|rmb|RMB|cny|元=1"], ["money ₹", "₹|rs|Rs|rupee|inr=1"], ["money ₩", "₩|won|원=1"],
  ["part", "%|percent|pct|percentage|percentage point|per cent=1/100"],
  ["angle", "°|degree|deg=1"],
  ["radian", "rad|radian=1"], ["power", "w|W|watt=1 kW|kilowatt=1000"], ["energy", "j|J|joule=1 kJ|kilojoule=1000"], ["force", "N|newton=1"],
  ["speed", "mph|miles per hour|mile per hour=0.44704 kph|kmph=5/18"],
  ["count", "unit|item|piece|pc|time|people|person|student|way=1"],
]; // prettier-ignore

const UNITS = buildTable();

function buildTable(): Map<string, Unit & { name: string }> {
  const table = new Map<string, Unit & { name: string }>();
  for (const [measures, units] of TABLE) {
    for (const [, names = "", size = "1"] of units.matchAll(/([^=]+?)=(\S+)(?: |$)/g)) {
      const spellings = names.trim().split("|");
      const unit = { measures, size: parseRational(size) ?? { num: 1n, den: 1n }, name: spellings[0] ?? "" };
      for (const spelling of spellings) table.set(spelling, unit);
    }
  }
  return table;
}

/** The unit of a word as written: case kept, then folded, then without its plural s. Null for other words. */
export function unitOf(word: string): (Unit & { name: string }) | null {
  const bare = word.replace(/\.$/, "");
  for (const form of [bare, bare.toLowerCase()]) {
    const unit =
      UNITS.get(form) ?? (form.length > 2 && form.endsWith("s") ? UNITS.get(form.slice(0, -1)) : undefined);
    if (unit !== undefined) return unit;
  }
  return null;
}

const SHORT = new Set(
  "mm cm dm km kg mg ml mL cl dl ft yd mi hr lb lbs oz gal mph kph kmph pct hrs mins secs yrs yr USD usd EUR eur GBP gbp RMB rmb CNY".split(
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
    .replace(/²/g, "^2")
    .replace(/³/g, "^3")
    .replace(/\bper\b/gi, "/")
    .replace(/\s*\/\s*/g, " / ")
    .replace(/\s*\^\s*/g, "^")
    .trim()
    .split(/[\s·*]+/)
    .filter((word) => word !== "" && !/^(of|the|a|an)$/i.test(word));
  const unit = words.map(normalWord).join(" ");
  return RATES.get(unit) ?? unit;
}

/** What a unit of one word, its power, or one over another measures, in the base unit of that: m/s and mph are speeds. Null for others. */
export function measureOf(unit: string): Unit | null {
  const [over = "", under, more] = unit.split(" / ");
  const a = powerOf(over);
  if (a === null || under === undefined) return a;
  const b = powerOf(under);
  if (b === null || more !== undefined) return null;
  const measures = `${a.measures} / ${b.measures}`;
  return { measures: measures === "length / time" ? "speed" : measures, size: div(a.size, b.size) };
}

function powerOf(unit: string): Unit | null {
  const [name = "", power = "1"] = unit.split("^");
  const known = unitOf(name);
  if (known === null || !/^[1-3]$/.test(power)) return null;
  if (power === "1") return known;
  const size = pow(known.size, Number(power));
  const isVolume = known.measures === "length" && power === "3";
  return isVolume
    ? { measures: "volume", size: mul(size, rational(1000n)) }
    : { measures: `${known.measures} ^${power}`, size };
}

/** Speeds that have a name of their own. */
const RATES: ReadonlyMap<string, string> = new Map([
  ["mi / hr", "mph"],
  ["mi / h", "mph"],
  ["km / hr", "kph"],
  ["km / h", "kph"],
  ["km h^-1", "kph"],
]);

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
