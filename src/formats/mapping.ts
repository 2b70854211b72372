import type { Label } from "../core/model.ts";
import { defineFormat } from "./define.ts";
import {
  arrayAt,
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
  type LabelWriter,
  type ParsedTrace,
  type Part,
} from "./parsed.ts";
import { preferenceOf } from "./preference.ts";
import { labelOfTruth, truthOf, truthWriter } from "./trueFalse.ts";

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

/** The words that files use for correct, neutral (where they have one) and incorrect. */
const vocabularies: readonly (readonly [correct: string, neutral: string | null, incorrect: string])[] = [
  ["correct", "neutral", "incorrect"],
  ["+", null, "-"],
  ["right", null, "wrong"],
  ["true", null, "false"],
  ["good", "okay", "bad"],
];

function mappedLabel(value: JsonValue, signs: boolean): Label | null {
  if (typeof value === "boolean") return labelOfTruth(value);
  if (typeof value === "number")
    return value > 0 ? "correct" : value < 0 ? "incorrect" : signs ? "neutral" : "incorrect";
  if (!isText(value)) return null;
  const word = value.trim().toLowerCase();
  const labels = ["correct", "neutral", "incorrect"] as const;
  return vocabularies.flatMap((words) => labels.filter((_, index) => words[index] === word))[0] ?? null;
}

/** Writes labels in the kind of value that the file has. */
function wordWriter(path: Path, sample: string | number, signs: boolean): LabelWriter {
  const word = typeof sample === "string" ? sample.trim().toLowerCase() : null;
  const [correct, neutral, incorrect] =
    word === null
      ? [1, signs ? 0 : null, signs ? -1 : 0]
      : (vocabularies.find((words) => words.includes(word)) ?? ["correct", "neutral", "incorrect"]);
  return (step, label, _labels, options) => {
    if (label === null) return { edits: [], exact: false };
    const exact = label !== "neutral" || neutral !== null;
    const value =
      label === "neutral" && neutral !== null ? neutral : truthOf(label, options) ? correct : incorrect;
    return { edits: [{ path: [...path, step], value }], exact };
  };
}
