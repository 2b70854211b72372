import type { Label } from "../core/model.ts";
import { defineFormat } from "./define.ts";
import { hasTexts, metaOf, textAt } from "./fields.ts";
import { FormatError, type JsonObject } from "./format.ts";
import { derivedPart, judgedSteps, noGold, type Parsed, type Part } from "./parsed.ts";
import { labelOfTruth, truthWriter } from "./trueFalse.ts";

/** Math-Shepherd's mark at the end of each step. */
const tag = "ки";
const endTag = /(?:^|\s+)ки$/u;

/** One step in the two fields: its text up to the mark, and where the mark stands in each. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly mark: string;
}

/**
 * Math-Shepherd: problem and steps in one text, "ки" after each step; a second text has + or - in its place. Nothing
 * marks where the problem ends: the first "Step 1:" starts the trace.
 */
export const mathShepherd = defineFormat({
  id: "math-shepherd",
  title: "Math-Shepherd",
  can: { labels: "each", pair: false, traces: "one" },
  recognise: (value) => hasTexts(value, "input", "label") && textAt(value, "input").includes(tag),
  parse,
  create: ({ problem, traces: [trace] }) => {
    const marked = judgedSteps(trace)?.map((step, index) => {
      const text = step.text.trim().replace(endTag, "");
      return {
        text: /^Step \d+:/u.test(text) ? text : `Step ${index + 1}: ${text}`,
        mark: step.label === "incorrect" ? "-" : "+",
      };
    });
    // Russian words end so too: they would read as the mark.
    if (
      marked === undefined ||
      [problem, ...marked.map(({ text }) => text)].some((text) => text.includes(tag))
    )
      return null;
    return {
      input: `${problem} ${marked.map(({ text }) => `${text} ${tag}`).join("\n")}`,
      label: `${problem} ${marked.map(({ text, mark }) => `${text} ${mark}`).join("\n")}`,
    };
  },
});

function parse(value: JsonObject): Parsed {
  const [input, label] = [textAt(value, "input"), textAt(value, "label")];
  const pieces = piecesOf(input, label);
  const first = input.slice(0, pieces[0]?.end ?? input.length);
  const begin = /(?:^|\s)(Step 1:)/u.exec(first);
  const start = begin === null ? 0 : begin.index + begin[0].length - "Step 1:".length;
  const parts: Part[] = [];
  const fixed: { start: number; end: number }[] = [];
  const tail = input.slice(pieces.at(-1)?.end ?? start).replace(tag, "");
  for (const [index, piece] of pieces.entries()) {
    const last = index === pieces.length - 1;
    const from = index === 0 ? start : piece.start;
    const body = input.slice(from, piece.end).trimEnd();
    const gap = last ? "" : "\n";
    const at = fixed.at(-1)?.end ?? 0;
    parts.push({
      text: body,
      write: (text) => bodyEdits(input, label, { index, from, length: body.length }, text),
    });
    if (gap !== "") parts.push(derivedPart(gap));
    fixed.push({ start: at, end: at + body.length + gap.length });
  }
  if (tail.trim() !== "")
    throw new FormatError(
      "input",
      `expected ${tag} at the end of every step; the text goes on after the last one.`,
    );
  return {
    problem: input.slice(0, start).trim(),
    gold: noGold,
    traces: [
      {
        parts,
        fixed,
        labels: () =>
          pieces.map((piece): Label | null =>
            labelOfTruth(piece.mark === "+" ? true : piece.mark === "-" ? false : null),
          ),
        writeLabel: truthWriter((step, truth) => [
          { path: ["label"], value: withMarks(input, pieces, step, truth ? "+" : "-") },
        ]),
      },
    ],
    meta: metaOf(value, "input", "label"),
  };
}

/** Steps of the input and their marks in the label text, which is the input but for the marks. */
function piecesOf(input: string, label: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let shift = 0;
  for (let at = input.indexOf(tag); at >= 0; at = input.indexOf(tag, start)) {
    const mark = label[at + shift] ?? "";
    if (label.slice(start + shift, at + shift) !== input.slice(start, at) || !/[+-]/u.test(mark)) {
      throw new FormatError(
        "label",
        `expected the text of "input" with + or - in place of ${tag}; step ${pieces.length + 1} differs.`,
      );
    }
    pieces.push({ start: skipSpace(input, start), end: at, mark });
    start = at + tag.length;
    shift += 1 - tag.length;
  }
  return pieces;
}

function skipSpace(text: string, at: number): number {
  const rest = text.slice(at);
  return at + rest.length - rest.trimStart().length;
}

/** The label text: the input with a mark for each tag. */
function withMarks(input: string, pieces: readonly Piece[], step: number, mark: string): string {
  return withoutTags(input, (index) => (index === step ? mark : (pieces[index]?.mark ?? "+")));
}

function withoutTags(input: string, markOf: (index: number) => string): string {
  let index = 0;
  return input.replaceAll(tag, () => markOf(index++));
}

interface Body {
  readonly index: number;
  readonly from: number;
  readonly length: number;
}

/** A step's new text in both fields. */
function bodyEdits(
  input: string,
  label: string,
  body: Body,
  text: string,
): { path: string[]; value: string }[] {
  const shift = body.index * (1 - tag.length);
  const replaced = (from: string, at: number): string =>
    from.slice(0, at) + text + from.slice(at + body.length);
  return [
    { path: ["input"], value: replaced(input, body.from) },
    { path: ["label"], value: replaced(label, body.from + shift) },
  ];
}
