import type { Pair } from "../../core/model.ts";
import { stepMarkers } from "../../core/marker.ts";
import { isBlank, pairsIn, placeOf } from "./pairTexts.ts";
import { editsOfTexts, valuesFix } from "./rawText.ts";
import { perRow, type Rule } from "./types.ts";

/** White space that tells win from lose. */
export const sideSpace: Rule = perRow(
  {
    name: "side-space",
    fixes: true,
    fix: "both sides get the same white space",
    of: "pairs",
    severity: "warning",
    title: "Win and lose differ in the white space around them",
    help: 'White space is tokens: where it tells win from lose, that is what is learned, first of all. Both sides are begun and ended alike: with one space after "Step k:", with none where the prefix ends in white space, and with none at the end.',
    example: '"chosen": " It is 6.", "rejected": "It is 5."',
  },
  function* (checked) {
    for (const placed of pairsIn(checked)) {
      const { pair } = placed;
      const { win, lose } = pair;
      if (win === null || lose === null || isBlank(win) || isBlank(lose)) continue;
      const where = differing(win, lose);
      if (where === null) continue;
      const place = placeOf(placed);
      const edits = pair.from === "row" ? editsOfTexts(checked.value, (text) => alike(text, pair)) : [];
      yield {
        ...place,
        message: `Win and lose ${where} with different white space: ${shown(win, where)} and ${shown(lose, where)}.`,
        ...valuesFix("Give win and lose the same white space", place, edits),
      };
    }
  },
);

function differing(win: string, lose: string): "begin" | "end" | null {
  if (lead(win) !== lead(lose)) return "begin";
  return tail(win) === tail(lose) ? null : "end";
}

function lead(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

function tail(text: string): string {
  return text.slice(text.trimEnd().length);
}

function shown(text: string, where: "begin" | "end"): string {
  const trimmed =
    where === "begin" ? text.slice(0, lead(text).length + 12) : text.slice(text.trimEnd().length - 12);
  return JSON.stringify(trimmed);
}

/** A string of the row that is a side, or a continuation that starts with one, with or without the prefix. */
function alike(text: string, pair: Pair): string {
  const { prefix } = pair;
  if (prefix.trim() === "" || !text.startsWith(prefix)) return sideAlike(text, pair);
  return prefix + sideAlike(text.slice(prefix.length), pair);
}

/** It with the white space of a side. */
function sideAlike(text: string, pair: Pair): string {
  const side = [pair.win, pair.lose].find((one) => one !== null && one.trim() !== "" && isOf(text, one));
  if (side == null) return text;
  const body = side.trim();
  const first = beginning(pair, side);
  return text.length === side.length ? first + body : first + text.slice(lead(side).length);
}

/** A short side may begin other strings of the row by chance. */
function isOf(text: string, side: string): boolean {
  return text === side || (side.length > 12 && text.startsWith(side));
}

function beginning({ prefix, win, lose }: Pair, side: string): string {
  if (lead(win ?? "") === lead(lose ?? "")) return lead(side);
  if (stepMarkers(prefix).at(-1)?.end === prefix.length && prefix !== "") return " ";
  return prefix === "" || /\s$/u.test(prefix) ? "" : " ";
}
