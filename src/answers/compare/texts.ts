import { different, equal, unsure, type Verdict } from "./verdict.ts";

/** Answers in words that mean the same. */
const SAME_MEANING: readonly (readonly string[])[] = [
  ["no solution", "no solutions", "none", "no real solutions", "no real solution", "there is no solution", "there are no solutions", "there are no real solutions", "empty set", "the empty set",
    "does not have solution", "no such number", "no such numbers", "no roots", "no real roots", "无解", "方程无解", "无实数解", "无实数根", "emptyset", "해가 없다", "no value", "no values"],
  ["none of the above", "none of these", "none of the options", "none of the choices", "none of them"],
  ["does not exist", "doesnt exist", "dne", "undefined", "not defined", "nonexistent", "不存在", "diverges", "divergent", "no limit"],
  ["infinitely many", "infinite", "infinity", "infinitely many solutions", "infinite solutions", "infinite number of solutions", "an infinite number"],
  ["yes", "true", "correct", "y", "right", "是", "对", "正确", "예", "네", "참"],
  ["no", "false", "incorrect", "n", "wrong", "否", "不是", "错", "错误", "아니오", "아니요", "거짓"],
  ["all real numbers", "all reals", "real numbers", "the set of all real numbers", "any real number", "every real number", "all real x", "全体实数", "모든 실수"],
  ["cannot be determined", "can not be determined", "not enough information", "cannot determine", "indeterminate", "insufficient information"],
]; // prettier-ignore

const MEANINGS: ReadonlyMap<string, number> = new Map(
  SAME_MEANING.flatMap((words, index) => words.map((word) => [word, index] as const)),
);

const FILLER = new Set(
  "the a an is are of be will it its there that this to was were answer final option choice so on at in by exist exists".split(
    " ",
  ),
);

/** Words in one spelling: lower case, without punctuation, LaTeX wrappers, doubled blanks. */
export function normalText(text: string): string {
  return text
    .replace(/\\(?:text|textbf|mathrm|mathbf|textit|mbox|operatorname)\s*\{([^{}]*)\}/g, " $1 ")
    .replace(/\\[,;:! ]|[~$"“”‘’'`{}\\]/g, " ")
    .replace(/[.,;:!?()[\]*]+(?=\s|$)|(?<=^|\s)[(["*]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** Which meaning of the table a text has, if any. */
export function meaning(text: string): number | null {
  const words = normalText(text);
  return MEANINGS.get(words) ?? MEANINGS.get(contentWords(words).join(" ")) ?? null;
}

/** Whether the text says that there is no solution, the same as the empty set. */
export function meansEmpty(text: string): boolean {
  return meaning(text) === 0;
}

/** Whether the text says that any real number will do. */
export function meansAllReals(text: string): boolean {
  return SAME_MEANING[meaning(text) ?? 0]?.includes("all reals") ?? false;
}

function contentWords(words: string): string[] {
  return words.split(" ").filter((word) => word !== "" && !FILLER.has(word));
}

const SUBJECT =
  /^(?:the|this|that) (?:given )?(?:function|sequence|series|graph|curve|statement|claim|number|integer|triangle|shape|figure|relation|equation|system|set|result|winner) (?:is|are) /;

/** What a sentence says of the thing that was asked about: "the function is even" says "even". */
function predicate(words: string): string {
  return words.replace(SUBJECT, "");
}

/** Whether two texts are the same but for one "not". */
function negated(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    short.length > 0 &&
    long.length === short.length + 1 &&
    long.includes("not") &&
    long.filter((word) => word !== "not").join(" ") === short.join(" ")
  );
}

/** Compares two answers in words. Where one only says more than the other, a person has to judge. */
export function compareTexts(gold: string, pred: string): Verdict {
  const [a, b] = [normalText(gold), normalText(pred)];
  if (a === b) return equal("equal as text");
  const [first, second] = [meaning(gold), meaning(pred)];
  if (first !== null && first === second) return equal("equal in meaning");
  const [left, right] = [contentWords(predicate(a)), contentWords(predicate(b))];
  if (left.length > 0 && left.join(" ") === right.join(" ")) return equal("equal as text");
  if (negated(left, right)) return different("one says not");
  if (opposite(left, right)) return different("opposite words");
  if (sameBag(left, right))
    return left.length > 1 && left.length < 5 && !left.includes("not")
      ? unsure("the same words in another order")
      : unsure("the same words");
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (short.length > 0 && short.every((word) => long.includes(word)))
    return unsure("one says more than the other");
  return long.length > 5 ? unsure("not comparable: sentences") : different("different texts");
}

const OPPOSITES: readonly (readonly [string, string])[] = [
  ["profit", "loss"], ["gain", "loss"], ["am", "pm"], ["increase", "decrease"], ["increased", "decreased"], ["increasing", "decreasing"], ["more", "less"], ["left", "right"],
  ["north", "south"], ["east", "west"], ["up", "down"], ["above", "below"], ["before", "after"], ["positive", "negative"], ["even", "odd"], ["least", "most"], ["greater", "less"],
]; // prettier-ignore

/** Whether two texts, each as its words, differ by a word and its opposite. */
export function opposite(a: readonly string[], b: readonly string[]): boolean {
  const only = (from: readonly string[], to: readonly string[]): string[] =>
    from.filter((word) => !to.includes(word));
  const [left, right] = [only(a, b), only(b, a)];
  return OPPOSITES.some(
    ([x, y]) => (left.includes(x) && right.includes(y)) || (left.includes(y) && right.includes(x)),
  );
}

function sameBag(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join(" ") === [...b].sort().join(" ");
}
