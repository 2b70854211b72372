const UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["thousand", 1_000],
  ["million", 1e6],
  ["billion", 1e9],
  ["trillion", 1e12],
]);
const PARTS: ReadonlyMap<string, number> = new Map([
  ["half", 2], ["halve", 2], ["third", 3], ["quarter", 4], ["fourth", 4], ["fifth", 5], ["sixth", 6], ["seventh", 7], ["eighth", 8], ["ninth", 9], ["tenth", 10], ["hundredth", 100],
]); // prettier-ignore

/**
 * A number written in English words, in digits: "twenty-five" gives "25", "two thirds" "2/3", "one and a half" "3/2",
 * "once" "1". Null for other words.
 */
export function numberFromWords(text: string): string | null {
  const words = text
    .toLowerCase()
    .replace(/[-,]/g, " ")
    .split(/\s+/)
    .filter((word) => word !== "" && word !== "and");
  if (words.length === 0 || words.length > 16) return null;
  const negative = words[0] === "negative" || words[0] === "minus";
  const number = fraction(negative ? words.slice(1) : words);
  return number === null ? null : `${negative ? "-" : ""}${number}`;
}

function fraction(words: readonly string[]): string | null {
  const last = words.at(-1);
  if (last === undefined) return null;
  const under = PARTS.get(last.replace(/s$/, ""));
  if (under === undefined) {
    const whole = cardinal(words);
    return whole === null ? null : String(whole);
  }
  const before = words.slice(0, -1);
  const article = before.at(-1) === "a" || before.at(-1) === "an";
  if (before.length === 0) return `1/${under}`;
  if (article) {
    const whole = before.length === 1 ? 0 : cardinal(before.slice(0, -1));
    return whole === null ? null : `${whole * under + 1}/${under}`;
  }
  const over = cardinal(before);
  return over === null ? null : `${over}/${under}`;
}

function cardinal(words: readonly string[]): number | null {
  let total = 0;
  let group = 0;
  let known = words.length > 0;
  for (const word of words) {
    const unit = UNITS.indexOf(word);
    const ten = TENS.indexOf(word);
    const scale = SCALES.get(word);
    if (unit >= 0) group += unit;
    else if (ten >= 0) group += 10 * ten + 20;
    else if (scale === 100) group = (group || 1) * 100;
    else if (scale !== undefined) {
      total += (group || 1) * scale;
      group = 0;
    } else if (word === "dozen") group = (group || 1) * 12;
    else if (word !== "a" && word !== "an") known = false;
  }
  return known && total + group > 0 ? total + group : known && words[0] === "zero" ? 0 : null;
}

/** What a word such as "million" multiplies the number before it by; null for other words. */
export function multiplier(word: string): number | null {
  const scale = SCALES.get(word) ?? (word === "dozen" ? 12 : undefined);
  return scale ?? null;
}
