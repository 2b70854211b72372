import type { Label } from "../core/model.ts";
import { defineFormat } from "./define.ts";
import {
  arrayAt,
  isObject,
  metaOf,
  objectAt,
  scalarAt,
  textAt,
  textsAt,
  valueAt,
  wrongType,
  type Path,
} from "./fields.ts";
import type { JsonObject, JsonValue } from "./format.ts";
import { fileGold, fixedSteps, goldAt, type LabelWriter, type Parsed } from "./parsed.ts";

const ratings = new Map<JsonValue, Label>([
  [1, "correct"],
  [0, "neutral"],
  [-1, "incorrect"],
]);
const ratingOf: Readonly<Record<Label, number>> = { correct: 1, neutral: 0, incorrect: -1 };

/**
 * PRM800K: people rated candidate completions of each step. The trace is the chosen one of each step (the person's own
 * where that was taken); in phase 2 the whole generated solution, rated up to its first error.
 */
export const prm800k = defineFormat({
  id: "prm800k",
  title: "PRM800K",
  can: { labels: "each", pair: false, traces: "one" },
  recognise: ({ question, label }) =>
    isObject(question) &&
    typeof question["problem"] === "string" &&
    isObject(label) &&
    Array.isArray(label["steps"]),
  parse,
  create: ({ problem, gold, traces: [trace] }) =>
    trace === undefined
      ? null
      : {
          question: {
            problem,
            ground_truth_answer: gold.answer,
            ...(gold.solution === null ? {} : { ground_truth_solution: gold.solution }),
            ...(trace.answer === null ? {} : { pre_generated_answer: trace.answer }),
          },
          label: {
            steps: trace.steps.map((step) => ({
              completions: [
                {
                  text: step.text.trimEnd(),
                  rating: step.label === null ? null : ratingOf[step.label],
                  flagged: false,
                },
              ],
              human_completion: null,
              chosen_completion: 0,
            })),
            total_time: 0,
            finish_reason: trace.steps.some((step) => step.label === "incorrect")
              ? "found_error"
              : "solution",
          },
        },
});

interface Rated {
  readonly text: string;
  readonly textPath: Path;
  readonly rating: Label | null;
  /** Null for steps beyond the rated ones. */
  readonly ratingPath: Path | null;
}

function parse(value: JsonObject): Parsed {
  const question = objectAt(value, "question");
  const rated = arrayAt(value, "label", "steps").flatMap((_, index) => ratedStep(value, index));
  const steps = [...rated, ...generatedRest(value, rated.length)];
  return {
    problem: textAt(value, "question", "problem"),
    gold: fileGold(scalarAt(question, "ground_truth_answer"), scalarAt(question, "ground_truth_solution")),
    writeGold: goldAt("question", "ground_truth_answer"),
    traces: [
      {
        ...fixedSteps(
          steps.map((step) => step.text),
          (index) => steps[index]?.textPath ?? [],
          "\n",
        ),
        labels: () => steps.map((step) => step.rating),
        writeLabel: ratingWriter(steps),
        answer: scalarAt(question, "pre_generated_answer"),
      },
    ],
    meta: [...metaOf(value, "question", "label"), ...metaOf(objectAt(value, "label"), "steps", "total_time")],
  };
}

/**
 * The completion that the trace goes on with: the chosen one, else the person's own, else the only or first rated. None
 * where the labeler left before there was any (`give_up`).
 */
function ratedStep(value: JsonObject, index: number): Rated[] {
  const at: Path = ["label", "steps", index];
  const step = objectAt(value, ...at);
  const chosen = step["chosen_completion"];
  if (typeof chosen !== "number" && isObject(step["human_completion"])) {
    const path = [...at, "human_completion"];
    return [ratedAt(value, path)];
  }
  if (step["completions"] === null || arrayAt(value, ...at, "completions").length === 0) return [];
  return [ratedAt(value, [...at, "completions", typeof chosen === "number" ? chosen : 0])];
}

function ratedAt(value: JsonObject, path: Path): Rated {
  return { text: textAt(value, ...path, "text"), textPath: [...path, "text"], ...ratingAt(value, path) };
}

function ratingAt(value: JsonObject, path: Path): Pick<Rated, "rating" | "ratingPath"> {
  const rating = valueAt(value, [...path, "rating"]) ?? null;
  if (rating !== null && !ratings.has(rating))
    throw wrongType([...path, "rating"], "-1, 0, 1 or null", rating);
  return { rating: ratings.get(rating) ?? null, ratingPath: [...path, "rating"] };
}

/** Phase 2: the steps after the first error, which nobody rated. */
function generatedRest(value: JsonObject, from: number): Rated[] {
  if (!Array.isArray(valueAt(value, ["question", "pre_generated_steps"]))) return [];
  return textsAt(value, "question", "pre_generated_steps")
    .map((text, index): Rated => ({
      text,
      textPath: ["question", "pre_generated_steps", index],
      rating: null,
      ratingPath: null,
    }))
    .slice(from);
}

function ratingWriter(steps: readonly Rated[]): LabelWriter {
  return (step, label) => {
    const path = steps[step]?.ratingPath ?? null;
    return path === null
      ? null
      : { edits: [{ path, value: label === null ? null : ratingOf[label] }], exact: true };
  };
}
