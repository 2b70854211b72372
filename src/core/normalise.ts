import { stepMarker } from "./marker.ts";

/** What differs in LaTeX without differing on paper: delimiters, sizes, spacing. */
const latexNoise =
  /\\(?:left|right|bigl?|bigr?|Bigl?|Bigr?|displaystyle|limits)(?![a-zA-Z])|\\(?:quad|qquad)(?![a-zA-Z])|\\[,;:! ]|\\[()[\]]|\$|~|\*\*|__/gu;

/** The same thing under two names. */
const synonyms: readonly (readonly [RegExp, string])[] = [
  [/\\[dt]frac(?![a-zA-Z])/gu, "\\frac"],
  [/\\(?:cdot|times)(?![a-zA-Z])|[×·⋅]/gu, "*"],
  [/\\div(?![a-zA-Z])|÷/gu, "/"],
  [/\\le(?:q|qslant)?(?![a-zA-Z])|≤/gu, "<="],
  [/\\ge(?:q|qslant)?(?![a-zA-Z])|≥/gu, ">="],
  [/\\ne(?:q)?(?![a-zA-Z])|≠/gu, "!="],
  [/[−–—]/gu, "-"],
  [/[‘’]/gu, "'"],
  [/[“”]/gu, '"'],
];

/**
 * A step's text as a key: two steps with the same key say the same. Leaves out the marker, white space, LaTeX spacing
 * and delimiters, closing punctuation, and the case of words (not of single letters, which are variables).
 */
export function stepKey(text: string): string {
  let key = text.slice(stepMarker(text)?.end ?? 0).normalize("NFKC");
  for (const [pattern, to] of synonyms) key = key.replace(pattern, to);
  key = key.replace(latexNoise, " ");
  key = key
    .replace(/(?<!\\)\b\p{L}{2,}/gu, (word) => word.toLowerCase())
    .replace(/^\s*\p{Lu}(?=\s+\p{Ll})/u, (letter) => letter.toLowerCase());
  key = key.replace(/\s+/gu, " ").replace(/(?<![\p{L}\p{N}]) | (?![\p{L}\p{N}])/gu, "");
  return withoutEnd(key, ".,;:!。，；：").trim();
}

/** A text without characters of a set at its end; a pattern would try each run of them anywhere in it. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Whether two steps say the same after normalising; such a pair teaches nothing. */
export function sameStep(a: string, b: string): boolean {
  return a === b || stepKey(a) === stepKey(b);
}
