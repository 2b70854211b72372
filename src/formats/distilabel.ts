import { defineFormat } from "./define.ts";
import { arrayAt, isText, metaOf, textAt, textsAt } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { statedAnswer } from "./gsm8k.ts";
import { derivedPart, fileGold, judgedSteps, type Parsed, type ParsedTrace, type Part } from "./parsed.ts";
import { labelOfTruth, truthWriter } from "./trueFalse.ts";

/** distilabel's Math-Shepherd pipeline: each solution is a list of steps that end in their mark, + or -. */
export const distilabel = defineFormat({
  id: "distilabel",
  title: "distilabel solutions",
  can: { labels: "each", pair: false, traces: "many" },
  recognise: ({ instruction, solutions }) =>
    isText(instruction) && Array.isArray(solutions) && solutions.every((one) => Array.isArray(one)),
  parse: (value): Parsed => ({
    problem: textAt(value, "instruction"),
    gold: goldOf(value),
    traces: arrayAt(value, "solutions").map((_, index) => solution(value, index)),
    meta: metaOf(value, "instruction"),
  }),
  create: ({ problem, gold, traces }) => {
    const judged = traces.map((trace) => judgedSteps(trace)).filter((steps) => steps !== null);
    if (judged.length === 0 || judged.length < traces.length) return null;
    const marked = judged.map((steps) =>
      steps.map(({ text, label }) => `${text.trimEnd()} ${label === "incorrect" ? "-" : "+"}`),
    );
    return {
      instruction: problem,
      golden_solution: goldLines(gold.solution, gold.answer),
      solutions: marked,
    };
  },
});

function goldOf(value: JsonObject): Parsed["gold"] {
  if (!Array.isArray(value["golden_solution"])) return fileGold(null);
  const solution = textsAt(value, "golden_solution").join("\n");
  return fileGold(statedAnswer(solution), solution);
}

function goldLines(solution: string | null, answer: string | null): string[] {
  const lines = solution === null ? [] : solution.split("\n").filter((line) => line.trim() !== "");
  return answer === null || lines.some((line) => /the answer is/iu.test(line))
    ? lines
    : [...lines, `The answer is: ${answer}`];
}

const endMark = /\s*([+-])\s*$/u;

function solution(value: JsonObject, index: number): ParsedTrace {
  const raw = textsAt(value, "solutions", index);
  const parts: Part[] = [];
  const fixed: { start: number; end: number }[] = [];
  for (const [step, text] of raw.entries()) {
    const mark = endMark.exec(text)?.[0] ?? "";
    const body = text.slice(0, text.length - mark.length);
    const gap = step === raw.length - 1 ? "" : "\n";
    const at = fixed.at(-1)?.end ?? 0;
    parts.push({ text: body, write: (next) => [{ path: ["solutions", index, step], value: next + mark }] });
    if (gap !== "") parts.push(derivedPart(gap));
    fixed.push({ start: at, end: at + body.length + gap.length });
  }
  return {
    name: `solution ${index + 1}`,
    parts,
    fixed,
    labels: () => raw.map((text) => labelOfTruth(markOf(text))),
    writeLabel: truthWriter((step, truth) => {
      const text = raw[step] ?? "";
      return [
        { path: ["solutions", index, step], value: `${text.replace(endMark, "")} ${truth ? "+" : "-"}` },
      ];
    }),
  };
}

function markOf(text: string): boolean | null {
  const mark = endMark.exec(text)?.[1];
  return mark === undefined ? null : mark === "+";
}
