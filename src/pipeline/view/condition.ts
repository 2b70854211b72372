import type { Condition } from "../../core/query.ts";

/** How conditions are written, for help and errors. */
export const whereForms =
  "outcome=right|wrong|unknown, label=correct|neutral|incorrect, unlabelled, disagree (the file's mark and the grader), judge-disagrees (labels and rollouts), win, no-win (a wrong trace without one), edited, unreadable, FIELD.PATH=VALUE";

const plain = [
  "unlabelled",
  "disagree",
  "judge-disagrees",
  "win",
  "no-win",
  "edited",
  "unreadable",
] as const satisfies readonly Condition["kind"][];
const outcomes = ["right", "wrong", "unknown"] as const;
const labels = ["correct", "neutral", "incorrect"] as const;

/**
 * Reads a condition as people write it: `outcome=wrong`, `no-win`, `data.source=gsm8k`. A value of a field in quotes is
 * that text, so that `label="correct"` is about the field. Null where it is none.
 */
export function parseCondition(text: string): Condition | null {
  const named = plain.find((kind) => kind === text.trim());
  if (named !== undefined) return { kind: named };
  const { path = "", value = "" } =
    /^\s*(?<path>[^\s=.]+(?:\.[^=.]+)*)=(?<value>.*)$/su.exec(text)?.groups ?? {};
  const outcome = outcomes.find((one) => one === value);
  if (path === "outcome" && outcome !== undefined) return { kind: "outcome", is: outcome };
  const label = labels.find((one) => one === value);
  if (path === "label" && label !== undefined) return { kind: "label", is: label };
  // A bare word after these is a slip, not a field's value.
  if (path === "" || (/^(?:outcome|label)$/u.test(path) && parsed(value) === undefined)) return null;
  const quoted = parsed(value);
  return { kind: "field", path, value: typeof quoted === "string" ? quoted : value };
}

/** The condition as `parseCondition` reads it. */
export function conditionText(condition: Condition): string {
  if (condition.kind === "outcome" || condition.kind === "label") return `${condition.kind}=${condition.is}`;
  if (condition.kind !== "field") return condition.kind;
  const { path, value } = condition;
  const plainly = parseCondition(`${path}=${value}`);
  const same = plainly?.kind === "field" && plainly.value === value;
  return `${path}=${same ? value : JSON.stringify(value)}`;
}

/** A JSON value; undefined where the text is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
