import { defineFormat } from "./define.ts";
import { hasTexts, isObject, metaOf, textAt } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { fileGold, outcomeAt, outcomeOf, partAt, type ParsedTrace } from "./parsed.ts";

/** What stands after the mark that GSM8K ends a solution with. */
export function answerAfter(mark: RegExp, solution: string): string | null {
  const found = mark.exec(solution);
  return found === null ? null : solution.slice(found.index + found[0].length).trim();
}

/** What the last "The answer is: …" of a solution says, without the full stop that ends its line; null where there is none. */
export function statedAnswer(solution: string): string | null {
  const last = [...solution.matchAll(/[Tt]he (?:final )?answer is:?/gu)].at(-1);
  if (last === undefined) return null;
  const line = /[^\r\n]*/u.exec(solution.slice(last.index + last[0].length).trimStart())?.[0] ?? "";
  // "7." ends a sentence, and so does "7. I hope it is correct."; "3 p.m." ends in a word.
  return line
    .replace(/(?<=[\d)}\]$%])\.\s+\p{Lu}.*/u, "")
    .trim()
    .replace(/(?<!\.\p{L}{1,2})\.$/u, "");
}

const hashes = /####(?![\s\S]*####)/u;
const answerLine = /(?:^|\n)A:(?![\s\S]*\nA:)/u;

/** The answer that a worked solution marks at its end: "#### 18", or a last line "A: 18". */
export function markedAnswer(solution: string): string | null {
  return answerAfter(answerLine, solution) ?? answerAfter(hashes, solution);
}

/** GSM8K problems. */
export const gsm8k = defineFormat({
  id: "gsm8k",
  title: "GSM8K",
  can: { labels: "none", pair: false, traces: "none" },
  recognise: (value) => hasTexts(value, "question", "answer") && textAt(value, "answer").includes("####"),
  parse: (value) => {
    const solution = textAt(value, "answer");
    return {
      problem: textAt(value, "question"),
      gold: fileGold(answerAfter(hashes, solution), solution),
      traces: [],
      meta: metaOf(value, "question", "answer"),
    };
  },
  create: ({ problem, gold }) => {
    if (gold.answer === null) return null;
    const worked = gold.solution ?? "";
    const body = worked.replace(/\n?(?:####|A:)[^\n]*\s*$/u, "").trimEnd();
    return { question: problem, answer: `${body}${body === "" ? "" : "\n"}#### ${gold.answer}` };
  },
});

/** GSM8K's example model solutions: one field a model, named after it. */
export const gsm8kSolutions = defineFormat({
  id: "gsm8k-solutions",
  title: "GSM8K model solutions",
  can: { labels: "none", pair: false, traces: "many" },
  recognise: (value) => hasTexts(value, "question", "ground_truth") && models(value).length > 0,
  parse: (value) => {
    const solution = textAt(value, "ground_truth");
    const names = models(value);
    return {
      problem: textAt(value, "question"),
      gold: fileGold(markedAnswer(solution), solution),
      traces: names.map((name) => trace(value, name)),
      meta: metaOf(value, "question", "ground_truth", ...names),
    };
  },
  create: ({ problem, gold, traces }) => {
    if (gold.answer === null || traces.length === 0 || traces.some((one) => one.outcome === "unknown"))
      return null;
    const solution = gold.solution?.replace(/####/u, "A:") ?? "";
    const named = traces.map((one, index): [string, JsonObject] => [
      one.name === "" ? `trace_${index + 1}` : one.name,
      { is_correct: one.outcome === "right", solution: one.text },
    ]);
    return {
      question: problem,
      ground_truth:
        answerAfter(answerLine, solution) === gold.answer
          ? solution
          : `${solution}\nA: ${gold.answer}`.trim(),
      ...Object.fromEntries(named),
    };
  },
});

/** Keys whose value is a model's solution. */
function models(value: JsonObject): string[] {
  return Object.entries(value)
    .filter(
      ([, item]) =>
        isObject(item) && typeof item["solution"] === "string" && typeof item["is_correct"] === "boolean",
    )
    .map(([name]) => name);
}

function trace(value: JsonObject, name: string): ParsedTrace {
  const text = textAt(value, name, "solution");
  const right = (value[name] as JsonObject)["is_correct"];
  return {
    name,
    parts: [partAt(text, name, "solution")],
    outcome: outcomeOf(right === true),
    writeOutcome: outcomeAt(value, name, "is_correct"),
    answer: answerAfter(answerLine, text),
  };
}
