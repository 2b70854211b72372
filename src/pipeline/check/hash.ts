import { withoutEnd } from "../../core/normalise.ts";

/** A text as a 52-bit number, for sets of millions of texts; two different texts collide once in some 10^15 pairs. */
export function textHash(text: string): number {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (low >>> 13);
  }
  return (mixed(high) & 0xfffff) * 2 ** 32 + mixed(low ^ high);
}

/** Spreads a 32-bit number over all its bits (the finisher of MurmurHash3). */
export function mixed(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A problem's text without what copies of it differ in: case, white space, punctuation, LaTeX delimiters. */
export function problemKey(problem: string): string {
  return problem
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, "")
    .replace(/\\[,;:! ]|\\(?:left|right)(?![a-z])|\\[()[\]]|[$~]/gu, " ")
    .replace(/[^\p{L}\p{N}+\-*/=<>^_{}\\%!]+|(?<![\d)}]|(?<!\p{L})\p{L})!/gu, " ")
    .replace(/ ?([+\-*/=<>^_]) ?/gu, "$1")
    .trim();
}

/** A trace's or a step's text without what copies of it differ in: white space, case, punctuation at the end. */
export function copyKey(text: string): string {
  return withoutEnd(text.replace(/\s+/gu, " ").toLowerCase(), " .,;:!").trimStart();
}
