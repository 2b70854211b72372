import { defineFormat } from "./define.ts";
import {
  arrayAt,
  isObject,
  isText,
  metaOf,
  scalarAt,
  textAt,
  truthAt,
  valueAt,
  wrongType,
  type Path,
} from "./fields.ts";
import { firstErrorWriter, labelsOfFirstError } from "./firstError.ts";
import type { FieldMapping, Format, JsonObject, JsonValue } from "./format.ts";
import {
  fileGold,
  fixedSteps,
  goldAt,
  outcomeAt,
  outcomeOf,
  partAt,
  type Parsed,
  type ParsedTrace,
  type Part,
} from "./parsed.ts";
import { preferenceOf } from "./preference.ts";
import { labelOfTruth, truthWriter } from "./trueFalse.ts";

/** A dotted path such as `data.items.0.text` as a path; numbers index arrays. */
export function dottedPath(dotted: string): Path {
  return dotted.split(".").map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
}

const made = new WeakMap<FieldMapping, Format>();

/** The format that a person's field mapping makes of a file of unknown rows. */
export function mappedFormat(mapping: FieldMapping): Format {
  const known = made.get(mapping);
  if (known !== undefined) return known;
  const format = defineFormat({
    id: "mapped",
    title: "Mapped fields",
    can: {
      labels: mapping.labels === undefined ? "none" : "each",
      pair: isPair(mapping),
      traces: isPair(mapping)
        ? "many"
        : mapping.trace === undefined && mapping.steps === undefined
          ? "none"
          : "one",
    },
    recognise: (value) => fits(value, mapping),
    parse: (value) => parseMapped(value, mapping),
  });
  made.set(mapping, format);
  return format;
}

function isPair(mapping: FieldMapping): mapping is FieldMapping & { chosen: string; rejected: string } {
  return mapping.chosen !== undefined && mapping.rejected !== undefined;
}

/** A mapping fits a row that has its problem, or its trace where it names no problem, and all it names of steps and pair. */
function fits(value: JsonObject, mapping: FieldMapping): boolean {
  const needed = [mapping.problem, mapping.trace, mapping.steps, mapping.chosen, mapping.rejected].filter(
    (one) => one !== undefined,
  );
  return needed.length > 0 && needed.every((dotted) => valueAt(value, dottedPath(dotted)) !== undefined);
}

function parseMapped(value: JsonObject, mapping: FieldMapping): Parsed {
  const path = (dotted: string): Path => dottedPath(dotted);
  const scalar = (dotted: string | undefined): string | null =>
    dotted === undefined ? null : scalarAt(value, ...path(dotted));
  const used = Object.values(mapping).map((dotted: string) => dotted.split(".")[0] ?? "");
  const traced = isPair(mapping)
    ? preferenceOf(value, mappedPrefix(value, mapping), path(mapping.chosen), path(mapping.rejected))
    : { traces: [mappedTrace(value, mapping)].filter((trace) => trace !== null) };
  return {
    ...traced,
    problem: mapping.problem === undefined ? "" : textAt(value, ...path(mapping.problem)),
    gold: fileGold(scalar(mapping.answer), scalar(mapping.solution)),
    ...(mapping.answer === undefined ? {} : { writeGold: goldAt(...path(mapping.answer)) }),
    meta: metaOf(value, ...used),
  };
}

function mappedPrefix(value: JsonObject, { prefix }: FieldMapping): Part[] {
  return prefix === undefined ? [] : [partAt(textAt(value, ...dottedPath(prefix)), ...dottedPath(prefix))];
}

function mappedTrace(value: JsonObject, mapping: FieldMapping): ParsedTrace | null {
  const steps = mapping.steps === undefined ? null : dottedPath(mapping.steps);
  const text = mapping.trace === undefined ? null : dottedPath(mapping.trace);
  if (steps === null && text === null) return null;
  const body =
    steps === null
      ? { parts: [partAt(textAt(value, ...(text ?? [])), ...(text ?? []))] }
      : mappedSteps(value, steps, mapping);
  const outcome = mapping.outcome === undefined ? null : dottedPath(mapping.outcome);
  return {
    ...body,
    ...(mapping.labels === undefined ? {} : mappedLabels(value, dottedPath(mapping.labels))),
    ...(outcome === null
      ? {}
      : { outcome: outcomeOf(truthAt(value, ...outcome)), writeOutcome: outcomeAt(...outcome) }),
  };
}

function mappedSteps(
  value: JsonObject,
  path: Path,
  { stepText }: FieldMapping,
): Pick<ParsedTrace, "parts" | "fixed"> {
  const inner = stepText === undefined ? [] : dottedPath(stepText);
  const texts = arrayAt(value, ...path).map((_, index) => textAt(value, ...path, index, ...inner));
  return fixedSteps(texts, (index) => [...path, index, ...inner], "\n");
}

/** One index of the first error (-1 or null for none), or a label a step: true/false, 1/0/-1, words, + and -. */
function mappedLabels(value: JsonObject, path: Path): Pick<ParsedTrace, "labels" | "writeLabel"> {
  const found = valueAt(value, path) ?? null;
  if (found === null || typeof found === "number") {
    const first = found === null || found < 0 ? null : found;
    return {
      labels: (steps) => labelsOfFirstError(first, steps.length),
      writeLabel: firstErrorWriter(path, first, found === null ? null : -1),
    };
  }
  if (!Array.isArray(found))
    throw wrongType(path, "an array of labels, or the index of the first error", found);
  const signs = found.some((one) => typeof one === "number" && one < 0);
  const labels = found.map((one) => mappedLabel(one, signs));
  const sample = found.find((one) => one !== null) ?? true;
  return {
    labels: () => labels,
    writeLabel:
      isText(sample) || typeof sample === "number"
        ? wordWriter(path, sample, signs)
        : truthWriter((step, truth) => [{ path: [...path, step], value: truth }]),
  };
}

const wordLabels = new Map<string, "correct" | "neutral" | "incorrect">([
  ["+", "correct"],
  ["correct", "correct"],
  ["true", "correct"],
  ["right", "correct"],
  ["good", "correct"],
  ["0", "neutral"],
  ["neutral", "neutral"],
  ["okay", "neutral"],
  ["-", "incorrect"],
  ["incorrect", "incorrect"],
  ["false", "incorrect"],
  ["wrong", "incorrect"],
  ["bad", "incorrect"],
]);

function mappedLabel(value: JsonValue, signs: boolean): "correct" | "neutral" | "incorrect" | null {
  if (typeof value === "boolean") return labelOfTruth(value);
  if (typeof value === "number")
    return value > 0 ? "correct" : value < 0 ? "incorrect" : signs ? "neutral" : "incorrect";
  return isText(value) ? (wordLabels.get(value.trim().toLowerCase()) ?? null) : null;
}

/** Writes labels in the kind of value that the file has. */
function wordWriter(
  path: Path,
  sample: string | number,
  signs: boolean,
): NonNullable<ParsedTrace["writeLabel"]> {
  const values: Readonly<Record<string, JsonValue>> =
    typeof sample === "number"
      ? { correct: 1, neutral: 0, incorrect: signs ? -1 : 0 }
      : /^[+-]$/u.test(sample.trim())
        ? { correct: "+", neutral: "+", incorrect: "-" }
        : { correct: "correct", neutral: "neutral", incorrect: "incorrect" };
  return (step, label) => {
    if (label === null) return { edits: [], exact: false };
    const value = values[label] ?? null;
    return { edits: [{ path: [...path, step], value }], exact: mappedLabel(value, signs) === label };
  };
}

/** Names that people give these fields, the likeliest first. */
const names: Readonly<Record<Exclude<keyof FieldMapping, "stepText">, RegExp>> = {
  problem:
    /^(?:problem|question|query|prompt|instruction|input|task|problem_statement|statement|q)(?:_text)?$/iu,
  answer:
    /^(?:final_?answer|gold(?:_answer)?|ground_?truth(?:_answer)?|gt|target|correct_answer|reference_answer|expected|label_answer|answer|a)$/iu,
  solution: /^(?:solution|gold_solution|reference_solution|rationale|explanation|gt_cot|worked_solution)$/iu,
  trace:
    /^(?:response|completion|output|generation|generated_text|prediction|model_output|model_solution|trace|cot|reasoning|chain_of_thought|rollout|generated_solution)s?$/iu,
  steps: /^(?:steps|reasoning_steps|completions|solution_steps|step_list|chain|thoughts)$/iu,
  labels:
    /^(?:labels|step_labels|ratings|step_ratings|first_error|first_error_step|error_step|error_index|mistake_index|annotations)$/iu,
  chosen: /^(?:chosen|preferred|winner|win|better|accepted|positive|s_win)(?:_response|_answer|_step)?$/iu,
  rejected: /^(?:rejected|dispreferred|loser|lose|worse|negative|s_lose)(?:_response|_answer|_step)?$/iu,
  prefix: /^(?:prefix|initial_reason_steps|previous_steps|context_steps)$/iu,
  outcome: /^(?:is_?correct|correct|result|right|success|passed|outcome|score)$/iu,
};

/** What a field must hold to be one. */
const kinds: Readonly<Record<keyof typeof names, (value: JsonValue) => boolean>> = {
  problem: isText,
  answer: (value) => isText(value) || typeof value === "number",
  solution: isText,
  trace: isText,
  steps: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => isText(one) || stepTextKey(one) !== null),
  labels: (value) =>
    typeof value === "number" ||
    (Array.isArray(value) && value.every((one) => one === null || typeof one !== "object")),
  chosen: isText,
  rejected: isText,
  prefix: isText,
  outcome: (value) => typeof value === "boolean" || value === 0 || value === 1,
};

function stepTextKey(value: JsonValue): string | null {
  if (!isObject(value)) return null;
  return ["text", "step", "content", "value", "statement"].find((key) => isText(value[key])) ?? null;
}

/**
 * Proposes a mapping from a sample of rows: for each role the best-named field (one level of objects deep) that holds
 * the right kind of value in most rows. Null where there is no problem, or nothing besides it.
 */
export function proposeMapping(rows: readonly JsonObject[]): FieldMapping | null {
  const fields = commonFields(rows);
  const taken = new Set<string>();
  const mapping: Record<string, string> = {};
  for (const role of Object.keys(names) as (keyof typeof names)[]) {
    const found = bestField(role, fields, rows, taken);
    if (found === null) continue;
    mapping[role] = found;
    taken.add(found);
  }
  const steps = mapping["steps"] === undefined ? undefined : sampleAt(rows, mapping["steps"]);
  const inner = Array.isArray(steps) && steps[0] !== undefined ? stepTextKey(steps[0]) : null;
  if (inner !== null) mapping["stepText"] = inner;
  if ((mapping["chosen"] === undefined) !== (mapping["rejected"] === undefined)) {
    Reflect.deleteProperty(mapping, "chosen");
    Reflect.deleteProperty(mapping, "rejected");
  }
  return mapping["problem"] === undefined || Object.keys(mapping).length < 2 ? null : mapping;
}

/** Dotted names of the fields that at least half of the rows have. */
function commonFields(rows: readonly JsonObject[]): string[] {
  const counts = new Map<string, number>();
  const count = (name: string): unknown => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) {
      if (key === "step_dpo" || key.includes(".")) continue;
      count(key);
      if (isObject(value))
        for (const inner of Object.keys(value)) if (!inner.includes(".")) count(`${key}.${inner}`);
    }
  }
  return [...counts].filter(([, times]) => times * 2 >= rows.length).map(([name]) => name);
}

function sampleAt(rows: readonly JsonObject[], dotted: string): JsonValue | undefined {
  return rows
    .map((row) => valueAt(row, dottedPath(dotted)))
    .find((value) => value !== undefined && value !== null);
}

function bestField(
  role: keyof typeof names,
  fields: readonly string[],
  rows: readonly JsonObject[],
  taken: ReadonlySet<string>,
): string | null {
  const words = names[role].source.replace(/[$^()?:]/gu, "|").split("|");
  const rank = (dotted: string): number => {
    const name = dotted.split(".").at(-1)?.toLowerCase() ?? "";
    const place = words.findIndex((word) => word !== "" && name.startsWith(word.replaceAll("_", "")));
    return (place < 0 ? words.length : place) + (dotted.includes(".") ? 100 : 0);
  };
  const fitting = fields.filter((dotted) => {
    if (taken.has(dotted) || !names[role].test(dotted.split(".").at(-1) ?? "")) return false;
    const values = rows
      .map((row) => valueAt(row, dottedPath(dotted)))
      .filter((value) => value !== undefined && value !== null);
    return values.length > 0 && values.filter(kinds[role]).length * 2 > values.length;
  });
  return fitting.sort((a, b) => rank(a) - rank(b))[0] ?? null;
}
