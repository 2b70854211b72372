import { mul, parseRational, rational, type Rational } from "../rational.ts";

/** Powers of base quantities: a speed is { length: 1, time: -1 }. */
export type Dimensions = Readonly<Record<string, number>>;

/** A unit by itself: its first spelling, what it measures, how many of the base units it is. */
export interface Unit {
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly size: Rational;
}

/**
 * dimensions: unit=size, with every spelling of a unit before the equals sign. Base units are metre, gram, second, ampere, kelvin
 * and mole. Sizes are exact by definition of the unit.
 */
const TABLE: readonly (readonly [dimensions: string, units: string])[] = [
  ["length", "mm|millimeter|millimetre|毫米=1/1000 cm|centimeter|centimetre|厘米=1/100 dm|decimeter|decimetre|分米=1/10 m|meter|metre|米=1 km|kilometer|kilometre|千米|公里=1000 in|inch|inche=0.0254 ft|foot|feet=0.3048 yd|yard=0.9144 mi|mile=1609.344"],
  ["time", "ms|millisecond=1/1000 s|sec|second|秒=1 min|minute|分钟=60 hr|h|hour|小时|时=3600 day|天=86400 week|wk|周=604800"],
  ["years", "month|个月=1/12 yr|year|年=1 decade=10 century|centurie=100"],
  ["mass", "mg|milligram=1/1000 g|gram|gramme|克=1 kg|kilogram|kilo|千克|公斤=1000 ton|tonne|吨=1000000 oz|ounce=28.349523125 lb|pound=453.59237"],
  ["length^3", "ml|mL|milliliter|millilitre|cc|毫升=1/1000000 l|L|liter|litre|升=1/1000 gal|gallon=0.003785411784 quart|qt=0.000946352946 pint|pt=0.000473176473"],
  ["money$", "$|dollar|usd|USD|buck=1 ¢|cent|penny|pennie|dime=1/100"],
  ["money€", "€|euro|eur|EUR=1"], ["money£", "£|gbp|GBP=1"], ["money¥", "¥|yen|yuan|rmb|RMB|cny|元=1"], ["money₹", "₹|rs|Rs|rupee|inr=1"], ["money₩", "₩|won|원=1"],
  ["part", "%|percent|pct|percentage|percentage point|per cent=1/100"],
  ["angle", "°|degree|deg|度=1"], ["radian", "rad|radian=1"], ["current", "A|amp|ampere=1"], ["temperature", "K|kelvin=1"], ["amount", "mol|mole=1"],
  ["mass length time^-2", "N|newton=1000"],
  ["mass length^2 time^-2", "J|j|joule=1000 eV|electronvolt=1.602176634e-16 cal|calorie=4184 Wh=3600000 kwh=3600000000"],
  ["mass length^2 time^-3", "W|w|watt=1000"],
  ["mass length^-1 time^-2", "Pa|pascal=1000 bar=100000000 atm|atmosphere=101325000"],
  ["time^-1", "Hz|hertz=1"], ["current time", "C|coulomb=1"], ["mass length^2 time^-3 current^-1", "V|volt=1000"], ["mass length^2 time^-3 current^-2", "Ω|Omega|ohm=1000"],
  ["mass^-1 length^-2 time^4 current^2", "F|farad=1/1000"], ["mass time^-2 current^-1", "T|tesla=1000"], ["mass length^2 time^-2 current^-1", "Wb|weber=1000"],
  ["apparent-power", "VA=1"],
  ["length time^-1", "mph=0.44704 kph|kmph=5/18"],
  ["count", "unit|item|piece|pc|time|people|person|student|way=1"],
]; // prettier-ignore

const PREFIXABLE =
  "m g s l L N J W Pa Hz V A Ω F T C mol eV cal bar Wh VA meter metre gram second liter litre newton joule watt pascal hertz volt amp ampere ohm farad coulomb mole calorie electronvolt".split(
    " ",
  );
const PREFIXES: readonly (readonly [sign: string, word: string, size: string])[] = [
  ["n", "nano", "1e-9"], ["μ", "micro", "1e-6"], ["µ", "micro", "1e-6"], ["m", "milli", "1e-3"], ["c", "centi", "1e-2"], ["k", "kilo", "1e3"], ["M", "mega", "1e6"], ["G", "giga", "1e9"],
]; // prettier-ignore

/** Every unit by each of its spellings. */
export const UNITS: ReadonlyMap<string, Unit> = withPrefixes(plainUnits());

function plainUnits(): Map<string, Unit> {
  const table = new Map<string, Unit>();
  for (const [measures, units] of TABLE) {
    const dimensions = readDimensions(measures);
    for (const [, names = "", size = "1"] of units.matchAll(/([^=]+?)=(\S+)(?: |$)/g)) {
      const spellings = names.trim().split("|");
      const unit = { dimensions, size: parseRational(size) ?? rational(1n), name: spellings[0] ?? "" };
      for (const spelling of spellings) table.set(spelling, unit);
    }
  }
  return table;
}

function readDimensions(text: string): Dimensions {
  return Object.fromEntries(
    text.split(" ").map((part) => {
      const [name = "", power = "1"] = part.split("^");
      return [name, Number(power)];
    }),
  );
}

/** With kJ, kilojoule and their like, where the spelling is not another unit's. */
function withPrefixes(table: Map<string, Unit>): Map<string, Unit> {
  for (const unit of PREFIXABLE) {
    const plain = table.get(unit);
    if (plain === undefined) continue;
    for (const [sign, word, times] of PREFIXES) {
      const name = `${unit.length > 3 ? word : sign}${unit}`;
      const size = mul(plain.size, parseRational(times) ?? rational(1n));
      if (!table.has(name)) table.set(name, { ...plain, name: sign + plain.name, size });
    }
  }
  return table;
}
