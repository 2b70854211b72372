import { gradeOutput } from "../answers/index.ts";

/** One line of `stepdpo grade`: the row with its verdict, or the line as it was with what is wrong with it. */
export interface GradedLine {
  readonly text: string;
  readonly equal: boolean | null;
  readonly error: string | null;
  /** The file's own mark says otherwise. */
  readonly disagree: boolean;
}

/**
 * Grades one JSONL row {gold, pred}: the row's own text with `equal`, `extracted`, `normalized` ({gold, pred}) and `reason` added
 * at its end. `pred` may be a bare answer or a whole output; `choices` (texts of the options A, B, …) is used where the row has it.
 * Everything else in the line stays as it is. Never throws.
 */
export function gradeLine(text: string): GradedLine {
  const row = parseObject(text);
  if (row === null) return bad(text, 'not a JSON object; expected {"gold": …, "pred": …}');
  const [gold, pred] = [answerText(row["gold"]), answerText(row["pred"])];
  if (gold === null) return bad(text, "gold: expected a text or a number");
  if (pred === null) return bad(text, "pred: expected a text or a number");
  const choices = row["choices"];
  const grade = gradeOutput(gold, pred, isTexts(choices) ? { choices } : {});
  const verdict = {
    equal: grade.equal,
    extracted: grade.extraction.answer,
    normalized: { gold: grade.gold, pred: grade.pred },
    reason: grade.reason,
  };
  return { text: withFields(text, row, verdict), equal: grade.equal, error: null, disagree: false };
}

function bad(text: string, error: string): GradedLine {
  return { text, equal: null, error, disagree: false };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function answerText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : null;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** Adds fields at the end of the row's own text; a row graded before is written anew, so that no key stands twice. */
function withFields(text: string, row: Record<string, unknown>, fields: Record<string, unknown>): string {
  if (Object.keys(fields).some((key) => Object.hasOwn(row, key)))
    return JSON.stringify({ ...row, ...fields });
  return `${text.trimEnd().slice(0, -1).trimEnd()},${JSON.stringify(fields).slice(1)}`;
}
