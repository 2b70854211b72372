import { metaOf, scalarAt, textAt } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { losingTrace, winningTrace, winWriter, type PairSide } from "./pairParts.ts";
import { fileGold, goldAt, noGold, type Parsed, type Part } from "./parsed.ts";
import { openedParts, openedStep, promptParts } from "./prompt.ts";

/** A preference row whose problem (and opened answer) is one text. */
export function parsePreference(value: JsonObject, promptKey: string): Parsed {
  const prompt = textAt(value, promptKey);
  const { problem, opened } = promptParts(prompt);
  const prefix = openedParts(prompt, opened, promptKey);
  return {
    ...preferenceOf(value, prefix, ["chosen"], ["rejected"]),
    problem,
    meta: metaOf(value, promptKey, "chosen", "rejected", "answer"),
  };
}

/** The traces and pair of a row that holds chosen and rejected texts. */
export function preferenceOf(
  value: JsonObject,
  prefix: readonly Part[],
  win: PairSide["path"],
  lose: PairSide["path"],
): Omit<Parsed, "problem" | "meta"> {
  const opened = prefix.map((part) => part.text).join("");
  const [winText, loseText] = [textAt(value, ...win), textAt(value, ...lose)];
  const sides = [losingTrace(prefix, side(loseText, lose)), winningTrace(prefix, side(winText, win))];
  // Where it is no step pair, chosen is better, not right, and no step is known to be the error.
  const unjudged = sides.map(({ name, parts }) => ({ ...(name === undefined ? {} : { name }), parts }));
  return {
    ...answerOf(value),
    traces: openedStep(opened) === null ? unjudged : sides,
    pair: { trace: 0, prefix: opened, win: winText, lose: loseText, writeWin: winWriter(win, null) },
  };
}

function side(text: string, path: PairSide["path"]): PairSide {
  return { text, path, full: null };
}

/** Gold of a row that may state it beside the pair. */
export function answerOf(value: JsonObject): Pick<Parsed, "gold" | "writeGold"> {
  const answer = scalarAt(value, "answer");
  return answer === null ? { gold: noGold } : { gold: fileGold(answer), writeGold: goldAt("answer") };
}
