const KIND: ReadonlyMap<string, string> = new Map([
  ["positive", "(0,\\infty)"], ["negative", "(-\\infty,0)"], ["nonnegative", "[0,\\infty)"], ["nonpositive", "(-\\infty,0]"], ["nonzero", "\\mathbb{R}\\setminus\\{0\\}"], ["", "\\mathbb{R}"],
]); // prettier-ignore

const REALS =
  /^(?:x (?:can be|is|may be) )?(?:the set of |set of )?(?:all |any |every |each )?(?:the )?(?:(positive|negative|non-?\s?negative|non-?\s?positive|non-?\s?zero) )?(?:(real|integer|whole|natural) )?(numbers?|values?|reals?|integers?)(?: (?:of )?x)?(?:,? (?:except|other than|excluding|besides|but not|not equal to|apart from)(?: for)? (.+))?$/i;

const BOUNDS: readonly (readonly [words: string, sign: "<" | "<=" | ">" | ">="])[] = [
  [
    "at least|no less than|not less than|no fewer than|greater than or equal to|a minimum of|minimum of",
    ">=",
  ],
  [
    "at most|no more than|not more than|up to|less than or equal to|a maximum of|maximum of|not exceeding",
    "<=",
  ],
  [
    "greater than|more than|larger than|bigger than|higher than|strictly greater than|over|above|exceeds",
    ">",
  ],
  ["less than|fewer than|smaller than|lower than|strictly less than|under|below", "<"],
];
const SIGNS: ReadonlyMap<string, (typeof BOUNDS)[number][1]> = new Map(
  BOUNDS.flatMap(([words, sign]) => words.split("|").map((word) => [word, sign] as const)),
);
const BOUNDED = new RegExp(
  String.raw`^\\?([a-zA-Z]+) (?:is|are|must be|should be|has to be|can be) (${[...SIGNS.keys()].join("|")}) ([-\d\\.][^,;]*)$`,
);

/** The sign that words such as "at least" stand for; null for other words. */
export function boundSign(words: string): (typeof BOUNDS)[number][1] | null {
  return SIGNS.get(words.toLowerCase()) ?? null;
}

/** "x is at least 0" as an inequality; null for other words. */
function boundFromWords(plain: string): string | null {
  const [, name, words = "", value] = BOUNDED.exec(plain) ?? [];
  const sign = boundSign(words);
  if (name === undefined || value === undefined || sign === null) return null;
  return name.length === 1 ? `${name} ${sign} ${value}` : null;
}

/**
 * A set of numbers said in words, in notation: "all positive real numbers" gives (0, ∞), "all real numbers except 2" the reals
 * without 2, "all integers" ℤ, "x is at least 0" x ≥ 0; and "3 to 4" as a ratio. Null for other words.
 */
export function setFromWords(text: string): string | null {
  if (text.length > 200) return null;
  const plain = text
    .replace(/\\(?:text|textrm|mathrm|mbox)\s*\{([^{}]*)\}/g, "$1")
    .replace(/\\ /g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const ratio = /^(\d{1,6}) to (\d{1,6})$/.exec(plain);
  if (ratio !== null) return `${ratio[1] ?? ""}:${ratio[2] ?? ""}`;
  const match = REALS.exec(plain);
  if (match === null) return boundFromWords(plain);
  const [, kind = "", field = "", noun = "", except] = match;
  const isWhole = /^integer/i.test(field || noun);
  if (!isWhole && !/^real/i.test(field) && !/^real/i.test(noun)) return null;
  const bound = KIND.get(kind.toLowerCase().replace(/[-\s]/g, ""));
  if (isWhole) return kind === "" && except === undefined ? "\\mathbb{Z}" : null;
  if (bound === undefined) return null;
  return except === undefined ? bound : `${bound} \\setminus \\{${excepted(except)}\\}`;
}

/** The numbers left out: "x = 2 and x = 3" as 2, 3. */
function excepted(words: string): string {
  return words
    .replace(/\b[a-z]\s*(?:=|\\neq?|≠)\s*/g, "")
    .replace(/\s*(?:,\s*)?\b(?:and|or)\b\s*/g, ", ")
    .replace(/[.{}]+$|^\\?\{/g, "");
}
