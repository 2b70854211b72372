import type { ZeroLabel } from "../core/mapping.ts";
import type { Label, Outcome } from "../core/model.ts";
import { isText, pathText, wrongType, type Path } from "./fields.ts";
import type { Found } from "./findAll.ts";
import { firstErrorWriter, labelsOfFirstError } from "./firstError.ts";
import type { JsonValue } from "./format.ts";
import type { LabelWriter, ParsedTrace } from "./parsed.ts";
import { labelOfTruth, truthOf, truthWriter } from "./trueFalse.ts";

/** The words that files use for correct, neutral (where they have one) and incorrect. */
const vocabularies: readonly (readonly [correct: string, neutral: string | null, incorrect: string])[] = [
  ["correct", "neutral", "incorrect"],
  ["+", null, "-"],
  ["right", null, "wrong"],
  ["true", null, "false"],
  ["good", "okay", "bad"],
  ["positive", "neutral", "negative"],
  ["yes", null, "no"],
  ["pass", null, "fail"],
  ["passed", null, "failed"],
];

/** What labels a trace, as its file keeps it. */
export interface LabelPlace {
  /** The labels of a trace of so many steps. */
  readonly of: (steps: number) => readonly (Label | null)[];
  readonly write: LabelWriter;
  /** Why it doesn't fit a trace of so many steps; null where it does. */
  readonly misfit: (steps: number) => string | null;
  /** The numbers among the labels; an index of the first error is none of them. */
  readonly numbers: readonly number[];
}

/**
 * Labels of one trace: one index of the first error (-1 or null for none), an array with a label a step, or a field of
 * each step's own.
 * @param found this trace's values of the mapped path; array places left out are then those of steps
 * @param zero what a label of 0 means; undefined where the other labels of the trace are to tell
 */
export function labelPlace(found: readonly Found[], zero: ZeroLabel | undefined): LabelPlace | null {
  const [first] = found;
  if (first === undefined) return null;
  if (found.some(({ at }) => at.length > 0)) return ownLabels(found, zero);
  const { value, path } = first;
  if (value === null || typeof value === "number") return firstErrorPlace(path, value);
  if (!Array.isArray(value))
    throw wrongType(path, "an array of labels, or the index of the first error", value);
  return labelList(value, zero, (step) => [...path, step], pathText(path));
}

function firstErrorPlace(path: Path, value: number | null): LabelPlace {
  const error = value === null || value < 0 ? null : value;
  return {
    of: (steps) => labelsOfFirstError(error, steps),
    write: firstErrorWriter(path, error, value === null ? null : -1),
    misfit: (steps) =>
      error === null || (error < steps && Number.isInteger(error))
        ? null
        : `${pathText(path)} says that step index ${error} (from 0) is the first error, the trace has ${count(steps, "step")}`,
    numbers: [],
  };
}

function ownLabels(found: readonly Found[], zero: ZeroLabel | undefined): LabelPlace {
  const values: JsonValue[] = [];
  const last = found.at(-1);
  for (const { value, at } of found) values[at.at(-1) ?? 0] = value;
  const path = last?.path ?? [];
  const place = path.findLastIndex((part) => typeof part === "number");
  return labelList(
    Array.from(values, (value) => value ?? null),
    zero,
    (step) => path.with(place, step),
    pathText(path.slice(0, place)),
    true,
  );
}

function labelList(
  values: readonly JsonValue[],
  zero: ZeroLabel | undefined,
  pathOf: (step: number) => Path,
  name: string,
  gaps = false,
): LabelPlace {
  const numbers = values.map(numberIn).filter((one) => one !== null);
  const signs = numbers.some((one) => one < 0);
  const neutral = zero === undefined ? signs : zero === "neutral";
  const labels = values.map((one) => readLabel(one, neutral ? "neutral" : "incorrect"));
  const sample = values.find((one) => one !== null) ?? (zero === undefined ? true : 1);
  const strange = values.findIndex((one, step) => one !== null && labels[step] === null);
  return {
    of: () => labels,
    write:
      isText(sample) || typeof sample === "number"
        ? wordWriter(pathOf, sample, [1, neutral ? 0 : null, neutral || signs ? -1 : 0])
        : truthWriter((step, truth) => [{ path: pathOf(step), value: truth }]),
    misfit: (steps) => {
      if (strange >= 0)
        return `${pathText(pathOf(strange))} is ${JSON.stringify(values[strange]).slice(0, 60)}, which is no label`;
      return gaps || values.length === steps || values.length === 0
        ? null
        : `${name} has ${count(values.length, "entry", "entries")}, the trace has ${count(steps, "step")}`;
    },
    numbers,
  };
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A number, or a text that is one. */
function numberIn(value: JsonValue): number | null {
  if (typeof value === "number") return value;
  return isText(value) && /^\s*[+-]?\d+(?:\.\d+)?\s*$/u.test(value) ? Number(value) : null;
}

/** Any other value is no label: 0.1 may be a share of rollouts, 4 one of five points. */
function readLabel(value: JsonValue, zero: ZeroLabel): Label | null {
  if (typeof value === "boolean") return labelOfTruth(value);
  const number = numberIn(value);
  if (number === 1 || number === -1) return number === 1 ? "correct" : "incorrect";
  if (number === 0) return zero;
  if (!isText(value)) return null;
  const word = value.trim().toLowerCase();
  const labels = ["correct", "neutral", "incorrect"] as const;
  return vocabularies.flatMap((words) => labels.filter((_, index) => words[index] === word))[0] ?? null;
}

/** Writes labels in the kind of value that the file has: its words, or these numbers. */
function wordWriter(
  pathOf: (step: number) => Path,
  sample: string | number,
  numbers: readonly [correct: number, neutral: number | null, incorrect: number],
): LabelWriter {
  const [correct, neutral, incorrect] =
    typeof sample === "number"
      ? numbers
      : numberIn(sample) === null
        ? wordsLike(sample)
        : numbers.map((one) => (one === null ? null : String(one)));
  return (step, label, _labels, options) => {
    if (label === null) return { edits: [], exact: false };
    const exact = label !== "neutral" || neutral !== null;
    const value =
      label === "neutral" && neutral !== null ? neutral : truthOf(label, options) ? correct : incorrect;
    return { edits: [{ path: pathOf(step), value }], exact };
  };
}

/** The words of the kind that a file has, in its upper or lower case. */
function wordsLike(sample: string): (typeof vocabularies)[number] {
  const word = sample.trim();
  const words = vocabularies.find((some) => some.includes(word.toLowerCase())) ?? vocabularies[0];
  const cased = (text: string): string => {
    if (word === word.toLowerCase()) return text;
    return word === word.toUpperCase() ? text.toUpperCase() : text.charAt(0).toUpperCase() + text.slice(1);
  };
  const [correct, neutral, incorrect] = words ?? ["correct", "neutral", "incorrect"];
  return [cased(correct), neutral === null ? null : cased(neutral), cased(incorrect)];
}

/** A trace's outcome: true or false, 1 or 0, or a word for one of them. Null where the value is none of these. */
export function readOutcome(value: JsonValue): Outcome | null {
  if (value === null) return "unknown";
  const label =
    typeof value === "number" && value !== 0 && value !== 1 ? null : readLabel(value, "incorrect");
  return label === null ? null : label === "correct" ? "right" : label === "incorrect" ? "wrong" : "unknown";
}

/** Writes an outcome in the kind of value that the file has. */
export function outcomeWriter({ path, value }: Found): NonNullable<ParsedTrace["writeOutcome"]> {
  return (outcome) => {
    if (outcome === "unknown") return null;
    const right = outcome === "right";
    if (typeof value === "number") return [{ path, value: right ? 1 : 0 }];
    if (!isText(value)) return [{ path, value: right }];
    if (numberIn(value) !== null) return [{ path, value: right ? "1" : "0" }];
    const [good, , bad] = wordsLike(value);
    return [{ path, value: right ? good : bad }];
  };
}
