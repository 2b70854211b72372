import { sameStep } from "../../core/normalise.ts";
import { isBlank, pairsIn, placeOf } from "./pairTexts.ts";
import { perRow, type Rule } from "./types.ts";
import { wordingKey } from "./wording.ts";

/** Win and lose that say the same, or nearly. */
export const samePair: Rule = perRow(
  {
    name: "same-pair",
    fixes: false,
    of: "pairs",
    severity: "error",
    title: "Win and lose say the same",
    help: "Equal after leaving out white space, markers, LaTeX spacing and closing punctuation, such a pair teaches nothing. Nearly equal ones (only words such as “so” and “now we” differ) teach wording. Take another candidate, or drop the row.",
    example: '"chosen": " So x = 2.", "rejected": "So $x=2$"',
  },
  function* (checked) {
    for (const placed of pairsIn(checked)) {
      const { win, lose, step } = placed.pair;
      if (win === null || lose === null || isBlank(win) || isBlank(lose)) continue;
      if (sameStep(win, lose))
        yield { ...placeOf(placed), message: `Win and lose at step ${step + 1} are the same.` };
      else if (nearlySame(win, lose)) {
        yield {
          ...placeOf(placed),
          severity: "warning",
          message: `Win and lose at step ${step + 1} differ in a few words alone.`,
        };
      }
    }
  },
);

/** Whether the two say the same in other words that mean nothing by themselves. */
function nearlySame(a: string, b: string): boolean {
  const key = wordingKey(a);
  return key !== "" && key === wordingKey(b);
}
