import { isObject, isText, valueAt } from "./fields.ts";
import type { FieldMapping, JsonObject, JsonValue } from "./format.ts";
import { dottedPath } from "./mapping.ts";

type Role = Exclude<keyof FieldMapping, "stepText">;

/** What a field must be called (the likeliest name first) and hold to play a role. */
interface Rule {
  readonly names: readonly string[];
  readonly holds: (value: JsonValue) => boolean;
}

const stepTexts = ["text", "step", "content", "value", "statement"];

/** In order: what an earlier role takes, a later one can't have. */
const rules: readonly (readonly [Role, Rule])[] = [
  [
    "problem",
    {
      names: [
        "problem",
        "question",
        "problem_statement",
        "problem_text",
        "question_text",
        "query",
        "task",
        "instruction",
        "prompt",
        "input",
        "statement",
        "q",
      ],
      holds: isText,
    },
  ],
  [
    "answer",
    {
      names: [
        "gold_answer",
        "gold",
        "ground_truth_answer",
        "ground_truth",
        "correct_answer",
        "reference_answer",
        "expected_answer",
        "expected",
        "gt",
        "target",
        "final_answer",
        "answer",
      ],
      holds: (value) => isText(value) || typeof value === "number",
    },
  ],
  [
    "solution",
    {
      names: [
        "gold_solution",
        "reference_solution",
        "worked_solution",
        "ground_truth_solution",
        "gt_cot",
        "rationale",
        "explanation",
        "solution",
      ],
      holds: isText,
    },
  ],
  [
    "trace",
    {
      names: [
        "trace",
        "model_output",
        "model_solution",
        "generated_solution",
        "generated_text",
        "response",
        "completion",
        "generation",
        "output",
        "prediction",
        "chain_of_thought",
        "cot",
        "reasoning",
        "rollout",
      ],
      holds: isText,
    },
  ],
  [
    "steps",
    {
      names: ["steps", "reasoning_steps", "solution_steps", "step_list", "completions", "thoughts", "chain"],
      holds: isSteps,
    },
  ],
  [
    "labels",
    {
      names: [
        "labels",
        "step_labels",
        "ratings",
        "step_ratings",
        "annotations",
        "first_error",
        "first_error_step",
        "error_step",
        "error_index",
        "mistake_index",
        "label",
      ],
      holds: isLabels,
    },
  ],
  [
    "chosen",
    {
      names: [
        "chosen",
        "preferred",
        "accepted",
        "winner",
        "win",
        "better",
        "positive",
        "chosen_response",
        "s_win",
      ],
      holds: isText,
    },
  ],
  [
    "rejected",
    {
      names: [
        "rejected",
        "dispreferred",
        "loser",
        "lose",
        "worse",
        "negative",
        "rejected_response",
        "s_lose",
      ],
      holds: isText,
    },
  ],
  ["prefix", { names: ["prefix", "initial_reason_steps", "previous_steps", "context_steps"], holds: isText }],
  [
    "outcome",
    {
      names: [
        "is_correct",
        "correct",
        "final_answer_correct",
        "passed",
        "success",
        "result",
        "right",
        "outcome",
        "score",
      ],
      holds: (value) => typeof value === "boolean" || value === 0 || value === 1,
    },
  ],
];

function isSteps(value: JsonValue): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((step) => isText(step) || stepTextKey(step) !== null)
  );
}

function isLabels(value: JsonValue): boolean {
  return (
    typeof value === "number" ||
    (Array.isArray(value) && value.every((one) => one === null || typeof one !== "object"))
  );
}

function stepTextKey(value: JsonValue): string | null {
  return isObject(value) ? (stepTexts.find((key) => isText(value[key])) ?? null) : null;
}

/**
 * Proposes a mapping from a sample of rows: for each role the best-named field (at most one object deep) that holds
 * the right kind of value in most rows. Null where there is no problem, or nothing besides it.
 */
export function proposeMapping(rows: readonly JsonObject[]): FieldMapping | null {
  const fields = commonFields(rows);
  const mapping = new Map<keyof FieldMapping, string>();
  for (const [role, rule] of rules) {
    const free = fields.filter((field) => ![...mapping.values()].includes(field));
    const found = bestField(rule, free, rows);
    if (found !== null) mapping.set(role, found);
  }
  for (const [one, other] of [
    ["chosen", "rejected"],
    ["rejected", "chosen"],
    ["labels", "steps"],
  ] as const) {
    // A label without steps to lie on, or half a pair, says nothing.
    if (!mapping.has(other) && !(one === "labels" && mapping.has("trace"))) mapping.delete(one);
  }
  const inner = stepTextKey(valuesOf(rows, mapping.get("steps")).flat()[0] ?? null);
  if (inner !== null) mapping.set("stepText", inner);
  return mapping.has("problem") && mapping.size > 1 ? Object.fromEntries(mapping) : null;
}

/** Dotted names of the fields that at least half of the rows have. */
function commonFields(rows: readonly JsonObject[]): string[] {
  const counts = new Map<string, number>();
  for (const name of rows.flatMap(fieldNames)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].filter(([, times]) => times * 2 >= rows.length).map(([name]) => name);
}

function fieldNames(row: JsonObject): string[] {
  return Object.entries(row)
    .filter(([key]) => key !== "step_dpo" && !key.includes("."))
    .flatMap(([key, value]) =>
      isObject(value)
        ? Object.keys(value)
            .filter((inner) => !inner.includes("."))
            .map((inner) => `${key}.${inner}`)
        : [key],
    );
}

function valuesOf(rows: readonly JsonObject[], field: string | undefined): JsonValue[] {
  if (field === undefined) return [];
  return rows
    .map((row) => valueAt(row, dottedPath(field)))
    .filter((value) => value !== undefined && value !== null);
}

function bestField(
  { names, holds }: Rule,
  fields: readonly string[],
  rows: readonly JsonObject[],
): string | null {
  const ranked = fields
    .map((field) => ({
      field,
      rank: names.indexOf(plainName(field)) + (field.includes(".") ? names.length : 0),
      named: names.includes(plainName(field)),
    }))
    .filter(({ named, field }) => {
      const values = named ? valuesOf(rows, field) : [];
      return values.length > 0 && values.filter(holds).length * 2 > values.length;
    });
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.field ?? null;
}

/** Last part of a dotted name in snake_case: `data.finalAnswer` is `final_answer`. */
function plainName(field: string): string {
  return (field.split(".").at(-1) ?? "")
    .replace(/([a-z])([A-Z])/gu, "$1_$2")
    .toLowerCase()
    .replace(/[\s-]+/gu, "_");
}
