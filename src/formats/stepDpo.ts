import type { Label, Outcome, Source, Span } from "../core/model.ts";
import { isObject, wrongType } from "./fields.ts";
import { FormatError, type JsonEdit, type JsonObject, type JsonValue } from "./format.ts";
import { sameJson } from "./json/edit.ts";

/** A label on a stretch of a trace's text. */
export interface RangeLabel extends Span {
  /** Index of the trace, from 0. */
  readonly trace: number;
  /** Null takes away what the format's own field says. */
  readonly label: Label | null;
  readonly by: Source | null;
  readonly at: string | null;
  /** The entry as it is in the row, unknown keys included. */
  readonly entry: JsonObject;
}

/** Somebody's word on a trace's outcome. */
export interface StoredVerdict {
  readonly trace: number;
  readonly outcome: Outcome;
  readonly by: Source | null;
}

/** What a row keeps under its `step_dpo` key: all that its format has no place for. Schema: media/schemas/step-dpo-key.json. */
export interface StepDpo {
  readonly labels: readonly RangeLabel[];
  readonly gold: string | null;
  readonly verdicts: readonly StoredVerdict[];
  readonly win: { readonly step: number; readonly text: string; readonly run: string | null } | null;
}

/** The only version there is. */
export const version = 1;

const labels: readonly JsonValue[] = ["correct", "neutral", "incorrect", null];
const nothing: StepDpo = { labels: [], gold: null, verdicts: [], win: null };

/** Reads a row's `step_dpo` key. @throws FormatError where it isn't as its schema says */
export function readStepDpo(row: JsonObject): StepDpo {
  const value = row["step_dpo"];
  if (value === undefined || value === null) return nothing;
  if (!isObject(value)) throw wrongType(["step_dpo"], "an object", value);
  // The key of a pair in the file beside a dataset has no version.
  if ((value["version"] ?? version) !== version) {
    throw new FormatError(
      "step_dpo.version",
      `expected ${version}, found ${JSON.stringify(value["version"] ?? null)}. A newer version of this program may have written it.`,
    );
  }
  return {
    labels: entries(value["labels"], "labels").map(readLabel),
    gold: readText(value["gold"], "gold"),
    verdicts: entries(
      Array.isArray(value["verdict"]) ? value["verdict"] : one(value["verdict"]),
      "verdict",
    ).map(readVerdict),
    win: readWin(value["win"]),
  };
}

function one(value: JsonValue | undefined): JsonValue[] {
  return value === undefined || value === null ? [] : [value];
}

function entries(value: JsonValue | undefined, key: string): JsonObject[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongType(["step_dpo", key], "an array", value);
  return value.map((entry, index) => {
    if (isObject(entry)) return entry;
    throw wrongType(["step_dpo", key, index], "an object", entry);
  });
}

function readLabel(entry: JsonObject, index: number): RangeLabel {
  const path = ["step_dpo", "labels", index];
  const [start, end, label] = [entry["start"], entry["end"], entry["label"] ?? null];
  if (typeof start !== "number" || !Number.isInteger(start) || start < 0) {
    throw wrongType([...path, "start"], "an offset into the trace's text", start);
  }
  if (typeof end !== "number" || !Number.isInteger(end) || end < start) {
    throw wrongType([...path, "end"], "an offset at or after start", end);
  }
  if (!labels.includes(label))
    throw wrongType([...path, "label"], "correct, neutral, incorrect or null", label);
  return {
    start,
    end,
    label: label as Label | null,
    trace: traceIndex(entry),
    by: readText(entry["by"], "by") as Source | null,
    at: readText(entry["at"], "at"),
    entry,
  };
}

function readVerdict(entry: JsonObject): StoredVerdict {
  const outcome = entry["outcome"];
  if (outcome !== "right" && outcome !== "wrong") {
    throw wrongType(["step_dpo", "verdict", "outcome"], "right or wrong", outcome);
  }
  return { trace: traceIndex(entry), outcome, by: readText(entry["by"], "by") as Source | null };
}

function readWin(value: JsonValue | undefined): StepDpo["win"] {
  if (!isObject(value)) return null;
  const [step, text] = [value["step"], value["text"]];
  if (typeof step !== "number") throw wrongType(["step_dpo", "win", "step"], "a step number from 1", step);
  if (typeof text !== "string") throw wrongType(["step_dpo", "win", "text"], "a string", text);
  return { step: step - 1, text, run: readText(value["run"], "run") };
}

function traceIndex(entry: JsonObject): number {
  const trace = entry["trace"] ?? 0;
  return typeof trace === "number" ? trace : 0;
}

function readText(value: JsonValue | undefined, key: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw wrongType(["step_dpo", key], "a string", value);
  return value;
}

/** Sets keys of a row's `step_dpo` (undefined takes one away); the whole key goes when nothing is left in it. */
export function setStepDpo(
  row: JsonObject,
  changes: Readonly<Record<string, JsonValue | undefined>>,
): JsonEdit[] {
  const old = isObject(row["step_dpo"]) ? row["step_dpo"] : null;
  const next: JsonObject = old === null ? { version } : { ...old };
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0))
      Reflect.deleteProperty(next, key);
    else next[key] = value;
  }
  const empty = Object.keys(next).every((key) => key === "version");
  if (empty) return old === null ? [] : [{ path: ["step_dpo"], value: undefined }];
  return sameJson(old ?? undefined, next) ? [] : [{ path: ["step_dpo"], value: next }];
}

/** A label as it is written; the trace index only where the row has several. */
export function labelEntry(label: Omit<RangeLabel, "entry">, several: boolean): JsonObject {
  const { start, end, by, at } = label;
  return {
    ...(several ? { trace: label.trace } : {}),
    start,
    end,
    label: label.label,
    ...(by === null || by === "file" ? {} : { by }),
    ...(at === null ? {} : { at }),
  };
}
