import type { Pair, Trace } from "../../core/model.ts";
import { isBlank, pairsIn, placeOf, type PlacedPair } from "./pairTexts.ts";
import { perRow, type CheckedRow, type CheckFix, type Note, type Rule } from "./types.ts";

/** A pair with no text on one side. */
export const emptySide: Rule = perRow(
  {
    name: "empty-side",
    anyLength: true,
    fixes: true,
    fix: "an empty lose becomes the first step of the whole rejected text",
    of: "pairs",
    severity: "error",
    title: "Win or lose is empty",
    help: "A pair with an empty step teaches the model to stop or to say anything else (1,177 published rows have an empty rejected step). Where the row holds the whole continuation, its first step is taken; else rectify the step again or drop the row.",
    example: '"rejected": ""',
  },
  function* (checked) {
    const held = checked.view.can?.pair === true;
    for (const placed of pairsIn(checked)) {
      const { win, lose } = placed.pair;
      if (lose !== null && isBlank(lose)) yield note(placed, "lose", loseFix(checked, placed));
      if (win === null ? held : isBlank(win)) yield note(placed, "win", null);
    }
  },
);

function note(placed: PlacedPair, side: "win" | "lose", fix: CheckFix | null): Note {
  return {
    ...placeOf(placed),
    message: `The ${side} of the pair at step ${placed.pair.step + 1} is empty.`,
    ...(fix === null ? {} : { fix }),
  };
}

/** The losing trace goes on after the empty step: its first step is what was lost. */
function loseFix({ row }: CheckedRow, { pair, loseTrace }: PlacedPair): CheckFix | null {
  const trace = loseTrace === null ? undefined : row.traces[loseTrace];
  const text = trace === undefined ? "" : firstStep(trace, pair);
  if (loseTrace === null || isBlank(text)) return null;
  return {
    title: "Take the first step of the whole rejected text",
    changes: [{ kind: "lose", trace: loseTrace, step: pair.step, text }],
  };
}

/** What follows the prefix up to the end of its step: text that is in the row already, so that the rest stays as it is. */
function firstStep({ text, steps }: Trace, { prefix, step }: Pair): string {
  return text.startsWith(prefix) ? text.slice(prefix.length, steps[step]?.end ?? 0).trimEnd() : "";
}
