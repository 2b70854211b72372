import { type Rational, div, equals, mul, parseDecimal, rational } from "../rational.ts";

/** Units of one kind, each with its size in the smallest of them. */
type Family = readonly (readonly [names: string, size: string])[];

const FAMILIES: readonly Family[] = [
  [
    ["cent cents penny pennies ¢", "1"],
    ["nickel nickels", "5"],
    ["dime dimes", "10"],
    ["quarter quarters", "25"],
    ["dollar dollars usd buck bucks $ euro euros pound pounds", "100"],
  ],
  [
    ["second seconds sec secs s", "1"],
    ["minute minutes min mins", "60"],
    ["hour hours hr hrs h", "3600"],
    ["day days daily", "86400"],
    ["week weeks weekly", "604800"],
  ],
  [
    ["day days daily", "1"],
    ["week weeks weekly", "7"],
    ["month months monthly", "30"],
    ["year years yearly annually annual", "365"],
  ],
  [
    ["day days", "1"],
    ["month months", "31"],
    ["year years", "366"],
  ],
  [
    ["week weeks weekly", "1"],
    ["month months monthly", "4"],
    ["year years yearly annually annual", "52"],
  ],
  [
    ["month months monthly", "1"],
    ["year years yearly annually annual", "12"],
    ["decade decades", "120"],
    ["century centuries", "1200"],
  ],
  [
    ["millimeter millimeters mm", "1"],
    ["centimeter centimeters centimetre centimetres cm", "10"],
    ["meter meters metre metres m", "1000"],
    ["kilometer kilometers kilometre kilometres km", "1000000"],
  ],
  [
    ["inch inches in", "1"],
    ["foot feet ft", "12"],
    ["yard yards yd", "36"],
    ["mile miles mi", "63360"],
  ],
  [
    ["cm centimeter centimeters", "1"],
    ["inch inches in", "2.54"],
  ],
  [
    ["milligram milligrams mg", "1"],
    ["gram grams g", "1000"],
    ["kilogram kilograms kg kilo kilos", "1000000"],
    ["ton tons tonne tonnes", "1000000000"],
  ],
  [
    ["ounce ounces oz", "1"],
    ["pound pounds lb lbs", "16"],
    ["ton tons", "32000"],
  ],
  [
    ["milliliter milliliters millilitre millilitres ml", "1"],
    ["liter liters litre litres l", "1000"],
  ],
  [
    ["teaspoon teaspoons tsp", "1"],
    ["tablespoon tablespoons tbsp", "3"],
    ["ounce ounces oz", "6"],
    ["cup cups", "48"],
    ["pint pints", "96"],
    ["quart quarts", "192"],
    ["gallon gallons", "768"],
  ],
  [
    ["byte bytes kb", "1"],
    ["mb", "1024"],
    ["gb", "1048576"],
    ["tb", "1073741824"],
  ],
  [
    ["kb", "1"],
    ["mb", "1000"],
    ["gb", "1000000"],
    ["tb", "1000000000"],
  ],
  [
    ["egg eggs item items piece pieces unit units cookie cookies donut donuts thing things", "1"],
    ["pair pairs couple couples", "2"],
    ["dozen dozens", "12"],
    ["score scores", "20"],
    ["gross", "144"],
    ["hundred hundreds", "100"],
    ["thousand thousands k", "1000"],
    ["lakh lakhs", "100000"],
    ["million millions", "1000000"],
    ["crore crores", "10000000"],
    ["billion billions", "1000000000"],
    ["trillion trillions", "1000000000000"],
  ],
  [
    ["degrees degree", "1"],
    ["revolution revolutions turn turns", "360"],
  ],
];

/** Count words multiply what stands before them; they are the family with dozens in it. */
const COUNTS = 15;

interface Place {
  readonly family: number;
  readonly size: Rational;
}

const PLACES = new Map<string, Place[]>();
FAMILIES.forEach((family, index) => {
  for (const [names, size] of family) {
    for (const name of names.split(" ")) {
      const place = { family: index, size: parseDecimal(size) ?? rational(1n) };
      PLACES.set(name, [...(PLACES.get(name) ?? []), place]);
    }
  }
});

/** Sizes of every unit of each family. */
const SIZES: readonly (readonly Rational[])[] = FAMILIES.map((family) =>
  family.map(([, size]) => parseDecimal(size) ?? rational(1n)),
);

/** The words of a unit phrase that are known units. */
export function unitsIn(phrase: string): string[] {
  return phrase.split(" ").filter((word) => PLACES.has(word));
}

/** The families that a unit word belongs to. */
export function familiesOf(word: string): number[] {
  return (PLACES.get(word) ?? []).map((place) => place.family);
}

/** The size of the first unit word of a phrase within a family, or 1 where there is none. */
export function sizeIn(phrase: string, family: number): Rational {
  for (const word of phrase.split(" ")) {
    const place = PLACES.get(word)?.find((candidate) => candidate.family === family);
    if (place !== undefined) return place.size;
    const count = PLACES.get(word)?.find((candidate) => candidate.family === COUNTS);
    if (count !== undefined && family === COUNTS) return count.size;
  }
  return rational(1n);
}

/** Whether a quotient of two sides is what changing one of these units into another of its kind would make. */
export function isConversion(
  quotient: Rational,
  words: readonly string[],
  powers: readonly number[],
): boolean {
  for (const word of words) {
    for (const place of PLACES.get(word) ?? []) {
      for (const size of SIZES[place.family] ?? []) {
        if (powers.some((power) => converts(quotient, place.size, size, power))) return true;
      }
    }
  }
  return false;
}

function converts(quotient: Rational, from: Rational, to: Rational, power: number): boolean {
  let ratio = rational(1n);
  for (let index = 0; index < power; index += 1) ratio = mul(ratio, div(from, to));
  return equals(quotient, ratio) || equals(quotient, div(rational(1n), ratio));
}
