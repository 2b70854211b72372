import type { Condition, Query, SortKey } from "./query.ts";

/** A condition for people, in few words: "wrong", "no s_win". */
export function conditionTitle(condition: Condition): string {
  switch (condition.kind) {
    case "outcome":
      return condition.is === "unknown" ? "unknown outcome" : condition.is;
    case "label":
      return `label ${condition.is}`;
    case "unlabelled":
      return "unlabelled";
    case "disagree":
      return "file and grader disagree";
    case "judge-disagrees":
      return "judge and rollouts disagree";
    case "win":
      return "s_win";
    case "no-win":
      return "no s_win";
    case "edited":
      return "edited";
    case "unreadable":
      return "unreadable";
    case "field":
      return `${condition.path}: ${short(condition.value)}`;
  }
}

/** What rows can be sorted by, for people. */
export const sortTitles: Readonly<Record<SortKey, string>> = {
  file: "File order",
  "first-error": "First error",
  steps: "Steps",
  traces: "Traces",
  length: "Length",
  "win-rate": "Win rate",
};

/** What rows a query takes and how they are sorted: "“apples” in steps · wrong · by steps, most first". */
export function queryTitle(query: Query): string {
  const parts = [...textTitle(query), ...query.conditions.map(conditionTitle)];
  if (query.sort !== "file") {
    parts.push(`by ${sortTitles[query.sort].toLowerCase()}${query.descending ? ", descending" : ""}`);
  } else if (query.descending) parts.push("last row first");
  return parts.join(" · ");
}

function textTitle({ text, regex, field }: Query): string[] {
  if (text === "") return [];
  return [`${regex ? `/${short(text)}/` : `“${short(text)}”`}${field === null ? "" : ` in ${field}`}`];
}

/** True where a query takes all rows, whatever their order. */
export function takesAll({ text, conditions }: Query): boolean {
  return text === "" && conditions.length === 0;
}

/** Whether two conditions say the same. */
export function sameCondition(a: Condition, b: Condition): boolean {
  return conditionKey(a) === conditionKey(b);
}

/** A condition as a text that no other condition has. */
export function conditionKey(condition: Condition): string {
  if (condition.kind === "field") return JSON.stringify([condition.kind, condition.path, condition.value]);
  return "is" in condition ? `${condition.kind}=${condition.is}` : condition.kind;
}

/** Whether two queries find the same rows in the same order. */
export function sameQuery(a: Query, b: Query): boolean {
  return queryKey(a) === queryKey(b);
}

function queryKey({ text, regex, caseSensitive, field, conditions, sort, descending }: Query): string {
  const keys = conditions.map(conditionKey).sort();
  // How a text is looked for means nothing where there is none.
  const search = text === "" ? null : [text, regex, caseSensitive, field];
  return JSON.stringify([search, keys, sort, descending]);
}

/** Room for a value in a title, UTF-16 units. */
const longest = 32;

function short(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
