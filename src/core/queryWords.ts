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

/** The facet that a condition is a value of; a field is one. */
const facetOfKind: Readonly<Record<Exclude<Condition["kind"], "field">, string>> = {
  outcome: "outcome",
  label: "label",
  unlabelled: "label",
  disagree: "disagreement",
  "judge-disagrees": "disagreement",
  win: "s_win",
  "no-win": "s_win",
  edited: "row",
  unreadable: "row",
};

/** Conditions by their facets, in the order in which they come: a row passes where it passes one of each facet. */
export function byFacet<C extends Condition>(conditions: readonly C[]): readonly (readonly C[])[] {
  const facets = new Map<string, C[]>();
  for (const condition of conditions) {
    const facet = condition.kind === "field" ? `field ${condition.path}` : facetOfKind[condition.kind];
    const values = facets.get(facet);
    if (values === undefined) facets.set(facet, [condition]);
    else values.push(condition);
  }
  return [...facets.values()];
}

/** How the values that are chosen in a list of facets go together, for people. */
export const allOfAny = "Any within a group, all groups";

/** Values of a facet that a title names. */
const mostNamed = 3;

/** Conditions for people, a title a facet: "wrong or unknown", "dataset: MATH or GSM8K". */
export function filterTitles(conditions: readonly Condition[]): readonly string[] {
  return byFacet(conditions).map((values) => {
    const named = values.length > mostNamed ? mostNamed - 1 : mostNamed;
    const titles = values.slice(0, named).map((value, at) => (at === 0 ? conditionTitle : valueTitle)(value));
    return [...titles, ...(values.length > named ? [`${values.length - named} more`] : [])].join(" or ");
  });
}

/** A further value of a facet that is named already. */
function valueTitle(condition: Condition): string {
  if (condition.kind === "field") return short(condition.value);
  return "is" in condition ? condition.is : conditionTitle(condition);
}

/** What rows can be sorted by, and what comes first: ascending, descending. */
const orders: Readonly<Record<SortKey, readonly [string, string, string]>> = {
  file: ["File order", "first row first", "last row first"],
  "first-error": ["First error", "earliest first", "latest first"],
  steps: ["Steps", "fewest first", "most first"],
  traces: ["Traces", "fewest first", "most first"],
  length: ["Length", "shortest first", "longest first"],
  "win-rate": ["Win rate", "lowest first", "highest first"],
};

/** An order of rows. */
export type Order = Pick<Query, "sort" | "descending">;

/** Every order there is. */
export const allOrders: readonly Order[] = (Object.keys(orders) as SortKey[]).flatMap((sort) => [
  { sort, descending: false },
  { sort, descending: true },
]);

/** An order for people: "Steps, most first". */
export function orderTitle({ sort, descending }: Order): string {
  const [title, up, down] = orders[sort];
  if (sort === "file" && !descending) return title;
  return `${title}, ${descending ? down : up}`;
}

/** Which rows a query takes, and in what order: "“apples” in steps · wrong · Steps, most first"; empty for the file. */
export function queryTitle(query: Query): string {
  const isFile = query.sort === "file" && !query.descending;
  return [selectionTitle(query), isFile ? "" : orderTitle(query)].filter((part) => part !== "").join(" · ");
}

/** Which rows a query takes: "“apples” in steps · wrong"; empty where it takes all. */
export function selectionTitle(query: Query): string {
  return [...textTitle(query), ...filterTitles(query.conditions)].join(" · ");
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
