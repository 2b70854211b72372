import { diffTexts, tokens, type Piece } from "../../core/diff.ts";
import { sameStep } from "../../core/normalise.ts";
import { pairsIn, placeOf } from "./pairTexts.ts";
import { perRow, type Rule } from "./types.ts";

/** Share of a text that must stay the same for two to be nearly equal. */
const nearly = 0.9;

/** Win and lose that say the same, or nearly. */
export const samePair: Rule = perRow(
  {
    name: "same-pair",
    fixes: false,
    of: "pairs",
    severity: "error",
    title: "Win and lose say the same",
    help: "Equal after leaving out white space, markers, LaTeX spacing and closing punctuation, such a pair teaches nothing. Nearly equal ones (only words differ, no number or formula) teach wording. Take another candidate, or drop the row.",
    example: '"chosen": " So x = 2.", "rejected": "So $x=2$"',
  },
  function* (checked) {
    for (const placed of pairsIn(checked)) {
      const { win, lose, step } = placed.pair;
      if (win === null || lose === null || win.trim() === "" || lose.trim() === "") continue;
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

/** Whether little differs, and no number, operator, formula, "not" or name. */
function nearlySame(a: string, b: string): boolean {
  // Comparing long texts that differ in much takes long, and nothing comes of it.
  if (shared(a, b) < nearly) return false;
  const diff = diffTexts(a, b);
  const changed = [...diff.a, ...diff.b].filter((piece) => piece.kind !== "same");
  const length = (pieces: readonly Piece[]): number =>
    pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  const same = [...diff.a, ...diff.b].filter((piece) => piece.kind === "same");
  return (
    changed.every((piece) => !/[\d=+\-*/^\\$<>]|\bnot?\b/u.test(piece.text)) &&
    !(names(diff.a) && names(diff.b)) &&
    length(same) >= nearly * (a.length + b.length)
  );
}

/** Whether a capital letter is in what differs, but for the first word: another person or place is meant. */
function names(pieces: readonly Piece[]): boolean {
  return pieces.some(({ kind, text }, index) => kind !== "same" && index > 0 && /\p{Lu}/u.test(text));
}

/** Share of two texts that is in tokens of both, wherever they stand: no less than what a comparison finds the same. */
function shared(a: string, b: string): number {
  const counts = new Map<string, number>();
  for (const token of tokens(a)) counts.set(token, (counts.get(token) ?? 0) + 1);
  let length = 0;
  for (const token of tokens(b)) {
    const count = counts.get(token) ?? 0;
    if (count === 0) continue;
    counts.set(token, count - 1);
    length += 2 * token.length;
  }
  return length / (a.length + b.length);
}
