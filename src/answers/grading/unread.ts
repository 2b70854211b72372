import { compareTexts, normalText } from "../compare/texts.ts";
import { different, equal, unsure, type Verdict } from "../compare/verdict.ts";
import { abs, equals, parseDecimal } from "../rational.ts";

/** Answers of which at least one can't be read as mathematics, by their words. */
export function compareUnread(gold: string, pred: string, failure: string): Verdict {
  if (normalText(gold).replaceAll(" ", "") === normalText(pred).replaceAll(" ", ""))
    return equal("equal as text");
  if (mentionsOtherNumbersOnly(gold, pred)) return different("no number in it is the gold answer");
  if (differInNumbersOnly(gold, pred)) return different("the same but for the numbers");
  const words = (text: string): boolean => /^[\p{L}\s'.,-]+$/u.test(text);
  if (words(gold) && words(pred)) return compareTexts(gold, pred);
  return unsure(`not comparable: ${failure}`);
}

/** Whether two texts are the same but for their numbers, and these are not the same in other digits. */
function differInNumbersOnly(gold: string, pred: string): boolean {
  const numeral = /\d+(?:\.\d+)?/g;
  if (gold.replace(numeral, "0") !== pred.replace(numeral, "0")) return false;
  const [a, b] = [gold.match(numeral) ?? [], pred.match(numeral) ?? []];
  return a.some((number, index) => Number(number) !== Number(b[index]));
}

/** Whether gold is a plain number, and the prediction words with numbers in them that are all others. */
function mentionsOtherNumbersOnly(gold: string, pred: string): boolean {
  const value = parseDecimal(gold);
  const numbers = value === null ? null : pred.slice(0, 400).match(/\d[\d,]*(?:\.\d+)?/g);
  return (
    value !== null &&
    numbers !== null &&
    !numbers.some((number) => {
      const other = parseDecimal(number.replace(/,$/, ""));
      return other === null || equals(abs(other), abs(value));
    })
  );
}
