import type { JsonObject } from "../../core/json.ts";
import type { FieldMapping } from "../../core/mapping.ts";
import type { Row, Span } from "../../core/model.ts";
import type { TracePiece } from "../../formats/format.ts";
import { recogniseRow } from "../../formats/index.ts";
import type { FieldTexts } from "../../protocol/traceEditor.ts";
import { isInside, valuesOf } from "../../storage/search/valuesOf.ts";
import type { RowView } from "../../storage/types.ts";

/**
 * Which of a row's texts lie in a field. What traces are made of is known from the row's format; the other texts are
 * looked for among the field's values, since a format may take them out of longer ones, such as a prompt.
 * Null where the row can't be read.
 */
export function fieldTexts(
  { raw, row }: RowView,
  field: string,
  mapping: FieldMapping | null,
): FieldTexts | null {
  if (row === null) return null;
  const value = JSON.parse(raw) as JsonObject;
  const values = textsIn(value, field);
  const pieces = recogniseRow(value, mapping)?.pieces(value) ?? [];
  const within = (text: string | null) => spansIn(text ?? "", values);
  const goldSolution = within(row.gold.solution);
  return {
    problem: within(row.problem),
    goldSolution,
    goldAnswer: answerIn(row.gold.answer, values, goldSolution),
    traces: row.traces.map((_, index) => pieceSpans(pieces[index] ?? [], field)),
    pairs: row.pairs.map(({ from, prefix, lose, win }) =>
      // The file of pairs beside the dataset isn't searched.
      from === "sidecar"
        ? { prefix: [], lose: [], win: [] }
        : { prefix: within(prefix), lose: within(lose), win: within(win) },
    ),
    meta: row.meta.map((one) => metaSpans(one, field, values)),
  };
}

function textsIn(value: JsonObject, field: string): string[] {
  const texts: string[] = [];
  for (const { path, value: one } of valuesOf(value))
    if (one !== null && isInside(path, field))
      texts.push(typeof one === "string" ? one : JSON.stringify(one));
  return texts;
}

/** Shortest value, UTF-16 units, that tells a stretch of a longer text: "18" stands in many. */
const tellingLength = 12;

/** The whole of a text that a value holds, else the stretches of it that are values. */
function spansIn(text: string, values: readonly string[], shortest = tellingLength): readonly Span[] {
  const bare = text.trim();
  if (bare === "") return [];
  if (values.some((value) => value.includes(bare))) return [{ start: 0, end: text.length }];
  return values.flatMap((value) => {
    const start = value.length < shortest ? -1 : text.indexOf(value);
    return start < 0 ? [] : [{ start, end: start + value.length }];
  });
}

/** A bare answer stands in many texts: it is the field's where it is a value of it, or comes out of the solution. */
function answerIn(
  answer: Row["gold"]["answer"],
  values: readonly string[],
  solution: readonly Span[],
): readonly Span[] {
  if (answer === null) return [];
  const isOwn = values.some((value) => value.trim() === answer) || solution.length > 0;
  return isOwn ? [{ start: 0, end: answer.length }] : [];
}

/** Other fields are shown by their names; of one that holds others, what is looked for may be a part. */
function metaSpans(
  { name, value }: Row["meta"][number],
  field: string,
  values: readonly string[],
): readonly Span[] {
  if (isInside(name, field)) return [{ start: 0, end: value.length }];
  return isInside(field, name) ? spansIn(value, values, 1) : [];
}

/** The pieces of a trace that lie in the field; those that one value gives are one stretch. */
function pieceSpans(pieces: readonly TracePiece[], field: string): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  let before: readonly string[] = [];
  for (const { length, paths } of pieces) {
    const start = at;
    at += length;
    const inField = paths.map((path) => path.join(".")).filter((path) => isInside(path, field));
    const last = spans.at(-1);
    if (last !== undefined && inField.some((path) => before.includes(path)))
      spans[spans.length - 1] = { start: last.start, end: at };
    else if (inField.length > 0) spans.push({ start, end: at });
    before = inField;
  }
  return spans;
}
