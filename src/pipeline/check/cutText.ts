import { extractFinalAnswer } from "../../answers/index.ts";
import { mathSpans } from "../../core/math.ts";
import type { Trace } from "../../core/model.ts";
import { valueAt } from "../../formats/fields.ts";
import type { JsonObject } from "../../formats/format.ts";
import { isAnnounced } from "./announced.ts";
import { pairsIn, placeOf } from "./pairTexts.ts";
import { perRow, type Rule } from "./types.ts";

/** Text that ends before its author did. */
export const cutText: Rule = perRow(
  {
    name: "cut-text",
    fixes: false,
    of: "traces",
    severity: "warning",
    title: "Text is cut off",
    help: "The text ends in mid-sentence or mid-formula with no final answer, as at a limit of new tokens. It is no right or wrong solution; sample it again with a higher limit.",
    example: '"completion": "First we add 12 and 30, which gives"',
  },
  function* (checked) {
    const { row, value } = checked;
    const stopped = statedLength(value);
    for (const [index, trace] of row.traces.entries()) {
      if (trace.steps.length === 0) continue;
      const place = { trace: index, step: trace.steps.length - 1 };
      if (stopped.has(index)) yield { ...place, message: "The server stopped this text at its token limit." };
      else if (row.pairs.length === 0 && isCut(trace))
        yield { ...place, message: `The text ends in mid-sentence: "…${trace.text.trimEnd().slice(-40)}".` };
    }
    for (const placed of pairsIn(checked)) {
      for (const [side, text] of [
        ["win", placed.pair.win],
        ["lose", placed.pair.lose],
      ] as const) {
        if (text !== null && openMath(text))
          yield {
            ...placeOf(placed),
            message: `The ${side} ends inside a formula: "…${text.trimEnd().slice(-40)}".`,
          };
      }
    }
  },
);

/** Traces of a batch result whose finish reason is "length". */
function statedLength(value: JsonObject): Set<number> {
  const choices = valueAt(value, ["response", "body", "choices"]);
  const reasons = Array.isArray(choices) ? choices.map((choice) => valueAt(choice, ["finish_reason"])) : [];
  return new Set(reasons.flatMap((reason, index) => (reason === "length" ? [index] : [])));
}

/** What tells a text's end stands in its last characters. */
const longestEnd = 200;

/** Two rows of a table are shorter than this. */
const longestTable = 4000;

/** No final answer, and an end that ends no sentence. */
function isCut(trace: Trace): boolean {
  const text = trace.text.trimEnd();
  if (text === "" || trace.answer !== null) return false;
  // A word or two is an answer, and a tag or a picture may end a text.
  if (text.split(/\s+/u, 4).length < 4) return false;
  const ends =
    /[.!?…。！？।॥؟)）\]}>»」』$"'”’*`:：;；%]$|\d$|\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]*$|#\S+$/u.test(
      text.slice(-longestEnd),
    );
  return ((!ends && !isTableRow(text)) || openMath(text)) && !isAnnounced(extractFinalAnswer(text));
}

/** Whether the last line is a table's row with as many cells as the row before it. */
function isTableRow(text: string): boolean {
  const [before = "", last = ""] = text.slice(-longestTable).split("\n").slice(-2);
  const cells = last.split("|").length;
  return /^\s*\|.*\|$/u.test(last) && cells === before.trimEnd().split("|").length;
}

/** Whether a formula opens and doesn't close. */
export function openMath(text: string): boolean {
  let rest = "";
  let at = 0;
  for (const span of mathSpans(text)) {
    rest += text.slice(at, span.start);
    at = span.end;
  }
  rest += text.slice(at);
  const bare = rest.replace(/\\\\/gu, "");
  return /\\\[|\\\(|\\begin\{|\$\$/u.test(bare) || bare.lastIndexOf("\\boxed{") > bare.lastIndexOf("}");
}
